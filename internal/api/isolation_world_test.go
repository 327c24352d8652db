package api_test

import (
	"bytes"
	"context"
	"net/http"
	"net/http/httptest"
	"os"
	"reflect"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"kontora/internal/api"
	"kontora/internal/demo"
	"kontora/internal/model"
	"kontora/internal/store"
)

// What is planted in every text of the subscriber that others must never hear of,
// and in the names of its organization and people, which those who belong to it know.
const (
	marker      = "QZX7731"
	markerParty = "QZU7731"
)

// journals is the demonstration of the journals, with people who look on: two of
// another subscriber, somebody of the same operator who is not attached to anything
// of the secret subscriber, and the administrator of another operator.
func journals(t *testing.T) *office {
	t.Helper()
	o := start(t, t.TempDir())
	if _, found, err := o.e.Install(shipped(t), []string{"journals"}, "system"); err != nil {
		t.Fatal(err, found)
	}
	if err := demo.Load(o.e, os.DirFS("../../schemas/demo/journals"), o.keys, api.Say(o.e), func() error { return nil }); err != nil {
		t.Fatal(err)
	}
	o.ids["oper"] = o.found("base_org_unit", "tax_no", "7704010018")
	for name, email := range map[string]string{"admin": "vlasova", "zakharov": "admin", "petrov": "petrov", "lapina": "lapina", "markov": "markov"} {
		o.ids[name] = o.found("users", "email", email+"@journals.example")
		o.sign(name)
	}
	o.ids["kind"] = o.found("journals_journal_kind", "code", "ОГН")
	o.ids["rival"] = o.make("base_org_unit", map[string]any{"name": "ООО Соседи", "kind": "organization", "side": "operator", "tax_no": "7704010099"})
	o.person("foe", "Фёдор Соседов", "journals/op_admin", "rival")
	o.person("loose", "Лев Свободин", "journals/op_staff", "oper")
	// Both sides sign here, and sites come from files and go into them, so that there is something of every kind.
	const entry, site = "schemas/journals/types/entry.json", "schemas/journals/types/site.json"
	text := o.file(entry)
	if !strings.Contains(text, `"sign":`) {
		text = strings.ReplaceAll(text, `"in_person": true`, `"in_person": true, "sign": "simple"`)
	}
	sites := strings.ReplaceAll(o.file(site), `"can": ["create", "export"`, `"can": ["create", "import", "export"`)
	sites = replaced(t, sites, `"journals":               {`, `"price": {"title": "Цена", "x-money": "RUB"}, "journals": {`)
	o.publish(map[string]any{site: replaced(t, sites, `"groups":`, bankFile+`"groups":`), entry: regexp.MustCompile(`"sign": *"[a-z]+"`).ReplaceAllString(text, `"sign": "simple"`)})
	return o
}

// bankFile is a file of another program that sites can be put into, for want of a better one.
const bankFile = `"exchange": {"bank": {
    "title": "Файл", "format": "1c_client_bank", "who": "role('op_admin')", "when": "status == 'active'",
    "document": {
      "number": "code", "date": "today", "amount": "price", "purpose": "name",
      "payer": "'А'", "payer_inn": "'7707083893'", "payer_kpp": "'770701001'", "payer_account": "'40702810938000012345'", "payer_bank": "'Б'",
      "payer_bik": "'044525225'", "payer_corr": "'30101810400000000225'",
      "payee": "'В'", "payee_inn": "'7728168971'", "payee_account": "'40702810100000000001'", "payee_bank": "'Г'", "payee_bik": "'044525593'", "payee_corr": "'30101810200000000593'"
    }
  }},
  `

// found is the id of the record with a value in a field.
func (o *office) found(slug, column, value string) string {
	o.t.Helper()
	rec, err := o.app.FindFirstRecordByData(slug, column, value)
	if err != nil {
		o.t.Fatalf("%s with %s %s: %v", slug, column, value, err)
	}
	return rec.Id
}

func (o *office) person(name, called, role, org string) {
	o.t.Helper()
	o.ids[name] = o.filled("users", called, map[string]any{"full_name": called, "email": name + "@example.ru", "org": o.ids[org], "department": o.ids[org], "roles": []any{role}})
	if err := o.e.Activate(o.app, o.ids[name]); err != nil {
		o.t.Fatal(err)
	}
	o.sign(name)
}

func (o *office) sign(name string) {
	o.t.Helper()
	rec, err := o.app.FindRecordById("users", o.ids[name])
	if err == nil {
		o.tokens[name], err = rec.NewAuthToken()
	}
	if err != nil {
		o.t.Fatal(name, err)
	}
}

