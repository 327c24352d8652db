package model

import (
	"strings"

	"kontora/internal/rule"
	"kontora/internal/spec"
)

// formulas compiles the expressions of a type's fields.
func (c *compiler) formulas(t *Type) {
	for _, f := range t.Fields {
		d := c.decls[f]
		if d == nil {
			continue
		}
		form := c.env(t, d.Pos, rule.PlaceForm)
		form.Vars["transition"] = rule.Type{Kind: rule.KindText}
		f.Visible = c.rule(d.Visible, boolType, form)
		f.Needed = c.rule(d.Required, boolType, form)
		f.Locked = c.rule(d.Locked, boolType, form)
		value := c.env(t, d.Pos, rule.PlaceValue)
		f.Propose = c.rule(d.Propose, f.RuleType(), value)
		f.Computed = c.rule(d.Computed, f.RuleType(), value)
		if f.Computed != nil {
			if f.Required {
				c.fail(d.Pos, "required_read_only", "%q is required but nobody can type it", f.Key)
			}
			if d.Propose != nil || f.HasDefault {
				c.fail(d.Pos, "default_of_formula", "%q is computed, so a default is never used", f.Key)
			}
			f.ReadOnly = true
			f.While = c.stateSet(c.headOf(t), d.While)
			f.Live = f.While == nil && (readsBeyond(f.Computed) || f.Computed.ReadsRegisters() || c.readsDerived(f.Computed))
		}
		if d.Options != nil {
			c.options(t, f, d)
		}
	}
}

// headOf is the type whose states count: of a row, those of its record.
func (c *compiler) headOf(t *Type) *Type {
	if t.Owner != nil {
		return t.Owner
	}
	return t
}

// options compiles x-options; the candidate is a record of the target type.
func (c *compiler) options(t *Type, f *Field, d *spec.FieldDecl) {
	if f.Kind != Ref {
		c.fail(d.Options.Pos, "options_kind", "x-options restricts references only")
		return
	}
	env := c.env(t, d.Options.Pos, rule.PlaceQuery)
	env.It = &rule.Type{Kind: rule.KindRef, Ref: f.Target}
	f.Options = c.rule(d.Options, boolType, env)
}

// readsBeyond reports whether a formula reads more than its own record, its
// rows and settings; such a value would go stale if it were stored.
func readsBeyond(r *rule.Rule) bool {
	if r.Uses("now") || r.Uses("today") || r.Uses("me") {
		return true
	}
	for _, p := range r.Reads() {
		if (p.Root == "self" || p.Root == "record") && leaves(p.Types) {
			return true
		}
	}
	return false
}

// readsDerived reports whether a formula looks at records that point here, be it
// only at how many there are: they come and go without this one changing.
func (c *compiler) readsDerived(r *rule.Rule) bool {
	for _, cell := range r.Cells() {
		for _, t := range c.m.targets(cell.Type) {
			if f := t.Field(cell.Field); f != nil && f.Kind == Inverse {
				return true
			}
		}
	}
	return false
}

// leaves reports whether a path goes on to another record; the own rows, and
// from a row the own record, are still the same.
func leaves(types []string) bool {
	for i := 1; i < len(types); i++ {
		down, up := strings.HasPrefix(types[i], types[i-1]+"."), strings.HasPrefix(types[i-1], types[i]+".")
		if !down && !up {
			return true
		}
	}
	return false
}

// states compiles the states alone; transitions follow when fields are known.
func (c *compiler) states(d *spec.LifecycleDecl) *Lifecycle {
	l := &Lifecycle{states: map[string]*State{}, transitions: map[string]*Transition{}}
	exits := map[string]bool{}
	for _, tr := range d.Transitions.All() {
		if tr == nil {
			continue
		}
		for _, n := range tr.From {
			exits[n.Key] = true
		}
	}
	for key, sd := range d.States.All() {
		s := &State{Key: key, Title: sd.Title, Phase: Phase(sd.Phase), Was: sd.Was.Keys()}
		if s.Phase == "" {
			s.Phase = inferPhase(len(l.States) == 0, exits[key])
		}
		l.States = append(l.States, s)
		l.states[key] = s
	}
	if len(l.States) == 0 {
		c.fail(d.Pos, "no_states", "a lifecycle needs states")
		l.States = []*State{{Key: "new", Phase: "new"}}
	}
	l.Initial = l.States[0]
	if !d.Initial.IsZero() {
		if l.Initial = l.states[d.Initial.Key]; l.Initial == nil {
			c.unknown(d.Initial, "state", d.States.Keys())
			l.Initial = l.States[0]
		}
	}
	return l
}

func inferPhase(isFirst, hasExit bool) Phase {
	switch {
	case isFirst:
		return "new"
	case !hasExit:
		return "done"
	}
	return "active"
}

