package scenario_test

import (
	"io/fs"
	"os"
	"strings"
	"testing"
	"time"

	"kontora/internal/api"
	"kontora/internal/engine"
	"kontora/internal/scenario"
	"kontora/internal/sign"
	"kontora/internal/sign/pki"
	"kontora/internal/spec"

	"github.com/pocketbase/pocketbase/core"
)

// The roots of the project's configurations, with the scenarios they carry.
const (
	shipped = "../.."
	library = "../../schemas/examples/library"
	advance = "../../schemas/examples/advance"
	desk    = "../../ui/e2e/desk" // what the tests in the browser work with
)

func bind(app core.App, e *engine.Engine) {
	signs := sign.New(e, sign.Options{Name: "Контора", Secret: "for tests only", Cost: pki.Cost{Time: 1, Memory: 64, Lanes: 1}})
	api.Bind(app, e, api.Options{Product: "Контора", Signatures: signs})
}

// options give scripts the packs of the program and those of root.
func options(t *testing.T, root string) scenario.Options {
	t.Helper()
	zone, err := time.LoadLocation("Asia/Almaty")
	if err != nil {
		t.Fatal(err)
	}
	return scenario.Options{Packs: spec.Overlay(load(t, shipped), load(t, root)), Zone: zone, Bind: bind, Tamper: true}
}

func load(t *testing.T, root string) *spec.Bundle {
	t.Helper()
	b, found := spec.Load(os.DirFS(root))
	if spec.HasErrors(found) {
		t.Fatalf("%s: %v", root, found)
	}
	return b
}

// TestScenarios plays every scenario of the project, those of the engine and
// those of all packs.
func TestScenarios(t *testing.T) {
	t.Parallel()
	play := func(root string, find func(fs.FS) ([]*scenario.Script, error)) {
		scripts, err := find(os.DirFS(root))
		if err != nil {
			t.Fatal(err)
		}
		o := options(t, root)
		for _, s := range scripts {
			t.Run(s.Name, func(t *testing.T) {
				t.Parallel()
				if r := scenario.Run(o, s); !r.Passed() {
					t.Error(r)
				}
			})
		}
	}
	ofPacks := func(fsys fs.FS) ([]*scenario.Script, error) { return scenario.FindOfPacks(fsys, nil) }
	play(shipped, ofPacks)
	play(library, ofPacks)
	play(advance, ofPacks)
	play(desk, ofPacks)
	play(shipped, func(fsys fs.FS) ([]*scenario.Script, error) { return scenario.Find(fsys, "internal/scenario/testdata") })
}

// TestFailuresAreTold makes sure that a script can fail at all, and that its
// author learns where and why.
func TestFailuresAreTold(t *testing.T) {
	t.Parallel()
	o := options(t, shipped)
	for name, c := range map[string]struct{ script, want string }{
		"a refusal that does not come":  {"packs base\n! list base/user\n", "a.txtar:2: a refusal was expected, but it was done"},
		"a refusal that was not wanted": {"packs base\nas nobody\nlist base/user\n", "a.txtar:3: refused"},
		"a wrong count":                 {"packs base\nlist base/user\ncount 7\n", "a.txtar:3: 0, expected 7"},
		"an unknown name":               {"packs base\nhttp GET /api/x/$olga\n", `a.txtar:2: nothing is called "$olga"`},
		"a pack that is not there":      {"packs nothing\n", `there is no pack "nothing"`},
		"the request is shown":          {"packs base\nlist base/user\nstatus 418\n", "superuser  GET /api/kontora/lists/users"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, err := scenario.Parse("a", "a.txtar", []byte(c.script))
			if err != nil {
				t.Fatal(err)
			}
			r := scenario.Run(o, s)
			if r.Passed() || !strings.Contains(r.String(), c.want) {
				t.Errorf("got %s\nwant %s", r, c.want)
			}
		})
	}
}

func TestMistakesInScripts(t *testing.T) {
	t.Parallel()
	for script, want := range map[string]string{
		"packs base\nlits base/user\n":     `a.txtar:2: there is no command "lits"`,
		"packs base\ncreate x y {\"a\":\n": "a.txtar:3: the bracket opened in line 2 is not closed",
		"comment r 'unfinished\n":          "a.txtar:2: the quote opened in line 1 is not closed",
	} {
		_, err := scenario.Parse("a", "a.txtar", []byte(script))
		if err == nil || err.Error() != want {
			t.Errorf("%q: got %v, want %s", script, err, want)
		}
	}
}

// TestCommandsAreDocumented: every command has a heading in the guide.
func TestCommandsAreDocumented(t *testing.T) {
	t.Parallel()
	guide, err := os.ReadFile("../../docs/testing-packs.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range scenario.Commands() {
		if !strings.Contains(string(guide), "\n#### `"+name) {
			t.Errorf("docs/testing-packs.md does not explain %q", name)
		}
	}
}
