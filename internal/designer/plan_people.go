package designer

import (
	"cmp"
	"context"
	"maps"
	"regexp"
	"slices"
	"strings"
	"time"

	"kontora/internal/model"
	"kontora/internal/rule"
	"kontora/internal/store"
)

// PeopleLose is a button or cells that people in a role lose or get.
type PeopleLose struct {
	Kind       string   `json:"kind"` // button, read, edit
	Verb       string   `json:"verb"` // lost, gained
	Type       string   `json:"type"`
	Transition string   `json:"transition,omitempty"`
	Fields     []string `json:"fields,omitempty"` // titles
	Who        string   `json:"who"`              // a role, or a relation to the record
	Role       string   `json:"role,omitempty"`
	People     int      `json:"people"`  // who hold the role, and none that keeps it
	Sample     []Person `json:"sample"`  // some of them
	Pressed    int64    `json:"pressed"` // by them, since then
	Since      string   `json:"since,omitempty"`
	Text       string   `json:"text"`
}

// Person is somebody by id, and by name as far as the reader may see it.
type Person struct {
	Id   string `json:"id"`
	Name string `json:"name"`
}

// lookBack is how far back is counted how often a button was pressed.
const lookBack = 90 * 24 * time.Hour

// bearing is who may do something: roles by full key, and what else is written.
type bearing struct {
	roles  map[string]bool
	others map[string]bool // relations to the record: author, head(department)
}

// bearers are those whom a people expression names.
func bearers(r *rule.Rule) bearing {
	b := bearing{map[string]bool{}, map[string]bool{}}
	if r == nil {
		return b
	}
	for _, party := range r.Parties() {
		switch party.Kind {
		case rule.PartySystem:
		case rule.PartyRole:
			b.roles[party.Role] = true
		default:
			b.others[strings.TrimSpace(party.Src)] = true
		}
	}
	return b
}

// people tells who loses or gets buttons and cells.
func (p *planner) people(context.Context) error {
	var buttons []PeopleLose
	var types []string
	for _, t := range p.live.Types {
		now := p.now(t)
		if now == nil || t.Digest == now.Digest || t.Owner != nil || t.Abstract {
			continue
		}
		found := p.buttons(t, now)
		if len(found) > 0 {
			types = append(types, t.StableId)
		}
		buttons = append(buttons, found...)
		p.report.People = append(p.report.People, p.cells(t, now)...)
	}
	pressed, since, err := store.PressedSince(p.app, types, p.Engine.Now().Add(-lookBack))
	if err != nil {
		return err
	}
	for i := range buttons {
		p.press(&buttons[i], pressed, since)
	}
	p.report.People = append(buttons, p.report.People...)
	return nil
}

// buttons compares who may run each transition.
func (p *planner) buttons(t, now *model.Type) []PeopleLose {
	var out []PeopleLose
	add := func(verb, key, title string, from, to bearing, m *model.Model) {
		gone := bearing{without(from.roles, to.roles), without(from.others, to.others)}
		for _, role := range slices.Sorted(maps.Keys(gone.roles)) {
			one := PeopleLose{Kind: "button", Verb: verb, Type: t.Slug, Transition: key, Role: role, Who: p.role(m, role), Sample: []Person{}}
			p.holders(&one, role, to.roles)
			one.Text = title
			out = append(out, one)
		}
		for _, other := range slices.Sorted(maps.Keys(gone.others)) {
			out = append(out, PeopleLose{Kind: "button", Verb: verb, Type: t.Slug, Transition: key, Who: p.Speech.expression(place{m: m, t: t}, other), Sample: []Person{}, Text: title})
		}
	}
	transitions := func(t *model.Type) []*model.Transition {
		if t.Lifecycle == nil {
			return nil
		}
		return t.Lifecycle.Transitions
	}
	for _, tr := range transitions(t) {
		next := now.Lifecycle.Transition(tr.Key)
		var to bearing
		if next != nil {
			to = bearers(next.Who)
		}
		add("lost", tr.Key, p.Speech.titled(tr.Title), bearers(tr.Who), to, p.live)
	}
	for _, tr := range transitions(now) {
		var from bearing
		if before := t.Lifecycle.Transition(tr.Key); before != nil {
			from = bearers(before.Who)
		}
		add("gained", tr.Key, p.Speech.titled(tr.Title), bearers(tr.Who), from, p.Wanted)
	}
	return out
}

