package rule

import "time"

// Compared is a field of the record with every value that a rule holds it
// against.
type Compared struct {
	Field    string
	Values   []any    // nil among them where the rule asks for emptiness
	Settings []string // names of settings that it is held against
}

// Plain reports whether a rule does nothing but compare own fields with written
// values, and which. Such a rule can be judged without any record: it is
// enough to try the values, those between them and those beside them.
func (r *Rule) Plain() ([]Compared, bool) { return r.compared, r.plain }

// PlainBut is Plain for a rule that may hold fields against settings, too: it can
// be judged for the values that these have now.
func (r *Rule) PlainBut() ([]Compared, bool) { return r.compared, r.plainBut }

// moving notes a part whose value is not known when the rule is written.
func (c *checker) moving() { c.moves++ }

// ownField notes the bare reading of a field of the record itself. A yes or no is
// a condition as it stands.
func (c *checker) ownField(t *term, name string) {
	t.own = name
	if t.typ.Kind == KindBool {
		c.judged++
		c.compare(t, constant(typeBool, true))
	}
}

// compare notes a comparison of an own field with what is written.
func (c *checker) compare(l, r *term) {
	if l.own == "" {
		l, r = r, l
	}
	if l.own != "" && r.setting != "" {
		c.against = c.against + 2 // the field and the setting
		c.compared = append(c.compared, Compared{Field: l.own, Settings: []string{r.setting}})
		return
	}
	if l.own == "" || r.own != "" || !r.fixed && !r.literal {
		return
	}
	fuel := DefaultBudget
	v, err := r.eval(&frame{scope: &Scope{Zone: time.UTC}, fuel: &fuel})
	if err != nil {
		return
	}
	if l.typ.Kind != KindBool {
		c.judged++
	}
	values := []any{v}
	if list, ok := v.([]any); ok {
		values = list
	}
	for i := range c.compared {
		if c.compared[i].Field == l.own {
			c.compared[i].Values = append(c.compared[i].Values, values...)
			return
		}
	}
	c.compared = append(c.compared, Compared{Field: l.own, Values: values})
}
