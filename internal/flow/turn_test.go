package flow_test

import (
	"slices"
	"strings"
	"testing"

	"kontora/internal/flow"
	"kontora/internal/rule"
)

const turns = `
-- schemas/app/types/case.json --
{"title": "Дело", "display": "{title}",
 "data": {"properties": {"title": {"title": "Тема", "type": "string"}, "assignee": {"title": "Кто", "x-ref": "base/user"}}},
 "lifecycle": {
   "states": {"new": {"title": "Новое", "phase": "decision"}, "work": {"title": "В работе", "phase": "active"}, "done": {"title": "Готово", "phase": "done"}},
   "transitions": {
     "go":   {"title": "Дальше", "from": "new", "to": "work", "who": WHO},
     "also": {"title": "Ещё", "from": "new", "to": "work", "who": ALSO},
     "stop": {"title": "Нет", "from": "new", "to": "done", "who": "role('clerk')", "danger": true},
     "end":  {"title": "Готово", "from": "work", "to": "done", "who": ["except(assignee, author)", "except(role('boss'), author)"]}}},
 "access": {"all": {"who": ["role('clerk')", "role('boss')", "role('fin')"], "read": "*", "can": ["create", "edit"]}}}
`

// The tokens that the inbox is read by agree, for everybody, with who may act.
func TestTheNextStepIsOfThoseWhoMayTakeIt(t *testing.T) {
	t.Parallel()
	const nobody = `"role('outsider')"`
	tests := []struct {
		name, who, also, author string
		turn                    string // whose it is, of ann bob eve fay leo
	}{
		{"a role", `"role('clerk')"`, nobody, "ann", "ann eve"},
		{"a role without the author", `"except(role('clerk'), author)"`, nobody, "ann", "eve"},
		{"an author who is not of them", `"except(role('clerk'), author)"`, nobody, "fay", "ann eve"},
		{"left out once, meant by another step", `"except(role('clerk'), author)"`, `"role('clerk')"`, "ann", "ann eve"},
		{"left out once, meant as somebody else", `"except(role('boss'), author)"`, `"role('boss')"`, "bob", "bob leo"},
		{"left out by both", `"except(role('clerk'), author)"`, `"except(role('fin'), author)"`, "ann", "eve fay"},
		{"parts with exceptions of their own", `["except(role('clerk'), author)", "except(role('fin'), author)"]`, nobody, "fay", "ann eve"},
		{"a group left out", `"except(role('clerk'), role('fin'))"`, nobody, "bob", "ann eve"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			who := strings.NewReplacer("WHO", tt.who, "ALSO", tt.also).Replace(turns)
			w := newWorld(t, who)
			w.put("case", "c", map[string]any{"title": "Д", "status": "new", "author": w.actor(tt.author).Person.Fields.Reference()})
			if got := w.turnOf("case", "c"); got != tt.turn {
				t.Errorf("%q, want %q", got, tt.turn)
			}
		})
	}
	t.Run("who is responsible, unless they may not", func(t *testing.T) {
		t.Parallel()
		w := newWorld(t, strings.NewReplacer("WHO", nobody, "ALSO", nobody).Replace(turns))
		person := func(name string) rule.Reference { return w.actor(name).Person.Fields.Reference() }
		w.put("case", "theirs", map[string]any{"status": "work", "author": person("ann"), "assignee": person("fay")})
		w.put("case", "own", map[string]any{"status": "work", "author": person("fay"), "assignee": person("fay")})
		for record, want := range map[string]string{"theirs": "fay", "own": "bob leo"} {
			if got := w.turnOf("case", record); got != want {
				t.Errorf("%s waits for %q, want %q", record, got, want)
			}
		}
	})
}

// turnOf lists the staff who find a record in their inbox: they bear a token of
// the turn and none of those left out.
func (w *world) turnOf(typ, name string) string {
	w.t.Helper()
	grants, err := flow.Grants(w.m, w, w.records[ref("app/"+typ, name)])
	if err != nil {
		w.t.Fatal(err)
	}
	var names []string
	for _, p := range staff[:5] {
		tokens := directory{w}.Tokens(id(p.id))
		bears := func(is func(flow.Grant) bool) bool {
			return slices.ContainsFunc(grants, func(g flow.Grant) bool { return is(g) && tokens[g.Principal] })
		}
		if bears(func(g flow.Grant) bool { return g.Turn }) && !bears(func(g flow.Grant) bool { return g.NotTurn }) {
			names = append(names, p.id)
		}
	}
	return strings.Join(names, " ")
}
