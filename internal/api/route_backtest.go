package api

import (
	"time"

	"kontora/internal/designer"
	"kontora/internal/engine"
	"kontora/internal/fault"
	"kontora/internal/model"
)

const (
	mostMonths    = 60
	usualReplay   = 60 * time.Second
	longestReplay = 300 * time.Second
)

// postBacktest asks what a draft would have made of the last months.
func postBacktest(a *asker) (answer, error) {
	if err := a.designer(designsReading); err != nil {
		return nil, err
	}
	var in struct {
		Files  map[string]*string `json:"files"`
		Months int                `json:"months"`
		Type   string             `json:"type"`
		Within int                `json:"within"` // seconds
	}
	if err := a.body(&in); err != nil {
		return nil, err
	}
	if in.Months < 1 || in.Months > mostMonths {
		return nil, fault.New(fault.Invalid, "bad_parameter", fault.Params{"name": "months", "min": 1, "max": mostMonths}).At("months")
	}
	files, found, err := a.sound(in.Files)
	if err != nil || files == nil {
		return refusedDraft(found), err
	}
	if !a.replays.TryLock() {
		return nil, fault.New(fault.Limit, "play_busy", nil)
	}
	defer a.replays.Unlock()
	draft, _ := engine.Check(files)
	past := designer.Past{Since: a.now.AddDate(0, -in.Months, 0), Type: in.Type, Within: usualReplay, Now: a.e.Now}
	if t := a.model.TypeBySlug(in.Type); t != nil {
		past.Type = t.Key
	}
	if in.Within > 0 {
		past.Within = min(time.Duration(in.Within)*time.Second, longestReplay)
	}
	b, err := designer.Replay(a.re.Request.Context(), a.re.App, a.e, draft, past)
	if err != nil {
		return nil, err
	}
	a.sayBacktest(b, draft)
	return b, a.hideUnseen(b)
}

// hideUnseen takes out of the samples what would tell of records that the asker does
// not see: whoever may design, or has a key for it, need not see them.
func (a *asker) hideUnseen(b *designer.Backtest) error {
	for _, d := range b.Differences {
		for i := range d.Sample {
			one := &d.Sample[i]
			t := a.model.TypeBySlug(one.Type)
			if t == nil {
				continue
			}
			_, _, err := a.load(t, one.Id)
			switch {
			case isMissing(err) || !a.inScope(t):
				one.Title, one.Number, one.Text, one.Hidden = "", "", "", true
			case err != nil:
				return err
			}
		}
	}
	return nil
}

// sayBacktest puts the asker's words in: of refusals, of states, of what the answer
// rests on.
func (a *asker) sayBacktest(b *designer.Backtest, draft *model.Model) {
	for i, key := range b.Assumptions {
		b.Assumptions[i], _ = a.server.words.text(a.lang, "play.assume_"+key, nil)
	}
	for _, d := range b.Differences {
		for i := range d.Sample {
			one := &d.Sample[i]
			switch {
			case one.Fault != nil:
				one.Text = a.everyText(one.Fault)
			case d.Kind == "state":
				title := one.Text
				if t := draft.TypeBySlug(d.Type); t != nil && t.Lifecycle.State(one.Text) != nil {
					title = t.Lifecycle.State(one.Text).Title
				}
				one.Text, _ = a.server.words.text(a.lang, "play.would_state", map[string]any{"state": title})
			}
		}
	}
}

// everyText says all parts of a refusal.
func (a *asker) everyText(f *fault.Fault) string {
	text := ""
	for i, part := range a.allTexts(a.translated(a.lang, f)) {
		if i > 0 {
			text += "; "
		}
		text += part
	}
	return text
}
