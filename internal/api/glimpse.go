package api

import (
	"kontora/internal/flow"
	"kontora/internal/model"
	"kontora/internal/rule"
)

// glimpse is the stored world under a draft with nothing in it that its designer
// may not see: formulas and conditions of a draft are theirs, and would tell
// whatever they read. Somebody who is made up for a role stands in it among the
// others.
type glimpse struct {
	flow.Snapshot
	a      *asker
	model  *model.Model
	guest  *rule.Person // nil for none
	shown  map[rule.Reference]*flow.Record
	tokens map[rule.Principal]bool // of the guest
}

var _ flow.Snapshot = (*glimpse)(nil)

func (a *asker) glimpse(m *model.Model) *glimpse {
	return &glimpse{Snapshot: flow.Under(a.snap, a.model, m), a: a, model: m, shown: map[rule.Reference]*flow.Record{}}
}

// invite makes somebody up who has a role and works where the asker does.
func (g *glimpse) invite(role string) *rule.Person {
	guest := &rule.Person{Id: g.NewId(), Name: g.a.wordsUnder(g.model).role(role), Roles: []string{role}, Active: true}
	if own := g.a.actor.Person; own != nil {
		guest.Unit, guest.Org = own.Unit, own.Org
	}
	rec := &flow.Record{Type: g.model.Person, Id: guest.Id, Rows: map[string][]*flow.Record{}, Values: map[string]any{"roles": []any{role}}}
	if g.model.Unit != nil && guest.Unit != "" {
		rec.Values["department"] = rule.Reference{Type: g.model.Unit.Key, Id: guest.Unit}
	}
	guest.Fields = shownCells{rec}
	g.guest, g.shown[rec.Reference()] = guest, rec
	dir := g.Snapshot.Directory()
	g.tokens = map[rule.Principal]bool{rule.Principal("user:" + guest.Id): true, rule.Principal("role:" + role): true}
	for _, u := range dir.Subtree(guest.Unit) {
		g.tokens[rule.Principal("role:"+role+"@"+u)] = true
	}
	for _, u := range dir.Ancestors(guest.Unit) {
		g.tokens[rule.Principal("member:"+u)] = true
	}
	return guest
}

func (g *glimpse) Load(t *model.Type, id string) (*flow.Record, error) {
	if rec, known := g.shown[rule.Reference{Type: t.Key, Id: id}]; known {
		return rec, nil
	}
	rec, err := g.Snapshot.Load(t, id)
	if err != nil || rec == nil {
		return nil, err
	}
	return g.show(rec)
}

// show gives a record with the cells that the asker may see; nil where they may
// not know of it.
func (g *glimpse) show(rec *flow.Record) (*flow.Record, error) {
	if known, ok := g.shown[rec.Reference()]; ok {
		return known, nil
	}
	out, err := g.judge(rec)
	if err == nil {
		g.shown[rec.Reference()] = out
	}
	return out, err
}

func (g *glimpse) judge(rec *flow.Record) (*flow.Record, error) {
	if g.a.actor.Super {
		return rec, nil
	}
	if owner := rec.Type.Owner; owner != nil {
		return g.row(rec, owner)
	}
	live := g.a.inForce(rec.Type)
	if live == nil || live.Abstract || !g.a.inScope(live) {
		return nil, nil
	}
	_, rights, err := g.a.load(live, rec.Id)
	if isMissing(err) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	out := rec.Clone()
	for _, f := range rec.Type.Fields {
		if was := fieldInForce(live, f); was == nil || !rights.Reads(was) {
			delete(out.Values, f.Key)
			delete(out.Rows, f.Key)
		}
	}
	return out, nil
}

// row is a row of a record that the asker may see with it.
func (g *glimpse) row(rec *flow.Record, owner *model.Type) (*flow.Record, error) {
	ref, _ := rec.Values["parent"].(rule.Reference)
	home, err := g.Load(owner, ref.Id)
	if err != nil || home == nil {
		return nil, err
	}
	for _, row := range home.Rows[rec.Type.OwnerField.Key] {
		if row.Id == rec.Id {
			return row, nil
		}
	}
	return nil, nil
}

func fieldInForce(live *model.Type, f *model.Field) *model.Field {
	for _, was := range live.Fields {
		if was.StableId == f.StableId {
			return was
		}
	}
	return nil
}

func (g *glimpse) all(found []*flow.Record, err error) ([]*flow.Record, error) {
	var out []*flow.Record
	for _, rec := range found {
		shown, wrong := g.show(rec)
		if wrong != nil {
			return nil, wrong
		}
		if shown != nil {
			out = append(out, shown)
		}
	}
	return out, err
}

