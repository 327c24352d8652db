package api

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"kontora/internal/fault"
	"kontora/internal/flow"
	"kontora/internal/model"
	"kontora/internal/rule"
	"kontora/internal/store"
)

type registerMeta struct {
	Slug       string      `json:"slug"`
	Title      string      `json:"title"`
	About      string      `json:"about,omitempty"`
	Dimensions []dimension `json:"dimensions"`
	Measures   []measure   `json:"measures"`
}

type dimension struct {
	Key   string   `json:"key"`
	Title string   `json:"title"`
	Kind  string   `json:"kind"`             // ref, text, date
	Type  string   `json:"type,omitempty"`   // slug of the type it names
	By    []string `json:"fields,omitempty"` // fields of that type by which sums can be grouped
}

type measure struct {
	Key      string `json:"key"`
	Title    string `json:"title"`
	Currency string `json:"currency,omitempty"`
	By       string `json:"currencyBy,omitempty"` // the dimension that holds it
	Scale    int32  `json:"scale"`
	Derived  bool   `json:"derived,omitempty"`
}

// getRegisters lists the registers whose records exist for the asker.
func getRegisters(a *asker) (answer, error) {
	out := []registerMeta{}
	for _, r := range a.model.Registers {
		if !a.opens(r) {
			continue
		}
		meta, err := a.registerMeta(r)
		if err != nil {
			return nil, err
		}
		out = append(out, meta)
	}
	return map[string]any{"registers": out}, nil
}

// opens reports whether all types that a register names exist for the asker.
func (a *asker) opens(r *model.Register) bool {
	for _, d := range r.Dimensions {
		if d.Type.Kind != rule.KindRef {
			continue
		}
		if !slices.ContainsFunc(a.model.Descendants(d.Type.Ref), a.inScope) {
			return false
		}
	}
	return true
}

func registerSlug(r *model.Register) string { return r.Pack + "_" + r.Name }

func (a *asker) registerMeta(r *model.Register) (registerMeta, error) {
	words := a.words()
	meta := registerMeta{Slug: registerSlug(r), Title: words.inRegister(r, r.Title, "title"), About: words.inRegister(r, r.About, "description")}
	for _, d := range r.Dimensions {
		out := dimension{Key: d.Key, Title: words.inRegister(r, d.Title, "dimensions."+d.Key+".title"), Kind: "text"}
		switch d.Type.Kind {
		case rule.KindDate:
			out.Kind = "date"
		case rule.KindRef:
			out.Kind = "ref"
			if t := a.model.TypeByKey(d.Type.Ref); t != nil && !t.Abstract {
				out.Type = t.Slug
				for _, f := range t.Fields {
					ever, err := a.everReads(f)
					if err != nil {
						return meta, err
					}
					if ever && groupable(f) {
						out.By = append(out.By, f.Key)
					}
				}
			}
		}
		meta.Dimensions = append(meta.Dimensions, out)
	}
	for _, res := range r.Resources {
		m := measure{Key: res.Key, Title: words.inRegister(r, res.Title, "resources."+res.Key+".title"), Currency: res.Currency, Scale: res.Scale}
		if res.CurrencyBy != nil {
			m.By = res.CurrencyBy.Key
		}
		meta.Measures = append(meta.Measures, m)
	}
	for _, d := range r.Derived {
		m := measure{Key: d.Key, Title: words.inRegister(r, d.Title, "derived."+d.Key+".title"), Currency: d.Value.Type().Currency, Derived: true}
		if by := r.CurrencyOf(d); by != nil {
			m.By = by.Key
		}
		meta.Measures = append(meta.Measures, m)
	}
	return meta, nil
}

// inRegister finds a text at a path within a register.
func (w *words) inRegister(r *model.Register, source, path string) string {
	return w.first(source, r.Pack+"/registers."+r.Name+"."+path)
}

// groupable reports whether sums can be grouped by a field.
func groupable(f *model.Field) bool {
	switch f.Kind {
	case model.Text, model.Enum, model.Ref, model.Date, model.Bool, model.Number, model.Integer:
		return f.Stored() && !f.Many
	}
	return false
}

type sumsAnswer struct {
	By     []string           `json:"by"` // as asked
	Lines  []sumLine          `json:"lines"`
	Totals map[string]any     `json:"totals"`
	Limits []limitOut         `json:"limits,omitempty"` // at the totals
	Refs   map[string]refInfo `json:"refs"`
	More   bool               `json:"more,omitempty"` // there are further lines; totals are of those shown
}

type sumLine struct {
	By       []any          `json:"by"` // values in the order asked
	Measures map[string]any `json:"measures"`
	Limits   []limitOut     `json:"limits,omitempty"`
}

