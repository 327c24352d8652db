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

	"github.com/pocketbase/pocketbase/core"
)

// What the tables cannot give is found when a configuration is checked, not when
// it is published.
func TestCheckKnowsTheTables(t *testing.T) {
	t.Parallel()
	shipped, found := spec.Load(os.DirFS("../.."))
	if spec.HasErrors(found) {
		t.Fatal(found)
	}
	base, found := spec.Subset(shipped, []string{"base"})
	if spec.HasErrors(found) {
		t.Fatal(found)
	}
	typ := func(field string) string {
		return `{"title": "Т", "data": {"properties": {` + field + `}}, "access": {"all": {"who": "author"}}}`
	}
	text := func(key string) string { return fmt.Sprintf(`%q: {"title": "К", "type": "string"}`, key) }
	rows := func(key string) string {
		return `"ls": {"title": "С", "type": "array", "items": {"properties": {` + text(key) + `}}}`
	}
	wide := make([]string, 1901)
	for i := range wide {
		wide[i] = text(fmt.Sprintf("f%d", i))
	}
	for _, tt := range []struct{ name, path, src, want string }{
		{"a name of its own", "x/types/a", typ(text("subject")), ""},
		{"the record's number", "x/types/a", typ(`"n": {"title": "К", "type": "integer"}`), "name_taken data.properties.n"},
		{"the record's configuration", "x/types/a", typ(text("config")), "name_taken data.properties.config"},
		{"what was the record's number", "x/types/a", typ(`"m": {"title": "К", "type": "integer", "was": "n"}`), "name_taken data.properties.m"},
		{"a row has no number", "x/types/a", typ(rows("n")), ""},
		{"the place of a row", "x/types/a", typ(rows("pos")), "name_taken data.properties.ls.items.properties.pos"},
		{"a name of PocketBase's filters", "x/types/a", typ(text("expand")), "name_taken data.properties.expand"},
		{"a long name", "x/types/a", typ(text(strings.Repeat("a", 99))), "name_too_long data.properties." + strings.Repeat("a", 99)},
		{"a long type", "x/types/" + strings.Repeat("a", 199), typ(text("a")), "name_too_long "},
		{"tables of the engine", "k/types/events", typ(text("a")), "name_taken "},
		{"tables of SQLite", "sqlite/types/master", typ(text("a")), "name_taken "},
		{"too wide", "x/types/a", typ(strings.Join(wide, ",")), "too_many_fields "},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			files := maps.Clone(base.Files)
			pack, _, _ := strings.Cut(tt.path, "/")
			files["schemas/"+pack+"/pack.json"] = []byte(`{"title": "X", "requires": ["base"]}`)
			files["schemas/"+tt.path+".json"] = []byte(tt.src)
			m, found := engine.Check(files)
			var got []string
			for _, d := range found {
				if d.Severity == spec.SeverityError {
					got = append(got, d.Code+" "+d.Path)
				}
			}
			var want []string
			if tt.want != "" {
				want = []string{tt.want}
			}
			if !slices.Equal(got, want) || (m == nil) != (tt.want != "") {
				t.Errorf("found %v, want %v", got, want)
			}
		})
	}
}

// A newer program may call an error what the one before it published.
func TestAStoredConfigurationGoesOnUnderStricterAnalysis(t *testing.T) {
	t.Parallel()
	d := newDesk(t, "base")
	rev, err := store.LastRevision(d.App())
	if err != nil {
		t.Fatal(err)
	}
	files := maps.Clone(rev.Files)
	files["schemas/base/types/island.json"] = []byte(`{"title": "Остров", "data": {"properties": {}}, "access": {"all": {"who": "author", "read": "*"}},
		"lifecycle": {"initial": "a", "states": {"a": {"title": "А", "phase": "new"}, "b": {"title": "Б", "phase": "done"}, "c": {"title": "В", "phase": "active"}},
		"transitions": {"go": {"title": "Дальше", "from": ["a", "c"], "to": "b", "who": "author"}}}}`)
	m, found := engine.Check(files)
	wrong := slices.DeleteFunc(found, func(d spec.Diagnostic) bool { return d.Severity != spec.SeverityError })
	if m != nil || len(wrong) != 1 || wrong[0].Code != "unreachable_state" {
		t.Fatalf("want an unreachable state alone, got %v", found)
	}
	err = d.App().RunInTransaction(func(tx core.App) error {
		return store.AddRevision(tx, &store.Revision{Hash: "h", Files: files}, d.now)
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Boot(); err != nil {
		t.Fatal(err)
	}
	if d.Model().TypeByKey("base/island") == nil {
		t.Error("the stored configuration is not in force")
	}
}
