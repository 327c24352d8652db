package flow

import (
	"errors"
	"fmt"

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
	cause    *Change
	made     *Change           // what it becomes
	target   *model.State      // state the transition leads to
	next     *model.Transition // on create: what is to run at once
	follow   *attempt          // and how that would go
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
}

// prepare judges a command. An error is a refusal that leaves nothing to judge
// (no such record, somebody was faster) or a failure; everything else that
// speaks against the command is gathered in the attempt.
func (s *session) prepare(cmd Command, cause *Change) (*attempt, error) {
	a := newAttempt(s, cmd, cause)
	if err := a.find(); err != nil {
		return nil, err
	}
	defer s.draft(a.rec)()
	steps := []func() error{a.choose, a.authority, a.fill, a.move, a.assign, a.compute, a.proposed, a.references, a.judge, a.goOn}
	for _, step := range steps {
		err := step()
		if f := faultOfRule(err); f != nil {
			a.problem(&Problem{Sort: SortRule, Fault: f})
			return a, nil
		}
		if err != nil {
			return nil, err
		}
	}
	return a, nil
}

func newAttempt(s *session, cmd Command, cause *Change) *attempt {
	return &attempt{s: s, cmd: cmd, cause: cause,
		writable: map[*model.Field]bool{}, changed: map[*model.Field]bool{}, fresh: map[*Record]bool{}}
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
	if old.IsArchived() != (a.cmd.Kind == Restore) {
		code := "record_archived"
		if a.cmd.Kind == Restore {
			code = "record_not_archived"
		}
		return fault.New(fault.Conflict, code, nil)
	}
	a.old, a.rec = old, old.Clone()
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

// choose finds the transition that the command is: the one named, or the one
// that an edit of these fields in this state means.
func (a *attempt) choose() error {
	switch a.cmd.Kind {
	case Create:
		return a.atOnce()
	case Move:
		return a.named()
	case Edit:
		return a.byEdit()
	}
	return nil
}

// atOnce finds the transition that a new record is to run.
func (a *attempt) atOnce() error {
	if a.cmd.Transition == "" {
		return nil
	}
	tr, err := transitionFrom(a.rec, a.cmd.Transition)
	a.next = tr
	return err
}

func transitionFrom(r *Record, key string) (*model.Transition, error) {
	tr := r.Type.Lifecycle.Transition(key)
	if tr == nil {
		return nil, fault.New(fault.Missing, "unknown_transition", fault.Params{"transition": key})
	}
	if !tr.From[r.Status()] {
		return nil, fault.New(fault.Conflict, "wrong_state", fault.Params{"transition": tr.Title, "status": r.Status(), "state": stateTitle(r)})
	}
	return tr, nil
}

// named takes the transition of the command. Fields whose edit means another
// transition in this state cannot come along, unless this one asks for them:
// that would be a way around the other one.
func (a *attempt) named() error {
	tr, err := transitionFrom(a.old, a.cmd.Transition)
	if err != nil {
		return err
	}
	a.take(tr)
	others, err := a.meant(func(f *model.Field) bool { return !a.writable[f] })
	if err != nil {
		return err
	}
	for _, other := range others {
		if other != tr {
			return twoTransitions(tr, other)
		}
	}
	return nil
}

func twoTransitions(a, b *model.Transition) error {
	return fault.New(fault.Invalid, "edit_means_two_transitions", fault.Params{"first": a.Title, "second": b.Title})
}

func stateTitle(r *Record) string {
	if st := r.State(); st != nil {
		return st.Title
	}
	return ""
}

func (a *attempt) byEdit() error {
	found, err := a.meant(func(*model.Field) bool { return true })
	switch {
	case err != nil:
		return err
	case len(found) == 1:
		a.take(found[0])
	case len(found) > 1:
		return twoTransitions(found[0], found[1])
	}
	return nil
}

// meant lists the transitions that a change of the sent fields is.
func (a *attempt) meant(counts func(*model.Field) bool) ([]*model.Transition, error) {
	l := a.old.Type.Lifecycle
	if l == nil {
		return nil, nil
	}
	var found []*model.Transition
	for _, tr := range l.Transitions {
		if tr.OnEdit == nil || !tr.From[a.old.Status()] {
			continue
		}
		touched, err := a.touches(tr.OnEdit, counts)
		if err != nil {
			return nil, err
		}
		if touched {
			found = append(found, tr)
		}
	}
	return found, nil
}

// touches reports whether the command changes one of the fields. Another
// currency is another amount. A cell that the actor cannot see counts as
// changed whatever is sent: otherwise the answer would tell its value.
func (a *attempt) touches(fields map[*model.Field]bool, counts func(*model.Field) bool) (bool, error) {
	for f := range fields {
		if !counts(f) {
			continue
		}
		if c := f.CurrencyField; c != nil && a.old.Values[f.Key] != nil {
			if v, sent := a.cmd.Fields[c.Key]; sent && !a.same(c, v) {
				return true, nil
			}
		}
		v, sent := a.cmd.Fields[f.Key]
		if !sent {
			continue
		}
		hidden, err := a.hidden(f)
		if err != nil {
			return false, err
		}
		if hidden || !a.same(f, v) {
			return true, nil
		}
	}
	return false, nil
}

func (a *attempt) take(tr *model.Transition) {
	a.tr = tr
	a.open(tr)
	switch {
	case tr.To != nil:
		a.target = tr.To
	case tr.Previous:
		previous, _ := a.old.Values["previous"].(string)
		a.target = a.rec.Type.Lifecycle.State(previous)
	}
	if a.target == nil {
		a.target = a.old.State()
	}
}

// open makes writable what a transition asks for.
func (a *attempt) open(tr *model.Transition) {
	for _, r := range tr.Require {
		a.writable[r.Field] = true
	}
	for _, f := range tr.Input {
		a.writable[f] = true
	}
	for f := range tr.OnEdit {
		a.writable[f] = true
	}
}

// authority checks who may run the transition, archive or restore, judged on
// the record as it was. Rights to create are judged later, on what is proposed.
func (a *attempt) authority() error {
	if a.s.actor.System || a.s.actor.Super {
		return nil
	}
	if a.cmd.Kind == Archive || a.cmd.Kind == Restore {
		rights, err := a.s.rights(a.old)
		if err == nil && !rights.Can("archive") {
			a.problem(&Problem{Sort: SortPeople, Fault: fault.New(fault.Denied, "may_not_archive", nil)})
		}
		return err
	}
	if a.tr == nil {
		return nil
	}
	one, err := a.mayRun(a.tr, a.old)
	if err != nil {
		return err
	}
	if !one {
		a.problem(&Problem{Sort: SortPeople, Who: a.tr.Who, Fault: fault.New(fault.Denied, "may_not_run", fault.Params{"transition": a.tr.Title})})
	}
	return nil
}

func (a *attempt) mayRun(tr *model.Transition, on *Record) (bool, error) {
	if a.s.actor.System || a.s.actor.Super {
		return true, nil
	}
	one, err := a.s.isOne(tr.Who, on)
	if err != nil {
		return false, fmt.Errorf("who may run %s: %w", tr.Key, err)
	}
	return one, nil
}

// move sets the status the record would have.
func (a *attempt) move() error {
	v := a.rec.Values
	switch a.cmd.Kind {
	case Archive:
		v["archived"] = a.s.now
	case Restore:
		v["archived"] = nil
	}
	if a.target == nil || a.target.Key == a.old.Status() {
		return nil
	}
	v["previous"] = a.old.Status()
	v["status"] = a.target.Key
	v["entered_at"] = a.s.now
	switch {
	case a.target.Phase.Open():
		v["closed_at"] = nil
	case a.old.IsOpen() || v["closed_at"] == nil:
		v["closed_at"] = a.s.now
	}
	return nil
}

// assign sets defaults of a new record and what the transition sets.
func (a *attempt) assign() error {
	if a.cmd.Kind == Create {
		if err := a.defaults(a.rec, a.cmd.Fields); err != nil {
			return err
		}
	}
	if a.tr == nil {
		return nil
	}
	for _, e := range a.tr.Then {
		if len(e.Set) == 0 && len(e.Append) == 0 {
			continue
		}
		ok, err := a.s.applies(e.When, a.rec, a.old, a.words())
		if err != nil {
			return err
		}
		if !ok {
			continue
		}
		if err := a.change(e); err != nil {
			return err
		}
		a.recurrency(a.rec)
	}
	return nil
}

// change does the effects that touch the record itself.
func (a *attempt) change(e *model.Effect) error {
	for _, as := range e.Set {
		v, err := a.s.value(as, a.rec, a.old, a.words())
		if err != nil {
			return fmt.Errorf("set %s: %w", as.Field.Key, err)
		}
		a.rec.Values[as.Field.Key] = v
	}
	for _, as := range e.Append {
		if err := a.append(as); err != nil {
			return fmt.Errorf("append to %s: %w", as.Field.Key, err)
		}
	}
	return nil
}

func (a *attempt) append(as model.Assign) error {
	if as.Field.Kind == model.Rows {
		row, given := a.newRow(as.Field), map[string]any{}
		for _, col := range as.Row {
			v, err := a.s.value(col, a.rec, a.old, a.words())
			if err != nil {
				return err
			}
			row.Values[col.Field.Key], given[col.Field.Key] = v, v
		}
		a.rec.Rows[as.Field.Key] = append(a.rec.Rows[as.Field.Key], row)
		return a.defaults(row, given)
	}
	v, err := a.s.value(as, a.rec, a.old, a.words())
	if err != nil || v == nil {
		return err
	}
	items, _ := a.rec.Values[as.Field.Key].([]any)
	more, isList := v.([]any)
	if !isList {
		more = []any{v}
	}
	a.rec.Values[as.Field.Key] = append(append([]any(nil), items...), more...)
	return nil
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

// defaults fills the fields of a new record or row that were not given. An
// explicit null is given.
func (a *attempt) defaults(rec *Record, given map[string]any) error {
	for _, f := range rec.Type.Fields {
		if _, sent := given[f.Key]; !sent && f.HasDefault {
			rec.Values[f.Key] = f.Default
		}
	}
	a.recurrency(rec)
	for _, f := range rec.Type.Fields {
		if _, sent := given[f.Key]; sent || f.HasDefault || f.Propose == nil {
			continue
		}
		v, err := f.Propose.Eval(a.s.scope(f.Propose, rec, nil, a.words()))
		if err != nil {
			return fmt.Errorf("default of %s: %w", f.Key, err)
		}
		rec.Values[f.Key] = a.s.fit(f, v)
	}
	a.recurrency(rec)
	return nil
}

// proposed judges a new record as a whole: whether the actor may create it, and
// may write each field that was sent.
func (a *attempt) proposed() error {
	if a.cmd.Kind != Create {
		return nil
	}
	rights, err := a.s.rights(a.rec)
	if err != nil {
		return err
	}
	if !rights.Can("create") {
		a.problem(&Problem{Sort: SortPeople, Fault: fault.New(fault.Denied, "may_not_create", fault.Params{"type": a.rec.Type.Title})})
	}
	if a.next != nil {
		if one, err := a.mayRun(a.next, a.rec); err != nil {
			return err
		} else if one {
			a.open(a.next)
		}
	}
	for _, f := range a.rec.Type.Fields {
		if !a.changed[f] {
			continue
		}
		reason, err := a.closed(f)
		if err != nil {
			return err
		}
		if reason != nil {
			a.wrongField(f, f.Key, reason)
		}
	}
	return nil
}

// goOn prepares the transition that a new record is to run at once, so that
// everything which speaks against either is told together.
func (a *attempt) goOn() error {
	if a.next == nil {
		return nil
	}
	next, err := a.s.prepare(a.onward(), nil)
	if f, ok := fault.As(err); ok {
		a.problem(&Problem{Sort: SortPeople, Fault: f})
		return nil
	}
	if err != nil {
		return err
	}
	a.follow = next
	for _, p := range next.problems {
		if !a.told(p) {
			a.problem(p)
		}
	}
	return nil
}

// onward is the command that a new record runs at once.
func (a *attempt) onward() Command {
	return Command{Kind: Move, Type: a.rec.Type, Id: a.rec.Id, Transition: a.cmd.Transition, Comment: a.cmd.Comment, Force: a.cmd.Force, Actor: a.s.actor}
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

// value evaluates what an effect gives to a field.
func (s *session) value(as model.Assign, rec, old *Record, words map[string]any) (any, error) {
	if as.Expr == nil {
		return s.withCurrency(as.Field, rec, as.Literal), nil
	}
	v, err := as.Expr.Eval(s.scope(as.Expr, rec, old, words))
	if err != nil {
		return nil, err
	}
	return rec.Type.PresentValue(as.Field, s.fit(as.Field, v)), nil
}
