package spec

// The words of registers and of what types contribute to them; see grammar.go.

// RegisterFile is registers/<key>.json: sums that records contribute to, kept by
// dimensions. A budget, a stock and the hours of people are three of them.
type RegisterFile struct {
	Pos
	Schema     string              `json:"$schema" doc:"The grammar of this file, for editors."`
	Title      string              `json:"title" req:"true" doc:"Name of the register in Russian."`
	About      string              `json:"description" doc:"What it counts, one sentence."`
	Dimensions Map[*DimensionDecl] `json:"dimensions" req:"true" doc:"By what the sums are kept. Each combination of values has sums of its own; an empty value is one too."`
	Resources  Map[*ResourceDecl]  `json:"resources" req:"true" doc:"What is summed up."`
	Derived    Map[*DerivedDecl]   `json:"derived" doc:"Measures worked out from the resources and from those above."`
	Limits     Map[*LimitDecl]     `json:"limits" doc:"What must hold for the sums. Tested once at the end of a command, on its net effect, only where it makes things worse; all that fail are told."`
	Lock       *Expr               `json:"lock" place:"check" doc:"True for a closed period: nothing is entered there any more, nor taken out. Dimensions by bare name; at is the day of the entry."`
	Was        Names               `json:"was" doc:"Earlier keys of the register; what was entered is kept."`
	Note       string              `json:"note" doc:"A remark; ignored."`
}

// DimensionDecl is one dimension of a register.
type DimensionDecl struct {
	Pos
	Title  string `json:"title" doc:"Name in Russian. Default: that of the type it refers to."`
	Ref    Name   `json:"x-ref" ref:"type" doc:"The dimension is a record of this type."`
	Type   string `json:"type" enum:"string" doc:"The dimension is a text: a serial number, a code."`
	Format string `json:"format" enum:"date" doc:"The text is a day."`
	Was    Names  `json:"was" doc:"Earlier keys of the dimension."`
}

// ResourceDecl is what a register sums up.
type ResourceDecl struct {
	Pos
	Title string `json:"title" doc:"Name in Russian. Default: the key."`
	Money string `json:"x-money" doc:"An amount in this currency, kept in its minor units; or the dimension that holds the currency: sums of different ones never meet."`
	Type  string `json:"type" enum:"number" doc:"A number, kept exactly to x-scale places."`
	Scale *int   `json:"x-scale" max:"6" doc:"Places of a number. Default 0."`
	Kind  string `json:"kind" enum:"sum,last,claim" doc:"sum (default): contributions are added up. last: the value of the latest of them by day. claim: reserve what there is and queue the rest (arrives later)."`
	Was   Names  `json:"was" doc:"Earlier keys of the resource."`
}

// DerivedDecl is a measure worked out from others.
type DerivedDecl struct {
	Pos
	Title string `json:"title" doc:"Name in Russian. Default: the key."`
	Value *Expr  `json:"value" req:"true" short:"true" place:"check" doc:"Formula over the resources and the measures above it."`
}

// LimitDecl is what must hold for the sums of a register.
type LimitDecl struct {
	Pos
	Title   string    `json:"title" doc:"Name in Russian, for reports."`
	By      Map[Name] `json:"by" ref:"axis" doc:"By what sums are taken together before they are looked at: {name: dimension, or dimension.field of the record that it names}. The other dimensions are summed over, and the names stand in check in place of the dimensions; where one of the values is empty the limit does not apply. A record that changes such a field takes its sums along, and a field of the record that a name stands for may be the bound: both are tested as well. Default: each combination of dimensions by itself."`
	When    *Expr     `json:"when" place:"check" doc:"The limit applies only while true; the same names as in check."`
	Check   *Expr     `json:"check" req:"true" place:"check" doc:"Must be true. Resources, derived measures and dimensions by bare name. For a comparison only a command that narrows the margin is refused; for anything else, one that breaks it, or leads sums that break it already further from zero."`
	Unless  *Expr     `json:"unless" place:"check" doc:"The limit is waived if true of every record of the command that makes it worse: fields of that record by bare name, where its type has them."`
	Message string    `json:"message" req:"true" place:"text" doc:"What to tell the person; the same names as in check."`
	Note    string    `json:"note" doc:"A remark; ignored."`
}

// PostingDecl is what a record contributes to a register.
type PostingDecl struct {
	Pos
	Title      string    `json:"title" doc:"What the contribution is, for entries: «Оплата счёта»."`
	Register   Name      `json:"register" req:"true" ref:"register" doc:"Own key or pack/key."`
	In         Names     `json:"in" req:"true" ref:"state" doc:"States in which it stands; @open is every state that is not done, closed or cancelled. Leaving them takes it back by an entry of that day."`
	When       *Expr     `json:"when" place:"reactive" doc:"Only while true."`
	ForEach    *Expr     `json:"for_each" place:"reactive" doc:"One contribution for each of these: rows, records that point here; the present one is it."`
	At         *Expr     `json:"at" place:"reactive" doc:"The day to which it belongs: a date or an instant. Default: the day on which it is entered."`
	Dimensions Map[Expr] `json:"dimensions" req:"true" ref:"dimension" place:"reactive" doc:"A value for every dimension of the register."`
	Post       Map[Expr] `json:"post" req:"true" ref:"resource" place:"reactive" doc:"What is contributed to which resource. Empty contributes nothing."`
	Note       string    `json:"note" doc:"A remark; ignored."`
}
