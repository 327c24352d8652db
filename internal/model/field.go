package model

import (
	"regexp"

	"kontora/internal/rule"
	"kontora/internal/spec"
)

// FieldKind is what a field holds.
type FieldKind string

const (
	Text    FieldKind = "text"    // string; Format: "", multiline, email, uri, phone
	Integer FieldKind = "integer" // decimal.Decimal without places
	Decimal FieldKind = "decimal" // decimal.Decimal
	Money   FieldKind = "money"   // money.Amount
	Bool    FieldKind = "bool"    // bool
	Date    FieldKind = "date"    // rule.Date
	Instant FieldKind = "instant" // time.Time, UTC, milliseconds
	Enum    FieldKind = "enum"    // string; Many: []any of string
	Ref     FieldKind = "ref"     // rule.Reference; Many: []any of rule.Reference
	File    FieldKind = "file"    // rule.Attachment; Many: []any of rule.Attachment
	Texts   FieldKind = "texts"   // []any of string
	Geo     FieldKind = "geo"     // map[string]any{lon, lat}
	JSON    FieldKind = "json"    // any
	Number  FieldKind = "number"  // string given by a series
	Rows    FieldKind = "rows"    // []any of *flow.Record of RowType
	Inverse FieldKind = "inverse" // records that point here; nothing stored
)

// Field is one field of a type.
type Field struct {
	Key           string
	StableId      string // the first key it ever had; the column follows it
	Kind          FieldKind
	Many          bool
	Format        string
	Title         string
	About         string
	Enum          []EnumValue
	Target        string // Ref: type key, abstract type key or "*"
	Exact         bool   // Ref: exactly one collection may be pointed at, so a native relation is stored
	Acyclic       bool   // Ref: never leads round to where it began
	Currency      string // Money: literal code, or "" when CurrencyField says
	CurrencyField *Field
	RowType       *Type       // Rows
	Via           *Field      // Inverse: the pointing field
	From          *Type       // Inverse: the type it stands in
	Series        *Series     // Number
	Files         *FileLimits // File
	Unit          string
	Widget        string
	Index         bool
	ReadOnly      bool
	Engine        bool // status, author, created …: written by the engine alone
	Personal      bool
	Check         string // tax_id, iban, account, snils
	CheckWith     *Field // tax_id: the field country beside it; account: the field bik
	Was           []string
	WasEnum       map[string]string // new key → old key

	Scale                int
	Min, Max             any // of the field's kind
	Above, Below         any
	MinLength, MaxLength int
	Pattern              string
	MinItems, MaxItems   int

	Required   bool // always
	Default    any  // literal
	HasDefault bool
	Propose    *rule.Rule
	Computed   *rule.Rule
	Live       bool            // computed when read, not stored
	While      map[string]bool // states in which it is computed anew; nil: always
	Visible    *rule.Rule
	Needed     *rule.Rule // x-required
	Locked     *rule.Rule // x-readonly
	Options    *rule.Rule

	Type *Type // the type it belongs to
	At   spec.Pos

	pattern *regexp.Regexp // Pattern compiled
}

// EnumValue is one choice.
type EnumValue struct{ Key, Title string }

// FileLimits bound a file field.
type FileLimits struct {
	Accept []string
	Max    int64 // bytes
	// Versions: a replaced file stays, as an earlier version.
	Versions bool
}

// KeepsVersions reports whether a file put into the field replaces none.
func (f *Field) KeepsVersions() bool {
	return f.Kind == File && !f.Many && f.Files != nil && f.Files.Versions
}

// IsChoice reports whether the field holds one of its listed values: such a
// field can be the columns of a board.
func (f *Field) IsChoice() bool { return f.Kind == Enum && !f.Many && f.Stored() }

// SignsIn reports whether a field is what people sign in by.
func (t *Type) SignsIn(f *Field) bool { return t.Directory == "person" && f.Key == "email" }

// Stored reports whether the field has a column of its own.
func (f *Field) Stored() bool {
	return f.Kind != Inverse && f.Kind != Rows && !f.Live
}

// Sortable reports whether records can be put in order of the field.
func (f *Field) Sortable() bool {
	switch f.Kind {
	case Texts, File, Geo, JSON, Ref:
		return false
	}
	return f.Stored() && !f.Many
}
