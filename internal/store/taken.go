package store

import (
	"fmt"
	"time"

	"kontora/internal/model"

	"github.com/pocketbase/pocketbase/core"
)

// Taken is what the history keeps of a list that somebody took out in a file.
type Taken struct {
	Rows     int    `json:"rows"`
	Format   string `json:"format"`
	View     string `json:"view,omitempty"`
	Filter   string `json:"filter,omitempty"`
	Words    string `json:"q,omitempty"`
	Chosen   int    `json:"chosen,omitempty"` // records that were named one by one
	Archived bool   `json:"archived,omitempty"`
}

// NoteTaken adds a line to the history of a type: who has taken out how much, and
// by which question. It belongs to no record.
func NoteTaken(tx core.App, t *model.Type, what Taken, actor, request string, at time.Time) error {
	reason, err := jsonText(what)
	if err != nil {
		return err
	}
	return AppendEvents(tx, []*Event{{At: instantText(at), Type: t.StableId, Action: "export", Actor: actor, Reason: reason, Request: request}})
}

// NoteFiled adds a line to the history of each record that went into a file for
// another program.
func NoteFiled(tx core.App, t *model.Type, key string, ids []string, again map[string]bool, actor, request string, at time.Time) error {
	events := make([]*Event, len(ids))
	for i, id := range ids {
		reason, err := jsonText(map[string]bool{"again": again[id]})
		if err != nil {
			return err
		}
		events[i] = &Event{At: instantText(at), Type: t.StableId, Record: id, Action: "export", Transition: "exchange:" + key, Actor: actor, Reason: reason, Request: request}
	}
	return AppendEvents(tx, events)
}

// Filed tells which of some records went into a file before.
func Filed(app core.App, t *model.Type, key string, ids []string) (map[string]bool, error) {
	found := map[string]bool{}
	for len(ids) > 0 {
		part := ids[:min(len(ids), 400)]
		ids = ids[len(part):]
		args := append(anys(part), t.StableId, "exchange:"+key)
		rows, err := query(app, `SELECT DISTINCT record FROM k_events WHERE record IN (`+places(len(part))+`) AND type = ? AND action = 'export' AND transition = ?`, args...)
		if err != nil {
			return nil, fmt.Errorf("what was filed: %w", err)
		}
		for _, r := range rows {
			found[text(r[0])] = true
		}
	}
	return found, nil
}
