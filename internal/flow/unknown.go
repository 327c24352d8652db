package flow

import (
	"maps"
	"slices"
	"strings"

	"kontora/internal/fault"
	"kontora/internal/model"
	"kontora/internal/spec"
)

// Ever reports whether, under the rights that hold for all records of a type
// (see Wide), the actor may see a field in some record. A field that they see in
// none is not told of: not in the description of the type, not in a refusal.
func (r Rights) Ever(f *model.Field) bool {
	if f.Type != nil && f.Type.Owner != nil {
		f = f.Type.OwnerField // columns are seen with their table
	}
	if r.All {
		return true
	}
	for _, d := range r.Type.Deny {
		if d.Wide && !d.Edit && d.Fields[f] && (r.Mask|r.Lent)&(1<<d.Bit) != 0 {
			return false
		}
	}
	return slices.ContainsFunc(r.Type.Access, func(a *model.Access) bool {
		return (f.Engine || a.Read[f]) && (!a.Wide || (r.Mask|r.Lent)&(1<<a.Bit) != 0)
	})
}

// estrange puts aside what was sent in fields that do not exist for the actor: a
// field they see in no record, unless a transition that they may run asks for it.
// Nothing that follows, not even which transition an edit means, may depend on it.
func (a *attempt) estrange() error {
	if a.old == nil || a.s.actor.System || a.s.actor.Super || len(a.cmd.Fields)+len(a.cmd.Wrong) == 0 {
		return nil
	}
	wide, err := a.s.wide(a.rec.Type)
	if err != nil {
		return err
	}
	opened, err := a.opened()
	if err != nil {
		return err
	}
	strange := func(key string) bool {
		f := a.rec.Type.Field(key)
		return f != nil && !wide.Ever(f) && !opened[f]
	}
	fields := maps.Clone(a.cmd.Fields)
	maps.DeleteFunc(fields, func(key string, _ any) bool {
		if strange(key) {
			a.strangers = append(a.strangers, key)
		}
		return strange(key)
	})
	a.cmd.Fields = fields
	a.cmd.Wrong = slices.DeleteFunc(slices.Clone(a.cmd.Wrong), func(fl *fault.Fault) bool {
		key, _, _ := strings.Cut(fl.Field, ".")
		if strange(key) {
			a.strangers = append(a.strangers, key)
		}
		return strange(key)
	})
	return nil
}

// opened are the fields that transitions open to the actor in this command.
func (a *attempt) opened() (map[*model.Field]bool, error) {
	by := newAttempt(a.s, a.cmd, nil)
	if a.old.Type.Lifecycle == nil {
		return nil, nil
	}
	for _, tr := range a.old.Type.Lifecycle.Transitions {
		isMeant := a.cmd.Kind == Move && tr.Key == a.cmd.Transition || a.cmd.Kind == Edit && tr.OnEdit != nil
		if !isMeant || !tr.From[a.old.Status()] {
			continue
		}
		one, err := a.mayRun(tr, a.old)
		if err != nil {
			return nil, err
		}
		if one {
			by.open(tr)
		}
	}
	return by.writable, nil
}

// disown answers about fields that do not exist for the actor as about names
// that nobody has declared. Otherwise a refusal would tell that they are there.
func (a *attempt) disown() error {
	if a.s.actor.System || a.s.actor.Super || len(a.cmd.Fields)+len(a.cmd.Wrong)+len(a.strangers) == 0 {
		return nil
	}
	wide, err := a.s.wide(a.rec.Type)
	if err != nil {
		return err
	}
	unknown := map[string]bool{}
	for _, key := range a.strangers {
		unknown[key] = true
	}
	for _, f := range a.rec.Type.Fields {
		if a.old != nil || !a.wasSent(f) || wide.Ever(f) {
			continue
		}
		reason, err := a.closed(f) // whoever creates may write what they will not read
		if err != nil {
			return err
		}
		unknown[f.Key] = reason != nil
	}
	others := slices.DeleteFunc(a.problems, func(p *Problem) bool {
		key, isOne := a.unknownIn(p, wide)
		if isOne {
			unknown[key] = true
		}
		return isOne || p.Sort == SortField && unknown[key]
	})
	a.problems = nil
	for _, key := range slices.Sorted(maps.Keys(unknown)) {
		if unknown[key] {
			a.problem(&Problem{Sort: SortField, Fault: unknownAmong(a.rec.Type, wide.Ever, key, key)})
		}
	}
	a.problems = append(a.problems, others...)
	return nil
}

func (a *attempt) wasSent(f *model.Field) bool {
	_, sent := a.cmd.Fields[f.Key]
	return sent || a.isUnreadable(f)
}

// unknownIn tells which sent name a problem is about, and whether it is that no
// field has it.
func (a *attempt) unknownIn(p *Problem, wide Rights) (key string, isOne bool) {
	if p.Fault.Code != "unknown_field" || p.Fault.Field != p.Fault.Params["name"] {
		key, _, _ = strings.Cut(p.Fault.Field, ".")
		return key, false
	}
	key = p.Fault.Field
	// PocketBase reads "amount+" as amount where there is such a field.
	bare := strings.Trim(key, "+-")
	if f := a.rec.Type.Field(bare); f == nil || !wide.Ever(f) {
		key = bare
	}
	return key, true
}

// unknownField reports a name that no field has, with the nearest one.
func unknownField(t *model.Type, key, path string) *fault.Fault {
	return unknownAmong(t, func(*model.Field) bool { return true }, key, path)
}

func unknownAmong(t *model.Type, isKnown func(*model.Field) bool, key, path string) *fault.Fault {
	var known []string
	for _, f := range t.Fields {
		if isKnown(f) {
			known = append(known, f.Key)
		}
	}
	params := fault.Params{"name": key}
	if near := spec.Nearest(key, known); near != "" {
		params["near"] = near
	}
	return fault.New(fault.Invalid, "unknown_field", params).At(path)
}
