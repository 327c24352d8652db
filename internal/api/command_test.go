package api_test

import (
	"bytes"
	"mime/multipart"
	"net/http/httptest"
	"strings"
	"testing"
)

func newMemo(o *office) map[string]any {
	return map[string]any{"fields": map[string]any{"subject": "Ремонт", "to": o.ids["boss"]}}
}

func TestTheSameKeyDoesACommandOnce(t *testing.T) {
	o := open(t)
	first := o.ask("asel", "POST", "/api/kontora/base_memo", newMemo(o), "Idempotency-Key", "k1").ok()
	again := o.ask("asel", "POST", "/api/kontora/base_memo", newMemo(o), "Idempotency-Key", "k1").ok()
	if first.at("id") != again.at("id") || first.at("revision") != again.at("revision") {
		t.Errorf("two answers to one key:\n%s%s", first.text, again.text)
	}
	if again.header.Get("Idempotency-Replayed") != "true" {
		t.Error("the repeated answer does not say so")
	}
	if n := o.get("asel", "/api/kontora/lists/base_memo").ok().size("rows"); n != 1 {
		t.Errorf("%d records", n)
	}
	other := newMemo(o)
	other["fields"].(map[string]any)["subject"] = "Другое"
	o.ask("asel", "POST", "/api/kontora/base_memo", other, "Idempotency-Key", "k1").is(409, "key_reused")
}

func TestAStaleRevisionIsAConflict(t *testing.T) {
	o := open(t)
	o.ids["memo"] = o.ask("asel", "POST", "/api/kontora/base_memo", newMemo(o)).ok().at("id").(string)
	edit := func(text string, revision int) reply {
		return o.ask("asel", "PATCH", "/api/kontora/base_memo/{memo}", map[string]any{"fields": map[string]any{"text": text}, "revision": revision})
	}
	if r := edit("раз", 1).ok(); r.at("revision") != 2.0 {
		t.Fatal(r.text)
	}
	r := edit("два", 1).is(409, "stale_revision")
	if r.at("fault.params.current") != 2.0 {
		t.Error(r.text)
	}
	if r.at("message") != "Пока вы смотрели, запись изменили. Обновите её: ваши правки останутся" {
		t.Error(r.at("message"))
	}
}

func TestATransitionTakesFieldsAndAnswersWithTheCard(t *testing.T) {
	o := open(t)
	o.ids["memo"] = o.ask("asel", "POST", "/api/kontora/base_memo", newMemo(o)).ok().at("id").(string)
	sent := o.ask("asel", "POST", "/api/kontora/base_memo/{memo}/send", map[string]any{"revision": 1}).ok()
	if sent.at("card.row.values.status") != "sent" {
		t.Error(sent.text)
	}
	o.ask("boss", "POST", "/api/kontora/base_memo/{memo}/finish", map[string]any{}).is(400, "refused")
	done := o.ask("boss", "POST", "/api/kontora/base_memo/{memo}/finish", map[string]any{"fields": map[string]any{"answer": "Сделано"}}).ok()
	if done.at("card.row.values.status") != "done" || done.at("card.row.values.answer") != "Сделано" {
		t.Error(done.text)
	}
	o.ask("asel", "POST", "/api/kontora/base_memo/{memo}/send", map[string]any{}).is(409, "wrong_state")
	history := o.get("asel", "/api/kontora/history/base_memo/{memo}").ok()
	if history.size("events") != 3 || history.at("events.0.title") == nil {
		t.Error(history.text)
	}
}

