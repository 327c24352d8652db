package model

import (
	"kontora/internal/rule"
	"kontora/internal/spec"
)

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
	Facts      *Facts     // kept beside records in certain states; nil for none
	Access     []*Access
	Deny       []*Deny
	Edit       *EditMatrix // nil: nobody but those with can edit, see Access
	Metrics    []*Metric   // figures of the summary
	Exchanges  []*Exchange // files that other programs take its records from
	Intake     *Intake     // how documents of another program's files become its records; nil: they do not
	Prints     []*Print    // papers made of its records
	Lists      []*List

	Owner      *Type  // rows: the type they belong to
	OwnerField *Field // rows: the field that holds them

	At     spec.Pos
	Digest string // of everything that decides how a record behaves; equal digests mean equal rules

	byKey map[string]*Field
	pin   *pin // set by Pin
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
	Key     string // full: office/invoice.same
	Parts   []*rule.Rule
	Each    bool
	While   *rule.Rule
	Policy  string // refuse, warn, fire, reuse
	Fire    string // transition of the record that holds the key
	Message *rule.Template
	Fields  []*Field
}

// Reuses reports whether other systems know a record by the key: what they send
// once more is the record there is.
func (u *Unique) Reuses() bool { return u.Policy == "reuse" }

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

// List is a ready-made list.
type List struct {
	Key, Title string
	Columns    []*Field
	Where      *rule.Rule
	Sort       *Field
	Desc       bool
	Group      *Field
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
