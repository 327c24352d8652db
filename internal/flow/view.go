package flow

import (
	"fmt"
	"time"

	"kontora/internal/model"
	"kontora/internal/rule"
	"kontora/internal/worktime"
)

// view shows a record of a session to expressions.
type view struct {
	s     *session
	r     *Record
	eyes  *eyes  // set: only what these see
	past  bool   // names and words of the version that the record is pinned to
	watch *watch // set: what is read is noted
}

var _ rule.Record = view{}

func (s *session) see(r *Record) rule.Record { return s.seeFor(r, nil) }

func (s *session) seeFor(r *Record, rl *rule.Rule) rule.Record {
	if r == nil {
		return nil
	}
	return view{s: s, r: r, past: r.Type.IsPast(rl)}
}

// rules is the version of a field whose conditions and formulas hold for a
// record: a pinned record keeps those it was made under.
func rules(f *model.Field, rec *Record) *model.Field { return rec.Type.Rules(f) }

// Reference names the record.
func (v view) Reference() rule.Reference { return v.r.Reference() }

// Field gives one value as expressions know it.
func (v view) Field(name string) (any, error) {
	switch name {
	case "id":
		return v.r.Id, nil
	case "phase", "open":
		if v.watch != nil {
			if err := v.watch.derived(v.r); err != nil {
				return nil, err
			}
		}
	}
	switch name {
	case "phase":
		if st := v.r.State(); st != nil {
			return string(st.Phase), nil
		}
		return nil, nil
	case "open":
		return v.r.IsOpen() && !v.r.IsArchived(), nil
	}
	if name == rule.ReadersField {
		return v.s.readersOf(v.r)
	}
	if key, ok := rule.ChildrenKey(name); ok {
		return v.children(key)
	}
	f := v.field(name)
	if f == nil {
		return nil, fmt.Errorf("%s has no field %q", v.r.Type.Key, name)
	}
	if v.eyes != nil {
		if seen, err := v.eyes.sees(v.r, f); err != nil || !seen {
			return nil, err
		}
	}
	if v.watch != nil {
		if v.watch.isReworked(v.r, f) {
			return v.watch.formula(v.r, f)
		}
		if err := v.watch.cell(v.r, f); err != nil {
			return nil, err
		}
	}
	switch {
	case f.Kind == model.Rows:
		return v.list(v.r.Rows[f.Key]), nil
	case f.Kind == model.Inverse:
		found, err := v.s.pointing(f.From, f.Via, v.r.Id)
		if v.watch != nil && err == nil {
			err = v.watch.search(f.From)
		}
		return v.list(v.eyes.known(found)), err
	case f.Live && v.watch != nil:
		return v.watch.formula(v.r, f)
	case f.Live:
		return v.s.compute(v.r, f, v.eyes)
	case v.past:
		return v.r.Type.PastValue(f, v.r.Values[f.Key]), nil
	}
	return v.r.Values[f.Key], nil
}

// field resolves a name as the expression's author knew it. A record that
// belongs to another type is read by rules of any version, so an earlier name
// of a field is understood.
func (v view) field(name string) *model.Field {
	if v.past {
		return v.r.Type.PastField(name)
	}
	if f := v.r.Type.Field(name); f != nil {
		return f
	}
	return v.r.Type.FieldOnce(name)
}

func (v view) list(records []*Record) []any {
	out := make([]any, len(records))
	for i, r := range records {
		out[i] = view{s: v.s, r: r, eyes: v.eyes, past: v.past && r.Type.Owner != nil && r.Type.Pinned(), watch: v.watch}
	}
	return out
}

// source answers expressions about the rest of the world.
type source struct {
	s    *session
	eyes *eyes
}

var _ rule.Source = source{}

// Record loads what a reference points at.
func (x source) Record(ref rule.Reference) (rule.Record, error) {
	r, err := x.s.follow(ref)
	if r == nil || err != nil {
		return nil, err
	}
	return view{s: x.s, r: r, eyes: x.eyes}, nil
}

// Directory knows people and units.
func (x source) Directory() rule.Directory { return x.s.snap.Directory() }

// plainValue turns what an expression yields into what is stored: a record into
// the reference to it, a person into the reference to theirs.
func plainValue(v any) any {
	switch x := v.(type) {
	case rule.Record:
		return x.Reference()
	case *rule.Person:
		if x == nil || x.Fields == nil {
			return nil
		}
		return x.Fields.Reference()
	case []any:
		out := make([]any, 0, len(x))
		for _, item := range x {
			if p := plainValue(item); p != nil {
				out = append(out, p)
			}
		}
		if len(out) == 0 {
			return nil
		}
		return out
	}
	return v
}

// scope is what an expression about a record may read.
func (s *session) scope(r *rule.Rule, rec, old *Record, more map[string]any) *rule.Scope {
	vars := make(map[string]any, len(more)+1)
	vars["settings"] = s.settings(s.packOf(r, rec), rec)
	for k, v := range more {
		vars[k] = v
	}
	sc := &rule.Scope{Now: s.now, Zone: s.zone(), Vars: vars, Source: source{s: s}, Me: s.actor.Person, Meter: &s.meter}
	sc.Work = func() *worktime.Calendar { return workOf(s.calendarOf(rec)) }
	if rec != nil {
		sc.Self = s.seeFor(rec, r)
	}
	if old != nil {
		sc.Old = s.seeFor(old, r)
	}
	return sc
}

// packOf is the pack whose settings a rule means. A rule of an earlier version
// is not known to the model; its record's pack sees the same settings.
func (s *session) packOf(r *rule.Rule, rec *Record) string {
	if pack := s.m.PackOf(r); pack != "" || rec == nil {
		return pack
	}
	return rec.Type.Pack
}

func (s *session) zone() *time.Location {
	if z := s.snap.Zone(); z != nil {
		return z
	}
	return time.UTC
}

// holds evaluates a condition: its value, and whether it is known.
func (s *session) holds(r *rule.Rule, rec, old *Record, more map[string]any) (bool, bool, error) {
	return r.True(s.scope(r, rec, old, more))
}

// applies evaluates an optional condition for which unknown means no.
func (s *session) applies(r *rule.Rule, rec, old *Record, more map[string]any) (bool, error) {
	if r == nil {
		return true, nil
	}
	yes, known, err := s.holds(r, rec, old, more)
	return yes && known, err
}

// isOne reports whether the actor belongs to a people expression, judged on a
// record.
func (s *session) isOne(who *rule.Rule, rec *Record) (bool, error) {
	if who == nil {
		return false, nil
	}
	set, err := who.People(s.scope(who, rec, rec, nil))
	if err != nil {
		return false, err
	}
	return set.Has(s.bearing()), nil
}
