package scenario

import (
	"fmt"
	"strings"

	"kontora/internal/fault"
	"kontora/internal/flow"
	"kontora/internal/model"
)

// adopt finds names for records that values point at and that the play did not
// make itself: what packs bring with them, and what the engine made. It returns
// the lines that name them; ids differ from one run to the next.
func (p *Play) adopt(t *model.Type, values map[string]any) ([]string, error) {
	a := &adopter{p: p, known: p.w.names()}
	err := a.fields(t, values)
	for _, name := range a.names {
		delete(p.w.records, name) // until the lines are run
	}
	return a.lines, err
}

type adopter struct {
	p     *Play
	known map[string]string
	lines []string
	names []string
}

func (a *adopter) fields(t *model.Type, values map[string]any) error {
	for _, f := range t.Fields {
		v := values[f.Key]
		items, many := v.([]any)
		if !many {
			items = []any{v}
		}
		for _, item := range items {
			var err error
			switch x := item.(type) {
			case map[string]any:
				if f.Kind == model.Rows {
					err = a.fields(f.RowType, x)
				}
			case string:
				if f.Kind == model.Ref {
					err = a.reference(f, x)
				}
			}
			if err != nil {
				return err
			}
		}
	}
	return nil
}

func (a *adopter) reference(f *model.Field, text string) error {
	id := text
	if i := strings.LastIndexByte(text, '/'); i >= 0 {
		id = text[i+1:]
	}
	if id == "" || a.known[id] != "" || strings.HasPrefix(id, "$") {
		return nil
	}
	w := a.p.w
	snap, err := w.office.engine.Snapshot(w.office.app)
	if err != nil {
		return err
	}
	for _, t := range w.office.engine.Model().Descendants(f.Target) {
		rec, err := snap.Load(t, id)
		if err != nil {
			return err
		}
		if rec != nil {
			return a.name(rec)
		}
	}
	return nil // the route will refuse it
}

// name writes down how a script finds a record: by the key that a pack gives it,
// else by its number, else by its place among those of its type.
func (a *adopter) name(rec *flow.Record) error {
	w, t := a.p.w, rec.Type
	name := w.fresh(strings.ReplaceAll(t.Name, "-", "_"))
	find := ""
	for _, f := range a.keys(t) {
		if text, ok := rec.Values[f.Key].(string); ok && text != "" {
			find = fmt.Sprintf("list %s filter=%s", t.Key, quote("it."+f.Key+" == "+jsonText(text)))
			break
		}
	}
	if find == "" {
		return fault.New(fault.Invalid, "play_nameless", fault.Params{"type": t.Title})
	}
	a.lines = append(a.lines, "as superuser", find, "save "+name+"_id rows.0.id", "name "+name+" "+t.Key+" $"+name+"_id", "as "+w.actor.name)
	a.known[rec.Id] = name
	w.records[name] = &record{typ: w.office.engine.Model().TypeByKey(t.Key), id: rec.Id} // taken meanwhile
	a.names = append(a.names, name)
	return nil
}

// keys are the fields by which a record of the type is known.
func (a *adopter) keys(t *model.Type) []*model.Field {
	var out []*model.Field
	for _, pack := range a.p.w.office.engine.Model().Packs {
		for _, s := range pack.Seeds {
			if s.Type.Key == t.Key && s.Key.Kind == model.Text {
				out = append(out, t.Field(s.Key.Key))
			}
		}
	}
	if t.Work.Number != nil {
		out = append(out, t.Work.Number)
	}
	return out
}
