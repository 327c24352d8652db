package model

import (
	"kontora/internal/fault"
	"kontora/internal/rule"
)

// Parse reads a JSON value (numbers as json.Number) into the canonical value of
// the setting; nil returns to the default.
func (s *Setting) Parse(v any) (any, *fault.Fault) {
	if s.span {
		text, ok := v.(string)
		if v == nil {
			return nil, nil
		}
		span, err := rule.ParseSpan(text)
		if !ok || err != nil {
			return nil, fault.New(fault.Invalid, "not_span", fault.Params{"value": short(v)}).At("value")
		}
		return span, nil
	}
	f := &Field{Key: "value", Kind: kindOf(s.Type.Kind), Currency: s.Type.Currency, MaxLength: 5_000, Scale: 6}
	return f.Parse(v)
}
