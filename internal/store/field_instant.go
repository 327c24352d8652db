package store

import (
	"context"
	"database/sql/driver"
	"fmt"
	"time"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/types"
)

const typeInstant = "instant"

// InstantField stores a moment in UTC with milliseconds, as PocketBase writes
// its own, or null.
type InstantField struct {
	base
}

// Type names the column type.
func (f *InstantField) Type() string { return typeInstant }

// ColumnType is the SQL type.
func (f *InstantField) ColumnType(core.App) string { return "TEXT DEFAULT NULL" }

// PrepareValue reads what the database holds.
func (f *InstantField) PrepareValue(_ *core.Record, raw any) (any, error) {
	return textOrNil(raw), nil
}

// FindSetter reads what people send.
func (f *InstantField) FindSetter(key string) core.SetterFunc {
	if key != f.Name {
		return nil
	}
	return setter(f.Name, func(raw any) (any, error) {
		switch v := raw.(type) {
		case time.Time:
			return instantText(v), nil
		case types.DateTime:
			return instantText(v.Time()), nil
		case string:
			t, err := parseInstant(v)
			return instantText(t), err
		}
		return nil, fmt.Errorf("%v is not an instant such as 2026-03-26 09:00:00.000Z", raw)
	})
}

// ValidateValue refuses what was not an instant.
func (f *InstantField) ValidateValue(_ context.Context, _ core.App, record *core.Record) error {
	return refuseUnreadable(record, f.Name)
}

// DriverValue gives the text.
func (f *InstantField) DriverValue(record *core.Record) (driver.Value, error) {
	return textForDriver(record.GetRaw(f.Name))
}

// parseInstant reads PocketBase's own form and RFC 3339. Text without a zone is
// refused: nobody knows which one was meant.
func parseInstant(text string) (time.Time, error) {
	for _, layout := range []string{types.DefaultDateLayout, time.RFC3339Nano, "2006-01-02 15:04:05Z07:00"} {
		if t, err := time.Parse(layout, text); err == nil {
			return t.UTC().Truncate(time.Millisecond), nil
		}
	}
	return time.Time{}, fmt.Errorf("%q is not an instant such as 2026-03-26 09:00:00.000Z", text)
}

func instantText(t time.Time) string { return t.UTC().Format(types.DefaultDateLayout) }

var _ core.Field = (*InstantField)(nil)
