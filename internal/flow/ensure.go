package flow

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"kontora/internal/fault"
	"kontora/internal/model"
	"kontora/internal/rule"
)

// Child is the record that an ensured thing has become. It outlives the states
// in which it is asked for: coming back finds it again.
type Child struct {
	Id   string `json:"id"`             // of the record; its type is that of the declaration
	N    int    `json:"n"`              // how many had been made before it
	Idle bool   `json:"idle,omitempty"` // not asked for now
}

// Alarms of a child are none: the record has its own.
func (*Child) Alarms() []Alarm { return nil }

// wantedChild is one child that should exist: the row it is for, nil without rows.
type wantedChild struct {
	part string
	it   rule.Record
}

// ensures makes the children that should exist, keeps those that follow a
// formula in step, and ends those that are not asked for any more.
func (s *session) ensures(rec *Record, cause *Change) error {
	for _, d := range rec.Type.Facts.Ensures {
		if d.To != nil {
			if err := s.audience(d, rec, cause); err != nil {
				return err
			}
			if s.current(rec) != rec {
				return nil
			}
			continue
		}
		wanted, in, err := s.wantedChildren(d, rec)
		if err != nil {
			return fmt.Errorf("ensure %s: %w", d.Key, err)
		}
		steps := []func() error{
			func() error { return s.endChildren(d, rec, wanted, in, cause) },
			func() error { return s.keepChildren(d, rec, wanted, cause) },
		}
		for _, step := range steps {
			if err := step(); err != nil {
				return err
			}
			if s.current(rec) != rec {
				return nil // a child has changed the record, which has been looked at since
			}
		}
	}
	return nil
}

// wantedChildren lists the children that there should be, and whether the record
// is in one of the states at all.
func (s *session) wantedChildren(d *model.Ensure, rec *Record) (wanted []wantedChild, in bool, err error) {
	in = !rec.IsArchived() && d.In[rec.Status()]
	if holds, err := s.holdsIn(&d.Frame, rec); err != nil || !holds {
		return nil, in, err
	}
	if d.ForEach == nil {
		return []wantedChild{{}}, in, nil
	}
	v, err := d.ForEach.Eval(s.scope(d.ForEach, rec, rec, nil))
	if err != nil {
		return nil, in, err
	}
	rows, _ := v.([]any)
	for _, row := range rows {
		it, err := s.recordOf(row)
		if err != nil {
			return nil, in, err
		}
		if it == nil {
			continue
		}
		part := it.Reference().Id
		if !slices.ContainsFunc(wanted, func(w wantedChild) bool { return w.part == part }) {
			wanted = append(wanted, wantedChild{part, it})
		}
	}
	return wanted, in, nil
}

// recordOf is the record that an element of a list stands for.
func (s *session) recordOf(v any) (rule.Record, error) {
	switch x := v.(type) {
	case rule.Record:
		return x, nil
	case rule.Reference:
		return source{s: s}.Record(x)
	}
	return nil, nil
}

// childFacts lists what an ensure has made for a record, in the order of making.
func (s *session) childFacts(key string, rec *Record) ([]Fact, error) {
	set, err := s.facts(rec.Reference())
	if err != nil {
		return nil, err
	}
	var out []Fact
	for id, doc := range maps.All(set) {
		if _, isChild := doc.(*Child); isChild && id.Key == key {
			out = append(out, Fact{id, doc})
		}
	}
	slices.SortFunc(out, func(a, b Fact) int {
		if d := a.Doc.(*Child).N - b.Doc.(*Child).N; d != 0 {
			return d
		}
		return strings.Compare(a.Part, b.Part)
	})
	return out, nil
}

// endChildren lets go of the children that are not asked for any more: because
// the states were left, or because their row or the condition is gone.
func (s *session) endChildren(d *model.Ensure, rec *Record, wanted []wantedChild, in bool, cause *Change) error {
	made, err := s.childFacts(d.Key, rec)
	if err != nil {
		return err
	}
	last := d.OnLeave
	if in {
		last = d.OnRemoved
	}
	for _, f := range made {
		doc := f.Doc.(*Child)
		asked := slices.ContainsFunc(wanted, func(w wantedChild) bool { return w.part == f.Part })
		if asked || doc.Idle && (!in || last == "") {
			continue // an idle one may have lost its row while the record was elsewhere
		}
		if !doc.Idle {
			if err := s.keep(rec.Reference(), f.FactId, &Child{Id: doc.Id, N: doc.N, Idle: true}); err != nil {
				return err
			}
		}
		child, err := s.childOf(d, doc)
		if err != nil {
			return err
		}
		if last == "" || child == nil || child.IsArchived() || !child.IsOpen() {
			continue
		}
		if err := s.fireOn(child, last, cause); err != nil {
			return err
		}
	}
	return nil
}

