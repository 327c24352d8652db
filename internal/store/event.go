package store

import (
	"encoding/json"
	"fmt"

	"kontora/internal/flow"
	"kontora/internal/model"

	"github.com/pocketbase/pocketbase/core"
)

// Event is one line of history. Type is the stable id of the record's type, so
// that history survives renames.
type Event struct {
	Seq        int64
	Id         string
	At         string
	Type       string
	Record     string
	Action     string // create, edit, transition, archive, restore, comment, migrate
	Actor      string // id of a person, "system" or "super"
	Behalf     string
	Transition string
	From, To   string // states
	Reason     string
	Diff       string // JSON: [{"field", "old", "new"}], field by stable id
	Config     int64
	Cause      string // id of the event that set this one off
	Request    string
	PrevHash   string
	Hash       string
}

const eventColumns = `seq, id, at, type, record, action, actor, behalf, transition, "from", "to", reason, diff, config, cause, request, prev_hash, hash`

func (e *Event) values() []any {
	return []any{e.Seq, e.Id, e.At, e.Type, e.Record, e.Action, e.Actor, e.Behalf, e.Transition, e.From, e.To,
		e.Reason, e.Diff, e.Config, e.Cause, e.Request, e.PrevHash, e.Hash}
}

func readEvent(row []any) *Event {
	return &Event{
		Seq: number(row[0]), Id: text(row[1]), At: text(row[2]), Type: text(row[3]), Record: text(row[4]), Action: text(row[5]),
		Actor: text(row[6]), Behalf: text(row[7]), Transition: text(row[8]), From: text(row[9]), To: text(row[10]), Reason: text(row[11]),
		Diff: text(row[12]), Config: number(row[13]), Cause: text(row[14]), Request: text(row[15]), PrevHash: text(row[16]), Hash: text(row[17]),
	}
}

// digest is the hash over everything else in the line, the previous hash
// included.
func (e *Event) digest() string {
	values := e.values()
	return link(values[:len(values)-1])
}

// AppendEvents adds lines to history, each bound to the one before. It fills
// seq, hashes and missing ids.
func AppendEvents(tx core.App, events []*Event) error {
	if len(events) == 0 {
		return nil
	}
	end, err := headOf(tx, chainEvents)
	if err != nil {
		return err
	}
	var args []any
	for _, e := range events {
		if e.Id == "" {
			e.Id = core.GenerateDefaultRandomId()
		}
		if e.Diff == "" {
			e.Diff = "[]"
		}
		e.Seq, e.PrevHash = end.length+1, end.hash
		e.Hash = e.digest()
		end = head{e.Seq, e.Hash}
		args = append(args, e.values()...)
	}
	return inParts(tx, `INSERT INTO k_events (`+eventColumns+`) VALUES `, ``, 18, args) // a trigger moves the head along
}

// eventsOf writes down the changes of a plan.
func eventsOf(plan *flow.Plan, a Applying) ([]*Event, error) {
	ids := make(map[*flow.Change]string, len(plan.Changes))
	var events []*Event
	for _, c := range plan.Changes {
		diff, err := diffText(c.Diff)
		if err != nil {
			return nil, fmt.Errorf("diff of %s/%s: %w", c.After.Type.Key, c.After.Id, err)
		}
		e := &Event{
			Id: core.GenerateDefaultRandomId(), At: instantText(a.At), Type: c.After.Type.StableId, Record: c.After.Id,
			Action: string(c.Kind), Actor: actorWord(c.Actor), To: c.After.Status(), Reason: c.Reason, Diff: diff,
			Config: a.Config, Cause: ids[c.Cause], Request: a.Request,
		}
		if c.Before != nil {
			e.From = c.Before.Status()
		}
		if c.Transition != nil {
			e.Transition = c.Transition.Key
		}
		if c.Behalf != nil {
			e.Behalf = c.Behalf.Id
		}
		if h := c.Happening; h != nil {
			if err := e.happened(h); err != nil {
				return nil, err
			}
		}
		ids[c] = e.Id
		events = append(events, e)
	}
	return events, nil
}

// happened writes down what happened to a fact: its name in place of a
// transition, the rest in place of what changed.
func (e *Event) happened(h *flow.Happening) error {
	e.Transition = string(h.Fact.Kind) + ":" + h.Fact.Key
	if h.Behalf != nil {
		e.Behalf = h.Behalf.Id
	}
	var err error
	e.Diff, err = jsonText([]Happened{{Fact: h.Fact.Key, Part: h.Fact.Part, Step: h.Step, Verdict: h.Verdict, Data: h.Data}})
	return err
}

// Happened is what the history tells of a fact.
type Happened struct {
	Fact    string         `json:"fact"`
	Part    string         `json:"part,omitempty"`
	Step    string         `json:"step,omitempty"`
	Verdict string         `json:"verdict,omitempty"`
	Data    map[string]any `json:"data,omitempty"`
}

// HappenedOf reads what an event tells of a fact; nil for an event of the record
// itself.
func HappenedOf(e *Event) (*Happened, error) {
	var list []Happened
	if err := json.Unmarshal([]byte(e.Diff), &list); err != nil {
		return nil, err
	}
	if len(list) != 1 || list[0].Fact == "" {
		return nil, nil
	}
	return &list[0], nil
}

func actorWord(a flow.Actor) string {
	switch {
	case a.Person != nil:
		return a.Person.Id
	case a.Super:
		return "super"
	}
	return "system"
}

func diffText(diff []flow.Diff) (string, error) {
	type line struct {
		Field string `json:"field"`
		Old   any    `json:"old"`
		New   any    `json:"new"`
	}
	lines := make([]line, len(diff))
	for i, d := range diff {
		lines[i] = line{d.Field.StableId, Plain(d.Field, rowsAsList(d.Field, d.Old)), Plain(d.Field, rowsAsList(d.Field, d.New))}
	}
	return jsonText(lines)
}

// rowsAsList lets a table appear in a diff whichever way the plan holds it. Its
// cells are named by stable ids, as fields are.
func rowsAsList(f *model.Field, v any) any {
	if f.Kind != model.Rows {
		return v
	}
	switch rows := v.(type) {
	case []*flow.Record:
		list := make([]any, len(rows))
		for i, r := range rows {
			list[i] = r
		}
		return list
	case []any:
		list := make([]any, len(rows))
		for i, r := range rows {
			list[i] = plainRow(f, r)
		}
		return list
	}
	return v
}

// plainRow writes the cells of one row of a diff as clients see them.
func plainRow(f *model.Field, v any) any {
	cells, ok := v.(map[string]any)
	if !ok {
		return v
	}
	row := map[string]any{"id": cells["id"]}
	for _, c := range f.RowType.Fields {
		if cell, there := cells[c.Key]; there {
			row[c.StableId] = Plain(c, cell)
		}
	}
	return row
}

// History reads the events of a record, newest first, from before a sequence
// number (0: from the newest).
func History(app core.App, t *model.Type, record string, before int64, limit int) ([]*Event, error) {
	if before == 0 {
		before = 1 << 62
	}
	rows, err := query(app, `SELECT `+eventColumns+` FROM k_events WHERE record = ? AND seq < ? AND type = ? ORDER BY seq DESC LIMIT ?`,
		record, before, t.StableId, limit)
	if err != nil {
		return nil, err
	}
	events := make([]*Event, len(rows))
	for i, row := range rows {
		events[i] = readEvent(row)
	}
	return events, nil
}
