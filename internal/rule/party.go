package rule

import (
	"slices"
	"strings"
)

// Party is whom a people expression names, before it is evaluated: a role, or a
// relation to the record.
type Party struct {
	Kind      PartyKind
	Role      string // of a role: its key
	Within    bool   // of a role: held in a unit only, which is read from Of
	Of        []Path // where the person, or the unit, is read from; none when it is worked out
	Src       string // as written
	Sometimes bool   // only if some condition holds
	Narrowed  bool   // some of them are taken out
}

// PartyKind is what names people.
type PartyKind string

// The kinds of parties.
const (
	PartyRole    PartyKind = "role"
	PartyHead    PartyKind = "head"    // of a unit
	PartyMembers PartyKind = "members" // of a unit
	PartyPerson  PartyKind = "person"  // in a field
	PartySystem  PartyKind = "system"
	PartyGuest   PartyKind = "guest"
)

// Key tells parties apart: a role is one party, in a unit or not.
func (p Party) Key() string {
	switch {
	case p.Kind == PartyRole:
		return "role:" + p.Role
	case len(p.Of) == 0:
		return string(p.Kind) + ":" + strings.TrimSpace(p.Src)
	}
	paths := make([]string, len(p.Of))
	for i, path := range p.Of {
		paths[i] = path.String()
	}
	return string(p.Kind) + ":" + strings.Join(paths, ",")
}

// Parties lists whom a people expression names, each written mention once.
func (r *Rule) Parties() []Party { return slices.Clone(r.root.who) }

// sometimes are the same parties where a condition decides.
func sometimes(lists ...[]Party) []Party {
	var out []Party
	for _, list := range lists {
		for _, p := range list {
			p.Sometimes = true
			out = append(out, p)
		}
	}
	return out
}

// narrowed are those who are left when some are taken out.
func narrowed(list []Party) []Party {
	out := slices.Clone(list)
	for i := range out {
		out[i].Narrowed = true
	}
	return out
}

// partiesOf reads a person, or a list of people, as parties.
func (c *checker) partiesOf(t *term) []Party {
	if len(t.who) > 0 {
		return t.who
	}
	var out []Party
	for _, item := range t.items {
		out = append(out, c.partiesOf(item)...)
	}
	if len(t.items) == 0 && t.typ.Kind != KindNull {
		out = append(out, Party{Kind: PartyPerson, Of: t.origins, Src: c.src.text(t.at)})
	}
	return out
}

// ofRule are the parties of a named rule in the words of its caller.
func (k *call) ofRule(list []Party) []Party {
	out := slices.Clone(list)
	for i, p := range out {
		out[i].Of = nil
		for _, path := range p.Of {
			out[i].Of = append(out[i].Of, k.outer(path)...)
		}
	}
	return out
}