// lifecycle compiles the transitions without their effects.
func (c *compiler) lifecycle(t *Type, f *spec.TypeFile) {
	if f.Lifecycle == nil {
		return
	}
	for key, d := range f.Lifecycle.Transitions.All() {
		if d == nil {
			continue
		}
		tr := c.transition(t, key, d)
		t.Lifecycle.Transitions = append(t.Lifecycle.Transitions, tr)
		t.Lifecycle.transitions[key] = tr
	}
}

func (c *compiler) transition(t *Type, key string, d *spec.TransitionDecl) *Transition {
	tr := &Transition{Key: key, Title: or(d.Title, key), About: d.About, Danger: d.Danger, Undo: d.Undo.Key, Type: t, At: d.Pos, Was: d.Was.Keys()}
	tr.From = c.stateSet(t, c.birth(t, tr, d))
	switch d.To.Key {
	case "@same":
		tr.Same = true
	case "@previous":
		tr.Previous = true
	default:
		if tr.To = t.Lifecycle.State(d.To.Key); tr.To == nil {
			c.unknown(d.To, "state", stateKeys(t.Lifecycle))
		} else {
			c.note("state", t.Key, d.To.Key, d.To.Pos, NamedByKey)
		}
	}
	tr.Who = c.people(d.Who, c.env(t, d.Pos, rule.PlacePeople))
	tr.Auto = c.rule(d.Auto, boolType, c.env(t, d.Pos, rule.PlaceReactive))
	tr.Guards = c.guards(t, d)
	for _, r := range d.Require {
		if fd := c.fieldNamed(t, r.Field); fd != nil {
			env := c.stepEnv(t, r.Pos, rule.PlaceForm)
			tr.Require = append(tr.Require, &Require{Field: fd, When: c.rule(r.When, boolType, env), Message: c.text(r.Pos, "message", r.Message, env)})
		}
	}
	tr.Input = c.typedSet(t, d.Input)
	if len(d.OnEdit) > 0 {
		tr.OnEdit = toSet(c.typedSet(t, d.OnEdit))
	}
	if d.Reason != nil {
		tr.Reason = &Reason{Ask: d.Reason.Ask || len(d.Reason.Templates) > 0, Templates: d.Reason.Templates}
	}
	if d.Auto == nil && len(d.Who) == 0 && t.Lifecycle.Birth != tr {
		c.fail(d.Pos, "nobody_may", "transition %q says neither who may run it nor when it fires by itself", key)
	}
	return tr
}

// birth takes @new out of the states a transition leaves: such a transition is
// how every record of the type is created.
func (c *compiler) birth(t *Type, tr *Transition, d *spec.TransitionDecl) spec.Names {
	if len(d.From) == 0 || d.From[0].Key != "@new" {
		return d.From
	}
	switch {
	case len(d.From) > 1:
		c.fail(d.From[1].Pos, "birth_only", "@new stands alone: a record is created once")
	case t.Lifecycle.Birth != nil:
		c.fail(d.Pos, "birth_twice", "transition %q already says how a record is created", t.Lifecycle.Birth.Key)
	case d.To.Key != t.Lifecycle.Initial.Key:
		c.fail(d.To.Pos, "birth_state", "a new record is in %q", t.Lifecycle.Initial.Key)
	case d.Auto != nil || len(d.OnEdit) > 0 || d.Reason != nil:
		c.fail(d.Pos, "birth_kind", "creation knows no auto, on_edit or reason")
	}
	t.Lifecycle.Birth = tr
	return nil
}

func (c *compiler) guards(t *Type, d *spec.TransitionDecl) []*Guard {
	var out []*Guard
	for _, g := range d.Guards {
		env := c.stepEnv(t, g.Pos, rule.PlaceCheck)
		check := c.rule(g.Check, boolType, env)
		guard := &Guard{
			Check: check, When: c.rule(g.When, boolType, c.stepEnv(t, g.Pos, rule.PlaceForm)),
			Message: c.text(g.Pos, "message", g.Message, env), Passed: c.text(g.Pos, "passed", g.Passed, env), Fields: c.fieldSet(t, g.Fields),
		}
		if len(g.Fields) == 0 && check != nil {
			guard.Fields = ownFields(t, check)
		}
		out = append(out, guard)
	}
	return out
}

// stepEnv is what an expression of a transition may read: also which it is, and
// what its author remarked.
func (c *compiler) stepEnv(t *Type, at spec.Pos, place rule.Place) rule.Env {
	env := c.env(t, at, place)
	env.Vars["transition"] = rule.Type{Kind: rule.KindText}
	env.Vars["comment"] = rule.Type{Kind: rule.KindText}
	return env
}

