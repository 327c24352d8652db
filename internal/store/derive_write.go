package store

import (
	"fmt"
	"sort"
	"strings"

	"github.com/pocketbase/pocketbase/core"
)

// maxParameters bounds one statement. SQLite takes more, but the driver looks
// each one up among all, and a short text is likely to be compiled already.
const maxParameters = 400

// write puts the gathered differences down.
func (d *delta) write(tx core.App) error {
	steps := []struct {
		table, before, after string
		width                int
		args                 []any
	}{
		{"rights", `DELETE FROM k_acl WHERE (p, ty, n) IN (VALUES `, `)`, 3, d.aclGone},
		{"rights", `INSERT INTO k_acl (p, ty, n, st, g) VALUES `, ` ON CONFLICT (p, ty, n) DO UPDATE SET st = excluded.st, g = excluded.g`, 5, d.aclPut},
		{"feed", `DELETE FROM k_open WHERE (p, s, n) IN (VALUES `, `)`, 3, d.openGone},
		{"feed", `INSERT INTO k_open (p, s, n, ty, st) VALUES `, ` ON CONFLICT (p, s, n) DO UPDATE SET st = excluded.st`, 5, d.openPut},
		{"counters", `INSERT INTO k_counters (p, ty, st, c) VALUES `, ` ON CONFLICT (p, ty, st) DO UPDATE SET c = c + excluded.c`, 4, d.counterRows()},
		{"items", `INSERT INTO k_items (` + itemColumns + `) VALUES `, itemUpdate, 16, d.itemRows()},
		{"search", `INSERT OR REPLACE INTO k_search (rowid, body, acl) VALUES `, ``, 3, d.search},
		{"words", `INSERT OR IGNORE INTO k_words (stem) VALUES `, ``, 1, d.stemRows()},
	}
	for _, s := range steps {
		if err := inParts(tx, s.before, s.after, s.width, s.args); err != nil {
			return fmt.Errorf("write %s: %w", s.table, err)
		}
	}
	return nil
}

// inParts runs a statement over many tuples, as few times as it takes.
func inParts(tx core.App, before, after string, width int, args []any) error {
	for len(args) > 0 {
		part := args[:min(len(args), maxParameters/width*width)]
		args = args[len(part):]
		if _, err := exec(tx, before+tuples(len(part)/width, width)+after, part...); err != nil {
			return err
		}
	}
	return nil
}

var itemUpdate = ` ON CONFLICT (n) DO UPDATE SET ` + func() string {
	var sets []string
	for _, c := range strings.Split(itemColumns, ", ")[3:] { // n, id and ty never change
		sets = append(sets, c+" = excluded."+c)
	}
	return strings.Join(sets, ", ")
}()

func (d *delta) counterRows() []any {
	keys := make([]counter, 0, len(d.counters))
	for k, c := range d.counters {
		if c != 0 {
			keys = append(keys, k)
		}
	}
	sort.Slice(keys, func(i, j int) bool {
		a, b := keys[i], keys[j]
		return a.p < b.p || a.p == b.p && (a.ty < b.ty || a.ty == b.ty && a.st < b.st)
	})
	var args []any
	for _, k := range keys {
		args = append(args, k.p, k.ty, k.st, d.counters[k])
	}
	return args
}

func (d *delta) itemRows() []any {
	var args []any
	for _, it := range d.items {
		args = append(args, it.values()...)
	}
	return args
}

func (d *delta) stemRows() []any {
	words := make([]string, 0, len(d.stems))
	for s := range d.stems {
		words = append(words, s)
	}
	sort.Strings(words)
	return anys(words)
}
