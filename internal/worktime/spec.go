package worktime

// Spec is a calendar as it is written in a configuration.
type Spec struct {
	Title string           `json:"title"`
	Zone  string           `json:"zone"` // IANA: "Europe/Minsk"
	Week  map[string]Hours `json:"week"` // mon, tue, wed, thu, fri, sat, sun; a day left out is free
	// AllYear is for those who work without regard to holidays: no year needs
	// to be loaded, and none is missed. Years may still list exceptions.
	AllYear bool            `json:"all_year,omitempty"`
	Years   map[string]Year `json:"years,omitempty"` // by number: "2026"
}

// Hours are the intervals of one day, from and to: {{"09:00", "13:00"}, {"14:00", "18:00"}}.
// The end of a day is "24:00". A shift over midnight is written as two
// intervals, one on each of its days.
type Hours [][2]string

// Year is what one year does differently. Dates are written in full. A date
// stands in one of the groups only, except that any working day may be short.
type Year struct {
	Note     string               `json:"note,omitempty"`     // where the data is from, when to look again
	Holidays map[string]string    `json:"holidays,omitempty"` // date: name
	Short    map[string]int       `json:"short,omitempty"`    // date: minutes taken from the end of the day
	Working  map[string]string    `json:"working,omitempty"`  // date: the day of the week whose hours it takes
	Swaps    map[string]string    `json:"swaps,omitempty"`    // date: the date with which it trades hours
	Custom   map[string]CustomDay `json:"custom,omitempty"`   // date: hours of its own
}

// CustomDay is a day with hours of its own.
type CustomDay struct {
	Title string `json:"title,omitempty"`
	Hours Hours  `json:"hours"`
}

// Problem is one thing that is wrong with a Spec.
type Problem struct {
	Path    string         // "years.2026.short.2026-04-30", "week.mon[1]"
	Code    string         // snake_case, stable
	Params  map[string]any // what a message names
	Message string         // English
	Hint    string
}

// String is the problem in one line.
func (p Problem) String() string {
	text := p.Path + ": " + p.Message
	if p.Hint != "" {
		text += " — " + p.Hint
	}
	return text
}
