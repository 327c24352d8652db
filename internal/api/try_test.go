package api_test

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"
)

// tries an expression of the payment's file on the payment.
func (o *office) try(who, path, text string, more map[string]any) reply {
	o.t.Helper()
	body := map[string]any{"files": map[string]any{}, "file": paymentFile, "path": path, "text": text, "type": "backoffice_payment", "record": o.ids["payment"]}
	for k, v := range more {
		body[k] = v
		if v == nil {
			delete(body, k)
		}
	}
	return o.ask(who, "POST", "/api/kontora/config/try", body)
}

// designs makes somebody a designer who sees everything about payments.
func (o *office) designs(who string) {
	o.t.Helper()
	o.set("users", "{"+who+"}", map[string]any{"roles": []any{"base/employee", "backoffice/fin", "base/admin"}})
}

func TestAnExpressionIsTriedOnARecord(t *testing.T) {
	o := open(t)
	o.designs("olga")
	r := o.try("olga", guard, "amount > money(500000, 'KZT') and supplier.name == 'Бета'", nil).ok()
	if r.at("ok") != false || r.at("shown") != "нет" || r.at("hidden") != false {
		t.Fatalf("%s", r.text)
	}
	if got := r.at("trace.children.0.shown"); got != "да" {
		t.Errorf("amount > 500000 is %v: %s", got, r.text)
	}
	if got := r.at("trace.children.0.children.0.shown"); got != "777\u00a0333,00\u00a0KZT" {
		t.Errorf("the amount is %q", got)
	}
	if got := r.at("trace.children.1.children.0.shown"); got != "Альфа" {
		t.Errorf("the supplier is %q: %s", got, r.text)
	}
	if got := r.at("says"); got != "Альфа в стоп-листе. Снимите стоп или выберите другого поставщика" {
		t.Errorf("says %q", got)
	}
	if from, to := r.at("trace.children.1.from"), r.at("trace.children.1.to"); from != 34.0 || to != 57.0 {
		t.Errorf("the second part is at %v to %v", from, to)
	}
}

func TestAnExpressionIsTriedAsSomebodyAtAnInstant(t *testing.T) {
	o := open(t)
	o.designs("olga")
	path := "lifecycle.transitions.correct.guards[0].check"
	for name, tt := range map[string]struct {
		text, shown string
		more        map[string]any
	}{
		"me":              {"me.full_name == 'asel'", "да", map[string]any{"as": "{asel}"}},
		"somebody else":   {"me.full_name == 'asel'", "нет", map[string]any{"as": "{stepan}"}},
		"oneself":         {"me.full_name == 'olga'", "да", nil},
		"roles":           {"in_role('exec')", "да", map[string]any{"as": "{asel}"}},
		"an instant":      {"today == '2026-04-05'", "да", map[string]any{"at": "2026-04-05T09:00"}},
		"now":             {"today == '2026-03-26'", "да", nil},
		"in English":      {"amount > 0", "да", nil},
		"an empty value":  {"over_reason == nil", "да", nil},
		"unknown":         {"approved_at > now", "пусто", nil},
		"as it is stored": {`text`, "Альфа в стоп-листе. Снимите стоп или выберите другого поставщика", map[string]any{"path": "lifecycle.transitions.submit.guards[0].message", "text": nil}},
		"people":          {"[assignee, watchers]", "asel, stepan", map[string]any{"path": "lifecycle.transitions.correct.who"}},
		"a role":          {"role('fin')", "olga", map[string]any{"path": "lifecycle.transitions.correct.who"}},
		"a value":         {"=upper(title)", "БУМАГА ДЛЯ ПЕЧАТИ", map[string]any{"path": "lifecycle.transitions.settle.then[0].set.resolution"}},
	} {
		t.Run(name, func(t *testing.T) {
			more := map[string]any{}
			for k, v := range tt.more {
				if s, ok := v.(string); ok {
					v = o.named(s)
				}
				more[k] = v
			}
			p := path
			if to, ok := more["path"].(string); ok {
				p = to
			}
			if r := o.try("olga", p, tt.text, more).ok(); r.at("shown") != tt.shown {
				t.Errorf("%v, want %s: %s", r.at("shown"), tt.shown, r.text)
			}
		})
	}
}

