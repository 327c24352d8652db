package model

import (
	"time"

	"kontora/internal/money"
	"kontora/internal/rule"

	"github.com/shopspring/decimal"
)

// JSONValue is how a canonical value is written to clients.
func JSONValue(v any) any {
	switch x := v.(type) {
	case nil:
		return nil
	case decimal.Decimal:
		if x.IsInteger() && x.Abs().LessThan(decimal.New(1, 15)) {
			return x.IntPart()
		}
		return x.String()
	case money.Amount:
		return x.Text()
	case rule.Date:
		return x.String()
	case time.Time:
		return x.UTC().Format("2006-01-02 15:04:05.000Z")
	case rule.Reference:
		return x.Id
	case rule.Attachment:
		return x.Name
	case []any:
		out := make([]any, len(x))
		for i, item := range x {
			out[i] = JSONValue(item)
		}
		return out
	}
	return v
}

// JSON is how a value of this field is written to clients: a reference that may
// point at several types carries its type, a decimal stays text.
func (f *Field) JSON(v any) any {
	if f.Many {
		items, _ := v.([]any)
		out := make([]any, len(items))
		for i, item := range items {
			out[i] = f.jsonOne(item)
		}
		return out
	}
	return f.jsonOne(v)
}

func (f *Field) jsonOne(v any) any {
	switch x := v.(type) {
	case rule.Reference:
		if !f.Exact {
			return x.Type + "/" + x.Id
		}
	case decimal.Decimal:
		if f.Kind == Decimal {
			return x.String()
		}
	}
	return JSONValue(v)
}
