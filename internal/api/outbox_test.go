package api_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"kontora/internal/store"
)

// What hooks could not tell stands with the letters, for administrators alone.
func TestEffectsStandInTheOutbox(t *testing.T) {
	o := open(t)
	var kept []store.Effect
	for i := range 60 {
		kept = append(kept, store.Effect{
			Id: fmt.Sprintf("effect%09d", i), Handler: "main.pb.js#1", Place: "main.pb.js:3", Type: "backoffice/payment", Record: o.ids["payment"],
			Told: `{"record": {"supplier_no": "SECRET-9"}}`, At: o.now.Add(time.Minute), State: store.LetterDead, Error: "занято",
		})
	}
	if err := store.KeepEffects(o.app, o.e.Model(), kept); err != nil {
		t.Fatal(err)
	}
	for _, who := range []string{"olga", "asel", "stepan"} {
		if r := o.get(who, "/api/kontora/outbox").is(403, "may_not_design"); strings.Contains(r.text, "main.pb.js") {
			t.Error(r.text)
		}
		o.ask(who, "POST", "/api/kontora/outbox/effect000000000/resend", nil).is(403, "may_not_design")
	}
	if r := o.get("", "/api/kontora/outbox"); r.status != 401 {
		t.Error(r.text)
	}

	first := o.get("admin", "/api/kontora/outbox").ok()
	key := "backoffice_payment/" + o.ids["payment"]
	for path, want := range map[string]any{"kind": "effect", "to": nil, "record": key, "place": "main.pb.js:3", "state": "dead", "reason": "занято", "tries": 0.0} {
		if got := first.at("items.0." + path); got != want {
			t.Errorf("%s is %v, want %v", path, got, want)
		}
	}
	if strings.Contains(first.text, "SECRET-9") {
		t.Error("what the effect tells is for its record's readers")
	}
	rest := o.get("admin", "/api/kontora/outbox?cursor="+first.at("next").(string)).ok()
	if first.size("items") != 50 || rest.size("items") != 10 || rest.at("next") != nil {
		t.Error(first.size("items"), rest.size("items"), rest.at("next"))
	}

	o.ask("admin", "POST", "/api/kontora/outbox/effect000000007/resend", nil).ok()
	o.ask("admin", "POST", "/api/kontora/outbox/effect000000007/resend", nil).is(404, "not_found")
	o.ask("olga", "POST", "/api/kontora/outbox/effect000000008/discard", nil).is(403, "may_not_design")
	o.ask("admin", "POST", "/api/kontora/outbox/effect000000008/discard", nil).ok()
	o.ask("admin", "POST", "/api/kontora/outbox/effect000000008/discard", nil).is(404, "not_found")
	o.ask("admin", "POST", "/api/kontora/outbox/effect000000007/discard", nil).is(404, "not_found") // it is queued
	dropped := o.get("admin", "/api/kontora/outbox?state=dropped").ok()
	if dropped.size("items") != 1 || dropped.at("items.0.id") != "effect000000008" || dropped.at("items.0.reason") != "discarded" {
		t.Error(dropped.text)
	}
	queued := o.get("admin", "/api/kontora/outbox?state=queued").ok() // the letter about the payment too
	if queued.size("items") != 2 || queued.at("items.0.id") != "effect000000007" || queued.at("items.0.reason") != nil || queued.at("items.1.kind") != "mail" {
		t.Error(queued.text)
	}
	// What was dropped can be taken up again for a while, then it is gone.
	o.now = o.now.AddDate(0, 4, 0)
	o.ask("admin", "POST", "/api/kontora/outbox/effect000000009/discard", nil).ok()
	o.ask("admin", "POST", "/api/kontora/outbox/effect000000008/resend", nil).is(404, "not_found")
	o.ask("admin", "POST", "/api/kontora/outbox/effect000000009/resend", nil).ok()
}
