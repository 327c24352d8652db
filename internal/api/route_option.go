package api

import (
	"encoding/json"
	"strings"

	"kontora/internal/fault"
	"kontora/internal/flow"
	"kontora/internal/model"
	"kontora/internal/rule"
	"kontora/internal/store"
)

type optionsAnswer struct {
	Options []refInfo `json:"options"`
	More    bool      `json:"more"`
}

// optionsPage is how many choices one answer holds.
const optionsPage = 30

// getOptions lists what a reference may point at: records that the asker sees
// and that the field's own condition allows for what was typed so far.
func getOptions(a *asker) (answer, error) {
	t, err := a.typeOf()
	if err != nil {
		return nil, err
	}
	f, err := a.optionField(t, a.query("field"), a.query("id"))
	if err != nil {
		return nil, err
	}
	rec, err := a.optionRecord(t)
	if err != nil {
		return nil, err
	}
	var found []rule.Reference
	for _, of := range a.model.Descendants(f.Target) {
		if !a.inScope(of) || len(found) > optionsPage {
			continue
		}
		list, err := a.optionsOf(f, of, rec)
		if err != nil {
			return nil, err
		}
		found = append(found, list...)
	}
	return a.offered(found)
}

// offered are records as choices, as many as one answer holds.
func (a *asker) offered(found []rule.Reference) (answer, error) {
	out, refs := optionsAnswer{Options: []refInfo{}}, a.references()
	if out.More = len(found) > optionsPage; out.More {
		found = found[:optionsPage]
	}
	for _, ref := range found {
		refs.add(ref)
	}
	infos, err := refs.resolve()
	if err != nil {
		return nil, err
	}
	for _, ref := range found {
		if info := infos[a.model.TypeByKey(ref.Type).Slug+"/"+ref.Id]; !info.Gone {
			out.Options = append(out.Options, info)
		}
	}
	return out, nil
}

// optionField finds a reference by key, or a column of rows by "lines.item". In
// a stored record one that the asker does not see is as unknown as one that they
// never see.
func (a *asker) optionField(t *model.Type, key, id string) (*model.Field, error) {
	unknown := fault.New(fault.Invalid, "unknown_field", fault.Params{"name": key}).At("field")
	name, column, isColumn := strings.Cut(key, ".")
	f := t.Field(name)
	if f == nil {
		return nil, unknown
	}
	ever, err := a.everReads(f)
	if err == nil && ever && id != "" {
		var rights flow.Rights
		if _, rights, err = a.load(t, id); err == nil {
			ever = rights.Reads(f)
		}
	}
	if err != nil {
		return nil, err
	}
	if f.Kind == model.Rows && isColumn {
		parts := strings.Split(column, ".")
		f = f.RowType.Field(parts[len(parts)-1])
	}
	if f == nil || !ever || f.Kind != model.Ref {
		return nil, unknown
	}
	return f, nil
}

// optionRecord is the record as typed so far, for conditions that read it. Cells
// that the asker does not see are empty in it: what is offered would tell them.
func (a *asker) optionRecord(t *model.Type) (*flow.Record, error) {
	in := formRequest{Values: map[string]any{}, Id: a.query("id"), Transition: a.query("transition")}
	if text := a.query("values"); text != "" {
		d := json.NewDecoder(strings.NewReader(text))
		d.UseNumber()
		if err := d.Decode(&in.Values); err != nil {
			return nil, notJSON(err).At("values")
		}
	}
	d, err := a.draft(t, in)
	if err != nil {
		return nil, err
	}
	if in.Id == "" {
		return d.form.Record, nil
	}
	rec := d.form.Record.Clone()
	for _, f := range t.Fields {
		if _, typed := in.Values[f.Key]; !typed && !f.Engine && !d.rights.Reads(f) {
			delete(rec.Values, f.Key)
			delete(rec.Rows, f.Key)
		}
	}
	return rec, nil
}

func (a *asker) optionsOf(f *model.Field, of *model.Type, rec *flow.Record) ([]rule.Reference, error) {
	if of.Owner != nil {
		return a.optionRows(f, of, rec)
	}
	reader, err := a.reads()
	if err != nil {
		return nil, err
	}
	q := store.Query{Type: of, Desc: true, Limit: optionsPage + 1}
	if f.Options != nil {
		q.Filters = append(q.Filters, a.authored(f.Options, rec))
	}
	if words := strings.TrimSpace(a.query("q")); words != "" {
		found, err := store.Words(a.re.App, words)
		if err != nil {
			return nil, err
		}
		q.Filters = append(q.Filters, found)
	}
	page, err := store.ReadPage(a.re.App, a.model, reader, q)
	if err != nil {
		return nil, err
	}
	var out []rule.Reference
	for _, r := range page.Rows {
		out = append(out, r.Record.Reference())
	}
	return out, nil
}

// optionRows lists rows of other records. Rows have no rights of their own, so
// the condition is asked of each row of the records that it leads to.
func (a *asker) optionRows(f *model.Field, of *model.Type, rec *flow.Record) ([]rule.Reference, error) {
	owners, err := a.rowOwners(of, rec)
	if err != nil {
		return nil, err
	}
	words := strings.ToLower(strings.TrimSpace(a.query("q")))
	var out []rule.Reference
	for _, owner := range owners {
		for _, row := range owner.Rows[of.OwnerField.Key] {
			ok, err := flow.IsOption(a.model, a.snap, f, rec, row, a.actor, a.now)
			if err != nil {
				return nil, err
			}
			if ok && strings.Contains(strings.ToLower(flow.Title(a.model, a.snap, row)), words) {
				out = append(out, row.Reference())
			}
		}
	}
	return out, nil
}

// rowOwners are the records whose rows are offered: those the draft points at.
func (a *asker) rowOwners(of *model.Type, rec *flow.Record) ([]*flow.Record, error) {
	var owners []*flow.Record
	for _, f := range rec.Type.Fields {
		ref, ok := rec.Values[f.Key].(rule.Reference)
		if f.Kind != model.Ref || !ok || ref.Type != of.Owner.Key {
			continue
		}
		owner, rights, err := a.load(of.Owner, ref.Id)
		if isMissing(err) || err == nil && !rights.Reads(of.OwnerField) {
			continue
		}
		if err != nil {
			return nil, err
		}
		owners = append(owners, owner)
	}
	return owners, nil
}
