package api

import (
	"slices"

	"kontora/internal/flow"
	"kontora/internal/model"
	"kontora/internal/rule"
	"kontora/internal/store"
)

// row is one record as the asker sees it. A hidden cell is absent; its key
// stands in Hidden when the asker may see that cell in other records.
type row struct {
	Id       string            `json:"id"`
	Type     string            `json:"type"`
	Values   map[string]any    `json:"values"`
	Hidden   []string          `json:"hidden,omitempty"`
	Faults   map[string]string `json:"faults,omitempty"` // why a formula has no value
	Comments int64             `json:"comments,omitempty"`
	Clock    *clockChip        `json:"clock,omitempty"` // the most pressing one
}

// row projects a record.
func (a *asker) row(rec *flow.Record, rights flow.Rights) (row, error) {
	values, faults, err := a.e.ValuesWithFaults(a.snap, rec, rights, a.actor)
	if err != nil {
		return row{}, err
	}
	hidden, err := a.hidden(rec.Type, rights)
	out := row{Id: rec.Id, Type: rec.Type.Slug, Values: values, Hidden: hidden}
	for key, f := range faults {
		if out.Faults == nil {
			out.Faults = map[string]string{}
		}
		out.Faults[key] = a.textOf(f)
	}
	return out, err
}

// keep leaves out cells nobody asked for.
func (r *row) keep(columns []string) {
	for key := range r.Values {
		if !slices.Contains(columns, key) {
			delete(r.Values, key)
			delete(r.Faults, key)
		}
	}
	r.Hidden = slices.DeleteFunc(r.Hidden, func(key string) bool { return !slices.Contains(columns, key) })
}

func (a *asker) hidden(t *model.Type, rights flow.Rights) ([]string, error) {
	var keys []string
	for _, f := range t.Fields {
		if f.Kind == model.Inverse || rights.Reads(f) {
			continue
		}
		ever, err := a.everReads(f)
		if err != nil {
			return nil, err
		}
		if ever {
			keys = append(keys, f.Key)
		}
	}
	return keys, nil
}

// everReads reports whether there can be a record in which the asker sees a
// cell. A rule that names people by the record may always be meant.
func (a *asker) everReads(f *model.Field) (bool, error) {
	t := f.Type
	if t.Owner != nil {
		t = t.Owner
	}
	wide, err := a.wideRights(t)
	return wide.Ever(f), err
}

// page projects the rows of a list and gathers what they refer to; columns
// leaves out cells nobody asked for.
func (a *asker) page(rows []store.Row, refs *references, columns ...string) ([]row, error) {
	out := make([]row, 0, len(rows))
	for _, r := range rows {
		projected, err := a.row(r.Record, a.rightsBy(r.Record.Type, r.Mask))
		if err != nil {
			return nil, err
		}
		if len(columns) > 0 {
			projected.keep(columns)
		}
		out = append(out, projected)
		refs.record(r.Record, a.rightsBy(r.Record.Type, r.Mask), columns...)
	}
	if err := a.timeRows(out); err != nil {
		return nil, err
	}
	return out, a.countComments(out)
}

// countComments adds how much was said about each row; one query per type.
func (a *asker) countComments(rows []row) error {
	ids := map[string][]string{}
	for _, r := range rows {
		ids[r.Type] = append(ids[r.Type], r.Id)
	}
	for slug, list := range ids {
		counts, err := store.CommentCounts(a.re.App, a.model.TypeBySlug(slug), list)
		if err != nil {
			return err
		}
		for i := range rows {
			if rows[i].Type == slug {
				rows[i].Comments = counts[rows[i].Id]
			}
		}
	}
	return nil
}

// titleOf names a record for the asker: by its display when they may see every
// cell in it, else by its number.
func (a *asker) titleOf(rec *flow.Record, rights flow.Rights) string {
	if a.seesDisplay(rec.Type, rights) {
		return flow.Title(a.model, a.snap, rec)
	}
	return a.numberOf(rec, rights)
}

// headingOf names a record where its number stands beside it: by its title
// alone, if it has one.
func (a *asker) headingOf(rec *flow.Record, rights flow.Rights) string {
	if f := rec.Type.Work.Title; f != nil && rights.Reads(f) {
		if title, _ := rec.Values[f.Key].(string); title != "" {
			return title
		}
	}
	return a.titleOf(rec, rights)
}

func (a *asker) numberOf(rec *flow.Record, rights flow.Rights) string {
	if f := rec.Type.Work.Number; f != nil && rights.Reads(f) {
		number, _ := rec.Values[f.Key].(string)
		return number
	}
	return ""
}

// seesDisplay reports whether a name made by the type's display shows nothing
// that the asker may not see. What a display reads over a reference is another
// record's cell, so then only those who see everything are told.
func (a *asker) seesDisplay(t *model.Type, rights flow.Rights) bool {
	return a.seesNames(t, rights, flow.MaxNaming)
}

// seesNames goes with the names within names as far as they are written out:
// types may name each other in a circle.
func (a *asker) seesNames(t *model.Type, rights flow.Rights, deep int) bool {
	if a.actor.Super || t.Display == nil {
		return a.actor.Super
	}
	if deep == 0 {
		return true // an id stands there
	}
	for _, p := range t.Display.Reads() {
		if !a.seesPath(t, rights, p, deep) {
			return false
		}
	}
	return true
}

func (a *asker) seesPath(t *model.Type, rights flow.Rights, p rule.Path, deep int) bool {
	if p.Root != "self" && p.Root != "record" || len(p.Fields) == 0 {
		return true
	}
	f := t.Field(p.Fields[0])
	if f == nil { // id, phase, open
		return true
	}
	if t.Owner != nil {
		return true // whoever sees the table sees its columns
	}
	if !rights.Reads(f) {
		return false
	}
	if f.Kind != model.Ref {
		return true
	}
	target := a.model.TypeByKey(f.Target)
	if target == nil || target.Abstract {
		return false
	}
	wide, err := a.wideRights(target)
	if err != nil || !wide.Row() {
		return false
	}
	if len(p.Fields) > 1 {
		next := target.Field(p.Fields[1])
		return len(p.Fields) == 2 && next != nil && next.Kind != model.Ref && wide.Reads(next)
	}
	return a.seesNames(target, wide, deep-1)
}
