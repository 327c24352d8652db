package store

import (
	"bytes"
	"encoding/json"
	"fmt"
	"time"

	"kontora/internal/flow"
	"kontora/internal/model"
	"kontora/internal/money"
	"kontora/internal/rule"

	"github.com/pocketbase/pocketbase/core"
	"github.com/shopspring/decimal"
)

// Deed is one line of history with the record before and after it.
type Deed struct {
	*Event
	Before, After *flow.Record // Before is nil where the record was created
}

// deedsRead bounds the history of one record that is gone through.
const deedsRead = 2000

// Deeds goes back through the history of a record from what it holds now, and
// gives its changes, the oldest first. What it holds now must be handed in.
func Deeds(app core.App, m *model.Model, rec *flow.Record) ([]*Deed, error) {
	events, err := History(app, rec.Type, rec.Id, 0, deedsRead)
	if err != nil {
		return nil, err
	}
	deeds := []*Deed{}
	cur := rec
	for _, e := range events { // the newest first
		if e.Action != "create" && e.Action != "edit" && e.Action != "transition" && e.Action != "migrate" && e.Action != "archive" && e.Action != "restore" {
			continue
		}
		d := &Deed{Event: e, After: cur}
		if e.Action != "create" {
			if d.Before, err = undone(m, cur, e); err != nil {
				return nil, fmt.Errorf("before event %s: %w", e.Id, err)
			}
			cur = d.Before
		}
		deeds = append(deeds, d)
	}
	for i, j := 0, len(deeds)-1; i < j; i, j = i+1, j-1 {
		deeds[i], deeds[j] = deeds[j], deeds[i]
	}
	return deeds, enter(deeds)
}

// enter gives every version when its state was entered, and from which: history
// does not repeat that.
func enter(deeds []*Deed) error {
	var at time.Time
	previous := any(nil)
	for _, d := range deeds {
		if d.Before != nil && !at.IsZero() {
			d.Before.Values["entered_at"] = at
			d.Before.Values["previous"] = previous
		}
		when, err := ParseInstant(d.At)
		if err != nil {
			return err
		}
		if d.Action == "create" || d.From != d.To {
			at, previous = when, nil
			if d.From != "" {
				previous = d.From
			}
		}
	}
	return nil
}

// undone is a record as it was before a change.
func undone(m *model.Model, rec *flow.Record, e *Event) (*flow.Record, error) {
	var lines []struct {
		Field string `json:"field"`
		Old   any    `json:"old"`
	}
	dec := json.NewDecoder(bytes.NewReader([]byte(e.Diff)))
	dec.UseNumber()
	if err := dec.Decode(&lines); err != nil {
		return nil, err
	}
	was := rec.Clone()
	for _, l := range lines {
		f := fieldByStableId(rec.Type, l.Field)
		switch {
		case f == nil:
		case f.Kind == model.Rows:
			was.Rows[f.Key] = rowsOnce(rec, f, l.Old)
		default:
			if was.Values[f.Key] = once(f, l.Old); was.Values[f.Key] == nil {
				delete(was.Values, f.Key)
			}
		}
	}
	inCurrency(was)
	if rec.Type.Lifecycle != nil && e.From != "" {
		was.Values["status"] = e.From
	}
	if e.Action == "archive" {
		delete(was.Values, "archived")
	}
	return was, nil
}

func fieldByStableId(t *model.Type, id string) *model.Field {
	for _, f := range t.Fields {
		if f.StableId == id {
			return f
		}
	}
	return nil
}

// inCurrency gives amounts the currency that stands beside them.
func inCurrency(rec *flow.Record) {
	for _, f := range rec.Type.Fields {
		a, isMoney := rec.Values[f.Key].(money.Amount)
		if !isMoney || f.Currency != "" || f.CurrencyField == nil {
			continue
		}
		if currency, ok := rec.Values[f.CurrencyField.Key].(string); ok {
			rec.Values[f.Key] = money.Amount{Value: a.Value, Currency: currency}
		}
	}
}

