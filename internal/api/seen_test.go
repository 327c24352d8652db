package api_test

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
)

const seenPath = "/api/kontora/backoffice_payment/{payment}/seen"

// sight asks what somebody sees, and finds a field.
func (o *office) sight(who, query string) (reply, func(field string) map[string]any) {
	o.t.Helper()
	r := o.get(who, seenPath+query).ok()
	return r, func(field string) map[string]any {
		fields, _ := r.at("fields").([]any)
		for _, f := range fields {
			if m := f.(map[string]any); m["field"] == field {
				return m
			}
		}
		return nil
	}
}

func TestADesignerSeesARecordAsSomebody(t *testing.T) {
	o := open(t)
	o.designs("olga")
	r, field := o.sight("olga", "?as={stepan}")
	if r.at("visible") != true || r.at("gives.0.key") != "parties" || r.at("gives.0.path") != "access.parties" {
		t.Fatalf("Stepan watches it: %s", r.text)
	}
	if amount := field("amount"); amount["level"] != "hidden" || !has(amount["takes"], "contractor") || amount["why"] == "" || amount["value"] != nil {
		t.Errorf("the amount is denied to contractors: %v", amount)
	}
	if title := field("title"); title["level"] != "read" || title["value"] != "Бумага для печати" || !has(title["gives"], "parties") || title["why"] == "" {
		t.Errorf("the title: %v", title)
	}
	_, field = o.sight("olga", "?as={admin}")
	if amount := field("amount"); amount["level"] != "hidden" || len(amount["takes"].([]any)) != 0 || !has(amount["others"], "fin") {
		t.Errorf("no rule gives the amount to the admin: %v", amount)
	}
	r, _ = o.sight("olga", "?as={outside}")
	if r.at("visible") != false || r.size("actions") != 0 || strings.Contains(r.text, `"level":"read"`) {
		t.Errorf("an outsider sees nothing: %s", r.text)
	}
}

// What is told of somebody is what they get themselves.
func TestSeeingAsSomebodyIsWhatTheyGet(t *testing.T) {
	o := open(t)
	o.designs("olga")
	for _, who := range []string{"asel", "stepan", "admin", "boss"} {
		r, field := o.sight("olga", "?as={"+who+"}")
		card := o.get(who, "/api/kontora/card/backoffice_payment/{payment}")
		if (card.status == 200) != (r.at("visible") == true) {
			t.Fatalf("%s: card %d, visible %v", who, card.status, r.at("visible"))
		}
		if card.status != 200 {
			continue
		}
		values := card.at("row.values").(map[string]any)
		fields, _ := r.at("fields").([]any)
		for _, f := range fields {
			m := f.(map[string]any)
			key := m["field"].(string)
			_, shown := values[key]
			if isHidden := m["level"] == "hidden"; isHidden == shown && values[key] != nil {
				t.Errorf("%s, %s: level %v, on the card: %v", who, key, m["level"], shown)
			}
			if shown && !reflect.DeepEqual(values[key], m["value"]) && m["value"] != nil {
				t.Errorf("%s, %s: %v, on the card %v", who, key, m["value"], values[key])
			}
			state, _ := card.at("fields." + key).(map[string]any)
			if readOnly, known := state["readOnly"].(bool); known && readOnly == (m["level"] == "edit") {
				t.Errorf("%s, %s: level %v, read-only on the card: %v", who, key, m["level"], readOnly)
			}
		}
		if got, want := buttons(r), buttons(o.get(who, "/api/kontora/actions/backoffice_payment/{payment}").ok()); got != want {
			t.Errorf("%s: actions %s, they get %s", who, got, want)
		}
		_ = field
	}
}

// buttons are the keys of actions with whether they are allowed.
func buttons(r reply) string {
	r.t.Helper()
	var a struct {
		Actions []struct {
			Key     string `json:"key"`
			Allowed bool   `json:"allowed"`
		} `json:"actions"`
	}
	if err := json.Unmarshal([]byte(r.text), &a); err != nil {
		r.t.Fatal(err)
	}
	text, _ := json.Marshal(a.Actions)
	return string(text)
}

func TestARecordIsSeenInAnotherState(t *testing.T) {
	o := open(t)
	o.designs("olga")
	r, _ := o.sight("olga", "?as={olga}&state=approval")
	if r.at("state.state") != "approval" || !strings.Contains(buttons(r), `"correct"`) {
		t.Errorf("%s", r.text)
	}
	if now, _ := o.sight("olga", "?as={olga}"); strings.Contains(buttons(now), `"correct"`) {
		t.Errorf("now: %s", now.text)
	}
	o.get("olga", seenPath+"?state=nowhere").is(400, "no_such_state")
	if got := o.get("olga", "/api/kontora/card/backoffice_payment/{payment}").ok().at("row.values.status"); got != "new" {
		t.Errorf("asking has changed the record: %v", got)
	}
}

// The admin may design, but not read the amount or the supplier: looking through
// the eyes of who may tells them the level, and no value.
func TestSeeingAsSomebodyTellsNoValueThatOneMayNotSee(t *testing.T) {
	o := open(t)
	for _, query := range []string{"", "&state=approval", "&state=waiting", "&state=done", "&state=in_work", "&state=rework"} {
		for _, as := range []string{"olga", "asel", "stepan", "boss"} {
			r, field := o.sight("admin", "?as={"+as+"}"+query)
			saysNothing(t, "admin", query, r)
			for _, secret := range []string{"SECRET-9", "Альфа", o.ids["supplier"]} {
				if strings.Contains(r.text, secret) {
					t.Errorf("as %s %s: %s is told: %s", as, query, secret, r.text)
				}
			}
			if amount := field("amount"); as == "olga" && (amount["level"] == "hidden" || amount["withheld"] != true || amount["value"] != nil) {
				t.Errorf("olga reads the amount: %v", amount)
			}
		}
	}
}

// Whoever does not design is told of themselves alone, and of no field that they
// never see.
func TestEverybodySeesWhyTheyDoNotSee(t *testing.T) {
	o := open(t)
	r, field := o.sight("stepan", "")
	if field("amount") != nil || strings.Contains(r.text, "schemas/") {
		t.Errorf("%s", r.text)
	}
	if title := field("title"); title["level"] != "read" || title["why"] == "" {
		t.Errorf("%v", title)
	}
	o.get("stepan", seenPath+"?as={olga}").is(403, "may_not_design")
	o.get("stepan", seenPath+"?state=done").is(403, "may_not_design")
	o.get("outside", seenPath).is(404, "not_found")
	o.get("olga", "/api/kontora/backoffice_payment/{payment}/nothing").is(404, "unknown_question")
}
