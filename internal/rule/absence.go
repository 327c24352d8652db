package rule

// Absence is a stretch of days on which others stand in for a person.
type Absence struct {
	Id         string // of its record
	Person     string
	Substitute string // who stands in wherever no rule says otherwise
	Rules      []StandIn
	From, To   Date // both included; a zero To is open
	Inform     bool // who stands in gets the person's messages
	Tasks      bool // their turns and votes
	Read       bool // and sees what they see
	NewOnly    bool // what waited before the first day stays with the person
}

// StandIn is one rule of an absence: who stands in for records of a type. The
// first that holds for a record counts.
type StandIn struct {
	Type       string // key
	Condition  *Rule  // on the record, as `it`; nil for all of them
	Substitute string
}

// On reports whether the absence lasts on a day.
func (a Absence) On(day Date) bool {
	return !day.Before(a.From) && (a.To == Date{} || !a.To.Before(day))
}

// Names reports whether the absence names somebody to stand in, for whatever
// record that is.
func (a Absence) Names(person string) bool {
	if a.Substitute == person {
		return true
	}
	for _, r := range a.Rules {
		if r.Substitute == person {
			return true
		}
	}
	return false
}
