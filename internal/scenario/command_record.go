package scenario

import (
	"fmt"
	"maps"
	"net/http"
	"strings"

	"kontora/internal/model"
)

func runCreate(c *call) error {
	words, err := c.takes("type", "name of the record")
	if err != nil {
		return err
	}
	t, err := c.typ(words[0])
	if err != nil {
		return err
	}
	extra, err := c.extras()
	if err != nil {
		return err
	}
	in, err := c.input(t)
	if err != nil {
		return err
	}
	return c.create(t, words[1], in, extra)
}

// create sends a new record and remembers it by name.
func (c *call) create(t *model.Type, name string, in *input, extra map[string]any) error {
	if err := c.ask(request{method: http.MethodPost, path: "/api/kontora/" + t.Slug, body: in.body(extra), uploads: in.uploads}); err != nil || c.not {
		return err
	}
	rec := &record{typ: t}
	c.records[name] = rec
	return c.seen(rec)
}

// body is what the commands' routes take.
func (in *input) body(extra map[string]any) map[string]any {
	body := map[string]any{"fields": in.fields}
	if in.fields == nil {
		body["fields"] = map[string]any{}
	}
	if in.comment != "" {
		body["comment"] = in.comment
	}
	maps.Copy(body, extra)
	return body
}

// extras takes the flags of a command.
func (c *call) extras() (map[string]any, error) {
	extra := map[string]any{}
	if c.toggle("force") {
		extra["force"] = true
	}
	transition, ok, err := c.flag("transition")
	if ok {
		extra["transition"] = transition
	}
	if err != nil {
		return nil, err
	}
	revision, ok, err := c.flag("revision")
	if ok && revision != "none" {
		extra["revision"] = number(revision)
	}
	if ok && revision == "none" {
		extra["revision"] = nil
	}
	return extra, err
}

// seen takes id and revision of a record over from the answer to a command.
func (c *call) seen(rec *record) error {
	if id, ok := lookup(c.last.json, "id"); ok {
		rec.id = fmt.Sprint(id)
	}
	if rec.id == "" {
		return fmt.Errorf("the answer has no id")
	}
	if revision, ok := lookup(c.last.json, "revision"); ok {
		rec.revision = fmt.Sprint(revision)
	}
	return nil
}

func runDo(c *call) error {
	words, err := c.takes("name of the record", "transition")
	if err != nil {
		return err
	}
	rec, err := c.record(words[0])
	if err != nil {
		return err
	}
	extra, err := c.extras()
	if err != nil {
		return err
	}
	in, err := c.input(rec.typ)
	if err != nil {
		return err
	}
	return c.move(rec, words[1], in, extra)
}

func (c *call) move(rec *record, transition string, in *input, extra map[string]any) error {
	body := in.body(rec.withRevision(extra))
	path := strings.Join([]string{"/api/kontora", rec.typ.Slug, rec.id, transition}, "/")
	if err := c.ask(request{method: http.MethodPost, path: path, body: body, uploads: in.uploads}); err != nil || c.not {
		return err
	}
	return c.seen(rec)
}

// withRevision adds the revision that the script has last seen, unless the line
// names another one.
func (r *record) withRevision(extra map[string]any) map[string]any {
	all := map[string]any{}
	if r.revision != "" {
		all["revision"] = number(r.revision)
	}
	maps.Copy(all, extra)
	if v, named := all["revision"]; named && v == nil {
		delete(all, "revision")
	}
	return all
}

func runEdit(c *call) error {
	name, err := c.take("name of the record")
	if err != nil {
		return err
	}
	rec, err := c.record(name)
	if err != nil {
		return err
	}
	extra, err := c.extras()
	if err != nil {
		return err
	}
	in, err := c.input(rec.typ)
	if err != nil {
		return err
	}
	body := in.body(rec.withRevision(extra))
	if err := c.ask(request{method: http.MethodPatch, path: "/api/kontora/" + rec.typ.Slug + "/" + rec.id, body: body, uploads: in.uploads}); err != nil || c.not {
		return err
	}
	return c.seen(rec)
}

// runArchive puts a record away, as PocketBase's own clients do.
func runArchive(c *call) error {
	rec, err := c.named()
	if err != nil {
		return err
	}
	return c.ask(request{method: http.MethodDelete, path: "/api/collections/" + rec.typ.Slug + "/records/" + rec.id})
}

// named takes the name of a record and nothing else.
func (c *call) named() (*record, error) {
	name, err := c.take("name of the record")
	if err != nil {
		return nil, err
	}
	rec, err := c.record(name)
	if err != nil {
		return nil, err
	}
	return rec, c.end()
}

func runGet(c *call) error {
	rec, err := c.named()
	if err != nil {
		return err
	}
	if err := c.about("card", rec); err != nil || c.not {
		return err
	}
	return c.seen(rec)
}

// about asks a route that answers about one record.
func (c *call) about(route string, rec *record) error {
	return c.ask(request{method: http.MethodGet, path: "/api/kontora/" + route + "/" + rec.typ.Slug + "/" + rec.id})
}

// runName gives a name to a record that the script did not make itself.
func runName(c *call) error {
	words, err := c.takes("name", "type", "id")
	if err != nil {
		return err
	}
	t, err := c.typ(words[1])
	if err != nil {
		return err
	}
	c.records[words[0]] = &record{typ: t, id: words[2]}
	return c.end()
}
