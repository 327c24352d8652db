package store

import (
	"fmt"
	"slices"
	"strings"

	"kontora/internal/flow"
	"kontora/internal/model"
)

// Together adds up what a register holds where axes have given values. The records
// that have them are found by an index of their own, and what stands under those
// by that of the dimension: the work is that of the sums asked for, however many
// there are.
func (s *Snapshot) Together(r *model.Register, where []flow.AxisValue, by []model.Axis) ([]flow.Together, error) {
	statement, args, err := sumsTogether(s.m, r, where, by)
	if err != nil {
		return nil, err
	}
	rows, err := query(s.app, statement, args...)
	if err != nil {
		return nil, fmt.Errorf("sums of %s together: %w", r.Key, err)
	}
	var out []flow.Together
	for _, row := range rows {
		values, err := axisValues(s.m, by, row)
		if err != nil {
			return nil, err
		}
		if len(out) == 0 || !slices.Equal(out[len(out)-1].By, values) {
			out = append(out, flow.Together{By: values, Units: map[string]int64{}})
		}
		out[len(out)-1].Units[text(row[len(by)])] = number(row[len(by)+1])
	}
	return out, nil
}

func sumsTogether(m *model.Model, r *model.Register, where []flow.AxisValue, by []model.Axis) (string, []any, error) {
	q := together{where: `b.register = ?`, args: []any{r.StableId}}
	for _, a := range where {
		if err := q.hold(m, a); err != nil {
			return "", nil, err
		}
	}
	columns, groups := make([]string, len(by)), make([]string, len(by))
	for i, a := range by {
		columns[i], groups[i] = q.column(m, a), fmt.Sprint(i+1)
	}
	order := strings.Join(append(groups, fmt.Sprint(len(by)+1)), `, `)
	return `SELECT ` + strings.Join(append(columns, `b.resource`, `sum(b.units)`), `, `) +
		` FROM ` + q.before + `k_balances b` + q.by + q.after + ` WHERE ` + q.where + ` GROUP BY ` + order + ` ORDER BY ` + order, q.args, nil
}

// together is a statement that joins sums with the records that their keys name.
type together struct {
	before, after string // tables on either side of the sums
	by            string // the index by which sums are found
	where         string
	args          []any
	joined        []*model.Dimension
}

// hold keeps to sums whose axis has a value.
func (q *together) hold(m *model.Model, a flow.AxisValue) error {
	if a.Field == nil {
		q.where += ` AND ` + dimension("b.key", a.Dimension) + ` = ?`
		q.args = append(q.args, flow.DimensionText(m, a.Dimension, a.Value))
		return nil
	}
	value, err := encode(a.Field, a.Value)
	if err != nil {
		return err
	}
	q.where += ` AND ` + q.column(m, a.Axis) + ` = ?`
	q.args = append(q.args, value)
	return nil
}

// column reads an axis. The first table that is joined leads: CROSS JOIN keeps SQLite
// from starting with the sums, and the plus takes the kind of the column off its id,
// without which the index of an expression does not serve.
func (q *together) column(m *model.Model, a model.Axis) string {
	if a.Field == nil {
		return dimension("b.key", a.Dimension)
	}
	at := slices.Index(q.joined, a.Dimension)
	if at < 0 {
		at = len(q.joined)
		q.joined = append(q.joined, a.Dimension)
		t := table(m.TypeByKey(a.Dimension.Type.Ref)) + fmt.Sprintf(` t%d`, at)
		on := dimension("b.key", a.Dimension) + fmt.Sprintf(` = +t%d.id`, at)
		if at == 0 {
			q.before, q.by, q.where = t+` CROSS JOIN `, ` INDEXED BY `+balancesBy(a.Dimension), q.where+` AND `+on
		} else {
			q.after += ` JOIN ` + t + ` ON ` + on
		}
	}
	return fmt.Sprintf(`t%d.`, at) + quote(a.Field.Key)
}

// axisValues reads the axes with which a row begins.
func axisValues(m *model.Model, by []model.Axis, row []any) ([]any, error) {
	out := make([]any, len(by))
	for i, a := range by {
		if a.Field == nil {
			out[i] = flow.DimensionValue(m, a.Dimension, text(row[i]))
			continue
		}
		var err error
		if out[i], err = decode(a.Field, row[i], ""); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// balancesBy is the index of sums by the value of a dimension.
func balancesBy(d *model.Dimension) string { return quote("k_balances_" + d.StableId) }

// indexDimensions lets sums be found by the value of one dimension.
func (s *syncer) indexDimensions() error {
	for _, r := range s.new.Registers {
		for _, d := range r.Dimensions {
			statement := `CREATE INDEX IF NOT EXISTS ` + balancesBy(d) + ` ON k_balances (register, ` + dimension("key", d) + `)`
			if _, err := exec(s.tx, statement); err != nil {
				return fmt.Errorf("index of %s by %s: %w", r.Key, d.Key, err)
			}
		}
	}
	return nil
}
