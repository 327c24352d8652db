package model

import (
	"fmt"
	"slices"
	"strings"

	"kontora/internal/rule"
)

// Lost is a field that rules of an earlier version need and the latest does not
// give them.
type Lost struct {
	Field   *Field // as of the earlier version
	Changed bool   // still there, but of another kind
}

// LostError says what keeps a record from living on by the rules that it was
// made under.
type LostError struct{ Lost []Lost }

// Error lists the fields.
func (e *LostError) Error() string {
	var names []string
	for _, l := range e.Lost {
		names = append(names, l.Field.Type.Key+"."+l.Field.Key)
	}
	return fmt.Sprintf("rules of an earlier version need %s", strings.Join(names, ", "))
}

func sameKind(a, b *Field) bool { return a.Kind == b.Kind && a.Many == b.Many }

// lose notes a field once.
func (p *pinning) lose(t *Type, key string) {
	f := t.Field(key)
	if f == nil {
		return // a name that the engine answers
	}
	p.lost = lostOnce(p.lost, Lost{f, p.latest.Current(f) != nil})
}

func lostOnce(list []Lost, l Lost) []Lost {
	if slices.ContainsFunc(list, func(x Lost) bool { return x.Field == l.Field }) {
		return list
	}
	return append(list, l)
}

// Needs lists the fields of other types that the rules of a pinned type read, as
// they stood in the model of its own time, and that this model does not give.
func (m *Model) Needs(pinned *Type, before *Model) []Lost {
	var lost []Lost
	if pinned.pin == nil {
		return nil
	}
	for r := range pinned.allRules() {
		for _, cell := range r.Cells() {
			for _, was := range before.targets(cell.Type) {
				f := was.Field(cell.Field)
				if f == nil || was.Key != cell.Type && m.version(was) == nil {
					continue // one of several types is gone: nothing points at it any more
				}
				if l, is := m.loses(f); is {
					lost = lostOnce(lost, l)
				}
			}
		}
	}
	slices.SortFunc(lost, func(a, b Lost) int {
		return strings.Compare(a.Field.Type.Key+"."+a.Field.Key, b.Field.Type.Key+"."+b.Field.Key)
	})
	return lost
}

// loses reports that rules which know a field as it was will not find it. They
// ask for it by its name of then; see Type.FieldOnce.
func (m *Model) loses(was *Field) (Lost, bool) {
	t := m.version(was.Type)
	if t == nil {
		return Lost{was, false}, true
	}
	now := t.Field(was.Key)
	if now == nil {
		now = t.FieldOnce(was.Key)
	}
	if now == nil || !sameKind(now, was) {
		return Lost{was, now != nil}, true
	}
	return Lost{}, false
}

// version finds today's version of a type, rows included.
func (m *Model) version(was *Type) *Type {
	if was.Owner == nil {
		return m.Current(was)
	}
	owner := m.Current(was.Owner)
	if owner == nil {
		return nil
	}
	if f := owner.Current(was.OwnerField); f != nil {
		return f.RowType
	}
	return nil
}

// allRules are the rules that a pinned type has kept, those of its rows too.
func (t *Type) allRules() map[*rule.Rule]bool {
	all := map[*rule.Rule]bool{}
	for r := range t.pin.rules {
		all[r] = true
	}
	for _, rows := range t.pin.rows {
		for r := range rows.allRules() {
			all[r] = true
		}
	}
	return all
}
