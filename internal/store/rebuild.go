package store

import (
	"fmt"
	"sort"

	"kontora/internal/flow"
	"kontora/internal/model"

	"github.com/pocketbase/pocketbase/core"
)

// chunk is how many records one transaction of a rebuild takes, so that the
// writer is not held for long.
const chunk = 1000

// Rebuild computes rights, feeds, counters, projection and search of some types
// anew from their records: after access rules changed, or when a check found a
// difference. It corrects by difference, record by record, so lists stay right
// while it runs. Outside of a transaction it takes one for every chunk, so that
// the writer is not held for long; within one it is all or nothing.
func Rebuild(app core.App, types []*model.Type, grantsOf func(tx core.App, rec *flow.Record) ([]flow.Grant, error), title func(*flow.Record) string) error {
	if title == nil {
		title = plainTitle
	}
	for _, t := range types {
		if t.Abstract || t.Owner != nil {
			continue
		}
		if err := app.RunInTransaction(func(tx core.App) error { return numberMissing(tx, t) }); err != nil {
			return fmt.Errorf("number %s: %w", t.Key, err)
		}
		for last := int64(0); last >= 0; {
			err := app.RunInTransaction(func(tx core.App) (err error) {
				last, err = rebuildChunk(tx, t, last, grantsOf, title)
				return err
			})
			if err != nil {
				return fmt.Errorf("rebuild %s: %w", t.Key, err)
			}
		}
	}
	if err := app.RunInTransaction(func(tx core.App) error { return sweep(tx, types) }); err != nil {
		return fmt.Errorf("sweep: %w", err)
	}
	DropDirectory(app) // people may just have got their numbers
	return nil
}

// sweep takes out of the feed what the corrected tables do not support, and
// counts anew.
func sweep(tx core.App, types []*model.Type) error {
	words := make([]string, len(types))
	for i, t := range types {
		words[i] = typeWord(t)
	}
	found, err := internerOf(tx).lookup(tx, words)
	if err != nil {
		return err
	}
	for _, ty := range found {
		for _, statement := range []string{
			`DELETE FROM k_open WHERE ty = ? AND NOT EXISTS (SELECT 1 FROM k_items i JOIN k_acl a ON a.n = i.n
				WHERE i.n = k_open.n AND i.open = 1 AND coalesce(i.deadline, '` + noDeadline + `') = k_open.s
				AND a.p = k_open.p AND a.ty = k_open.ty AND a.st = k_open.st)`,
			`DELETE FROM k_counters WHERE ty = ?`,
			`INSERT INTO k_counters (p, ty, st, c) SELECT p, ty, st, count(*) FROM k_acl WHERE ty = ? GROUP BY p, ty, st`,
		} {
			if _, err := exec(tx, statement, ty); err != nil {
				return err
			}
		}
	}
	return nil
}

// numberMissing gives a number to records that were there before the store was:
// PocketBase's users.
func numberMissing(tx core.App, t *model.Type) error {
	rows, err := query(tx, `SELECT id FROM `+table(t)+` WHERE n IS NULL ORDER BY id`)
	if err != nil || len(rows) == 0 {
		return err
	}
	last, err := next(tx, colN, int64(len(rows)))
	if err != nil {
		return err
	}
	for i, row := range rows {
		if _, err := exec(tx, `UPDATE `+table(t)+` SET n = ? WHERE id = ?`, last-int64(len(rows)-1-i), row[0]); err != nil {
			return err
		}
	}
	return nil
}

// rebuildChunk corrects the next records and returns where to go on, or -1.
func rebuildChunk(tx core.App, t *model.Type, after int64, grantsOf func(core.App, *flow.Record) ([]flow.Grant, error), title func(*flow.Record) string) (int64, error) {
	touched, err := touchesFrom(tx, t, after, grantsOf)
	if err != nil || len(touched) == 0 {
		return -1, err
	}
	return touched[len(touched)-1].n, derive(tx, touched, title)
}

// touchesFrom reads records as if each had just been changed.
func touchesFrom(app core.App, t *model.Type, after int64, grantsOf func(core.App, *flow.Record) ([]flow.Grant, error)) ([]*touch, error) {
	s := shapeOf(t)
	rows, err := query(app, `SELECT `+s.sql+` FROM `+table(t)+fmt.Sprintf(` WHERE n > ? ORDER BY n LIMIT %d`, chunk), after)
	if err != nil {
		return nil, err
	}
	touched := make([]*touch, len(rows))
	recs := make([]*flow.Record, len(rows))
	for i, row := range rows {
		rec, n, err := s.read(row)
		if err != nil {
			return nil, err
		}
		recs[i] = rec
		touched[i] = &touch{before: &flow.Record{Type: t, Id: rec.Id}, after: rec, n: number(n)}
	}
	if err := loadRows(app, t, recs); err != nil {
		return nil, err
	}
	for _, x := range touched {
		if x.grants, err = grantsOf(app, x.after); err != nil {
			return nil, fmt.Errorf("grants of %s/%s: %w", t.Key, x.after.Id, err)
		}
	}
	return touched, nil
}

