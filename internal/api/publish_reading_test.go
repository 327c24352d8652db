package api_test

import (
	"maps"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"kontora/internal/engine"
	"kontora/internal/store"

	"github.com/pocketbase/pocketbase/core"
)

// While the rights on records are worked out anew, whoever reads is answered, by the
// rules that still are in force; whoever writes waits, and is not refused. Every
// route that reads is asked, so that one that writes on the side is found here.
func TestReadingGoesOnWhileRightsAreWorkedOutAnew(t *testing.T) {
	o := open(t)
	memo := o.ask("asel", "POST", "/api/kontora/base_memo", o.named(`{"fields": {"subject": "Только моё", "to": "{olga}"}}`)).ok()
	id := memo.at("card.row.id").(string)
	path := "/api/collections/base_memo/records/" + id
	key := o.ask("admin", "POST", "/api/kontora/keys", map[string]any{"title": "k", "scopes": []string{"read"}}).ok()
	o.tokens["robot"] = key.at("secret").(string)
	o.get("boss", path).is(404, "not_found")

	last, err := store.LastRevision(o.app)
	if err != nil {
		t.Fatal(err)
	}
	files := maps.Clone(last.Files)
	const name = "schemas/base/types/memo.json"
	files[name] = []byte(strings.Replace(string(files[name]), `"access": {`, `"access": {"all": {"who": "role('employee')", "read": "subject"}, `, 1))
	written, go_on, published := make(chan struct{}), make(chan struct{}), make(chan error, 1)
	go func() {
		_, _, err := o.e.Publish(engine.Publishing{Files: files, By: "system", With: func(core.App, *store.Revision) error {
			close(written)
			<-go_on
			return nil
		}})
		published <- err
	}()
	<-written

	answered := func(what string, ask func()) {
		t.Helper()
		if t.Failed() {
			return // one is enough: the others would wait for it
		}
		done := make(chan struct{})
		go func() {
			defer close(done)
			ask()
		}()
		select {
		case <-done:
		case <-time.After(10 * time.Second):
			t.Errorf("%s is not answered", what)
		}
	}
	source, err := os.ReadFile("api.go")
	if err != nil {
		t.Fatal(err)
	}
	hole := regexp.MustCompile(`\{[^}]+\}`)
	asked := 0
	for _, r := range regexp.MustCompile(`g\.GET\("([^"]+)"`).FindAllStringSubmatch(string(source), -1) {
		if r[1] == "/sign/crl" || r[1] == "/sign/ca.crt" || r[1] == "/push" { // made when they are asked for first
			continue
		}
		url := strings.NewReplacer("{slug}", "base_memo", "{id}", id, "{question}", "versions").Replace(r[1])
		url = "/api/kontora" + hole.ReplaceAllString(url, "x")
		for _, who := range []string{"asel", "admin", "robot"} {
			answered(who+": "+url, func() { o.get(who, url) })
			asked++
		}
	}
	if asked < 100 {
		t.Errorf("%d were asked", asked)
	}
	answered("a form", func() {
		o.ask("asel", "POST", "/api/kontora/forms/base_memo", map[string]any{"values": map[string]any{}})
	})
	answered("records", func() { o.get("asel", "/api/collections/base_memo/records").ok() })
	answered("a record of another", func() { o.get("boss", path).is(404, "not_found") })

	made := make(chan reply, 1)
	go func() {
		made <- o.ask("asel", "POST", "/api/kontora/base_memo", o.named(`{"fields": {"subject": "Позже", "to": "{olga}"}}`))
	}()
	select {
	case r := <-made:
		t.Errorf("written while a configuration is: %s", r.text)
	case <-time.After(200 * time.Millisecond):
	}
	close(go_on)
	if err := <-published; err != nil {
		t.Fatal(err)
	}
	later := (<-made).ok().at("card.row.id").(string)
	for _, one := range []string{id, later} {
		if seen := o.get("boss", "/api/collections/base_memo/records/"+one).ok(); seen.at("subject") == nil {
			t.Error(seen.text)
		}
	}
}
