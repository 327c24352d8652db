package api_test

import (
	"bytes"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"
)

func TestABodyIsReadStrictly(t *testing.T) {
	o := open(t)
	path := "/api/kontora/backoffice_payment/{payment}"
	for _, c := range []struct{ name, method, path, body, code string }{
		{"a field beside fields", "PATCH", path, `{"title": "x"}`, "unknown_key"},
		{"a misspelt key", "PATCH", path, `{"fields": {}, "revison": 99}`, "unknown_key_near"},
		{"text after it", "PATCH", path, `{"fields": {}} tail`, "json_goes_on"},
		{"a second object", "PATCH", path, `{"fields": {}}{"fields": {"title": "x"}}`, "json_goes_on"},
		{"cut short", "PATCH", path, `{"fields": {`, "json_cut_short"},
		{"another kind", "PATCH", path, `{"fields": {}, "revision": {"a": 1}}`, "json_of_other_kind"},
		{"a list", "PATCH", path, `[1]`, "not_json_object"},
		{"a null character in a reason", "POST", path + "/accept", `{"comment": "a\u0000b"}`, "text_with_nul"},
		{"a null character in a comment", "POST", "/api/kontora/comments/backoffice_payment/{payment}", `{"text": "a\u0000b"}`, "text_with_nul"},
		{"a null character in a title", "POST", "/api/kontora/views", `{"type": "backoffice_payment", "title": "a\u0000b"}`, "text_with_nul"},
		{"a reason without end", "POST", path + "/accept", `{"comment": "` + strings.Repeat("я", 5001) + `"}`, "too_long"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := o.ask("olga", c.method, c.path, c.body).is(400, c.code)
			for _, ours := range []string{"map[", "json:", "Go ", "struct", "int64"} {
				if strings.Contains(r.text, ours) {
					t.Errorf("words of the program: %s", r.text)
				}
			}
		})
	}
	// An escaped backslash before u0000 is no null character.
	o.ask("olga", "POST", "/api/kontora/comments/backoffice_payment/{payment}", `{"text": "a\\u0000b"}`).ok()
}

func TestQueryParametersAreReadStrictly(t *testing.T) {
	o := open(t)
	for path, code := range map[string]string{
		"/api/kontora/lists/backoffice_payment?limt=5":                         "unknown_parameter_near",
		"/api/kontora/lists/backoffice_payment?limit=many":                     "bad_parameter",
		"/api/kontora/lists/backoffice_payment?limit=0":                        "bad_parameter",
		"/api/kontora/lists/backoffice_payment?columns=title,nothing":          "unknown_column",
		"/api/collections/backoffice_payment/records?perPage=x":                "bad_parameter",
		"/api/collections/backoffice_payment/records?filer=amount%3D1":         "unknown_parameter_near",
		"/api/collections/backoffice_payment/records?sort=id":                  "cannot_sort",
		"/api/collections/backoffice_payment/records?sort=%40random":           "cannot_sort",
		"/api/collections/backoffice_payment/records/{payment}?expnd=supplier": "unknown_parameter_near",
	} {
		o.get("olga", path).is(400, code)
	}
	o.get("olga", "/api/collections/backoffice_payment/records?page=1&perPage=5000&sort=-created&fields=id&skipTotal=1&expand=supplier").ok()
	o.get("olga", "/api/kontora/lists/backoffice_payment?limit=5&columns=title,amount").ok()
}

func TestExpandIsBounded(t *testing.T) {
	o := open(t)
	o.get("olga", "/api/collections/base_counterparty/records?expand=payments.supplier.payments.supplier").is(429, "expand_too_deep")
	for i := range 72 { // each leads to all of them: 72 × 72
		o.make("base_org_unit", map[string]any{"name": fmt.Sprintf("Отдел %d", i), "kind": "department", "parent": o.ids["org"]})
	}
	o.get("olga", "/api/collections/base_org_unit/records?perPage=100&expand=parent").ok()
	if r := o.get("olga", "/api/collections/base_org_unit/records?perPage=100&expand=parent.units"); r.status != 429 || r.at("fault.code") != "expand_limit" {
		t.Errorf("%d, %d bytes", r.status, len(r.text))
	}
}