// CheckDerived compares rights, feeds, counters, projection and the presence in
// search of the whole database with what the records say, and lists up to a
// hundred differences.
// None are expected at any moment.
func CheckDerived(app core.App, types []*model.Type, grantsOf func(core.App, *flow.Record) ([]flow.Grant, error), title func(*flow.Record) string) ([]string, error) {
	if title == nil {
		title = plainTitle
	}
	want := map[string]int64{}
	for _, t := range types {
		if t.Abstract || t.Owner != nil {
			continue
		}
		for last := int64(0); ; {
			touched, err := touchesFrom(app, t, last, grantsOf)
			if err != nil {
				return nil, err
			}
			if len(touched) == 0 {
				break
			}
			if err := expect(app, touched, title, want); err != nil {
				return nil, err
			}
			last = touched[len(touched)-1].n
		}
	}
	have, err := derivedLines(app)
	if err != nil {
		return nil, err
	}
	return differences(want, have), nil
}

// expect adds the lines that the derived tables should hold for some records.
func expect(app core.App, touched []*touch, title func(*flow.Record) string, want map[string]int64) error {
	d := &delta{counters: map[counter]int64{}, stems: map[string]bool{}, found: map[int64]*derived{}}
	var words []string
	for _, t := range touched {
		words = append(words, typeWord(t.after.Type), stateWord(t.after.Type, filedUnder(t.after)))
		for _, g := range t.grants {
			words = append(words, principalWord(g.Principal))
		}
	}
	var err error
	if d.tokens, err = internerOf(app).lookup(app, words); err != nil {
		return err
	}
	for _, t := range touched {
		d.compare(t, project(t.after, t.n, d.tokens, title))
	}
	for i := 0; i < len(d.aclPut); i += 5 {
		want[line("acl", d.aclPut[i:i+5])] = 1
	}
	for i := 0; i < len(d.openPut); i += 5 {
		want[line("open", d.openPut[i:i+5])] = 1
	}
	for _, it := range d.items {
		want[line("item", it.values())] = 1
	}
	for i := 0; i < len(d.search); i += 3 { // the index keeps no text to compare
		want[line("search", d.search[i:i+1])] = 1
	}
	for k, c := range d.counters {
		want[line("counter", []any{k.p, k.ty, k.st})] += c
	}
	return nil
}

func derivedLines(app core.App) (map[string]int64, error) {
	have := map[string]int64{}
	for name, statement := range map[string]string{
		"acl":  `SELECT p, ty, n, st, g FROM k_acl`,
		"open": `SELECT p, s, n, ty, st FROM k_open`,
		"item": `SELECT ` + itemColumns + ` FROM k_items`,

		"search": `SELECT rowid FROM k_search`,
	} {
		rows, err := query(app, statement)
		if err != nil {
			return nil, err
		}
		for _, row := range rows {
			have[line(name, row)] = 1
		}
	}
	rows, err := query(app, `SELECT p, ty, st, c FROM k_counters WHERE c <> 0`)
	for _, row := range rows {
		have[line("counter", row[:3])] = number(row[3])
	}
	return have, err
}

func line(name string, values []any) string { return fmt.Sprintf("%s %v", name, values) }

func differences(want, have map[string]int64) []string {
	var found []string
	for l, c := range want {
		if have[l] != c {
			found = append(found, fmt.Sprintf("expected %s = %d, found %d", l, c, have[l]))
		}
	}
	for l, c := range have {
		if _, expected := want[l]; !expected {
			found = append(found, fmt.Sprintf("unexpected %s = %d", l, c))
		}
	}
	sort.Strings(found)
	return found[:min(len(found), 100)]
}

// HoldCheckpoints keeps what a long transaction writes in the log until the returned
// function moves it to where it belongs. The commit itself would do so else, and
// whoever waits for the commit would wait for that, too.
func HoldCheckpoints(app core.App) (move func()) {
	set := func(pragma string) {
		if _, err := app.NonconcurrentDB().NewQuery("PRAGMA " + pragma).Execute(); err != nil {
			app.Logger().Warn("the log of the database is not held", "pragma", pragma, "error", err)
		}
	}
	set("wal_autocheckpoint = 0")
	return func() {
		set("wal_checkpoint(PASSIVE)")
		set("wal_autocheckpoint = " + checkpointPages)
	}
}
