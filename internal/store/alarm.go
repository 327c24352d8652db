package store

import (
	"time"

	"kontora/internal/flow"
	"kontora/internal/model"
	"kontora/internal/rule"

	"github.com/pocketbase/pocketbase/core"
)

// Alarm is an instant that a fact of a record waits for.
type Alarm struct {
	Record rule.Reference
	Fact   flow.FactId
	Level  string
	At     time.Time // when it was due
	Next   time.Time // when it is to be tried; later than At after a refusal
	Tries  int
	Error  string // code of the last refusal
}

const alarmColumns = `record, type, kind, key, part, level, at, next, tries, error`

func readAlarm(m *model.Model, row []any) (Alarm, error) {
	a := Alarm{
		Record: rule.Reference{Id: text(row[0])},
		Fact:   flow.FactId{Kind: flow.FactKind(text(row[2])), Key: text(row[3]), Part: text(row[4])},
		Level:  text(row[5]), Tries: int(number(row[8])), Error: text(row[9]),
	}
	a.Record.Type = typeKey(m, text(row[1]))
	var err error
	if a.At, err = ParseInstant(text(row[6])); err != nil {
		return a, err
	}
	a.Next, err = ParseInstant(text(row[7]))
	return a, err
}

// DueAlarms lists alarms that have come, the earliest first.
func DueAlarms(app core.App, m *model.Model, now time.Time, limit int) ([]Alarm, error) {
	return alarms(app, m, `WHERE next <= ? ORDER BY next, record, kind, key, part, level LIMIT ?`, instantText(now), limit)
}

// RefusedAlarms lists alarms whose command was refused at least so often, the
// oldest first.
func RefusedAlarms(app core.App, m *model.Model, tries, limit int) ([]Alarm, error) {
	return alarms(app, m, `WHERE tries >= ? ORDER BY at LIMIT ?`, tries, limit)
}

func alarms(app core.App, m *model.Model, tail string, args ...any) ([]Alarm, error) {
	rows, err := query(app, `SELECT `+alarmColumns+` FROM k_alarms `+tail, args...)
	if err != nil {
		return nil, err
	}
	found := make([]Alarm, len(rows))
	for i, row := range rows {
		if found[i], err = readAlarm(m, row); err != nil {
			return nil, err
		}
	}
	return found, nil
}

// TakeAlarm removes an alarm in the transaction that answers it; false when
// somebody else has, or when the fact has changed meanwhile.
func TakeAlarm(tx core.App, m *model.Model, a Alarm) (bool, error) {
	n, err := exec(tx, `DELETE FROM k_alarms WHERE `+alarmKey+` AND next = ?`, append(a.key(m), instantText(a.Next))...)
	return n > 0, err
}

// PostponeAlarm notes a refusal and when to try again.
func PostponeAlarm(app core.App, m *model.Model, a Alarm, code string, until time.Time) error {
	_, err := exec(app, `UPDATE k_alarms SET tries = tries + 1, next = ?, error = ? WHERE `+alarmKey, append([]any{instantText(until), code}, a.key(m)...)...)
	return err
}

const alarmKey = `record = ? AND type = ? AND kind = ? AND key = ? AND part = ? AND level = ?`

func (a Alarm) key(m *model.Model) []any {
	return []any{a.Record.Id, stableId(m, a.Record.Type), string(a.Fact.Kind), a.Fact.Key, a.Fact.Part, a.Level}
}

// RevisitClocks sets an alarm for every record with a clock that runs: what its
// deadline follows from has changed without the record.
func RevisitClocks(tx core.App, now time.Time) error {
	at := instantText(now)
	_, err := exec(tx, `INSERT OR IGNORE INTO k_alarms (record, type, kind, key, part, level, at, tries, next, error)
		SELECT DISTINCT record, type, ?, '', '', '', ?, 0, ?, '' FROM k_facts
		WHERE kind = ? AND json_extract(doc, '$.state') IN (?, ?)`,
		string(flow.Revisit), at, at, string(flow.FactClock), string(flow.ClockRunning), string(flow.ClockPaused))
	return err
}

// TakeLease makes a holder the only one of a name until an instant; false while
// another one holds it.
func TakeLease(app core.App, name, holder string, now, until time.Time) (bool, error) {
	n, err := exec(app, `INSERT INTO k_leases (name, holder, until) VALUES (?, ?, ?)
		ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, until = excluded.until WHERE holder = excluded.holder OR until <= ?`,
		name, holder, instantText(until), instantText(now))
	return n > 0, err
}

// DropLease gives a lease back.
func DropLease(app core.App, name, holder string) error {
	_, err := exec(app, `DELETE FROM k_leases WHERE name = ? AND holder = ?`, name, holder)
	return err
}
