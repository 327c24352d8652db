package store

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"kontora/internal/flow"
	"kontora/internal/model"

	"github.com/pocketbase/pocketbase/core"
)

// Question is a condition on the records of a type, to be counted.
type Question struct {
	where string
	args  []any
	aside bool
}

// Aside is a question that does not count for how many records any is about.
func (q Question) Aside() Question {
	q.aside = true
	return q
}

// InState asks for the records in a state.
func InState(key string) Question { return Question{where: `status = ?`, args: []any{key}} }

// HoldsChoice asks for the records that hold a choice, in a field or in a column
// of a table: lines.kind.
func HoldsChoice(t *model.Type, field, choice string) Question {
	where, args := movedBy(t, &Move{What: MoveChoice, Field: field, From: choice})
	return Question{where: where, args: args}
}

// Every asks for all records of a type.
func Every() Question { return Question{where: `1`} }

// Filled asks for the records that have a value in a field, in a column of a
// table, or rows in a table.
func Filled(t *model.Type, name string) (Question, bool) {
	table0, column, ofRow := strings.Cut(name, ".")
	f := t.Field(table0)
	switch {
	case f == nil:
	case ofRow && f.RowType != nil && f.RowType.Field(column) != nil && f.RowType.Field(column).Stored():
		return Question{where: `id IN (SELECT ` + colParent + ` FROM ` + table(f.RowType) + ` WHERE ` + hasValue(column) + `)`}, true
	case !ofRow && f.Kind == model.Rows:
		return Question{where: `id IN (SELECT ` + colParent + ` FROM ` + table(f.RowType) + `)`}, true
	case !ofRow && f.Stored():
		return Question{where: hasValue(f.Key)}, true
	}
	return Question{}, false
}

// hasValue is the condition that a column is filled.
func hasValue(key string) string {
	column := quote(key)
	return column + ` IS NOT NULL AND ` + column + ` NOT IN ('', '[]', 'null')`
}

// OpenOnes narrows a question to the records on which work is owed, in some
// states if any are given; of a type without states, to those not put away.
func OpenOnes(t *model.Type, q Question, states ...string) Question {
	where := `archived IS NULL AND (` + q.where + `)`
	args := append([]any{}, q.args...)
	if t.Lifecycle == nil {
		return Question{where: where, args: args}
	}
	var open []any
	for _, s := range t.Lifecycle.States {
		if s.Phase.Open() && (len(states) == 0 || containsWord(states, s.Key)) {
			open = append(open, s.Key)
		}
	}
	if len(open) == 0 {
		return Question{where: `0`}
	}
	return Question{where: where + ` AND status IN (` + places(len(open)) + `)`, args: append(args, open...)}
}

func containsWord(list []string, word string) bool {
	for _, w := range list {
		if w == word {
			return true
		}
	}
	return false
}

// Not turns a question round.
func (q Question) Not() Question { return Question{where: `NOT (` + q.where + `)`, args: q.args} }

// askedAtOnce bounds the questions of one walk over a table.
const askedAtOnce = 50

// CountEach answers questions about the records of a type by one walk over its table,
// and tells how many records any of them is about.
func CountEach(app core.App, t *model.Type, questions []Question) (counts []int64, touched int64, err error) {
	for len(questions) > 0 {
		part := questions[:min(len(questions), askedAtOnce)]
		questions = questions[len(part):]
		some, any, err := countPart(app, t, part)
		if err != nil {
			return nil, 0, fmt.Errorf("count records of %s: %w", t.Key, err)
		}
		counts, touched = append(counts, some...), max(touched, any)
	}
	return counts, touched, nil
}

func countPart(app core.App, t *model.Type, questions []Question) ([]int64, int64, error) {
	var columns, sums []string
	flags := []string{`0`}
	var args []any
	for i, q := range questions {
		columns = append(columns, fmt.Sprintf(`coalesce((%s), 0) AS q%d`, q.where, i))
		if !q.aside {
			flags = append(flags, fmt.Sprintf(`q%d`, i))
		}
		sums = append(sums, fmt.Sprintf(`coalesce(SUM(q%d <> 0), 0)`, i))
		args = append(args, q.args...)
	}
	statement := `SELECT ` + strings.Join(sums, `, `) + `, coalesce(SUM(` + strings.Join(flags, ` OR `) + `), 0) FROM (SELECT ` +
		strings.Join(columns, `, `) + ` FROM ` + table(t) + `)`
	row, err := one(app, statement, args...)
	if err != nil {
		return nil, 0, err
	}
	counts := make([]int64, len(questions))
	for i := range counts {
		counts[i] = number(row[i])
	}
	return counts, number(row[len(questions)]), nil
}

// Sample gives the ids of the first records that a question is about.
func Sample(app core.App, t *model.Type, q Question, most int) ([]string, error) {
	rows, err := query(app, `SELECT id FROM `+table(t)+` WHERE `+q.where+` ORDER BY `+colN+` LIMIT ?`, append(append([]any{}, q.args...), most)...)
	if err != nil {
		return nil, fmt.Errorf("records of %s: %w", t.Key, err)
	}
	ids := make([]string, len(rows))
	for i, r := range rows {
		ids[i] = text(r[0])
	}
	return ids, nil
}

