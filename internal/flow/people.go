package flow

import (
	"kontora/internal/rule"
)

// people lists the active people of a set, by name, each once.
func (s *session) people(set rule.PeopleSet) []*rule.Person {
	dir := s.snap.Directory()
	seen := map[string]bool{}
	var out []*rule.Person
	plain := set.Except == nil && set.Only == nil && len(set.Or) == 0
	for _, principal := range flat(set) {
		for _, p := range dir.Resolve(principal) {
			if !seen[p.Id] && (plain || set.Has(dir.Tokens(p.Id))) {
				seen[p.Id] = true
				out = append(out, p)
			}
		}
	}
	return out
}