func rowsOnce(rec *flow.Record, f *model.Field, v any) []*flow.Record {
	list, _ := v.([]any)
	var rows []*flow.Record
	for _, item := range list {
		cells, _ := item.(map[string]any)
		id, _ := cells["id"].(string)
		row := &flow.Record{Type: f.RowType, Id: id, Values: map[string]any{"parent": rec.Reference()}, Rows: map[string][]*flow.Record{}}
		for _, c := range f.RowType.Fields {
			if cell := once(c, cells[c.StableId]); cell != nil {
				row.Values[c.Key] = cell
			}
		}
		inCurrency(row)
		rows = append(rows, row)
	}
	return rows
}

// once reads a value as history keeps it; nil for what is none any more.
func once(f *model.Field, v any) any {
	if list, many := v.([]any); many {
		var out []any
		for _, item := range list {
			if one := onceOne(f, item); one != nil {
				out = append(out, one)
			}
		}
		if out == nil {
			return nil
		}
		return out
	}
	return onceOne(f, v)
}

func onceOne(f *model.Field, v any) any {
	word, _ := v.(string)
	switch f.Kind {
	case model.Text, model.Enum, model.Number, model.Texts, model.Ref, model.File:
		if word == "" {
			return nil
		}
		return decodeWord(f, word)
	case model.Integer, model.Decimal, model.Money:
		d, err := decimal.NewFromString(fmt.Sprint(v))
		if v == nil || err != nil {
			return nil
		}
		if f.Kind == model.Money {
			return money.Amount{Value: d, Currency: f.Currency}
		}
		return d
	case model.Date:
		if day, err := rule.ParseDate(word); err == nil {
			return day
		}
		return nil
	case model.Instant:
		if at, err := ParseInstant(word); err == nil {
			return at
		}
		return nil
	}
	return v
}

// PersonalMoves lists the transitions since an instant that a person ran, or that a
// person's vote led to, in the order of history, from behind a place on.
func PersonalMoves(app core.App, since time.Time, after int64, typ string, limit int) ([]*Event, error) {
	where, args := ``, []any{after, instantText(since)}
	if typ != "" {
		where, args = ` AND type = ?`, append(args, typ)
	}
	rows, err := query(app, `SELECT `+eventColumns+` FROM k_events e WHERE seq > ? AND at >= ? AND action = 'transition'`+where+`
		AND (cause = '' AND actor NOT IN ('system', 'super') OR EXISTS (SELECT 1 FROM k_events v WHERE v.id = e.cause AND v.action = 'vote'))
		ORDER BY seq LIMIT ?`, append(args, limit)...)
	if err != nil {
		return nil, fmt.Errorf("read moves: %w", err)
	}
	events := make([]*Event, len(rows))
	for i, row := range rows {
		events[i] = readEvent(row)
	}
	return events, nil
}

// CountPersonalMoves counts them all.
func CountPersonalMoves(app core.App, since time.Time, typ string) (int64, error) {
	where, args := ``, []any{instantText(since)}
	if typ != "" {
		where, args = ` AND type = ?`, append(args, typ)
	}
	row, err := one(app, `SELECT count(*) FROM k_events e WHERE at >= ? AND action = 'transition'`+where+`
		AND (cause = '' AND actor NOT IN ('system', 'super') OR EXISTS (SELECT 1 FROM k_events v WHERE v.id = e.cause AND v.action = 'vote'))`, args...)
	if err != nil {
		return 0, fmt.Errorf("count moves: %w", err)
	}
	return number(row[0]), nil
}

// Booked is one entry of a register with the place of its event in history.
type Booked struct {
	Seq, Event int64
	Register   string // stable id
	Key        string // as stored
	Resource   string
	Units      int64
	Gone       bool // of which the latest counts: taken back
}

