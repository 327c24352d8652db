package api

import (
	"slices"

	"kontora/internal/fault"
	"kontora/internal/flow"
	"kontora/internal/model"
)

type typeMeta struct {
	Key        string        `json:"key"`
	Slug       string        `json:"slug"`
	Title      string        `json:"title"`
	Plural     string        `json:"plural"`
	About      string        `json:"about"`
	Icon       string        `json:"icon"`
	Creatable  bool          `json:"creatable"`
	Importable bool          `json:"importable"`       // and bring some in from one
	Exportable bool          `json:"exportable"`       // I may take some of its records out in a file
	Files      []fileMeta    `json:"files,omitempty"`  // that other programs take its records from, those that I may make
	Intake     string        `json:"intake,omitempty"` // format of files whose documents become its records
	BulkLimit  int           `json:"bulkLimit"`        // how many records I may change at once
	Fields     []fieldMeta   `json:"fields"`
	Sections   []sectionMeta `json:"sections"`
	States     []exit        `json:"states"`
	Views      []viewMeta    `json:"views"`
	Metrics    []metricMeta  `json:"metrics,omitempty"`
	TitleField string        `json:"titleField"`
	Deadline   string        `json:"deadline,omitempty"`
	Assignee   string        `json:"assignee,omitempty"`
	Directory  string        `json:"directory,omitempty"` // person, unit, absence
	Approvals  bool          `json:"approvals,omitempty"` // its records have approval sheets
	Signs      bool          `json:"signs,omitempty"`     // some of their steps are signatures
	Clocks     bool          `json:"clocks,omitempty"`    // and clocks
	Priority   string        `json:"priority,omitempty"`
	Amount     string        `json:"amount,omitempty"`
}

type fileMeta struct {
	Key   string `json:"key"`
	Title string `json:"title"`
}

type sectionMeta struct {
	Key    string   `json:"key"`
	Title  string   `json:"title"`
	Fields []string `json:"fields"`
}

type viewMeta struct {
	Key     string   `json:"key"`
	Title   string   `json:"title"`
	Columns []string `json:"columns"`
	Sort    string   `json:"sort"`
	Group   string   `json:"group,omitempty"`
	Metric  bool     `json:"metric,omitempty"` // the list of a figure: no tab of its own
}

// typeMeta describes a type with the fields that the asker may ever see; false
// when they can never see a record of it.
func (a *asker) typeMeta(t *model.Type) (typeMeta, bool, error) {
	creatable, err := a.mayCreate(t)
	if err != nil {
		return typeMeta{}, false, err
	}
	exportable, err := a.everCan(t, "export")
	if err != nil {
		return typeMeta{}, false, err
	}
	importable, err := a.everCan(t, "import")
	if err != nil {
		return typeMeta{}, false, err
	}
	words := a.words()
	out := typeMeta{
		Key: t.Key, Slug: t.Slug, Title: words.typ(t), Plural: words.plural(t), About: words.about(t), Icon: t.Icon,
		Creatable: creatable, Exportable: exportable, Importable: importable && a.mayWrite(t), BulkLimit: a.bulkLimit(t), Fields: []fieldMeta{}, Sections: []sectionMeta{}, States: []exit{}, Views: []viewMeta{},
	}
	if t.Intake != nil && out.Importable {
		out.Intake = t.Intake.Format
	}
	for _, x := range t.Exchanges {
		may, err := flow.EverMakesFile(a.model, a.snap, t, x, a.actor, a.now)
		if err != nil {
			return out, false, err
		}
		if may && exportable {
			out.Files = append(out.Files, fileMeta{x.Key, words.exchange(t, x)})
		}
	}
	seen := map[*model.Field]bool{}
	for _, f := range t.Fields {
		if seen[f], err = a.everReads(f); err != nil {
			return out, false, err
		}
		if seen[f] {
			out.Fields = append(out.Fields, a.fieldMeta(f))
		}
	}
	if len(out.Fields) == 0 {
		return out, false, nil
	}
	for _, s := range t.Sections {
		if fields := keysOf(s.Fields, seen); len(fields) > 0 {
			out.Sections = append(out.Sections, sectionMeta{s.Key, words.section(t, s), fields})
		}
	}
	if l := t.Lifecycle; l != nil && seen[t.Field("status")] {
		for _, s := range l.States {
			out.States = append(out.States, exit{s.Key, words.state(t, s), s.Phase})
		}
	}
	for _, l := range t.Lists {
		out.Views = append(out.Views, a.viewMeta(t, l, seen))
	}
	out.Metrics = a.metricsOf(t, seen)
	for _, m := range out.Metrics {
		v := a.viewMeta(t, t.Metric(m.Key).List(t), seen)
		v.Title, v.Metric = m.Title, true
		if out.Views = append(out.Views, v); m.Share {
			v.Key = m.View + model.ShareList
			out.Views = append(out.Views, v)
		}
	}
	out.TitleField, out.Directory = titleField(t, seen), t.Directory
	out.Approvals, out.Clocks = t.Facts != nil && len(t.Facts.Approvals) > 0, hasClocks(t)
	out.Signs = out.Approvals && slices.ContainsFunc(t.Facts.Approvals, func(d *model.Approval) bool { return d.Signed() != nil })
	for f, key := range map[*model.Field]*string{t.Work.Deadline: &out.Deadline, t.Work.Assignee: &out.Assignee, t.Work.Priority: &out.Priority, t.Work.Amount: &out.Amount} {
		if f != nil && seen[f] {
			*key = f.Key
		}
	}
	return out, true, nil
}

