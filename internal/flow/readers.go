package flow

import "kontora/internal/rule"

// readersOf are the people to whom some rule of rights shows a record: readers()
// of another record's rules. Rights never go round, so neither does this.
func (s *session) readersOf(rec *Record) (rule.PeopleSet, error) {
	var set rule.PeopleSet
	for _, a := range rec.Type.Access {
		if a.Who == nil {
			continue
		}
		holds, err := s.applies(a.When, rec, rec, nil)
		if err != nil {
			return set, err
		}
		if !holds {
			continue
		}
		who, err := a.Who.People(s.scope(a.Who, rec, rec, nil))
		if err != nil {
			return set, err
		}
		set = set.Union(who)
	}
	return set, nil
}
