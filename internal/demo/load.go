package demo

import (
	"context"
	"fmt"
	"io/fs"
	"slices"
	"sort"
	"strconv"
	"strings"
	"time"

	"kontora/internal/engine"
	"kontora/internal/fault"
	"kontora/internal/flow"
	"kontora/internal/model"
	"kontora/internal/rule"
	"kontora/internal/store"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/filesystem"
)

// Say writes a comment of a person under a record, at an instant.
type Say func(tx core.App, actor flow.Actor, t *model.Type, id, text string, at time.Time) error

// Keys makes the keys that people sign with.
type Keys interface {
	MakeKey(ctx context.Context, person, pin string) error
}

// chunk is how many commands share a transaction, so that nobody who is already
// working waits long for the writer.
const chunk = 40

// Load gives every command of the company in the order of time up to now.
// ready is called as soon as the people are there and may sign in.
func Load(e *engine.Engine, fsys fs.FS, keys Keys, say Say, ready func() error) error {
	c, err := read(fsys)
	if err != nil {
		return err
	}
	zone, err := time.LoadLocation(c.Zone)
	if err != nil {
		return err
	}
	l := &loader{e: e, c: c, say: say, start: e.Now().In(zone), ids: map[string]place{}, pins: map[string]string{}}
	deeds, err := l.deeds()
	if err != nil {
		return err
	}
	defer e.Still()()
	founding, rest := l.founding(deeds)
	if err := l.all(founding); err != nil {
		return err
	}
	if err := ready(); err != nil {
		return err
	}
	for key, pin := range c.pins() {
		person := l.ids[key].id
		if err := keys.MakeKey(context.Background(), person, pin); err != nil {
			return fmt.Errorf("key of %s: %w", key, err)
		}
		l.pins[person] = pin
	}
	for len(rest) > 0 {
		if l.signs(rest[0]) { // each in a transaction of its own
			if err := l.one(e.App(), rest[0]); err != nil {
				return err
			}
			rest = rest[1:]
			continue
		}
		n := 1
		for n < min(chunk, len(rest)) && !l.signs(rest[n]) {
			n++
		}
		if err := l.all(rest[:n]); err != nil {
			return err
		}
		rest = rest[n:]
	}
	return nil
}

// founding splits off everything up to the last step in the life of a unit or a
// person.
func (l *loader) founding(deeds []deed) (founding, rest []deed) {
	early := map[*entry]bool{}
	for _, e := range append(append([]*entry(nil), l.c.Units...), l.c.People...) {
		early[e] = true
	}
	last := 0
	for i, d := range deeds {
		if early[d.entry] {
			last = i + 1
		}
	}
	return deeds[:last], deeds[last:]
}

// all gives some commands in one transaction.
func (l *loader) all(deeds []deed) error {
	return l.e.App().RunInTransaction(func(tx core.App) error {
		for _, d := range deeds {
			if err := l.one(tx, d); err != nil {
				return err
			}
		}
		return nil
	})
}

func (l *loader) one(app core.App, d deed) error {
	if err := l.do(app, d); err != nil {
		return fmt.Errorf("%s, %s at %s: %w", d.entry.Key, d.name(), d.at.Format(absolute), err)
	}
	return nil
}

// signs reports whether a deed may be a signature.
func (l *loader) signs(d deed) bool {
	if d.step == nil || d.step.Vote != flow.Approve {
		return false
	}
	t := l.e.Model().TypeByKey(d.entry.Type)
	return t != nil && t.Facts != nil && slices.ContainsFunc(t.Facts.Approvals, func(a *model.Approval) bool { return a.Signed() != nil })
}

type loader struct {
	e     *engine.Engine
	c     *company
	say   Say
	start time.Time
	ids   map[string]place  // by key of the entry
	pins  map[string]string // by id of the person
}

// place is where a record of the company was stored.
type place struct {
	typ *model.Type
	id  string
}

// deed is one command: the making of a record, or a step of it.
type deed struct {
	entry *entry
	step  *step // nil: make it
	at    time.Time
}

func (d deed) name() string {
	switch {
	case d.step == nil:
		return "create"
	case d.step.Do != "":
		return d.step.Do
	case d.step.Vote != "":
		return d.step.Vote
	}
	return "edit"
}