func TestADraftIsTriedOnTheRecordsThereAre(t *testing.T) {
	o := open(t)
	o.designs("olga")
	data, err := os.ReadFile("../../" + paymentFile)
	if err != nil {
		t.Fatal(err)
	}
	renamed := strings.Replace(string(data), `"properties": {`, `"properties": {"half": {"type": "number", "title": "Половина", "x-computed": "amount / money(2, 'KZT')"}, "brand_new": {"type": "string", "title": "Новое"},`, 1)
	files := map[string]any{paymentFile: renamed}
	r := o.try("olga", guard, "half > 300000 and brand_new == nil", map[string]any{"files": files}).ok()
	if r.at("under") != "draft" || r.at("broken") != 0.0 {
		t.Fatalf("%s", r.text)
	}
	if r.at("trace.children.1.shown") != "да" {
		t.Errorf("a new field: %s", r.text)
	}
	r = o.try("olga", guard, "amuont > 5", nil).ok()
	if r.at("diagnostics.0.code") != "unknown_field" || r.at("diagnostics.0.from") != 0.0 || r.at("diagnostics.0.to") != 6.0 || r.at("trace") != nil {
		t.Errorf("a mistake: %s", r.text)
	}
	broken := map[string]any{"rules/backoffice/in_tenge.expr": "nonsense("}
	r = o.try("olga", guard, "amount > money(5, 'KZT')", map[string]any{"files": broken}).ok()
	if r.at("under") != "live" || r.at("broken").(float64) < 1 || r.at("ok") != true {
		t.Errorf("a draft that does not compile: %s", r.text)
	}
}

func TestANamedRuleIsTried(t *testing.T) {
	o := open(t)
	o.designs("olga")
	src, _ := os.ReadFile("../../rules/base/tax_id_ok.expr")
	r := o.try("olga", "", string(src), map[string]any{"file": "rules/base/tax_id_ok.expr", "args": map[string]any{"tax_id": "supplier.tax_id", "country": "'KZ'", "number": "supplier.tax_id", "text": "supplier.tax_id", "id": "supplier.tax_id"}}).ok()
	if r.at("trace") == nil || r.at("under") != "live" {
		t.Errorf("%s", r.text)
	}
}