func (g *glimpse) Pointing(from *model.Type, via *model.Field, id string) ([]*flow.Record, error) {
	return g.all(g.Snapshot.Pointing(from, via, id))
}

func (g *glimpse) Candidates(t *model.Type, keys map[string]any) ([]*flow.Record, error) {
	return g.all(g.Snapshot.Candidates(t, keys))
}

func (g *glimpse) Rivals(t *model.Type, keys map[string]any) ([]*flow.Record, error) {
	return g.all(g.Snapshot.Rivals(t, keys))
}

// Holder is somebody else's secret unless the asker may see the record.
func (g *glimpse) Holder(unique, value string) (rule.Reference, bool, error) {
	ref, found, err := g.Snapshot.Holder(unique, value)
	if err != nil || !found {
		return ref, found, err
	}
	seen, err := g.sees(ref)
	if err != nil || !seen {
		return rule.Reference{}, false, err
	}
	return ref, true, nil
}

// Facts are none: what is proposed has none yet, and those of others tell of
// votes and clocks.
func (g *glimpse) Facts(rule.Reference) ([]*flow.Fact, error) { return nil, nil }

// Balance tells nothing of records that the asker may not know of.
func (g *glimpse) Balance(r *model.Register, by map[string]string) (map[string]int64, error) {
	if seen, err := g.seesLine(r, by); err != nil || !seen {
		return map[string]int64{}, err
	}
	return g.Snapshot.Balance(r, by)
}

func (g *glimpse) Latest(r *model.Register, res *model.Resource, by map[string]string, limit int) ([]flow.Held, error) {
	if seen, err := g.seesLine(r, by); err != nil || !seen {
		return nil, err
	}
	return g.Snapshot.Latest(r, res, by, limit)
}

func (g *glimpse) Together(r *model.Register, where []flow.AxisValue, by []model.Axis) ([]flow.Together, error) {
	for _, axis := range where {
		if seen, err := g.sees(axis.Value); err != nil || !seen {
			return nil, err
		}
	}
	return g.Snapshot.Together(r, where, by)
}

func (g *glimpse) seesLine(r *model.Register, by map[string]string) (bool, error) {
	for _, d := range r.Dimensions {
		if seen, err := g.sees(flow.DimensionValue(g.model, d, by[d.StableId])); err != nil || !seen {
			return false, err
		}
	}
	return true, nil
}

// sees reports whether a value tells of nothing hidden.
func (g *glimpse) sees(v any) (bool, error) {
	ref, is := v.(rule.Reference)
	if !is || ref.Id == "" {
		return true, nil
	}
	t := g.model.TypeByKey(ref.Type)
	if t == nil {
		return false, nil
	}
	rec, err := g.Load(t, ref.Id)
	return rec != nil, err
}

func (g *glimpse) Directory() rule.Directory { return glimpsed{g.Snapshot.Directory(), g} }

// glimpsed is people and units with those of their cells that the asker may see.
type glimpsed struct {
	rule.Directory
	g *glimpse
}

func (d glimpsed) Person(id string) (*rule.Person, bool) {
	if d.g.guest != nil && d.g.guest.Id == id {
		return d.g.guest, true
	}
	p, ok := d.Directory.Person(id)
	if !ok {
		return nil, false
	}
	return d.known(p), true
}

func (d glimpsed) known(p *rule.Person) *rule.Person {
	own := *p
	own.Fields = nobody{rule.Reference{Type: d.g.model.Person.Key, Id: p.Id}}
	if rec, err := d.g.Load(d.g.model.Person, p.Id); err == nil && rec != nil {
		own.Fields = shownCells{rec}
	}
	return &own
}

func (d glimpsed) Tokens(id string) map[rule.Principal]bool {
	if d.g.guest != nil && d.g.guest.Id == id {
		return d.g.tokens
	}
	return d.Directory.Tokens(id)
}

func (d glimpsed) Resolve(p rule.Principal) []*rule.Person {
	var out []*rule.Person
	for _, found := range d.Directory.Resolve(p) {
		out = append(out, d.known(found))
	}
	if d.g.tokens[p] {
		out = append(out, d.g.guest)
	}
	return out
}

// shownCells is a record from which nothing has to be left out any more.
type shownCells struct{ rec *flow.Record }

var _ rule.Record = shownCells{}

func (c shownCells) Reference() rule.Reference { return c.rec.Reference() }

func (c shownCells) Field(name string) (any, error) {
	f := c.rec.Type.Field(name)
	switch {
	case name == "id":
		return c.rec.Id, nil
	case f == nil || f.Live || f.Kind == model.Rows || f.Kind == model.Inverse:
		return nil, nil
	}
	return c.rec.Values[f.Key], nil
}