func TestAPersonWhoDesignsKeepsTheirAddress(t *testing.T) {
	o := open(t)
	o.ids["keeper"] = o.make("users", map[string]any{"full_name": "keeper", "email": "keeper@example.kz", "department": o.ids["org"], "roles": []any{"base/keeper"}})
	if err := o.e.Activate(o.app, o.ids["keeper"]); err != nil {
		t.Fatal(err)
	}
	rec, err := o.app.FindRecordById("users", o.ids["keeper"])
	if err != nil {
		t.Fatal(err)
	}
	if o.tokens["keeper"], err = rec.NewAuthToken(); err != nil {
		t.Fatal(err)
	}
	change := func(who, whom, address string) reply {
		return o.ask(who, "PATCH", "/api/kontora/users/{"+whom+"}", map[string]any{"fields": map[string]any{"email": address}})
	}
	change("keeper", "asel", "asel.new@example.kz").ok()
	if r := change("keeper", "admin", "mine@example.kz"); r.status != 403 || !strings.Contains(r.text, "sign_in_of_designer") {
		t.Errorf("%d %s", r.status, r.text)
	}
	if r := o.ask("keeper", "PATCH", "/api/collections/users/records/{admin}", map[string]any{"email": "mine@example.kz"}); r.status != 403 || r.at("fault.fields.0.code") != "email_elsewhere" {
		t.Errorf("over the auto API: %s", r.text)
	}
	o.ask("keeper", "PATCH", "/api/collections/users/records/{admin}", map[string]any{"email": "admin@example.kz"}).ok() // unchanged
	if r := o.ask("keeper", "PUT", "/api/kontora/password/{admin}", map[string]any{"password": "correct horse"}); r.status < 400 {
		t.Errorf("a password: %s", r.text)
	}
	stored, err := o.app.FindRecordById("users", o.ids["admin"])
	if err != nil || stored.Email() != "admin@example.kz" {
		t.Errorf("%v, %v", stored.Email(), err)
	}
	o.ask("admin", "PATCH", "/api/collections/users/records/{admin}", map[string]any{"tokenKey": strings.Repeat("x", 40)}).is(400, "refused")
	change("admin", "admin", "admin.new@example.kz").ok()
}

func TestPasswordsAreGuessedSlowly(t *testing.T) {
	o := open(t)
	try := func(name, password string) reply {
		return o.ask("", "POST", "/api/collections/users/auth-with-password", map[string]any{"identity": name, "password": password})
	}
	for range 10 {
		if r := try("asel@example.kz", "wrong wrong"); r.status != 400 {
			t.Fatalf("%d %s", r.status, r.text)
		}
	}
	r := try("Asel@example.kz", "wrong wrong").is(429, "too_many_attempts")
	if !strings.Contains(r.text, "Подождите") {
		t.Error(r.text)
	}
	if r := try("olga@example.kz", "wrong wrong"); r.status != 400 {
		t.Errorf("somebody else is kept out: %d", r.status)
	}
	o.now = o.now.Add(time.Minute)
	if r := try("asel@example.kz", "wrong wrong"); r.status != 400 {
		t.Errorf("after a minute: %d %s", r.status, r.text)
	}
}

func TestTheSecretOfAKeyIsNotKept(t *testing.T) {
	o := open(t)
	secret := o.ask("asel", "POST", "/api/kontora/keys", map[string]any{"title": "k", "scopes": []string{"read"}}).ok().at("secret").(string)
	var rows []struct {
		Hash   string `db:"hash"`
		Prefix string `db:"prefix"`
	}
	if err := o.app.DB().NewQuery("SELECT hash, prefix FROM k_api_keys").All(&rows); err != nil {
		t.Fatal(err)
	}
	if len(rows) != 1 || len(rows[0].Hash) != 64 || strings.Contains(rows[0].Hash, secret[5:]) || len(rows[0].Prefix) > 11 {
		t.Errorf("%+v", rows)
	}
	if strings.Contains(o.get("asel", "/api/kontora/keys").ok().text, secret) {
		t.Error("the secret is answered again")
	}
}

