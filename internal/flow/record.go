package flow

import (
	"time"

	"kontora/internal/model"
	"kontora/internal/rule"
)

// Record is one record in memory. Values holds what is stored, by field key and
// in the Go types that model.FieldKind names; an absent or nil value is null.
// Rows are records of their own.
//
// Every record has the built-in values author, created, updated, revision and
// archived; one with a lifecycle also status, previous, entered_at and
// closed_at. id, phase and open are derived.
type Record struct {
	Type   *model.Type
	Id     string
	Values map[string]any
	Rows   map[string][]*Record
	Config int64 // number of the configuration it was made under; 0 while new
}

// Reference names the record.
func (r *Record) Reference() rule.Reference { return rule.Reference{Type: r.Type.Key, Id: r.Id} }

// Status is the key of the current state, "" without a lifecycle.
func (r *Record) Status() string { s, _ := r.Values["status"].(string); return s }

// State is the current state, nil without a lifecycle.
func (r *Record) State() *model.State { return r.Type.Lifecycle.State(r.Status()) }

// Revision counts the changes of the record, from 1.
func (r *Record) Revision() int64 { return whole(r.Values["revision"]) }

// IsArchived reports whether the record was put away.
func (r *Record) IsArchived() bool { return r.Values["archived"] != nil }

// IsOpen reports whether work is still owed on it. Records without a lifecycle
// are open until archived.
func (r *Record) IsOpen() bool {
	if s := r.State(); s != nil {
		return s.Phase.Open()
	}
	return !r.IsArchived()
}

// Clone copies the record deep enough that changing the copy leaves it alone.
func (r *Record) Clone() *Record {
	if r == nil {
		return nil
	}
	c := &Record{Type: r.Type, Id: r.Id, Config: r.Config, Values: make(map[string]any, len(r.Values)), Rows: make(map[string][]*Record, len(r.Rows))}
	for k, v := range r.Values {
		c.Values[k] = v
	}
	for k, rows := range r.Rows {
		for _, row := range rows {
			c.Rows[k] = append(c.Rows[k], row.Clone())
		}
	}
	return c
}

// As is the same record as one of another version of its type, its rows with
// it; see model.Pin.
func (r *Record) As(t *model.Type) *Record {
	c := r.Clone()
	c.Type = t
	for _, f := range t.Fields {
		if f.Kind != model.Rows {
			continue
		}
		for _, row := range c.Rows[f.Key] {
			row.Type = t.RowType(f)
		}
	}
	return c
}

// Snapshot is the stored world as one command sees it. The same question has
// the same answer within a command. Package store implements it over the
// command's transaction; tests over maps.
type Snapshot interface {
	// Load returns a record with its rows; nil without error when there is none.
	Load(t *model.Type, id string) (*Record, error)
	// Pointing lists the records of type from whose field via points at a record,
	// archived ones left out, by creation.
	Pointing(from *model.Type, via *model.Field, id string) ([]*Record, error)
	// Candidates lists the rows of a catalog whose key fields are each either
	// empty or equal to the given values, archived ones left out.
	Candidates(t *model.Type, keys map[string]any) ([]*Record, error)
	// Rivals lists the rows of a catalog with as many keys filled as these, none
	// of them with something else.
	Rivals(t *model.Type, keys map[string]any) ([]*Record, error)
	// Holder finds the record that holds a unique key now.
	Holder(unique, value string) (rule.Reference, bool, error)
	// Unlike lists those of the given values with which a record was not created.
	Unlike(ref rule.Reference, values []Diff) ([]*model.Field, error)
	// Facts lists what is kept beside a record.
	Facts(ref rule.Reference) ([]*Fact, error)
	// Balance is what a register holds for some values of its dimensions, "" for an
	// empty one; those left out are summed over. By stable ids.
	Balance(r *model.Register, by map[string]string) (map[string]int64, error)
	// Together adds up what a register holds where axes have given values, apart for
	// each combination of values of the axes by.
	Together(r *model.Register, where []AxisValue, by []model.Axis) ([]Together, error)
	// Latest lists the values that records keep now in a resource of which the
	// latest counts, for values of all dimensions, the latest first.
	Latest(r *model.Register, res *model.Resource, by map[string]string, limit int) ([]Held, error)
	// Next takes the next number of a series in a scope.
	Next(series, scope string) (int64, error)
	// Given lists the values that the installation gave to a setting.
	Given(key string) []Given
	// NewId makes an id for a record that is about to be created.
	NewId() string
	Directory() rule.Directory
	// Opened lists what a person has opened of a record: names of files, and under ""
	// the latest revision of which they have seen the card.
	Opened(ref rule.Reference, person string) (map[string]int64, error)
	// Absences lists who stands in for whom at the command's instant.
	Absences() []rule.Absence
	// Zone is the zone of the installation's calendar.
	Zone() *time.Location
}

// Actor is who gives a command.
type Actor struct {
	Person *rule.Person // nil for the engine itself and for operators
	System bool         // the engine: automatic transitions, effects, seeds, the clock
	Super  bool         // PocketBase's superuser: sees all and edits all, but no rule is waived
	// Scope narrows what an API key may do; nil means everything the person may.
	Scope func(t *model.Type, write bool) bool
	Lang  string // of messages; "" is the language of the configuration
}