func without(a, b map[string]bool) map[string]bool {
	out := map[string]bool{}
	for k := range a {
		if !b[k] {
			out[k] = true
		}
	}
	return out
}

func (p *planner) role(m *model.Model, key string) string {
	if r := m.Roles[key]; r != nil {
		return p.Speech.titled(r.Title)
	}
	return key
}

// holders counts the people who hold a role and none of those that keep what it
// loses.
func (p *planner) holders(one *PeopleLose, role string, keep map[string]bool) {
	people, err := p.directory()
	if err != nil {
		return
	}
	for _, person := range people {
		if !slices.Contains(person.Roles, role) || slices.ContainsFunc(person.Roles, func(r string) bool { return keep[r] }) {
			continue
		}
		one.People++
		if len(one.Sample) < sampled {
			one.Sample = append(one.Sample, Person{Id: person.Id})
		}
	}
}

// directory lists the people who may act.
func (p *planner) directory() ([]*rule.Person, error) {
	if p.staff != nil {
		return p.staff, nil
	}
	dir, err := store.DirectoryOf(p.app, p.live)
	if err != nil {
		return nil, err
	}
	known := map[string]*rule.Person{}
	for role := range p.live.Roles {
		for _, person := range dir.Resolve(rule.RolePrincipal(role, "")) {
			if person.Active {
				known[person.Id] = person
			}
		}
	}
	p.staff = slices.SortedFunc(maps.Values(known), func(a, b *rule.Person) int {
		return cmp.Or(strings.Compare(a.Name, b.Name), strings.Compare(a.Id, b.Id))
	})
	return p.staff, nil
}

// press counts how often those who lose a button have pressed it, and says so.
func (p *planner) press(one *PeopleLose, pressed []store.Pressed, since time.Time) {
	title := one.Text
	t := p.live.TypeBySlug(one.Type)
	one.Since = since.UTC().Format("2006-01-02")
	holds := map[string]bool{}
	if one.Role != "" {
		if people, err := p.directory(); err == nil {
			for _, person := range people {
				if slices.Contains(person.Roles, one.Role) {
					holds[person.Id] = true
				}
			}
		}
	}
	for _, x := range pressed {
		if x.Type == t.StableId && x.Transition == one.Transition && (one.Role == "" || holds[x.By]) {
			one.Pressed += x.Times
		}
	}
	days := int64(p.Engine.Now().Sub(since).Hours()/24 + 0.5)
	say := params{"title": title, "who": one.Who, "count": p.Speech.number(int64(one.People)), "pressed": p.Speech.number(one.Pressed), "days": p.Speech.number(days), "type": p.Speech.titled(t.Title)}
	code := "button." + one.Verb
	if one.Role == "" {
		code += ".relation"
	}
	one.Text = p.Speech.say(code, say)
	if one.Verb == "lost" {
		one.Text += p.Speech.say("button.pressed", say)
	}
}

// cells compares what each role, or relation, reads and edits.
func (p *planner) cells(t, now *model.Type) []PeopleLose {
	var out []PeopleLose
	for _, kind := range []string{"read", "edit"} {
		before, after := reading(t), reading(now)
		if kind == "edit" {
			before, after = editing(t), editing(now)
		}
		for _, who := range slices.Sorted(maps.Keys(union(before, after))) {
			out = append(out, p.cellsOf(t, now, kind, "lost", who, before[who], after[who], after)...)
			out = append(out, p.cellsOf(t, now, kind, "gained", who, after[who], before[who], before)...)
		}
	}
	return out
}

