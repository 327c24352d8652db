package model

import (
	"time"
	"unicode/utf8"

	"kontora/internal/fault"
	"kontora/internal/money"
	"kontora/internal/rule"

	"github.com/shopspring/decimal"
)

// Validate checks a canonical value, whoever made it: its Go type, its bounds,
// its choices and, of a list, the number of items. Parse has done the same for
// what clients send.
func (f *Field) Validate(v any) *fault.Fault {
	if v == nil {
		return nil
	}
	if !f.Many {
		return f.validateOne(v)
	}
	items, ok := v.([]any)
	if !ok {
		return wrong("bad_value", v)
	}
	if f.MaxItems > 0 && len(items) > f.MaxItems {
		return fault.New(fault.Invalid, "too_many_items", fault.Params{"max": f.MaxItems})
	}
	for _, item := range items {
		if fl := f.validateOne(item); fl != nil {
			return fl
		}
	}
	return nil
}

func (f *Field) validateOne(v any) *fault.Fault {
	ok := true
	switch f.Kind {
	case Text, Texts, Number:
		_, ok = v.(string)
	case Enum:
		if s, text := v.(string); !text || !f.has(s) {
			return wrong("not_choice", v)
		}
	case Integer, Decimal:
		d, isNumber := v.(decimal.Decimal)
		if ok = isNumber; ok && d.Abs().GreaterThan(greatest) {
			return wrong("number_too_large", v)
		}
		if ok && !d.Equal(d.Truncate(int32(f.Scale))) {
			return fault.New(fault.Invalid, "too_many_places", fault.Params{"places": f.Scale})
		}
	case Money:
		m, isMoney := v.(money.Amount)
		if ok = isMoney; ok && m.Value.Abs().GreaterThan(greatestMoney) {
			return wrong("number_too_large", m.Value)
		}
	case Bool:
		_, ok = v.(bool)
	case Date:
		_, ok = v.(rule.Date)
	case Instant:
		_, ok = v.(time.Time)
	case Ref:
		_, ok = v.(rule.Reference)
	case File:
		_, ok = v.(rule.Attachment)
	}
	if !ok {
		return wrong("bad_value", v)
	}
	return f.bounded(v)
}

func (f *Field) has(choice string) bool {
	for _, e := range f.Enum {
		if e.Key == choice {
			return true
		}
	}
	return false
}

// greatestMoney keeps minor units exact in every JSON reader.
var greatestMoney = decimal.New(90_000_000_000_000, 0)

// bounded checks length, pattern and limits of one value.
func (f *Field) bounded(v any) *fault.Fault {
	if s, ok := v.(string); ok && (f.Kind == Text || f.Kind == Texts) {
		return f.boundedText(s)
	}
	for _, b := range []struct {
		bound any
		code  string
		ok    func(int) bool
	}{
		{f.Min, "too_small", func(c int) bool { return c >= 0 }},
		{f.Max, "too_great", func(c int) bool { return c <= 0 }},
		{f.Above, "not_above", func(c int) bool { return c > 0 }},
		{f.Below, "not_below", func(c int) bool { return c < 0 }},
	} {
		if b.bound == nil {
			continue
		}
		if c, err := rule.Compare(v, neutral(b.bound)); err == nil && !b.ok(c) {
			return fault.New(fault.Invalid, b.code, fault.Params{"bound": JSONValue(b.bound)})
		}
	}
	return nil
}

func (f *Field) boundedText(s string) *fault.Fault {
	n := utf8.RuneCountInString(s)
	switch {
	case n < f.MinLength:
		return fault.New(fault.Invalid, "too_short", fault.Params{"min": f.MinLength, "is": n})
	case f.MaxLength > 0 && n > f.MaxLength:
		return fault.New(fault.Invalid, "too_long", fault.Params{"max": f.MaxLength, "is": n})
	case f.pattern != nil && !f.pattern.MatchString(s):
		return fault.New(fault.Invalid, "pattern", fault.Params{"value": short(s)})
	}
	return nil
}

// neutral takes the currency off a bound: it holds in whatever currency the
// amount is.
func neutral(v any) any {
	if a, ok := v.(money.Amount); ok {
		a.Currency = ""
		return a
	}
	return v
}
