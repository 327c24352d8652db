package rule_test

import (
	"errors"
	"testing"

	"kontora/internal/rule"

	"github.com/shopspring/decimal"
)

// circle is a record whose formula reads itself, and whose list holds it many
// times over.
type circle struct {
	formula *rule.Rule
	meter   *rule.Meter
	width   int
	evals   *int
}

func (c circle) Reference() rule.Reference { return rule.Reference{Type: "shop/unit", Id: "c"} }

func (c circle) Field(name string) (any, error) {
	switch name {
	case "customer":
		return c, nil
	case "tasks":
		list := make([]any, c.width)
		for i := range list {
			list[i] = c
		}
		return list, nil
	}
	*c.evals++
	v, err := c.formula.Eval(&rule.Scope{Self: c, Meter: c.meter})
	if v == nil && err == nil {
		return decimal.Zero, nil
	}
	return v, err
}

// Whatever records do to each other, evaluation ends: by depth where they stand
// in a row, by the common budget where they fan out.
func TestEvaluationsWithinEvaluationsEnd(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, src, code string
		width           int
	}{
		{"a circle of one", "qty + 1", "rule_too_deep", 0},
		{"a fan", "sum(tasks, .hours)", "rule_too_deep", 1},
		{"a wide fan", "count(tasks, .hours > 100) + 1", "rule_too_deep", 300},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r, issues := rule.Compile(tt.src, anyType, env(rule.PlaceValue))
			if r == nil {
				t.Fatal(issues)
			}
			m, evals := &rule.Meter{}, 0
			_, err := r.Eval(&rule.Scope{Self: circle{r, m, tt.width, &evals}, Meter: m})
			var wrong *rule.Error
			if !errors.As(err, &wrong) || wrong.Code != tt.code {
				t.Fatalf("got %v after %d evaluations", err, evals)
			}
			if evals > 40 {
				t.Errorf("%d evaluations", evals)
			}
		})
	}
}

// A reader that swallows what goes wrong within, as a list of live cells does,
// still stops at the common budget.
func TestEvaluationsShareTheirSteps(t *testing.T) {
	t.Parallel()
	r, issues := rule.Compile("count(tasks, .hours == 1)", anyType, env(rule.PlaceValue))
	if r == nil {
		t.Fatal(issues)
	}
	m, evals := &rule.Meter{}, 0
	_, err := r.Eval(&rule.Scope{Self: swallowing{r, m, &evals}, Meter: m})
	var wrong *rule.Error
	if !errors.As(err, &wrong) || wrong.Code != "rule_too_expensive" {
		t.Fatalf("got %v after %d evaluations", err, evals)
	}
	if evals > rule.MeteredBudget {
		t.Errorf("%d evaluations", evals)
	}
	before := evals
	if _, err := r.Eval(&rule.Scope{Self: swallowing{r, m, &evals}, Meter: m}); err == nil || evals == before {
		t.Errorf("the next evaluation is not filled anew: %v", err)
	}
}

type swallowing struct {
	formula *rule.Rule
	meter   *rule.Meter
	evals   *int
}

func (c swallowing) Reference() rule.Reference { return rule.Reference{Type: "shop/order", Id: "c"} }

func (c swallowing) Field(name string) (any, error) {
	if name == "tasks" {
		list := make([]any, 200)
		for i := range list {
			list[i] = c
		}
		return list, nil
	}
	*c.evals++
	var wrong *rule.Error
	v, err := c.formula.Eval(&rule.Scope{Self: c, Meter: c.meter})
	if errors.As(err, &wrong) && wrong.Code == "rule_too_deep" {
		return decimal.Zero, nil
	}
	return v, err
}
