package spec

// Bundle is a whole configuration: every pack of an installation, decoded.
// It is immutable once loaded.
type Bundle struct {
	Packs []*Pack           // in order of their requirements: a pack stands after those it requires
	Files map[string][]byte // the sources by path ("schemas/base/pack.json"), for storage and export
	Hash  string            // sha256 of the canonical bundle, lower-case hex
}

// Pack is one folder of schemas/ with its folder of rules/.
type Pack struct {
	Key      string
	File     *PackFile
	Settings Map[*SettingDecl]
	Numbers  Map[*NumberDecl]
	Messages Map[*MessageDecl]
	Types    Map[*TypeFile] // as written; see Expand for bases merged in
	Rules    Map[*RuleFile]
	Seeds    Map[*SeedFile]
	I18n     map[string]map[string]string // language → path → text: "types.payment.data.properties.amount.title"
}

// RuleFile is one named rule: its expression and its signature with cases.
type RuleFile struct {
	Source Expr
	Cases  *CasesFile
}

// Severity separates what stops a publish from what only deserves a look.
type Severity string

const (
	SeverityError   Severity = "error"
	SeverityWarning Severity = "warning"
)

// Diagnostic is one finding about a configuration, placed where it was written.
type Diagnostic struct {
	Severity Severity       `json:"severity"`
	Code     string         `json:"code"` // snake_case, stable: "unknown_field"
	Params   map[string]any `json:"params,omitempty"`
	Message  string         `json:"message"`        // English
	Hint     string         `json:"hint,omitempty"` // did you mean "amount"?
	File     string         `json:"file"`
	Line     int            `json:"line"`
	Col      int            `json:"column"`
	Path     string         `json:"path"`
	Length   int            `json:"length,omitempty"` // characters to underline
	Source   string         `json:"source,omitempty"` // the line as written
}
