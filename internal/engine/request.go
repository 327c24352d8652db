package engine

import (
	"kontora/internal/fault"
	"kontora/internal/flow"

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
	if err != nil {
		return err
	}
	if actor.Person == nil && !actor.Super {
		return fault.New(fault.Denied, "sign_in", nil)
	}
	info, err := ev.RequestInfo()
	if err != nil {
		return err
	}
	e.seats.Store(ev.Record, &seat{actor: actor, body: info.Body, request: RequestId(ev.RequestEvent)})
	defer e.seats.Delete(ev.Record)
	return ev.Next()
}

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
