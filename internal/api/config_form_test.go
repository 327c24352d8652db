package api_test

import "testing"

// visit is a type that is not in force: a condition, a choice, a reference, and
// formulas that read what others wrote.
const visit = `{
  "title": "Выезд",
  "data": {"properties": {
    "subject": {"title": "Куда", "type": "string"},
    "far":     {"title": "Далеко", "type": "boolean"},
    "days":    {"title": "Дней", "type": "integer", "x-visible": "far == true", "x-required": "far == true"},
    "payment": {"title": "Оплата", "x-ref": "payment", "x-options": "it.amount_kzt > money('100')"},
    "paid":    {"title": "Сумма оплаты", "x-money": "KZT", "x-computed": "payment.amount_kzt"},
    "guessed": {"title": "Больше сотни", "type": "boolean", "x-computed": "payment.amount_kzt > money('100')"},
    "secret":  {"title": "Служебное", "type": "string"}
  }, "required": ["subject"]},
  "sections": {"main": {"title": "Основное", "fields": ["subject", "far", "days"]}},
  "lifecycle": {"states": {"new": "Новый", "done": "Готово"}, "transitions": {"finish": {"title": "Закончить", "from": "new", "to": "done", "who": "author"}}},
  "access": {"author": {"who": "author", "read": "*", "can": ["create"]}, "staff": {"who": "role('exec')", "read": ["subject", "far", "days"], "can": ["create"]},
    "fin": {"who": "role('fin')", "can": ["create"]}},
  "deny": {"exec": {"who": "role('exec')", "fields": ["secret"]}}
}`

const visitFile = "schemas/backoffice/types/visit.json"

func (o *office) preview(who, path string, more map[string]any) reply {
	o.t.Helper()
	body := map[string]any{"files": map[string]any{visitFile: visit}, "type": "backoffice/visit"}
	for key, v := range more {
		body[key] = v
	}
	return o.ask(who, "POST", "/api/kontora/config/"+path, body)
}

func TestADraftOfAFormIsShownAsOthersSeeIt(t *testing.T) {
	o := open(t)
	o.preview("asel", "form", nil).is(403, "may_not_design")
	o.preview("asel", "options", map[string]any{"field": "payment"}).is(403, "may_not_design")

	near := o.preview("admin", "form", map[string]any{"as": "backoffice/exec", "values": map[string]any{"subject": "Склад"}}).ok()
	if near.at("as.title") != "Исполнитель" || near.at("type.title") != "Выезд" || near.at("type.creatable") != true {
		t.Error(near.text)
	}
	if near.at("form.fields.days.visible") != false || near.at("form.fields.secret") != nil {
		t.Error(near.text)
	}
	far := o.preview("admin", "form", map[string]any{"as": "backoffice/exec", "values": map[string]any{"subject": "Склад", "far": true}}).ok()
	if far.at("form.fields.days.visible") != true || far.at("form.fields.days.required") != true || far.at("form.fields.days.because.0") != "far" {
		t.Error(far.text)
	}
	fin := o.preview("admin", "form", map[string]any{"as": "backoffice/fin"}).ok()
	if fin.at("form.fields.secret.visible") != true {
		t.Error(fin.text)
	}
	if person := o.preview("admin", "form", map[string]any{"as": o.ids["asel"]}).ok(); person.at("as.title") != "asel" || person.at("form.fields.secret") != nil {
		t.Error(person.text)
	}
	o.get("admin", "/api/kontora/lists/backoffice_visit").is(404, "unknown_type")
	o.preview("admin", "form", map[string]any{"as": "nobody"}).is(404, "not_found")
	o.preview("admin", "form", map[string]any{"type": "backoffice/nothing"}).is(404, "unknown_type")

	broken := o.preview("admin", "form", map[string]any{"files": map[string]any{visitFile: `{"title": "Выезд", "data": {"properties": {"a": {"x-ref": "nowhere"}}}}`}}).ok()
	if broken.at("broken") == 0.0 || broken.at("type") != nil {
		t.Error(broken.text)
	}
}

// What a draft says is its designer's: whatever they may not see is not there for
// its formulas, whoever they look as.
func TestAFormOfADraftTellsItsDesignerNothingNew(t *testing.T) {
	o := open(t)
	values := map[string]any{"subject": "Склад", "payment": o.ids["payment"]}
	for _, as := range []string{"", "backoffice/fin", o.ids["olga"]} {
		hidden := o.preview("admin", "form", map[string]any{"as": as, "values": values}).ok()
		if hidden.at("form") == nil || hidden.at("form.values.paid") != nil || hidden.at("form.values.guessed") != nil {
			t.Errorf("as %q: %s", as, hidden.text)
		}
		if list := o.preview("admin", "options", map[string]any{"as": as, "field": "payment"}).ok(); list.size("options") != 0 {
			t.Errorf("as %q: %s", as, list.text)
		}
	}
	o.operator()
	seen := o.preview("operator", "form", map[string]any{"as": "backoffice/fin", "values": values}).ok()
	if seen.at("form.values.paid") != "777333.00" || seen.at("form.values.guessed") != true {
		t.Error(seen.text)
	}
	list := o.preview("operator", "options", map[string]any{"as": "backoffice/fin", "field": "payment"}).ok()
	if list.size("options") != 1 || list.at("options.0.id") != o.ids["payment"] {
		t.Error(list.text)
	}
}
