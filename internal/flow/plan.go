package flow

import (
	"kontora/internal/fault"
	"kontora/internal/model"
	"kontora/internal/rule"
)

// Kind is what a command does.
type Kind string

const (
	Create  Kind = "create"
	Edit    Kind = "edit"
	Move    Kind = "transition"
	Archive Kind = "archive"
	Restore Kind = "restore"
)

// Command is one wish of one actor.
type Command struct {
	Kind       Kind
	Type       *model.Type
	Id         string         // the new id on create, may be empty
	Transition string         // Move; on Create: run at once after creating
	Fields     map[string]any // canonical values by field key; an explicit nil empties; rows as []RowInput
	Wrong      []*fault.Fault // values that could not be read: they refuse the command together with all else
	Comment    string         // reason, or a remark kept with the event
	Revision   *int64         // what the actor saw; nil skips the check
	Force      bool           // accept a warning, e.g. about a duplicate; needs Comment
	Reuse      bool           // Create: the asker can be answered with a record that exists already
	Actor      Actor
	Alarm      Alarmed // Ring
	Ballot     Ballot  // CastVote
	Unlocked   bool    // CastVote: the actor has proved with their own secret that they sign
	State      string  // Migrate: into which; "" stays where it is
}

// RowInput is one row as sent: with an id it replaces that row, without it is new.
type RowInput struct {
	Id     string
	Fields map[string]any
}

// Plan is everything a command changes. Applying it in one transaction is all
// that is left to do.
type Plan struct {
	Existing *Record   // stands for what was to be created; then nothing is changed
	Changes  []*Change // in order; the command's own first
	Sights   []*Change // records that stay as they are, but for who sees them
	Facts    []FactChange
	Entries  []Entry // of registers
	Notices  []Notice
	Unheard  []*model.Message // that nobody was there for, or could read about
	Warnings []*fault.Fault
}

// Change is one record created or altered.
type Change struct {
	Kind       Kind
	Before     *Record // nil on create
	After      *Record
	Transition *model.Transition // nil for a plain create or edit
	Reason     string
	Actor      Actor
	Behalf     *rule.Person // somebody away in whose place the actor acted
	Cause      *Change      // what set it off; nil for the command itself
	Diff       []Diff
	Keys       []Key      // all live unique keys of After
	Grants     []Grant    // all rights on After
	Happening  *Happening // what happened to a fact; the record itself is the same

	Certificates []CertificateWish // what becomes of people's certificates

	Kept any // what an interceptor keeps with it; flow never looks
}

// Diff is one field that differs. Rows are compared as a whole; see RowDiffs.
type Diff struct {
	Field    *model.Field
	Old, New any
}

// Key is one live unique key.
type Key struct{ Unique, Value string }

// Grant gives a principal the rights in Mask: bit i for Access with Bit i, and
// for Deny likewise. Wide rules are not granted; they are judged by the reader.
// Turn says that the next step is theirs, NotTurn that it is not, whoever else
// they are; by themselves both show nothing.
type Grant struct {
	Principal rule.Principal
	Mask      uint64
	Turn      bool
	NotTurn   bool
}

// Notice is a message for people.
type Notice struct {
	Message *model.Message
	Record  rule.Reference
	To      []string // ids of people, each may read the record
	Title   string
	Body    string
}
