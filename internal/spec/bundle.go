package spec

import "slices"

// Bundle is a whole configuration: every pack of an installation, decoded.
// It is immutable once loaded.
type Bundle struct {
	Packs []*Pack           // in order of their requirements: a pack stands after those it requires
	Files map[string][]byte // the sources by path ("schemas/base/pack.json"), for storage and export
	Hash  string            // sha256 of the canonical bundle, lower-case hex
	trees map[string]*node  // the parsed JSON files by path
}

// Pack returns a pack by key, or nil.
func (b *Bundle) Pack(key string) *Pack {
	for _, p := range b.Packs {
		if p.Key == key {
			return p
		}
	}
	return nil
}

// Sees reports whether files of a pack may name things of another one: it is
// the same, or named in its requires.
func (b *Bundle) Sees(pack, other string) bool {
	if pack == other {
		return true
	}
	p := b.Pack(pack)
	return p != nil && slices.Contains(p.File.Requires.Keys(), other) && b.Pack(other) != nil
}

// Locate finds the exact place of a JSON path in a file of the bundle. It serves
// keywords whose value carries no place of its own, such as titles and messages.
func (b *Bundle) Locate(file, path string) (Pos, bool) {
	part := b.tree(file).find(path)
	if part == nil {
		return Pos{}, false
	}
	return part.Pos, true
}

// tree returns the parsed file; nil when it has none or is not JSON.
func (b *Bundle) tree(file string) *node {
	if n, ok := b.trees[file]; ok {
		return n
	}
	data, ok := b.Files[file]
	if !ok {
		return nil
	}
	return parse(file, data, &findings{})
}

// Pack is one folder of schemas/ with its folder of rules/.
type Pack struct {
	Key       string
	File      *PackFile
	Settings  Map[*SettingDecl]
	Numbers   Map[*NumberDecl]
	Messages  Map[*MessageDecl]
	Types     Map[*TypeFile] // as written; see Expand for bases merged in
	Registers Map[*RegisterFile]
	Rules     Map[*RuleFile]
	Seeds     Map[*SeedFile]
	Calendars Map[*CalendarFile]
	I18n      map[string]map[string]string // language → path → text: "types.payment.data.properties.amount.title"
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
