package rule

// Meter is shared by evaluations that may set one another off: a formula that is
// worked out when it is read may read another one, of another record, and so on.
// The outermost evaluation fills it; those within burn what is left and may nest
// only so deep, so that records which point at each other cannot exhaust the
// stack. The zero value is ready; it is not safe for concurrent use.
type Meter struct {
	left  int
	depth int
}

const (
	// MeteredBudget is how many steps one evaluation and all that it sets off may
	// take together.
	MeteredBudget = 5 * DefaultBudget
	// maxNested is how many evaluations may be within one another.
	maxNested = 32
)

func (m *Meter) enter() error {
	switch {
	case m == nil:
		return nil
	case m.depth == 0:
		m.left = MeteredBudget
	case m.depth >= maxNested:
		return &Error{Code: "rule_too_deep"}
	case m.left <= 0:
		return &Error{Code: "rule_too_expensive"}
	}
	m.depth++
	return nil
}

func (m *Meter) leave() {
	if m != nil {
		m.depth--
	}
}

// Spend takes steps for work done on behalf of an evaluation, such as finding the
// names of the records that a text shows.
func (m *Meter) Spend(steps int) error {
	if m == nil || m.depth == 0 {
		return nil
	}
	if m.left -= steps; m.left < 0 {
		return &Error{Code: "rule_too_expensive"}
	}
	return nil
}

// fuel is what one evaluation may burn.
func (m *Meter) fuel(budget int) int {
	if budget <= 0 {
		budget = DefaultBudget
	}
	if m == nil {
		return budget
	}
	return min(budget, m.left)
}

// burnt settles what an evaluation has taken of the fuel it was given.
func (m *Meter) burnt(given, left int) {
	if m != nil {
		m.left -= given - left
	}
}
