package model

import (
	"regexp"
	"strings"

	"kontora/internal/rule"
)

// routes looks at what the words of a route alone do not show.
func (c *compiler) routes(t *Type) {
	if t.Facts == nil {
		return
	}
	for _, a := range t.Facts.Approvals {
		conditional := true
		for _, s := range a.Steps {
			conditional = conditional && s.When != nil
			c.nobody(t, a, s)
		}
		if conditional && len(a.Steps) > 0 && !chosenBySetting(a.Steps) {
			c.warn(a.At, "route_may_be_empty", "every step of %q has a condition: when none holds, %q is approved without anybody being asked", a.Key, t.Key)
		}
	}
}

// chosenBySetting reports whether two of the steps stand for a setting and for its
// opposite, so that one of them always applies: a setting has a value.
func chosenBySetting(steps []*Step) bool {
	on := map[string]bool{}
	for _, s := range steps {
		on[strings.TrimSpace(s.When.Source())] = true
	}
	for source := range on {
		name, negated := strings.CutPrefix(source, "not ")
		if negated && isSetting.MatchString(strings.TrimSpace(name)) && on[strings.TrimSpace(name)] {
			return true
		}
	}
	return false
}

var isSetting = regexp.MustCompile(`^settings\.\w+$`)

// nobody looks for steps that may have nobody to ask and nobody instead.
func (c *compiler) nobody(t *Type, a *Approval, s *Step) {
	if s.Who == nil {
		return
	}
	switch strings.TrimSpace(s.Who.Source()) {
	case string(rule.System), string(rule.Guest):
		c.fail(s.At, "step_nobody", "step %q asks %s, who never votes", s.Key, s.Who.Source())
		return
	}
	superior := c.m.Unit != nil || c.m.Person != nil && c.m.Person.Field("manager") != nil
	mayBeEmpty := false
	for _, p := range s.Who.Reads() {
		if p.Root != "self" && p.Root != "record" || len(p.Fields) == 0 {
			continue
		}
		if f := t.Field(p.Fields[0]); f != nil && !f.Required && f.Key != "author" || len(p.Fields) > 1 {
			mayBeEmpty = true
		}
	}
	switch {
	case a.Empty == "manager" && !superior:
		c.warn(s.At, "step_may_be_empty", "when nobody is found for step %q there is no superior to ask: people have no manager and there are no units", s.Key)
	case a.Empty == "wait" && mayBeEmpty, s.Locked && a.Empty == "skip" && mayBeEmpty:
		c.warn(s.At, "step_may_be_empty", "step %q finds its people through fields that may be empty; then it waits", s.Key)
	}
}
