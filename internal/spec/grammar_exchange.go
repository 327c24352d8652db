package spec

// The words of files that other programs read; see grammar.go.

// ExchangeDecl is a file that records of a type go into, each as one document.
type ExchangeDecl struct {
	Pos
	Title    string    `json:"title" req:"true" doc:"What the button says, in Russian: «Файл для банка»."`
	Format   string    `json:"format" req:"true" enum:"1c_client_bank" doc:"1c_client_bank: payment orders as client-bank programs read them (1CClientBankExchange 1.03, Windows-1251)."`
	When     *Expr     `json:"when" req:"true" place:"check" doc:"Only a record for which this holds goes into a file."`
	Who      People    `json:"who" req:"true" place:"people" doc:"Who makes the file. They need the right export on each record, too."`
	Document Map[Expr] `json:"document" req:"true" place:"value" doc:"What a document says, by word. 1c_client_bank: number, date, amount, purpose; payer and payee with _inn, _kpp, _account, _bank, _bik, _corr; priority (5), kind (01), code (0)."`
	Note     string    `json:"note" doc:"A remark; ignored."`
}

// IntakeDecl is a file of another program whose documents become records of a type,
// by an import: it is tried first, goes on after a break, and passes every rule.
type IntakeDecl struct {
	Pos
	Format string          `json:"format" req:"true" enum:"1c_client_bank" doc:"1c_client_bank: statements as client-bank programs write them (1CClientBankExchange 1.03 and 2.00, Windows-1251, DOS or UTF-8)."`
	Fields Map[Name]       `json:"fields" req:"true" ref:"field" doc:"Which field takes which word of a document. 1c_client_bank: key (the same for the same document in any file; a field that is unique takes it once), account, direction (in, out), number, date, amount, currency, party, party_inn, party_account, party_bik, purpose, kind."`
	Match  Map[*MatchDecl] `json:"match" keys:"names" doc:"Which record a reference of a new record points at, by field."`
	Note   string          `json:"note" doc:"A remark; ignored."`
}

// MatchDecl finds the record that a reference of a new record points at.
type MatchDecl struct {
	Pos
	Among *Expr  `json:"among" req:"true" place:"query" doc:"Which records are looked at, 200 at most of those that the importer sees; it is the candidate."`
	By    []Expr `json:"by" req:"true" place:"check" doc:"Conditions, tried in order; it is the candidate. The first that holds for exactly one of them decides. Where none does, the reference stays empty."`
	Note  string `json:"note" doc:"A remark; ignored."`
}