func TestPocketBaseRoutesKeepAnIdempotencyKey(t *testing.T) {
	o := open(t)
	const memos = "/api/collections/base_memo/records"
	make := func(subject, key string) reply {
		return o.ask("asel", "POST", memos, map[string]any{"subject": subject, "to": o.ids["boss"]}, "Idempotency-Key", key)
	}
	first, again := make("Ремонт", "k").ok(), make("Ремонт", "k").ok()
	if first.at("id") != again.at("id") || first.text != again.text || o.get("asel", memos).ok().at("totalItems") != 1.0 {
		t.Errorf("created twice:\n%s\n%s", first.text, again.text)
	}
	make("Другое", "k").is(409, "key_reused")
	o.ask("boss", "POST", memos, map[string]any{"subject": "Ремонт", "to": o.ids["boss"]}, "Idempotency-Key", "k").ok() // keys are each person's own
	o.ids["memo"] = first.at("id").(string)

	change := func(method string, body map[string]any, key string) reply {
		return o.ask("asel", method, memos+"/{memo}", body, "Idempotency-Key", key)
	}
	revision := change("PATCH", map[string]any{"subject": "Срочный ремонт"}, "p").ok().at("revision")
	if r := change("PATCH", map[string]any{"subject": "Срочный ремонт"}, "p").ok(); r.at("revision") != revision || r.at("subject") != "Срочный ремонт" {
		t.Errorf("changed twice: %s", r.text)
	}
	nothing := change("PATCH", map[string]any{}, "n").ok().at("revision")
	if r := change("PATCH", map[string]any{}, "n").ok(); r.at("revision") != nothing || nothing != revision {
		t.Errorf("a change of nothing: %s", r.text)
	}
	change("PATCH", map[string]any{"subject": "Ремонт"}, "p").is(409, "key_reused")
	change("DELETE", nil, "p").is(409, "key_reused")

	o.takesBatches()
	batch := func(key string) reply {
		return o.ask("asel", "POST", "/api/batch", map[string]any{"requests": []any{
			map[string]any{"method": "POST", "url": memos, "headers": map[string]any{"Idempotency-Key": key},
				"body": map[string]any{"subject": "Пачкой", "to": o.ids["boss"]}},
		}})
	}
	if one, two := batch("b").ok(), batch("b").ok(); one.text != two.text {
		t.Errorf("a batch is done twice:\n%s\n%s", one.text, two.text)
	}
}

// Whoever asks twice at the same instant gets one record and twice its id.
func TestTwoRequestsOfOneKeyAtOnce(t *testing.T) {
	o := open(t)
	const memos = "/api/collections/base_memo/records"
	var answers [8]reply
	var all sync.WaitGroup
	for i := range answers {
		all.Go(func() {
			answers[i] = o.ask("asel", "POST", memos, map[string]any{"subject": "Ремонт", "to": o.ids["boss"]}, "Idempotency-Key", "k")
		})
	}
	all.Wait()
	for _, a := range answers {
		if a.ok().at("id") != answers[0].at("id") {
			t.Errorf("%s", a.text)
		}
	}
}

func TestACommentIsSaidOncePerKey(t *testing.T) {
	o := open(t)
	say := func() reply {
		return o.ask("olga", "POST", "/api/kontora/comments/backoffice_payment/{payment}", map[string]any{"text": "раз"}, "Idempotency-Key", "c")
	}
	if say().ok().at("comment.id") != say().ok().at("comment.id") {
		t.Error("said twice")
	}
}

// enclose sends a change with one file.
func (o *office) enclose(who, path, field, name, content string) reply {
	o.t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	if strings.HasPrefix(path, "/api/kontora/") {
		_ = w.WriteField("json", "{}")
	}
	part, err := w.CreateFormFile(field, name)
	if err != nil {
		o.t.Fatal(err)
	}
	_, _ = io.WriteString(part, content)
	w.Close()
	r := httptest.NewRequest("PATCH", o.named(path), &body)
	r.Header.Set("Content-Type", w.FormDataContentType())
	r.Header.Set("Authorization", o.tokens[who])
	rec := httptest.NewRecorder()
	o.mux.ServeHTTP(rec, r)
	return reply{o.t, rec.Code, rec.Body.String(), rec.Header()}
}

