package rule

import (
	"fmt"
	"time"

	"kontora/internal/worktime"

	"github.com/shopspring/decimal"
)

func timeFunctions() map[string]builtin {
	date := []Type{typeDate}
	return map[string]builtin{
		"after":    {min: 2, max: 2, check: shifted(false)},
		"before":   {min: 2, max: 2, check: shifted(true)},
		"days":     strict([]Type{typeNumber}, 0, typeSpan, spanOf(24*time.Hour)),
		"hours":    strict([]Type{typeNumber}, 0, typeSpan, spanOf(time.Hour)),
		"wh":       strict([]Type{typeNumber}, 0, typeSpan, workOf(time.Hour)),
		"wd":       strict([]Type{typeNumber}, 0, typeSpan, workDays),
		"worktime": strict([]Type{typeInstant, typeInstant}, 0, typeSpan, workBetween),
		"workdays": strict([]Type{typeDate, typeDate}, 0, typeNumber, workdays),
		"date": strict([]Type{typeInstant}, 0, typeDate, func(f *frame, a []any) (any, error) {
			return DateOf(a[0].(time.Time).In(f.zone())), nil
		}),
		"month": {min: 1, max: 1, normalise: true, check: checkMonth},
		"week":  {min: 1, max: 1, normalise: true, check: checkWeek},
		"year": normaliser(strict(date, 0, typeNumber, func(_ *frame, a []any) (any, error) {
			return decimal.NewFromInt(int64(a[0].(Date).Year)), nil
		})),
		"add_months": strict([]Type{typeDate, typeNumber}, 0, typeDate, addMonths),
		"start_of_day": strict(date, 0, typeInstant, func(f *frame, a []any) (any, error) {
			return a[0].(Date).In(f.zone()).UTC(), nil
		}),
		"end_of_day": strict(date, 0, typeInstant, func(f *frame, a []any) (any, error) {
			return a[0].(Date).Add(1).In(f.zone()).Add(-time.Millisecond).UTC(), nil
		}),
		"at_time": {min: 2, max: 2, check: checkAtTime},
	}
}

// shifted checks after and before: an instant away from an instant, or from
// the beginning of a day.
func shifted(back bool) func(*checker, *call, Type) *term {
	return func(c *checker, k *call, _ Type) *term {
		from := c.check(k.args[0], Type{})
		by := c.arg(k, 1, typeSpan)
		if from.isBad() || by.isBad() {
			return bad()
		}
		if from.typ.Kind == KindNull {
			from = c.fit(from, typeInstant)
		}
		if from.typ.Kind != KindDate && from.typ.Kind != KindInstant {
			return c.report(from.at, "wrong_type", map[string]any{"want": typeInstant.String(), "have": from.typ.String()},
				fmt.Sprintf("%s is neither an instant nor a date", from.typ), "")
		}
		start := &term{typ: typeInstant, eval: func(f *frame) (any, error) {
			v, err := from.eval(f)
			if d, ok := v.(Date); ok {
				return d.In(f.zone()).UTC(), err
			}
			return v, err
		}}
		return &term{typ: typeInstant, eval: moved(start, by, back)}
	}
}

func spanOf(unit time.Duration) func(*frame, []any) (any, error) {
	return func(_ *frame, a []any) (any, error) {
		n := dec(a[0])
		if n.Abs().GreaterThan(decimal.NewFromInt(spanMost)) {
			return nil, &Error{Code: "number_out_of_range"}
		}
		return Span{Wall: time.Duration(n.Mul(decimal.NewFromInt(int64(unit))).IntPart())}, nil
	}
}

func workOf(unit time.Duration) func(*frame, []any) (any, error) {
	return func(_ *frame, a []any) (any, error) {
		n := dec(a[0])
		if n.Abs().GreaterThan(decimal.NewFromInt(spanMost)) {
			return nil, &Error{Code: "number_out_of_range"}
		}
		return Span{Work: time.Duration(n.Mul(decimal.NewFromInt(int64(unit))).IntPart())}, nil
	}
}

func workDays(_ *frame, a []any) (any, error) {
	n := dec(a[0])
	if !n.IsInteger() || n.Abs().GreaterThan(decimal.NewFromInt(spanMost)) {
		return nil, &Error{Code: "number_out_of_range"}
	}
	return Span{Days: int(n.IntPart())}, nil
}

// workBetween is the working time between two instants.
func workBetween(f *frame, a []any) (any, error) {
	cal := f.calendar()
	if cal == nil {
		return nil, &Error{Code: "no_calendar"}
	}
	d, err := cal.Between(a[0].(time.Time), a[1].(time.Time))
	if err != nil {
		return nil, &Error{Code: "number_out_of_range"}
	}
	return Span{Work: d}, nil
}

// workdays counts the working days from one day on, without the last.
func workdays(f *frame, a []any) (any, error) {
	cal := f.calendar()
	if cal == nil {
		return nil, &Error{Code: "no_calendar"}
	}
	n, err := cal.Workdays(workDate(a[0].(Date)), workDate(a[1].(Date)))
	if err != nil {
		return nil, &Error{Code: "number_out_of_range"}
	}
	return decimal.NewFromInt(int64(n)), nil
}

func workDate(d Date) worktime.Date {
	return worktime.Date{Year: d.Year, Month: time.Month(d.Month), Day: d.Day}
}

// checkMonth is the first day of the month.
func checkMonth(c *checker, k *call, _ Type) *term {
	x := c.arg(k, 0, typeDate)
	if x.isBad() {
		return x
	}
	t := &term{typ: typeDate, eval: pure(func(a []any) (any, error) {
		d := a[0].(Date)
		return Date{d.Year, d.Month, 1}, nil
	}, x)}
	t.sql = with(x, func(x fragment) fragment { return glue("(substr(%s, 1, 7) || '-01')", x) })
	return t
}

// checkWeek is the Monday of the week.
func checkWeek(c *checker, k *call, _ Type) *term {
	x := c.arg(k, 0, typeDate)
	if x.isBad() {
		return x
	}
	t := &term{typ: typeDate, eval: pure(func(a []any) (any, error) {
		d := a[0].(Date)
		monday := d.Add(-(int(d.In(time.UTC).Weekday()) + 6) % 7)
		return dateOrError(monday, monday.inRange())
	}, x)}
	t.sql = with(x, func(x fragment) fragment { return glue("date(%s, '-6 days', 'weekday 1')", x) })
	return t
}

func addMonths(_ *frame, a []any) (any, error) {
	n := dec(a[1])
	if !n.IsInteger() || n.Abs().GreaterThan(decimal.NewFromInt(spanMost)) {
		return nil, &Error{Code: "number_out_of_range"}
	}
	d := a[0].(Date).AddMonths(int(n.IntPart()))
	return dateOrError(d, d.inRange())
}

// checkAtTime is a wall clock reading on a day.
func checkAtTime(c *checker, k *call, _ Type) *term {
	day := c.arg(k, 0, typeDate)
	text, at, ok := c.written(k, 1)
	if day.isBad() || !ok {
		return bad()
	}
	clock, err := time.Parse("15:04", text)
	if err != nil {
		return c.report(at, "bad_time", map[string]any{"text": text}, fmt.Sprintf("%q is not a time like 10:00", text), "")
	}
	return &term{typ: typeInstant, eval: func(f *frame) (any, error) {
		return pure(func(a []any) (any, error) {
			d := a[0].(Date)
			return time.Date(d.Year, d.Month, d.Day, clock.Hour(), clock.Minute(), 0, 0, f.zone()).UTC(), nil
		}, day)(f)
	}}
}
