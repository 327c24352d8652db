package store

import (
	"fmt"
	"slices"
	"sort"
	"strings"
	"time"

	"kontora/internal/fault"
	"kontora/internal/flow"
	"kontora/internal/model"

	"github.com/pocketbase/pocketbase/core"
)

// Applying is what a plan does not know about its own execution.
type Applying struct {
	Config  int64     // number of the configuration revision
	Request string    // id of the request, for the history
	At      time.Time // the command's one instant
	// Saved is the command's own record, when PocketBase has written it already.
	Saved *core.Record
	// Save writes any other record; the door passes its own, so that its hooks
	// know the change is decided. nil is PocketBase's Save.
	Save func(tx core.App, rec *core.Record) error
	// Title names a record for lists; nil takes its title field, number or first text.
	Title func(rec *flow.Record) string
}

// Final is the state in which a plan leaves the record of its first change:
// automatic transitions may have carried it on. Fill the record with this.
func Final(plan *flow.Plan) *flow.Record {
	return touchedBy(plan)[0].after
}

// Apply writes a plan: records, rows, rights, projection, search, keys, history,
// notices. Each table is written by one statement, however many records changed.
func Apply(tx core.App, m *model.Model, plan *flow.Plan, a Applying) error {
	if err := saveFacts(tx, m, plan.Facts); err != nil {
		return fmt.Errorf("save facts: %w", err)
	}
	if len(plan.Changes) == 0 {
		return saveNotices(tx, m, plan.Notices, a.At)
	}
	if a.Title == nil {
		a.Title = plainTitle
	}
	touched := touchedBy(plan)
	for i, t := range touched {
		if err := t.save(tx, a, i == 0); err != nil {
			return err
		}
	}
	if err := derive(tx, touched, a.Title); err != nil {
		return err
	}
	if err := saveKeys(tx, touched); err != nil {
		return err
	}
	events, err := eventsOf(plan, a)
	if err != nil {
		return err
	}
	if err := AppendEvents(tx, events); err != nil {
		return fmt.Errorf("append history: %w", err)
	}
	if err := saveEntries(tx, m, plan.Entries, eventIds(plan, events)); err != nil {
		return fmt.Errorf("enter into registers: %w", err)
	}
	for _, t := range touched {
		if sameType(t.after.Type, m.Person) && t.before != nil && isActive(t.before) && !isActive(t.after) {
			if err := ForgetDevices(tx, t.after.Id); err != nil {
				return fmt.Errorf("forget devices: %w", err)
			}
		}
		if sameType(t.after.Type, m.Person) || sameType(t.after.Type, m.Unit) || sameType(t.after.Type, m.Absence) {
			touchDirectory(tx)
		}
		if err := revisitTurns(tx, m, t, a.At); err != nil {
			return fmt.Errorf("revisit turns: %w", err)
		}
		if t.after.Type.Lookup != nil { // policies stand in catalogs
			if err := RevisitClocks(tx, a.At); err != nil {
				return fmt.Errorf("revisit clocks: %w", err)
			}
		}
	}
	return saveNotices(tx, m, plan.Notices, a.At)
}

// sameType compares types whichever version of their rules they carry.
func sameType(a, b *model.Type) bool { return a != nil && b != nil && a.Key == b.Key }

// touch is one record that a plan changes, from its first state to its last.
type touch struct {
	before, after *flow.Record
	grants        []flow.Grant
	keys          []flow.Key
	n             int64
	renewed       bool // it goes over to the rules in force
}

func touchedBy(plan *flow.Plan) []*touch {
	byId := map[string]*touch{}
	var list []*touch
	for _, c := range slices.Concat(plan.Changes, plan.Sights) {
		key := c.After.Type.Key + "/" + c.After.Id
		t := byId[key]
		if t == nil {
			t = &touch{before: c.Before}
			byId[key] = t
			list = append(list, t)
		}
		t.after, t.grants, t.keys = c.After, c.Grants, c.Keys
		t.renewed = t.renewed || c.Kind == flow.Migrate
	}
	return list
}

// save writes the record itself and its rows.
func (t *touch) save(tx core.App, a Applying, own bool) error {
	rec := a.Saved
	if t.before == t.after { // only a fact beside it has changed
		row, err := one(tx, `SELECT `+colN+` FROM `+table(t.after.Type)+` WHERE id = ?`, t.after.Id)
		if err != nil || row == nil {
			return fmt.Errorf("number of %s/%s: %w", t.after.Type.Key, t.after.Id, err)
		}
		t.n = number(row[0])
		return nil
	}
	if !own || rec == nil {
		var err error
		if rec, err = t.record(tx, a.Config); err != nil {
			return err
		}
		save := a.Save
		if save == nil {
			save = func(tx core.App, rec *core.Record) error { return tx.Save(rec) }
		}
		if err := save(tx, rec); err != nil {
			return fmt.Errorf("save %s/%s: %w", t.after.Type.Key, t.after.Id, err)
		}
	}
	t.n = number(rec.GetRaw(colN))
	if t.n == 0 {
		return fmt.Errorf("%s/%s was saved without a number: fill it before saving", t.after.Type.Key, t.after.Id)
	}
	return saveRows(tx, t.before, t.after)
}

