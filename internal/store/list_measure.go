package store

import (
	"fmt"

	"kontora/internal/model"

	"github.com/pocketbase/pocketbase/core"
)

// measureBudget is how many candidates a figure looks at: more than a list, for
// half a figure is worth less than half a list.
const measureBudget = 200_000

// Measuring is a question about the records of a list.
type Measuring struct {
	Of     *model.Field // whose values are added up; nil for none
	Share  Filter       // which of the records are told apart; nil for none
	By     *model.Field // whose values the answer is broken down by; nil for none
	budget int          // 0: the usual; tests lower it
}

// Measured is what the records with one value and one currency come to.
type Measured struct {
	By     any   // the value they are broken down by; nil for none, empty or not the reader's to see
	Count  int64 // records
	Shared int64 // of them those that Share holds for
	Sum    any   // of the values that the reader sees, like a cell of the field; nil for none
	Valued int64 // records that have such a value
}

// Measure adds up the records of a list. exact reports that nothing was left unseen.
func Measure(app core.App, m *model.Model, r *Reader, q Query, ask Measuring) (parts []Measured, exact bool, err error) {
	q.Cursor = ""
	l, err := newList(app, m, r, q)
	if err != nil || len(l.branches) == 0 {
		return nil, err == nil, err
	}
	by, value, currency, share := "NULL", "NULL", "''", "1"
	args := l.args
	if ask.By != nil {
		by = l.cells.cell(q.Type, "t", ask.By)
	}
	if f := ask.Of; f != nil {
		value, currency = l.cells.cell(q.Type, "t", f), "'"+f.Currency+"'"
		if f.CurrencyField != nil {
			currency = "ifnull(" + l.cells.cell(q.Type, "t", f.CurrencyField) + ", '')"
		}
	}
	if ask.Share != nil {
		where, more, err := ask.Share.SQL(l.cells, "t", q.Scope)
		if err != nil {
			return nil, false, fmt.Errorf("share of %s: %w", q.Type.Key, err)
		}
		share, args = where, append(args[:len(args):len(args)], more...)
	}
	most := ask.budget
	if most == 0 {
		most = measureBudget
	}
	rows, err := query(app, fmt.Sprintf(`SELECT g, cur, count(*), count(hit), count(CASE WHEN hit = 2 THEN 1 END), sum(CASE WHEN hit THEN v END), count(CASE WHEN hit THEN v END)
		FROM (SELECT %s AS g, %s AS cur, %s AS v, CASE WHEN 1%s THEN CASE WHEN %s THEN 2 ELSE 1 END END AS hit
			FROM (%s LIMIT %d) m CROSS JOIN %s t ON t.n = m.n) GROUP BY g, cur`,
		by, currency, value, l.filter(), share, l.byNumber(true, nil), most+1, table(q.Type)), args...)
	if err != nil {
		return nil, false, fmt.Errorf("measure %s: %w", q.Type.Key, err)
	}
	looked := int64(0)
	for _, row := range rows {
		looked += number(row[2])
		part := Measured{Count: number(row[3]), Shared: number(row[4]), Valued: number(row[6])}
		if part.Count == 0 {
			continue
		}
		if ask.By != nil {
			if part.By, err = decode(ask.By, row[0], ""); err != nil {
				return nil, false, err
			}
		}
		if ask.Of != nil && part.Valued > 0 {
			if part.Sum, err = decode(ask.Of, row[5], text(row[1])); err != nil {
				return nil, false, err
			}
		}
		parts = append(parts, part)
	}
	return parts, looked <= int64(most), nil
}
