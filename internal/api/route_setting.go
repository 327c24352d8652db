package api

import (
	"cmp"
	"slices"
	"strings"

	"kontora/internal/engine"
	"kontora/internal/fault"
	"kontora/internal/flow"
	"kontora/internal/model"
	"kontora/internal/rule"
	"kontora/internal/store"

	"github.com/pocketbase/pocketbase/core"
)

// settingOut is one parameter with the value in force.
type settingOut struct {
	Key     string         `json:"key"` // pack/name
	Pack    titled         `json:"pack"`
	Title   string         `json:"title"`
	About   string         `json:"about"`
	Kind    string         `json:"kind"`    // "span" is a length of time
	Field   fieldMeta      `json:"field"`   // how any other value is typed
	Value   any            `json:"value"`   // in force for the whole installation
	Default any            `json:"default"` // of the file
	Own     bool           `json:"own"`     // given here, not taken from the file
	PerUnit bool           `json:"perUnit"` // units may have values of their own
	Given   []givenOut     `json:"given"`   // other values: of units, and those to come
	Edit    bool           `json:"edit"`    // I may change it
	Changed *settingChange `json:"changed,omitempty"`
}

// givenOut is a value given to a unit or from a day to come.
type givenOut struct {
	Unit  *string `json:"unit"`  // nil for the whole installation
	Since string  `json:"since"` // a day, as YYYY-MM-DD; "" when it holds now
	Value any     `json:"value"`
}

// settingChange tells who changed a parameter last; nobody is the operator.
type settingChange struct {
	At     string  `json:"at"`
	By     *string `json:"by"`
	Unit   *string `json:"unit,omitempty"`
	Since  string  `json:"since,omitempty"`
	Old    any     `json:"old"`
	New    any     `json:"new"`
	Reason string  `json:"reason,omitempty"`
}

type settingsAnswer struct {
	Settings []settingOut       `json:"settings"`
	Units    []string           `json:"units"` // that may have values of their own, when some setting lets them
	Refs     map[string]refInfo `json:"refs"`
}

// getSettings lists the parameters that the asker may change, pack by pack as
// the menu has them; those who design see all.
func getSettings(a *asker) (answer, error) {
	mine, err := a.settings()
	if err != nil {
		return nil, err
	}
	return a.settingsAnswer(mine)
}

// settings are those that the asker may change, in the order of the files.
func (a *asker) settings() ([]*model.Setting, error) {
	place := map[string]int{}
	for i, p := range a.model.Packs {
		place[p.Key] = -i // what others build on comes last
	}
	var mine []*model.Setting
	for _, s := range a.model.Settings {
		may, err := a.maySet(s)
		if err != nil {
			return nil, err
		}
		if may {
			mine = append(mine, s)
		}
	}
	slices.SortFunc(mine, func(x, y *model.Setting) int {
		return cmp.Or(cmp.Compare(place[x.Pack], place[y.Pack]), cmp.Compare(x.At.Line, y.At.Line), strings.Compare(x.Key, y.Key))
	})
	return mine, nil
}

func (a *asker) settingsAnswer(list []*model.Setting) (answer, error) {
	keys := make([]string, len(list))
	for i, s := range list {
		keys[i] = s.Key
	}
	changes, err := store.SettingChanges(a.re.App, keys)
	if err != nil {
		return nil, err
	}
	refs := a.references()
	out := settingsAnswer{Settings: []settingOut{}, Units: []string{}}
	for _, s := range list {
		drawn := a.setting(s, refs)
		if c, known := changes[s.Key]; known {
			drawn.Changed = &settingChange{At: c.At, Unit: refs.unit(c.Unit), Since: c.Since, Old: c.Old, New: c.New, Reason: c.Reason}
			if isPerson(c.Actor) {
				drawn.Changed.By = refs.person(c.Actor)
			}
		}
		out.Settings = append(out.Settings, drawn)
	}
	if slices.ContainsFunc(list, func(s *model.Setting) bool { return s.PerUnit }) {
		if out.Units, err = a.units(refs); err != nil {
			return nil, err
		}
	}
	out.Refs, err = refs.resolve()
	return out, err
}

// units are the keys of the units of the organisation that the asker sees.
func (a *asker) units(refs *references) ([]string, error) {
	keys := []string{}
	if a.model.Unit == nil {
		return keys, nil
	}
	ids, err := a.idsOf(store.Query{Type: a.model.Unit}, bulkLimit)
	if err != nil {
		return nil, err
	}
	for _, id := range ids {
		keys = append(keys, *refs.unit(id))
	}
	return keys, nil
}