// getBalances answers the sums of a register, grouped.
func getBalances(a *asker) (answer, error) {
	q, err := a.sums()
	if err != nil {
		return nil, err
	}
	reader, err := a.reads()
	if err != nil {
		return nil, err
	}
	lines, more, err := store.ReadSums(a.re.App, a.model, reader, q)
	if err != nil {
		return nil, err
	}
	measures := flow.NewMeasures(a.model, a.snap, q.Register, a.actor)
	refs := a.references()
	out := sumsAnswer{By: []string{}, Lines: make([]sumLine, len(lines)), More: more}
	for _, axis := range q.By {
		out.By = append(out.By, axisName(axis))
	}
	totals, common := map[string]int64{}, map[string]string(nil)
	for i, l := range lines {
		key := a.lineKey(q, l.By)
		if common == nil {
			common = maps.Clone(key)
		}
		maps.DeleteFunc(common, func(d, v string) bool { return key[d] != v })
		by := make([]any, len(q.By))
		for j := range q.By {
			refs.add(l.By[j])
			by[j] = a.plain(l.By[j])
		}
		for _, res := range q.Register.Resources {
			if units, has := l.Units[res.StableId]; has && (!res.Last || len(lines) == 1) {
				totals[res.StableId] += units
			}
		}
		values, err := measures.Of(l.Units, key)
		if err != nil {
			return nil, err
		}
		limits, err := a.limitsOf(measures, q.Register, values, lineOf(q, l.By))
		if err != nil {
			return nil, err
		}
		out.Lines[i] = sumLine{by, plainMeasures(values), limits}
	}
	values, err := measures.Of(totals, common)
	if err != nil {
		return nil, err
	}
	if out.Limits, err = a.limitsOf(measures, q.Register, values, nil); err != nil {
		return nil, err
	}
	out.Totals = plainMeasures(values)
	out.Refs, err = refs.resolve()
	return out, err
}

// lineKey are the values of dimensions that all sums of a line have, by stable id.
func (a *asker) lineKey(q store.Sums, by []any) map[string]string {
	key := map[string]string{}
	for d, v := range q.Is {
		key[d.StableId] = v
	}
	for i, axis := range q.By {
		if axis.Field == nil {
			key[axis.Dimension.StableId] = flow.DimensionText(a.model, axis.Dimension, by[i])
		}
	}
	return key
}

func plainMeasures(values map[string]any) map[string]any {
	for key, v := range values {
		values[key] = model.JSONValue(v)
	}
	return values
}

// plain is a value as rows of lists carry it.
func (a *asker) plain(v any) any {
	if ref, ok := v.(rule.Reference); ok {
		if t := a.model.TypeByKey(ref.Type); t != nil {
			return t.Slug + "/" + ref.Id
		}
		return nil
	}
	return model.JSONValue(v)
}

func axisName(x model.Axis) string {
	if x.Field == nil {
		return x.Dimension.Key
	}
	return x.Dimension.Key + "." + x.Field.Key
}

// register finds the register named in the path.
func (a *asker) register() (*model.Register, error) {
	slug := a.re.Request.PathValue("register")
	for _, r := range a.model.Registers {
		if registerSlug(r) == slug && a.opens(r) {
			return r, nil
		}
	}
	return nil, fault.New(fault.Missing, "unknown_register", fault.Params{"register": slug})
}

// sums reads the question from the query string: by, and for each dimension its
// value or a condition on its record.
func (a *asker) sums() (store.Sums, error) {
	q := store.Sums{Where: map[*model.Dimension][]store.Filter{}, Is: map[*model.Dimension]string{}}
	var err error
	if q.Register, err = a.register(); err != nil {
		return q, err
	}
	for _, name := range strings.FieldsFunc(a.query("by"), func(r rune) bool { return r == ',' || r == ' ' }) {
		axis, err := a.axis(q.Register, name)
		if err != nil {
			return q, err
		}
		q.By = append(q.By, axis)
	}
	if len(q.By) > maxAxes {
		return q, fault.New(fault.Limit, "too_many_items", fault.Params{"max": maxAxes}).At("by")
	}
	for i, d := range q.Register.Dimensions {
		if v, given := a.re.Request.URL.Query()[d.Key]; given {
			q.Is[d] = a.dimensionText(d, v[0])
		}
		src := a.query("filter." + d.Key)
		if src == "" && i == 0 {
			src = a.query("filter")
		}
		if src == "" {
			continue
		}
		t := a.model.TypeByKey(d.Type.Ref)
		if d.Type.Kind != rule.KindRef || t == nil || t.Abstract {
			return q, fault.New(fault.Invalid, "cannot_filter", fault.Params{"field": d.Key}).At("filter")
		}
		c, err := a.condition(t, src)
		if err != nil {
			return q, err
		}
		q.Where[d] = append(q.Where[d], c)
	}
	return q, nil
}

