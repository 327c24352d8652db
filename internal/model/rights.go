package model

import (
	"strings"

	"kontora/internal/rule"
	"kontora/internal/spec"
)

// maxRights is how many access and deny rules together fit into the mask that
// is stored with every right.
const maxRights = 62

func (c *compiler) access(t *Type, f *spec.TypeFile) {
	bit := uint(0)
	for key, d := range f.Access.All() {
		a := &Access{Key: key, Bit: bit, Can: map[string]bool{}, Read: map[*Field]bool{}}
		a.Who, a.When, a.Wide = c.bearers(t, d.Pos, d.Who, d.When)
		names := d.Read
		if len(names) == 0 {
			names = spec.Names{{Pos: d.Pos, Key: "*"}}
		}
		a.Read = toSet(c.fieldSet(t, names))
		for _, can := range d.Can {
			a.Can[can] = true
		}
		t.Access = append(t.Access, a)
		bit++
	}
	for key, d := range f.Deny.All() {
		n := &Deny{Key: key, Bit: bit, Edit: d.Level == "edit"}
		n.Who, n.When, n.Wide = c.bearers(t, d.Pos, d.Who, d.When)
		n.Fields = toSet(c.fieldSet(t, d.Fields))
		t.Deny = append(t.Deny, n)
		bit++
	}
	if bit > maxRights {
		c.fail(t.At, "too_many_rights", "a type may have %d access and deny rules together, this one has %d", maxRights, bit)
	}
	c.editMatrix(t, f)
}

// bearers compiles to whom and on which records a right applies. It is wide
// when only the reader decides: then it is not stored with every record.
func (c *compiler) bearers(t *Type, at spec.Pos, who spec.People, when *spec.Expr) (*rule.Rule, *rule.Rule, bool) {
	w := c.people(who, c.env(t, at, rule.PlacePeople))
	cond := c.rule(when, boolType, c.env(t, at, rule.PlaceAccess))
	if w == nil {
		return nil, cond, false
	}
	wide := when == nil
	for _, p := range w.Reads() {
		if p.Root != "settings" {
			wide = false
		}
	}
	return w, cond, wide
}

// editMatrix compiles {fields: {states: people}}, the table of a dossier word
// for word.
func (c *compiler) editMatrix(t *Type, f *spec.TypeFile) {
	if f.Edit.Len() == 0 {
		return
	}
	t.Edit = &EditMatrix{}
	for fields, row := range f.Edit.All() {
		at := f.Edit.At(fields)
		set := toSet(c.fieldSet(t, names(at, fields)))
		for states, who := range row.All() {
			stateAt := row.At(states)
			cell := EditCell{Fields: set}
			if t.Lifecycle != nil {
				cell.States = c.stateSet(t, names(stateAt, states))
			} else if states != "*" {
				c.fail(stateAt, "no_lifecycle", "%s has no states: write \"*\"", t.Key)
			}
			cell.Who = c.people(who, c.env(t, stateAt, rule.PlacePeople))
			t.Edit.Cells = append(t.Edit.Cells, cell)
		}
	}
}

func names(at spec.Pos, words string) spec.Names {
	var out spec.Names
	for _, w := range strings.Fields(words) {
		out = append(out, spec.Name{Pos: at, Key: w})
	}
	return out
}

func (c *compiler) groups(t *Type, f *spec.TypeFile) {
	for name, members := range f.Groups.All() {
		t.Groups[name] = c.fieldSet(t, members)
	}
}