func (a *asker) setting(s *model.Setting, refs *references) settingOut {
	words := a.words()
	out := settingOut{
		Key: s.Key, Title: words.setting(s), About: words.settingAbout(s), Kind: s.Type.Kind.String(), Default: settingJSON(s.Default), Edit: true, PerUnit: s.PerUnit, Given: []givenOut{},
		Field: fieldMeta{Key: "value", Title: words.setting(s), Kind: s.Field.Kind, Currency: s.Field.Currency},
	}
	switch s.Field.Kind {
	case model.Text:
		out.Field.MaxLength = s.Field.MaxLength
	case model.Decimal:
		out.Field.Scale = s.Field.Scale
	}
	for _, p := range a.model.Packs {
		if p.Key == s.Pack {
			out.Pack = titled{p.Key, words.pack(p)}
		}
	}
	out.Value = out.Default
	all, today := a.snap.Given(s.Key), a.today()
	if own, given := flow.InForce(all, nil, today); given {
		out.Value, out.Own = settingJSON(own.Value), true
	}
	for _, g := range all {
		if today.Before(g.Since) {
			out.Given = append(out.Given, givenOut{Unit: refs.unit(g.Unit), Since: g.Since.String(), Value: settingJSON(g.Value)})
		} else if held, _ := flow.InForce(all, []string{g.Unit}, today); g.Unit != "" && held.Since == g.Since {
			out.Given = append(out.Given, givenOut{Unit: refs.unit(g.Unit), Value: settingJSON(g.Value)})
		}
	}
	return out
}

func (a *asker) today() rule.Date { return rule.DateOf(a.now.In(a.e.Zone())) }

func settingJSON(v any) any {
	if span, ok := v.(rule.Span); ok {
		return span.String()
	}
	return model.JSONValue(v)
}

// maySet judges who may change a parameter: the people its declaration names,
// and those who design.
func (a *asker) maySet(s *model.Setting) (bool, error) {
	if a.mayDesign() && a.design().May(s.Pack) {
		return true, nil
	}
	if s.Edit == nil || a.actor.Scope != nil {
		return false, nil
	}
	return flow.IsOne(a.model, a.snap, s.Edit, a.actor, a.now)
}

// maySetAny reports whether there is a parameter that the asker may change.
func (a *asker) maySetAny() (bool, error) {
	for _, s := range a.model.Settings {
		if may, err := a.maySet(s); may || err != nil {
			return may, err
		}
	}
	return false, nil
}

type settingRequest struct {
	Value   any    `json:"value"`   // null takes back what was given
	Unit    string `json:"unit"`    // id of a unit; "" for the whole installation
	Since   string `json:"since"`   // a day to come; "" for at once
	Comment string `json:"comment"` // why; kept in the history
}

// maxSettingComment bounds the remark with which a parameter is changed.
const maxSettingComment = 500

// putSetting changes one parameter and writes it into history.
func putSetting(a *asker) (answer, error) {
	s := a.model.Settings[a.re.Request.PathValue("pack")+"/"+a.re.Request.PathValue("name")]
	if s == nil {
		return nil, fault.New(fault.Missing, "not_found", nil)
	}
	may, err := a.maySet(s)
	if err != nil {
		return nil, err
	}
	if !may {
		return nil, fault.New(fault.Denied, "may_not_set", fault.Params{"title": a.words().setting(s)})
	}
	var in settingRequest
	if err := a.body(&in); err != nil {
		return nil, err
	}
	since, fl := a.settingPlace(s, in)
	if fl != nil {
		return nil, fl
	}
	value, fl := s.Parse(in.Value)
	if fl != nil {
		return nil, fl
	}
	change := store.SettingChange{
		At: model.JSONValue(a.now).(string), Actor: engine.ActorId(a.actor), Reason: strings.TrimSpace(in.Comment),
		Unit: in.Unit, Since: in.Since, New: settingJSON(value),
	}
	today := a.today()
	day := today
	if !since.IsZero() {
		day = since
	}
	err = a.re.App.RunInTransaction(func(tx core.App) error {
		snap, err := a.e.Snapshot(tx)
		if err != nil {
			return err
		}
		change.Old = settingJSON(flow.SettingFor(a.model, snap, s, in.Unit, day))
		if err := store.SetSetting(tx, s.Key, in.Unit, since, today, value); err != nil {
			return err
		}
		return store.NoteSetting(tx, s.Key, change, a.e.Active().Number)
	})
	if err != nil {
		return nil, err
	}
	if a.snap, err = a.e.Snapshot(a.re.App); err != nil {
		return nil, err
	}
	return a.settingsAnswer([]*model.Setting{s})
}

// settingPlace judges for which unit and from which day a value is given.
func (a *asker) settingPlace(s *model.Setting, in settingRequest) (since rule.Date, fl *fault.Fault) {
	if n := len([]rune(in.Comment)); n > maxSettingComment {
		return since, fault.New(fault.Invalid, "too_long", fault.Params{"max": maxSettingComment, "is": n}).At("comment")
	}
	switch {
	case in.Unit == "":
	case !s.PerUnit:
		return since, fault.New(fault.Invalid, "setting_not_per_unit", fault.Params{"title": a.words().setting(s)}).At("unit")
	case len(a.snap.Directory().Ancestors(in.Unit)) == 0:
		return since, fault.New(fault.Invalid, "reference_missing", fault.Params{"id": in.Unit}).At("unit")
	}
	if in.Since == "" {
		return since, nil
	}
	since, err := rule.ParseDate(in.Since)
	if err != nil {
		return since, fault.New(fault.Invalid, "not_date", fault.Params{"value": in.Since}).At("since")
	}
	if !a.today().Before(since) {
		return since, fault.New(fault.Invalid, "since_not_to_come", nil).At("since")
	}
	return since, nil
}
