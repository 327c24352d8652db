package rule

// tally is how many elements hold, do not, and are unknown.
type tally struct{ holds, fails, unknown int }

// question is what a quantifier asks of a tally. Whoever can already answer
// stops the loop; the answer is nil while an unknown element could change it.
type question struct {
	name    string
	settled func(tally) bool
	answer  func(tally) any
	sql     string // the same over the counts of a subquery: see sql_relation.go
}

var (
	some = question{"any", func(t tally) bool { return t.holds > 0 },
		func(t tally) any { return unless(t.unknown, t.holds > 0, t.holds > 0) }, sqlAny}
	none = question{"none", func(t tally) bool { return t.holds > 0 },
		func(t tally) any { return unless(t.unknown, t.holds > 0, t.holds == 0) }, sqlNone}
	all = question{"all", func(t tally) bool { return t.fails > 0 },
		func(t tally) any { return unless(t.unknown, t.fails > 0, t.fails == 0) }, sqlAll}
	one = question{"one", func(t tally) bool { return t.holds > 1 },
		func(t tally) any { return unless(t.unknown, t.holds > 1, t.holds == 1) }, sqlOne}
)

// unless answers, except that unknown elements leave an unsettled question open.
func unless(unknown int, settled, answer bool) any {
	if unknown > 0 && !settled {
		return nil
	}
	return answer
}

func quantifier(ask question) func(*checker, *call, Type) *term {
	return func(c *checker, k *call, _ Type) *term {
		l, ok := c.loop(k, typeBool)
		if !ok {
			return bad()
		}
		t := &term{typ: typeBool, eval: func(f *frame) (any, error) {
			var t tally
			err := l.each(f, func(_, found any) bool {
				switch found {
				case true:
					t.holds++
				case false:
					t.fails++
				default:
					t.unknown++
				}
				return !ask.settled(t)
			})
			if err != nil {
				return nil, err
			}
			return ask.answer(t), nil
		}}
		t.sql = sqlQuantifier(l, ask.sql)
		return t
	}
}
