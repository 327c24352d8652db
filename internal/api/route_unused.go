package api

import (
	"kontora/internal/designer"
	"kontora/internal/model"
)

// longestUse is how many days back the use of a configuration is counted.
const longestUse = 3650

type unusedAnswer struct {
	*designer.Usage
	Uncounted []uncountedOut `json:"uncounted"`
}

type uncountedOut struct {
	Kind string `json:"kind"`
	Text string `json:"text"`
}

// getUnused tells what of the configuration was not used for some days; with all,
// how often everything was.
func getUnused(a *asker) (answer, error) {
	if err := a.designer(designsReading); err != nil {
		return nil, err
	}
	days, err := a.whole("days", 90, longestUse)
	if err != nil {
		return nil, err
	}
	u, err := designer.UsageOf(a.re.App, a.model, a.now, days)
	if err != nil {
		return nil, err
	}
	if a.query("all") == "" {
		u.Unused()
	}
	out := unusedAnswer{u, []uncountedOut{}}
	for _, kind := range u.Uncounted {
		text, _ := a.server.words.text(a.lang, "play.uncounted_"+kind, nil)
		out.Uncounted = append(out.Uncounted, uncountedOut{kind, text})
	}
	for _, one := range u.Items {
		a.nameUse(one)
	}
	return out, nil
}

// nameUse puts the asker's words in the place of the configuration's.
func (a *asker) nameUse(one *designer.Use) {
	t, w := a.model.TypeBySlug(one.Type), a.words()
	if t == nil || w.isSource() {
		return
	}
	switch one.Kind {
	case "type":
		one.Title = w.plural(t)
	case "state":
		one.Title = w.state(t, t.Lifecycle.State(one.Key))
	case "transition":
		one.Title = w.transition(t.Lifecycle.Transition(one.Key))
	case "field":
		one.Title = w.field(t.Field(one.Key))
	case "timer", "clock":
		one.Title = w.fact(t, one.Kind, one.Key)
	case "step":
		one.Title = stepTitle(w, t, one)
	}
}

func stepTitle(w *words, t *model.Type, one *designer.Use) string {
	for _, route := range t.Facts.Approvals {
		for _, s := range route.Steps {
			if route.Key+"."+s.Key == one.Key {
				return w.step(t, route, s.Key)
			}
		}
	}
	return one.Title
}
