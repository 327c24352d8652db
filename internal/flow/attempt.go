package flow

import (
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
	cause    *Change
	target   *model.State // state the transition leads to
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
	a := &attempt{s: s, cmd: cmd, cause: cause, writable: map[*model.Field]bool{}}
	steps := []func() error{a.find, a.choose, a.authority, a.fill, a.move, a.assign, a.compute, a.judge}
	for _, step := range steps {
		if err := step(); err != nil {
			return nil, err
		}
	}
	return a, nil
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
	case Move:
		return a.named()
	case Edit:
		return a.byEdit()
	}
	return nil
}

func (a *attempt) named() error {
	l := a.rec.Type.Lifecycle
	tr := l.Transition(a.cmd.Transition)
	if tr == nil {
		return fault.New(fault.Missing, "unknown_transition", fault.Params{"transition": a.cmd.Transition})
	}
	if !tr.From[a.old.Status()] {
		return fault.New(fault.Conflict, "wrong_state", fault.Params{
			"transition": tr.Title, "status": a.old.Status(), "state": stateTitle(a.old),
		})
	}
	a.take(tr)
	return nil
}

func stateTitle(r *Record) string {
	if st := r.State(); st != nil {
		return st.Title
	}
	return ""
}

func (a *attempt) byEdit() error {
	l := a.rec.Type.Lifecycle
	if l == nil {
		return nil
	}
	var found []*model.Transition
	for _, tr := range l.Transitions {
		if tr.From[a.old.Status()] && a.touches(tr.OnEdit) {
			found = append(found, tr)
		}
	}
	switch len(found) {
	case 0:
	case 1:
		a.take(found[0])
	default:
		return fault.New(fault.Invalid, "edit_means_two_transitions", fault.Params{"first": found[0].Title, "second": found[1].Title})
	}
	return nil
}

// touches reports whether the command changes one of the fields.
func (a *attempt) touches(fields map[*model.Field]bool) bool {
	for f := range fields {
		if v, sent := a.cmd.Fields[f.Key]; sent && !a.same(f, v) {
			return true
		}
	}
	return false
}

func (a *attempt) take(tr *model.Transition) {
	a.tr = tr
	for _, r := range tr.Require {
		a.writable[r.Field] = true
	}
	for _, f := range tr.Input {
		a.writable[f] = true
	}
	for f := range tr.OnEdit {
		a.writable[f] = true
	}
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
	one, err := a.s.isOne(a.tr.Who, a.old)
	if err != nil {
		return fmt.Errorf("who may run %s: %w", a.tr.Key, err)
	}
	if !one {
		a.problem(&Problem{Sort: SortPeople, Who: a.tr.Who, Fault: fault.New(fault.Denied, "may_not_run", fault.Params{"transition": a.tr.Title})})
	}
	return nil
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
	v["closed_at"] = nil
	if !a.target.Phase.Open() {
		v["closed_at"] = a.s.now
	}
	return nil
}

// assign sets defaults of a new record and what the transition sets.
func (a *attempt) assign() error {
	if a.cmd.Kind == Create {
		if err := a.defaults(); err != nil {
			return err
		}
		if err := a.mayCreate(); err != nil {
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
		row := a.newRow(as.Field)
		for _, col := range as.Row {
			v, err := a.s.value(col, a.rec, a.old, a.words())
			if err != nil {
				return err
			}
			row.Values[col.Field.Key] = v
		}
		a.rec.Rows[as.Field.Key] = append(a.rec.Rows[as.Field.Key], row)
		return nil
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

func (a *attempt) defaults() error {
	for _, f := range a.rec.Type.Fields {
		if _, sent := a.cmd.Fields[f.Key]; sent || f.Kind == model.Rows {
			continue
		}
		switch {
		case f.HasDefault:
			a.rec.Values[f.Key] = a.s.withCurrency(f, a.rec, f.Default)
		case f.Propose != nil:
			v, err := f.Propose.Eval(a.s.scope(f.Propose, a.rec, nil, a.words()))
			if err != nil {
				return fmt.Errorf("default of %s: %w", f.Key, err)
			}
			a.rec.Values[f.Key] = a.s.fit(f, v)
		}
	}
	return nil
}

// mayCreate judges the right to create on the record as proposed.
func (a *attempt) mayCreate() error {
	rights, err := a.s.rights(a.rec)
	if err != nil {
		return err
	}
	if !rights.Can("create") {
		a.problem(&Problem{Sort: SortPeople, Fault: fault.New(fault.Denied, "may_not_create", fault.Params{"type": a.rec.Type.Title})})
	}
	return nil
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
	return s.fit(as.Field, v), nil
}
