package flow

import (
	"errors"
	"time"

	"kontora/internal/fault"
	"kontora/internal/model"
	"kontora/internal/rule"
)

// Trial is an expression to be tried on a record, as somebody, for somebody who
// reads how it comes about.
type Trial struct {
	Rule    *rule.Rule     // or
	Text    *rule.Template // a text
	Message *rule.Template // what is said when the rule refuses; nil for nothing

	Record     *Record // nil where the expression is about none
	Row        string  // id of a row, for expressions about rows; "" is the first one
	It         *Record // the candidate, where there is one
	Transition string  // in which the expression stands; "" for none
	Vars       map[string]any

	As    Actor // whom the rule sees as me
	Asker Actor // who reads the trace: sees what they may see in force
	Live  World
}

// World is a configuration with what is stored.
type World struct {
	Model *model.Model
	Snap  Snapshot
}

// Tried is what came of a trial.
type Tried struct {
	Value  any
	Hidden bool // the value follows from what the asker may not see
	Known  bool // of a condition: not unknown
	Failed *fault.Fault
	Trace  *rule.Step // nil for a text
	Says   string     // the message, as far as both readers may see what it shows
	Moved  bool       // judged as the record would become by the transition; else as it stands

	s    *session
	eyes *eyes
}

// Try evaluates an expression as the engine does where it stands: a guard on the
// record as the transition would leave it, everything else on the record as it
// is. It changes nothing.
func Try(m *model.Model, snap Snapshot, t Trial, now time.Time) (*Tried, error) {
	s := newSession(m, snap, t.As, now)
	a, end, err := s.tried(t)
	if err != nil {
		return nil, told(err)
	}
	defer end()
	trace := &rule.Trace{}
	w := s.newWatch(t.Live.Model, t.Live.Snap, t.Asker, trace)
	w.moved = a != nil && a.tr != nil
	out := &Tried{s: s, Moved: a != nil && a.tr != nil, eyes: &eyes{s: s, actor: Actor{System: true}, judged: map[*Record]Rights{}, also: w}}
	rec, old, words := t.Record, t.Record, t.Vars
	if a != nil {
		rec, old, words = a.rec, a.old, a.words()
	}
	rec, old = rowOf(rec, t), rowOf(old, t)
	if t.Text != nil {
		out.Value = s.write(t.Text, rec, old, words, out.reader(t.As))
		return out, nil
	}
	if err := out.evaluate(t, w, rec, old, words); err != nil {
		return nil, err
	}
	if rec != nil {
		out.Says = s.write(t.Message, rec, old, words, out.reader(t.As))
	}
	return out, nil
}

// tried prepares the command in which the expression would be evaluated; nil for
// one that is about no record.
func (s *session) tried(t Trial) (a *attempt, end func(), err error) {
	end = func() {}
	if t.Record == nil {
		return nil, end, nil
	}
	s.stored[t.Record.Reference()] = t.Record
	if tr := t.Record.Type.Lifecycle.Transition(t.Transition); tr != nil && tr.From[t.Record.Status()] {
		a, err = s.prepare(Command{Kind: Move, Type: t.Record.Type, Id: t.Record.Id, Transition: tr.Key, Actor: s.actor}, nil)
		if err == nil {
			return a, s.draft(a.rec), nil
		}
		if _, refused := fault.As(err); !refused {
			return nil, end, err
		}
	}
	a = newAttempt(s, Command{Kind: Edit, Type: t.Record.Type, Id: t.Record.Id}, nil)
	a.old, a.rec = t.Record, t.Record
	if s.m == t.Live.Model {
		return a, end, nil
	}
	a.rec = t.Record.Clone() // other formulas give other values
	end = s.draft(a.rec)
	if err := a.compute(); err != nil && faultOfRule(err) == nil {
		end()
		return nil, nil, err
	}
	return a, end, nil
}

// rowOf is the row that an expression about rows is tried on, the record itself
// for every other; nil when there is none.
func rowOf(r *Record, t Trial) *Record {
	if r == nil || t.Row == "" {
		return r
	}
	for _, rows := range r.Rows {
		for _, row := range rows {
			if row.Id == t.Row {
				return row
			}
		}
	}
	return nil
}

// evaluate asks the engine's own evaluation for the value, and has it told.
func (out *Tried) evaluate(t Trial, w *watch, rec, old *Record, words map[string]any) error {
	scope := func() *rule.Scope {
		sc := out.s.scope(t.Rule, rec, old, words)
		for k, v := range t.Vars {
			sc.Vars[k] = v
		}
		if t.It != nil {
			sc.It = out.s.see(t.It)
		}
		return sc
	}
	v, err := t.Rule.Eval(scope())
	if wrong := (*rule.Error)(nil); errors.As(err, &wrong) { // also what would be a mistake of ours: it is tried here
		out.Failed = fault.New(fault.Invalid, wrong.Code, fault.Params(wrong.Params))
	} else if err != nil {
		return err
	}
	sc := scope()
	w.over(sc, t.Rule, rec, old)
	if t.It != nil {
		w.record(t.It)
		sc.It = view{s: out.s, r: t.It, watch: w}
	}
	failed := t.Rule.Trace(sc, w.trace)
	out.Trace = w.trace.Root
	out.Hidden = out.Trace == nil || out.Trace.Hidden || w.trace.HidAny() && (failed != nil || out.Failed != nil)
	if out.Hidden {
		out.Failed = nil
		return nil
	}
	out.Value, out.Known = v, v != nil
	return nil
}

// reader are the eyes of whoever a text is for, and of the asker.
func (out *Tried) reader(a Actor) *eyes {
	e := *out.eyes
	if !a.System && !a.Super {
		e.actor, e.asWas = a, true
	}
	return &e
}

// Say writes a value of the trace for the asker.
func (out *Tried) Say(v any, typ rule.Type, about *model.Type) string {
	return out.s.say(v, typ, about, out.eyes)
}

// People lists the active people of a set.
func (out *Tried) People(set rule.PeopleSet) []*rule.Person { return out.s.people(set) }

// Problems prepares a command as Decide would and gives everything that speaks
// against it, untold as it is.
func Problems(m *model.Model, snap Snapshot, cmd Command, now time.Time) ([]*Problem, error) {
	a, err := newSession(m, snap, cmd.Actor, now).prepare(cmd, nil)
	if err != nil {
		return nil, told(err)
	}
	return a.problems, nil
}
