package engine

import (
	"errors"

	"kontora/internal/fault"
	"kontora/internal/flow"
	"kontora/internal/model"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/hook"
)

// ScopeKey is where the HTTP layer leaves the scope of an API key in a request
// event: a func(*model.Type, bool) bool.
const ScopeKey = "kontoraScope"

func (e *Engine) bindRequests() {
	bind := func(h *hook.TaggedHook[*core.RecordRequestEvent]) {
		h.Bind(&hook.Handler[*core.RecordRequestEvent]{Id: "kontoraSeat", Priority: outermost, Func: e.onRequest})
	}
	bind(e.app.OnRecordCreateRequest())
	bind(e.app.OnRecordUpdateRequest())
	bind(e.app.OnRecordDeleteRequest())
}

// onRequest seats the person who sent a record, and hides from them that a
// record exists which they may not see.
func (e *Engine) onRequest(ev *core.RecordRequestEvent) error {
	t := e.managed(ev.Collection)
	if t == nil {
		return ev.Next()
	}
	actor, err := e.RequestActor(ev.RequestEvent)
	if err == nil && actor.Person == nil && !actor.Super {
		err = fault.New(fault.Denied, "sign_in", nil)
	}
	if err != nil {
		return refuseStranger(ev, err)
	}
	if !actor.Super && ev.Collection.IsAuth() && sendsTokenKey(ev) {
		return fault.Join([]*fault.Fault{fault.New(fault.Invalid, "field_of_engine", nil).At(core.FieldNameTokenKey)})
	}
	info, err := ev.RequestInfo()
	if err != nil {
		return err
	}
	once, err := onceOf(ev, actor, info.Body)
	if err != nil {
		return err
	}
	if known, err := e.Answered(ev.App, once); err != nil || known != nil {
		return e.replay(ev, t, actor, known, err)
	}
	if !actor.Super {
		judge := e.mayTouch
		if ev.Record.IsNew() {
			judge = e.mayName
		}
		if err := judge(ev, t, actor, info.Body); err != nil {
			return err
		}
	}
	s := &seat{actor: actor, body: info.Body, request: RequestId(ev.RequestEvent), once: once}
	e.seats.Store(ev.Record, s)
	defer e.seats.Delete(ev.Record)
	if err := ev.Next(); s.answered == nil {
		return err
	}
	return e.replay(ev, t, actor, s.answered, nil)
}

// sendsTokenKey looks into the body as it came: PocketBase drops what it hides
// without a word.
func sendsTokenKey(ev *core.RecordRequestEvent) bool {
	sent := map[string]any{}
	if err := ev.BindBody(&sent); err != nil {
		return false // it was read before
	}
	_, names := sent[core.FieldNameTokenKey]
	return names
}

// mayName refuses an id chosen by a person: whether it is taken would tell of
// records that they may not see. In a batch the refusal is that of a record which
// is not there: PocketBase turns a PUT with the id of an existing record into a
// change and any other into this, and the two must not be told apart.
func (e *Engine) mayName(ev *core.RecordRequestEvent, _ *model.Type, _ flow.Actor, body map[string]any) error {
	if id, given := body["id"]; !given || id == nil || id == "" {
		return nil
	}
	if info, err := ev.RequestInfo(); err != nil || info.Context == core.RequestInfoContextBatch {
		return errors.Join(err, notThere(ev))
	}
	return fault.New(fault.Invalid, "id_given", nil).At("id")
}

// refuseStranger refuses whoever has not signed in, or may not any more. Requests of
// their own were refused before PocketBase looked for the record; those in a batch come
// here only if it is there, and are answered as if it were not.
func refuseStranger(ev *core.RecordRequestEvent, err error) error {
	if f, is := fault.As(err); !is || f.Kind != fault.Denied {
		return err
	}
	info, failed := ev.RequestInfo()
	if failed != nil {
		return errors.Join(err, failed)
	}
	if id := info.Body["id"]; info.Context == core.RequestInfoContextBatch && (!ev.Record.IsNew() || id != nil && id != "") {
		return notThere(ev)
	}
	return err
}

// notThere is what PocketBase answers about a record that does not exist, to the
// letter.
func notThere(ev *core.RecordRequestEvent) error { return ev.NotFoundError("", nil) }

// mayTouch hides from a person that a record exists which they may not see,
// before anything in the request is judged, and keeps them from other people's
// accounts: how somebody signs in is no field, so no rule of a type speaks of it.
func (e *Engine) mayTouch(ev *core.RecordRequestEvent, t *model.Type, actor flow.Actor, body map[string]any) error {
	id := ev.Record.Original().Id
	if t.Owner != nil { // rows are changed with their record
		return notThere(ev)
	}
	if err := e.mayRead(ev.RequestEvent, t.Slug, id, notThere(ev)); err != nil {
		return err
	}
	if !ev.Collection.IsAuth() {
		return nil
	}
	var wrong []*fault.Fault
	for key := range body {
		switch {
		case key == "verified":
			wrong = append(wrong, fault.New(fault.Invalid, "field_of_engine", nil).At(key))
		case key == "email" && body[key] != ev.Record.Original().Email():
			// PocketBase would refuse it for want of its own right, in words about a mismatch.
			wrong = append(wrong, fault.New(fault.Denied, "email_elsewhere", fault.Params{"path": "/api/kontora/" + t.Slug + "/" + id}).At(key))
		case !ofAccount[key]:
		case actor.Scope != nil:
			wrong = append(wrong, fault.New(fault.Denied, "key_not_here", nil).At(key))
		case id != actor.Person.Id:
			wrong = append(wrong, fault.New(fault.Denied, "field_not_yours", nil).At(key))
		}
	}
	if f := fault.Join(wrong); f != nil {
		return f
	}
	return nil
}

// ofAccount are keys of a request by which people change how they sign in.
var ofAccount = map[string]bool{"password": true, "passwordConfirm": true, "oldPassword": true, "emailVisibility": true}

// RequestActor says who sent a request.
func (e *Engine) RequestActor(re *core.RequestEvent) (flow.Actor, error) {
	actor, err := e.Actor(re.App, re.Auth)
	if scope, ok := re.Get(ScopeKey).(Scope); ok {
		actor.Scope = scope
	}
	if lang, ok := re.Get(LangKey).(string); ok {
		actor.Lang = lang
	}
	return actor, err
}

// LangKey is where the HTTP layer leaves the language of the person who asks.
const LangKey = "kontoraLang"

// RequestId names a request in logs and history.
func RequestId(re *core.RequestEvent) string {
	const key = "kontoraRequest"
	if id, ok := re.Get(key).(string); ok {
		return id
	}
	id := core.GenerateDefaultRandomId()
	re.Set(key, id)
	return id
}
