package flow_test

import (
	"encoding/json"
	"strings"
	"testing"

	"kontora/internal/flow"
)

const strange = `
-- schemas/app/types/offer.json --
{"title": "Offer", "display": "{title}",
 "data": {"properties": {
   "title": {"title": "Title", "type": "string"}, "titles": {"title": "Titles", "type": "array", "items": {"type": "string"}},
   "margin": {"title": "Margin", "type": "number"}, "twice": {"title": "Twice", "type": "number", "x-computed": "margin * 2"},
   "costs": {"title": "Costs", "type": "array", "items": {"properties": {"cost": {"title": "Cost", "type": "number"}}}},
   "wish": {"title": "Wish", "type": "string"}},
  "required": ["title"]},
 "access": {
   "clerks": {"who": "role('clerk')", "read": ["title", "titles"], "can": ["edit", "create"]},
   "fin":    {"who": "role('fin')", "read": "*", "can": ["edit", "create"]}},
 "edit": {"title titles": {"*": ["role('clerk')", "role('fin')"]}, "margin costs": {"*": ["role('fin')"]}}}
`

// sent is a command as the HTTP layer reads it, with what could not be read.
func (w *world) sent(who, what, body string) flow.Command {
	w.t.Helper()
	cmd := w.command(who, what, `{}`)
	d := json.NewDecoder(strings.NewReader(body))
	d.UseNumber()
	raw := map[string]any{}
	if err := d.Decode(&raw); err != nil {
		w.t.Fatal(err)
	}
	cmd.Fields, cmd.Wrong = flow.ReadFields(cmd.Type, raw)
	return cmd
}

// A field that somebody sees in no record is not there for them: what is told of
// it equals, but for the name, what is told of a name nobody has declared.
func TestAFieldNeverSeenIsUnknown(t *testing.T) {
	t.Parallel()
	w := newWorld(t, strange)
	w.put("offer", "o", map[string]any{"title": "О", "margin": dec("50")})
	typ := w.m.TypeByKey("app/offer")

	for _, change := range []string{"edit offer:o", "create offer:x"} {
		for field, values := range map[string][]string{
			"margin": {`50`, `7`, `null`, `"many"`, `{"a": 1}`}, "twice": {`1`}, "costs": {`[]`, `[{"cost": 1}]`, `[{"costt": 1}]`, `"x"`},
		} {
			for _, value := range values {
				body := `{"title": "Н", "` + field + `": ` + value + `}`
				w.refusedRun(w.sent("ann", change, body), "unknown_field@"+field)
				if got := w.sent("fay", change, body); value == `"many"` {
					w.refusedRun(got, "not_number@margin")
				}
			}
		}
	}
	for _, body := range []string{`{"marginn": 1}`, `{"margi": 1}`} {
		if f := faultOf(t, w.run(w.sent("ann", "edit offer:o", body))).Fields[0]; f.Params["near"] != nil {
			t.Errorf("the name of an unseen field is offered: %v", f)
		}
	}
	if f := faultOf(t, w.run(w.sent("fay", "edit offer:o", `{"marginn": 1}`))).Fields[0]; f.Params["near"] != "margin" {
		t.Errorf("who sees it is not offered the name: %v", f)
	}
	w.do("ann", "create offer:y", `{"title": "Н", "wish": "x"}`) // whoever creates may write what nobody is named for
	w.refused("ann", "edit offer:y", `{"wish": "x"}`, "unknown_field@wish")

	form, err := flow.FormOf(w.m, w, w.sent("ann", "edit offer:o", `{"margin": "many", "nothing": 1}`), w.now)
	if err != nil || len(form.Faults) != 2 || form.Faults[0].Field != "margin" || form.Faults[0].Code != form.Faults[1].Code {
		t.Errorf("the form tells: %v %v", form.Faults, err)
	}
	for _, f := range typ.Fields {
		wide, err := flow.Wide(w.m, w, typ, w.actor("ann"))
		if err != nil || wide.Ever(f) != (f.Engine || f.Key == "title" || f.Key == "titles") {
			t.Errorf("%s: %v %v", f.Key, wide.Ever(f), err)
		}
	}
}

const strangeSteps = `
-- schemas/app/types/order.json --
{"title": "Order", "display": "{title}",
 "data": {"properties": {
   "title": {"title": "Title", "type": "string"}, "margin": {"title": "Margin", "type": "number"}, "sealed": {"title": "Sealed", "type": "string"}},
  "required": ["title"]},
 "lifecycle": {
   "states": {"new": "New", "sent": "Sent", "done": {"title": "Done", "phase": "done"}},
   "transitions": {
     "send": {"title": "Send", "from": "new", "to": "sent", "who": "role('clerk')", "input": ["sealed"]},
     "fix":  {"title": "Fix", "from": "sent", "to": "sent", "who": "role('fin')", "reason": true, "on_edit": ["margin"]},
     "end":  {"title": "End", "from": "sent", "to": "done", "who": "role('fin')", "input": ["margin"]}}},
 "access": {
   "clerks": {"who": "role('clerk')", "read": ["title"], "can": ["create"]},
   "fin":    {"who": "role('fin')", "read": "*", "can": ["create"]}},
 "edit": {"title": {"*": ["role('clerk')", "role('fin')"]}}}
`

// Nor is it told which step the change of such a field would be. A step that may
// be run, and asks for what one does not read, takes it.
func TestAStepDoesNotTellOfAFieldNeverSeen(t *testing.T) {
	t.Parallel()
	w := newWorld(t, strangeSteps)
	w.put("order", "n", map[string]any{"title": "Н", "status": "new"})
	w.put("order", "s", map[string]any{"title": "С", "status": "sent", "margin": dec("5")})
	for _, value := range []string{`5`, `6`, `null`, `"many"`} {
		body := `{"margin": ` + value + `}`
		w.refusedRun(w.sent("ann", "edit order:s", body), "unknown_field@margin")
		w.refusedRun(w.sent("ann", "end order:s", body), "unknown_field@margin", "may_not_run")
		w.refusedRun(w.sent("ann", "send order:n", body), "unknown_field@margin")
	}
	w.refusedRun(w.sent("fay", "edit order:s", `{"margin": 6}`), "reason_required@comment")
	w.refusedRun(w.sent("ann", "edit order:n", `{"sealed": "x"}`), "unknown_field@sealed")
	w.do("ann", "send order:n", `{"sealed": "x"}`)
	w.has("order:n sealed", "x")
}