// The amount and the supplier of the payment are hidden from the admin: whatever
// they try, under whatever draft, as whomever, tells nothing of them.
func TestTryingTellsNothingHidden(t *testing.T) {
	o := open(t)
	data, err := os.ReadFile("../../" + paymentFile)
	if err != nil {
		t.Fatal(err)
	}
	mine := strings.Replace(string(data), `"fin": {`, `"all": {"who": "role('base/admin')", "read": "*", "can": ["edit"]}, "fin": {`, 1)
	if mine == string(data) || !strings.Contains(mine, `"access"`) {
		t.Fatal("the draft gives nothing")
	}
	copied := strings.Replace(mine, `"properties": {`, `"properties": {"spy": {"type": "string", "title": "Копия", "x-computed": "amount > money(700000, 'KZT') ? supplier_no : 'нет'"}, "count_spy": {"type": "number", "title": "Копия 2", "x-computed": "supplier.bank_accounts == nil ? 0 : 1"},`, 1)
	moved := strings.Replace(mine, `"submit": {`, `"submit": {"then": [{"set": {"description": "=supplier_no"}}],`, 1)
	asked := []string{
		"amount > money(777332, 'KZT')", "amount == nil", "title != nil and amount > money(777332, 'KZT')", "not (amount > money(777334, 'KZT'))",
		"amount > money(1, 'KZT') ? title == 'x' : title != 'x'", "(amount > money(777332, 'KZT')) ?? false", "supplier_no == 'SECRET-9'", "let x = amount; x > money(777332, 'KZT')",
		"supplier.name == 'Альфа'", "supplier == nil", "amount_kzt > money(777332, 'KZT')", "old.supplier_no == 'SECRET-9'", "record.supplier_no == 'SECRET-9'",
		"any([supplier_no], # == 'SECRET-9')", "description == 'SECRET-9'", "supplier_no startsWith 'SECRET'", "len(supplier_no) == 8",
	}
	for name, files := range map[string]map[string]any{"nothing": {}, "rights": {paymentFile: mine}, "copies": {paymentFile: copied}, "sets": {paymentFile: moved}} {
		questions := asked
		if len(files) > 0 {
			questions = append([]string{"description == 'SECRET-9'", "record.supplier_no == 'SECRET-9'"}, asked[:6]...)
		}
		if name == "copies" {
			questions = append([]string{"spy == 'SECRET-9'", "count_spy == 1"}, questions...)
		}
		for i, as := range []string{"admin", "olga"} {
			if i > 0 && name != "nothing" {
				questions = questions[:2]
			}
			for _, q := range questions {
				r := o.try("admin", guard, q, map[string]any{"files": files, "as": o.ids[as]})
				if r.status != 200 || r.size("diagnostics") > 0 {
					t.Fatalf("%s, %s: %s", name, q, r.text)
				}
				hides := r.at("hidden") == true && r.at("value") == nil && r.at("ok") == nil
				isBase := q == "description == 'SECRET-9'" && name != "sets"
				if !hides && !isBase {
					t.Errorf("%s as %s, %s: told %v", name, as, q, r.at("shown"))
				}
				saysNothing(t, "admin", q, reply{t, 200, withoutTexts(r), r.header})
				for _, secret := range []string{"SECRET-9", "Альфа"} {
					if strings.Contains(withoutTexts(r), secret) {
						t.Errorf("%s as %s, %s: %s", name, as, q, r.text)
					}
				}
			}
		}
		for _, text := range []string{"{amount}", "{supplier_no}", "{supplier}", "{amount > money(777332, 'KZT') ? 'больше' : 'меньше'}", "{description}"} {
			r := o.try("admin", "lifecycle.transitions.submit.guards[0].message", text, map[string]any{"files": files, "as": o.ids["olga"]}).ok()
			if shown := fmt.Sprint(r.at("shown")); strings.TrimSpace(shown) != "" {
				t.Errorf("%s: the text %s tells %q", name, text, shown)
			}
		}
		says := o.try("admin", guard, "title == 'x'", map[string]any{"files": files, "as": o.ids["olga"]}).ok().at("says")
		if strings.Contains(fmt.Sprint(says), "Альфа") {
			t.Errorf("%s: says %v", name, says)
		}
	}
	o.try("admin", guard, "amount > money(1, 'KZT')", map[string]any{"record": "aaaaaaaaaaaaaaa"}).is(404, "not_found")
	o.try("olga", guard, "true", nil).is(403, "may_not_design")
}

// withoutTexts is the answer without what the asker wrote themselves.
func withoutTexts(r reply) string {
	var v any
	if err := json.Unmarshal([]byte(r.text), &v); err != nil {
		r.t.Fatal(err)
	}
	var strip func(any)
	strip = func(v any) {
		switch x := v.(type) {
		case map[string]any:
			delete(x, "text")
			for _, e := range x {
				strip(e)
			}
		case []any:
			for _, e := range x {
				strip(e)
			}
		}
	}
	strip(v)
	data, _ := json.Marshal(v)
	return string(data)
}

// A key that opens the configuration opens no record by it.
func TestAKeyToTheConfigurationTriesNoRecord(t *testing.T) {
	o := open(t)
	o.designs("olga")
	o.key("configuration", "olga", map[string]any{"title": "Сверка", "scopes": []string{"configuration:read"}})
	o.key("both", "olga", map[string]any{"title": "Сверка", "scopes": []string{"configuration:read", "backoffice_payment:read"}})
	o.key("records", "olga", map[string]any{"title": "Отчёт", "scopes": []string{"backoffice_payment:read"}})
	o.try("configuration", guard, "amount > money(1, 'KZT')", nil).is(404, "not_found")
	o.get("configuration", seenPath).is(404, "unknown_type")
	if r := o.try("both", guard, "amount > money(1, 'KZT')", nil).ok(); r.at("ok") != true {
		t.Errorf("%s", r.text)
	}
	if r := o.try("both", guard, "supplier.name == 'Альфа'", nil).ok(); r.at("hidden") != true {
		t.Errorf("a supplier is outside of the key: %s", r.text)
	}
	o.try("records", guard, "true", nil).is(403, "key_scope")
	o.get("records", seenPath+"?as={stepan}").is(403, "key_scope")
	if r := o.get("records", seenPath).ok(); r.size("actions") != 0 || r.size("fields") == 0 {
		t.Errorf("a key that reads has no buttons: %s", r.text)
	}
}
