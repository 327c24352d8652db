package designer

import (
	"context"
	"slices"
	"strings"

	"kontora/internal/engine"
	"kontora/internal/flow"
	"kontora/internal/model"
	"kontora/internal/store"
)

// judged is how many clocks, or rounds, of one declaration are judged one by one.
const judged = 2000

// ClockChange is what becomes of the clocks that run by one declaration.
type ClockChange struct {
	Type    string   `json:"type"`
	Key     string   `json:"key"`
	Title   string   `json:"title"`
	Running int64    `json:"running"` // they go on by the earlier norm
	Overdue int64    `json:"overdue"` // would be at once, counted by the new one
	Looked  int      `json:"looked"`  // so many were judged
	From    string   `json:"from,omitempty"`
	To      string   `json:"to,omitempty"`
	Sample  []Sample `json:"sample"` // of those that would be overdue
	Text    string   `json:"text"`
}

// RouteChange is what becomes of the rounds that go on by one route.
type RouteChange struct {
	Type   string       `json:"type"`
	Key    string       `json:"key"`
	Title  string       `json:"title"`
	Rounds int64        `json:"rounds"` // they go on by the earlier route
	Looked int          `json:"looked"`
	Steps  []StepChange `json:"steps"`
	Text   string       `json:"text"`
}

// StepChange tells how many rounds would get a step or do without it, if they went
// over to the new route.
type StepChange struct {
	Key    string   `json:"key"`
	Title  string   `json:"title"`
	Gain   int64    `json:"gain"`
	Lose   int64    `json:"lose"`
	Sample []Sample `json:"sample"`
	Text   string   `json:"text"`
}

// changedParts lists what of a type's clocks or routes is not what it was, by the
// key of the clock or the route.
func (p *planner) changedParts(t *model.Type, whats ...string) []string {
	var keys []string
	for _, d := range p.report.Differences {
		if !slices.Contains(whats, d.What) || d.Verb == "added" && d.What == whats[0] || p.before(d.Difference) != t {
			continue
		}
		key, _, _ := strings.Cut(d.Key, ".")
		if !slices.Contains(keys, key) {
			keys = append(keys, key)
		}
	}
	return keys
}

