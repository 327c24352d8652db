package api

import (
	"slices"
	"time"

	"kontora/internal/flow"
	"kontora/internal/model"
	"kontora/internal/store"
)

// pathStep is one state on the way of a record.
type pathStep struct {
	State   string      `json:"state"`
	Title   string      `json:"title"`
	Phase   model.Phase `json:"phase"`
	Kind    string      `json:"kind"` // walked, current, next
	Since   string      `json:"since,omitempty"`
	Seconds *int64      `json:"seconds,omitempty"`
}

type exit struct {
	Key   string      `json:"key"`
	Title string      `json:"title"`
	Phase model.Phase `json:"phase"`
}

// visit is a state with the time spent there in all.
type visit struct {
	state string
	since time.Time
	spent time.Duration
}

// path tells how a record came to its state and how it will likely go on. A way
// that turned back is shown once: what was passed before the turn. Where nothing
// gets done — a supplier is active or blocked — there is no way, only a state.
func (a *asker) path(rec *flow.Record, events []*store.Event) ([]pathStep, error) {
	l, words := rec.Type.Lifecycle, a.words()
	if l == nil {
		return []pathStep{}, nil
	}
	var walked []visit
	if getsDone(l) {
		var err error
		if walked, err = walk(events); err != nil {
			return nil, err
		}
	}
	steps := []pathStep{}
	add := func(s *model.State, kind string) *pathStep {
		steps = append(steps, pathStep{State: s.Key, Title: words.state(rec.Type, s), Phase: s.Phase, Kind: kind})
		return &steps[len(steps)-1]
	}
	for _, v := range walked {
		s := l.State(v.state)
		if s == nil || v.state == rec.Status() {
			continue
		}
		step := add(s, "walked")
		seconds := int64(v.spent / time.Second)
		step.Since, step.Seconds = jsonInstant(v.since), &seconds
	}
	if s := rec.State(); s != nil {
		step := add(s, "current")
		if at, ok := rec.Values["entered_at"].(time.Time); ok {
			step.Since = jsonInstant(at)
		}
		if !getsDone(l) {
			return steps, nil
		}
		for _, next := range straight(l, s.Key)[1:] {
			add(next, "next")
		}
	}
	return steps, nil
}

// getsDone reports whether a lifecycle leads somewhere.
func getsDone(l *model.Lifecycle) bool {
	return slices.ContainsFunc(l.States, func(s *model.State) bool { return s.Phase == "done" })
}

// walk lists the states passed, from events in order of time.
func walk(events []*store.Event) ([]visit, error) {
	var way []visit
	spent := map[string]time.Duration{}
	for _, e := range events {
		if e.To == "" {
			continue
		}
		at, err := store.ParseInstant(e.At)
		if err != nil {
			return nil, err
		}
		if len(way) > 0 {
			last := &way[len(way)-1]
			if e.To == last.state {
				continue
			}
			spent[last.state] += at.Sub(last.since)
		}
		for i, v := range way {
			if v.state == e.To {
				way = way[:i]
				break
			}
		}
		way = append(way, visit{state: e.To, since: at})
	}
	for i := range way {
		way[i].spent = spent[way[i].state]
	}
	return way, nil
}

// maxAhead bounds the likely future.
const maxAhead = 12

// straight is the way forward from a state: at each one the first calm
// transition that leads to a state declared later, neither rework nor cancelled.
func straight(l *model.Lifecycle, from string) []*model.State {
	place := map[string]int{}
	for i, s := range l.States {
		place[s.Key] = i
	}
	way := []*model.State{l.State(from)}
	for len(way) <= maxAhead {
		now := way[len(way)-1]
		next := ahead(l, now, place)
		if next == nil {
			break
		}
		way = append(way, next)
	}
	return way
}

func ahead(l *model.Lifecycle, now *model.State, place map[string]int) *model.State {
	for _, tr := range l.Transitions {
		if now == nil || !tr.From[now.Key] || tr.To == nil || tr.Danger || isExit(tr.To) {
			continue
		}
		isBack := now.Phase == "rework" && tr.To != now // rework leads back into the way
		if isBack || place[tr.To.Key] > place[now.Key] {
			return tr.To
		}
	}
	return nil
}

func isExit(s *model.State) bool { return s.Phase == "cancelled" || s.Phase == "rework" }

// exits are the states beside the way that can be reached from here.
func (a *asker) exits(rec *flow.Record) []exit {
	out, seen := []exit{}, map[string]bool{}
	l := rec.Type.Lifecycle
	if l == nil {
		return out
	}
	for _, tr := range l.Transitions {
		if tr.From[rec.Status()] && tr.To != nil && isExit(tr.To) && !seen[tr.To.Key] && tr.To.Key != rec.Status() {
			seen[tr.To.Key] = true
			out = append(out, exit{tr.To.Key, a.words().state(rec.Type, tr.To), tr.To.Phase})
		}
	}
	return out
}

func jsonInstant(t time.Time) string { s, _ := model.JSONValue(t).(string); return s }
