package rule

import (
	"fmt"
	"slices"
)

func peopleFunctions() map[string]builtin {
	anyone := Type{Kind: KindRef}
	return map[string]builtin{
		"role":     reader(builtin{min: 1, max: 2, check: checkRole}),
		"head":     reader(ofUnit(PartyHead, HeadPrincipal)),
		"members":  reader(ofUnit(PartyMembers, MemberPrincipal)),
		"org":      reader(ofUnit(PartyMembers, MemberPrincipal)),
		"people":   {min: 1, max: 20, check: checkPeople},
		"except":   {min: 2, max: 2, check: combined(PeopleSet.without)},
		"only":     {min: 2, max: 2, check: combined(PeopleSet.within)},
		"in_role":  reader(builtin{min: 1, max: 2, needs: "me", check: checkInRole}),
		"has_role": reader(builtin{min: 2, max: 2, check: checkHasRole}),
		"readers":  reader(builtin{min: 1, max: 1, check: checkReaders}),
		"parent":   reader(builtin{min: 1, max: 1, check: checkParent(anyone)}),
	}
}

// peopleOf reads persons as people: one, or a list of them.
func (c *checker) peopleOf(t *term) *term {
	isPeople := t.typ.Kind == KindList && t.typ.Elem != nil && (t.typ.Elem.Kind == KindPeople || t.typ.Elem.Kind == KindNull)
	if !isPeople && !c.isPerson(t.typ) {
		return c.report(t.at, "wrong_type", map[string]any{"want": typePeople.String(), "have": t.typ.String()},
			fmt.Sprintf("%s where people are wanted", t.typ), "people are a person, role('…'), head(unit), members(unit), system, guest or a list of these")
	}
	return c.standIn(t, &term{typ: typePeople, who: c.partiesOf(t), eval: func(f *frame) (any, error) {
		v, err := t.eval(f)
		if err != nil {
			return nil, err
		}
		return gathered(v), nil
	}})
}

// gathered unites whatever stands for people; nothing stands for nobody.
func gathered(v any) PeopleSet {
	switch x := v.(type) {
	case PeopleSet:
		return x
	case []any:
		var set PeopleSet
		for _, item := range x {
			set = set.Union(gathered(item))
		}
		return set
	}
	if ref, ok := referenceOf(v); ok && ref.Id != "" {
		return PeopleSet{Any: []Principal{UserPrincipal(ref.Id)}}
	}
	return PeopleSet{}
}

// roleKey reads the written name of a role.
func (c *checker) roleKey(k *call, i int) (string, bool) {
	name, at, ok := c.written(k, i)
	if !ok {
		return "", false
	}
	key, ok := c.env.World.RoleKey(c.env.Pack, name)
	if !ok {
		c.report(at, "unknown_role", map[string]any{"role": name}, fmt.Sprintf("unknown role %q", name), c.near(MentionRole, name))
	} else {
		c.mention(at, Mention{Kind: MentionRole, Key: key})
	}
	return key, ok
}

// unit checks an argument that names a unit of the organisation.
func (c *checker) unit(k *call, i int) *term { return c.arg(k, i, Type{Kind: KindRef}) }

// unitId evaluates it; "" is no unit.
func unitId(f *frame, t *term) (string, error) {
	v, err := t.eval(f)
	if err != nil {
		return "", err
	}
	ref, _ := referenceOf(v)
	return ref.Id, nil
}

// checkRole is everybody in a role, within a unit when one is given: a unit
// that is empty has nobody.
func checkRole(c *checker, k *call, _ Type) *term {
	key, ok := c.roleKey(k, 0)
	if !ok {
		return bad()
	}
	if len(k.args) == 1 {
		t := constant(typePeople, PeopleSet{Any: []Principal{RolePrincipal(key, "")}})
		t.who = []Party{{Kind: PartyRole, Role: key, Src: c.src.text(k.at)}}
		return t
	}
	return c.principalOf(k, 1, Party{Kind: PartyRole, Role: key, Within: true}, func(unit string) Principal { return RolePrincipal(key, unit) })
}

func ofUnit(kind PartyKind, principal func(string) Principal) builtin {
	return builtin{min: 1, max: 1, check: func(c *checker, k *call, _ Type) *term {
		return c.principalOf(k, 0, Party{Kind: kind}, principal)
	}}
}

