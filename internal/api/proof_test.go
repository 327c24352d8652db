package api_test

import (
	"fmt"
	"strings"
	"testing"

	"kontora/internal/extract"
)

const slip = `"prints": {
    "slip": {"title": "Записка", "name": "Записка {title}", "when": "description != 'нет'", "blocks": {
      "head": {"heading": "Оплата {title}"},
      "who":  {"pairs": {"sum": {"label": "Сумма", "text": "{amount}"}, "to": {"label": "Кому", "text": "{supplier.name}, {supplier_no}"}}}
    }},`

// slips publishes a payment that prints a slip, and gives its file to be changed.
func slips(t *testing.T, o *office) string {
	t.Helper()
	text := replaced(t, o.file(payment), `"prints": {`, slip)
	o.publish(map[string]any{payment: text})
	return text
}

func (o *office) proof(who string, files map[string]any, more map[string]any) reply {
	o.t.Helper()
	return o.ask(who, "POST", "/api/kontora/config/print", proofOf(o, files, more))
}

func proofOf(o *office, files, more map[string]any) map[string]any {
	body := map[string]any{"files": files, "type": "backoffice/payment", "print": "slip", "record": o.ids["payment"]}
	for k, v := range more {
		body[k] = v
	}
	return body
}

// shown is everything that a proof shows, page by page.
func shown(r reply) string {
	var b strings.Builder
	for p := range r.size("pages") {
		for i := range r.size(fmt.Sprintf("pages.%d.lines", p)) {
			fmt.Fprintln(&b, r.at(fmt.Sprintf("pages.%d.lines.%d.text", p, i)))
		}
	}
	return strings.ReplaceAll(b.String(), "\u00a0", " ")
}

func printed(t *testing.T, r reply) string {
	t.Helper()
	text, err := extract.Text(t.Context(), "paper.pdf", []byte(r.ok().text))
	if err != nil {
		t.Fatal(err)
	}
	return strings.ReplaceAll(text, "\u00a0", " ")
}

func TestAPaperOfADraftIsSeenBeforeItIsPublished(t *testing.T) {
	o := open(t)
	o.designs("olga")
	text := slips(t, o)
	files := map[string]any{payment: replaced(t, text, `"Оплата {title}"`, `"Поручение {title}"`)}
	events := o.get("olga", "/api/kontora/history/backoffice_payment/{payment}").ok().text

	r := o.proof("olga", files, nil).ok()
	if got := shown(r); !strings.Contains(got, "Поручение Бумага для печати") || !strings.Contains(got, "777 333,00") || !strings.Contains(got, "Альфа, SECRET-9") || strings.Contains(got, "Оплата") {
		t.Errorf("the draft shows %s", got)
	}
	if r.at("name") != "Записка Бумага для печати" || r.at("offers") != true || r.at("may") != true || r.at("record") != o.ids["payment"] || r.size("failed") != 0 || r.at("pages.0.width") != 210.0 {
		t.Error(r.text)
	}
	file := o.ask("olga", "POST", "/api/kontora/config/print/file", proofOf(o, files, nil))
	if got := printed(t, file); !strings.Contains(got, "Поручение Бумага для печати") {
		t.Errorf("the file of the draft says %s", got)
	}
	if file.header.Get("Content-Type") != "application/pdf" || file.header.Get("Cache-Control") != "no-store" {
		t.Error(file.header)
	}
	live := printed(t, o.get("olga", "/api/kontora/prints/backoffice_payment/{payment}/slip.pdf"))
	if !strings.Contains(live, "Оплата Бумага для печати") || strings.Contains(live, "Поручение") {
		t.Errorf("what is published prints %s", live)
	}
	if got := shown(o.proof("olga", map[string]any{}, nil).ok()); !strings.Contains(got, "Оплата Бумага для печати") {
		t.Errorf("without changes it shows %s", got)
	}
	if now := o.get("olga", "/api/kontora/history/backoffice_payment/{payment}").ok().text; now != events {
		t.Error("a proof has left something behind")
	}
}

func TestAProofFindsTheLatestRecordThatFits(t *testing.T) {
	o := open(t)
	o.designs("olga")
	text := slips(t, o)
	none := map[string]any{"record": ""}
	if r := o.proof("olga", map[string]any{}, none).ok(); r.at("record") != o.ids["other"] {
		t.Errorf("the latest is %v", r.at("record"))
	}
	files := map[string]any{payment: replaced(t, text, `"description != 'нет'"`, `"supplier_no != nil"`)}
	if r := o.proof("olga", files, none).ok(); r.at("record") != o.ids["payment"] || r.at("offers") != true {
		t.Errorf("the latest with a number is %v", r.at("record"))
	}
	files[payment] = replaced(t, files[payment].(string), `"when": "supplier_no != nil", "blocks"`, `"when": "supplier_no != nil", "who": "author", "blocks"`)
	if r := o.proof("olga", files, none).ok(); r.at("record") != o.ids["payment"] || r.at("offers") != true || r.at("may") != false {
		t.Errorf("the latest with a number, for others to print, is %v: %s", r.at("record"), r.text)
	}
	if r := o.proof("olga", files, map[string]any{"record": o.ids["other"]}).ok(); r.at("offers") != false || !strings.Contains(shown(r), "Чужая") {
		t.Error(r.text)
	}
	files[payment] = replaced(t, text, `"when": "description != 'нет'"`, `"who": "author"`)
	if r := o.proof("olga", files, nil).ok(); r.at("may") != false || r.at("offers") != true || r.size("pages") != 1 {
		t.Error(r.text)
	}
}