// cellsOf tells of the fields that somebody has on one side only; those that are
// on one side only themselves are told of elsewhere.
func (p *planner) cellsOf(t, now *model.Type, kind, verb, who string, has, lacks map[string]bool, others map[string]map[string]bool) []PeopleLose {
	var titles []string
	for _, f := range now.Fields {
		if t.Current(f) != nil && has[f.StableId] && !lacks[f.StableId] {
			titles = append(titles, p.Speech.titled(f.Title))
		}
	}
	if len(titles) == 0 {
		return nil
	}
	m, at := p.live, t
	if verb == "gained" {
		m, at = p.Wanted, now
	}
	one := PeopleLose{Kind: kind, Verb: verb, Type: t.Slug, Fields: titles, Sample: []Person{}}
	role, isRole := strings.CutPrefix(who, "role:")
	if isRole {
		keep := map[string]bool{} // roles that still have all of it
		one.Role, one.Who = role, p.role(m, role)
		p.holders(&one, role, keep)
	} else {
		one.Who = p.Speech.expression(place{m: m, t: at}, who)
	}
	one.Text = p.Speech.say("cells."+kind+"."+verb, params{"who": one.Who, "fields": strings.Join(titles, ", "), "count": p.Speech.number(int64(one.People)), "type": p.Speech.titled(t.Title)})
	return []PeopleLose{one}
}

func union[V any](a, b map[string]V) map[string]bool {
	out := map[string]bool{}
	for k := range a {
		out[k] = true
	}
	for k := range b {
		out[k] = true
	}
	return out
}

// reading is what each role and each relation reads, by the stable ids of fields,
// on whatever records a rule gives it.
func reading(t *model.Type) map[string]map[string]bool {
	out := map[string]map[string]bool{}
	for _, a := range t.Access {
		for _, who := range allOf(bearers(a.Who)) {
			for f := range a.Read {
				put(out, who, f.StableId)
			}
		}
	}
	for _, d := range t.Deny {
		if d.Edit || d.When != nil {
			continue
		}
		for _, who := range allOf(bearers(d.Who)) {
			for f := range d.Fields {
				delete(out[who], f.StableId)
			}
		}
	}
	return out
}

// editing is what each role and each relation edits in some state.
func editing(t *model.Type) map[string]map[string]bool {
	out := map[string]map[string]bool{}
	if t.Edit == nil {
		return out
	}
	for _, cell := range t.Edit.Cells {
		for _, who := range allOf(bearers(cell.Who)) {
			for f := range cell.Fields {
				put(out, who, f.StableId)
			}
		}
	}
	return out
}

func allOf(b bearing) []string {
	var out []string
	for role := range b.roles {
		out = append(out, "role:"+role)
	}
	for other := range b.others {
		out = append(out, other)
	}
	return out
}

func put(m map[string]map[string]bool, who, field string) {
	if m[who] == nil {
		m[who] = map[string]bool{}
	}
	m[who][field] = true
}

// viewsRead bounds the saved lists of a type that are looked through.
const viewsRead = 2000

// views finds the lists that people have saved and that refer to what goes.
func (p *planner) views(context.Context) error {
	gone := map[*model.Type][]string{}
	for _, d := range p.report.Differences {
		if d.Verb != "removed" || d.What != "field" && d.What != "state" && d.What != "choice" && d.What != "list" {
			continue
		}
		if t := p.before(d.Difference); t != nil {
			gone[t] = append(gone[t], d.Key[strings.LastIndexByte(d.Key, '.')+1:])
		}
	}
	for _, t := range p.live.Types {
		if len(gone[t]) == 0 {
			continue
		}
		list, err := store.ViewsOf(p.app, p.live, t, viewsRead)
		if err != nil {
			return err
		}
		count := map[string]int{}
		for _, v := range list {
			if refersTo(v, gone[t]) {
				count[v.Title]++
			}
		}
		for _, title := range slices.Sorted(maps.Keys(count)) {
			p.report.References = append(p.report.References, Reference{What: "view", Type: t.Slug, Title: title, Count: count[title],
				Text: p.Speech.say("reference.view", params{"title": title, "type": p.Speech.titled(t.Title)})})
		}
	}
	return nil
}

var plainWord = regexp.MustCompile(`[a-z][a-z0-9_]*`)

// refersTo reports whether a saved list reads one of some names.
func refersTo(v *store.SavedView, names []string) bool {
	words := plainWord.FindAllString(strings.Join(append([]string{v.View, v.Filter, v.State, v.Sort}, v.Columns...), " "), -1)
	return slices.ContainsFunc(names, func(n string) bool { return slices.Contains(words, n) })
}
