package model

import "regexp"

// Assemble makes a model of types that were put together in Go: it fills the
// indexes that Compile would fill and checks nothing. Tests of packages that
// only read a model use it; a running installation compiles.
func Assemble(types ...*Type) *Model {
	m := &Model{byKey: map[string]*Type{}, bySlug: map[string]*Type{}, dependents: map[dependence][]*Dependent{}, Settings: map[string]*Setting{}}
	for _, t := range types {
		t.byKey = map[string]*Field{}
		for _, f := range t.Fields {
			f.Type = t
			if f.Pattern != "" {
				f.pattern = regexp.MustCompile(f.Pattern)
			}
			t.byKey[f.Key] = f
		}
		if l := t.Lifecycle; l != nil {
			l.states, l.transitions = map[string]*State{}, map[string]*Transition{}
			for _, s := range l.States {
				l.states[s.Key] = s
			}
			for _, x := range l.Transitions {
				l.transitions[x.Key] = x
			}
		}
		switch t.Directory {
		case "person":
			m.Person = t
		case "unit":
			m.Unit = t
		case "absence":
			m.Absence = t
		}
		m.Types = append(m.Types, t)
		m.byKey[t.Key] = t
		m.bySlug[t.Slug] = t
	}
	return m
}
