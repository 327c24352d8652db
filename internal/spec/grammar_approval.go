package spec

// Words of approvals; see grammar.go for what the tags mean.

// RouteDecl is one route: while the record is in these states, a round of
// steps goes on. Entering the states again begins the next round.
type RouteDecl struct {
	Pos
	Title  string         `json:"title" doc:"What is approved, for sheet and history: «Согласование оплаты»."`
	In     Names          `json:"in" req:"true" ref:"state" doc:"States in which a round goes on. Leaving them ends it; its votes stay readable."`
	When   *Expr          `json:"when" place:"reactive" doc:"Only while true."`
	Covers Names          `json:"covers" ref:"field" doc:"What people vote on: fields, @groups. A vote counts as long as these are as the voter saw them. Default: every field that people type, without those that the steps ask for."`
	On     OutcomeDecl    `json:"on" req:"true" doc:"Transitions that the engine runs when the round is over, in the same command as the vote that ends it. Refused there, the vote is refused."`
	Self   string         `json:"self" enum:"manager,skip,allow" doc:"When the author is among those who are asked: manager (default) asks the author's superior instead; skip only leaves the author out, and passes over a step that then has nobody; allow lets authors approve their own."`
	Empty  string         `json:"empty" enum:"manager,wait,skip" doc:"When there is nobody to ask: manager (default) asks the author's superior; wait waits, with that as the visible reason; skip passes over the step and writes so into the history."`
	Keep   bool           `json:"keep_passed" doc:"The next round keeps the approvals of the one before as long as what they cover is the same."`
	Once   bool           `json:"once" doc:"Who has approved an earlier step of the round need not be asked again; the history tells."`
	Steps  Map[*StepDecl] `json:"steps" req:"true" doc:"The steps, one after another."`
	Note   string         `json:"note" doc:"A remark; ignored."`
}

// OutcomeDecl names the transitions that end a round.
type OutcomeDecl struct {
	Pos
	Approved Name `json:"approved" req:"true" ref:"transition" doc:"When every step that applies has been passed."`
	Returned Name `json:"returned" ref:"transition" doc:"When somebody returns it to the author. Without it nobody can."`
	Rejected Name `json:"rejected" ref:"transition" doc:"When a step is lost: by one rejection, or when its votes cannot suffice any more. Without it nobody can reject."`
}

// StepDecl is one step of a route.
type StepDecl struct {
	Pos
	Title    string           `json:"title" req:"true" doc:"Name on the sheet: «Финансы»."`
	Who      People           `json:"who" req:"true" place:"people" doc:"Who is asked."`
	When     *Expr            `json:"when" place:"step" doc:"The step applies only if true; unknown means that it does. Looked at again at every vote and every change."`
	Covers   Names            `json:"covers" ref:"field" doc:"What votes of this step are about, when that is not what the route covers."`
	Mode     *ModeDecl        `json:"mode" doc:"any (default): one of them, the first answer decides · all · {quorum: 2} · {share: \"2/3\"}."`
	Parallel bool             `json:"parallel" doc:"Goes on beside the step above, not after it."`
	Target   Value            `json:"target" doc:"By when an answer is owed, counted from when the step begins: 8h, or = and an expression of a span, an instant or a day."`
	Remind   []string         `json:"remind" doc:"Spans after which those who have not answered are told again."`
	Notify   Name             `json:"notify" ref:"message" doc:"Message to those who are asked, when their turn comes and at each reminder; their superior gets it when the target has passed."`
	Ask      Name             `json:"notify_opinion" ref:"message" doc:"Message to those who are asked for an opinion; its comment is what is asked. Without it they get the message of notify."`
	Require  []*RequireDecl   `json:"require" doc:"Fields that an approval must fill. Whoever is asked may fill them while voting."`
	Input    Names            `json:"input" ref:"field" doc:"Further fields that may be filled while voting."`
	Reason   []string         `json:"reason" doc:"Ready-made texts for a return or a rejection, which always need a reason."`
	Outcomes Map[*ChoiceDecl] `json:"outcomes" doc:"Further answers beside approving, returning and rejecting, each with a button of its own: {\"with_remarks\": {\"title\": \"Согласовать с замечаниями\", \"as\": \"approve\", \"remark\": \"blocking\"}}."`
	Allow    []string         `json:"allow" enum:"delegate,before,after,beside,opinion,return_to" doc:"What those asked may change in the route: hand their vote on, ask somebody before, after or beside this step, return it to an earlier step. opinion: they may ask colleagues for an opinion, which decides nothing and holds nothing up."`
	Locked   bool             `json:"locked" doc:"Always decided by its own people in this very round: never passed over, handed on, kept or closed by an earlier vote."`
	InPerson bool             `json:"in_person" doc:"Nobody stands in for those asked; while they are away their superior is asked too."`
	Then     Name             `json:"then" ref:"transition" doc:"Transition that the engine runs when a vote passes this step while others are still to come: from and to states of the route. Refused there, the vote is refused."`
	Sign     string           `json:"sign" enum:"simple,nep" doc:"An approval of this step is a signature over what the step covers, with version and hash. nep: made with the signer's own certificate, opened by their PIN. simple: confirmed by their password. It is never taken over from another step or round, and never given for many records at once or by letter; covers must be written."`
	Note     string           `json:"note" doc:"A remark; ignored."`
}

// ChoiceDecl is a further answer of a step.
type ChoiceDecl struct {
	Pos
	Title  string `json:"title" req:"true" doc:"On the button: «Согласовать с замечаниями»."`
	Done   string `json:"done" doc:"How sheet and history tell that it was given: «Согласовано с замечаниями». Default: title."`
	As     string `json:"as" req:"true" enum:"approve,return,reject" doc:"The verdict that it counts as."`
	Reason bool   `json:"reason" doc:"It needs a comment. Returns, rejections and remarks always do."`
	Remark string `json:"remark" enum:"plain,blocking" doc:"The comment becomes a remark on the round: plain asks for an answer; blocking keeps the round from its end until whoever made it takes it back. With approve only."`
	Note   string `json:"note" doc:"A remark; ignored."`
}

// ModeDecl says how many votes pass a step.
type ModeDecl struct {
	Pos
	Of     string `json:"of" short:"true" enum:"any,all" doc:"any: one of them; all: each of them."`
	Quorum *int   `json:"quorum" max:"1000" doc:"This many of them."`
	Share  string `json:"share" doc:"This part of them: 1/2, 2/3."`
}
