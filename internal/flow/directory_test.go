package flow_test

import (
	"slices"
	"sort"

	"kontora/internal/flow"
	"kontora/internal/rule"
)

// directory reads people and units from the records of the world.
type directory struct{ w *world }

func (d directory) Person(id string) (*rule.Person, bool) {
	r := d.w.records[rule.Reference{Type: "base/user", Id: id}]
	if r == nil {
		return nil, false
	}
	p := &rule.Person{Id: id, Name: r.Values["name"].(string), Active: !r.IsArchived(), Fields: plainRecord{r}}
	unit, _ := r.Values["department"].(rule.Reference)
	p.Unit = unit.Id
	roles, _ := r.Values["roles"].([]any)
	for _, role := range roles {
		p.Roles = append(p.Roles, role.(string))
	}
	return p, true
}

type plainRecord struct{ r *flow.Record }

func (p plainRecord) Reference() rule.Reference      { return p.r.Reference() }
func (p plainRecord) Field(name string) (any, error) { return p.r.Values[name], nil }

func (d directory) unit(id, field string) string {
	if r := d.w.records[rule.Reference{Type: "base/unit", Id: id}]; r != nil {
		ref, _ := r.Values[field].(rule.Reference)
		return ref.Id
	}
	return ""
}

func (d directory) Ancestors(unit string) []string {
	var line []string
	for ; unit != ""; unit = d.unit(unit, "parent") {
		line = append(line, unit)
	}
	return line
}

func (d directory) Subtree(unit string) []string {
	var below []string
	for _, u := range units {
		if slices.Contains(d.Ancestors(id(u.id)), unit) {
			below = append(below, id(u.id))
		}
	}
	return below
}

// head is the unit's own head, or that of the nearest unit above.
func (d directory) head(unit string) string {
	for _, u := range d.Ancestors(unit) {
		if h := d.unit(u, "head"); h != "" {
			return h
		}
	}
	return ""
}

func (d directory) Tokens(person string) map[rule.Principal]bool {
	tokens := map[rule.Principal]bool{rule.UserPrincipal(person): true}
	p, ok := d.Person(person)
	if !ok || !p.Active {
		return tokens
	}
	for _, role := range p.Roles {
		tokens[rule.RolePrincipal(role, "")] = true
		for _, u := range d.Subtree(p.Unit) {
			tokens[rule.RolePrincipal(role, u)] = true
		}
	}
	for _, u := range units {
		if d.head(id(u.id)) == person {
			tokens[rule.HeadPrincipal(id(u.id))] = true
		}
	}
	for _, u := range d.Ancestors(p.Unit) {
		tokens[rule.MemberPrincipal(u)] = true
	}
	return tokens
}

func (d directory) Resolve(p rule.Principal) []*rule.Person {
	var out []*rule.Person
	for _, ref := range d.w.order {
		if ref.Type != "base/user" || !d.Tokens(ref.Id)[p] {
			continue
		}
		if person, _ := d.Person(ref.Id); person.Active {
			out = append(out, person)
		}
	}
	sort.Slice(out, func(i, j int) bool { return out[i].Name < out[j].Name })
	return out
}
