package scenario

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"kontora/internal/fault"
	"kontora/internal/model"
	"kontora/internal/rule"
	"kontora/internal/store"
)

// Member is somebody in a play.
type Member struct {
	Key   string   `json:"id"`   // what the script calls them
	Id    string   `json:"user"` // of their record, as long as nothing is taken back
	Name  string   `json:"name"`
	Roles []string `json:"roles"`
	Unit  string   `json:"unit"`
}

// people makes a small company: a unit below a unit, each with a head, somebody
// for every role and a colleague beside the one who has none.
func (p *Play) people() error {
	c := &caster{p: p, m: p.w.office.engine.Model()}
	if err := c.units(); err != nil {
		return err
	}
	usual := c.usualRoles()
	chief := c.word("director")
	if err := c.person("director", chief, usual, c.top, ""); err != nil {
		return err
	}
	if err := c.person("chief", c.word("chief"), usual, c.low, "director"); err != nil {
		return err
	}
	for _, who := range []string{"employee", "colleague"} {
		if err := c.person(who, c.word(who), usual, c.low, "chief"); err != nil {
			return err
		}
	}
	for _, key := range slices.Sorted(maps.Keys(c.m.Roles)) {
		role := c.m.Roles[key]
		if slices.Contains(usual, key) {
			continue
		}
		if err := c.person(roleName(key), role.Title, append(slices.Clone(usual), key), c.low, "chief"); err != nil {
			return err
		}
	}
	if err := c.heads(); err != nil {
		return err
	}
	return p.members()
}

// caster brings people in.
type caster struct {
	p        *Play
	m        *model.Model
	top, low string // names of units; "" where there are none
}

func (c *caster) word(key string) string {
	return c.p.opts.Words(c.p.opts.Language, "play."+key, nil)
}

// usualRoles are those that everybody on the staff has: what the pack that knows
// people gives to its first one.
func (c *caster) usualRoles() []string {
	var out []string
	for _, key := range slices.Sorted(maps.Keys(c.m.Roles)) {
		if pack, _, _ := strings.Cut(key, "/"); c.m.Roles[key].Owner && pack == c.m.Person.Pack {
			out = append(out, key)
		}
	}
	return out
}

// roleName is what a script calls the one who holds a role.
func roleName(key string) string {
	_, name, _ := strings.Cut(key, "/")
	return strings.ReplaceAll(name, "-", "_")
}

func (c *caster) units() error {
	t := c.m.Unit
	if t == nil {
		return nil
	}
	root := map[string]any{}
	if f := t.Field(store.UnitKind); f != nil && f.Kind == model.Enum {
		root[f.Key] = store.KindOrganization
	}
	var err error
	if c.top, err = c.unit("company", root); err != nil {
		return err
	}
	c.low, err = c.unit("unit", map[string]any{store.UnitParent: c.p.w.records[c.top].id})
	return err
}

func (c *caster) unit(name string, given map[string]any) (string, error) {
	t := c.m.Unit
	if f := titleField(t); f != nil {
		given[f.Key] = c.word(name)
	}
	values, err := c.p.filled(c.super(), want{t: t, given: given})
	if err != nil {
		return "", fmt.Errorf("unit %s: %w", name, err)
	}
	name = c.p.w.fresh(name)
	return name, c.p.set(createLine(c.p, t, name, values, "", ""))
}

func (c *caster) super() *actor { return c.p.w.actors["superuser"] }

// titleField is the text by which a record of the type is called, if one is.
func titleField(t *model.Type) *model.Field {
	if t.Work.Title != nil && t.Work.Title.Kind == model.Text {
		return t.Work.Title
	}
	var first *model.Field
	for _, f := range t.Fields {
		if f.Kind != model.Text || f.Format != "" || !isFillable(f) {
			continue
		}
		if f.Required {
			return f
		}
		if first == nil {
			first = f
		}
	}
	return first
}

func (c *caster) person(name, title string, roles []string, unit, manager string) error {
	t := c.m.Person
	given := map[string]any{}
	for _, f := range t.Fields {
		switch {
		case f.Engine || f.ReadOnly || f.Computed != nil:
		case f.Key == store.PersonRoles:
			given[f.Key] = anys(roles)
		case f.Key == store.PersonDepartment && unit != "":
			given[f.Key] = c.p.w.records[unit].id
		case f.Kind == model.Ref && !f.Many && f.Acyclic && f.Target == t.Key && manager != "":
			given[f.Key] = c.p.w.records[manager].id
		case f.Kind == model.Text && (f.Required || f == titleField(t)) && f.Format == "":
			given[f.Key] = title
		}
	}
	name = c.p.w.fresh(name)
	if f := t.Field("email"); f != nil {
		given[f.Key] = name + "@example.test"
	}
	values, err := c.p.filled(c.super(), want{t: t, given: given})
	if err != nil {
		return fmt.Errorf("person %s: %w", name, err)
	}
	return c.p.set("person " + name + " " + c.p.jsonOf(t, values) + c.p.uploadsOf(t, values))
}

// heads puts the two heads at the head of their units.
func (c *caster) heads() error {
	if c.m.Unit == nil {
		return nil
	}
	for _, pair := range [][2]string{{c.top, "director"}, {c.low, "chief"}} {
		if err := c.p.set(fmt.Sprintf("edit %s %s=$%s", pair[0], store.UnitHead, pair[1])); err != nil {
			return err
		}
	}
	return nil
}

// members lists who is there.
func (p *Play) members() error {
	m := p.w.office.engine.Model()
	if m == nil || m.Person == nil {
		return fault.New(fault.Invalid, "play_seed", fault.Params{"why": "no packs"}).At("seed")
	}
	dir, err := store.DirectoryOf(p.w.office.app, m)
	if err != nil {
		return err
	}
	p.cast = nil
	for _, name := range slices.Sorted(maps.Keys(p.w.actors)) {
		rec := p.w.records[name]
		if rec == nil || rec.typ != m.Person && rec.typ.Key != m.Person.Key {
			continue
		}
		one, known := dir.Person(rec.id)
		if !known {
			continue
		}
		p.cast = append(p.cast, &Member{Key: name, Id: one.Id, Name: one.Name, Roles: listed(one.Roles), Unit: p.unitName(one)})
	}
	slices.SortStableFunc(p.cast, func(a, b *Member) int { return strings.Compare(a.Name, b.Name) })
	return nil
}

func (p *Play) unitName(one *rule.Person) string {
	for name, rec := range p.w.records {
		if rec.id == one.Unit && one.Unit != "" {
			return name
		}
	}
	return ""
}

func anys(list []string) []any {
	out := make([]any, len(list))
	for i, one := range list {
		out[i] = one
	}
	return out
}

// listed is a list even when it is empty.
func listed(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
}

// jsonText writes a value as a script carries it.
func jsonText(v any) string {
	var out strings.Builder
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		panic(err) // made of maps, lists, texts and numbers
	}
	return strings.TrimSpace(out.String())
}
