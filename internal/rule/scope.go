package rule

import (
	"time"

	"kontora/internal/worktime"
)

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
	// Balance is what a register holds for some dimensions, by measure; dimensions
	// that are left out are summed over.
	Balance(register string, by map[string]any) (map[string]any, error)
	// Exceeds reports whether what a record would contribute in a state, instead of
	// what it contributes now, breaks a limit of a register.
	Exceeds(rec Record, register, state string) (bool, error)
	// Opened reports whether a person has opened what a record holds now.
	Opened(ref Reference, person string) (bool, error)
	// Directory knows people and the tree of units.
	Directory() Directory
}

// Scope is everything one evaluation may read.
type Scope struct {
	Self   Record                    // the record; bare names are its fields
	Old    Record                    // before the command; nil on create
	It     any                       // the candidate or row of the place
	Me     *Person                   // who asks; nil for the system and in reactive places
	Now    time.Time                 // the command's one instant, UTC
	Zone   *time.Location            // zone of the installation, where the record has no calendar
	Work   func() *worktime.Calendar // calendar of the record, asked for when it is needed; nil for none
	Vars   map[string]any            // transition, input, comment, settings, and arguments of a rule
	Source Source
	Budget int    // steps left; 0 means DefaultBudget
	Meter  *Meter // shared with what this evaluation sets off; may be nil
}

// DefaultBudget is how many steps one evaluation may take. Every node and every
// element of a list is a step, so a runaway rule stops within milliseconds.
const DefaultBudget = 100_000

// frame is one evaluation in progress. A call of a named rule gets a frame of
// its own that burns the same fuel.
type frame struct {
	scope  *Scope
	fuel   *int
	locals []any // let variables and elements of predicates, by slot

	// Of an evaluation that is told.
	trace   *Trace
	of      *Rule           // whose source it is
	named   string          // name of that rule; "" for the expression itself
	hidden  []bool          // locals that are not told
	unseen  map[string]bool // arguments that are not told
	element any             // of the loop around, for the next part
}

// within runs an evaluation in a frame of its own.
func within(r *Rule, s *Scope, run func(*frame) error) error {
	if err := s.Meter.enter(); err != nil {
		return err
	}
	defer s.Meter.leave()
	given := s.Meter.fuel(s.Budget)
	left := given
	err := run(&frame{scope: s, fuel: &left, locals: make([]any, r.slots)})
	s.Meter.burnt(given, left)
	return err
}

// inner is the frame of a named rule's body: it sees its arguments, settings,
// the person and the clock, and nothing of the caller's record.
func (f *frame) inner(r *Rule, args map[string]any) *frame {
	if settings, ok := f.scope.Vars["settings"]; ok {
		args["settings"] = settings
	}
	s := f.scope
	in := &frame{
		scope:  &Scope{Me: s.Me, Now: s.Now, Zone: s.Zone, Work: s.Work, Vars: args, Source: s.Source},
		fuel:   f.fuel,
		locals: make([]any, r.slots),
	}
	if f.trace != nil {
		in.trace, in.of, in.hidden = f.trace, r, make([]bool, r.slots)
	}
	return in
}

// spend burns fuel.
func (f *frame) spend(steps int) error {
	*f.fuel -= steps
	if *f.fuel < 0 {
		return &Error{Code: "rule_too_expensive"}
	}
	return nil
}

// now is the command's instant as it is stored: to the millisecond.
func (f *frame) now() time.Time { return f.scope.Now.UTC().Truncate(time.Millisecond) }

// calendar is the record's; nil where it has none.
func (f *frame) calendar() *worktime.Calendar {
	if f.scope.Work == nil {
		return nil
	}
	return f.scope.Work()
}

func (f *frame) zone() *time.Location {
	if cal := f.calendar(); cal != nil {
		return cal.Zone()
	}
	if f.scope.Zone == nil {
		return time.UTC
	}
	return f.scope.Zone
}

// A record that must be loaded costs more than a step of arithmetic.
const loadCost = 10

// record turns a value that stands for a record into one; nil when it is gone.
func (f *frame) record(v any) (Record, error) {
	switch x := v.(type) {
	case Record:
		return x, nil
	case Reference:
		if f.scope.Source == nil {
			return nil, &Error{Code: "internal", Params: map[string]any{"missing": "source"}}
		}
		if err := f.spend(loadCost); err != nil {
			return nil, err
		}
		return f.scope.Source.Record(x)
	case nil:
		return nil, nil
	}
	return nil, &Error{Code: "bad_value", Params: map[string]any{"want": KindRef.String()}}
}

func (f *frame) directory() (Directory, error) {
	if f.scope.Source == nil || f.scope.Source.Directory() == nil {
		return nil, &Error{Code: "internal", Params: map[string]any{"missing": "directory"}}
	}
	return f.scope.Source.Directory(), nil
}
