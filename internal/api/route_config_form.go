package api

import (
	"strings"

	"kontora/internal/fault"
	"kontora/internal/flow"
	"kontora/internal/model"
	"kontora/internal/rule"
	"kontora/internal/spec"
	"kontora/internal/store"
)

type previewRequest struct {
	changes
	Type    string         `json:"type"`
	As      string         `json:"as"` // key of a role, or id of a person; "" is the asker
	Values  map[string]any `json:"values"`
	Touched []string       `json:"touched"`
	Field   string         `json:"field"` // whose choices are asked for; "lines.item" of a column
	Q       string         `json:"q"`
}

type previewAnswer struct {
	Broken int         `json:"broken"` // errors for which there is nothing to show yet
	As     titled      `json:"as"`     // who looks
	Type   *typeMeta   `json:"type"`   // null: who looks never sees such a record
	Form   *formAnswer `json:"form"`
}

// preview is a new record of a draft's type as somebody would see it. Its asker is
// who looks; the designer who wants to know stands behind them.
type preview struct {
	*asker
	designer *asker
	world    *glimpse
	t        *model.Type
	in       previewRequest
	broken   int
}

// postConfigForm draws the form of a new record of a type as a draft would have
// it: what the meta and the form in force answer, through the same functions.
func postConfigForm(a *asker) (answer, error) {
	p, err := a.preview()
	if err != nil || p.t == nil {
		return previewAnswer{Broken: p.broken}, err
	}
	out := previewAnswer{As: p.who()}
	meta, visible, err := p.typeMeta(p.t)
	if err != nil || !visible {
		return out, err
	}
	form, d, err := p.form(p.t, p.request())
	if err != nil {
		return nil, err
	}
	refs := a.references()
	refs.record(d.form.Record, d.rights)
	form.Refs, err = refs.resolve()
	out.Type, out.Form = &meta, &form
	return out, err
}

// postConfigOptions lists what a reference of a draft may point at: records there
// are, that the designer sees and the field's own condition allows.
func postConfigOptions(a *asker) (answer, error) {
	p, err := a.preview()
	if err != nil || p.t == nil {
		return optionsAnswer{Options: []refInfo{}}, err
	}
	f, err := p.optionField(p.t, p.in.Field, "")
	if err != nil {
		return nil, err
	}
	d, err := p.draft(p.t, p.request())
	if err != nil {
		return nil, err
	}
	found, err := p.candidates(f, d.form.Record)
	if err != nil {
		return nil, err
	}
	return a.offered(found)
}

// preview reads what is asked and compiles the draft; its type is nil while the
// draft has errors.
func (a *asker) preview() (p preview, err error) {
	if err := a.designer(designsReading); err != nil {
		return p, err
	}
	if err := a.body(&p.in); err != nil {
		return p, err
	}
	files, err := a.edited(p.in.changes)
	if err != nil {
		return p, err
	}
	m, found := a.compiled.check(files)
	if m == nil {
		for _, d := range found {
			if d.Severity == spec.SeverityError {
				p.broken++
			}
		}
		return p, nil
	}
	t := m.TypeByKey(p.in.Type)
	if t == nil {
		t = m.TypeBySlug(p.in.Type)
	}
	if t == nil || t.Owner != nil || t.Abstract {
		return p, unknownType(p.in.Type)
	}
	looks := *a
	p.asker, p.designer, p.world, p.t = &looks, a, a.glimpse(m), t
	p.model, p.drafted, p.wide, p.reader, p.asker.named = m, p.world, nil, nil, nil
	p.actor, err = p.looker()
	return p, err
}

// looker is who looks at the form: a person, or somebody made up for a role.
func (p *preview) looker() (flow.Actor, error) {
	a, as := p.designer, p.in.As
	if p.model.Roles[as] != nil {
		return flow.Actor{Person: p.world.invite(as), Lang: a.lang}, nil
	}
	if as == "" {
		if a.actor.Person == nil {
			return flow.Actor{Super: true, Lang: a.lang}, nil
		}
		as = a.actor.Person.Id
	} else if _, _, err := a.load(a.model.Person, as); err != nil {
		return flow.Actor{}, err
	}
	person, ok := p.world.Directory().Person(as)
	if !ok {
		return flow.Actor{}, fault.New(fault.Missing, "not_found", fault.Params{"type": "users", "id": as}).At("as")
	}
	return flow.Actor{Person: person, Lang: a.lang}, nil
}

// who tells who looks; operators go by their address.
func (p *preview) who() titled {
	if p.actor.Person == nil {
		return titled{"", p.re.Auth.Email()}
	}
	return titled{p.actor.Person.Id, p.actor.Person.Name}
}

func (p *preview) request() formRequest {
	if p.in.Values == nil {
		p.in.Values = map[string]any{}
	}
	return formRequest{Values: p.in.Values, Touched: p.in.Touched}
}

// candidatesRead is how many records are looked at for one page of choices.
const candidatesRead = 200

func (p *preview) candidates(f *model.Field, rec *flow.Record) ([]rule.Reference, error) {
	var found []rule.Reference
	for _, of := range p.model.Descendants(f.Target) {
		list, err := p.candidatesOf(of, rec)
		if err != nil {
			return nil, err
		}
		for _, candidate := range list {
			ok, err := flow.IsOption(p.model, p.world, f, rec, candidate, p.actor, p.now)
			if err != nil {
				return nil, err
			}
			if t := p.designer.inForce(candidate.Type); ok && t != nil && len(found) <= optionsPage {
				found = append(found, rule.Reference{Type: t.Key, Id: candidate.Id})
			}
		}
	}
	return found, nil
}

// candidatesOf lists records of a type as the draft sees them, or rows of records
// that the new one points at.
func (p *preview) candidatesOf(of *model.Type, rec *flow.Record) ([]*flow.Record, error) {
	a := p.designer
	if of.Owner != nil {
		return p.rowsOf(of, rec)
	}
	live := a.inForce(of)
	if live == nil || live.Abstract || !a.inScope(live) {
		return nil, nil
	}
	reader, err := a.reads()
	if err != nil {
		return nil, err
	}
	q := store.Query{Type: live, Desc: true, Limit: candidatesRead}
	if text := strings.TrimSpace(p.in.Q); text != "" {
		words, err := store.Words(a.re.App, text)
		if err != nil {
			return nil, err
		}
		q.Filters = append(q.Filters, words)
	}
	page, err := store.ReadPage(a.re.App, a.model, reader, q)
	if err != nil {
		return nil, err
	}
	var out []*flow.Record
	for _, row := range page.Rows {
		seen, err := p.world.Load(of, row.Record.Id)
		if err != nil {
			return nil, err
		}
		if seen != nil {
			out = append(out, seen)
		}
	}
	return out, nil
}

func (p *preview) rowsOf(of *model.Type, rec *flow.Record) ([]*flow.Record, error) {
	var out []*flow.Record
	for _, f := range rec.Type.Fields {
		ref, is := rec.Values[f.Key].(rule.Reference)
		if f.Kind != model.Ref || !is || ref.Type != of.Owner.Key {
			continue
		}
		home, err := p.world.Load(of.Owner, ref.Id)
		if err != nil {
			return nil, err
		}
		if home != nil {
			out = append(out, home.Rows[of.OwnerField.Key]...)
		}
	}
	return out, nil
}
