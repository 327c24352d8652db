package api

import (
	"errors"
	"maps"

	"kontora/internal/engine"
	"kontora/internal/fault"
	"kontora/internal/flow"
	"kontora/internal/model"
)

func postCreate(a *asker) (answer, error) { return a.command(flow.Create) }

func postTransition(a *asker) (answer, error) { return a.command(flow.Move) }

func patchRecord(a *asker) (answer, error) { return a.command(flow.Edit) }

// command carries out what the request wishes and answers with the card as it
// is then. The same Idempotency-Key does nothing twice.
func (a *asker) command(kind flow.Kind) (answer, error) {
	t, err := a.typeOf()
	if err != nil {
		return nil, err
	}
	in, files, digest, err := a.read(t)
	if err != nil {
		return nil, err
	}
	id, pin := a.re.Request.PathValue("id"), in.Pin
	if pin != "" {
		digest = withoutPin(a.re.Request.URL.Path, in, files)
	}
	fields, wrong, err := a.fields(t, id, in, files)
	if err != nil {
		return nil, err
	}
	ballot := flow.Ballot{}
	if kind == flow.Move {
		in.Transition = a.re.Request.PathValue("transition")
		if route, is := in.isButton(t, in.Transition); is {
			kind, ballot, in.ballotRequest = flow.CastVote, in.ballot(route), ballotRequest{}
		}
		if special, ok := putAway[in.Transition]; ok && t.Lifecycle.Transition(in.Transition) == nil {
			kind = special
		}
	}
	if err := in.noBallot(); err != nil {
		return nil, err
	}
	out, err := a.e.Do(a.re.App, engine.Input{
		Command: flow.Command{
			Kind: kind, Type: t, Id: id, Transition: in.Transition, Fields: fields, Wrong: wrong,
			Comment: in.Comment, Revision: in.Revision, Force: in.Force, Reuse: true, Actor: a.actor, Ballot: ballot,
		},
		Files: files, Key: a.re.Request.Header.Get("Idempotency-Key"), Digest: digest, RequestId: a.requestId(), Pin: pin,
	})
	if err != nil {
		return nil, a.withCurrent(t, id, err)
	}
	return a.saved(t, out)
}

// withCurrent adds to a refusal, because somebody was faster, the record as it
// is now.
func (a *asker) withCurrent(t *model.Type, id string, err error) error {
	f, ok := fault.As(err)
	if !ok || f.Code != "stale_revision" {
		return err
	}
	now, failed := a.saved(t, &engine.Outcome{Id: id})
	if failed != nil {
		return errors.Join(err, failed)
	}
	stale := *f
	stale.Params = maps.Clone(f.Params)
	stale.Params["now"] = now
	return &stale
}

// putAway are commands that every type has, unless it calls a transition so.
var putAway = map[string]flow.Kind{"archive": flow.Archive, "restore": flow.Restore}
