package model

import (
	"kontora/internal/rule"
	"kontora/internal/spec"
)

// effects compiles what transitions do besides changing the status. It runs
// after all types know their transitions, because effects name those of others.
func (c *compiler) effects(t *Type, f *spec.TypeFile) {
	if f.Lifecycle == nil {
		return
	}
	for key, d := range f.Lifecycle.Transitions.All() {
		if d == nil {
			continue
		}
		tr := t.Lifecycle.Transition(key)
		for _, e := range d.Then {
			if made := c.effect(t, e); made != nil {
				tr.Then = append(tr.Then, made)
			}
		}
	}
}

func (c *compiler) effect(t *Type, d *spec.EffectDecl) *Effect {
	e := &Effect{When: c.rule(d.When, boolType, c.stepEnv(t, d.Pos, rule.PlaceForm))}
	verbs := 0
	if d.Set.Len() > 0 {
		verbs++
		e.Set = c.assigns(t, t, d.Set)
	}
	if d.Append.Len() > 0 {
		verbs++
		e.Append = c.appends(t, d.Append)
	}
	if d.Create != nil {
		verbs++
		e.Create = c.create(t, d.Create)
	}
	if d.Fire != nil {
		verbs++
		e.Fire = c.fire(t, d.Fire)
	}
	if !d.Notify.IsZero() {
		verbs++
		e.Notify, e.To = c.message(t, d.Pos, d.Notify, d.To)
	}
	if d.Certificate != nil {
		verbs++
		if e.Certificate = c.certificate(t, d.Certificate); e.Certificate == nil {
			return nil
		}
	}
	if verbs != 1 {
		c.fail(d.Pos, "one_verb", "an effect has exactly one of set, append, create, fire, notify, certificate; this one has %d", verbs)
		return nil
	}
	return e
}

// assigns compiles {field: value} for a record of type target, written in the
// context of a record of type t.
func (c *compiler) assigns(t, target *Type, values spec.Map[spec.Value]) []Assign {
	var out []Assign
	for key, v := range values.All() {
		f := c.fieldNamed(target, spec.Name{Pos: values.At(key), Key: key})
		if f == nil {
			continue
		}
		if f.Engine || f.Computed != nil || f.Kind == Inverse || f.Kind == Number || f.Kind == Rows {
			c.fail(values.At(key), "not_settable", "%q cannot be set: it is kept by the engine, or is a table, which append adds to", key)
			continue
		}
		a := Assign{Field: f}
		if v.Expr != nil {
			env := c.stepEnv(t, v.Expr.Pos, rule.PlaceValue)
			a.Expr = c.rule(v.Expr, f.RuleType(), env)
		} else {
			a.Literal = c.literal(f, v.Literal)
		}
		out = append(out, a)
	}
	return out
}

// appends compiles what is added to lists; for rows the value is an object of
// columns.
func (c *compiler) appends(t *Type, values spec.Map[spec.Value]) []Assign {
	var out []Assign
	for key, v := range values.All() {
		f := c.fieldNamed(t, spec.Name{Pos: values.At(key), Key: key})
		row, isRow := v.Row()
		switch {
		case f == nil:
		case f.Engine || f.Computed != nil || f.Kind == Inverse:
			c.fail(values.At(key), "not_settable", "%q is kept by the engine and cannot be added to", key)
		case f.Kind == Rows && isRow:
			out = append(out, Assign{Field: f, Row: c.assigns(t, f.RowType, row)})
		case f.Many && v.Expr != nil:
			one := f.oneType()
			out = append(out, Assign{Field: f, Expr: c.rule(v.Expr, one, c.stepEnv(t, v.Expr.Pos, rule.PlaceValue))})
		case f.Many:
			single := *f
			single.Many = false
			out = append(out, Assign{Field: f, Literal: c.literal(&single, v.Literal)})
		default:
			c.fail(values.At(key), "not_a_list", "%q holds one value: use set", key)
		}
	}
	return out
}

func (c *compiler) create(t *Type, d *spec.CreateDecl) *Create {
	target := c.typeNamed(t.Pack, d.Type)
	if target == nil {
		return nil
	}
	if target.Abstract || target.Owner != nil {
		c.fail(d.Type.Pos, "not_creatable", "%s has no records of its own", target.Key)
		return nil
	}
	made := &Create{Type: target, Set: c.assigns(t, target, d.Set)}
	if !d.Via.IsZero() {
		key := d.Via.Key
		if f := c.sources[target]; f.Lifecycle == nil || !has(f.Lifecycle.Transitions.Keys(), key) {
			c.unknown(d.Via, "transition", transitionKeys(f))
			return nil
		}
		c.noteTransition(target, d.Via)
		made.Via = key
	}
	return made
}

func transitionKeys(f *spec.TypeFile) []string {
	if f == nil || f.Lifecycle == nil {
		return nil
	}
	return f.Lifecycle.Transitions.Keys()
}

func has(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}

func (c *compiler) fire(t *Type, d *spec.FireDecl) *Fire {
	env := c.stepEnv(t, d.Pos, rule.PlaceValue)
	on := c.rule(d.On, rule.Type{}, env)
	if on == nil {
		return nil
	}
	target := on.Type()
	if target.Kind == rule.KindList {
		target = *target.Elem
	}
	if target.Kind != rule.KindRef {
		c.fail(d.On.Pos, "fire_on", "on must yield a record or records")
		return nil
	}
	for _, other := range c.m.Descendants(target.Ref) {
		c.noteTransition(other, d.Transition)
		if target.Ref != "*" && !has(transitionKeys(c.sources[other]), d.Transition.Key) {
			c.unknown(d.Transition, "transition", transitionKeys(c.sources[other]))
		}
	}
	it := c.stepEnv(t, d.Pos, rule.PlaceCheck)
	it.It = &target
	return &Fire{Transition: d.Transition.Key, On: on, Where: c.rule(d.When, boolType, it)}
}

// message finds a message that something of a type sends, and to whom.
func (c *compiler) message(t *Type, at spec.Pos, name spec.Name, who spec.People) (*Message, *rule.Rule) {
	pack := or(name.Pos.Pack(), t.Pack)
	for _, owner := range c.requires[pack] {
		decl, ok := c.pack(owner).Messages.Get(name.Key)
		if !ok {
			continue
		}
		c.note("message", "", owner+"/"+name.Key, name.Pos, NamedByKey)
		env := c.stepEnv(t, decl.Pos, rule.PlaceText)
		m := &Message{Key: owner + "/" + name.Key, Title: c.text(decl.Pos, "title", decl.Title, env), Body: c.text(decl.Pos, "body", decl.Body, env), Level: MessageLevel(or(decl.Level, string(Usual)))}
		to := c.people(who, c.env(t, at, rule.PlacePeople))
		if len(who) == 0 {
			c.fail(at, "notify_nobody", "notify needs to: who gets the message")
		}
		c.m.Messages[m.Key] = m
		return m, to
	}
	c.unknown(name, "message", c.pack(pack).Messages.Keys())
	return nil, nil
}
