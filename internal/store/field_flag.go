package store

import (
	"context"
	"database/sql/driver"
	"fmt"

	"github.com/pocketbase/pocketbase/core"
)

const typeFlag = "flag"

// FlagField stores yes, no or null as 1, 0 and NULL.
type FlagField struct {
	base
}

// Type names the column type.
func (f *FlagField) Type() string { return typeFlag }

// ColumnType is the SQL type.
func (f *FlagField) ColumnType(core.App) string { return "INTEGER DEFAULT NULL" }

// PrepareValue reads what the database holds.
func (f *FlagField) PrepareValue(_ *core.Record, raw any) (any, error) {
	n, err := wholeFromDatabase(raw)
	if n == nil || err != nil {
		return nil, err
	}
	return n.(int64) != 0, nil
}

// FindSetter reads what people send. Multipart forms have only text.
func (f *FlagField) FindSetter(key string) core.SetterFunc {
	if key != f.Name {
		return nil
	}
	return setter(f.Name, func(raw any) (any, error) {
		switch raw {
		case true, "true":
			return true, nil
		case false, "false":
			return false, nil
		}
		return nil, fmt.Errorf("%v is neither true nor false", raw)
	})
}

// ValidateValue refuses what was neither.
func (f *FlagField) ValidateValue(_ context.Context, _ core.App, record *core.Record) error {
	return refuseUnreadable(record, f.Name)
}

// DriverValue gives 1, 0 or null.
func (f *FlagField) DriverValue(record *core.Record) (driver.Value, error) {
	switch v := record.GetRaw(f.Name).(type) {
	case nil:
		return nil, nil
	case bool:
		if v {
			return int64(1), nil
		}
		return int64(0), nil
	case unreadable:
		return nil, v
	default:
		return nil, fmt.Errorf("unexpected %T in a flag column", v)
	}
}

var _ core.Field = (*FlagField)(nil)
