package flow

import (
	"slices"
	"strings"

	"kontora/internal/fault"
	"kontora/internal/model"
	"kontora/internal/rule"
)

// maxChain is how many records a reference that may not come round is followed
// through.
const maxChain = 1000

// cycles refuses a reference that leads round to its own record, through records
// as this command has changed them so far.
func (a *attempt) cycles() error {
	for _, f := range a.rec.Type.Fields {
		if !f.Acyclic || a.rec.Values[f.Key] == nil || a.old != nil && equal(a.old.Values[f.Key], a.rec.Values[f.Key]) {
			continue
		}
		round, err := a.s.round(a.rec, f.Key)
		if fl, ok := fault.As(err); ok {
			a.wrongField(f, f.Key, fl)
			continue
		}
		if err != nil {
			return err
		}
		if round != nil {
			a.wrongField(f, f.Key, fault.New(fault.Invalid, "cycle", fault.Params{"chain": a.s.circle(round)}))
		}
	}
	return nil
}

// round finds the shortest way by which a field leads from a record back to it;
// nil when there is none.
func (s *session) round(start *Record, field string) ([]*Record, error) {
	from := map[rule.Reference]*Record{}
	queue := []*Record{start}
	for len(queue) > 0 {
		here := queue[0]
		queue = queue[1:]
		for _, ref := range pointers(here, field) {
			if ref == start.Reference() {
				return way(from, here, start), nil
			}
			if _, seen := from[ref]; seen {
				continue
			}
			if len(from) >= maxChain {
				return nil, fault.New(fault.Limit, "chain_too_long", fault.Params{"max": maxChain})
			}
			from[ref] = here
			next, err := s.follow(ref)
			if err != nil {
				return nil, err
			}
			if next != nil {
				queue = append(queue, next)
			}
		}
	}
	return nil, nil
}

// way lists the records from start to the last one, and start again.
func way(from map[rule.Reference]*Record, last, start *Record) []*Record {
	out := []*Record{start}
	for r := last; r != start; r = from[r.Reference()] {
		out = append(out, r)
	}
	out = append(out, start)
	slices.Reverse(out)
	return out
}

// pointers lists what a field of a record points at.
func pointers(r *Record, key string) []rule.Reference {
	f := r.Type.Field(key)
	if f == nil || f.Kind != model.Ref {
		return nil
	}
	items, many := r.Values[key].([]any)
	if !many {
		items = []any{r.Values[key]}
	}
	var out []rule.Reference
	for _, item := range items {
		if ref, ok := item.(rule.Reference); ok {
			out = append(out, ref)
		}
	}
	return out
}

// circle names records one after another; those that the asker may not know of
// are only counted.
func (s *session) circle(records []*Record) string {
	said := make([]string, len(records))
	for i, r := range records {
		if said[i] = "…"; s.drafts[r] || s.mayKnow(r) {
			said[i] = s.titleOf(r)
		}
	}
	return strings.Join(said, " → ")
}
