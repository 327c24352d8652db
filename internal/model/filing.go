package model

import (
	"maps"
	"reflect"
	"slices"

	"kontora/internal/rule"
	"kontora/internal/spec"
)

// SameFiling reports whether records of a type are filed alike by two
// configurations: who sees them, whose turn it is, under which title, state and
// deadline lists keep them, by which words search finds them. Then nothing that is
// stored for it need be worked out anew, however many records there are. A field
// that comes has no values yet, so it does not count.
func SameFiling(old, new *Model, a, b *Type) bool {
	return a.Key == b.Key && a.Slug == b.Slug && a.Directory == b.Directory &&
		sameFields(a, b) && sameWork(a, b) && sameDisplay(a, b) && sameRights(old, new, a, b) && sameWays(a.Lifecycle, b.Lifecycle) &&
		sameRoutes(old.declared[a], new.declared[b]) && shape(reflect.ValueOf(rulesOf(old))) == shape(reflect.ValueOf(rulesOf(new)))
}

// sameFields compares the fields that there are already.
func sameFields(a, b *Type) bool {
	for _, f := range a.Fields {
		now := b.Current(f)
		if now == nil || now.Key != f.Key || now.Kind != f.Kind || now.Many != f.Many || now.Format != f.Format || now.Target != f.Target ||
			now.Live != f.Live || source(now.Computed) != source(f.Computed) || !sameRenames(f.WasEnum, now.WasEnum) ||
			(f.RowType == nil) != (now.RowType == nil) || f.RowType != nil && !sameFields(f.RowType, now.RowType) {
			return false
		}
	}
	return true
}

func sameRenames(a, b map[string]string) bool {
	for now, was := range b {
		if a[now] != was {
			return false // values are renamed with the configuration
		}
	}
	return true
}

func sameWork(a, b *Type) bool {
	of := func(w Work) [7]string {
		return [7]string{stable(w.Deadline), stable(w.Assignee), stable(w.Department), stable(w.Amount), stable(w.Priority), stable(w.Number), stable(w.Title)}
	}
	return of(a.Work) == of(b.Work)
}

func stable(f *Field) string {
	if f == nil {
		return ""
	}
	return f.StableId
}

// sameDisplay compares how records are called: by a template, or by their first
// text where there is none.
func sameDisplay(a, b *Type) bool {
	if a.Display == nil || b.Display == nil {
		return a.Display == b.Display && firstText(a) == firstText(b)
	}
	if a.Display.Source() != b.Display.Source() {
		return false
	}
	for _, path := range a.Display.Reads() { // a choice is told by its title
		if len(path.Fields) == 0 {
			continue
		}
		x, y := a.Field(path.Fields[0]), b.Field(path.Fields[0])
		if x != nil && y != nil && !slices.Equal(x.Enum, y.Enum) {
			return false
		}
	}
	return true
}

func firstText(t *Type) string {
	for _, f := range t.Fields {
		if f.Kind == Text && !f.Engine {
			return f.StableId
		}
	}
	return ""
}

// sameRights compares what the rules give that are kept with each record. Wide ones
// are not: the reader alone decides them. Search shows the words of the fields that
// everybody reads.
func sameRights(old, new *Model, a, b *Type) bool {
	for _, f := range a.Fields {
		if f.ReadByAll() != b.Current(f).ReadByAll() {
			return false
		}
	}
	return slices.Equal(keptRights(old, a), keptRights(new, b))
}

// keptRight is a rule that is kept with records by its bit.
type keptRight struct {
	bit       uint
	who, when string
}

func keptRights(m *Model, t *Type) []keptRight {
	var out []keptRight
	for _, to := range m.leans(t) { // rights there are kept here, those on all its records too
		for _, x := range to.Access {
			out = append(out, keptRight{who: source(x.Who), when: source(x.When)})
		}
		out = append(out, keptRights(m, to)...)
	}
	for _, x := range t.Access {
		if !x.Wide {
			out = append(out, keptRight{x.Bit, source(x.Who), source(x.When)})
		}
	}
	for _, x := range t.Deny {
		if !x.Wide {
			out = append(out, keptRight{x.Bit, source(x.Who), source(x.When)})
		}
	}
	return out
}

// ReadByAll reports whether everybody who sees a record sees the field.
func (f *Field) ReadByAll() bool {
	if f.Engine {
		return true
	}
	t := f.Type
	for _, a := range t.Access {
		if !a.Read[f] {
			return false
		}
	}
	for _, d := range t.Deny {
		if d.Fields[f] && !d.Edit {
			return false
		}
	}
	return true
}

// sameWays compares the states that there are already, and who may go on from
// each. A new way on for those who may go on already changes nothing.
func sameWays(a, b *Lifecycle) bool {
	if a == nil || b == nil {
		return a == b
	}
	for _, s := range a.States {
		now := b.State(s.Key)
		if now == nil && b.StateNow(s.Key) == nil {
			continue // whoever is in it goes on by the earlier rules, and is filed anew when moved
		}
		if now == nil || now.Phase != s.Phase || len(now.Was) != len(s.Was) || !maps.Equal(onwards(a, s.Key), onwards(b, s.Key)) {
			return false
		}
	}
	return true
}

// onwards lists by whom a record is carried on from a state.
func onwards(l *Lifecycle, state string) map[string]bool {
	out := map[string]bool{}
	for _, t := range l.Transitions {
		if t.From[state] && t.CarriesOn() {
			out[t.Who.Source()] = true
		}
	}
	return out
}

func rulesOf(m *Model) []string {
	var out []string
	for _, p := range m.packs {
		for name, r := range p.Rules.All() {
			out = append(out, p.Key, name, r.Source.Src)
		}
	}
	return out
}

func source(r *rule.Rule) string {
	if r == nil {
		return ""
	}
	return r.Source()
}

// sameRoutes compares the rounds whose steps say whose turn it is.
func sameRoutes(a, b *spec.TypeFile) bool {
	return a != nil && b != nil && shape(reflect.ValueOf(a.Approvals)) == shape(reflect.ValueOf(b.Approvals))
}
