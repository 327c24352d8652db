package flow

import (
	"errors"
	"strings"

	"kontora/internal/fault"
	"kontora/internal/model"
	"kontora/internal/rule"
)

// attempt is one command on one record, prepared and judged but not yet taken
// over into the session. Everything that speaks against it is in problems.
type attempt struct {
	s        *session
	cmd      Command
	old, rec *Record // old is nil on create; rec is the record as it would become
	tr       *model.Transition
	problems []*Problem
	writable map[*model.Field]bool // fields that the transition itself opens
	changed  map[*model.Field]bool // fields that the command changes
	pointers []pointer             // references that were sent
	fresh    map[*Record]bool      // rows that the command adds
	newRows  []sentRow             // those of them that were sent, until what they propose is filled in
	blind    map[*model.Field]bool // references that were sent to what the actor cannot see
	cause    *Change
	made     *Change           // what it becomes
	target   *model.State      // state the transition leads to
	next     *model.Transition // on create: what is to run at once
	follow   *attempt          // and how that would go
	v        *voting           // of a vote
	voted    *Change           // and its line of history
	behalf   *rule.Person      // somebody away in whose place the actor acts
	existing *Record           // on create: what another system has sent before; nothing else is judged

	strangers []string // sent names of fields that do not exist for the actor
}

// pointer is a reference that was sent, to be checked when the record is whole.
type pointer struct {
	field *model.Field
	path  string
	rec   *Record // the record or the row
	owner *model.Field
}

// Sort tells what a problem is about.
type Sort string

const (
	SortPeople Sort = "people" // the actor is not one of those who may
	SortGuard  Sort = "guard"  // a condition of the transition fails
	SortField  Sort = "field"  // a field lacks a value or holds a wrong one
	SortRule   Sort = "rule"   // an invariant of the type fails
)

// Problem is one reason why a command cannot be done.
type Problem struct {
	Sort   Sort
	Fault  *fault.Fault
	Field  *model.Field   // SortField
	Fields []*model.Field // fields that would mend it
	Check  *rule.Rule     // SortGuard, SortRule
	Who    *rule.Rule     // SortPeople
	Asked  []Asked        // SortPeople, of a vote
}

// prepare judges a command. An error is a refusal that leaves nothing to judge
// (no such record, somebody was faster) or a failure; everything else that
// speaks against the command is gathered in the attempt.
func (s *session) prepare(cmd Command, cause *Change) (*attempt, error) {
	a := newAttempt(s, cmd, cause)
	if err := a.find(); err != nil {
		return nil, err
	}
	if err := a.estrange(); err != nil {
		return nil, err
	}
	a.unreadable()
	defer s.draft(a.rec)()
	steps := []func() error{a.choose, a.authority, a.fill, a.move, a.assign, a.compute, a.proposed, a.reuse, a.references, a.judge, a.goOn}
	for _, step := range steps {
		err := step()
		if f := faultOfRule(err); f != nil {
			a.problem(&Problem{Sort: SortRule, Fault: f})
			break
		}
		if err != nil {
			return nil, err
		}
		if a.existing != nil {
			break
		}
	}
	if err := a.discreet(); err != nil {
		return nil, err
	}
	return a, a.disown()
}

func newAttempt(s *session, cmd Command, cause *Change) *attempt {
	return &attempt{s: s, cmd: cmd, cause: cause,
		writable: map[*model.Field]bool{}, changed: map[*model.Field]bool{}, fresh: map[*Record]bool{}, blind: map[*model.Field]bool{}}
}

// unreadable reports values that were sent in a form that is no value of their
// field. Such a field is not asked for again as missing.
func (a *attempt) unreadable() {
	for _, fl := range a.cmd.Wrong {
		key, _, _ := strings.Cut(fl.Field, ".")
		f := a.rec.Type.Field(key)
		p := &Problem{Sort: SortField, Field: f, Fault: fl}
		if f != nil {
			p.Fields = []*model.Field{f}
		}
		a.problem(p)
	}
}

// isUnreadable reports whether a value of the field was sent and could not be
// read, or be followed.
func (a *attempt) isUnreadable(f *model.Field) bool {
	if a.blind[f] {
		return true
	}
	for _, fl := range a.cmd.Wrong {
		if key, _, _ := strings.Cut(fl.Field, "."); key == f.Key {
			return true
		}
	}
	return false
}

