package rule_test

import (
	"strings"
	"testing"

	"kontora/internal/rule"
)

// The compiler serves a person who is typing: the worst expression that its
// bounds let through must not hold it up.
func TestWorstExpressionsCompileFast(t *testing.T) {
	t.Parallel()
	for name, src := range map[string]string{
		"long sum":        "1" + strings.Repeat("+1", 160),
		"long and":        "urgent" + strings.Repeat(" and urgent", 160),
		"brackets":        strings.Repeat("(", 1900) + "1" + strings.Repeat(")", 1900),
		"nested calls":    strings.Repeat("round(", 150) + "1" + strings.Repeat(")", 150),
		"nested brackets": strings.Repeat("(1+", 150) + "1" + strings.Repeat(")", 150),
		"chain":           "1" + strings.Repeat("<qty", 120),
		"many mistakes":   "amout" + strings.Repeat(" == amout", 100),
		"unclosed":        strings.Repeat("(", 3900),
		"wide array":      "[" + strings.Repeat("(1),", 400) + "1]",
	} {
		t.Run(name, func(t *testing.T) {
			r, issues := rule.Compile(src, anyType, env(rule.PlaceCheck))
			if r != nil {
				if _, err := r.Explain(order(nil)); err != nil {
					t.Error(err)
				}
			}
			if r == nil && len(issues) == 0 {
				t.Error("refused without a word")
			}
		})
	}
}
