package spec

// CalendarFile is calendars/<key>.json: when work is done.
type CalendarFile struct {
	Pos
	Schema  string         `json:"$schema" doc:"The grammar of this file, for editors."`
	Title   string         `json:"title" req:"true" doc:"Name of the calendar in Russian."`
	Zone    string         `json:"zone" req:"true" doc:"Where its clock hangs: Asia/Almaty."`
	Week    Map[Raw]       `json:"week" req:"true" doc:"Hours by day: {\"mon\": [[\"09:00\", \"13:00\"], [\"14:00\", \"18:00\"]]}. Days: mon, tue, wed, thu, fri, sat, sun; a day left out is free. The end of a day is 24:00."`
	AllYear bool           `json:"all_year" doc:"Works without regard to holidays: no year is missed."`
	Years   Map[*YearDecl] `json:"years" keys:"year" doc:"What a year does differently. In a year that is not here the week alone counts, and whoever looks at such a term is warned."`
	Note    string         `json:"note" doc:"A remark; ignored."`
}

// YearDecl is what one year does differently. A date stands in one of the
// groups only, except that any working day may be short.
type YearDecl struct {
	Pos
	Holidays Map[string]      `json:"holidays" keys:"date" doc:"Days off and their names."`
	Short    Map[*int]        `json:"short" keys:"date" doc:"Minutes taken from the end of a working day."`
	Working  Map[string]      `json:"working" keys:"date" doc:"Working days that are usually free, and the day of the week whose hours they take: sat → fri."`
	Swaps    Map[string]      `json:"swaps" keys:"date" doc:"Days that trade hours with another date."`
	Custom   Map[*CustomDecl] `json:"custom" keys:"date" doc:"Days with hours of their own."`
	Note     string           `json:"note" doc:"Where the data is from, when to look again."`
}

// CustomDecl is a day with hours of its own.
type CustomDecl struct {
	Pos
	Title string `json:"title" doc:"Why."`
	Hours Raw    `json:"hours" req:"true" doc:"As in week; [] is a day off."`
}

// ClockDecl is a clock: how much of the time that somebody has is used up.
type ClockDecl struct {
	Pos
	Title    string          `json:"title" req:"true" short:"true" doc:"What must be done in time: «Решение»."`
	When     *Expr           `json:"when" place:"reactive" doc:"Records that have this clock. One that stops being true cancels it."`
	Start    *MomentDecl     `json:"start" doc:"When it starts. Default: when the record is created."`
	Pause    *MomentDecl     `json:"pause" doc:"While this holds it stands still; several pauses add up."`
	Stop     *MomentDecl     `json:"stop" doc:"When it is done. It runs on if this ceases to hold while the record is open. Default: when the record is closed."`
	Cancel   *MomentDecl     `json:"cancel" doc:"When it does not count any more. A cancelled record cancels it anyway."`
	Reset    *MomentDecl     `json:"reset" doc:"When this becomes true it begins anew; the old verdict is kept."`
	Target   Value           `json:"target" req:"true" place:"reactive" doc:"The time there is: 4wh, 2wd, 30m, or = and an expression. When it changes, the deadline of a running clock follows; the old one is kept."`
	Escalate Map[*LevelDecl] `json:"escalate" doc:"What happens as the deadline nears or has passed."`
	Note     string          `json:"note" doc:"A remark; ignored."`
}

// MomentDecl says when something holds: in these states, or while this is true.
type MomentDecl struct {
	Pos
	Check  *Expr `json:"check" short:"true" place:"reactive" doc:"While this is true."`
	States Names `json:"states" short:"true" ref:"state" doc:"In these states."`
}

// LevelDecl is one level of escalation; exactly one of at, before, into, after
// says when.
type LevelDecl struct {
	Pos
	Title  string `json:"title" doc:"What it is, for history: «Руководителю»."`
	At     *int   `json:"at" max:"100" doc:"When so many per cent of the target are used up."`
	Before *Value `json:"before" place:"reactive" doc:"So long before the deadline: 2wh."`
	Into   *Value `json:"into" place:"reactive" doc:"So long after the start."`
	After  *Value `json:"after" place:"reactive" doc:"So long after the deadline; 0m is the deadline itself."`
	Every  *Value `json:"every" place:"reactive" doc:"Then again and again, as long as the clock runs."`
	Max    *int   `json:"max" max:"100" doc:"How often at most. Default 20."`
	Notify Name   `json:"notify" ref:"message" doc:"Message that people get."`
	To     People `json:"to" place:"people" doc:"Who gets it."`
	Fire   Name   `json:"fire" ref:"transition" doc:"Transition of the record that the engine runs."`
}
