package flow

import (
	"encoding/json"

	"kontora/internal/rule"
)

// equal compares two canonical values of one field, lists element by element.
// An empty list is null.
func equal(a, b any) bool {
	x, isList := a.([]any)
	y, both := b.([]any)
	if isList || both {
		if len(x) != len(y) || !isList && a != nil || !both && b != nil {
			return false
		}
		for i := range x {
			if !equal(x[i], y[i]) {
				return false
			}
		}
		return true
	}
	switch x := a.(type) {
	case rule.Attachment:
		y, ok := b.(rule.Attachment)
		return ok && x.Name == y.Name
	case map[string]any:
		return b != nil && jsonText(a) == jsonText(b)
	case json.Number, float64:
		return jsonText(a) == jsonText(b)
	}
	return rule.Equal(a, b)
}

// jsonText writes free JSON with its keys in order; it holds nothing that
// encoding/json could refuse, because it came from there.
func jsonText(v any) string {
	text, err := json.Marshal(v)
	if err != nil {
		return err.Error()
	}
	return string(text)
}

// SameValue compares two canonical values of one field.
func SameValue(a, b any) bool { return equal(a, b) }