func (c *checker) principalOf(k *call, i int, p Party, principal func(string) Principal) *term {
	unit := c.unit(k, i)
	if unit.isBad() {
		return unit
	}
	p.Of, p.Src = unit.origins, c.src.text(k.at)
	return &term{typ: typePeople, who: []Party{p}, eval: func(f *frame) (any, error) {
		id, err := unitId(f, unit)
		if err != nil || id == "" {
			return PeopleSet{}, err
		}
		return PeopleSet{Any: []Principal{principal(id)}}, nil
	}}
}

func checkPeople(c *checker, k *call, _ Type) *term {
	parts := make([]*term, len(k.args))
	var who []Party
	for i := range k.args {
		if parts[i] = c.arg(k, i, typePeople); parts[i].isBad() {
			return bad()
		}
		who = append(who, parts[i].who...)
	}
	return &term{typ: typePeople, who: who, eval: func(f *frame) (any, error) {
		list, err := listOf(parts)(f)
		return gathered(list), err
	}}
}

func combined(combine func(a, b PeopleSet) PeopleSet) func(*checker, *call, Type) *term {
	return func(c *checker, k *call, _ Type) *term {
		a, b := c.arg(k, 0, typePeople), c.arg(k, 1, typePeople)
		if a.isBad() || b.isBad() {
			return bad()
		}
		return &term{typ: typePeople, who: narrowed(a.who), eval: func(f *frame) (any, error) {
			x, err := a.eval(f)
			if err != nil {
				return nil, err
			}
			y, err := b.eval(f)
			return combine(gathered(x), gathered(y)), err
		}}
	}
}

// checkInRole asks whether the person who asks holds a role.
func checkInRole(c *checker, k *call, _ Type) *term {
	if !c.reach.names["me"] {
		return c.report(k.at, "not_here", map[string]any{"name": k.name, "place": string(c.env.Place)}, "who asks cannot be read here", placeHint(c.env.Place))
	}
	c.uses["me"] = true
	key, ok := c.roleKey(k, 0)
	if !ok {
		return bad()
	}
	if len(k.args) == 1 {
		return &term{typ: typeBool, eval: func(f *frame) (any, error) {
			return f.scope.Me != nil && slices.Contains(f.scope.Me.Roles, key), nil
		}}
	}
	unit := c.unit(k, 1)
	if unit.isBad() {
		return unit
	}
	return &term{typ: typeBool, eval: func(f *frame) (any, error) {
		id, err := unitId(f, unit)
		if err != nil || id == "" || f.scope.Me == nil {
			return false, err
		}
		return f.bears(f.scope.Me.Id, RolePrincipal(key, id))
	}}
}

// checkHasRole asks whether somebody holds a role; nobody holds none.
func checkHasRole(c *checker, k *call, _ Type) *term {
	who := c.arg(k, 0, Type{Kind: KindRef, Ref: c.env.World.Person()})
	key, ok := c.roleKey(k, 1)
	if who.isBad() || !ok {
		return bad()
	}
	return &term{typ: typeBool, eval: func(f *frame) (any, error) {
		id, err := unitId(f, who)
		if err != nil || id == "" {
			return false, err
		}
		return f.bears(id, RolePrincipal(key, ""))
	}}
}

func (f *frame) bears(person string, p Principal) (any, error) {
	directory, err := f.directory()
	if err != nil {
		return nil, err
	}
	if err := f.spend(loadCost); err != nil {
		return nil, err
	}
	return directory.Tokens(person)[p], nil
}

// checkParent is the unit above; the topmost one has none.
func checkParent(unit Type) func(*checker, *call, Type) *term {
	return func(c *checker, k *call, _ Type) *term {
		x := c.arg(k, 0, unit)
		if x.isBad() {
			return x
		}
		return &term{typ: x.typ, eval: func(f *frame) (any, error) {
			v, err := x.eval(f)
			if err != nil || v == nil {
				return nil, err
			}
			directory, err := f.directory()
			if err != nil {
				return nil, err
			}
			ref, _ := referenceOf(v)
			above := directory.Ancestors(ref.Id)
			if len(above) < 2 {
				return nil, f.spend(loadCost)
			}
			return Reference{ref.Type, above[1]}, f.spend(loadCost)
		}}
	}
}
