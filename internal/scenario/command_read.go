package scenario

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// query turns the key=value words into a query string.
func (c *call) query() (string, error) {
	values := url.Values{}
	for _, a := range c.args {
		if a.key == "" {
			return "", fmt.Errorf("%q means nothing here: write name=value", a.text)
		}
		values.Set(a.key, a.text)
	}
	c.args = nil
	if len(values) == 0 {
		return "", nil
	}
	return "?" + values.Encode(), nil
}

func (c *call) read(path string) error {
	return c.ask(request{method: http.MethodGet, path: path})
}

func runList(c *call) error  { return c.readOfType("/api/kontora/lists/") }
func runTotal(c *call) error { return c.readOfType("/api/kontora/counts/") }

func (c *call) readOfType(route string) error {
	name, err := c.take("type")
	if err != nil {
		return err
	}
	t, err := c.typ(name)
	if err != nil {
		return err
	}
	query, err := c.query()
	if err != nil {
		return err
	}
	return c.read(route + t.Slug + query)
}

func runInbox(c *call) error {
	query := ""
	if len(c.args) > 0 {
		tab, err := c.take("tab")
		if err != nil {
			return err
		}
		query = "?tab=" + url.QueryEscape(tab)
	}
	if err := c.end(); err != nil {
		return err
	}
	return c.read("/api/kontora/inbox" + query)
}

func runSearch(c *call) error {
	words, err := c.take("words")
	if err != nil {
		return err
	}
	if err := c.end(); err != nil {
		return err
	}
	return c.read("/api/kontora/search?q=" + url.QueryEscape(words))
}

func runOptions(c *call) error {
	words, err := c.takes("type", "field")
	if err != nil {
		return err
	}
	t, err := c.typ(words[0])
	if err != nil {
		return err
	}
	values := url.Values{"field": {words[1]}}
	if len(c.args) > 0 {
		q, err := c.take("words")
		if err != nil {
			return err
		}
		values.Set("q", q)
	}
	if err := c.end(); err != nil {
		return err
	}
	return c.read("/api/kontora/options/" + t.Slug + "?" + values.Encode())
}

func runActions(c *call) error  { return c.readAbout("actions") }
func runHistory(c *call) error  { return c.readAbout("history") }
func runComments(c *call) error { return c.readAbout("comments") }
func runClocks(c *call) error   { return c.readAbout("clocks") }

func (c *call) readAbout(route string) error {
	rec, err := c.named()
	if err != nil {
		return err
	}
	return c.about(route, rec)
}

// runAllowed compares the buttons that may be pressed: exactly these, in any
// order. It asks about the last answer that listed actions.
func runAllowed(c *call) error {
	actions, ok := lookup(c.lastJSON(), "actions")
	if !ok {
		actions, ok = lookup(c.lastJSON(), "card.actions")
	}
	if !ok {
		return fmt.Errorf("the last answer lists no actions: ask for them with actions or get")
	}
	got := []string{}
	for _, a := range items(actions) {
		if yes, _ := lookup(a, "allowed"); yes == true {
			key, _ := lookup(a, "key")
			got = append(got, fmt.Sprint(key))
		}
	}
	want := []string{}
	for _, a := range c.args {
		want = append(want, a.text)
	}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		return fmt.Errorf("allowed: %s; expected: %s", orNone(got), orNone(want))
	}
	return nil
}

func orNone(words []string) string {
	if len(words) == 0 {
		return "nothing"
	}
	return strings.Join(words, ", ")
}

// runWhy asks why a transition is not possible now; what follows can look into
// that explanation.
func runWhy(c *call) error {
	words, err := c.takes("name of the record", "transition")
	if err != nil {
		return err
	}
	rec, err := c.record(words[0])
	if err != nil {
		return err
	}
	if err := c.end(); err != nil {
		return err
	}
	if err := c.about("actions", rec); err != nil {
		return err
	}
	actions, _ := lookup(c.last.json, "actions")
	for _, a := range items(actions) {
		if key, _ := lookup(a, "key"); key != words[1] {
			continue
		}
		if allowed, _ := lookup(a, "allowed"); allowed == true {
			return fmt.Errorf("%s may do %s now", c.actor.name, words[1])
		}
		c.answer(c.line, a)
		return nil
	}
	return fmt.Errorf("%s is not among the actions", words[1])
}

// runForm asks what a form looks like with these values.
func runForm(c *call) error {
	name, err := c.take("type or name of a record")
	if err != nil {
		return err
	}
	body := map[string]any{}
	rec := c.records[name]
	if rec != nil {
		body["id"] = rec.id
	} else {
		rec = &record{}
		if rec.typ, err = c.typ(name); err != nil {
			return err
		}
	}
	if len(c.args) > 0 && c.args[0].key == "" && c.args[0].form == plain {
		body["transition"], _ = c.take("transition")
	}
	in, err := c.input(rec.typ)
	if err != nil {
		return err
	}
	body["values"] = in.fields
	return c.ask(request{method: http.MethodPost, path: "/api/kontora/forms/" + rec.typ.Slug, body: body})
}

func runComment(c *call) error {
	words, err := c.takes("name of the record", "text")
	if err != nil {
		return err
	}
	rec, err := c.record(words[0])
	if err != nil {
		return err
	}
	if err := c.end(); err != nil {
		return err
	}
	return c.ask(request{
		method: http.MethodPost, path: "/api/kontora/comments/" + rec.typ.Slug + "/" + rec.id,
		body: map[string]any{"text": words[1], "mentions": []string{}},
	})
}

func runHTTP(c *call) error {
	words, err := c.takes("method", "path")
	if err != nil {
		return err
	}
	q := request{method: words[0], path: words[1]}
	if len(c.args) > 0 {
		text, err := c.take("body")
		if err != nil {
			return err
		}
		if err := decodeInto(text, &q.body); err != nil {
			return err
		}
	}
	if err := c.end(); err != nil {
		return err
	}
	return c.ask(q)
}
