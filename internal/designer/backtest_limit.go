package designer

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"kontora/internal/fault"
	"kontora/internal/flow"
	"kontora/internal/model"
	"kontora/internal/store"
)

// What a step books follows from other records too, and those are not known as they
// were. So limits are judged by what was booked in fact.

// bookedSum is a sum of a register that a step moved.
type bookedSum struct {
	register      string
	key           map[string]string
	before, after map[string]int64
}

// booked lists the sums that a step and what it set off moved.
func (r *replay) booked(d *store.Deed) ([]*bookedSum, error) {
	next, err := store.NextRoot(r.app, d.Seq)
	if err != nil {
		return nil, err
	}
	entries, err := r.books.ahead(r.app, next)
	if err != nil {
		return nil, err
	}
	at := map[string]*bookedSum{}
	var order []*bookedSum
	for _, e := range entries {
		name := e.Register + " " + e.Key
		sum := at[name]
		if sum == nil {
			sum = &bookedSum{register: e.Register, key: map[string]string{}, before: map[string]int64{}}
			if err := json.Unmarshal([]byte(e.Key), &sum.key); err != nil {
				return nil, fmt.Errorf("key of entry %d: %w", e.Seq, err)
			}
			if was := r.books.sums[e.Register][e.Key]; was != nil {
				sum.before = maps.Clone(was.units)
			}
			sum.after = maps.Clone(sum.before)
			at[name] = sum
			order = append(order, sum)
		}
		switch {
		case !r.books.last[e.Register+" "+e.Resource]:
			sum.after[e.Resource] += e.Units
		case e.Gone:
			delete(sum.after, e.Resource)
		default:
			sum.after[e.Resource] = e.Units
		}
	}
	return order, nil
}

// judgeLimits takes out of a refusal what limits say, and puts in what they say of
// what was booked. It reports whether a limit over several sums could not be judged.
func (r *replay) judgeLimits(refusal *fault.Fault, about *flow.Record, plan *flow.Plan, d *store.Deed) (*fault.Fault, bool, error) {
	sums, err := r.booked(d)
	if err != nil {
		return nil, false, err
	}
	faults, unsure := r.withoutLimits(refusal, plan, sums)
	for _, sum := range sums {
		broken, err := r.broken(sum, about)
		if err != nil {
			return nil, false, err
		}
		faults = append(faults, broken...)
	}
	return fault.Join(faults), unsure, nil
}

// broken are the limits of a sum that would not have let it move, and did.
func (r *replay) broken(sum *bookedSum, about *flow.Record) ([]*fault.Fault, error) {
	was, err := r.brokenIn(r.were, sum, about)
	if err != nil || len(was) > 0 {
		return nil, err // it was let through then
	}
	return r.brokenIn(r.would, sum, about)
}

func (r *replay) brokenIn(w *pastWorld, sum *bookedSum, about *flow.Record) ([]*fault.Fault, error) {
	i := slices.IndexFunc(w.m.Registers, func(reg *model.Register) bool { return reg.StableId == sum.register })
	if i < 0 {
		return nil, nil
	}
	w.about = about
	defer func() { w.about = nil }()
	return flow.LimitsBroken(w.m, w, w.m.Registers[i], sum.key, sum.before, sum.after, w.seen(about))
}

// withoutLimits lists the parts of a refusal but those about limits of single sums.
// Those about several sums stand only if the step books today what it booked then.
func (r *replay) withoutLimits(refusal *fault.Fault, plan *flow.Plan, sums []*bookedSum) (kept []*fault.Fault, unsure bool) {
	if refusal == nil {
		return nil, false
	}
	parts := refusal.Fields
	if refusal.Code != "refused" {
		parts = []*fault.Fault{refusal}
	}
	faithful := sameBooks(plan, sums)
	for _, f := range parts {
		switch {
		case f.Code != "limit_exceeded" && f.Code != "period_locked":
			kept = append(kept, f)
		case f.Code == "limit_exceeded" && !r.together(f):
		case faithful:
			kept = append(kept, f)
		default:
			unsure = true
		}
	}
	return kept, unsure
}

// together reports whether a refusal is of a limit over several sums.
func (r *replay) together(f *fault.Fault) bool {
	for _, reg := range r.draft.Registers {
		for _, l := range reg.Limits {
			if f.Params["register"] == reg.Title && f.Params["limit"] == l.Key {
				return len(l.By) > 0
			}
		}
	}
	return false
}

// sameBooks reports whether a plan books what was booked.
func sameBooks(plan *flow.Plan, sums []*bookedSum) bool {
	if plan == nil {
		return false
	}
	net := map[string]int64{}
	for _, e := range plan.Entries {
		for res, units := range e.Units {
			net[e.Register.StableId+" "+flow.KeyText(e.Key)+" "+res] += units
		}
	}
	for _, s := range sums {
		for res := range s.after {
			net[s.register+" "+flow.KeyText(s.key)+" "+res] -= s.after[res] - s.before[res]
		}
	}
	for _, left := range net {
		if left != 0 {
			return false
		}
	}
	return true
}