func (a *asker) viewMeta(t *model.Type, l *model.List, seen map[*model.Field]bool) viewMeta {
	v := viewMeta{Key: l.Key, Title: a.words().list(t, l), Columns: keysOf(l.Columns, seen)}
	if l.Sort != nil && seen[l.Sort] {
		if v.Sort = l.Sort.Key; l.Desc {
			v.Sort = "-" + v.Sort
		}
	}
	if l.Group != nil && seen[l.Group] {
		v.Group = l.Group.Key
	}
	return v
}

func keysOf(fields []*model.Field, seen map[*model.Field]bool) []string {
	out := []string{}
	for _, f := range fields {
		if seen[f] {
			out = append(out, f.Key)
		}
	}
	return out
}

// titleField names records in lists: the title of the type's work, else the
// first text that its display shows, else any text.
func titleField(t *model.Type, seen map[*model.Field]bool) string {
	if f := t.Work.Title; f != nil && seen[f] {
		return f.Key
	}
	if t.Display != nil {
		for _, p := range t.Display.Reads() {
			if len(p.Fields) > 0 {
				if f := t.Field(p.Fields[0]); f != nil && f.Kind == model.Text && seen[f] {
					return f.Key
				}
			}
		}
	}
	for _, f := range t.Fields {
		if f.Kind == model.Text && !f.Engine && seen[f] {
			return f.Key
		}
	}
	if f := t.Work.Number; f != nil && seen[f] {
		return f.Key
	}
	return "created"
}

// mayCreate reports whether there can be a record that the asker creates: some
// rule that could hold for them says so.
func (a *asker) mayCreate(t *model.Type) (bool, error) {
	if !a.mayWrite(t) {
		return false, nil
	}
	if a.actor.Super {
		return true, nil
	}
	form, err := flow.FormOf(a.model, a.world(), flow.Command{Kind: flow.Create, Type: t, Fields: map[string]any{}, Actor: a.actor}, a.now)
	if _, refused := fault.As(err); refused {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	if form.Barred {
		return false, nil
	}
	for _, f := range form.Faults {
		if f.Code == "may_not_create" {
			return a.mayCreateSomewhere(t)
		}
	}
	return true, nil
}

// mayCreateSomewhere looks at rules that hold only once fields are filled in,
// such as a department: the form itself tells when they do not.
func (a *asker) mayCreateSomewhere(t *model.Type) (bool, error) {
	for _, rule := range t.Access {
		if !rule.Can["create"] || rule.Wide {
			continue
		}
		for _, p := range rule.Who.Reads() {
			if (p.Root == "self" || p.Root == "record") && len(p.Fields) > 0 && !isEngine(t, p.Fields[0]) {
				return true, nil
			}
		}
	}
	return false, nil
}

func isEngine(t *model.Type, key string) bool {
	f := t.Field(key)
	return f == nil || f.Engine
}
