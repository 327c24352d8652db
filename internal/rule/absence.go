package rule

// Absence is a stretch of days on which somebody stands in for a person.
type Absence struct {
	Person, Substitute string // ids
	From, To           Date   // both included; a zero To is open
	Inform             bool   // the substitute gets the person's messages
	Tasks              bool   // their turns and votes
	Read               bool   // and sees what they see
}

// On reports whether the absence lasts on a day.
func (a Absence) On(day Date) bool {
	return !day.Before(a.From) && (a.To == Date{} || !a.To.Before(day))
}
