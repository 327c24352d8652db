package store

import (
	"fmt"
	"sort"
	"strings"

	"kontora/internal/flow"
	"kontora/internal/model"
	"kontora/internal/rule"

	"github.com/pocketbase/pocketbase/core"
)

// Fields by which the engine knows people and units; the compiler makes sure
// that they exist.
const (
	personRoles      = "roles"
	personDepartment = "department"
	personName       = "name" // of a type that does not say how it is displayed
	unitParent       = "parent"
	unitHead         = "head"
	unitKind         = "kind" // optional; an organisation is the nearest unit of kind "organization"
	kindOrganization = "organization"
)

// directory is people and the tree of units at one moment. It is never changed.
type directory struct {
	people   map[string]*rule.Person
	ordered  []*rule.Person // by name
	parents  map[string]string
	children map[string][]string
	heads    map[string]string // effective: own, or of the nearest unit above
	orgs     map[string]string
	units    map[string]*flow.Record
	absences []rule.Absence
}

func sharedDirectory(app core.App) *shared[*directory] {
	return sharedOf[*directory](app, "kontora.directory")
}

// DirectoryOf returns people and units. A transaction that changed some of them
// reads its own; everybody else shares what was last committed.
func DirectoryOf(app core.App, m *model.Model) (rule.Directory, error) {
	return sharedDirectory(app).get(app, m, func() (*directory, error) { return loadDirectory(app, m) })
}

// DropDirectory forgets the shared directory; the next question reads it anew.
func DropDirectory(app core.App) { sharedDirectory(app).drop() }

// touchDirectory notes that a transaction changed people or units.
func touchDirectory(tx core.App) { sharedDirectory(tx).touch(tx) }

func loadDirectory(app core.App, m *model.Model) (*directory, error) {
	d := &directory{
		people: map[string]*rule.Person{}, parents: map[string]string{}, children: map[string][]string{},
		heads: map[string]string{}, orgs: map[string]string{}, units: map[string]*flow.Record{},
	}
	if m.Person == nil {
		return d, nil
	}
	people, err := records(app, m.Person, `WHERE n IS NOT NULL ORDER BY n`)
	if err != nil {
		return nil, fmt.Errorf("load people: %w", err)
	}
	var units []*flow.Record
	if m.Unit != nil {
		if units, err = records(app, m.Unit, `WHERE archived IS NULL ORDER BY n`); err != nil {
			return nil, fmt.Errorf("load units: %w", err)
		}
	}
	for _, p := range people {
		d.people[p.Id] = person(p)
	}
	if d.absences, err = loadAbsences(app, m); err != nil {
		return nil, fmt.Errorf("load absences: %w", err)
	}
	d.growTree(units)
	for _, p := range d.people {
		p.Org = d.orgs[p.Unit]
		d.ordered = append(d.ordered, p)
	}
	sort.Slice(d.ordered, func(i, j int) bool {
		a, b := d.ordered[i], d.ordered[j]
		return a.Name < b.Name || a.Name == b.Name && a.Id < b.Id
	})
	return d, nil
}

func person(rec *flow.Record) *rule.Person {
	p := &rule.Person{Id: rec.Id, Fields: fieldsOf{rec}, Unit: refId(rec.Values[personDepartment])}
	p.Name = nameOf(rec)
	p.Active = isActive(rec)
	roles, _ := rec.Values[personRoles].([]any)
	for _, r := range roles {
		if key, ok := r.(string); ok {
			p.Roles = append(p.Roles, key)
		}
	}
	return p
}

// nameOf is how the type displays a person; only the person's own fields are
// read.
func nameOf(rec *flow.Record) string {
	if rec.Type.Display == nil {
		name, _ := rec.Values[personName].(string)
		return name
	}
	name, err := rec.Type.Display.Render(&rule.Scope{Self: fieldsOf{rec}}, func(v any, _ rule.Type) string { return fmt.Sprint(v) })
	if err != nil || name == "" {
		return plainTitle(rec)
	}
	return name
}

// isActive reports whether a person may act: their state is of the phase
// active, or their type has no lifecycle and they are not put away.
func isActive(rec *flow.Record) bool {
	if rec.IsArchived() {
		return false
	}
	if s := rec.State(); s != nil {
		return s.Phase == "active"
	}
	return true
}

