package store

import (
	"encoding/json"
	"fmt"
	"strings"

	"kontora/internal/flow"
	"kontora/internal/model"
	"kontora/internal/rule"

	"github.com/pocketbase/pocketbase/core"
)

// Balance is what a register holds for some values of its dimensions.
func (s *Snapshot) Balance(r *model.Register, by map[string]string) (map[string]int64, error) {
	sums := map[string]int64{}
	where, args := keyed(r, by)
	rows, err := query(s.app, `SELECT resource, sum(units) FROM k_balances WHERE register = ? AND `+where+` GROUP BY resource`, append([]any{r.StableId}, args...)...)
	for _, row := range rows {
		sums[text(row[0])] = number(row[1])
	}
	return sums, err
}

// keyed is the condition that a stored key has the given values: the key itself
// when all dimensions are given.
func keyed(r *model.Register, by map[string]string) (string, []any) {
	key := map[string]string{}
	for dim, v := range by {
		if v != "" {
			key[dim] = v
		}
	}
	if len(by) == len(r.Dimensions) {
		return `key = ?`, []any{flow.KeyText(key)}
	}
	where, args := []string{`1`}, []any(nil)
	for _, d := range r.Dimensions {
		if v, given := by[d.StableId]; given {
			where = append(where, `coalesce(`+dimension("key", d)+`, '') = ?`)
			args = append(args, v)
		}
	}
	return strings.Join(where, ` AND `), args
}

// dimension reads the value of a dimension from a stored key. Ids of dimensions
// are keys of the grammar: letters, digits and _.
func dimension(column string, d *model.Dimension) string {
	return `json_extract(` + column + `, '$.` + d.StableId + `')`
}

// latestLive are the entries of a sum, of a resource of which the latest counts,
// that nothing has replaced or taken back.
const latestLive = ` FROM k_entries e WHERE e.register = ? AND e.key = ? AND e.resource = ? AND e.units IS NOT NULL AND NOT EXISTS (
	SELECT 1 FROM k_entries x WHERE x.record = e.record AND x.seq > e.seq AND x.register = e.register AND x.key = e.key
		AND x.resource = e.resource AND x.type = e.type AND x.posting = e.posting AND x.part = e.part)
	ORDER BY e.day DESC, e.seq DESC LIMIT ?`

// Latest lists the values that records keep now, the latest first.
func (s *Snapshot) Latest(r *model.Register, res *model.Resource, by map[string]string, limit int) ([]flow.Held, error) {
	_, args := keyed(r, by)
	rows, err := query(s.app, `SELECT e.type, e.record, e.posting, e.part, e.day, e.units`+latestLive,
		append(append([]any{r.StableId}, args...), res.StableId, limit)...)
	if err != nil {
		return nil, err
	}
	held := make([]flow.Held, len(rows))
	for i, row := range rows {
		day, err := rule.ParseDate(text(row[4]))
		if err != nil {
			return nil, fmt.Errorf("day of an entry: %w", err)
		}
		held[i] = flow.Held{Record: s.reference(text(row[0]), text(row[1])), FactId: flow.FactId{Kind: flow.FactPosting, Key: text(row[2]), Part: text(row[3])}, Day: day, Units: number(row[5])}
	}
	return held, nil
}

func (s *Snapshot) reference(stable, id string) rule.Reference {
	if t := typeByStableId(s.m, stable); t != nil {
		return rule.Reference{Type: t.Key, Id: id}
	}
	return rule.Reference{Type: stable, Id: id}
}

// saveEntries adds what a plan enters, and keeps the sums in step. events holds
// the id of the event of each change.
func saveEntries(tx core.App, m *model.Model, entries []flow.Entry, events map[*flow.Change]string) error {
	if len(entries) == 0 {
		return nil
	}
	last, err := one(tx, `SELECT coalesce(max(seq), 0) FROM k_entries`)
	if err != nil {
		return err
	}
	seq := number(last[0])
	var lines, sums []any
	var lasts [][3]any
	for _, e := range entries {
		key := flow.KeyText(e.Key)
		for _, res := range e.Register.Resources {
			units, has := e.Units[res.StableId]
			gone := e.Gone[res.StableId]
			if !has && !gone {
				continue
			}
			seq++
			var value any = units
			if gone {
				value = nil
			}
			lines = append(lines, seq, events[e.Cause], e.Day.String(), e.Register.StableId, key,
				stableId(m, e.Record.Type), e.Record.Id, e.Posting, e.Part, res.StableId, value)
			if res.Last {
				lasts = append(lasts, [3]any{e.Register.StableId, key, res.StableId})
			} else {
				sums = append(sums, e.Register.StableId, key, res.StableId, units)
			}
		}
	}
	if err := inParts(tx, `INSERT INTO k_entries (seq, event, day, register, key, type, record, posting, part, resource, units) VALUES `, ``, 11, lines); err != nil {
		return err
	}
	if err := inParts(tx, `INSERT INTO k_balances (register, key, resource, units) VALUES `,
		` ON CONFLICT (register, key, resource) DO UPDATE SET units = units + excluded.units`, 4, sums); err != nil {
		return err
	}
	for _, at := range lasts {
		_, err := exec(tx, `INSERT INTO k_balances (register, key, resource, units)
			SELECT ?, ?, ?, coalesce((SELECT e.units`+latestLive+`), 0) WHERE 1
			ON CONFLICT (register, key, resource) DO UPDATE SET units = excluded.units`, at[0], at[1], at[2], at[0], at[1], at[2], 1)
		if err != nil {
			return err
		}
	}
	return nil
}

// eventIds finds the event of each change of a plan.
func eventIds(plan *flow.Plan, events []*Event) map[*flow.Change]string {
	ids := make(map[*flow.Change]string, len(events))
	for i, c := range plan.Changes {
		ids[c] = events[i].Id
	}
	return ids
}

// decodeKey reads a stored key.
func decodeKey(key string) map[string]string {
	out := map[string]string{}
	if err := json.Unmarshal([]byte(key), &out); err != nil {
		return nil
	}
	return out
}