// filled makes a record as the engine with a word in every text that takes it.
func (o *office) filled(slug, word string, values map[string]any) string {
	o.t.Helper()
	typ, err := o.e.TypeOf(slug)
	if err != nil {
		o.t.Fatal(err)
	}
	texts := 0
	for _, f := range typ.Fields {
		if _, given := values[f.Key]; !given && takes(f, word) {
			values[f.Key] = word
		}
		if _, is := values[f.Key].(string); is && f.Kind == model.Text {
			texts++
		}
	}
	if texts == 0 {
		o.t.Fatalf("nothing can be planted in %s", slug)
	}
	return o.make(slug, values)
}

// takes reports whether a field is a text that a person writes.
func takes(f *model.Field, word string) bool {
	return f.Kind == model.Text && !f.Many && !f.Engine && !f.ReadOnly && f.Computed == nil && f.Pattern == "" && f.Check == "" &&
		(f.Format == "" || f.Format == "multiline") && (f.MaxLength == 0 || len(word) <= f.MaxLength)
}

// plant adds a subscriber of the same operator, served by the same engineer, and a life
// of its own: a site, a journal, entries in several states, files, comments, signatures.
func plant(o *office) {
	t := o.t
	t.Helper()
	o.ids["unit"] = o.filled("base_org_unit", markerParty, map[string]any{"name": "АО " + markerParty, "kind": "organization", "side": "subscriber",
		"tax_no": "7704017731", "served_by": o.ids["oper"], "timezone": "Europe/Moscow"})
	o.person("chief", "Шеф "+markerParty, "journals/sub_admin", "unit")
	o.person("keeper", "Хранитель "+markerParty, "journals/sub_staff", "unit")
	o.person("former", "Бывший "+markerParty, "journals/sub_staff", "unit")
	staff := []any{o.ids["petrov"]}
	o.ids["site"] = o.filled("journals_site", marker, map[string]any{"operator": o.ids["oper"], "subscriber": o.ids["unit"], "code": marker, "price": "1.00",
		"operator_staff": staff, "responsible_operator": staff, "subscriber_staff": []any{o.ids["keeper"], o.ids["former"]}, "responsible_subscriber": []any{o.ids["keeper"], o.ids["former"]},
		"systems": []any{map[string]any{"system_type": o.ids["kind"], "model": marker, "zone": marker, "serial": marker}}})
	site := o.upload("zakharov", "PATCH", "/api/kontora/journals_site/{site}", `{"fields": {"contract_no": "`+marker+`"}, "comment": "`+marker+`"}`,
		attachment{"schemes", marker + " план.txt", "На плане " + marker}).ok()
	o.ids["file"] = site.at("card.row.values.schemes.0").(string)
	o.ids["plan"] = o.make("journals_maintenance", map[string]any{"site": o.ids["site"], "kind": o.ids["kind"], "code": "to1", "months": 1, "starts": "2026-03-01"})
	o.ids["journal"] = o.filled("journals_journal", marker, map[string]any{"site": o.ids["site"], "kind": o.ids["kind"], "keeper": o.ids["petrov"]})
	o.ask("zakharov", "POST", "/api/kontora/journals_journal/{journal}/open", map[string]any{}).ok()
	o.ids["signed"], o.ids["refused"], o.ids["entry"] = o.entry(), o.entry(), o.entry()
	made := o.upload("petrov", "PATCH", "/api/kontora/journals_entry/{entry}", `{"fields": {}}`, attachment{"photos", marker + ".png", picture(t, 40, 30)}).ok()
	o.ids["photo"] = made.at("card.row.values.photos.0").(string)
	for _, id := range []string{"signed", "refused", "entry"} {
		o.ask("petrov", "POST", "/api/kontora/journals_entry/{"+id+"}/submit", map[string]any{"comment": marker}).ok()
	}
	if err := store.SetPasswords(o.app, "correct horse"); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"petrov", "keeper", "former"} {
		o.sign(name)
	}
	for _, side := range [][2]string{{"petrov", "operator"}, {"keeper", "subscriber"}} {
		revision := o.get(side[0], "/api/kontora/card/journals_entry/{signed}").ok().at("revision")
		o.ask(side[0], "POST", "/api/kontora/journals_entry/{signed}/approvals/"+side[1], map[string]any{"verdict": "approve", "pin": "correct horse", "revision": revision}).ok()
	}
	o.ask("keeper", "POST", "/api/kontora/journals_entry/{refused}/refuse", map[string]any{"fields": map[string]any{"remark": marker}}).ok()
	for _, of := range []string{"journals_entry/{entry}", "journals_site/{site}", "journals_journal/{journal}"} {
		said := o.upload("petrov", "POST", "/api/kontora/comments/"+of, `{"text": "Смотри, @[Бывший](`+o.ids["former"]+`) `+marker+`", "mentions": ["`+o.ids["former"]+`"]}`,
			attachment{"files", marker + ".txt", "В приложении " + marker}).ok()
		if strings.HasPrefix(of, "journals_entry") {
			o.ids["comment"], o.ids["attached"] = said.at("comment.id").(string), said.at("comment.files.0.name").(string)
		}
	}
	signed := o.get("petrov", "/api/kontora/signatures/journals_entry/{signed}").ok()
	o.ids["signature"], o.ids["code"] = signed.at("signatures.0.id").(string), signed.at("signatures.0.code").(string)
	o.ids["view"] = o.ask("petrov", "POST", "/api/kontora/views", map[string]any{"type": "journals_entry", "title": marker, "view": "all", "filter": `it.place == "` + marker + `"`}).ok().at("id").(string)
	o.ids["apikey"] = o.ask("petrov", "POST", "/api/kontora/keys", map[string]any{"title": marker, "scopes": []string{"read"}}).ok().at("id").(string)
	o.ids["export"] = o.finished("zakharov", map[string]any{"type": "journals_site", "format": "csv"}).at("id").(string)
	o.ids["import"] = o.sent("zakharov", "journals_site", "Наименование;Код\r\n"+marker+";"+marker+"\r\n").at("id").(string)
	o.read()
	if n := o.search("petrov", marker).size("hits"); n < 4 {
		t.Fatalf("whoever is attached finds %d: nothing was planted", n)
	}
	// Somebody has been told of all this, and is taken off the site then.
	if n := o.get("former", "/api/kontora/counts").ok().at("mentions"); n != 3.0 {
		t.Fatalf("mentions of who will be taken off: %v", n)
	}
	if n := o.get("former", "/api/kontora/notifications").ok().at("unread"); n == 0.0 {
		t.Fatal("who will be taken off was told nothing")
	}
	o.set("journals_site", "{site}", map[string]any{"subscriber_staff": []any{o.ids["keeper"]}, "responsible_subscriber": []any{o.ids["keeper"]}})
}

