package engine

import (
	"kontora/internal/fault"
	"kontora/internal/flow"
	"kontora/internal/store"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/hook"
)

// bindSignIn lets in only people who are active, and writes every sign-in and
// every failed attempt at a known account into history.
func (e *Engine) bindSignIn() {
	e.app.OnRecordAuthRequest().BindFunc(func(ev *core.RecordAuthRequestEvent) error {
		t := e.managed(ev.Record.Collection())
		if t == nil {
			return ev.Next()
		}
		if _, err := e.Actor(ev.App, ev.Record); err != nil {
			return err
		}
		if err := ev.Next(); err != nil {
			return err
		}
		if ev.AuthMethod != "" { // a refreshed token is no sign-in
			e.noteSignIn(ev.Record, "login", ev.AuthMethod, RequestId(ev.RequestEvent))
		}
		return nil
	})
	e.app.OnRecordAuthWithPasswordRequest().BindFunc(func(ev *core.RecordAuthWithPasswordRequestEvent) error {
		err := ev.Next()
		if err != nil && ev.Record != nil && e.managed(ev.Collection) != nil {
			e.noteSignIn(ev.Record, "login_failed", core.MFAMethodPassword, RequestId(ev.RequestEvent))
		}
		return err
	})
}

// bindDevices lets the devices of a person go with their tokens: whoever changes
// a password or an address signs out everywhere, and takes messages nowhere.
func (e *Engine) bindDevices() {
	e.app.OnRecordUpdateExecute().Bind(&hook.Handler[*core.RecordEvent]{Id: "kontoraDevices", Priority: innermost, Func: func(ev *core.RecordEvent) error {
		before := ev.Record.Original().TokenKey()
		if err := ev.Next(); err != nil || e.managed(ev.Record.Collection()) == nil || ev.Record.TokenKey() == before {
			return err
		}
		return store.ForgetDevices(ev.App, ev.Record.Id)
	}})
}

// bindAddress keeps the rules of a person's address when PocketBase changes it
// by letter: it is a field like any other, with an edit right of its own.
func (e *Engine) bindAddress() {
	e.app.OnRecordRequestEmailChangeRequest().BindFunc(func(ev *core.RecordRequestEmailChangeRequestEvent) error {
		t := e.managed(ev.Record.Collection())
		if t == nil || t.Field("email") == nil {
			return ev.Next()
		}
		actor, err := e.RequestActor(ev.RequestEvent)
		if err != nil {
			return err
		}
		snap, err := e.Snapshot(ev.App)
		if err != nil {
			return err
		}
		cmd := flow.Command{Kind: flow.Edit, Type: t, Id: ev.Record.Id, Fields: map[string]any{"email": ev.NewEmail}, Actor: actor}
		if _, err := flow.DecideWith(e.Model(), snap, cmd, e.Now(), nil); err != nil {
			return err
		}
		return ev.Next()
	})
	e.app.OnRecordConfirmEmailChangeRequest().BindFunc(func(ev *core.RecordConfirmEmailChangeRequestEvent) error {
		if e.managed(ev.Record.Collection()) == nil {
			return ev.Next()
		}
		actor, err := e.Actor(ev.App, ev.Record) // the token names the person; nobody needs to be signed in
		if err != nil {
			return err
		}
		e.seats.Store(ev.Record, &seat{actor: actor, request: RequestId(ev.RequestEvent)})
		defer e.seats.Delete(ev.Record)
		return ev.Next()
	})
}

// noteSignIn never stands in the way of a sign-in: a history that cannot be
// written is an error of the log.
func (e *Engine) noteSignIn(rec *core.Record, action, method, request string) {
	t := e.managed(rec.Collection())
	event := &store.Event{
		At: store.InstantText(e.Now()), Type: t.StableId, Record: rec.Id, Action: action, Actor: rec.Id, Reason: method, Request: request,
		Config: e.active.Load().Number,
	}
	err := e.app.RunInTransaction(func(tx core.App) error { return store.AppendEvents(tx, []*store.Event{event}) })
	if err != nil {
		e.app.Logger().Error("sign-in not written to history", "error", err)
	}
}

// Activate carries a new person, as the engine, to the first state in which
// they may sign in. Types of people without a lifecycle need nothing.
func (e *Engine) Activate(app core.App, id string) error {
	t := e.Model().Person
	if t.Lifecycle == nil {
		return nil
	}
	for _, tr := range t.Lifecycle.Transitions {
		if tr.To != nil && tr.To.Phase == "active" && tr.From[t.Lifecycle.Initial.Key] {
			_, err := e.Do(app, Input{Command: flow.Command{Kind: flow.Move, Type: t, Id: id, Transition: tr.Key, Actor: flow.Actor{System: true}}})
			return err
		}
	}
	return fault.New(fault.Conflict, "person_never_active", fault.Params{"type": t.Key})
}
