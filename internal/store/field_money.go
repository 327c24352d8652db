package store

import (
	"context"
	"database/sql/driver"
	"fmt"
	"strconv"

	"kontora/internal/money"

	"github.com/pocketbase/pocketbase/core"
	"github.com/shopspring/decimal"
)

const typeMoney = "money"

// MoneyField stores an amount as an integer of minor units. Clients see and
// send the plain decimal text "1234.50"; the currency is a literal or stands in
// a sibling column.
type MoneyField struct {
	base
	Currency      string `form:"currency" json:"currency"`
	CurrencyField string `form:"currencyField" json:"currencyField"`
}

// minor is an amount as read from the database. Its places are known only with
// the currency, which may stand in a column that is not loaded yet.
type minor int64

// Type names the column type.
func (f *MoneyField) Type() string { return typeMoney }

// ColumnType is the SQL type.
func (f *MoneyField) ColumnType(core.App) string { return "INTEGER DEFAULT NULL" }

// PrepareValue reads what the database holds: minor units.
func (f *MoneyField) PrepareValue(_ *core.Record, raw any) (any, error) {
	units, err := wholeFromDatabase(raw)
	if units == nil || err != nil {
		return nil, err
	}
	return minor(units.(int64)), nil
}

// FindSetter reads what people send: major units.
func (f *MoneyField) FindSetter(key string) core.SetterFunc {
	if key != f.Name {
		return nil
	}
	return setter(f.Name, func(raw any) (any, error) {
		if a, ok := raw.(money.Amount); ok {
			return a.Value, nil
		}
		return exact(raw)
	})
}

// FindGetter gives the decimal text with all places of the currency.
func (f *MoneyField) FindGetter(key string) core.GetterFunc {
	if key != f.Name {
		return nil
	}
	return func(record *core.Record) any {
		amount, ok, err := f.amount(record)
		switch {
		case ok:
			return amount.Text()
		case err != nil: // still refused when it is set again
			return record.GetRaw(f.Name)
		}
		return nil
	}
}

// amount resolves the value with its currency.
func (f *MoneyField) amount(record *core.Record) (money.Amount, bool, error) {
	currency := f.currency(record)
	switch v := record.GetRaw(f.Name).(type) {
	case nil:
		return money.Amount{}, false, nil
	case minor:
		if f.Currency == "" && !record.IsNew() {
			currency = f.currency(record.Original()) // the units were stored under the old one
		}
		return money.FromMinor(int64(v), currency), true, nil
	case decimal.Decimal:
		amount, err := money.Parse(v.String(), currency)
		return amount, err == nil, err
	case string: // the text that the getter gave, put back as an original value
		amount, err := money.Parse(v, currency)
		return amount, err == nil, err
	case unreadable:
		return money.Amount{}, false, v
	default:
		return money.Amount{}, false, fmt.Errorf("unexpected %T in a money column", v)
	}
}

func (f *MoneyField) currency(record *core.Record) string {
	if f.Currency != "" || f.CurrencyField == "" {
		return f.Currency
	}
	return record.GetString(f.CurrencyField)
}

// ValidateValue refuses what is no amount of the currency.
func (f *MoneyField) ValidateValue(_ context.Context, _ core.App, record *core.Record) error {
	if err := refuseUnreadable(record, f.Name); err != nil {
		return err
	}
	if _, _, err := f.amount(record); err != nil {
		return unreadable{reason: err.Error()}.refusal()
	}
	return nil
}

// DriverValue gives minor units of the present currency.
func (f *MoneyField) DriverValue(record *core.Record) (driver.Value, error) {
	amount, ok, err := f.amount(record)
	if err != nil || !ok {
		return nil, err
	}
	if now := f.currency(record); now != amount.Currency {
		if amount, err = money.Parse(amount.Value.String(), now); err != nil {
			return nil, err
		}
	}
	return amount.Minor(), nil
}

// exact reads a decimal number without going through binary fractions.
func exact(raw any) (decimal.Decimal, error) {
	text := ""
	switch v := raw.(type) {
	case decimal.Decimal:
		return v, nil
	case string:
		text = v
	case int:
		return decimal.NewFromInt(int64(v)), nil
	case int64:
		return decimal.NewFromInt(v), nil
	case float64: // a JSON number: its shortest text is what was written
		text = strconv.FormatFloat(v, 'f', -1, 64)
	case fmt.Stringer: // json.Number
		text = v.String()
	default:
		return decimal.Decimal{}, fmt.Errorf("%v is not a number", raw)
	}
	d, err := money.Number(text)
	if err != nil {
		return decimal.Decimal{}, fmt.Errorf("%q is not a number", text)
	}
	return d, nil
}

// wholeFromDatabase reads an integer column; nil for null.
func wholeFromDatabase(raw any) (any, error) {
	switch v := raw.(type) {
	case nil:
		return nil, nil
	case int64:
		return v, nil
	case int:
		return int64(v), nil
	case string:
		if v == "" {
			return nil, nil
		}
		n, err := strconv.ParseInt(v, 10, 64)
		return n, err
	}
	return nil, fmt.Errorf("unexpected %T in an integer column", raw)
}

var _ core.Field = (*MoneyField)(nil)