func (t *touch) record(tx core.App, config int64) (*core.Record, error) {
	id := collectionId(t.after.Type)
	if t.before == nil {
		c, err := tx.FindCachedCollectionByNameOrId(id)
		if err != nil {
			return nil, fmt.Errorf("collection of %s: %w", t.after.Type.Key, err)
		}
		rec := core.NewRecord(c)
		return rec, Fill(tx, rec, t.after, config)
	}
	rec, err := tx.FindRecordById(id, t.after.Id)
	if err != nil {
		return nil, fmt.Errorf("find %s/%s: %w", t.after.Type.Key, t.after.Id, err)
	}
	if t.renewed {
		rec.Set(colConfig, config)
	}
	return rec, Fill(tx, rec, t.after, config)
}

// saveKeys replaces the live unique keys of all touched records. A key that
// somebody else took in the meantime is a conflict.
func saveKeys(tx core.App, touched []*touch) error {
	var records, gone, put []any
	live := map[[3]string]bool{}
	for _, t := range touched {
		if t.before != nil && len(t.after.Type.Uniques) > 0 {
			records = append(records, t.after.Id)
		}
		for _, k := range t.keys {
			live[[3]string{k.Unique, k.Value, t.after.Id}] = true
		}
	}
	held := map[[3]string]bool{}
	if len(records) > 0 {
		rows, err := query(tx, `SELECT name, value, record FROM k_keys WHERE record IN (`+places(len(records))+`)`, records...)
		if err != nil {
			return err
		}
		for _, r := range rows {
			key := [3]string{text(r[0]), text(r[1]), text(r[2])}
			held[key] = true
			if !live[key] {
				gone = append(gone, key[0], key[1])
			}
		}
	}
	if len(gone) > 0 {
		if _, err := exec(tx, `DELETE FROM k_keys WHERE (name, value) IN (VALUES `+tuples(len(gone)/2, 2)+`)`, gone...); err != nil {
			return err
		}
	}
	for _, t := range touched {
		for _, k := range t.keys {
			key := [3]string{k.Unique, k.Value, t.after.Id}
			if !held[key] {
				held[key] = true
				put = append(put, k.Unique, k.Value, t.after.Type.StableId, t.after.Id)
			}
		}
	}
	if len(put) == 0 {
		return nil
	}
	_, err := exec(tx, `INSERT INTO k_keys (name, value, type, record) VALUES `+tuples(len(put)/4, 4), put...)
	if err != nil && strings.Contains(err.Error(), "UNIQUE constraint failed: k_keys") {
		return fault.New(fault.Conflict, "key_taken", fault.Params{"type": touched[0].after.Type.Key})
	}
	return err
}

// saveNotices puts messages into people's lists, and into the outbox those that
// are to follow them outside.
func saveNotices(tx core.App, m *model.Model, notices []flow.Notice, at time.Time) error {
	var told, letters, mails []any
	for _, n := range notices {
		for _, user := range n.To {
			id := core.GenerateDefaultRandomId()
			told = append(told, id, user, instantText(at), n.Title, n.Body, stableId(m, n.Record.Type), n.Record.Id)
			if n.Message != nil && n.Message.Level != model.Quiet {
				mail := core.GenerateDefaultRandomId()
				mails = append(mails, mail)
				letters = append(letters, mail, ByMail, user, id, string(n.Message.Level), instantText(at), instantText(at), LetterQueued, 0, "", "")
			}
		}
	}
	if err := inParts(tx, `INSERT INTO k_notices (id, user, at, title, body, type, record) VALUES `, ``, 7, told); err != nil {
		return err
	}
	if err := inParts(tx, `INSERT INTO k_outbox (`+letterColumns+`) VALUES `, ``, 11, letters); err != nil {
		return err
	}
	return savePushes(tx, mails)
}

func sortInts(list []int64) { sort.Slice(list, func(i, j int) bool { return list[i] < list[j] }) }

// stableId is how system tables name a type.
func stableId(m *model.Model, key string) string {
	if t := m.TypeByKey(key); t != nil {
		return t.StableId
	}
	return key
}
