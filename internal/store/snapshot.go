package store

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"kontora/internal/flow"
	"kontora/internal/model"
	"kontora/internal/rule"

	"github.com/pocketbase/pocketbase/core"
)

// Snapshot is the stored world as one command sees it: it reads through the
// command's transaction and remembers what it has read. Use it for one command
// and throw it away.
type Snapshot struct {
	app       core.App
	m         *model.Model
	zone      *time.Location
	directory rule.Directory
	settings  map[string][]flow.Given
	loaded    map[rule.Reference]*flow.Record
	answers   map[string][]*flow.Record       // of catalogs
	facts     map[rule.Reference][]*flow.Fact // read at once; see LoadFacts
	pins      Pins
	about     rule.Reference
	now       time.Time
}

// Pins finds the type by whose rules a record lives: the latest version, or the
// one it was made under while it is still open.
type Pins func(app core.App, rec *flow.Record) (*model.Type, error)

// WithPins makes the snapshot give records the rules they live by; without it
// all live by the latest.
func (s *Snapshot) WithPins(pins Pins) *Snapshot {
	s.pins = pins
	return s
}

// pin gives loaded records their rules.
func (s *Snapshot) pin(found []*flow.Record) error {
	if s.pins == nil {
		return nil
	}
	for _, rec := range found {
		t, err := s.pins(s.app, rec)
		if err != nil {
			return err
		}
		rec.Type = t
	}
	return nil
}

// NewSnapshot opens the world of one command. Outside a transaction it serves
// questions that change nothing.
func NewSnapshot(app core.App, m *model.Model, zone *time.Location) (*Snapshot, error) {
	directory, err := DirectoryOf(app, m)
	if err != nil {
		return nil, err
	}
	settings, err := Settings(app, m)
	if err != nil {
		return nil, err
	}
	return &Snapshot{app: app, m: m, zone: zone, directory: directory, settings: settings,
		loaded: map[rule.Reference]*flow.Record{}}, nil
}

// Load returns a record with its rows; nil when there is none.
func (s *Snapshot) Load(t *model.Type, id string) (*flow.Record, error) {
	ref := rule.Reference{Type: t.Key, Id: id}
	if rec, known := s.loaded[ref]; known {
		return rec, nil
	}
	found, err := s.find(t, ref)
	if err == nil {
		err = s.pin(found)
	}
	if err != nil {
		return nil, err
	}
	var rec *flow.Record
	if len(found) > 0 {
		rec = found[0]
	}
	s.loaded[ref] = rec
	return rec, nil
}

// find reads a record; people and units, which every command looks at, as the
// directory knows them, unless one of them is what the command is about.
func (s *Snapshot) find(t *model.Type, ref rule.Reference) ([]*flow.Record, error) {
	if d, ok := s.directory.(*directory); ok && ref != s.about {
		if rec := d.record(s.m, ref); rec != nil {
			own := *rec // pinning writes into it
			return []*flow.Record{&own}, nil
		}
	}
	return records(s.app, t, `WHERE id = ?`, ref.Id)
}

// About names the record that the command changes: it is read from the tables,
// whatever a shared copy says.
func (s *Snapshot) About(ref rule.Reference) *Snapshot {
	s.about = ref
	return s
}

// Pointing lists the records of a type whose field points at a record.
func (s *Snapshot) Pointing(from *model.Type, via *model.Field, id string) ([]*flow.Record, error) {
	where, args := pointingAt(s.m, via, id)
	tail := `WHERE ` + where + ` AND archived IS NULL ORDER BY n`
	if from.Owner != nil {
		tail = `WHERE ` + where + ` ORDER BY parent, pos, id`
	}
	found, err := records(s.app, from, tail, args...)
	if err == nil {
		err = s.pin(found)
	}
	return s.remember(found), err
}

// pointingAt is the condition that a column points at a record.
func pointingAt(m *model.Model, via *model.Field, id string) (string, []any) {
	column := quote(via.Key)
	wanted := []string{id}
	if !via.Exact {
		wanted = nil
		for _, t := range m.Descendants(via.Target) {
			wanted = append(wanted, pointer(rule.Reference{Type: t.Key, Id: id}))
		}
	}
	if via.Many {
		return `EXISTS (SELECT 1 FROM json_each(` + column + `) WHERE value IN (` + places(len(wanted)) + `))`, anys(wanted)
	}
	return column + ` IN (` + places(len(wanted)) + `)`, anys(wanted)
}