func (c *compiler) formEnv(t *Type, at spec.Pos) rule.Env {
	env := c.env(t, at, rule.PlaceForm)
	env.Vars["transition"] = rule.Type{Kind: rule.KindText}
	return env
}

// ownFields lists the record's fields that a rule reads first.
func ownFields(t *Type, r *rule.Rule) []*Field {
	var out []*Field
	seen := map[*Field]bool{}
	for _, p := range r.Reads() {
		if p.Root != "self" || len(p.Fields) == 0 {
			continue
		}
		if f := t.byKey[p.Fields[0]]; f != nil && !f.Engine && !seen[f] {
			seen[f] = true
			out = append(out, f)
		}
	}
	return out
}

func (c *compiler) invariants(t *Type, rules spec.Map[*spec.RuleDecl]) {
	for key, d := range rules.All() {
		env := c.env(t, d.Pos, rule.PlaceCheck)
		inv := &Invariant{
			Key: key, Check: c.rule(d.Check, boolType, env), When: c.rule(d.When, boolType, c.formEnv(t, d.Pos)),
			Message: c.text(d.Pos, "message", d.Message, env), Fields: c.fieldSet(t, d.Fields),
		}
		if inv.Check == nil {
			continue
		}
		if len(inv.Fields) == 0 {
			inv.Fields = ownFields(t, inv.Check)
		}
		t.Invariants = append(t.Invariants, inv)
	}
}

// stateSet resolves names of states; nil when none is written.
func (c *compiler) stateSet(t *Type, names spec.Names) map[string]bool {
	if len(names) == 0 {
		return nil
	}
	set := map[string]bool{}
	for _, n := range names {
		if t.Lifecycle == nil {
			c.fail(n.Pos, "no_lifecycle", "%s has no states", t.Key)
			return nil
		}
		matched := false
		for _, s := range t.Lifecycle.States {
			if n.Key == s.Key || n.Key == "@all" || n.Key == "*" || n.Key == "@open" && s.Phase.Open() {
				set[s.Key] = true
				matched = true
				if n.Key == s.Key {
					c.note("state", t.Key, s.Key, n.Pos, NamedByKey)
				}
			}
		}
		if !matched {
			c.unknown(n, "state", append(stateKeys(t.Lifecycle), "@open", "@all"))
		}
	}
	return set
}

func stateKeys(l *Lifecycle) []string {
	var keys []string
	for _, s := range l.States {
		keys = append(keys, s.Key)
	}
	return keys
}

// fieldSet resolves names of fields, @groups and *, in order, each once; a name
// with ! before it takes fields out again.
func (c *compiler) fieldSet(t *Type, names spec.Names) []*Field {
	var out []*Field
	for _, n := range names {
		key, out2 := n.Key, false
		if strings.HasPrefix(key, "!") {
			key, out2 = key[1:], true
		}
		for _, f := range c.fieldsNamed(t, spec.Name{Pos: n.Pos, Key: key}) {
			out = without(out, f)
			if !out2 {
				out = append(out, f)
			}
		}
	}
	return out
}

// typedSet is fieldSet with * meaning the fields that people type.
func (c *compiler) typedSet(t *Type, names spec.Names) []*Field {
	all := false
	for _, n := range names {
		all = all || n.Key == "*"
	}
	var out []*Field
	for _, f := range c.fieldSet(t, names) {
		d := c.decls[f]
		kept := d == nil || f.ReadOnly || d.Computed != nil || f.Kind == Inverse || f.Kind == Number
		if !all || !kept {
			out = append(out, f)
		}
	}
	return out
}

func without(list []*Field, f *Field) []*Field {
	for i, x := range list {
		if x == f {
			return append(append([]*Field(nil), list[:i]...), list[i+1:]...)
		}
	}
	return list
}

func (c *compiler) fieldsNamed(t *Type, n spec.Name) []*Field {
	if n.Key == "*" {
		return t.Fields
	}
	if group, ok := strings.CutPrefix(n.Key, "@"); ok {
		if fields, known := t.Groups[group]; known {
			c.note("group", t.Key, group, n.Pos, NamedByKey)
			return fields
		}
		known := make([]string, 0, len(t.Groups))
		for g := range t.Groups {
			known = append(known, "@"+g)
		}
		c.unknown(n, "group", known)
		return nil
	}
	if f := c.fieldNamed(t, n); f != nil {
		return []*Field{f}
	}
	return nil
}

func (c *compiler) fieldNamed(t *Type, n spec.Name) *Field {
	if f := t.byKey[n.Key]; f != nil {
		c.noteField(t, n.Key, n.Pos, NamedByKey)
		return f
	}
	c.unknown(n, "field", t.keys())
	return nil
}

func toSet(fields []*Field) map[*Field]bool {
	set := map[*Field]bool{}
	for _, f := range fields {
		set[f] = true
	}
	return set
}
