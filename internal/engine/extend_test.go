package engine_test

import (
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"kontora/internal/engine"
	"kontora/internal/spec"
	"kontora/internal/store"

	"github.com/google/go-cmp/cmp"
	"github.com/pocketbase/dbx"
)

// Columns and indexes come without those being touched that there are: making an
// index anew takes as long as its table is large. What comes of it is what a new
// installation gets, and PocketBase knows it.
func TestATableIsExtendedInPlace(t *testing.T) {
	t.Parallel()
	const path = "schemas/base/types/memo.json"
	extended := func(files map[string][]byte) map[string][]byte {
		files = maps.Clone(files)
		files[path] = []byte(strings.NewReplacer(
			`"text":    {`, `"room": {"title": "Кабинет", "type": "string", "x-index": true}, "size": {"title": "Размер", "type": "integer"}, "boss": {"title": "Чей", "x-ref": "user"}, "many": {"title": "Кто ещё", "x-ref": "user", "x-many": true}, "text":    {`,
			`"views": {`, `"views": {"rooms": {"title": "По кабинетам", "sort": "size"}, `).Replace(string(files[path])))
		return files
	}
	d := newDesk(t, "base")
	unit := d.create(t, "base_org_unit", map[string]any{"name": "Алматы", "kind": "organization"})
	person := d.create(t, "users", map[string]any{"full_name": "Ольга Литвинова", "email": "olga@example.kz", "department": unit, "roles": []any{"base/employee"}})
	memo := d.create(t, "base_memo", map[string]any{"subject": "Принтер", "to": person})
	last, err := store.LastRevision(d.App())
	if err != nil {
		t.Fatal(err)
	}
	before := rootsOf(t, d, "base_memo")
	files := extended(last.Files)
	if _, found, err := d.Publish(engine.Publishing{Files: files, By: "system"}); err != nil {
		t.Fatal(err, found)
	}
	after := rootsOf(t, d, "base_memo")
	for name, root := range before {
		if after[name] != root {
			t.Errorf("%s was made anew", name)
		}
	}
	if len(after) <= len(before) {
		t.Errorf("%v, then %v", before, after)
	}

	fresh := openDesk(t, t.TempDir())
	shipped, _ := spec.Load(os.DirFS("../.."))
	base, _ := spec.Subset(shipped, []string{"base"})
	if _, found, err := fresh.Publish(engine.Publishing{Files: extended(base.Files), By: "system"}); err != nil {
		t.Fatal(err, found)
	}
	if diff := cmp.Diff(slices.Sorted(maps.Keys(rootsOf(t, fresh, "base_memo"))), slices.Sorted(maps.Keys(after))); diff != "" {
		t.Errorf("indexes of a new installation (-) and of this one (+):\n%s", diff)
	}
	if diff := cmp.Diff(columnsOf(t, fresh, "base_memo"), columnsOf(t, d, "base_memo")); diff != "" {
		t.Errorf("columns of a new installation (-) and of this one (+):\n%s", diff)
	}

	// The record has the new fields, now and after a restart.
	for _, now := range []*desk{d, openDesk(t, d.App().DataDir())} {
		rec, err := now.App().FindRecordById("base_memo", memo)
		if err != nil {
			t.Fatal(err)
		}
		if rec.GetString("subject") != "Принтер" || rec.GetString("room") != "" || rec.Collection().Fields.GetByName("boss") == nil {
			t.Errorf("%v", rec)
		}
		made := now.create(t, "base_memo", map[string]any{"subject": "Стол", "to": person, "room": "101", "size": 3, "boss": person, "many": []any{person}})
		if rec, err = now.App().FindRecordById("base_memo", made); err != nil || rec.GetString("room") != "101" || rec.GetInt("size") != 3 {
			t.Errorf("%v %v", rec, err)
		}
	}
}

// rootsOf are the indexes of a table with the pages at which they begin.
func rootsOf(t *testing.T, d *desk, table string) map[string]string {
	t.Helper()
	var rows []struct{ Name, Root string }
	err := d.App().DB().NewQuery(`SELECT name, rootpage AS root FROM sqlite_master WHERE type = 'index' AND tbl_name = {:t}`).Bind(dbx.Params{"t": table}).All(&rows)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, r := range rows {
		out[r.Name] = r.Root
	}
	return out
}

func columnsOf(t *testing.T, d *desk, table string) []string {
	t.Helper()
	columns, err := d.App().TableInfo(table)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, c := range columns {
		out = append(out, fmt.Sprint(c.Name, " ", c.Type, " ", c.NotNull, " ", c.DefaultValue.String))
	}
	c, err := d.App().FindCollectionByNameOrId(table)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range c.Fields {
		out = append(out, fmt.Sprint(f.GetName(), " ", f.Type(), " ", f.GetId()))
	}
	slices.Sort(out)
	return out
}
