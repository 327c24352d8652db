package script_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const hooksOfRepository = "../../pb_hooks"

func declarations(t *testing.T) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(hooksOfRepository, "kontora.d.ts"))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

var member = regexp.MustCompile(`(?m)^  (?:readonly )?(\w+)\??[(:]`)

// members lists what an interface of the declarations has, bases included.
func members(t *testing.T, text, name string) []string {
	t.Helper()
	head := regexp.MustCompile(`(?m)^interface ` + name + `(?: extends (\w+))? \{$`).FindStringSubmatchIndex(text)
	if head == nil {
		t.Fatalf("no interface %s", name)
	}
	body, _, _ := strings.Cut(text[head[1]:], "\n}")
	var names []string
	for _, m := range member.FindAllStringSubmatch(body, -1) {
		names = append(names, m[1])
	}
	if head[2] >= 0 {
		names = append(names, members(t, text, text[head[2]:head[3]])...)
	}
	slices.Sort(names)
	return names
}

// Every declared name is there, and everything that is there is declared.
func TestDeclarationsTellWhatThereIs(t *testing.T) {
	t.Parallel()
	text := declarations(t)
	w := newWorld(t)
	tell := func(what string) string { return w.tell(`"` + what + ` " + Object.keys(` + what + `).sort().join()`) }
	var functions []string
	for _, m := range regexp.MustCompile(`(?m)^declare function (\w+)`).FindAllStringSubmatch(text, -1) {
		functions = append(functions, m[1])
	}
	if len(functions) != 3 {
		t.Fatalf("functions %v", functions)
	}
	checks := ""
	for _, name := range functions {
		checks += `if (typeof ` + name + ` !== "function") throw new Error("` + name + `");` + "\n"
	}
	d := newDesk(t, checks+`
		onTransition((e) => { e.set("note", Object.keys(e).sort().join() + " " + Object.keys($kontora).sort().join()) }, "desk/order")
		onEffect((effect) => { if (effect.transition) { `+tell("effect")+tell("$kontora")+`} }, "desk/order")
		onPublish((publish) => { `+tell("publish")+` })
		onRecordUpdate((e) => { $app.store().set("plugin", Object.keys($kontora).sort().join()); e.next() }, "desk_order")`)
	id := d.order(t)
	if err := d.move(t, id, "send"); err != nil {
		t.Fatal(err)
	}
	d.effects(t)
	list := func(name string) string { return strings.Join(members(t, text, name), ",") }
	if diff := cmp.Diff(list("TransitionEvent")+" "+list("Kontora"), d.value(t, "desk_order", id, "note")); diff != "" {
		t.Error("in transitions", diff)
	}
	if diff := cmp.Diff(list("Kontora"), d.app.Store().Get("plugin")); diff != "" {
		t.Error("in PocketBase's hooks", diff)
	}
	want := []string{"$kontora " + list("Kontora"), "effect " + list("EffectEvent"), "publish " + list("PublishEvent")}
	got := strings.Split(w.heard(), "\n")
	slices.Sort(got)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// The example works when its words in capitals are replaced, as it says.
func TestExampleWorks(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	d := newDesk(t, "")
	for from, to := range map[string]string{
		"kontora.d.ts": "kontora.d.ts", "examples/approval_notice.js": "examples/approval_notice.js", "examples/approval_notice.pb.js": "approval_notice.pb.js",
	} {
		data, err := os.ReadFile(filepath.Join(hooksOfRepository, from))
		if err != nil {
			t.Fatal(err)
		}
		text := strings.NewReplacer("PACK_TYPE", "desk_order", "AMOUNT", "amount", "REMARK", "note", "APPROVE", "send",
			"https://example.com/approved", w.URL, "> 1000", "> 500").Replace(string(data))
		d.write(t, to, text)
	}
	if err := d.scripts.Reload(); err != nil {
		t.Fatal(err)
	}
	small := d.order(t)
	if err := d.move(t, small, "send"); err != nil {
		t.Fatal(err)
	}
	if got := d.value(t, "desk_order", small, "note"); got != "Approved by Анна" {
		t.Error(got)
	}
	d.effects(t)
	if heard := w.heard(); heard != `{"id":"`+small+`","amount":10}` {
		t.Error(heard)
	}
	large := d.create(t, "desk_order", map[string]any{"title": "Дорогой", "amount": 900})
	f := wantFault(t, d.moveSilently(t, large, "send"), "hook_refused")
	if f.Field != "amount" || f.Text != "A large amount needs a comment" {
		t.Error(f)
	}
}