func (d *directory) growTree(units []*flow.Record) {
	heads, kinds := map[string]string{}, map[string]any{}
	for _, u := range units {
		d.units[u.Id] = u
		parent := refId(u.Values[unitParent])
		d.parents[u.Id] = parent
		d.children[parent] = append(d.children[parent], u.Id)
		heads[u.Id], kinds[u.Id] = refId(u.Values[unitHead]), u.Values[unitKind]
	}
	for _, u := range units {
		line := d.Ancestors(u.Id)
		d.orgs[u.Id] = line[len(line)-1]
		for i := len(line) - 1; i >= 0; i-- {
			if head := d.people[heads[line[i]]]; head != nil && head.Active {
				d.heads[u.Id] = head.Id
			}
			if kinds[line[i]] == kindOrganization {
				d.orgs[u.Id] = line[i]
			}
		}
	}
}

// Person finds a member of staff.
func (d *directory) Person(id string) (*rule.Person, bool) {
	p, ok := d.people[id]
	return p, ok
}

// Tokens lists every principal that the person is. A member of a unit is a
// member of all units above it too.
func (d *directory) Tokens(id string) map[rule.Principal]bool {
	p := d.people[id]
	if p == nil {
		return nil
	}
	tokens := map[rule.Principal]bool{rule.Principal("user:" + id): true}
	if !p.Active {
		return tokens
	}
	below := d.Subtree(p.Unit)
	for _, role := range p.Roles {
		tokens[rule.Principal("role:"+role)] = true
		for _, u := range below {
			tokens[rule.Principal("role:"+role+"@"+u)] = true
		}
	}
	for unit, head := range d.heads {
		if head == id {
			tokens[rule.Principal("head:"+unit)] = true
		}
	}
	for _, u := range d.Ancestors(p.Unit) {
		tokens[rule.Principal("member:"+u)] = true
	}
	return tokens
}

// Ancestors lists a unit and all units above it, itself first.
func (d *directory) Ancestors(unit string) []string {
	var line []string
	for seen := map[string]bool{}; unit != "" && !seen[unit]; unit = d.parents[unit] {
		if _, known := d.parents[unit]; !known {
			break
		}
		seen[unit] = true
		line = append(line, unit)
	}
	return line
}

// Subtree lists a unit and all units below it.
func (d *directory) Subtree(unit string) []string {
	if _, known := d.parents[unit]; !known {
		return nil
	}
	found, seen := []string{unit}, map[string]bool{unit: true}
	for i := 0; i < len(found); i++ {
		for _, child := range d.children[found[i]] {
			if !seen[child] {
				seen[child] = true
				found = append(found, child)
			}
		}
	}
	return found
}

// record is what the directory holds of somebody or of a unit; nil for anything else.
func (d *directory) record(m *model.Model, ref rule.Reference) *flow.Record {
	switch {
	case m.Person != nil && ref.Type == m.Person.Key:
		if p := d.people[ref.Id]; p != nil {
			return p.Fields.(fieldsOf).rec
		}
	case m.Unit != nil && ref.Type == m.Unit.Key:
		return d.units[ref.Id]
	}
	return nil
}

// Resolve lists the active people a principal stands for, ordered by name.
func (d *directory) Resolve(p rule.Principal) []*rule.Person {
	kind, rest, _ := strings.Cut(string(p), ":")
	match := func(*rule.Person) bool { return false }
	switch kind {
	case "user":
		match = func(x *rule.Person) bool { return x.Id == rest }
	case "head":
		match = func(x *rule.Person) bool { return x.Id == d.heads[rest] }
	case "member":
		match = func(x *rule.Person) bool { return contains(d.Ancestors(x.Unit), rest) }
	case "role":
		role, unit, scoped := strings.Cut(rest, "@")
		above := d.Ancestors(unit)
		match = func(x *rule.Person) bool { return contains(x.Roles, role) && (!scoped || contains(above, x.Unit)) }
	}
	var found []*rule.Person
	for _, x := range d.ordered {
		if x.Active && match(x) {
			found = append(found, x)
		}
	}
	return found
}

func contains(list []string, word string) bool {
	for _, w := range list {
		if w == word {
			return true
		}
	}
	return false
}

func refId(v any) string {
	ref, _ := v.(rule.Reference)
	return ref.Id
}

// fieldsOf lets expressions read a person's own record.
type fieldsOf struct{ rec *flow.Record }

// Reference names the record.
func (f fieldsOf) Reference() rule.Reference { return f.rec.Reference() }

// Field gives one value, rows as records.
func (f fieldsOf) Field(name string) (any, error) {
	if name == "id" {
		return f.rec.Id, nil
	}
	field := f.rec.Type.Field(name)
	if field == nil {
		return nil, fmt.Errorf("%s has no field %q", f.rec.Type.Key, name)
	}
	if field.Kind != model.Rows {
		return f.rec.Values[name], nil
	}
	var rows []any
	for _, r := range f.rec.Rows[name] {
		rows = append(rows, fieldsOf{r})
	}
	return rows, nil
}

var _ rule.Directory = (*directory)(nil)
