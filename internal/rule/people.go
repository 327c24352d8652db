package rule

import (
	"slices"
	"strings"
)

// Principal is one symbolic bearer of rights: "user:ID", "role:pack/key",
// "role:pack/key@UNIT", "head:UNIT", "member:UNIT", "system", "guest".
type Principal string

// The principals that are no person.
const (
	System Principal = "system"
	Guest  Principal = "guest"
)

// UserPrincipal is one person.
func UserPrincipal(id string) Principal { return Principal("user:" + id) }

// Person is the id of the person that a principal stands for.
func (p Principal) Person() (id string, isPerson bool) { return strings.CutPrefix(string(p), "user:") }

// RolePrincipal is everybody who holds a role; unit narrows it, "" does not.
func RolePrincipal(key, unit string) Principal {
	if unit == "" {
		return Principal("role:" + key)
	}
	return Principal("role:" + key + "@" + unit)
}

// HeadPrincipal is the head of a unit.
func HeadPrincipal(unit string) Principal { return Principal("head:" + unit) }

// MemberPrincipal is everybody in a unit.
func MemberPrincipal(unit string) Principal { return Principal("member:" + unit) }

// PeopleSet is what a people expression yields: whoever is one of Any, without
// those of Except, kept to those of Only, and whoever belongs to a set of Or.
type PeopleSet struct {
	Any    []Principal
	Except *PeopleSet  // these are taken out
	Only   *PeopleSet  // and they must be in here too
	Or     []PeopleSet // and these sets, each with exceptions of its own
}

// Has reports whether the bearer of the tokens belongs to the set.
func (p PeopleSet) Has(tokens map[Principal]bool) bool {
	bears := func(x Principal) bool { return tokens[x] }
	if slices.ContainsFunc(p.Any, bears) &&
		(p.Except == nil || !p.Except.Has(tokens)) && (p.Only == nil || p.Only.Has(tokens)) {
		return true
	}
	return slices.ContainsFunc(p.Or, func(o PeopleSet) bool { return o.Has(tokens) })
}

// IsEmpty reports that nothing is named: nobody can belong to the set.
func (p PeopleSet) IsEmpty() bool {
	return len(p.Any) == 0 && !slices.ContainsFunc(p.Or, func(o PeopleSet) bool { return !o.IsEmpty() })
}

// Union gathers both sets; each part keeps its own exceptions.
func (p PeopleSet) Union(q PeopleSet) PeopleSet {
	if p.IsEmpty() {
		return q
	}
	if q.IsEmpty() {
		return p
	}
	out := p
	out.Or = slices.Clone(p.Or)
	if p.isPlain() && q.isPlain() {
		out.Any = slices.Clone(p.Any)
		for _, x := range q.Any {
			if !slices.Contains(out.Any, x) {
				out.Any = append(out.Any, x)
			}
		}
	} else if len(q.Any) > 0 {
		out.Or = append(out.Or, PeopleSet{Any: q.Any, Except: q.Except, Only: q.Only})
	}
	out.Or = append(out.Or, q.Or...)
	return out
}

func (p PeopleSet) isPlain() bool { return p.Except == nil && p.Only == nil }

// without takes out those of q.
func (p PeopleSet) without(q PeopleSet) PeopleSet {
	if q.IsEmpty() {
		return p
	}
	return p.narrow(func(part *PeopleSet) {
		if part.Except != nil {
			q := part.Except.Union(q)
			part.Except = &q
			return
		}
		part.Except = &q
	})
}

// within keeps those who are also of q.
func (p PeopleSet) within(q PeopleSet) PeopleSet {
	if q.IsEmpty() {
		return PeopleSet{}
	}
	return p.narrow(func(part *PeopleSet) {
		if part.Only != nil {
			q := part.Only.within(q)
			part.Only = &q
			return
		}
		part.Only = &q
	})
}

// narrow applies the same restriction to every part of the set.
func (p PeopleSet) narrow(restrict func(*PeopleSet)) PeopleSet {
	out := PeopleSet{Any: p.Any, Except: p.Except, Only: p.Only}
	restrict(&out)
	for _, o := range p.Or {
		out.Or = append(out.Or, o.narrow(restrict))
	}
	return out
}
