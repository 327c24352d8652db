package store

import (
	"context"
	"database/sql/driver"
	"fmt"
	"time"

	"kontora/internal/rule"

	"github.com/pocketbase/pocketbase/core"
)

const typeDay = "day"

// DayField stores a calendar day as text YYYY-MM-DD, or null.
type DayField struct {
	base
}

// Type names the column type.
func (f *DayField) Type() string { return typeDay }

// ColumnType is the SQL type.
func (f *DayField) ColumnType(core.App) string { return "TEXT DEFAULT NULL" }

// PrepareValue reads what the database holds.
func (f *DayField) PrepareValue(_ *core.Record, raw any) (any, error) { return textOrNil(raw), nil }

// FindSetter reads what people send.
func (f *DayField) FindSetter(key string) core.SetterFunc {
	if key != f.Name {
		return nil
	}
	return setter(f.Name, func(raw any) (any, error) {
		switch v := raw.(type) {
		case rule.Date:
			return dayText(v), nil
		case string:
			d, err := parseDay(v)
			return dayText(d), err
		}
		return nil, fmt.Errorf("%v is not a day such as 2026-03-26", raw)
	})
}

// ValidateValue refuses what was not a day.
func (f *DayField) ValidateValue(_ context.Context, _ core.App, record *core.Record) error {
	return refuseUnreadable(record, f.Name)
}

// DriverValue gives the text.
func (f *DayField) DriverValue(record *core.Record) (driver.Value, error) {
	return textForDriver(record.GetRaw(f.Name))
}

func parseDay(text string) (rule.Date, error) {
	t, err := time.Parse(time.DateOnly, text)
	if err != nil {
		return rule.Date{}, fmt.Errorf("%q is not a day such as 2026-03-26", text)
	}
	return rule.Date{Year: t.Year(), Month: t.Month(), Day: t.Day()}, nil
}

func dayText(d rule.Date) string { return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day) }

func textOrNil(raw any) any {
	if s, ok := raw.(string); ok && s != "" {
		return s
	}
	return nil
}

func textForDriver(raw any) (driver.Value, error) {
	switch v := raw.(type) {
	case nil, string:
		return v, nil
	case unreadable:
		return nil, v
	}
	return nil, fmt.Errorf("unexpected %T in a text column", raw)
}

var _ core.Field = (*DayField)(nil)
