package store

import (
	"context"
	"database/sql/driver"
	"fmt"

	"github.com/pocketbase/pocketbase/core"
	"github.com/shopspring/decimal"
)

const typeDecimal = "decimal"

// decimalPlaces is the power of ten by which decimal columns are scaled.
const decimalPlaces = 6

// maxScaled keeps scaled numbers inside 64 bits and sums of a million of them too.
var maxScaled = decimal.New(1, 12)

// DecimalField stores an exact number as an integer of millionths. Clients see
// and send decimal text.
type DecimalField struct {
	base
}

// Type names the column type.
func (f *DecimalField) Type() string { return typeDecimal }

// ColumnType is the SQL type.
func (f *DecimalField) ColumnType(core.App) string { return "INTEGER DEFAULT NULL" }

// PrepareValue reads what the database holds.
func (f *DecimalField) PrepareValue(_ *core.Record, raw any) (any, error) {
	units, err := wholeFromDatabase(raw)
	if units == nil || err != nil {
		return nil, err
	}
	return decimal.New(units.(int64), -decimalPlaces), nil
}

// FindSetter reads what people send.
func (f *DecimalField) FindSetter(key string) core.SetterFunc {
	if key != f.Name {
		return nil
	}
	return setter(f.Name, func(raw any) (any, error) {
		d, err := exact(raw)
		if err != nil {
			return nil, err
		}
		return d, fitsDecimal(d)
	})
}

// FindGetter gives decimal text.
func (f *DecimalField) FindGetter(key string) core.GetterFunc {
	if key != f.Name {
		return nil
	}
	return func(record *core.Record) any {
		switch v := record.GetRaw(f.Name).(type) {
		case decimal.Decimal:
			return v.String()
		case string, unreadable:
			return v
		}
		return nil
	}
}

// ValidateValue refuses what was not a number.
func (f *DecimalField) ValidateValue(_ context.Context, _ core.App, record *core.Record) error {
	return refuseUnreadable(record, f.Name)
}

// DriverValue gives millionths.
func (f *DecimalField) DriverValue(record *core.Record) (driver.Value, error) {
	switch v := record.GetRaw(f.Name).(type) {
	case nil:
		return nil, nil
	case decimal.Decimal:
		return scaled(v), fitsDecimal(v)
	case string:
		d, err := decimal.NewFromString(v)
		return scaled(d), err
	case unreadable:
		return nil, v
	default:
		return nil, fmt.Errorf("unexpected %T in a decimal column", v)
	}
}

func scaled(d decimal.Decimal) int64 { return d.Shift(decimalPlaces).Round(0).IntPart() }

func fitsDecimal(d decimal.Decimal) error {
	if !d.Equal(d.Truncate(decimalPlaces)) {
		return fmt.Errorf("%s has more than %d decimal places", d, decimalPlaces)
	}
	if d.Abs().GreaterThan(maxScaled) {
		return fmt.Errorf("%s is too large", d)
	}
	return nil
}

var _ core.Field = (*DecimalField)(nil)