// faultOfRule tells people about an expression that could not be evaluated: two
// currencies met, a number grew too great. A mistake of ours stays an error.
func faultOfRule(err error) *fault.Fault {
	var wrong *rule.Error
	if !errors.As(err, &wrong) || wrong.Code == "internal" || wrong.Code == "bad_value" {
		return nil
	}
	return fault.New(fault.Invalid, wrong.Code, wrong.Params)
}

// told makes of such an error the fault that leaves the package.
func told(err error) error {
	if f := faultOfRule(err); f != nil {
		return f
	}
	return err
}

func (a *attempt) problem(p *Problem) { a.problems = append(a.problems, p) }

func (a *attempt) wrongField(f *model.Field, path string, fl *fault.Fault) {
	a.problem(&Problem{Sort: SortField, Field: f, Fields: []*model.Field{f}, Fault: fl.At(path)})
}

// refusal joins all problems into one fault; nil when there are none.
func (a *attempt) refusal() error {
	var faults []*fault.Fault
	for _, p := range a.problems {
		faults = append(faults, p.Fault)
	}
	if f := fault.Join(faults); f != nil {
		return f
	}
	return nil
}

// find loads the record and checks that the actor may know of it and has seen
// its present state.
func (a *attempt) find() error {
	t := a.cmd.Type
	if t.Abstract || t.Owner != nil {
		return fault.New(fault.Missing, "not_a_record_type", fault.Params{"type": t.Key})
	}
	if sc := a.s.actor.Scope; sc != nil && !sc(t, true) {
		return fault.New(fault.Denied, "key_scope", fault.Params{"type": t.Slug})
	}
	if a.cmd.Kind == Create {
		a.rec = a.s.newRecord(t, a.cmd.Id)
		return nil
	}
	old, err := a.s.load(t, a.cmd.Id)
	if err != nil {
		return err
	}
	if old == nil {
		return notFound(t, a.cmd.Id)
	}
	seen, err := a.s.rights(old)
	if err != nil {
		return err
	}
	if !seen.Row() {
		return notFound(t, a.cmd.Id)
	}
	if r := a.cmd.Revision; r != nil && *r != old.Revision() {
		return fault.New(fault.Conflict, "stale_revision", fault.Params{"sent": *r, "current": old.Revision()})
	}
	if a.cmd.Kind != Migrate && old.IsArchived() != (a.cmd.Kind == Restore) {
		code := "record_archived"
		if a.cmd.Kind == Restore {
			code = "record_not_archived"
		}
		return fault.New(fault.Conflict, code, nil)
	}
	if a.old, a.rec = old, old.Clone(); a.cmd.Kind == Migrate {
		a.rec = a.s.renewed(old)
	}
	return nil
}

func notFound(t *model.Type, id string) *fault.Fault {
	return fault.New(fault.Missing, "not_found", fault.Params{"type": t.Slug, "id": id})
}

func (s *session) newRecord(t *model.Type, id string) *Record {
	if id == "" {
		id = s.snap.NewId()
	}
	r := &Record{Type: t, Id: id, Values: map[string]any{}, Rows: map[string][]*Record{}}
	r.Values["created"] = s.now
	r.Values["updated"] = s.now
	if p := s.actor.Person; p != nil {
		r.Values["author"] = p.Fields.Reference()
	}
	if l := t.Lifecycle; l != nil {
		r.Values["status"] = l.Initial.Key
		r.Values["entered_at"] = s.now
	}
	return r
}

// words are the variables of a command in expressions.
func (a *attempt) words() map[string]any {
	vars := map[string]any{"comment": orNil(a.cmd.Comment)}
	if a.tr != nil {
		vars["transition"] = a.tr.Key
	}
	return vars
}

func orNil(s string) any {
	if s == "" {
		return nil
	}
	return s
}

// told reports whether the same fault stands at the same place already.
func (a *attempt) told(p *Problem) bool {
	for _, q := range a.problems {
		if q.Fault.Code == p.Fault.Code && q.Fault.Field == p.Fault.Field && (q.Check == p.Check || p.Check == nil) {
			return true
		}
	}
	return false
}
