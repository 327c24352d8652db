package model

import (
	"regexp"
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
		a := &Access{Key: key, Bit: bit, Can: map[string]bool{}, Read: map[*Field]bool{}, At: d.Pos}
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
		n := &Deny{Key: key, Bit: bit, Edit: d.Level == "edit", At: d.Pos}
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
	for i := range who {
		if c.narrows(c.env(t, at, rule.PlacePeople).Pack, who[i].Src, 0) {
			c.fail(who[i].Pos, "access_exceptions", "except() and only() cannot stand in rights: they are kept by person and role, which know no exceptions; use deny")
		}
	}
	wide := when == nil && !aboutRecord(who)
	for _, p := range w.Reads() {
		if p.Root != "settings" {
			wide = false
		}
	}
	return w, cond, wide
}

var (
	narrowing  = regexp.MustCompile(`\b(except|only)\s*\(`)
	callOfRule = regexp.MustCompile(`\b([a-z][a-z0-9_]*)\s*\(`)
	itself     = regexp.MustCompile(`\b(record|old)\b`)
)

// narrows reports whether a people expression takes people out again, by itself
// or in a named rule that it calls.
func (c *compiler) narrows(pack, src string, depth int) bool {
	if narrowing.MatchString(src) {
		return true
	}
	for _, call := range callOfRule.FindAllStringSubmatch(src, -1) {
		for _, owner := range c.requires[pack] {
			file, ok := c.pack(owner).Rules.Get(call[1])
			if ok && depth < 10 && c.narrows(owner, file.Source.Src, depth+1) {
				return true
			}
		}
	}
	return false
}

// aboutRecord reports whether people are named by the record as a whole, which
// is not a path that a rule would list.
func aboutRecord(who spec.People) bool {
	for _, x := range who {
		if itself.MatchString(x.Src) {
			return true
		}
	}
	return false
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
			cell := EditCell{Fields: set, At: stateAt}
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
	from := 0
	for _, w := range strings.Fields(words) {
		from += strings.Index(words[from:], w)
		word := at
		word.Col += 1 + from // keys of maps begin at the quote; these are Latin letters
		out = append(out, spec.Name{Pos: word, Key: w})
		from += len(w)
	}
	return out
}

func (c *compiler) groups(t *Type, f *spec.TypeFile) {
	for name, members := range f.Groups.All() {
		t.Groups[name] = c.fieldSet(t, members)
	}
}