// maxAxes bounds how finely sums are grouped.
const maxAxes = 6

func (a *asker) axis(r *model.Register, name string) (model.Axis, error) {
	wrong := fault.New(fault.Invalid, "cannot_group", fault.Params{"field": name}).At("by")
	key, field, deeper := strings.Cut(name, ".")
	d := r.Dimension(key)
	if d == nil {
		return model.Axis{}, wrong
	}
	if !deeper {
		return model.Axis{Dimension: d}, nil
	}
	t := a.model.TypeByKey(d.Type.Ref)
	if d.Type.Kind != rule.KindRef || t == nil || t.Abstract {
		return model.Axis{}, wrong
	}
	f := t.Field(field)
	if f == nil || !groupable(f) {
		return model.Axis{}, wrong
	}
	ever, err := a.everReads(f)
	if err == nil && !ever {
		err = wrong
	}
	return model.Axis{Dimension: d, Field: f}, err
}

// dimensionText reads the value of a dimension as clients write it: an id, or
// slug/id where several types may stand.
func (a *asker) dimensionText(d *model.Dimension, v string) string {
	if d.Type.Kind != rule.KindRef {
		return v
	}
	slug, id, typed := strings.Cut(v, "/")
	if !typed {
		return v
	}
	if t := a.model.TypeBySlug(slug); t != nil {
		return flow.DimensionText(a.model, d, reference(t, id))
	}
	return id
}

type entriesAnswer struct {
	Entries []entryOut         `json:"entries"`
	Refs    map[string]refInfo `json:"refs"`
	Next    *string            `json:"next"`
}

type entryOut struct {
	Day      string         `json:"day"`
	By       map[string]any `json:"by"`
	Resource string         `json:"resource"`
	Amount   any            `json:"amount"` // null: the value was taken back
	Record   *string        `json:"record"` // slug/id; null when the asker does not see it
	Posting  string         `json:"posting,omitempty"`
	Title    string         `json:"title,omitempty"`
	Row      string         `json:"row,omitempty"`
}

// getEntries answers what the sums are made of, the latest first.
func getEntries(a *asker) (answer, error) {
	sums, err := a.sums()
	if err != nil {
		return nil, err
	}
	q := store.Entries{Sums: sums, From: a.query("from"), To: a.query("to")}
	if q.Limit, err = a.whole("limit", pageSize, maxPageSize); err != nil {
		return nil, err
	}
	q.Before, _ = strconv.ParseInt(a.query("cursor"), 10, 64)
	byId := map[string]*model.Resource{}
	for _, res := range q.Register.Resources {
		byId[res.StableId] = res
		if res.Key == a.query("resource") {
			q.Resource = res.StableId
		}
	}
	if a.query("resource") != "" && q.Resource == "" {
		return nil, fault.New(fault.Invalid, "cannot_group", fault.Params{"field": a.query("resource")}).At("resource")
	}
	reader, err := a.reads()
	if err != nil {
		return nil, err
	}
	lines, err := store.ReadEntries(a.re.App, a.model, reader, q)
	if err != nil {
		return nil, err
	}
	refs := a.references()
	out := entriesAnswer{Entries: []entryOut{}}
	for _, l := range lines {
		if res := byId[l.Resource]; res != nil {
			out.Entries = append(out.Entries, a.entry(q.Register, res, l, refs))
		}
	}
	if len(lines) == q.Limit {
		out.Next = orNull(strconv.FormatInt(lines[len(lines)-1].Seq, 10))
	}
	out.Refs, err = refs.resolve()
	return out, err
}

func (a *asker) entry(r *model.Register, res *model.Resource, l store.EntryLine, refs *references) entryOut {
	out := entryOut{Day: l.Day, By: map[string]any{}, Resource: res.Key}
	if l.Units != nil {
		out.Amount = model.JSONValue(res.Value(*l.Units, res.CurrencyOf(l.Key)))
	}
	for _, d := range r.Dimensions {
		v := flow.DimensionValue(a.model, d, l.Key[d.StableId])
		refs.add(v)
		out.By[d.Key] = a.plain(v)
	}
	if t := a.model.TypeByKey(l.Record.Type); l.Visible && t != nil {
		refs.add(l.Record)
		key := t.Slug + "/" + l.Record.Id
		out.Record, out.Posting, out.Row = &key, l.Posting, l.Part
		out.Title = a.words().fact(t, "posting", l.Posting)
	}
	return out
}
