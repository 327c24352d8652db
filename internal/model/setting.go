package model

import (
	"kontora/internal/fault"
	"kontora/internal/rule"
)

// Parse reads a JSON value (numbers as json.Number) into the canonical value of
// the setting; nil returns to the default.
func (s *Setting) Parse(v any) (any, *fault.Fault) {
	if s.Field.Format == formatSpan {
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
	f := *s.Field
	f.Key = "value"
	return f.Parse(v)
}

// Takes reports whether a canonical value is one of the setting: the kind of a
// setting may have changed since the value was given.
func (s *Setting) Takes(v any) bool {
	if s.Field.Format == formatSpan {
		_, ok := v.(rule.Span)
		return ok
	}
	return v != nil && s.Field.Validate(v) == nil
}
