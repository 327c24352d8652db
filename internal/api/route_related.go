package api

import (
	"slices"

	"kontora/internal/fault"
	"kontora/internal/flow"
	"kontora/internal/model"
	"kontora/internal/store"
)

// relatedAnswer is what points at a record by ordinary references.
type relatedAnswer struct {
	Groups []relatedGroup     `json:"groups"`
	Refs   map[string]refInfo `json:"refs"`
}

// relatedGroup is the records of one type that point here by one field.
type relatedGroup struct {
	Type  string  `json:"type"`
	Field string  `json:"field"`
	Title string  `json:"title"` // of the field
	Count int64   `json:"count"`
	Exact bool    `json:"exact"` // false: at least so many
	Rows  []row   `json:"rows"`
	Next  *string `json:"next"`
}

// relatedFirst is how many records of a group come at once; one group alone
// comes by pages.
const (
	relatedFirst = 5
	relatedPage  = 20
)

// getRelated lists what points at a record: groups with their first records, or
// by ?type=&field=&cursor= the records of one group. A count looks at no more
// than a thousand.
func getRelated(a *asker) (answer, error) {
	rec, rights, err := a.record()
	if err != nil {
		return nil, err
	}
	refs := a.references()
	out := relatedAnswer{Groups: []relatedGroup{}}
	if a.query("type") != "" {
		err = a.relatedBy(&out, rec, refs)
	} else {
		err = a.relatedGroups(&out, rec, rights, refs)
	}
	if err != nil {
		return nil, err
	}
	out.Refs, err = refs.resolve()
	return out, err
}

func (a *asker) relatedBy(out *relatedAnswer, rec *flow.Record, refs *references) error {
	t := a.model.TypeBySlug(a.query("type"))
	if t == nil || t.Abstract || t.Owner != nil || !a.inScope(t) {
		return unknownType(a.query("type"))
	}
	via := t.Field(a.query("field"))
	if points, err := a.pointsAt(via, rec.Type); err != nil || !points {
		return orElse(err, fault.New(fault.Invalid, "unknown_field", fault.Params{"name": a.query("field")}).At("field"))
	}
	group, err := a.relatedGroup(rec, via, refs, relatedPage)
	if err == nil {
		out.Groups = append(out.Groups, group)
	}
	return err
}

func (a *asker) relatedGroups(out *relatedAnswer, rec *flow.Record, rights flow.Rights, refs *references) error {
	for _, t := range a.visibleTypes() {
		for _, via := range t.Fields {
			if points, err := a.pointsAt(via, rec.Type); err != nil || !points || isDeclared(rec.Type, via, rights) {
				if err != nil {
					return err
				}
				continue
			}
			group, err := a.relatedGroup(rec, via, refs, relatedFirst)
			if err != nil {
				return err
			}
			if len(group.Rows) > 0 {
				out.Groups = append(out.Groups, group)
			}
		}
	}
	return nil
}

// pointsAt reports whether people make a field point at records of a type, and
// the asker may ever see that. What the engine or a step writes, such as who
// wrote or accepted something, is told by history.
func (a *asker) pointsAt(via *model.Field, t *model.Type) (bool, error) {
	if via == nil || via.Kind != model.Ref || !isTyped(via) || !store.ByIndex(via) {
		return false, nil
	}
	if via.Target != t.Key && via.Target != "*" && !slices.Contains(t.Bases, via.Target) {
		return false, nil
	}
	return a.everReads(via)
}

// isDeclared reports whether the type itself shows these records, as a derived
// relation.
func isDeclared(t *model.Type, via *model.Field, rights flow.Rights) bool {
	return slices.ContainsFunc(t.Fields, func(f *model.Field) bool {
		return f.Kind == model.Inverse && rights.Reads(f) && f.Via.StableId == via.StableId &&
			(f.From == via.Type || slices.Contains(via.Type.Bases, f.From.Key))
	})
}

func (a *asker) relatedGroup(rec *flow.Record, via *model.Field, refs *references, limit int) (relatedGroup, error) {
	t := via.Type
	out := relatedGroup{Type: t.Slug, Field: via.Key, Title: a.words().field(via), Rows: []row{}}
	reader, err := a.reads()
	if err != nil {
		return out, err
	}
	q := store.Query{Type: t, Pointing: &store.Pointing{Via: via, To: rec.Reference()}, Desc: true, Cursor: a.query("cursor"), Limit: limit}
	page, err := store.ReadPage(a.re.App, a.model, reader, q)
	if err != nil {
		return out, err
	}
	for _, r := range page.Rows {
		refs.add(r.Record.Reference())
	}
	if out.Rows, err = a.page(page.Rows, refs, briefly(t)...); err != nil {
		return out, err
	}
	out.Next, out.Count, out.Exact = orNull(page.Next), int64(len(page.Rows)), true
	if page.Next != "" || q.Cursor != "" {
		out.Count, out.Exact, err = store.Count(a.re.App, a.model, reader, q)
	}
	return out, err
}

// briefly names the cells that tell one record from another.
func briefly(t *model.Type) []string {
	columns := []string{"status", "created"}
	for _, f := range []*model.Field{t.Work.Title, t.Work.Number, t.Work.Amount, t.Work.Deadline} {
		if f == nil {
			continue
		}
		columns = append(columns, f.Key)
		if f.CurrencyField != nil {
			columns = append(columns, f.CurrencyField.Key)
		}
	}
	return columns
}

func orElse(err, other error) error {
	if err != nil {
		return err
	}
	return other
}
