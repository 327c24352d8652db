// Package model is a configuration compiled: every reference resolved, every
// expression typed, every default decided. A Model is immutable; the running
// engine swaps one pointer. It never touches a database and never asks who is
// logged in.
package model

import (
	"regexp"

	"kontora/internal/rule"
	"kontora/internal/spec"
)

// Model is the compiled configuration of one installation.
type Model struct {
	Hash     string // of the bundle it was compiled from
	Packs    []*Pack
	Types    []*Type // in order of packs and files; row types after their owners; abstract types included
	Settings map[string]*Setting
	Roles    map[string]*Role // by full key: backoffice/coord
	Messages map[string]*Message
	Rules    map[string]*rule.Function
	Person   *Type                        // the type the engine finds people in
	Unit     *Type                        // the type of the organisation's tree; may be nil
	I18n     map[string]map[string]string // language → path → text

	byKey      map[string]*Type
	bySlug     map[string]*Type
	dependents map[dependence][]*Dependent
	packOf     map[*rule.Rule]string
	translated map[*rule.Template]map[string]*rule.Template
	visible    map[string][]*Setting
}

// Pack is an installed pack.
type Pack struct {
	Key, Title, About, Version string
	Requires                   []string
	Menu                       []*Menu
	Seeds                      []*Seed
}

// Menu is one group of the side menu.
type Menu struct {
	Key, Title string
	Types      []*Type
}

// Seed is the first records of a type.
type Seed struct {
	Name    string
	Type    *Type
	Key     *Field
	Records []spec.Raw
}

// Role is a role people may hold.
type Role struct {
	Key, Title, About string
	Design            bool
	Was               []string
}

// Setting is one parameter with its value in the file.
type Setting struct {
	Key, Title, About string // full key: backoffice/auto_close
	Name, Pack        string
	Type              rule.Type
	Default           any
	Edit              *rule.Rule

	span bool
}

// Message is a notification text.
type Message struct {
	Key         string
	Title, Body *rule.Template
}

// Type is one kind of record.
type Type struct {
	Key       string // pack/name; rows: pack/owner.field
	Pack      string
	Name      string
	Slug      string // in URLs and as PocketBase collection: pack_name; the person type is "users"
	StableId  string // never changes on rename; names the collection
	Title     string
	Plural    string
	About     string
	Icon      string
	Abstract  bool
	Bases     []string // every type it extends, transitively
	Directory string   // person, unit or ""
	Was       []string

	Fields     []*Field
	Groups     map[string][]*Field
	Sections   []*Section
	Display    *rule.Template
	Invariants []*Invariant
	Formulas   []*Field // computed fields in the order in which they must be computed
	Uniques    []*Unique
	Lookup     *Lookup
	Work       Work
	Lifecycle  *Lifecycle // nil: records are simply edited
	Access     []*Access
	Deny       []*Deny
	Edit       *EditMatrix // nil: nobody but those with can edit, see Access
	Lists      []*List

	Owner      *Type  // rows: the type they belong to
	OwnerField *Field // rows: the field that holds them

	At     spec.Pos
	Digest string // of everything that decides how a record behaves; equal digests mean equal rules

	byKey map[string]*Field
	pin   *pin // set by Pin
}

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
}

// Section divides form and card.
type Section struct {
	Key, Title string
	Fields     []*Field
}

// Invariant must hold for every saved record.
type Invariant struct {
	Key     string
	Check   *rule.Rule
	When    *rule.Rule
	Message *rule.Template
	Fields  []*Field
}

// Unique is a live key.
type Unique struct {
	Key     string // full: backoffice/invoice.same
	Parts   []*rule.Rule
	Each    bool
	While   *rule.Rule
	Policy  string // refuse, warn, fire
	Fire    string // transition of the record that holds the key
	Message *rule.Template
	Fields  []*Field
}

// Lookup makes the type a catalog.
type Lookup struct {
	Keys     []*Field
	Any      bool
	From, To *Field
}

// Work names the fields that lists across types show; each may be nil.
type Work struct {
	Deadline, Assignee, Department, Amount, Priority *Field
	Number, Title                                    *Field
}

// Phase groups states of all types by meaning.
type Phase string

// Open reports whether work is still owed in this phase.
func (p Phase) Open() bool { return p != "done" && p != "closed" && p != "cancelled" }

// Lifecycle is the graph of a type.
type Lifecycle struct {
	Initial     *State
	States      []*State
	Transitions []*Transition
	Birth       *Transition // how a record comes to be; nil when nothing is declared about it

	states      map[string]*State
	transitions map[string]*Transition
}

// State is a node of the graph.
type State struct {
	Key, Title string
	Phase      Phase
	Was        []string
}

// Transition is an edge of the graph.
type Transition struct {
	Key      string
	Title    string
	About    string
	From     map[string]bool
	To       *State // nil with Same or Previous
	Same     bool
	Previous bool
	Who      *rule.Rule // nil: the engine alone (auto)
	Require  []*Require
	Input    []*Field
	Reason   *Reason
	Guards   []*Guard
	OnEdit   map[*Field]bool
	Auto     *rule.Rule
	Then     []*Effect
	Danger   bool
	Type     *Type
	At       spec.Pos
}

// Require demands a field.
type Require struct {
	Field   *Field
	When    *rule.Rule
	Message *rule.Template
}

// Reason is asked for with a transition.
type Reason struct {
	Ask       bool
	Templates []string
}

// Guard is a condition of a transition.
type Guard struct {
	Check   *rule.Rule
	When    *rule.Rule
	Message *rule.Template
	Fields  []*Field
}

