package flow

import "kontora/internal/rule"

// resight finds the records whose rights read what the command has changed
// elsewhere: a task of whoever's department has moved, a document that a request
// has begun to name. They themselves stay as they are.
func (s *session) resight() ([]*Change, error) {
	seen := map[rule.Reference]bool{}
	for _, c := range s.made {
		seen[c.After.Reference()] = true
	}
	var out []*Change
	for _, c := range s.made {
		if c.Happening != nil {
			continue
		}
		for _, t := range touches(c) {
			for _, d := range s.m.Dependents(t.typ, t.field) {
				if !d.Sight {
					continue
				}
				found, err := s.back(t.from, d)
				if err != nil {
					return nil, err
				}
				for _, r := range found {
					if ref := r.Reference(); !seen[ref] {
						seen[ref] = true
						out = append(out, &Change{Before: r, After: r, Cause: c})
					}
				}
			}
		}
	}
	return out, nil
}