// BookedAfter lists entries in order, from behind one on.
func BookedAfter(app core.App, seq int64, limit int) ([]Booked, error) {
	rows, err := query(app, `SELECT b.seq, coalesce(e.seq, 0), b.register, b.key, b.resource, b.units FROM k_entries b LEFT JOIN k_events e ON e.id = b.event
		WHERE b.seq > ? ORDER BY b.seq LIMIT ?`, seq, limit)
	if err != nil {
		return nil, fmt.Errorf("read entries: %w", err)
	}
	list := make([]Booked, len(rows))
	for i, r := range rows {
		list[i] = Booked{number(r[0]), number(r[1]), text(r[2]), text(r[3]), text(r[4]), number(r[5]), r[5] == nil}
	}
	return list, nil
}

// PostedBefore is what a record contributed to registers before an entry.
func PostedBefore(app core.App, m *model.Model, ref rule.Reference, entry int64) ([]*flow.Fact, error) {
	rows, err := query(app, `SELECT register, posting, part, key, resource, sum(units), max(day) FROM k_entries
		WHERE record = ? AND type = ? AND seq <= ? GROUP BY register, posting, part, key, resource`, ref.Id, stableId(m, ref.Type), entry)
	if err != nil {
		return nil, fmt.Errorf("contributions of %s: %w", ref.Id, err)
	}
	found := map[flow.FactId]*flow.Posted{}
	var out []*flow.Fact
	for _, r := range rows {
		units := number(r[5])
		if units == 0 {
			continue
		}
		id := flow.FactId{Kind: flow.FactPosting, Key: text(r[1]), Part: text(r[2])}
		p := found[id]
		if p == nil {
			p = &flow.Posted{Register: text(r[0]), Day: text(r[6]), Key: decodeKey(text(r[3])), Units: map[string]int64{}}
			found[id] = p
			out = append(out, &flow.Fact{FactId: id, Doc: p})
		}
		p.Units[text(r[4])] = units
	}
	return out, nil
}

// KeptClock is a clock beside a record.
type KeptClock struct {
	Record rule.Reference
	Key    string
	Clock  *flow.Clock
}

// ClocksSince lists clocks that started since an instant, in a fixed order, from
// behind one on.
func ClocksSince(app core.App, m *model.Model, since time.Time, after [3]string, typ string, limit int) (list []KeptClock, last [3]string, err error) {
	where, args := ``, []any{string(flow.FactClock), after[0], after[1], after[2], since.UTC().Format(time.RFC3339)}
	if typ != "" {
		where, args = ` AND type = ?`, append(args, typ)
	}
	rows, err := query(app, `SELECT record, type, key, doc FROM k_facts WHERE kind = ? AND (record, type, key) > (?, ?, ?)
		AND json_extract(doc, '$.start') >= ?`+where+` ORDER BY record, type, key LIMIT ?`, append(args, limit)...)
	if err != nil {
		return nil, after, fmt.Errorf("read clocks: %w", err)
	}
	last = after
	for _, r := range rows {
		last = [3]string{text(r[0]), text(r[1]), text(r[2])}
		t := typeByStableId(m, last[1])
		if t == nil {
			continue
		}
		c := &flow.Clock{}
		if err := json.Unmarshal([]byte(text(r[3])), c); err != nil {
			return nil, last, fmt.Errorf("clock of %s: %w", last[0], err)
		}
		list = append(list, KeptClock{rule.Reference{Type: t.Key, Id: last[0]}, last[2], c})
	}
	return list, last, nil
}

// NextRoot is the place of the next event that nothing else set off; behind the end
// of history when there is none.
func NextRoot(app core.App, seq int64) (int64, error) {
	row, err := one(app, `SELECT seq FROM k_events WHERE seq > ? AND cause = '' ORDER BY seq LIMIT 1`, seq)
	if err != nil {
		return 0, fmt.Errorf("next event: %w", err)
	}
	if row == nil {
		return 1 << 62, nil
	}
	return number(row[0]), nil
}