func TestFilesAreOfTheKindsThatAFieldTakes(t *testing.T) {
	o := open(t)
	fields := paymentFields40(o)
	delete(fields, "assignee")
	delete(fields, "watchers")
	o.ids["own"] = o.ask("asel", "POST", "/api/kontora/backoffice_payment", map[string]any{"fields": fields}).ok().at("id").(string)
	pdf := "%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
	png := "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"
	for i, c := range []struct{ name, content, code string }{
		{"счёт.pdf", pdf, ""},
		{"scan.png", png, ""},
		{"scan.PNG", png, ""},
		{"page.html", "<html><script>alert(1)</script></html>", "file_kind"},
		{"page.png", "<html><script>alert(1)</script></html>", "file_kind"},
		{"page.html", png, "file_kind"},
		{"run.exe", "MZ\x90\x00", "file_kind"},
		{"scan.png", "", "file_empty"},
	} {
		for _, path := range []string{"/api/kontora/backoffice_payment/{own}", "/api/collections/backoffice_payment/records/{own}"} {
			t.Run(fmt.Sprintf("%d %s", i, c.name), func(t *testing.T) {
				r := o.enclose("asel", path, "invoice_file", c.name, c.content)
				if c.code == "" {
					r.ok()
				} else if r.status != 400 || !strings.Contains(r.text, `"code":"`+c.code+`"`) || !strings.Contains(r.text, `"field":"invoice_file"`) {
					t.Errorf("%d %s", r.status, r.text)
				}
			})
		}
	}
}

// A client that has sent half a request keeps nobody waiting.
func TestAHalfSentRequestDoesNotKeepAConfigurationBack(t *testing.T) {
	o := open(t)
	server := httptest.NewServer(o.mux)
	defer server.Close()
	half, send := io.Pipe()
	defer send.Close()
	gone := make(chan struct{})
	go func() {
		defer close(gone)
		r, _ := http.NewRequest("POST", server.URL+"/api/kontora/base_memo", half)
		r.Header.Set("Authorization", o.tokens["asel"])
		if resp, err := http.DefaultClient.Do(r); err == nil {
			resp.Body.Close()
		}
	}()
	_, _ = io.WriteString(send, `{"fields": {`) // the server has begun to read
	time.Sleep(200 * time.Millisecond)
	done, packs := make(chan error, 1), shipped(t)
	go func() {
		_, _, err := o.e.Install(packs, []string{"backoffice"}, "system")
		done <- err
	}()
	select {
	case err := <-done:
		if err != nil {
			t.Fatal(err)
		}
	case <-time.After(time.Minute):
		t.Fatal("publishing waits for a client")
	}
	o.get("olga", "/api/kontora/counts").ok()
	send.CloseWithError(io.ErrUnexpectedEOF)
	<-gone
}

func TestSubscriptionsPromiseNothingTheyDoNotKeep(t *testing.T) {
	o := open(t)
	r := o.ask("asel", "POST", "/api/realtime", map[string]any{"clientId": "none",
		"subscriptions": []string{`backoffice_payment/*?options={"query":{"filter":"amount > 1"}}`}})
	if r.status < 400 {
		t.Errorf("%d %s", r.status, r.text)
	}
}

// Pages that are read one after another hold every record once, also when somebody
// adds one at the front meanwhile, and go on beyond what one request may walk.
func TestPagesAreReadToTheEnd(t *testing.T) {
	o := open(t)
	for range 5 {
		o.make("backoffice_payment", paymentFields40(o))
	}
	page := func(n int) (ids []string) {
		r := o.get("olga", fmt.Sprintf("/api/collections/backoffice_payment/records?sort=-created&perPage=2&skipTotal=1&page=%d", n)).ok()
		for i := range r.size("items") {
			ids = append(ids, r.at(fmt.Sprintf("items.%d.id", i)).(string))
		}
		return ids
	}
	seen := map[string]bool{}
	for n := 1; ; n++ {
		ids := page(n)
		for _, id := range ids {
			if seen[id] {
				t.Errorf("%s stands on two pages", id)
			}
			seen[id] = true
		}
		if len(ids) < 2 {
			break
		}
		if n == 1 {
			o.make("backoffice_payment", paymentFields40(o))
		}
	}
	if len(seen) != 7 {
		t.Errorf("%d of 7 records", len(seen))
	}
}
