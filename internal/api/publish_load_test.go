package api_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"kontora/internal/store"
)

// trip is a new type with a formula, a rule, a route and a term.
const trip = `{"title": "Командировка", "extends": "request", "data": {"properties": {
	"city": {"title": "Город", "type": "string"},
	"from": {"title": "Отъезд", "type": "string", "format": "date"}, "to": {"title": "Возвращение", "type": "string", "format": "date"},
	"days": {"title": "Дней", "type": "integer", "x-computed": "to - from + 1"},
	"per_diem": {"title": "Суточные", "x-money": "KZT", "x-computed": "lookup('base/mrp', {}, from).amount * 2 * days"}},
	"required": ["city", "from", "to"]},
	"rules": {"way_back": {"check": "to >= from", "message": "Возвращение раньше отъезда", "fields": ["to"]}},
	"approvals": {"main": {"steps": {"fin": {"title": "Финансы", "who": "role('fin')", "notify": "to_approve"}}}}}`

// Sixteen clients go on creating records while types come, get fields, lose a state
// that records are in, and come back: no request fails, nothing is restarted.
func TestNobodyIsRefusedWhileAConfigurationIsPublished(t *testing.T) {
	o := open(t)
	server := httptest.NewServer(o.mux)
	defer server.Close()
	clients := createAllTheTime(t, o, server.URL, 16)
	defer clients.stop()

	post := func(path string, body map[string]any) reply {
		t.Helper()
		return o.ask("admin", "POST", "/api/kontora/config"+path, body).ok()
	}
	file := "schemas/backoffice/types/business_trip.json"
	post("", map[string]any{"files": map[string]any{file: trip}, "note": "командировки"})
	made := o.ask("asel", "POST", "/api/kontora/backoffice_business_trip", o.named(`{"fields": {
		"title": "Астана", "city": "Астана", "from": "2026-12-01", "to": "2026-12-05", "department": "{org}"}}`)).ok()
	seen := o.get("asel", fmt.Sprintf("/api/collections/backoffice_business_trip/records/%v", made.at("card.row.id"))).ok()
	if seen.at("days") != 5.0 || seen.at("per_diem") != "43250.00" {
		t.Errorf("%v days, %v a trip", seen.at("days"), seen.at("per_diem"))
	}
	o.ask("asel", "POST", "/api/kontora/backoffice_business_trip", o.named(`{"fields": {
		"title": "Назад", "city": "Астана", "from": "2026-12-05", "to": "2026-12-01", "department": "{org}"}}`)).is(400, "refused")
	memo := o.get("admin", "/api/kontora/config").at("files").(map[string]any)["schemas/base/types/memo.json"].(string)
	moved := strings.ReplaceAll(memo, `"draft"`, `"sketch"`)
	change := map[string]any{"files": map[string]any{"schemas/base/types/memo.json": moved}, "note": "черновик стал наброском"}
	if plan := o.ask("admin", "POST", "/api/kontora/config/plan", change).ok(); plan.at("refused") == nil || plan.at("differences") == nil {
		t.Errorf("a state that records are in may go: %s", plan.text)
	}
	if r := o.ask("admin", "POST", "/api/kontora/config", change); r.status != 409 || !strings.Contains(r.text, "state_in_use") {
		t.Errorf("%d %s", r.status, r.text)
	}
	change["moves"] = map[string]any{"base/memo": map[string]any{"states": map[string]any{"draft": "sketch"}}}
	post("", change)
	post("", map[string]any{"files": map[string]any{file: strings.Replace(trip, `"city":`, `"hotel": {"title": "Гостиница", "type": "string"}, "city":`, 1)}, "note": "гостиница"})
	o.ask("admin", "POST", "/api/kontora/config/restore", map[string]any{"revision": 1}).is(409, "refused") // a type with a record
	post("/restore", map[string]any{"revision": 2, "note": "назад", "moves": map[string]any{"base/memo": map[string]any{"states": map[string]any{"sketch": "draft"}}}})

	created := clients.stop()
	if created < 50 {
		t.Errorf("only %d records were created meanwhile", created)
	}
	for n := 1; n > 0; {
		var err error
		if n, err = o.e.Migrate(t.Context(), 10_000); err != nil {
			t.Fatal(err)
		}
	}
	typ, err := o.e.TypeOf("base_memo")
	if err != nil {
		t.Fatal(err)
	}
	states, err := store.StateCounts(o.app, typ)
	if err != nil || states["sketch"].Count != 0 || states["draft"].Count != created {
		t.Errorf("%d were created: %v %v", created, states, err)
	}
	if _, flaw, err := store.VerifyAudit(o.app); flaw != nil || err != nil {
		t.Error(flaw, err)
	}
}

// creating is clients that create records until they are stopped.
type creating struct {
	t       *testing.T
	done    chan struct{}
	end     sync.Once
	wait    sync.WaitGroup
	created atomic.Int64
}

func createAllTheTime(t *testing.T, o *office, url string, n int) *creating {
	t.Helper()
	c := &creating{t: t, done: make(chan struct{})}
	for i := range n {
		c.wait.Add(1)
		go func() {
			defer c.wait.Done()
			for k := 0; ; k++ {
				select {
				case <-c.done:
					return
				case <-time.After(20 * time.Millisecond): // people take longer
				}
				if err := c.create(o, url, fmt.Sprintf("Записка %d-%d", i, k)); err != nil {
					t.Error(err)
					return
				}
			}
		}()
	}
	return c
}

func (c *creating) create(o *office, url, subject string) error {
	r, err := http.NewRequest("POST", url+"/api/kontora/base_memo", strings.NewReader(o.named(fmt.Sprintf(`{"fields": {"subject": %q, "to": "{olga}"}}`, subject))))
	if err != nil {
		return err
	}
	r.Header.Set("Authorization", o.tokens["asel"])
	r.Header.Set("Content-Type", "application/json")
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil || answer.StatusCode != 200 {
		return fmt.Errorf("%s: %d %s %v", subject, answer.StatusCode, text, err)
	}
	c.created.Add(1)
	return nil
}

// stop ends them and tells how many records they have made.
func (c *creating) stop() int64 {
	c.end.Do(func() { close(c.done) })
	c.wait.Wait()
	return c.created.Load()
}
