package scenario

import (
	"fmt"
	"maps"
	"regexp"
	"strings"

	"kontora/internal/model"
)

// world is what a script knows while it runs.
type world struct {
	office   *office
	script   *Script
	actor    *actor
	actors   map[string]*actor
	records  map[string]*record
	vars     map[string]string
	language string
	header   map[string]string // of the next request
	last     *response
	ears     map[string]*ear
}

// actor is somebody who sends requests.
type actor struct {
	name, token string
}

// record is a record that a script has named, with the revision last seen.
type record struct {
	typ      *model.Type
	id       string
	revision string
}

func newWorld(of *office, s *Script) *world {
	super := &actor{name: "superuser", token: of.super}
	return &world{
		office: of, script: s, actor: super, language: "ru",
		actors:  map[string]*actor{"superuser": super, "nobody": {name: "nobody"}},
		records: map[string]*record{}, vars: map[string]string{}, header: map[string]string{}, ears: map[string]*ear{},
	}
}

// beside is a world that acts at the same time: it shares the office and knows
// what this one knows, but what it does stays its own.
func (w *world) beside() *world {
	c := *w
	c.records, c.vars, c.header = map[string]*record{}, maps.Clone(w.vars), maps.Clone(w.header)
	for name, r := range w.records {
		own := *r
		c.records[name] = &own
	}
	return &c
}

// do carries out one statement.
func (w *world) do(st statement) error {
	cmd := commands()[st.name()]
	if cmd == nil {
		return fmt.Errorf("there is no command %q", st.name())
	}
	if st.not && !cmd.not {
		return fmt.Errorf("%s cannot be turned around with !", st.name())
	}
	c := &call{world: w, not: st.not, line: st.text}
	var err error
	if c.args, err = w.expandAll(st.args(), cmd.later); err != nil {
		return err
	}
	return cmd.run(c)
}

var reference = regexp.MustCompile(`\$([a-z_][a-z0-9_]*)(\.ref)?`)

func (w *world) expandAll(words []word, later bool) ([]word, error) {
	if later {
		return words, nil
	}
	out := make([]word, len(words))
	for i, one := range words {
		text, err := w.expand(one.text, one.form != plain)
		if err != nil {
			return nil, err
		}
		one.text = text
		out[i] = one
	}
	return out, nil
}

// expand puts ids and saved values in place of $names. In quoted text and JSON
// an unknown name is left as it is: it may be a price tag.
func (w *world) expand(text string, lenient bool) (string, error) {
	var unknown error
	out := reference.ReplaceAllStringFunc(text, func(found string) string {
		parts := reference.FindStringSubmatch(found)
		v, ok := w.lookup(parts[1], parts[2] != "")
		if !ok {
			if !lenient {
				unknown = fmt.Errorf("nothing is called %q: a command that makes or saves it must come first", "$"+parts[1])
			}
			return found
		}
		return v
	})
	return out, unknown
}

// lookup finds what a name means: a saved value or the id of a record. With ref
// it is the id as a reference to several types takes it.
func (w *world) lookup(name string, ref bool) (string, bool) {
	if r := w.records[name]; r != nil {
		if ref {
			return r.typ.Key + "/" + r.id, true
		}
		return r.id, true
	}
	v, ok := w.vars[name]
	if ref {
		v += ".ref"
	}
	return v, ok
}

// record finds a record that the script has named.
func (w *world) record(name string) (*record, error) {
	r := w.records[strings.TrimPrefix(name, "$")]
	if r == nil {
		return nil, fmt.Errorf("no record is called %q; known: %s", name, strings.Join(sortedKeys(w.records), ", "))
	}
	return r, nil
}

// typ finds a type by key or slug.
func (w *world) typ(name string) (*model.Type, error) {
	m := w.office.engine.Model()
	if m == nil {
		return nil, fmt.Errorf("no configuration is in force: begin with packs")
	}
	if t := m.TypeByKey(name); t != nil {
		return t, nil
	}
	if t := m.TypeBySlug(name); t != nil {
		return t, nil
	}
	return nil, fmt.Errorf("there is no type %q", name)
}
