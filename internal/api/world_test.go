package api_test

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/fstest"
	"time"

	"kontora/internal/api"
	"kontora/internal/engine"
	"kontora/internal/flow"
	"kontora/internal/scenario"
	"kontora/internal/sign"
	"kontora/internal/sign/pki"
	"kontora/internal/spec"
	"kontora/internal/store"
	"kontora/pb_migrations"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase"
	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/router"
)

// office is a running installation with the shipped packs and a few people.
type office struct {
	t      *testing.T
	app    core.App
	e      *engine.Engine
	now    time.Time
	mux    http.Handler
	router *router.Router[*core.RequestEvent]
	ids    map[string]string // by the names used in tests
	tokens map[string]string
	spent  *atomic.Int64 // SQL statements
	stage  *scenario.Stage
	keys   *sign.Service
}

const setupToken = "first-run"

// bare starts an installation without packs.
func bare(t *testing.T) *office { return start(t, t.TempDir()) }

func start(t *testing.T, dir string) *office {
	t.Helper()
	return startWith(t, dir, shipped(t))
}

// startWith starts a program that other packs come with.
func startWith(t *testing.T, dir string, packs *spec.Bundle) *office {
	t.Helper()
	store.RegisterFields()
	pb_migrations.Register()
	o := &office{t: t, now: time.Date(2026, 3, 26, 6, 40, 0, 0, time.UTC), ids: map[string]string{}, tokens: map[string]string{}, spent: &atomic.Int64{}}
	cfg := store.Config(dir)
	connect := cfg.DBConnect
	cfg.DBConnect = func(path string) (*dbx.DB, error) {
		db, err := connect(path)
		if err == nil && strings.HasSuffix(path, "data.db") {
			db.QueryLogFunc = func(context.Context, time.Duration, string, *sql.Rows, error) { o.spent.Add(1) }
			db.ExecLogFunc = func(context.Context, time.Duration, string, sql.Result, error) { o.spent.Add(1) }
		}
		return db, err
	}
	app := pocketbase.NewWithConfig(cfg)
	zone, err := time.LoadLocation("Asia/Almaty")
	if err != nil {
		t.Fatal(err)
	}
	o.e = engine.New(app, engine.Options{Now: func() time.Time { return o.now }, Zone: zone})
	o.app = app
	o.e.Bind()
	o.keys = sign.New(o.e, sign.Options{Name: "Kontora", Secret: "for tests only", Cost: pki.Cost{Time: 1, Memory: 64, Lanes: 1}})
	o.stage = stageOf(t, o, zone)
	api.Bind(app, o.e, api.Options{Product: "Kontora", SetupToken: setupToken, Packs: packs, Dist: browser(), Stage: o.stage})
	if err := app.Bootstrap(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = store.Close(app) })
	r, err := apis.NewRouter(app)
	if err != nil {
		t.Fatal(err)
	}
	err = app.OnServe().Trigger(&core.ServeEvent{App: app, Router: r}, func(ev *core.ServeEvent) error {
		o.router = ev.Router
		o.mux, err = ev.Router.BuildMux()
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return o
}

func shipped(t *testing.T) *spec.Bundle {
	t.Helper()
	b, found := spec.Load(os.DirFS("../.."))
	if spec.HasErrors(found) {
		t.Fatal(found)
	}
	return b
}

// browser is a small built application.
func browser() fstest.MapFS {
	return fstest.MapFS{
		"index.html":                 {Data: []byte(`<html>page</html><meta property="csp-nonce" nonce="__CSP_NONCE__">`)},
		"sw.js":                      {Data: []byte("worker")},
		"assets/main-abcdef12.js":    {Data: []byte("script")},
		"assets/main-abcdef12.js.br": {Data: []byte("brotli")},
		"assets/main-abcdef12.js.gz": {Data: []byte("gzip")},
	}
}

// people of the tests and their roles.
var staff = map[string][]any{
	"asel":    {"base/employee", "backoffice/exec"},
	"olga":    {"base/employee", "backoffice/fin"},
	"boss":    {"base/employee"},
	"admin":   {"base/admin"},
	"stepan":  {"backoffice/contractor"},
	"outside": {"base/employee"},
}

// template is an installation made once; every test works on a copy.
var template struct {
	once sync.Once
	dir  string
	made *office
}

func TestMain(m *testing.M) {
	code := m.Run()
	if template.dir != "" {
		os.RemoveAll(template.dir)
	}
	if toldCompany.dir != "" {
		os.RemoveAll(toldCompany.dir)
	}
	os.Exit(code)
}

// open starts an installation with people, a supplier and one payment given to
// Asel that Stepan, a contractor, watches.
func open(t *testing.T) *office {
	t.Helper()
	template.once.Do(func() {
		dir, err := os.MkdirTemp("", "office")
		if err != nil {
			t.Fatal(err)
		}
		template.dir, template.made = dir, populate(start(t, dir))
		if err := store.Close(template.made.app); err != nil {
			t.Fatal(err)
		}
	})
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(template.dir)); err != nil {
		t.Fatal(err)
	}
	o := start(t, dir)
	o.ids, o.tokens = maps.Clone(template.made.ids), maps.Clone(template.made.tokens)
	return o
}

