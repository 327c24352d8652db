package scenario

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"kontora/internal/fault"
	"kontora/internal/model"
)

// want is a form that is to be filled in: of a new record, of an edit, of a
// button.
type want struct {
	t          *model.Type
	id         string // "" for a new record
	transition string // or route.step.verdict
	given      map[string]any
}

// filler makes values up until the form has nothing against them, as the form
// itself judges: what is required, by whichever rule, and what is wrong.
type filler struct {
	p     *Play
	ask   teller
	as    *actor
	pick  func(n int) int // one of n
	want  want
	tries map[string]int // by field: how often a value was made up
	deep  int            // records that are made for others
}

// teller says what speaks against a form, and what its references may point at.
type teller interface {
	form(as *actor, w want, values map[string]any) ([]wrongCell, error)
	options(as *actor, w want, field *model.Field, values map[string]any, path string) ([]any, error)
}

const (
	fillRounds = 24
	fillDepth  = 4
)

// filled makes up what is missing of a form. Records that it must point at and
// that are not there are made first, as the operator.
func (p *Play) filled(as *actor, w want) (map[string]any, error) {
	f := &filler{p: p, ask: routes{p}, as: as, pick: func(int) int { return 0 }, want: w}
	return f.fill()
}

func (f *filler) fill() (map[string]any, error) {
	f.tries = map[string]int{}
	values := maps.Clone(f.want.given)
	if values == nil {
		values = map[string]any{}
	}
	var last []wrongCell
	for range fillRounds {
		wrong, err := f.ask.form(f.as, f.want, values)
		if err != nil {
			return nil, err
		}
		last = nil
		moved := false
		for _, one := range wrong {
			key, _, _ := strings.Cut(one.field, ".")
			field := f.want.t.Field(key)
			if _, given := f.want.given[key]; given || field == nil || !isFillable(field) {
				continue
			}
			last = append(last, one)
			v, err := f.value(field, values, "")
			if err != nil {
				return nil, err
			}
			if v != nil {
				values[key], moved = v, true
			}
		}
		if !moved {
			break
		}
	}
	if len(last) > 0 {
		return values, fault.New(fault.Invalid, "play_no_value", fault.Params{"field": f.want.t.Field(strings.Split(last[0].field, ".")[0]).Title, "type": f.want.t.Title})
	}
	return values, nil
}

func isFillable(f *model.Field) bool {
	return !f.Engine && !f.ReadOnly && f.Computed == nil && f.Kind != model.Inverse && f.Kind != model.Number
}

// wrongCell is one complaint of a form.
type wrongCell struct{ field, code string }

// routes tell as people are told in the browser.
type routes struct{ p *Play }

var _ teller = routes{}

func (r routes) form(as *actor, w want, values map[string]any) ([]wrongCell, error) {
	body := map[string]any{"values": formValues(w.t, values)}
	if w.id != "" {
		body["id"] = w.id
	}
	if w.transition != "" {
		body["transition"] = w.transition
	}
	res, err := r.p.as(as, request{method: http.MethodPost, path: "/api/kontora/forms/" + w.t.Slug, body: body})
	if err != nil {
		return nil, err
	}
	if res.refused() {
		return nil, nil // the command will say so
	}
	errors, _ := lookup(res.json, "errors")
	var out []wrongCell
	for _, one := range items(errors) {
		for _, leaf := range leaves(one) {
			if leaf.field != "" && !slices.Contains(out, wrongCell{leaf.field, leaf.code}) {
				out = append(out, wrongCell{leaf.field, leaf.code})
			}
		}
	}
	return out, nil
}

// formValues are values as forms take them: files by their names.
func formValues(t *model.Type, values map[string]any) map[string]any {
	out := map[string]any{}
	for key, v := range values {
		f := t.Field(key)
		if f == nil || f.Kind != model.File {
			out[key] = v
			continue
		}
		name := func(v any) any {
			if m, ok := v.(map[string]any); ok {
				return m["name"]
			}
			return v
		}
		if list, many := v.([]any); many {
			names := make([]any, len(list))
			for i, one := range list {
				names[i] = name(one)
			}
			out[key] = names
		} else {
			out[key] = name(v)
		}
	}
	return out
}

// reference picks one of what the form offers, or makes a record to point at.
func (f *filler) reference(field *model.Field, values map[string]any, path string) (any, error) {
	options, err := f.ask.options(f.as, f.want, field, values, path)
	if err != nil {
		return nil, err
	}
	if _, byRoutes := f.ask.(routes); len(options) == 0 && byRoutes && f.deep < fillDepth {
		if err := f.makeFor(field); err != nil {
			return nil, err
		}
		if options, err = f.ask.options(f.as, f.want, field, values, path); err != nil {
			return nil, err
		}
	}
	if len(options) == 0 {
		return nil, nil
	}
	one := options[(f.pick(len(options))+f.tries[path+field.Key]-1)%len(options)]
	if field.Many {
		return []any{one}, nil
	}
	return one, nil
}

func (r routes) options(as *actor, w want, field *model.Field, values map[string]any, path string) ([]any, error) {
	q := url.Values{"field": {path + field.Key}}
	if data, err := json.Marshal(formValues(w.t, values)); err == nil {
		q.Set("values", string(data))
	}
	if w.id != "" {
		q.Set("id", w.id)
		if w.transition != "" {
			q.Set("transition", w.transition)
		}
	}
	res, err := r.p.as(as, request{method: http.MethodGet, path: "/api/kontora/options/" + w.t.Slug + "?" + q.Encode()})
	if err != nil || res.refused() {
		return nil, err
	}
	list, _ := lookup(res.json, "options")
	var out []any
	for _, one := range items(list) {
		id, _ := lookup(one, "id")
		slug, _ := lookup(one, "type")
		t := r.p.w.office.engine.Model().TypeBySlug(fmt.Sprint(slug))
		switch {
		case t == nil:
		case field.Exact:
			out = append(out, id)
		default:
			out = append(out, fmt.Sprint(t.Key, "/", id))
		}
	}
	return out, nil
}

// makeFor makes a record that a field can point at, with what that needs, and
// leads it through its first states if the field does not take new ones.
func (f *filler) makeFor(field *model.Field) error {
	m := f.p.w.office.engine.Model()
	for _, t := range m.Descendants(field.Target) {
		if t.Directory != "" || t.Key == f.want.t.Key && f.deep > 0 {
			continue
		}
		super := f.p.w.actors["superuser"]
		inner := &filler{p: f.p, ask: f.ask, as: super, pick: f.pick, deep: f.deep + 1, want: want{t: t, given: f.titled(t)}}
		values, err := inner.fill()
		if err != nil {
			continue
		}
		lines, err := f.p.adopt(t, values)
		if err != nil {
			continue
		}
		name := f.p.w.fresh(strings.ReplaceAll(t.Name, "-", "_"))
		was := f.p.w.actor.name
		lines = append(lines, "as superuser", createLine(f.p, t, name, values, "", ""), "as "+was)
		if err := f.p.setAll(lines); err != nil {
			if f.p.w.last != nil && f.p.w.last.refused() {
				if err := f.p.set("as " + was); err != nil {
					return err
				}
				continue
			}
			return err
		}
		return nil
	}
	return nil
}

// titled gives a record made for another one a name that says what it is.
func (f *filler) titled(t *model.Type) map[string]any {
	if title := titleField(t); title != nil {
		return map[string]any{title.Key: t.Title}
	}
	return nil
}

func (p *Play) setAll(lines []string) error {
	for _, line := range lines {
		if err := p.set(line); err != nil {
			return err
		}
	}
	return nil
}