// clocks tells of the clocks that run by a norm that changes.
func (p *planner) clocks(ctx context.Context) error {
	calendars := slices.ContainsFunc(p.report.Differences, func(d Impact) bool { return d.What == "calendar" || d.What == "year" })
	for _, t := range p.live.Types {
		now := p.now(t)
		if t.Facts == nil || len(t.Facts.Clocks) == 0 || t.Abstract {
			continue
		}
		keys := p.changedParts(t, "clock", "level")
		if calendars {
			keys = nil
			for _, c := range t.Facts.Clocks {
				keys = append(keys, c.Key)
			}
		}
		if len(keys) == 0 {
			continue
		}
		running, err := store.CountRunning(p.app, t, flow.FactClock)
		if err != nil {
			return err
		}
		for _, key := range keys {
			if d := t.Facts.Clock(key); d != nil && running[key] > 0 {
				if err := p.clock(ctx, t, now, d, running[key]); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

func (p *planner) clock(ctx context.Context, t, now *model.Type, d *model.Clock, running int64) error {
	out := ClockChange{Type: t.Slug, Key: d.Key, Title: p.Speech.titled(d.Title), Running: running, Sample: []Sample{}}
	var next *model.Clock
	if now != nil {
		next = now.Facts.Clock(d.Key)
	}
	say := params{"title": out.Title, "count": p.Speech.number(running), "type": p.Speech.titled(t.Title)}
	if next == nil {
		out.Text = p.Speech.say("clock.gone", say)
		p.report.Clocks = append(p.report.Clocks, out)
		return nil
	}
	for _, diff := range p.report.Differences {
		if diff.What == "clock" && diff.Key == d.Key && diff.Aspect == "target" && p.before(diff.Difference) == t {
			before, after := p.Speech.places(p.live, p.Wanted, diff.Difference)
			out.From, out.To = p.Speech.value(before, diff.Before), p.Speech.value(after, diff.After)
		}
	}
	ids, err := p.overdue(ctx, t, now, next, &out)
	if err != nil {
		return err
	}
	out.Sample = p.samples(t, ids)
	say["overdue"], say["from"], say["to"], say["looked"] = p.Speech.number(out.Overdue), out.From, out.To, p.Speech.number(int64(out.Looked))
	out.Text = p.Speech.say("clock.running", say)
	if out.From != "" {
		out.Text = p.Speech.say("clock.norm", say)
	}
	if out.Overdue > 0 {
		out.Text += " " + p.Speech.say("clock.overdue", say)
	}
	if int64(out.Looked) < running {
		out.Text += " " + p.Speech.say("looked", say)
	}
	p.report.Clocks = append(p.report.Clocks, out)
	return nil
}

// overdue counts the clocks that would be late at once by a new norm.
func (p *planner) overdue(ctx context.Context, t, now *model.Type, next *model.Clock, out *ClockChange) ([]string, error) {
	list, err := store.RunningOf(p.app, t, flow.FactClock, next.Key, judged)
	if err != nil {
		return nil, err
	}
	trial, err := p.trial(t, list)
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, r := range list {
		if ctx.Err() != nil {
			break
		}
		out.Looked++
		if r.Clock.State != flow.ClockRunning || r.Clock.Late || r.Clock.Due.Before(p.Engine.Now()) {
			continue
		}
		rec, err := trial.Load(now, r.Record)
		if err != nil || rec == nil {
			continue
		}
		due, err := flow.DueBy(p.Wanted, trial, next, rec, r.Clock, p.Engine.Now())
		if err != nil || due.IsZero() || !due.Before(p.Engine.Now()) {
			continue // one that cannot be judged is not called late
		}
		out.Overdue++
		if len(ids) < sampled {
			ids = append(ids, r.Record)
		}
	}
	return ids, nil
}

// trial opens the records of what goes on to the wanted configuration.
func (p *planner) trial(t *model.Type, list []store.Running) (*engine.Trial, error) {
	trial, err := p.Engine.Try(p.Wanted)
	if err != nil {
		return nil, err
	}
	ids := make([]string, len(list))
	for i, r := range list {
		ids[i] = r.Record
	}
	return trial, trial.LoadAll(t, ids)
}

// rounds tells of the rounds of approval whose steps change.
func (p *planner) rounds(ctx context.Context) error {
	for _, t := range p.live.Types {
		if t.Facts == nil || len(t.Facts.Approvals) == 0 || t.Abstract {
			continue
		}
		keys := p.changedParts(t, "approval", "step", "outcome")
		if len(keys) == 0 {
			continue
		}
		going, err := store.CountRunning(p.app, t, flow.FactRound)
		if err != nil {
			return err
		}
		for _, key := range keys {
			if d := t.Facts.Approval(key); d != nil && going[key] > 0 {
				if err := p.route(ctx, t, d, going[key]); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

func (p *planner) route(ctx context.Context, t *model.Type, d *model.Approval, going int64) error {
	out := RouteChange{Type: t.Slug, Key: d.Key, Title: p.Speech.titled(d.Title), Rounds: going, Steps: []StepChange{}}
	say := params{"title": out.Title, "count": p.Speech.number(going), "type": p.Speech.titled(t.Title)}
	now := p.now(t)
	var next *model.Approval
	if now != nil {
		next = now.Facts.Approval(d.Key)
	}
	if next == nil {
		out.Text = p.Speech.say("route.gone", say)
		p.report.Approvals = append(p.report.Approvals, out)
		return nil
	}
	if err := p.steps(ctx, t, now, d, next, &out); err != nil {
		return err
	}
	out.Text = p.Speech.say("route.going", say)
	if int64(out.Looked) < going {
		say["looked"] = p.Speech.number(int64(out.Looked))
		out.Text += " " + p.Speech.say("looked", say)
	}
	p.report.Approvals = append(p.report.Approvals, out)
	return nil
}

// steps judges which steps rounds would get or do without by the new route.
func (p *planner) steps(ctx context.Context, t, now *model.Type, d, next *model.Approval, out *RouteChange) error {
	list, err := store.RunningOf(p.app, t, flow.FactRound, d.Key, judged)
	if err != nil {
		return err
	}
	trial, err := p.trial(t, list)
	if err != nil {
		return err
	}
	changes := map[string]*StepChange{}
	for _, r := range list {
		if ctx.Err() != nil {
			break
		}
		out.Looked++
		before, after, err := p.stepsOf(trial, t, now, d, next, r.Record)
		if err != nil {
			continue // its own rules tell, when it is looked at
		}
		for _, step := range slices.Concat(d.Steps, next.Steps) {
			if before[step.Key] == after[step.Key] {
				continue
			}
			c := changes[step.Key]
			if c == nil {
				c = &StepChange{Key: step.Key, Title: p.Speech.titled(step.Title)}
				changes[step.Key] = c
			}
			if before[step.Key] {
				c.Lose++
			} else {
				c.Gain++
			}
			before[step.Key] = after[step.Key] // a step that stands in both counts once
			if len(c.Sample) < sampled {
				c.Sample = append(c.Sample, p.samples(t, []string{r.Record})...)
			}
		}
	}
	for _, step := range slices.Concat(d.Steps, next.Steps) {
		if c := changes[step.Key]; c != nil {
			delete(changes, step.Key)
			c.Text = p.stepText(c)
			out.Steps = append(out.Steps, *c)
		}
	}
	return nil
}

func (p *planner) stepsOf(trial *engine.Trial, t, now *model.Type, d, next *model.Approval, id string) (before, after map[string]bool, err error) {
	was, err := trial.Snapshot.Load(t, id)
	if err != nil || was == nil {
		return nil, nil, err
	}
	rec, err := trial.Load(now, id)
	if err != nil {
		return nil, nil, err
	}
	if before, err = flow.StepsOf(p.live, trial.Snapshot, d, was, p.Engine.Now()); err != nil {
		return nil, nil, err
	}
	after, err = flow.StepsOf(p.Wanted, trial, next, rec, p.Engine.Now())
	return before, after, err
}

func (p *planner) stepText(c *StepChange) string {
	var out []string
	if c.Lose > 0 {
		out = append(out, p.Speech.say("step.lose", params{"count": p.Speech.number(c.Lose), "title": c.Title}))
	}
	if c.Gain > 0 {
		out = append(out, p.Speech.say("step.gain", params{"count": p.Speech.number(c.Gain), "title": c.Title}))
	}
	return strings.Join(out, " ")
}
