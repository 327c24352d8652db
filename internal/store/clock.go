package store

import (
	"encoding/json"
	"fmt"
	"time"

	"kontora/internal/flow"
	"kontora/internal/model"
	"kontora/internal/rule"

	"github.com/pocketbase/pocketbase/core"
)

// BadClock is a clock that does not stand where its history puts it.
type BadClock struct {
	Record rule.Reference
	Key    string
	Reason string
}

// VerifyClocks works out every clock anew from history. It returns how many are
// sound and the first one that is not.
func VerifyClocks(app core.App, m *model.Model, zone *time.Location) (count int, bad *BadClock, err error) {
	rows, err := query(app, `SELECT record, type, key, doc FROM k_facts WHERE kind = ? ORDER BY type, record, key`, string(flow.FactClock))
	if err != nil {
		return 0, nil, err
	}
	for _, row := range rows {
		ref := rule.Reference{Type: typeKey(m, text(row[1])), Id: text(row[0])}
		is := &flow.Clock{}
		if err := json.Unmarshal([]byte(text(row[3])), is); err != nil {
			return count, nil, fmt.Errorf("clock of %s/%s: %w", ref.Type, ref.Id, err)
		}
		events, err := clockEvents(app, text(row[1]), ref.Id, text(row[2]))
		if err != nil {
			return count, nil, err
		}
		should, err := flow.ReplayClock(m, events, zone)
		switch {
		case err != nil:
			return count, &BadClock{ref, text(row[2]), err.Error()}, nil
		case should == nil || !flow.SameClock(is, should):
			return count, &BadClock{ref, text(row[2]), "does not follow from its history"}, nil
		}
		count++
	}
	return count, nil, nil
}

func clockEvents(app core.App, typ, record, key string) ([]flow.ClockEvent, error) {
	rows, err := query(app, `SELECT at, diff FROM k_events WHERE record = ? AND type = ? AND action = ? AND transition = ? ORDER BY seq`,
		record, typ, string(flow.FactClock), string(flow.FactClock)+":"+key)
	if err != nil {
		return nil, err
	}
	var out []flow.ClockEvent
	for _, row := range rows {
		var told []struct {
			Verdict string `json:"verdict"`
			Step    string `json:"step"`
			Data    struct {
				Due      time.Time `json:"due"`
				Target   rule.Span `json:"target"`
				Calendar string    `json:"calendar"`
			} `json:"data"`
		}
		if err := json.Unmarshal([]byte(text(row[1])), &told); err != nil || len(told) != 1 {
			return nil, fmt.Errorf("event of clock %s: %w", key, err)
		}
		at, err := ParseInstant(text(row[0]))
		if err != nil {
			return nil, err
		}
		out = append(out, flow.ClockEvent{At: at, Verdict: told[0].Verdict, Step: told[0].Step, Target: told[0].Data.Target, Cal: told[0].Data.Calendar, Due: told[0].Data.Due})
	}
	return out, nil
}