// deeds puts everything that had happened by the start in order of time.
func (l *loader) deeds() ([]deed, error) {
	entries, err := l.c.entries(l.start)
	if err != nil {
		return nil, err
	}
	var all []deed
	for _, e := range entries {
		at, err := moment(l.start, l.start, e.At)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", e.Key, err)
		}
		all = append(all, deed{e, nil, at})
		for i := range e.Steps {
			if at, err = moment(l.start, at, e.Steps[i].After); err != nil {
				return nil, fmt.Errorf("%s: %w", e.Key, err)
			}
			all = append(all, deed{e, &e.Steps[i], at})
		}
	}
	past := all[:0]
	for _, d := range all {
		if !d.at.After(l.start) {
			past = append(past, d)
		}
	}
	sort.SliceStable(past, func(i, j int) bool { return past[i].at.Before(past[j].at) })
	return past, nil
}

func (l *loader) do(tx core.App, d deed) error {
	if d.step == nil {
		return l.create(tx, d)
	}
	p, made := l.ids[d.entry.Key]
	if !made {
		return fmt.Errorf("is not there yet")
	}
	actor, err := l.actor(tx, d.step.By)
	if err != nil {
		return err
	}
	if d.step.Of != "" {
		if p, err = l.child(tx, p, d.step.Of, l.ids[d.step.By].id); err != nil {
			return err
		}
	}
	if d.step.Vote != "" {
		return l.vote(tx, p, d)
	}
	if d.step.Do == "" && len(d.step.Set) == 0 {
		return l.say(tx, actor, p.typ, p.id, d.step.Comment, d.at)
	}
	cmd := flow.Command{Kind: flow.Edit, Type: p.typ, Id: p.id, Transition: d.step.Do, Comment: d.step.Comment, Actor: actor}
	if d.step.Do != "" {
		cmd.Kind = flow.Move
	}
	_, err = l.run(tx, cmd, d.step.Set, d.at)
	return err
}

// child is what a record has ensured under a key: that of the person who acts,
// where everybody has one, else the last.
func (l *loader) child(tx core.App, of place, key, person string) (place, error) {
	facts, err := store.FactsOf(tx, l.e.Model(), rule.Reference{Type: of.typ.Key, Id: of.id})
	if err != nil {
		return place{}, err
	}
	last, own := -1, false
	var found place
	for _, f := range facts {
		c, ok := f.Doc.(*flow.Child)
		if !ok || f.Key != key {
			continue
		}
		mine := person != "" && strings.HasPrefix(f.Part, person+".")
		if mine && !own || mine == own && c.N > last {
			found, last, own = place{of.typ.Facts.Ensure(key).Type, c.Id}, c.N, mine
		}
	}
	if last < 0 {
		return place{}, fmt.Errorf("has no %q", key)
	}
	return found, nil
}

func (l *loader) create(tx core.App, d deed) error {
	t := l.e.Model().TypeByKey(d.entry.Type)
	if t == nil {
		return fault.New(fault.Missing, "unknown_type", fault.Params{"type": d.entry.Type})
	}
	actor, err := l.actor(tx, d.entry.By)
	if err != nil {
		return err
	}
	id, err := l.run(tx, flow.Command{Kind: flow.Create, Type: t, Actor: actor}, d.entry.Set, d.at)
	l.ids[d.entry.Key] = place{t, id}
	return err
}

func (l *loader) run(tx core.App, cmd flow.Command, set map[string]any, at time.Time) (string, error) {
	return l.runSigned(tx, cmd, set, at, "")
}

func (l *loader) runSigned(tx core.App, cmd flow.Command, set map[string]any, at time.Time, pin string) (string, error) {
	files := map[string][]*filesystem.File{}
	values := map[string]any{}
	for key, v := range set {
		value, err := l.value(tx, key, v, at, files)
		if err != nil {
			return "", fmt.Errorf("%s: %w", key, err)
		}
		values[key] = value
	}
	fields, wrong := flow.ReadFields(cmd.Type, values)
	if f := fault.Join(wrong); f != nil {
		return "", f
	}
	cmd.Fields = fields
	out, err := l.e.Do(tx, engine.Input{Command: cmd, Files: files, At: at, Pin: pin})
	if err != nil {
		return "", err
	}
	return out.Id, nil
}