func TestAProofTellsWhatIsInTheWay(t *testing.T) {
	o := open(t)
	o.designs("olga")
	text := slips(t, o)
	failing := map[string]any{payment: replaced(t, text, `"{amount}"`, `"{amount + money(1, 'USD')}"`)}
	if r := o.proof("olga", failing, nil).ok(); r.at("failed.0.block") != "who" || !strings.Contains(fmt.Sprint(r.at("failed.0.text")), "валют") || !strings.Contains(shown(r), "Альфа") {
		t.Error(r.text)
	}
	broken := map[string]any{payment: replaced(t, text, `"{amount}"`, `"{amuont}"`)}
	r := o.proof("olga", broken, nil)
	r.is(400, "configuration_refused")
	if got := fmt.Sprint(r.at("fault.params.message")); !strings.Contains(got, "amuont") {
		t.Error(r.text)
	}
	o.ask("olga", "POST", "/api/kontora/config/print/file", proofOf(o, broken, nil)).is(400, "configuration_refused")
	o.proof("olga", map[string]any{}, map[string]any{"base": "long ago"}).is(409, "configuration_moved_on")
	o.proof("olga", map[string]any{}, map[string]any{"base": o.get("olga", "/api/kontora/config").ok().at("hash")}).ok()
	o.proof("olga", map[string]any{}, map[string]any{"print": "nothing"}).is(404, "no_such_print")
	o.proof("olga", map[string]any{}, map[string]any{"type": "backoffice/nothing"}).is(404, "unknown_type")
	o.proof("olga", map[string]any{}, map[string]any{"record": o.ids["supplier"]}).is(404, "not_found")
	visits := strings.Replace(visit, `"access": {`, `"prints": {"slip": {"title": "Наряд", "blocks": {"head": {"heading": "{subject}"}}}}, "access": {`, 1)
	o.proof("olga", map[string]any{visitFile: visits}, map[string]any{"type": "backoffice/visit", "record": ""}).is(404, "no_record_to_print")
}

// The amount and the supplier are hidden from the admin: no draft makes a paper
// tell of them, whatever rights and conditions it declares.
func TestAProofTellsNothingHidden(t *testing.T) {
	o := open(t)
	text := slips(t, o)
	open := replaced(t, text, `"fin": {"who": "role('fin')", "read": "*"`, `"all": {"who": "role('base/admin')", "read": "*"}, "fin": {"who": "role('fin')", "read": "*"`)
	copied := strings.Replace(open, `"properties": {`, `"properties": {"spy": {"type": "string", "title": "Копия", "x-computed": "supplier_no"},`, 1)
	drafts := map[string]string{
		"as it is":     text,
		"rights":       open,
		"a copy":       replaced(t, copied, `"{amount}"`, `"{spy}"`),
		"a condition":  replaced(t, open, `"description != 'нет'"`, `"amount > money(1, 'KZT')"`),
		"who":          replaced(t, open, `"when": "description != 'нет'"`, `"when": "title != nil", "who": "supplier_no == 'SECRET-9' ? role('base/admin') : role('contractor')"`),
		"a comparison": replaced(t, open, `"{amount}"`, `"{supplier_no == 'SECRET-9' ? 'это он' : ''}"`),
	}
	for name, draft := range drafts {
		r := o.proof("admin", map[string]any{payment: draft}, nil).ok()
		saysNothing(t, "admin", name, r)
		for _, secret := range []string{"SECRET-9", "Альфа", "это он"} {
			if strings.Contains(r.text, secret) {
				t.Errorf("%s: %s", name, r.text)
			}
		}
		if name == "a condition" && r.at("offers") != false || name == "who" && r.at("may") != false {
			t.Errorf("%s: tells of a hidden cell: %s", name, r.text)
		}
		if !strings.Contains(shown(r), "Оплата Бумага для печати") {
			t.Errorf("%s: what is not hidden is missing: %s", name, r.text)
		}
	}
}

func TestOnlyDesignersOfThePackSeeProofs(t *testing.T) {
	o := divided(t)
	slips(t, o)
	file := func(who string, more map[string]any) reply {
		return o.ask(who, "POST", "/api/kontora/config/print/file", proofOf(o, map[string]any{}, more))
	}
	o.proof("asel", map[string]any{}, nil).is(403, "may_not_design")
	file("asel", nil).is(403, "may_not_design")
	o.proof("olga", map[string]any{}, nil).ok()
	file("olga", nil).ok()
	other := map[string]any{"type": "base/memo", "record": ""}
	o.proof("olga", map[string]any{}, other).is(403, "may_not_design_pack")
	file("olga", other).is(403, "may_not_design_pack")
	o.proof("admin", map[string]any{}, other).is(404, "no_such_print")

	o.key("configuration", "olga", map[string]any{"title": "Сверка", "scopes": []string{"configuration:read"}})
	o.key("both", "olga", map[string]any{"title": "Сверка", "scopes": []string{"configuration:read", "backoffice_payment:read"}})
	o.proof("configuration", map[string]any{}, nil).is(404, "not_found")
	if got := shown(o.proof("both", map[string]any{}, nil).ok()); !strings.Contains(got, "777 333,00") || strings.Contains(got, "Альфа") {
		t.Errorf("a supplier is outside of the key: %s", got)
	}
}