// entry is a draft of the engineer in the secret journal.
func (o *office) entry() string {
	o.t.Helper()
	typ, err := o.e.TypeOf("journals_entry")
	if err != nil {
		o.t.Fatal(err)
	}
	fields := map[string]any{"journal": o.ids["journal"], "started": "2026-03-25T05:00:00Z", "finished": "2026-03-25T06:00:00Z", "kind": "maintenance", "code": "to1", "plan": o.ids["plan"],
		"result": "faulty", "performers": []any{o.ids["petrov"]}, "materials": []any{map[string]any{"name": marker, "qty": "2", "unit": marker}}}
	for _, key := range []string{"place", "regulation", "description", "defects", "follow_up", "measurements"} {
		if f := typ.Field(key); f == nil || !takes(f, marker) {
			o.t.Fatalf("%s takes no text", key)
		}
		fields[key] = marker
	}
	return o.ask("petrov", "POST", "/api/kontora/journals_entry", map[string]any{"fields": fields}).ok().at("id").(string)
}

// routesOf lists what a router serves. It has no way to be asked, so its fields are read.
func routesOf(o *office) []string {
	var names []string
	var walk func(group reflect.Value, prefix string)
	walk = func(group reflect.Value, prefix string) {
		prefix += group.FieldByName("Prefix").String()
		children := group.FieldByName("children")
		for i := range children.Len() {
			child := children.Index(i).Elem().Elem()
			if child.FieldByName("children").IsValid() {
				walk(child, prefix)
				continue
			}
			names = append(names, child.FieldByName("Method").String()+" "+prefix+child.FieldByName("Path").String())
		}
	}
	walk(reflect.ValueOf(o.router).Elem().FieldByName("RouterGroup").Elem(), "")
	return names
}

// stream is the far end of a request that stays open.
type stream struct {
	mu     sync.Mutex
	text   bytes.Buffer
	header http.Header
}

func (s *stream) Header() http.Header { return s.header }
func (s *stream) WriteHeader(int)     {}
func (s *stream) Flush()              {}

func (s *stream) heard() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.String()
}

func (s *stream) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.Write(p)
}

// waits until a text was heard.
func (s *stream) waits(t *testing.T, text string) string {
	t.Helper()
	for range 500 {
		if heard := s.heard(); strings.Contains(heard, text) {
			return heard
		}
		time.Sleep(20 * time.Millisecond)
	}
	t.Fatalf("%q was not heard: %s", text, s.heard())
	return ""
}

// listens opens a stream of somebody; every topic must be theirs to listen to.
func (o *office) listens(who string, topics ...string) *stream {
	o.t.Helper()
	ctx, hangUp := context.WithCancel(context.Background())
	s, ended := &stream{header: http.Header{}}, make(chan struct{})
	o.t.Cleanup(func() { hangUp(); <-ended })
	go func() {
		defer close(ended)
		o.mux.ServeHTTP(s, httptest.NewRequestWithContext(ctx, "GET", "/api/realtime", nil))
	}()
	_, rest, _ := strings.Cut(s.waits(o.t, `"}`), `"clientId":"`)
	id, _, _ := strings.Cut(rest, `"`)
	o.ids["ear of "+who] = id
	o.ask(who, "POST", "/api/realtime", map[string]any{"clientId": id, "subscriptions": topics}).ok()
	return s
}
