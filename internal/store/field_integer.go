package store

import (
	"context"
	"database/sql/driver"
	"fmt"

	"github.com/pocketbase/pocketbase/core"
	"github.com/shopspring/decimal"
)

const typeInteger = "integer"

// maxInteger is the largest whole number that every JSON reader keeps exact.
const maxInteger = 1<<53 - 1

// IntegerField stores a whole number or null. Clients see a JSON number.
type IntegerField struct {
	base
}

// Type names the column type.
func (f *IntegerField) Type() string { return typeInteger }

// ColumnType is the SQL type.
func (f *IntegerField) ColumnType(core.App) string { return "INTEGER DEFAULT NULL" }

// PrepareValue reads what the database holds.
func (f *IntegerField) PrepareValue(_ *core.Record, raw any) (any, error) {
	return wholeFromDatabase(raw)
}

// FindSetter reads what people send.
func (f *IntegerField) FindSetter(key string) core.SetterFunc {
	if key != f.Name {
		return nil
	}
	return setter(f.Name, func(raw any) (any, error) {
		d, err := exact(raw)
		if err != nil {
			return nil, err
		}
		return wholeNumber(d)
	})
}

// ValidateValue refuses what was not a whole number.
func (f *IntegerField) ValidateValue(_ context.Context, _ core.App, record *core.Record) error {
	return refuseUnreadable(record, f.Name)
}

// DriverValue gives the number.
func (f *IntegerField) DriverValue(record *core.Record) (driver.Value, error) {
	switch v := record.GetRaw(f.Name).(type) {
	case nil, int64:
		return v, nil
	case unreadable:
		return nil, v
	default:
		return nil, fmt.Errorf("unexpected %T in an integer column", v)
	}
}

func wholeNumber(d decimal.Decimal) (any, error) {
	if !d.IsInteger() {
		return nil, fmt.Errorf("%s is not a whole number", d)
	}
	if d.Abs().GreaterThan(decimal.NewFromInt(maxInteger)) {
		return nil, fmt.Errorf("%s is too large", d)
	}
	return d.IntPart(), nil
}

var _ core.Field = (*IntegerField)(nil)