func TestFaultsSpeakTheReadersLanguage(t *testing.T) {
	o := open(t)
	empty := map[string]any{"fields": map[string]any{}}
	ru := o.ask("asel", "POST", "/api/kontora/base_memo", empty).is(400, "refused")
	if ru.at("data.subject.message") != "Заполните «Тема»" || ru.at("data.subject.code") != "field_required" {
		t.Error(ru.text)
	}
	if ru.at("message") != "Мешают 2 причины" {
		t.Error(ru.at("message"))
	}
	en := o.ask("asel", "POST", "/api/kontora/base_memo", empty, "Accept-Language", "en-GB,ru;q=0.5").is(400, "refused")
	if en.at("message") != "2 reasons in the way" {
		t.Error(en.at("message"))
	}
	o.ask("asel", "POST", "/api/kontora/base_memo", "{broken").is(400, "not_json")
	wrong := o.ask("asel", "POST", "/api/kontora/base_memo", map[string]any{"fields": map[string]any{"subjekt": "x"}}).is(400, "refused")
	if wrong.at("data.subjekt.code") != "unknown_field" {
		t.Error(wrong.text)
	}
}

func TestPocketBaseRefusalsKeepItsShape(t *testing.T) {
	o := open(t)
	r := o.ask("asel", "POST", "/api/collections/base_memo/records", map[string]any{"subject": ""}).is(400, "refused")
	if r.at("status") != 400.0 || r.at("data.subject.code") != "field_required" || r.at("message") == "" {
		t.Error(r.text)
	}
	engineOwned := o.ask("asel", "POST", "/api/collections/base_memo/records", map[string]any{"subject": "x", "to": o.ids["boss"], "status": "done"}).is(400, "refused")
	if engineOwned.at("data.status.code") != "status_by_transition" {
		t.Error(engineOwned.text)
	}
	o.get("asel", "/api/collections/nowhere/records").is(404, "missing")
	o.get("asel", "/api/nothing/here").is(404, "unknown_route")
	signIn := o.ask("", "POST", "/api/collections/users/auth-with-password", map[string]any{"identity": "", "password": ""})
	if signIn.status != 400 || signIn.at("data.identity.message") != "Заполните это поле" || signIn.at("fault.kind") != "invalid" {
		t.Error(signIn.text)
	}
}

func TestFilesComeWithACommandAndGoToThoseWhoSeeTheCell(t *testing.T) {
	o := open(t)
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	if err := form.WriteField("json", `{"fields":{"title":"С файлом","department":"`+o.ids["org"]+`","supplier":"`+o.ids["supplier"]+
		`","amount":"3","currency":"KZT","pay_deadline":"2026-04-01","basis":"act"}}`); err != nil {
		t.Fatal(err)
	}
	part, err := form.CreateFormFile("invoice_file", "счёт.pdf")
	if err != nil {
		t.Fatal(err)
	}
	part.Write([]byte("%PDF-1.4 invoice"))
	open, _ := form.CreateFormFile("files", "note.txt")
	open.Write([]byte("for everybody"))
	form.Close()
	r := httptest.NewRequest("POST", "/api/kontora/backoffice_payment", &body)
	r.Header.Set("Content-Type", form.FormDataContentType())
	r.Header.Set("Authorization", o.tokens["olga"])
	w := httptest.NewRecorder()
	o.mux.ServeHTTP(w, r)
	made := reply{t, w.Code, w.Body.String(), w.Header()}.ok()
	o.ids["filed"] = made.at("id").(string)
	file, _ := made.at("card.row.values.invoice_file").(string)
	note, _ := made.at("card.row.values.files.0").(string)
	if file == "" || note == "" {
		t.Fatal(made.text)
	}
	path := "/api/files/backoffice_payment/{filed}/"
	if got := o.get("olga", path+file).ok(); got.text != "%PDF-1.4 invoice" {
		t.Error(got.text)
	}
	if got := o.get("boss", path+note); got.status != 404 {
		t.Error(got.text)
	}
	o.get("admin", path+file).is(404, "file_missing") // the row, not the cell
	o.get("outside", path+note).is(404, "file_missing")
	o.get("", path+note).is(404, "file_missing")
	token := o.ask("olga", "POST", "/api/files/token", nil).ok().at("token").(string)
	if got := o.get("", path+file+"?token="+token).ok(); !strings.HasPrefix(got.text, "%PDF") {
		t.Error(got.text)
	}
}
