package flow

import (
	"fmt"

	"kontora/internal/model"
	"kontora/internal/rule"
)

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
