package rule

// Persons are the places where a rule names somebody: a person's id, name or
// address as a written text, or a person found by a written code. Whoever follows
// in the job is somebody else.
func (r *Rule) Persons() []Issue { return r.persons }

// somebody notes a text of a person that is held against what is written.
func (c *checker) somebody(l, r *term) {
	if l.cell.Type == "" {
		l, r = r, l
	}
	person := c.env.World.Person()
	if person == "" || l.cell.Type != person || l.typ.Kind != KindText || len(l.typ.Enum) > 0 {
		return
	}
	for _, x := range append([]*term{r}, r.items...) {
		if text, ok := x.value.(string); x.literal && ok && text != "" {
			c.namesPerson(x.at, l.cell.Field)
		}
	}
}

func (c *checker) namesPerson(at span, by string) {
	c.persons = append(c.persons, Issue{Offset: at.from, Length: at.to - at.from, Code: "person_named", Params: map[string]any{"field": by}})
}