// CountUnarchived counts the records of a type that are not put away.
func CountUnarchived(app core.App, t *model.Type) (int64, error) {
	row, err := one(app, `SELECT COUNT(*) FROM `+table(t)+` WHERE archived IS NULL`)
	if err != nil {
		return 0, fmt.Errorf("count: %w", err)
	}
	return number(row[0]), nil
}

// Running is a clock that runs, or a round that goes on, of a record.
type Running struct {
	Record string
	Key    string
	Clock  *flow.Clock // of a clock
	Round  *flow.Round // of a round
}

// going are the documents of facts that are not over, by how they are written.
var going = map[flow.FactKind]string{
	flow.FactClock: `(doc LIKE '{"state":"running"%' OR doc LIKE '{"state":"paused"%')`,
	flow.FactRound: `instr(doc, '"ended":') = 0`,
}

// CountRunning counts what goes on beside the records of a type, by key.
func CountRunning(app core.App, t *model.Type, kind flow.FactKind) (map[string]int64, error) {
	rows, err := query(app, `SELECT key, COUNT(*) FROM k_facts WHERE type = ? AND kind = ? AND `+going[kind]+` GROUP BY key`, t.StableId, string(kind))
	if err != nil {
		return nil, fmt.Errorf("count what goes on: %w", err)
	}
	counts := map[string]int64{}
	for _, r := range rows {
		counts[text(r[0])] = number(r[1])
	}
	return counts, nil
}

// RunningOf lists what goes on beside the records of a type under one key.
func RunningOf(app core.App, t *model.Type, kind flow.FactKind, key string, most int) ([]Running, error) {
	rows, err := query(app, `SELECT record, key, doc FROM k_facts WHERE type = ? AND kind = ? AND key = ? AND `+going[kind]+` LIMIT ?`,
		t.StableId, string(kind), key, most)
	if err != nil {
		return nil, fmt.Errorf("what goes on: %w", err)
	}
	list := make([]Running, len(rows))
	for i, r := range rows {
		one := Running{Record: text(r[0]), Key: text(r[1])}
		var into any = &one.Round
		if kind == flow.FactClock {
			into = &one.Clock
		}
		if err := json.Unmarshal([]byte(text(r[2])), into); err != nil {
			return nil, fmt.Errorf("fact %s: %w", one.Key, err)
		}
		list[i] = one
	}
	return list, nil
}

// Pressed is how often somebody has run a transition.
type Pressed struct {
	Type, Transition, By string
	Times                int64
}

// mostPressed bounds the lines of history that are looked at.
const mostPressed = 500_000

// PressedSince counts who has run which transitions of some types since an
// instant, as far as the latest half million lines of history reach; from tells
// since when that is.
func PressedSince(app core.App, types []string, since time.Time) (list []Pressed, from time.Time, err error) {
	if len(types) == 0 {
		return nil, since, nil
	}
	end, err := headOf(app, chainEvents)
	if err != nil {
		return nil, since, err
	}
	first, err := eventSince(app, end.length, instantText(since))
	if err != nil {
		return nil, since, err
	}
	if first < end.length-mostPressed {
		first = end.length - mostPressed
		row, err := one(app, `SELECT at FROM k_events WHERE seq >= ? ORDER BY seq LIMIT 1`, first)
		if err != nil {
			return nil, since, err
		}
		if row != nil {
			if since, err = ParseInstant(text(row[0])); err != nil {
				return nil, since, err
			}
		}
	}
	args := []any{first}
	for _, t := range types {
		args = append(args, t)
	}
	rows, err := query(app, `SELECT type, transition, actor, COUNT(*) FROM k_events WHERE seq >= ? AND action = 'transition' AND type IN (`+
		places(len(types))+`) GROUP BY type, transition, actor`, args...)
	if err != nil {
		return nil, since, fmt.Errorf("count what was pressed: %w", err)
	}
	for _, r := range rows {
		list = append(list, Pressed{text(r[0]), text(r[1]), text(r[2]), number(r[3])})
	}
	return list, since, nil
}

// eventSince finds the first line of history not before an instant: lines stand in
// the order of time.
func eventSince(app core.App, length int64, at string) (int64, error) {
	low, high := int64(1), length+1
	for low < high {
		mid := (low + high) / 2
		row, err := one(app, `SELECT at FROM k_events WHERE seq >= ? ORDER BY seq LIMIT 1`, mid)
		if err != nil {
			return 0, err
		}
		if row == nil || text(row[0]) >= at {
			high = mid
		} else {
			low = mid + 1
		}
	}
	return low, nil
}

// ViewsOf lists the lists that people have saved of a type, whosever they are.
func ViewsOf(app core.App, m *model.Model, t *model.Type, most int) ([]*SavedView, error) {
	rows, err := query(app, `SELECT `+viewColumns+` FROM k_views WHERE type = ? LIMIT ?`, t.StableId, most)
	if err != nil {
		return nil, fmt.Errorf("read views: %w", err)
	}
	var list []*SavedView
	for _, row := range rows {
		v, err := readView(m, row)
		if err != nil {
			return nil, err
		}
		list = append(list, v)
	}
	return list, nil
}