// Candidates lists the rows of a catalog whose key fields are each empty or
// equal to the given values.
func (s *Snapshot) Candidates(t *model.Type, keys map[string]any) ([]*flow.Record, error) {
	conditions, args := []string{`archived IS NULL`}, []any{}
	if t.Lookup != nil {
		for _, f := range t.Lookup.Keys {
			column := quote(f.Key)
			value, err := encode(f, keys[f.Key])
			if err != nil {
				return nil, err
			}
			if keys[f.Key] == nil {
				conditions = append(conditions, isEmpty(f, column))
				continue
			}
			conditions = append(conditions, `(`+isEmpty(f, column)+` OR `+column+` = ?)`)
			args = append(args, value)
		}
	}
	question := fmt.Sprint(t.StableId, conditions, args)
	if known, ok := s.answers[question]; ok {
		return known, nil
	}
	found, err := records(s.app, t, `WHERE `+strings.Join(conditions, ` AND `)+` ORDER BY n`, args...)
	if err != nil {
		return nil, err
	}
	if s.answers == nil {
		s.answers = map[string][]*flow.Record{}
	}
	s.answers[question] = s.remember(found)
	return s.answers[question], nil
}

// Rivals lists the rows of a catalog with as many keys filled as these, none of
// them with something else.
func (s *Snapshot) Rivals(t *model.Type, keys map[string]any) ([]*flow.Record, error) {
	if !t.Lookup.Any {
		return s.Candidates(t, keys) // an empty key is a key like others
	}
	conditions, args := []string{`archived IS NULL`}, []any{}
	count, filled := "0", 0
	for _, f := range t.Lookup.Keys {
		column := quote(f.Key)
		count += ` + (NOT (` + isEmpty(f, column) + `))`
		if keys[f.Key] == nil {
			continue
		}
		filled++
		value, err := encode(f, keys[f.Key])
		if err != nil {
			return nil, err
		}
		conditions = append(conditions, `(`+isEmpty(f, column)+` OR `+column+` = ?)`)
		args = append(args, value)
	}
	conditions = append(conditions, count+` = `+strconv.Itoa(filled))
	found, err := records(s.app, t, `WHERE `+strings.Join(conditions, ` AND `)+` ORDER BY n`, args...)
	return s.remember(found), err
}

// isEmpty is the condition that a column holds null.
func isEmpty(f *model.Field, column string) string {
	switch nullOf(f) {
	case "":
		return column + ` = ''`
	case "[]":
		return column + ` = '[]'`
	}
	return column + ` IS NULL`
}

// remember makes later questions about the same record give the same object.
func (s *Snapshot) remember(found []*flow.Record) []*flow.Record {
	for i, rec := range found {
		if known := s.loaded[rec.Reference()]; known != nil {
			found[i] = known
		} else {
			s.loaded[rec.Reference()] = rec
		}
	}
	return found
}

// Holder finds the record that holds a unique key now.
func (s *Snapshot) Holder(unique, value string) (rule.Reference, bool, error) {
	row, err := one(s.app, `SELECT type, record FROM k_keys WHERE name = ? AND value = ?`, unique, value)
	if err != nil || row == nil {
		return rule.Reference{}, false, err
	}
	t := typeByStableId(s.m, text(row[0]))
	if t == nil {
		return rule.Reference{}, false, nil
	}
	return rule.Reference{Type: t.Key, Id: text(row[1])}, true, nil
}

// typeByStableId finds a type by the id under which system tables know it; nil
// when the model does not have it any more.
func typeByStableId(m *model.Model, id string) *model.Type {
	if t := m.TypeByKey(id); t != nil && t.StableId == id {
		return t
	}
	for _, t := range m.Types {
		if t.StableId == id {
			return t
		}
	}
	return nil
}

// typeKey is the present key of a type that a system table names.
func typeKey(m *model.Model, stable string) string {
	if t := typeByStableId(m, stable); t != nil {
		return t.Key
	}
	return stable
}

// Next takes the next number of a series in a scope. A rolled back command
// gives it back, so numbers have no gaps.
func (s *Snapshot) Next(series, scope string) (int64, error) {
	rows, err := change(s.app, `INSERT INTO k_series (series, scope, value) VALUES (?, ?, 1)
		ON CONFLICT (series, scope) DO UPDATE SET value = value + 1 RETURNING value`, series, scope)
	if err != nil {
		return 0, err
	}
	return number(rows[0][0]), nil
}

// GiveBack returns the number given last.
func (s *Snapshot) GiveBack(series, scope string, n int64) error {
	_, err := exec(s.app, `UPDATE k_series SET value = value - 1 WHERE series = ? AND scope = ? AND value = ?`, series, scope, n)
	return err
}

// Given lists the values that the installation gave to a setting.
func (s *Snapshot) Given(key string) []flow.Given { return s.settings[key] }

// NewId makes an id the way PocketBase does.
func (s *Snapshot) NewId() string { return core.GenerateDefaultRandomId() }

// Directory is people and units as this command sees them.
func (s *Snapshot) Directory() rule.Directory { return s.directory }

// Zone is the zone of the installation's calendar.
func (s *Snapshot) Zone() *time.Location { return s.zone }

var (
	_ flow.Snapshot = (*Snapshot)(nil)
	_ flow.Returner = (*Snapshot)(nil)
)
