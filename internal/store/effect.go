package store

import (
	"fmt"
	"time"

	"kontora/internal/model"

	"github.com/pocketbase/pocketbase/core"
)

// Effect is what one handler of hooks is to be told of one change. Its states
// are those of a letter; one that has run is gone.
type Effect struct {
	Id      string
	Handler string // which one, whatever line it stands on
	Place   string // file:line of the handler, or of what went wrong in it
	Type    string // key
	Record  string
	Told    string // what the handler is told, as JSON
	Depth   int    // how many handlers led to the change
	At      time.Time
	State   string
	Tries   int    // since it was queued
	Attempt int    // of all times
	Error   string // why it has not run: a word, or what the handler said
}

// KeepEffects writes down what handlers are to be told, in the transaction of
// the change and in this order.
func KeepEffects(tx core.App, m *model.Model, effects []Effect) error {
	var args []any
	for _, e := range effects {
		at := instantText(e.At)
		args = append(args, e.Id, e.Handler, e.Place, stableId(m, e.Type), e.Record, e.Told, e.Depth, at, at, e.State, 0, 0, e.Error)
	}
	return inParts(tx, `INSERT INTO k_effects (id, handler, place, type, record, told, depth, at, next, state, tries, attempt, error) VALUES `, ``, 13, args)
}

// firstInLine is true of effects that may run now. One handler hears of the
// changes of one record in order, so a later one waits for those before it.
const firstInLine = `state = 'queued' AND next <= ? AND NOT EXISTS (SELECT 1 FROM k_effects before WHERE before.state = 'queued'
	AND before.record = k_effects.record AND before.handler = k_effects.handler AND before.seq < k_effects.seq)`

// DueEffects lists effects that may run now, by id with the record, the oldest first.
func DueEffects(app core.App, now time.Time, limit int) ([]Effect, error) {
	return effectsInLine(app, `WHERE `+firstInLine+` ORDER BY next, seq LIMIT ?`, instantText(now), limit)
}

// FollowingEffect is the one of a line that may run now; nil when there is none.
func FollowingEffect(app core.App, e *Effect, now time.Time) (*Effect, error) {
	list, err := effectsInLine(app, `WHERE record = ? AND handler = ? AND `+firstInLine, e.Record, e.Handler, instantText(now))
	if err != nil || len(list) == 0 {
		return nil, err
	}
	return &list[0], nil
}

func effectsInLine(app core.App, tail string, args ...any) ([]Effect, error) {
	rows, err := query(app, `SELECT id, record FROM k_effects `+tail, args...)
	if err != nil {
		return nil, fmt.Errorf("read effects: %w", err)
	}
	list := make([]Effect, len(rows))
	for i, row := range rows {
		list[i] = Effect{Id: text(row[0]), Record: text(row[1])}
	}
	return list, nil
}

// BeginEffect counts a try before it is made, so that one which takes the whole
// program down is counted too; nil when the effect may not run now.
func BeginEffect(app core.App, m *model.Model, id string, now time.Time) (*Effect, error) {
	rows, err := change(app, `UPDATE k_effects SET tries = tries + 1, attempt = attempt + 1 WHERE id = ? AND `+firstInLine+`
		RETURNING id, handler, place, type, record, told, depth, tries, attempt`, id, instantText(now))
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	row := rows[0]
	return &Effect{Id: text(row[0]), Handler: text(row[1]), Place: text(row[2]), Type: typeKey(m, text(row[3])), Record: text(row[4]),
		Told: text(row[5]), Depth: int(number(row[6])), Tries: int(number(row[7])), Attempt: int(number(row[8]))}, nil
}

// EndEffect removes an effect that has run.
func EndEffect(app core.App, id string) error {
	_, err := exec(app, `DELETE FROM k_effects WHERE id = ?`, id)
	return err
}

// FailEffect notes what went wrong, and where; the effect is in the given state
// then, and when it is queued it waits.
func FailEffect(app core.App, id, state string, until time.Time, place, reason string) error {
	_, err := exec(app, `UPDATE k_effects SET state = ?, next = ?, place = ?, error = ? WHERE id = ? AND state = 'queued'`,
		state, instantText(until), place, reason, id)
	return err
}

// Audience is a handler and the type of records it is to be told of.
type Audience struct{ Handler, Type string }

// WaitingAudiences lists those for whom something waits.
func WaitingAudiences(app core.App, m *model.Model) ([]Audience, error) {
	rows, err := query(app, `SELECT DISTINCT handler, type FROM k_effects WHERE state = 'queued'`)
	if err != nil {
		return nil, fmt.Errorf("read effects: %w", err)
	}
	list := make([]Audience, len(rows))
	for i, row := range rows {
		list[i] = Audience{text(row[0]), typeKey(m, text(row[1]))}
	}
	return list, nil
}

// GiveUpEffects gives up what waits for an audience, with the reason.
func GiveUpEffects(app core.App, m *model.Model, a Audience, reason string) (int64, error) {
	return exec(app, `UPDATE k_effects SET state = 'dead', error = ? WHERE state = 'queued' AND handler = ? AND type = ?`, reason, a.Handler, stableId(m, a.Type))
}
