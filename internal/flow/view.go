package flow

import (
	"fmt"
	"time"

	"kontora/internal/model"
	"kontora/internal/rule"
)

// view shows a record of a session to expressions.
type view struct {
	s *session
	r *Record
	// only, when set, hides every other cell: messages are written with the
	// eyes of their reader.
	only func(*model.Field) bool
}

var _ rule.Record = view{}

func (s *session) see(r *Record) rule.Record {
	if r == nil {
		return nil
	}
	return view{s: s, r: r}
}

func (v view) Reference() rule.Reference { return v.r.Reference() }

func (v view) Field(name string) (any, error) {
	switch name {
	case "id":
		return v.r.Id, nil
	case "phase":
		if st := v.r.State(); st != nil {
			return string(st.Phase), nil
		}
		return nil, nil
	case "open":
		return v.r.IsOpen() && !v.r.IsArchived(), nil
	}
	f := v.r.Type.Field(name)
	if f == nil {
		return nil, fmt.Errorf("%s has no field %q", v.r.Type.Key, name)
	}
	if v.only != nil && !v.only(f) {
		return nil, nil
	}
	switch {
	case f.Kind == model.Rows:
		return v.s.list(v.r.Rows[f.Key]), nil
	case f.Kind == model.Inverse:
		found, err := v.s.pointing(f.From, f.Via, v.r.Id)
		return v.s.list(found), err
	case f.Live:
		return v.s.compute(v.r, f)
	}
	return v.r.Values[f.Key], nil
}

func (s *session) list(records []*Record) []any {
	out := make([]any, len(records))
	for i, r := range records {
		out[i] = s.see(r)
	}
	return out
}

// source answers expressions about the rest of the world.
type source struct{ s *session }

var _ rule.Source = source{}

func (x source) Record(ref rule.Reference) (rule.Record, error) {
	r, err := x.s.follow(ref)
	if r == nil || err != nil {
		return nil, err
	}
	return x.s.see(r), nil
}

func (x source) Directory() rule.Directory { return x.s.snap.Directory() }

// Coded finds the catalog row whose code is given.
func (x source) Coded(typ, code string) (rule.Record, error) {
	t := x.s.m.TypeByKey(typ)
	if t == nil || t.Field("code") == nil {
		return nil, nil
	}
	rows, err := x.s.snap.Candidates(t, map[string]any{"code": code})
	if err != nil {
		return nil, err
	}
	for _, r := range rows {
		if r.Values["code"] == code {
			return x.s.see(r), nil
		}
	}
	return nil, nil
}

// Lookup finds the row whose filled keys all match; the one with most of them
// filled wins, then the one valid most recently.
func (x source) Lookup(typ string, keys map[string]any, on *rule.Date) (rule.Record, error) {
	t := x.s.m.TypeByKey(typ)
	if t == nil || t.Lookup == nil {
		return nil, fmt.Errorf("%s is not a catalog", typ)
	}
	for k, v := range keys {
		keys[k] = plainValue(v)
	}
	rows, err := x.s.snap.Candidates(t, keys)
	if err != nil {
		return nil, err
	}
	var best *Record
	most := -1
	for _, r := range rows {
		n, ok := specific(t, r, keys)
		if !ok || on != nil && !validOn(t, r, *on) {
			continue
		}
		if n > most || n == most && newer(t, r, best) {
			best, most = r, n
		}
	}
	if best == nil {
		return nil, nil
	}
	return x.s.see(best), nil
}

// specific counts the keys of a catalog row that are filled; false when one of
// them is filled with something else, or is empty and may not be.
func specific(t *model.Type, r *Record, keys map[string]any) (int, bool) {
	n := 0
	for _, f := range t.Lookup.Keys {
		own := r.Values[f.Key]
		if own == nil && t.Lookup.Any {
			continue
		}
		if !rule.Equal(own, keys[f.Key]) {
			return 0, false
		}
		n++
	}
	return n, true
}

func validOn(t *model.Type, r *Record, on rule.Date) bool {
	if f := t.Lookup.From; f != nil {
		if d, ok := r.Values[f.Key].(rule.Date); ok && on.Before(d) {
			return false
		}
	}
	if f := t.Lookup.To; f != nil {
		if d, ok := r.Values[f.Key].(rule.Date); ok && d.Before(on) {
			return false
		}
	}
	return true
}

func newer(t *model.Type, a, b *Record) bool {
	if t.Lookup.From == nil || b == nil {
		return false
	}
	x, _ := a.Values[t.Lookup.From.Key].(rule.Date)
	y, _ := b.Values[t.Lookup.From.Key].(rule.Date)
	return y.Before(x)
}

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
	vars := map[string]any{"settings": s.settings(s.m.PackOf(r))}
	for k, v := range more {
		vars[k] = v
	}
	sc := &rule.Scope{Now: s.now, Zone: s.zone(), Vars: vars, Source: source{s}, Me: s.actor.Person}
	if rec != nil {
		sc.Self = s.see(rec)
	}
	if old != nil {
		sc.Old = s.see(old)
	}
	return sc
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