func populate(o *office) *office {
	t := o.t
	if _, found, err := o.e.Install(shipped(t), []string{"backoffice"}, "system"); err != nil {
		t.Fatal(err, found)
	}
	org := o.make("base_org_unit", map[string]any{"name": "Контора", "kind": "organization"})
	for name, roles := range staff {
		id := o.make("users", map[string]any{"full_name": name, "email": name + "@example.kz", "department": org, "roles": roles})
		if err := o.e.Activate(o.app, id); err != nil {
			t.Fatal(err)
		}
		rec, err := o.app.FindRecordById("users", id)
		if err != nil {
			t.Fatal(err)
		}
		token, err := rec.NewAuthToken()
		if err != nil {
			t.Fatal(err)
		}
		o.ids[name], o.tokens[name] = id, token
	}
	o.ids["org"] = org
	o.ids["supplier"] = o.make("base_counterparty", map[string]any{
		"name": "Альфа", "kind": "nonresident", "country": "other", "tax_id": "7712345",
		"bank_accounts": []any{map[string]any{"account": "1", "bank_name": "Банк", "bik": "2"}},
	})
	o.ids["payment"] = o.make("backoffice_payment", paymentFields(o))
	o.ids["other"] = o.make("backoffice_payment", map[string]any{
		"title": "Чужая", "department": org, "supplier": o.ids["supplier"], "amount": "5", "currency": "KZT", "pay_deadline": "2026-04-10", "basis": "act",
	})
	return o
}

func paymentFields(o *office) map[string]any {
	return map[string]any{
		"title": "Бумага для печати", "department": o.ids["org"], "supplier": o.ids["supplier"], "amount": "777333.00", "currency": "KZT",
		"pay_deadline": "2026-04-01", "basis": "act", "supplier_no": "SECRET-9", "assignee": o.ids["asel"], "watchers": []any{o.ids["stepan"]},
	}
}

// make creates a record as the engine.
func (o *office) make(slug string, values map[string]any) string {
	o.t.Helper()
	typ, err := o.e.TypeOf(slug)
	if err != nil {
		o.t.Fatal(err)
	}
	fields, wrong := flow.ReadFields(typ, values)
	if len(wrong) > 0 {
		o.t.Fatal(wrong[0])
	}
	out, err := o.e.Do(o.app, engine.Input{Command: flow.Command{Kind: flow.Create, Type: typ, Fields: fields, Actor: flow.Actor{System: true}}})
	if err != nil {
		o.t.Fatalf("make %s: %v", slug, err)
	}
	return out.Id
}