// Effect is one thing that happens once; exactly one of its verbs is set.
type Effect struct {
	When   *rule.Rule
	Set    []Assign
	Append []Assign
	Create *Create
	Fire   *Fire
	Notify *Message
	To     *rule.Rule
}

// Assign gives a field a literal or a computed value. For Append on rows, Row
// holds the columns.
type Assign struct {
	Field   *Field
	Literal any
	Expr    *rule.Rule
	Row     []Assign
}

// Create makes a record.
type Create struct {
	Type *Type
	Set  []Assign
	Via  string // transition of the new record to run at once, "" for none
}

// Fire runs a transition elsewhere. The target type is known only when it
// happens, so the transition is found by its key.
type Fire struct {
	Transition string
	On         *rule.Rule
	Where      *rule.Rule
}

// Access is one rule of rights. Bit is its number in the masks of package store.
type Access struct {
	Key  string
	Bit  uint
	Who  *rule.Rule
	When *rule.Rule
	Read map[*Field]bool // cells; engine fields are always readable with the row
	Can  map[string]bool
	Wide bool // depends on nothing but the reader: no condition, roles and people named without the record
}

// Deny takes cells away.
type Deny struct {
	Key    string
	Bit    uint
	Who    *rule.Rule
	When   *rule.Rule
	Fields map[*Field]bool
	Edit   bool // only keeps from changing
	Wide   bool
}

// EditMatrix says who edits which field in which state.
type EditMatrix struct {
	Cells []EditCell
}

// EditCell is one cell of the matrix. A type without lifecycle has the one
// state "".
type EditCell struct {
	Fields map[*Field]bool
	States map[string]bool // nil: every state
	Who    *rule.Rule
}

// List is a ready-made list.
type List struct {
	Key, Title string
	Columns    []*Field
	Where      *rule.Rule
	Sort       *Field
	Desc       bool
	Group      *Field
}

// Series is a number series.
type Series struct {
	Key    string // pack/name or pack/type.field
	Source string // the format as written
	Parts  []NumberPart
	Reset  string // never, year, month, day
	Per    []*rule.Rule
	At     map[string]bool // nil: at creation
}

// NumberPart is a literal, a word (yyyy, yy, mm, dd, seq) or an expression.
type NumberPart struct {
	Literal string
	Word    string
	Width   int // of seq, padded with zeros
	Expr    *rule.Rule
}

// Dependent is an automatic transition that reads a field of another record.
// Path leads from the changed record back to the waiting one.
type Dependent struct {
	Type       *Type
	Transition *Transition
	Path       []Hop
}

// Hop is one step back along a reading path. Through a derived relation or rows
// it goes by the changed record's own reference (Forward); through a reference
// it goes to the records that point here.
type Hop struct {
	Forward bool
	Field   *Field // Forward: reference of the current record; else: the reference that points at it
	Type    *Type  // type reached
}

type dependence struct{ typ, field string }

// TypeByKey finds "backoffice/payment".
func (m *Model) TypeByKey(key string) *Type { return m.byKey[key] }

// TypeBySlug finds "backoffice_payment".
func (m *Model) TypeBySlug(slug string) *Type { return m.bySlug[slug] }

// Dependents lists who must look again when a field of a type has changed.
func (m *Model) Dependents(typ, field string) []*Dependent {
	return m.dependents[dependence{typ, field}]
}

// Descendants lists the concrete types a reference to typ may point at: the
// type itself, or those that extend an abstract one.
func (m *Model) Descendants(typ string) []*Type {
	if t := m.byKey[typ]; t != nil && !t.Abstract {
		return []*Type{t}
	}
	var found []*Type
	for _, t := range m.Types {
		if t.Abstract || t.Owner != nil {
			continue
		}
		if typ == "*" && t.Lifecycle != nil || t.extends(typ) {
			found = append(found, t)
		}
	}
	return found
}

// Fits reports whether a record of type typ may stand where want is expected.
// Only an abstract type accepts its descendants: a reference to a concrete one
// is stored as a relation to its one collection.
func (m *Model) Fits(typ, want string) bool {
	t := m.byKey[typ]
	if t == nil || typ == want {
		return t != nil
	}
	if want == "*" {
		return t.Lifecycle != nil || t.Abstract
	}
	w := m.byKey[want]
	return w != nil && w.Abstract && t.extends(want)
}

func (t *Type) extends(base string) bool {
	for _, b := range t.Bases {
		if b == base {
			return true
		}
	}
	return false
}

// Field finds a field by key.
func (t *Type) Field(key string) *Field { return t.byKey[key] }

// State finds a state by key.
func (l *Lifecycle) State(key string) *State {
	if l == nil {
		return nil
	}
	return l.states[key]
}

// Transition finds a transition by key.
func (l *Lifecycle) Transition(key string) *Transition {
	if l == nil {
		return nil
	}
	return l.transitions[key]
}

// Stored reports whether the field has a column of its own.
func (f *Field) Stored() bool {
	return f.Kind != Inverse && f.Kind != Rows && !f.Live
}

// PackOf names the pack in which a rule was written; its settings are meant.
func (m *Model) PackOf(r *rule.Rule) string { return m.packOf[r] }

// Translated gives a text in another language; the source itself where it was
// not translated.
func (m *Model) Translated(t *rule.Template, lang string) *rule.Template {
	if other := m.translated[t][lang]; other != nil {
		return other
	}
	return t
}

// SettingsOf lists the settings that expressions of a pack see as settings.name.
func (m *Model) SettingsOf(pack string) []*Setting { return m.visible[pack] }
