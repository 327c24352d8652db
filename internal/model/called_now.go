package model

import (
	"slices"

	"kontora/internal/rule"
)

// FieldNow finds a field by what it is called, or was.
func (t *Type) FieldNow(key string) *Field {
	if f := t.Field(key); f != nil {
		return f
	}
	for _, f := range t.Fields {
		if slices.Contains(f.Was, key) {
			return f
		}
	}
	return nil
}

// StateNow finds a state by what it is called, or was; nil for none.
func (l *Lifecycle) StateNow(key string) *State {
	if l == nil {
		return nil
	}
	if s := l.State(key); s != nil {
		return s
	}
	for _, s := range l.States {
		if slices.Contains(s.Was, key) {
			return s
		}
	}
	return nil
}

// ValueNow is the value of a choice or of the state by what it is called now.
func (t *Type) ValueNow(f *Field, value string) string {
	if f.Engine && f.Key == "status" {
		if s := t.Lifecycle.StateNow(value); s != nil {
			return s.Key
		}
		return value
	}
	if !slices.ContainsFunc(f.Enum, func(e EnumValue) bool { return e.Key == value }) {
		for now, was := range f.WasEnum {
			if was == value {
				return now
			}
		}
	}
	return value
}

// ConditionNow gives a condition on records of a type, written some time ago, in
// the names of today.
func (m *Model) ConditionNow(t *Type, text string) string {
	return rule.Rewrite(text, rule.Renames{
		Field: func(path []string, name string) string {
			if f := m.fieldAt(t, append(slices.Clone(path), name)); f != nil {
				return f.Key
			}
			return name
		},
		Value: func(path []string, value string) string {
			owner, f := m.ownerAt(t, path)
			if f == nil {
				return value
			}
			return owner.ValueNow(f, value)
		},
	})
}

func (m *Model) fieldAt(t *Type, path []string) *Field {
	_, f := m.ownerAt(t, path)
	return f
}

// ownerAt follows a path of references to a field and the type that has it.
func (m *Model) ownerAt(t *Type, path []string) (*Type, *Field) {
	for i, key := range path {
		f := t.FieldNow(key)
		if f == nil || i == len(path)-1 {
			return t, f
		}
		if t = m.TypeByKey(f.Target); t == nil {
			return nil, nil
		}
	}
	return t, nil
}
