package rule

import (
	"time"

	"kontora/internal/money"

	"github.com/shopspring/decimal"
)

// Kind is the kind of a value in expressions.
type Kind uint8

const (
	KindNone    Kind = iota // no type: never the type of a finished rule
	KindNull                // the type of a bare nil
	KindBool                // bool
	KindNumber              // decimal.Decimal
	KindMoney               // money.Amount
	KindText                // string; Enum narrows it to its literals
	KindDate                // Date, a day without a zone
	KindInstant             // time.Time, UTC
	KindSpan                // Span
	KindRef                 // Reference or Record, a record of Type.Ref
	KindFile                // Attachment
	KindPeople              // PeopleSet
	KindList                // []any of Elem
	KindObject              // map[string]any, with Fields known: settings, me
	KindJSON                // any JSON value: may be compared with nil and passed on, nothing else
)

// Type is the static type of an expression. Every value may also be nil.
type Type struct {
	Kind     Kind
	Enum     []string        // Text: the only literals that may be compared with it
	Currency string          // Money: the currency when it is known at publish, else ""
	Ref      string          // Ref: key of the type ("base/user", "backoffice/order.lines"); "*" any type with a lifecycle
	Elem     *Type           // List: type of the elements
	Fields   map[string]Type // Object: its members
}

// Reference points to a record by type key and id.
type Reference struct{ Type, Id string }

// Date is a calendar day without a zone. The zero Date is not a day.
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// Span is a length of time in calendar months and wall time, kept apart
// because a month has no fixed length.
type Span struct {
	Months int
	Wall   time.Duration
}

// Attachment is a stored or just uploaded file.
type Attachment struct {
	Name string // stored name; unique within the record
	Size int64
	Type string // MIME
}

// Record is one record as an expression sees it. Field returns nil for null;
// kinds: Ref fields give Reference, rows and derived relations []any of Record.
// An unknown field is an error: a checked rule never asks for one.
type Record interface {
	Reference() Reference
	Field(name string) (any, error)
}

// Source gives an expression what lies outside its own record. It reads one
// snapshot: the same question has the same answer within a command.
type Source interface {
	// Record loads a record; nil without error when there is none.
	Record(ref Reference) (Record, error)
	// Lookup finds the most specific (and, if on is not nil, valid) row of a catalog.
	Lookup(typ string, keys map[string]any, on *Date) (Record, error)
	// Coded finds the row of a catalog whose code field has this value.
	Coded(typ, code string) (Record, error)
	// Directory knows people and the tree of units.
	Directory() Directory
}

// Scope is everything one evaluation may read.
type Scope struct {
	Self   Record         // the record; bare names are its fields
	Old    Record         // before the command; nil on create
	It     any            // the candidate or row of the place
	Me     *Person        // who asks; nil for the system and in reactive places
	Now    time.Time      // the command's one instant, UTC
	Zone   *time.Location // zone of the record's calendar
	Vars   map[string]any // transition, input, comment, settings, and arguments of a rule
	Source Source
	Budget int // steps left; 0 means DefaultBudget
}

// Place is where an expression stands. It fixes what it may read, what it must
// yield and what an unknown result means (design: language, 3.1).
type Place string

const (
	PlaceCheck    Place = "check"    // guards, rules: unknown refuses, naming the empty fields
	PlaceForm     Place = "form"     // visible, required, read-only, when
	PlacePeople   Place = "people"   // who, to: unknown is nobody
	PlaceReactive Place = "reactive" // auto: every path must be invertible, no me, no now
	PlaceValue    Place = "value"    // x-computed, x-default, set
	PlaceKey      Place = "key"      // unique keys, scopes of numbers: own fields only
	PlaceAccess   Place = "access"   // access.when: own fields only
	PlaceQuery    Place = "query"    // x-options, views: the SQL subset
	PlaceText     Place = "text"     // the {…} of messages
	PlaceRule     Place = "rule"     // a named rule of rules/
)

// Env is what a place offers to the compiler.
type Env struct {
	Place Place
	Pack  string          // pack of the author: role('coord') means its role first
	Self  string          // type key of the record; "" when there is none
	It    *Type           // type of it, where there is one
	Vars  map[string]Type // input, settings, transition, arguments…
	World World
}

// World answers the compiler's questions about the configuration.
type World interface {
	// Field returns the type of a field of a record type, built-in ones
	// (id, status, author, created…) included.
	Field(typ, field string) (Type, bool)
	// Fields lists them, for suggestions.
	Fields(typ string) []string
	// TypeKey resolves a written type name as seen from a pack.
	TypeKey(pack, name string) (string, bool)
	// RoleKey resolves a written role name as seen from a pack: "coord" → "backoffice/coord".
	RoleKey(pack, name string) (string, bool)
	// Fits reports whether a record of type typ is acceptable where a reference to want stands.
	Fits(typ, want string) bool
	// Catalog returns the key fields and datedness of a lookup type.
	Catalog(typ string) (keys []string, dated bool, ok bool)
	// Rule returns a named rule already compiled, as seen from a pack.
	Rule(pack, name string) (*Function, bool)
}