// set changes a record as the engine.
func (o *office) set(slug, id string, values map[string]any) {
	o.t.Helper()
	typ, err := o.e.TypeOf(slug)
	if err != nil {
		o.t.Fatal(err)
	}
	fields, wrong := flow.ReadFields(typ, values)
	if len(wrong) > 0 {
		o.t.Fatal(wrong[0])
	}
	if _, err := o.e.Do(o.app, engine.Input{Command: flow.Command{Kind: flow.Edit, Type: typ, Id: o.named(id), Fields: fields, Actor: flow.Actor{System: true}}}); err != nil {
		o.t.Fatalf("set %s %s: %v", slug, id, err)
	}
}

// reply is an answer of the server.
type reply struct {
	t      *testing.T
	status int
	text   string
	header http.Header
}

// ask sends a request as somebody; "" is a guest. A body that is no string is
// sent as JSON.
func (o *office) ask(who, method, path string, body any, headers ...string) reply {
	o.t.Helper()
	var reader io.Reader
	switch b := body.(type) {
	case nil:
	case string:
		reader = strings.NewReader(b)
	default:
		data, err := json.Marshal(b)
		if err != nil {
			o.t.Fatal(err)
		}
		reader = bytes.NewReader(data)
	}
	r := httptest.NewRequest(method, o.named(path), reader)
	r.Header.Set("Content-Type", "application/json")
	if token := o.tokens[who]; token != "" {
		r.Header.Set("Authorization", token)
	}
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	o.mux.ServeHTTP(w, r)
	return reply{o.t, w.Code, w.Body.String(), w.Header()}
}

// named puts ids in the place of {names}.
func (o *office) named(path string) string {
	for name, id := range o.ids {
		path = strings.ReplaceAll(path, "{"+name+"}", id)
	}
	return path
}

func (o *office) get(who, path string) reply { o.t.Helper(); return o.ask(who, "GET", path, nil) }

// ok stops the test unless the request was answered.
func (r reply) ok() reply {
	r.t.Helper()
	if r.status >= 300 {
		r.t.Fatalf("status %d: %s", r.status, r.text)
	}
	return r
}

// is stops the test unless the request was refused so.
func (r reply) is(status int, code string) reply {
	r.t.Helper()
	if got := r.at("fault.code"); r.status != status || got != code {
		r.t.Fatalf("status %d, code %v, want %d %s: %s", r.status, got, status, code, r.text)
	}
	return r
}

// at reads one value: "rows.0.values.title".
func (r reply) at(path string) any {
	r.t.Helper()
	var v any
	if err := json.Unmarshal([]byte(r.text), &v); err != nil {
		r.t.Fatalf("%v: %s", err, r.text)
	}
	for _, name := range strings.Split(path, ".") {
		switch x := v.(type) {
		case map[string]any:
			v = x[name]
		case []any:
			i, err := strconv.Atoi(name)
			if err != nil || i >= len(x) {
				return nil
			}
			v = x[i]
		default:
			return nil
		}
	}
	return v
}

func (r reply) size(path string) int {
	r.t.Helper()
	list, _ := r.at(path).([]any)
	return len(list)
}

// statements counts the SQL that f needs.
func (o *office) statements(f func()) int64 {
	before := o.spent.Load()
	f()
	return o.spent.Load() - before
}

// operator signs in a superuser of PocketBase.
func (o *office) operator() {
	o.t.Helper()
	c, err := o.app.FindCollectionByNameOrId(core.CollectionNameSuperusers)
	if err != nil {
		o.t.Fatal(err)
	}
	rec := core.NewRecord(c)
	rec.SetEmail("operator@example.kz")
	rec.SetPassword("correct horse")
	if err := o.app.Save(rec); err != nil {
		o.t.Fatal(err)
	}
	if o.tokens["operator"], err = rec.NewAuthToken(); err != nil {
		o.t.Fatal(err)
	}
}

// takesBatches opens /api/batch, which PocketBase keeps closed until somebody
// asks for it.
func (o *office) takesBatches() {
	o.t.Helper()
	settings := o.app.Settings()
	settings.Batch.Enabled, settings.Batch.MaxRequests, settings.Batch.Timeout = true, 10, 10
	if err := o.app.Save(settings); err != nil {
		o.t.Fatal(err)
	}
}
