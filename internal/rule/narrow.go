package rule

import "slices"

// Narrow tells for which of some stand-ins for the candidate a query can hold.
// It judges by the conjuncts that read nothing of the candidate but the given
// fields, which is all that a stand-in has to know; whole reports that there are
// no others, so that what holds for a stand-in holds for every such candidate.
func (r *Rule) Narrow(s *Scope, fields []string, stands []Record) (kept []bool, whole bool, err error) {
	defer recovered(&err)
	kept = make([]bool, len(stands))
	for i := range kept {
		kept[i] = true
	}
	whole = len(r.clauses) > 0
	for _, cl := range r.clauses {
		if !cl.readsOnly(fields) {
			whole = false
			continue
		}
		for i, stand := range stands {
			scope := *s
			scope.It = stand
			var holds any
			err := within(r, &scope, func(f *frame) (err error) {
				holds, err = cl.term.eval(f)
				return err
			})
			if err != nil {
				return nil, false, err
			}
			kept[i] = kept[i] && holds == true
		}
	}
	return kept, whole, nil
}

// readsOnly reports whether the conjunct asks some fields of the candidate, and
// beside them only what is the same for all candidates.
func (cl clause) readsOnly(fields []string) bool {
	asks := false
	for _, p := range cl.reads {
		if p.Root != "it" {
			continue
		}
		if len(p.Fields) != 1 || !slices.Contains(fields, p.Fields[0]) {
			return false
		}
		asks = true
	}
	return asks
}