// Function is a named rule of rules/ that other expressions may call.
type Function struct {
	Name    string // pack/name
	Args    []Arg
	Returns Type
	Body    *Rule
}

// Arg is one argument of a Function.
type Arg struct {
	Name string
	Type Type
}

// Issue is a finding about an expression, placed in characters (runes) from
// its beginning.
type Issue struct {
	Offset, Length int
	Code           string
	Params         map[string]any
	Message        string // English
	Hint           string
}

// Path is one thing a rule reads: a chain of field names from a root.
// Root is "self", "old", "it", "me" or a variable; Types holds the type key on
// which each name of Fields is read.
type Path struct {
	Root   string
	Fields []string
	Types  []string
}

// Person is a member of staff as the engine knows them.
type Person struct {
	Id     string
	Name   string
	Roles  []string // full keys: backoffice/coord
	Unit   string   // id of the department
	Org    string   // id of the organisation
	Active bool
	Fields Record // the person's own record
}

// Directory is people and the tree of units at one moment.
type Directory interface {
	Person(id string) (*Person, bool)
	// Tokens lists every principal that the person is: user:ID, role:KEY,
	// role:KEY@UNIT for each unit below theirs, head:UNIT, member:UNIT.
	Tokens(id string) map[Principal]bool
	// Ancestors lists a unit and all units above it, itself first.
	Ancestors(unit string) []string
	// Subtree lists a unit and all units below it.
	Subtree(unit string) []string
	// Resolve lists the active people a principal stands for, ordered by name.
	Resolve(p Principal) []*Person
}

// Principal is one symbolic bearer of rights: "user:ID", "role:pack/key",
// "role:pack/key@UNIT", "head:UNIT", "member:UNIT", "system", "guest".
type Principal string

// PeopleSet is what a people expression yields.
type PeopleSet struct {
	Any    []Principal
	Except *PeopleSet // these are taken out
	Only   *PeopleSet // and they must be in here too
}


// Columns tells a query where the fields of a type live in SQL.
type Columns interface {
	// Column gives the SQL expression of a field read through a table alias, and
	// the power of ten by which stored numbers and amounts are scaled. A cell
	// that the reader may not see is an expression that yields NULL.
	Column(typ, alias, field string) (expr string, scale int, ok bool)
	// Table gives the table of a type.
	Table(typ string) (string, bool)
	// Inverse gives the type and the SQL condition that joins records (alias
	// child) which point by a derived relation or rows at a record (alias parent).
	Inverse(typ, field, parent, child string) (childType, on string, ok bool)
}

// Clause is one conjunct of a condition with what it found.
type Clause struct {
	Src      string    // as written
	Holds    *bool     // nil: unknown, because of an empty value
	Readings []Reading // what it read
}

// Reading is a path and the value found there.
type Reading struct {
	Path  Path
	Value any
}

/* The rest of the package's surface:

Compile checks src as an expression of the wanted type in its place. A want of
KindNone accepts any finished type. On any issue the rule is nil.
	func Compile(src string, want Type, env Env) (*Rule, []Issue)

	func (r *Rule) Source() string
	func (r *Rule) Type() Type
	func (r *Rule) Reads() []Path
	func (r *Rule) Eval(s *Scope) (any, error)               // nil is null/unknown
	func (r *Rule) True(s *Scope) (bool, bool, error)        // value, known
	func (r *Rule) People(s *Scope) (PeopleSet, error)       // for PlacePeople
	func (r *Rule) Explain(s *Scope) ([]Clause, error)       // top-level conjuncts, through named rules
	func (r *Rule) SQL(c Columns, alias string, s *Scope) (where string, args []any, err error) // PlaceQuery; `it` is alias

CompileText checks a text with {path} and {path | format} parts.
	func CompileText(src string, env Env) (*Template, []Issue)
	func (t *Template) Render(s *Scope, format func(value any, typ Type) string) (string, error)
	func (t *Template) Reads() []Path

	func (p PeopleSet) Has(tokens map[Principal]bool) bool
	func (p PeopleSet) Union(q PeopleSet) PeopleSet
	func ParseDate(text string) (Date, error); func (d Date) String() string; Before, Add(days), AddMonths, Days(other)…
	func ParseSpan(text string) (Span, error)                // "3d", "2h30m", "1mo"; wh and wd are refused until calendars arrive
	func Equal(a, b any) bool; func Compare(a, b any) (int, error)  // same-kind values
	func ReservedNames() map[string]string                   // field keys a configuration may not use, with the reason
*/
