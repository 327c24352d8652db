package engine

import (
	"time"

	"kontora/internal/fault"
	"kontora/internal/flow"
	"kontora/internal/model"
	"kontora/internal/rule"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/filesystem"
)

// Input is one command with what came along.
type Input struct {
	flow.Command
	Files     map[string][]*filesystem.File // uploads by field; the command's Fields name them
	Key       string                        // Idempotency-Key, "" for none
	Digest    string                        // of the request that came with the key
	RequestId string
	Pin       string    // of the actor's key, or their password, when the command signs. It is kept nowhere.
	At        time.Time // the command's instant; zero is now. For data that tells of the past.
}

// reference names the record that the command is about.
func (in *Input) reference() rule.Reference { return rule.Reference{Type: in.Type.Key, Id: in.Id} }

// Outcome is what a command did.
type Outcome struct {
	Id       string
	Revision int64
	Replayed bool // the same key had been answered before; nothing was done now
	Existing bool // another system had sent the record before; nothing was done now
	Plan     *flow.Plan
}

var (
	errNoModel  = fault.New(fault.Conflict, "no_configuration", nil)
	errInactive = fault.New(fault.Denied, "account_inactive", nil)
)

// Do carries out a command in one transaction. Inside an open transaction pass
// its application; then nothing is committed or announced before that one is.
func (e *Engine) Do(app core.App, in Input) (*Outcome, error) {
	open, err := e.unlock(app, &in)
	if err != nil {
		return nil, err
	}
	contents, err := contentsOf(in.Type, func(field string) []*filesystem.File { return in.Files[field] })
	if err != nil {
		return nil, err
	}
	var out *Outcome
	err = app.RunInTransaction(func(tx core.App) error {
		known, err := e.Answered(tx, in)
		if err != nil || known != nil {
			out = known
			return err
		}
		at := in.At
		if at.IsZero() {
			at = e.Now()
		}
		made, err := e.decide(tx, in.Command, at)
		if err != nil {
			return err
		}
		if made.Existing == nil {
			if err := e.sign(tx, made, open, at); err != nil {
				return err
			}
			if err := e.carry(tx, made, carried{at: at, files: in.Files, contents: contents, request: in.RequestId}); err != nil {
				return err
			}
		}
		out = outcome(in.Command, made)
		return e.Remember(tx, in, out)
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

// decide makes a plan for a command as the world stands in a transaction.
func (e *Engine) decide(tx core.App, cmd flow.Command, at time.Time) (*flow.Plan, error) {
	snap, err := e.Snapshot(tx)
	if err != nil {
		return nil, err
	}
	snap.At(at).About(rule.Reference{Type: cmd.Type.Key, Id: cmd.Id})
	var plan *flow.Plan
	err = e.occupied(tx, func() error {
		plan, err = flow.DecideWith(e.Model(), snap, cmd, at, e.asking(tx, snap))
		return err
	})
	return plan, err
}

func outcome(cmd flow.Command, plan *flow.Plan) *Outcome {
	if was := plan.Existing; was != nil {
		return &Outcome{Id: was.Id, Revision: was.Revision(), Existing: true, Plan: plan}
	}
	out := &Outcome{Id: cmd.Id, Plan: plan}
	if len(plan.Changes) > 0 {
		out.Id = plan.Changes[0].After.Id
	}
	for _, c := range plan.Changes {
		if c.After.Id == out.Id {
			out.Revision = c.After.Revision()
		}
	}
	return out
}

// TypeOf finds the type that a name in a URL means; missing for anything that
// is not a type of records.
func (e *Engine) TypeOf(slug string) (*model.Type, error) {
	m := e.Model()
	if m == nil {
		return nil, errNoModel
	}
	t := m.TypeBySlug(slug)
	if t == nil || t.Abstract || t.Owner != nil {
		return nil, fault.New(fault.Missing, "unknown_type", fault.Params{"type": slug})
	}
	return t, nil
}
