package flow

import (
	"fmt"
	"time"

	"kontora/internal/fault"
	"kontora/internal/model"
)

// MakesFile reports whether an actor makes a file of a record: one of who may, with
// the right to take the record out.
func MakesFile(m *model.Model, snap Snapshot, x *model.Exchange, rec *Record, actor Actor, now time.Time) (bool, error) {
	s := newSession(m, snap, actor, now)
	r, err := s.rights(rec)
	if err != nil || !r.Can("export") {
		return false, told(err)
	}
	if r.All {
		return true, nil
	}
	set, err := x.Who.People(s.scope(x.Who, rec, rec, nil))
	return err == nil && set.Has(s.bearing()), told(err)
}

// EverMakesFile reports whether an actor may be one of those who make a file; what
// hangs on the record is told by MakesFile.
func EverMakesFile(m *model.Model, snap Snapshot, t *model.Type, x *model.Exchange, actor Actor, now time.Time) (bool, error) {
	if actor.Super || len(x.Who.Reads()) > 0 {
		return true, nil
	}
	s := newSession(m, snap, actor, now)
	rec := &Record{Type: t, Values: map[string]any{}}
	set, err := x.Who.People(s.scope(x.Who, rec, rec, nil))
	return err == nil && set.Has(s.bearing()), told(err)
}

// Document works out what a file says of a record, with everything in sight: the
// configuration decides what a bank is told. A record for which the condition does
// not hold is refused (not_for_file), as is one of which something needed is empty.
func Document(m *model.Model, snap Snapshot, x *model.Exchange, rec *Record, now time.Time) (map[string]any, error) {
	s := newSession(m, snap, Actor{System: true}, now)
	title := fault.Params{"record": Title(m, snap, rec)}
	holds, err := x.When.Eval(s.scope(x.When, rec, rec, nil))
	if err != nil && faultOfRule(err) == nil {
		return nil, err
	}
	if holds != true || rec.IsArchived() {
		return nil, fault.New(fault.Invalid, "not_for_file", title)
	}
	out := map[string]any{}
	for word, r := range x.Document {
		v, err := r.Eval(s.scope(r, rec, rec, nil))
		if f := faultOfRule(err); f != nil {
			title["word"] = word
			return nil, fault.New(fault.Invalid, "file_word_empty", title)
		}
		if err != nil {
			return nil, fmt.Errorf("%s of %s: %w", word, rec.Id, err)
		}
		if (v == nil || v == "") && x.Needs(word) {
			title["word"] = word
			return nil, fault.New(fault.Invalid, "file_word_empty", title)
		}
		out[word] = v
	}
	return out, nil
}