// actor is the person with that key; without one the engine itself.
func (l *loader) actor(tx core.App, key string) (flow.Actor, error) {
	if key == "" {
		return flow.Actor{System: true}, nil
	}
	p, ok := l.ids[key]
	if !ok {
		return flow.Actor{}, fmt.Errorf("nobody is called %q", key)
	}
	return l.person(tx, p.id)
}

func (l *loader) person(tx core.App, id string) (flow.Actor, error) {
	dir, err := store.DirectoryOf(tx, l.e.Model())
	if err != nil {
		return flow.Actor{}, err
	}
	person, ok := dir.Person(id)
	if !ok {
		return flow.Actor{}, fmt.Errorf("%q is not among the people", id)
	}
	return flow.Actor{Person: person}, nil
}

// value turns the notation of the data into what a client would send.
func (l *loader) value(tx core.App, field string, v any, at time.Time, files map[string][]*filesystem.File) (any, error) {
	switch x := v.(type) {
	case string:
		if key, ok := strings.CutPrefix(x, "@"); ok {
			return l.reference(tx, key)
		}
	case []any:
		out := make([]any, len(x))
		for i := range x {
			item, err := l.value(tx, field, x[i], at, files)
			if err != nil {
				return nil, err
			}
			out[i] = item
		}
		return out, nil
	case map[string]any:
		return l.object(tx, field, x, at, files)
	}
	return v, nil
}

func (l *loader) object(tx core.App, field string, x map[string]any, at time.Time, files map[string][]*filesystem.File) (any, error) {
	if text, ok := x["day"].(string); ok {
		return day(at, text)
	}
	if text, ok := x["time"].(string); ok {
		t, err := moment(l.start, at, text)
		return t.UTC().Format(time.RFC3339), err
	}
	if key, ok := x["file"].(string); ok {
		name, _ := x["name"].(string)
		f, err := l.file(key, name)
		if err != nil {
			return nil, err
		}
		files[field] = append(files[field], f)
		return f.Name, nil
	}
	if key, ok := x["seeded"].(string); ok {
		return l.seeded(tx, key, x)
	}
	row := map[string]any{}
	for k, v := range x {
		value, err := l.value(tx, k, v, at, files)
		if err != nil {
			return nil, err
		}
		row[k] = value
	}
	return row, nil
}

func (l *loader) file(key, name string) (*filesystem.File, error) {
	s, ok := l.c.Files[key]
	if !ok {
		return nil, fmt.Errorf("no file is called %q", key)
	}
	return filesystem.NewFileFromBytes(s.Base64, name)
}

// reference finds "key", or "key.table.0": a row of it.
func (l *loader) reference(tx core.App, key string) (any, error) {
	name, rest, isRow := strings.Cut(key, ".")
	p, ok := l.ids[name]
	if !ok {
		return nil, fmt.Errorf("no record is called %q", name)
	}
	if !isRow {
		return p.id, nil
	}
	table, number, _ := strings.Cut(rest, ".")
	n, err := strconv.Atoi(number)
	if err != nil {
		return nil, fmt.Errorf("%q names no row", key)
	}
	snap, err := l.e.Snapshot(tx)
	if err != nil {
		return nil, err
	}
	rec, err := snap.Load(p.typ, p.id)
	if err != nil {
		return nil, err
	}
	if rows := rec.Rows[table]; n < len(rows) {
		return rows[n].Id, nil
	}
	return nil, fmt.Errorf("%q has no row %d", name, n)
}

// seeded finds a first record of a pack by the value of one of its fields.
func (l *loader) seeded(tx core.App, key string, by map[string]any) (string, error) {
	t := l.e.Model().TypeByKey(key)
	if t == nil {
		return "", fmt.Errorf("there is no type %q", key)
	}
	for name, value := range by {
		if f := t.Field(name); f != nil {
			id, err := store.FindByField(tx, t, f, value)
			if err == nil && id == "" {
				err = fmt.Errorf("%s has no record with %s %q", key, name, value)
			}
			return id, err
		}
	}
	return "", fmt.Errorf("%s: by which field is the record found?", key)
}
