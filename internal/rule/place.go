package rule

// Place is where an expression stands. It fixes what it may read, what it must
// yield and what an unknown result means (design: language, 3.1).
type Place string

const (
	PlaceCheck    Place = "check"    // guards, rules: unknown refuses, naming the empty fields
	PlaceForm     Place = "form"     // visible, required, read-only, when
	PlacePeople   Place = "people"   // who, to: unknown is nobody
	PlaceReactive Place = "reactive" // auto: every path must be invertible, no me, no now
	PlaceTimer    Place = "timer"    // timers.at: as reactive, and the clock may be read
	PlaceStep     Place = "step"     // when of an approval step: unknown means that it applies
	PlaceValue    Place = "value"    // x-computed, x-default, set
	PlaceKey      Place = "key"      // unique keys, scopes of numbers: own fields only
	PlaceAccess   Place = "access"   // access.when: own fields only
	PlaceQuery    Place = "query"    // x-options, views: the SQL subset
	PlaceText     Place = "text"     // the {…} of messages
	PlaceRule     Place = "rule"     // a named rule of rules/
)

// reach is what a place lets an expression see.
type reach struct {
	names    map[string]bool // old, me, now, today, input, comment, transition
	hops     int             // references that one path may follow
	derived  bool            // records that point here
	snapshot bool            // functions that read beyond the record
	pure     bool            // any function at all, not only the normalisers
}

func names(list ...string) map[string]bool {
	m := map[string]bool{}
	for _, n := range list {
		m[n] = true
	}
	return m
}

// maxHops is how many references one path may follow anywhere.
const maxHops = 3

var everything = names("old", "me", "now", "today", "input", "comment", "transition", readsBalance, asksExceeds, asksOpened)

var places = map[Place]reach{
	PlaceCheck:    {everything, maxHops, true, true, true},
	PlaceForm:     {everything, maxHops, true, true, true},
	PlaceValue:    {everything, maxHops, true, true, true},
	PlaceText:     {everything, maxHops, true, true, true},
	PlaceRule:     {everything, maxHops, true, true, true},
	PlacePeople:   {names("old", "transition"), maxHops, true, true, true},
	PlaceReactive: {names(readsBalance), maxHops, true, true, true},
	PlaceTimer:    {names("now", "today", readsBalance), maxHops, true, true, true},
	PlaceStep:     {names("now", "today", readsBalance, asksExceeds), maxHops, true, true, true},
	PlaceQuery:    {names("me", "now", "today", "input"), maxHops, true, true, true},
	PlaceAccess:   {nil, 0, false, false, true},
	PlaceKey:      {nil, 0, false, false, false},
}

// gated are the names that some places do not have.
var gated = everything
