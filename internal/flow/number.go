package flow

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"kontora/internal/model"

	"github.com/shopspring/decimal"
)

// number gives the record the numbers due now: at creation, or on entering the
// states its series names. The count is taken in the command's transaction, so
// a refused command leaves no gap.
func (a *attempt) number() error {
	given := false
	for _, f := range a.rec.Type.Fields {
		if f.Kind != model.Number || f.Series == nil || a.rec.Values[f.Key] != nil {
			continue
		}
		if at := f.Series.At; at == nil && a.old != nil || at != nil && !at[a.rec.Status()] {
			continue
		}
		text, err := a.nextNumber(f.Series)
		if err != nil {
			return fmt.Errorf("number %s: %w", f.Key, err)
		}
		a.rec.Values[f.Key] = text
		given = true
	}
	if !given {
		return nil
	}
	defer a.s.draft(a.rec)()
	if err := a.compute(); err != nil { // formulas may tell the number
		return err
	}
	return a.refusal()
}

func (a *attempt) nextNumber(series *model.Series) (string, error) {
	day := a.s.now.In(a.s.zone())
	scope := period(series.Reset, day)
	var per []any
	for _, r := range series.Per {
		v, err := r.Eval(a.s.scope(r, a.rec, nil, nil))
		if err != nil {
			return "", err
		}
		per = append(per, model.JSONValue(plainValue(v)))
	}
	if len(per) > 0 {
		scope += keyText(per)
	}
	n, err := a.s.snap.Next(series.Key, scope)
	if err != nil {
		return "", err
	}
	a.s.given = append(a.s.given, number{series.Key, scope, n})
	return a.writeNumber(series, day, n)
}

// number is one that was taken from a series.
type number struct {
	series, scope string
	n             int64
}

// Returner is a Snapshot that takes back the number given last, so that an
// automatic transition that is tried and refused leaves no gap.
type Returner interface {
	GiveBack(series, scope string, n int64) error
}

// giveBack returns all numbers but the first ones, the last first.
func (s *session) giveBack(keep int) error {
	r, ok := s.snap.(Returner)
	for i := len(s.given) - 1; ok && i >= keep; i-- {
		if err := r.GiveBack(s.given[i].series, s.given[i].scope, s.given[i].n); err != nil {
			return fmt.Errorf("give back a number of %s: %w", s.given[i].series, err)
		}
	}
	s.given = s.given[:keep]
	return nil
}

func period(reset string, day time.Time) string {
	switch reset {
	case "year":
		return day.Format("2006")
	case "month":
		return day.Format("2006-01")
	case "day":
		return day.Format("2006-01-02")
	}
	return ""
}

func (a *attempt) writeNumber(series *model.Series, day time.Time, n int64) (string, error) {
	var b strings.Builder
	for _, p := range series.Parts {
		switch p.Word {
		case "yyyy":
			b.WriteString(day.Format("2006"))
		case "yy":
			b.WriteString(day.Format("06"))
		case "mm":
			b.WriteString(day.Format("01"))
		case "dd":
			b.WriteString(day.Format("02"))
		case "seq":
			fmt.Fprintf(&b, "%0*d", p.Width, n)
		default:
			if p.Expr == nil {
				b.WriteString(p.Literal)
				continue
			}
			v, err := p.Expr.Eval(a.s.scope(p.Expr, a.rec, nil, nil))
			if err != nil {
				return "", err
			}
			b.WriteString(plainText(v))
		}
	}
	return b.String(), nil
}

// plainText writes a part of a number without grouping or titles.
func plainText(v any) string {
	if v == nil {
		return ""
	}
	return fmt.Sprint(model.JSONValue(plainValue(v)))
}

func whole(v any) int64 {
	switch x := v.(type) {
	case decimal.Decimal:
		return x.IntPart()
	case int64:
		return x
	case int:
		return int64(x)
	case string:
		n, _ := strconv.ParseInt(x, 10, 64)
		return n
	}
	return 0
}

func wholeNumber(n int64) decimal.Decimal { return decimal.NewFromInt(n) }
