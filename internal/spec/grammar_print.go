package spec

// The words of papers; see grammar.go for what the tags mean.

// PrintDecl is a paper made of a record. What its texts say is in the language in
// which it is written, whoever prints it; title alone is translated.
type PrintDecl struct {
	Pos
	Title       string          `json:"title" req:"true" doc:"What the menu of the card says, in Russian: «Счёт на оплату»."`
	When        *Expr           `json:"when" place:"check" doc:"Only of records for which this holds. Unknown: not offered."`
	Who         People          `json:"who" place:"people" doc:"Who makes it. Default: whoever reads the record. Cells that they do not see stay empty."`
	Name        string          `json:"name" place:"text" doc:"Name of the file, without .pdf. Default: title and how the record is named."`
	Mark        string          `json:"mark" place:"text" doc:"Over every page: {status == 'draft' ? 'ЧЕРНОВИК' : ''}. issued is true when the paper is kept in its into field already: {issued ? 'КОПИЯ' : ''}."`
	Orientation string          `json:"orientation" enum:"portrait,landscape" doc:"How the sheet (A4) lies. Default portrait."`
	Size        *int            `json:"size" max:"14" doc:"Size of letters in points, 6 to 14. Default 9."`
	Into        Name            `json:"into" ref:"field" doc:"File field in which issued papers are kept. Issuing one is an edit of that field, with its rights."`
	Blocks      Map[*BlockDecl] `json:"blocks" req:"true" doc:"What is on it, from top to bottom."`
	Note        string          `json:"note" doc:"A remark; ignored."`
}

// BlockDecl is one part of a paper: it says one of heading, text, pairs, rows,
// sides, sign, stamps, code, page, fields, rounds, boxes.
type BlockDecl struct {
	Pos
	When    *Expr              `json:"when" place:"check" doc:"Only if this holds."`
	Heading string             `json:"heading" place:"text" doc:"A heading."`
	Text    string             `json:"text" short:"true" place:"text" doc:"Paragraphs. Beside code: what stands at its right."`
	Align   string             `json:"align" enum:"left,center,right" doc:"Of heading and text. Default left."`
	Style   string             `json:"style" enum:"usual,bold,small" doc:"Of text. Default usual."`
	Pairs   Map[*PairDecl]     `json:"pairs" doc:"Labels with what they say."`
	Rows    *Expr              `json:"rows" place:"value" doc:"A table: rows or records, one line each. In columns they are it; n counts them."`
	Sort    *Expr              `json:"sort" place:"value" doc:"By what the lines of rows are ordered; those without it come first. Default: as they stand."`
	Struck  *Expr              `json:"struck" place:"check" doc:"Lines of rows for which this holds are struck through."`
	Columns Map[*ColumnDecl]   `json:"columns" doc:"The columns of rows."`
	Sides   Map[*SideDecl]     `json:"sides" doc:"Texts beside one another, two or three: who sells and who buys."`
	Sign    Map[*SignLineDecl] `json:"sign" doc:"Lines to sign on by hand."`
	Stamps  *Expr              `json:"stamps" place:"value" doc:"A record or several: stamps of the signatures given under them."`
	Code    string             `json:"code" place:"text" doc:"A QR code with this in it; an empty one is left out."`
	Page    bool               `json:"page" doc:"A new page begins."`
	Fields  Names              `json:"fields" ref:"field" doc:"What the record holds, by the sections of its card: * all, fields, @groups, ! before a name takes it out. What is empty or not shown on the card is left out."`
	Rounds  bool               `json:"rounds" doc:"The approval: round by round who was asked, who decided what, when, with which comment and in whose place; remarks and opinions."`
	Boxes   Map[*BoxDecl]      `json:"boxes" doc:"A blank: texts in frames, each at its place."`
	Note    string             `json:"note" doc:"A remark; ignored."`
}

// BoxDecl is a text at its place on a blank.
type BoxDecl struct {
	Pos
	Left   *int   `json:"left" req:"true" max:"277" doc:"From the left margin, mm."`
	Top    *int   `json:"top" req:"true" max:"250" doc:"From the upper edge of the block, mm."`
	Width  *int   `json:"width" req:"true" max:"277" doc:"Its width, mm. Between the margins a sheet has 180, one that lies 267."`
	Height *int   `json:"height" req:"true" max:"250" doc:"Its height, mm. Letters are made smaller until the text fits."`
	Text   string `json:"text" place:"text" doc:"What it says."`
	Align  string `json:"align" enum:"left,center,right" doc:"Default left."`
	Style  string `json:"style" enum:"usual,bold,small" doc:"Default usual."`
	Frame  string `json:"frame" enum:"all,none,under,over" doc:"Which of its edges are drawn. Default all."`
	When   *Expr  `json:"when" place:"check" doc:"Only if this holds."`
}

// PairDecl is a label with what it says.
type PairDecl struct {
	Pos
	Label string `json:"label" req:"true" place:"text" doc:"At the left."`
	Text  string `json:"text" req:"true" place:"text" doc:"At the right."`
	When  *Expr  `json:"when" place:"check" doc:"Only if this holds."`
}

// ColumnDecl is a column of a table on paper.
type ColumnDecl struct {
	Pos
	Head   string `json:"head" req:"true" place:"text" doc:"Its head, repeated on every page."`
	Text   string `json:"text" place:"text" doc:"What it says of it, the row; n is its number."`
	Stamps Names  `json:"stamps" ref:"step" doc:"Steps of approval of the row's record: under the text stand stamps of the signatures given on them."`
	Width  *int   `json:"width" max:"100" doc:"In relation to the other columns. Default 10."`
	Align  string `json:"align" enum:"left,center,right" doc:"Default left."`
	Total  string `json:"total" place:"text" doc:"In the last line, of the record as a whole: {sum(lines, .amount)}."`
	When   *Expr  `json:"when" place:"check" doc:"Only if this holds for the record."`
}

// SideDecl is a text beside others.
type SideDecl struct {
	Pos
	Head string `json:"head" place:"text" doc:"Over it."`
	Text string `json:"text" req:"true" short:"true" place:"text" doc:"What it says."`
}

// SignLineDecl is a line to sign on.
type SignLineDecl struct {
	Pos
	Post string `json:"post" req:"true" place:"text" doc:"Who signs: «Руководитель»."`
	Name string `json:"name" place:"text" doc:"Their name, at the end of the line."`
}