// keepChildren makes the children that are missing and keeps the others in step.
// One that somebody has ended by hand stays ended, until it is asked for anew.
func (s *session) keepChildren(d *model.Ensure, rec *Record, wanted []wantedChild, cause *Change) error {
	made, err := s.childFacts(d.Key, rec)
	if err != nil {
		return err
	}
	count := len(made)
	for _, w := range wanted {
		id := FactId{FactChild, d.Key, w.part}
		at := slices.IndexFunc(made, func(f Fact) bool { return f.Part == w.part })
		if at >= 0 {
			doc := made[at].Doc.(*Child)
			child, err := s.childOf(d, doc)
			if err != nil {
				return err
			}
			if !doc.Idle || isKept(child) {
				if doc.Idle {
					if err := s.keep(rec.Reference(), id, &Child{Id: doc.Id, N: doc.N}); err != nil {
						return err
					}
				}
				if err := s.syncChild(d, rec, w.it, child, cause); err != nil {
					return err
				}
				continue
			}
		}
		if err := s.makeChild(d, rec, w, count, cause); err != nil {
			return err
		}
		count++
	}
	return nil
}

// isKept reports whether a child may be taken up again rather than made anew.
func isKept(child *Record) bool {
	if child == nil || child.IsArchived() {
		return false
	}
	state := child.State()
	return state == nil || state.Phase != "cancelled"
}

func (s *session) childOf(d *model.Ensure, doc *Child) (*Record, error) {
	t := s.m.Current(d.Type)
	if t == nil {
		return nil, nil
	}
	return s.load(t, doc.Id)
}

// makeChild makes a child of the present version of its type. The fact is kept
// first, so that whatever the child sets off finds it.
func (s *session) makeChild(d *model.Ensure, rec *Record, w wantedChild, n int, cause *Change) error {
	t := s.m.Current(d.Type)
	if t == nil {
		return fault.New(fault.Missing, "not_a_record_type", fault.Params{"type": d.Type.Key})
	}
	fields := map[string]any{}
	if link := t.Current(d.Link); link != nil {
		fields[link.Key] = rec.Reference()
	}
	if err := s.childFields(t, d.Set, rec, w.it, fields); err != nil {
		return fmt.Errorf("ensure %s: %w", d.Key, err)
	}
	child := s.newRecord(t, "")
	maps.Copy(child.Values, fields)
	if err := s.keep(rec.Reference(), FactId{FactChild, d.Key, w.part}, &Child{Id: child.Id, N: n}); err != nil {
		return err
	}
	return s.as(Actor{System: true, Person: s.actor.Person}, func() error {
		_, err := s.run(Command{Kind: Create, Type: t, Id: child.Id, Fields: fields, Transition: d.Via, Actor: s.actor}, cause)
		if f, ok := fault.As(err); ok && f.Kind != fault.Limit {
			told := s.elsewhere(f, child)
			delete(told.Params, "id") // there is none
			return told
		}
		return err
	})
}

// childFields evaluates formulas of a child.
func (s *session) childFields(t *model.Type, set []model.Assign, rec *Record, it rule.Record, fields map[string]any) error {
	for _, as := range set {
		f := t.Current(as.Field)
		if f == nil {
			continue
		}
		v := as.Literal
		if as.Expr != nil {
			sc := s.scope(as.Expr, rec, nil, nil)
			if it != nil {
				sc.It = it
			}
			var err error
			if v, err = as.Expr.Eval(sc); err != nil {
				return fmt.Errorf("set %s: %w", f.Key, err)
			}
			v = s.fit(f, v)
		}
		fields[f.Key] = v
	}
	return nil
}

// syncChild writes what has moved away from its formula into an open child.
func (s *session) syncChild(d *model.Ensure, rec *Record, it rule.Record, child *Record, cause *Change) error {
	if len(d.Sync) == 0 || !isKept(child) || !child.IsOpen() {
		return nil
	}
	fields := map[string]any{}
	if err := s.childFields(child.Type, d.Sync, rec, it, fields); err != nil {
		return fmt.Errorf("ensure %s: %w", d.Key, err)
	}
	maps.DeleteFunc(fields, func(key string, v any) bool {
		f := child.Type.Field(key)
		return equal(child.Values[key], s.withCurrency(f, child, v))
	})
	if len(fields) == 0 {
		return nil
	}
	return s.as(Actor{System: true, Person: s.actor.Person}, func() error {
		_, err := s.run(Command{Kind: Edit, Type: child.Type, Id: child.Id, Fields: fields, Actor: s.actor}, cause)
		if f, ok := fault.As(err); ok && f.Kind != fault.Limit {
			return s.elsewhere(f, child)
		}
		return err
	})
}

// children are the records that an ensure has made and that nobody has cancelled.
func (v view) children(key string) (any, error) {
	d := v.r.Type.Facts.Ensure(key)
	if d == nil {
		return nil, nil
	}
	if v.watch != nil {
		if err := v.watch.search(d.Type); err != nil {
			return nil, err
		}
	}
	made, err := v.s.childFacts(key, v.r)
	if err != nil {
		return nil, err
	}
	var found []*Record
	for _, f := range made {
		child, err := v.s.childOf(d, f.Doc.(*Child))
		if err != nil {
			return nil, err
		}
		if isKept(child) && (v.eyes == nil || v.eyes.knows(child)) {
			found = append(found, child)
		}
	}
	return v.list(found), nil
}
