package model_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"kontora/internal/model"
	"kontora/internal/spec"
)

// check compiles one type of a small pack and lists what is found, written
// "code path", warnings with a question mark.
func check(t *testing.T, typ string, more ...string) []string {
	t.Helper()
	files := map[string][]byte{
		"schemas/p/pack.json": []byte(`{"title": "П", "roles": {"a": "А", "b": {"title": "Б", "design": true}}}`),
		"schemas/p/types/user.json": []byte(`{"title": "Ч", "directory": "person", "data": {"properties": {
			"roles": {"title": "Роли", "type": "array", "items": {"type": "string"}}, "name": {"title": "Имя", "type": "string"}}},
			"access": {"a": {"who": "role('a')"}}}`),
		"schemas/p/types/x.json": []byte(typ),
	}
	for i := 0; i+1 < len(more); i += 2 {
		files[more[i]] = []byte(more[i+1])
	}
	bundle, found := spec.LoadFiles(files)
	if !spec.HasErrors(found) {
		m, issues := model.Compile(bundle)
		if (m == nil) != spec.HasErrors(issues) {
			t.Error("a model and errors, or neither")
		}
		found = append(found, issues...)
	}
	var out []string
	for _, d := range found {
		sign := ""
		if d.Severity == spec.SeverityWarning {
			sign = "?"
		}
		if d.Line == 0 || d.File == "" {
			t.Errorf("%s has no place", d.Code)
		}
		hint := ""
		if strings.HasPrefix(d.Hint, "did you mean") { // the rest stands in testdata/bad
			hint = " | " + d.Hint
		}
		out = append(out, fmt.Sprintf("%s%s %s%s", d.Code, sign, d.Path, hint))
	}
	slices.Sort(out)
	return out
}

// with makes a type of one field "n", and what stands beside it.
func with(rest string) string {
	return `{"title": "Т", "data": {"properties": {"n": {"title": "Н", "type": "integer"}, "of": {"title": "Р", "x-ref": "user"}}},
		"access": {"a": {"who": "role('a')"}}, ` + rest + `}`
}

// field makes a type whose one field is declared so.
func field(decl string) string {
	return `{"title": "Т", "data": {"properties": {"n": {"title": "Н", "type": "integer"}, "f": {"title": "Ф", ` + decl + `}}}, "access": {"a": {"who": "role('a')"}}}`
}

func flowOf(states, transitions string) string {
	return with(`"lifecycle": {"states": ` + states + `, "transitions": ` + transitions + `}`)
}

const twoStates = `{"s": "С", "e": "К"}`

func TestAnalysis(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, typ string
		want      []string
	}{
		{"a sound type has no findings", flowOf(twoStates, `{"go": {"title": "Г", "from": "s", "to": "e", "who": "of"}}`), nil},
		{"a state that nothing reaches", flowOf(`{"s": "С", "x": "Х", "e": "К"}`, `{"go": {"title": "Г", "from": ["s", "x"], "to": "e", "who": "of"}}`),
			[]string{"unreachable_state lifecycle.states.x"}},
		{"a state that nothing leaves", flowOf(`{"s": "С", "x": {"title": "Х", "phase": "active"}, "e": "К"}`,
			`{"go": {"title": "Г", "from": "s", "to": "e", "who": "of"}, "in": {"title": "И", "from": "s", "to": "x", "who": "of"}}`),
			[]string{"dead_end lifecycle.states.x"}},
		{"a state that only returns is left", flowOf(`{"s": "С", "x": "Х", "e": "К"}`,
			`{"go": {"title": "Г", "from": "s", "to": "e", "who": "of"}, "in": {"title": "И", "from": "s", "to": "x", "who": "of"}, "out": {"title": "О", "from": "x", "to": "@previous", "who": "of"}}`), nil},
		{"a graph without an end", flowOf(`{"s": "С", "x": "Х"}`, `{"a": {"title": "А", "from": "s", "to": "x", "who": "of"}, "b": {"title": "Б", "from": "x", "to": "s", "who": "of"}}`),
			[]string{"no_final_state lifecycle"}},
		{"unknown states, fields, groups and roles are told with the nearest name", flowOf(twoStates,
			`{"go": {"title": "Г", "from": "ss", "to": "e", "who": ["of", "role('c')"], "require": ["m"], "on_edit": "@k"}}`),
			[]string{"unknown_field lifecycle.transitions.go.require[0]", "unknown_group lifecycle.transitions.go.on_edit", `unknown_role lifecycle.transitions.go.who[1] | did you mean "a"?`,
				"unknown_state lifecycle.transitions.go.from"}},
		{"an expression names an unknown field", flowOf(twoStates, `{"go": {"title": "Г", "from": "s", "to": "e", "who": "off"}}`),
			[]string{`unknown_field lifecycle.transitions.go.who | did you mean "of"?`}},
		{"a word that is no state of the enumeration", flowOf(twoStates, `{"go": {"title": "Г", "from": "s", "to": "e", "who": "of", "guards": [{"check": "status == 'ss'", "message": "м"}]}}`),
			[]string{`unknown_enum lifecycle.transitions.go.guards[0].check | did you mean "s"?`}},
		{"a transition that nobody runs", flowOf(twoStates, `{"go": {"title": "Г", "from": "s", "to": "e"}}`), []string{"nobody_may lifecycle.transitions.go"}},
		{"what takes a transition back leads back", flowOf(`{"s": "С", "x": "Х", "e": {"title": "К", "phase": "done"}}`, `{
			"go": {"title": "Г", "from": "s", "to": "x", "who": "of", "undo": "back"}, "back": {"title": "Н", "from": "x", "to": "s", "who": "of", "undo": "go"},
			"end": {"title": "К", "from": ["s", "x"], "to": "e", "who": "of", "undo": "anew"}, "anew": {"title": "А", "from": "e", "to": "@previous", "who": "of"}}`), nil},
		{"or it is none", flowOf(`{"s": "С", "x": "Х", "e": {"title": "К", "phase": "done"}}`, `{
			"go": {"title": "Г", "from": "s", "to": "x", "who": "of", "undo": "bak"}, "a": {"title": "А", "from": "s", "to": "x", "who": "of", "undo": "end"},
			"end": {"title": "К", "from": ["s", "x"], "to": "e", "who": "of", "undo": "b"}, "b": {"title": "Б", "from": "e", "to": "s", "who": "of"},
			"back": {"title": "Н", "from": "x", "to": "s", "who": "of", "reason": true, "undo": "go"}, "c": {"title": "В", "from": "s", "to": "x", "who": "of", "undo": "back"},
			"d": {"title": "Д", "from": "s", "to": "@same", "who": "of", "undo": "d"}, "f": {"title": "Ф", "from": "x", "to": "s", "who": "of", "undo": "h"}, "h": {"from": "s", "to": "x", "auto": "n > 1"},
			"i": {"title": "И", "from": "s", "to": "x", "who": "of", "undo": "k"}, "k": {"title": "К", "from": "e", "to": "s", "who": "of"}}`),
			[]string{`unknown_transition lifecycle.transitions.go.undo | did you mean "back"?`, "undo_elsewhere lifecycle.transitions.a.undo", "undo_elsewhere lifecycle.transitions.end.undo",
				"undo_asks lifecycle.transitions.c.undo", "undo_of_nothing lifecycle.transitions.d.undo", "undo_by_nobody lifecycle.transitions.f.undo", "undo_elsewhere lifecycle.transitions.i.undo"}},
		{"a button without a word", flowOf(twoStates, `{"go": {"from": "s", "to": "e", "who": "of"}}`), []string{"missing_title lifecycle.transitions.go"}},
		{"the engine's own transitions need no word", flowOf(twoStates, `{"go": {"from": "s", "to": "e", "who": "system"}, "au": {"from": "s", "to": "e", "auto": "n > 1"}}`), nil},
		{"automatic transitions that compete", flowOf(`{"s": "С", "e": "К", "f": "Ф"}`, `{"a": {"from": "s", "to": "e", "auto": "n > 1"}, "b": {"from": "s", "to": "f", "auto": "n > 2"}}`),
			[]string{"automatic_overlap? lifecycle.transitions.b"}},
		{"opposite conditions do not compete and do not go round", flowOf(`{"s": "С", "x": "Х", "e": "К"}`,
			`{"a": {"from": "s", "to": "x", "auto": "n > 1"}, "b": {"from": "x", "to": "s", "auto": "n <= 1"}, "c": {"from": "x", "to": "e", "who": "system"}}`), nil},
		{"nor do those that compare with a written amount", `{"title": "Т", "data": {"properties": {"ts": {"title": "Т", "x-inverse": "x.up"}, "up": {"title": "В", "x-ref": "x"}, "m": {"title": "М", "x-money": "KZT"}, "whole": {"title": "В", "x-money": "KZT", "x-computed": "sum(ts, .m)"}}},
			"access": {"a": {"who": "role('a')"}}, "lifecycle": {"states": {"s": "С", "x": "Х", "e": "К"}, "transitions":
			{"a": {"from": "s", "to": "x", "auto": "whole == money('0', 'KZT')"}, "b": {"from": "x", "to": "s", "auto": "whole != money('0', 'KZT')"}, "c": {"from": "x", "to": "e", "who": "system"}}}}`, nil},
		{"what a function makes of the state is another matter", flowOf(`{"s": "С", "x": "Х", "e": "К"}`,
			`{"a": {"from": "s", "to": "x", "auto": "n > rank(status)"}, "b": {"from": "x", "to": "s", "auto": "n <= rank(status)"}, "c": {"from": "x", "to": "e", "who": "system"}}`), []string{"automatic_cycle? lifecycle.transitions.a"}},
		{"automatic transitions that go round", flowOf(`{"s": "С", "x": "Х", "e": "К"}`,
			`{"a": {"from": "s", "to": "x", "auto": "n > 1"}, "b": {"from": "x", "to": "s", "auto": "n > 0"}, "c": {"from": "x", "to": "e", "who": "system"}}`),
			[]string{"automatic_cycle? lifecycle.transitions.a"}},
		{"opposite conditions that one of them changes do go round", flowOf(`{"s": "С", "x": "Х", "e": "К"}`,
			`{"a": {"from": "s", "to": "x", "auto": "n > 1", "then": [{"set": {"n": 0}}]}, "b": {"from": "x", "to": "s", "auto": "n <= 1"}, "c": {"from": "x", "to": "e", "who": "system"}}`),
			[]string{"automatic_cycle? lifecycle.transitions.a"}},
		{"ranges that meet nowhere do not compete", flowOf(`{"s": "С", "e": "К", "f": "Ф"}`,
			`{"a": {"from": "s", "to": "e", "auto": "n >= 5 and n < 9"}, "b": {"from": "s", "to": "f", "auto": "n < 5 or n == 20"}}`), nil},
		{"ranges that share one value compete", flowOf(`{"s": "С", "e": "К", "f": "Ф"}`,
			`{"a": {"from": "s", "to": "e", "auto": "n >= 5"}, "b": {"from": "s", "to": "f", "auto": "n <= 5"}}`), []string{"automatic_overlap? lifecycle.transitions.b"}},
		{"a value between two tiers is a gap, not an overlap", flowOf(`{"s": "С", "e": "К", "f": "Ф"}`,
			`{"a": {"from": "s", "to": "e", "auto": "n < 100"}, "b": {"from": "s", "to": "f", "auto": "n > 100"}}`), []string{"tier_gap? lifecycle.transitions.b"}},
		{"whole numbers have nothing between neighbours", flowOf(`{"s": "С", "e": "К", "f": "Ф"}`,
			`{"a": {"from": "s", "to": "e", "auto": "n <= 100"}, "b": {"from": "s", "to": "f", "auto": "n >= 101"}}`), nil},
		{"tiers of people who lead to one state", flowOf(twoStates,
			`{"a": {"title": "А", "from": "s", "to": "e", "who": "of", "guards": [{"check": "n < 100", "message": "м"}]},
			  "b": {"title": "Б", "from": "s", "to": "e", "who": "author", "guards": [{"check": "n > 100", "message": "м"}]}}`), []string{"tier_gap? lifecycle.transitions.b"}},
		{"another way to that state closes the gap", flowOf(twoStates,
			`{"a": {"title": "А", "from": "s", "to": "e", "who": "of", "guards": [{"check": "n < 100", "message": "м"}]},
			  "b": {"title": "Б", "from": "s", "to": "e", "who": "author", "guards": [{"check": "n > 100", "message": "м"}]},
			  "c": {"title": "В", "from": "s", "to": "e", "who": "role('a')"}}`), nil},
		{"conditions that are no tiers", flowOf(twoStates,
			`{"a": {"title": "А", "from": "s", "to": "e", "who": "of", "guards": [{"check": "n > 5", "message": "м"}]},
			  "b": {"title": "Б", "from": "s", "to": "e", "who": "author", "guards": [{"check": "n > 100", "message": "м"}]}}`), nil},
		{"guards that always or never hold", flowOf(twoStates, `{"go": {"title": "Г", "from": "s", "to": "e", "who": "of", "guards": [
			{"check": "1 < 2", "message": "м"}, {"check": "n > 5 and n < 3", "message": "м"}, {"check": "n != 5 or n != 6", "message": "м"},
			{"check": "status == 's'", "message": "м"}, {"check": "status == 'e'", "message": "м"}, {"check": "n > 5 and n < 7", "message": "м"},
			{"check": "n > 5 and n < 6", "message": "м"}, {"check": "of == nil and n > 3 or of != nil", "message": "м"}, {"check": "now > created and n > 5 and n < 3", "message": "м"}]}}`),
			[]string{"guard_always? lifecycle.transitions.go.guards[0]", "guard_never? lifecycle.transitions.go.guards[1]", "guard_always? lifecycle.transitions.go.guards[2]",
				"guard_never? lifecycle.transitions.go.guards[3]", "guard_always? lifecycle.transitions.go.guards[4]", "guard_never? lifecycle.transitions.go.guards[6]"}},
		{"an unknown outcome is not a false one", flowOf(twoStates, `{"go": {"title": "Г", "from": "s", "to": "e", "who": "of", "guards": [{"check": "n > 5 or n <= 5", "message": "м"}]}}`), nil},
		{"a required field makes it known", flowOf(twoStates, `{"go": {"title": "Г", "from": "s", "to": "e", "who": "of", "require": ["n"], "guards": [{"check": "n > 5 or n <= 5", "message": "м"}]}}`),
			[]string{"guard_always? lifecycle.transitions.go.guards[0]"}},
		{"the bounds of a field count", `{"title": "Т", "data": {"properties": {"m": {"title": "М", "x-money": "KZT", "exclusiveMinimum": 0}}, "required": ["m"]}, "access": {"a": {"who": "role('a')"}},
			"lifecycle": {"states": {"s": "С", "e": "К"}, "transitions": {"go": {"title": "Г", "from": "s", "to": "e", "who": "author", "guards": [
				{"check": "m > money('0', 'KZT')", "message": "м"}, {"check": "m <= 0", "message": "м"}, {"check": "m >= money('0.02', 'KZT')", "message": "м"}]}}}}`,
			[]string{"guard_always? lifecycle.transitions.go.guards[0]", "guard_never? lifecycle.transitions.go.guards[1]"}},
		{"a demand for what is hidden or closed for sure", `{"title": "Т", "data": {"properties": {
				"h": {"title": "Ш", "type": "string", "x-visible": "false"}, "w": {"title": "В", "type": "string", "x-visible": "status == 's'"},
				"l": {"title": "Л", "type": "string", "x-readonly": "true"}, "k": {"title": "К", "type": "string", "x-readonly": "status != 'e'"},
				"c": {"title": "Ф", "type": "integer", "x-computed": "1 + 1"}, "v": {"title": "В", "type": "string", "x-visible": "k == 'x'"}}}, "access": {"a": {"who": "role('a')"}},
			"lifecycle": {"states": {"s": "С", "e": "К"}, "transitions": {"go": {"title": "Г", "from": "s", "to": "e", "who": "author", "require": ["h", "w", "l", "k", "c", "v"]}}}}`,
			[]string{"required_hidden lifecycle.transitions.go.require[0]", "required_hidden lifecycle.transitions.go.require[1]", "required_read_only lifecycle.transitions.go.require[2]",
				"required_read_only lifecycle.transitions.go.require[3]", "required_read_only lifecycle.transitions.go.require[4]"}},
		{"an edit of what is closed there starts nothing", `{"title": "Т", "data": {"properties": {"l": {"title": "Л", "type": "string", "x-readonly": "status == 's'"}, "m": {"title": "М", "type": "string"}}}, "access": {"a": {"who": "role('a')"}},
			"lifecycle": {"states": {"s": "С", "e": "К"}, "transitions": {"go": {"title": "Г", "from": "s", "to": "e", "who": "author", "on_edit": ["l", "m"]}}}}`,
			[]string{"on_edit_read_only? lifecycle.transitions.go.on_edit[0]"}},
		{"any and none are opposite", `{"title": "Т", "data": {"properties": {"xs": {"title": "Х", "x-inverse": "x.up"}, "up": {"title": "В", "x-ref": "x"}}}, "access": {"a": {"who": "role('a')"}},
			"lifecycle": {"states": {"s": "С", "x": "Х", "e": "К"}, "transitions": {"a": {"from": "s", "to": "x", "auto": "any(xs, .open)"}, "b": {"from": "x", "to": "s", "auto": "none(xs, .open)"}, "c": {"from": "x", "to": "e", "who": "system"}}}}`, nil},
		{"all of nothing is true", `{"title": "Т", "data": {"properties": {"xs": {"title": "Х", "x-inverse": "x.up"}, "up": {"title": "В", "x-ref": "x"}}}, "access": {"a": {"who": "role('a')"}},
			"lifecycle": {"states": {"s": "С", "e": "К"}, "transitions": {"a": {"from": "s", "to": "e", "auto": "all(xs, .status == 'e')"}}}}`,
			[]string{"all_of_nothing? lifecycle.transitions.a.auto"}},
		{"all of something is not doubted", `{"title": "Т", "data": {"properties": {"xs": {"title": "Х", "x-inverse": "x.up"}, "up": {"title": "В", "x-ref": "x"}}}, "access": {"a": {"who": "role('a')"}},
			"lifecycle": {"states": {"s": "С", "e": "К"}, "transitions": {"a": {"from": "s", "to": "e", "auto": "len(xs) > 0 and all(xs, .status == 'e')"}}}}`, nil},
		{"a required field that nothing ever sets", `{"title": "Т", "data": {"properties": {"r": {"title": "Р", "type": "string", "readOnly": true}}}, "access": {"a": {"who": "role('a')"}},
			"lifecycle": {"states": {"s": "С", "e": "К"}, "transitions": {"go": {"title": "Г", "from": "s", "to": "e", "who": "author", "require": ["r"]}}}}`,
			[]string{"required_never_set lifecycle.transitions.go.require[0]"}},
		{"a required field that is read-only or a formula", `{"title": "Т", "data": {"properties": {"r": {"title": "Р", "type": "string", "readOnly": true}, "f": {"title": "Ф", "type": "integer", "x-computed": "1"}}, "required": ["r", "f"]}, "access": {"a": {"who": "role('a')"}}}`,
			[]string{"required_read_only data.properties.f", "required_read_only data.required[0]"}},
		{"formulas that need each other", `{"title": "Т", "data": {"properties": {"f": {"title": "Ф", "type": "integer", "x-computed": "g + 1"}, "g": {"title": "Г", "type": "integer", "x-computed": "f + 1"}}}, "access": {"a": {"who": "role('a')"}}}`,
			[]string{"cyclic_formula data.properties.f"}},
		{"a formula that needs itself in another record", `{"title": "Т", "data": {"properties": {"up": {"title": "В", "x-ref": "x"}, "f": {"title": "Ф", "type": "integer", "x-computed": "up.f + 1"}}}, "access": {"a": {"who": "role('a')"}}}`,
			[]string{"cyclic_formula data.properties.f"}},
		{"a formula that needs itself by way of those who point here", `{"title": "Т", "data": {"properties": {"up": {"title": "В", "x-ref": "x"}, "down": {"title": "Н", "x-inverse": "x.up"}, "f": {"title": "Ф", "type": "integer", "x-computed": "sum(down, .f) + 1"}}}, "access": {"a": {"who": "role('a')"}}}`,
			[]string{"cyclic_formula data.properties.f"}},
		{"a kept formula that needs itself in another record", `{"title": "Т", "data": {"properties": {"up": {"title": "В", "x-ref": "x"}, "f": {"title": "Ф", "type": "integer", "x-computed": "up.f + 1", "x-while": ["s"]}}}, "access": {"a": {"who": "role('a')"}},
			"lifecycle": {"states": {"s": "С", "e": "К"}, "transitions": {"go": {"title": "Г", "from": "s", "to": "e", "who": "author"}}}}`,
			[]string{"cyclic_formula data.properties.f"}},
		{"rows and their record that need each other", `{"title": "Т", "data": {"properties": {"t": {"title": "Т", "type": "integer", "x-computed": "sum(ls, .f)"}, "ls": {"title": "С", "type": "array", "items": {"properties": {"f": {"title": "Ф", "type": "integer", "x-computed": "parent.t + 1"}}}}}}, "access": {"a": {"who": "role('a')"}}}`,
			[]string{"cyclic_formula data.properties.t"}},
		{"a catalog whose formula searches the catalog", `{"title": "Т", "data": {"properties": {"k": {"title": "К", "type": "string"}, "f": {"title": "Ф", "type": "integer", "x-computed": "lookup('x', {k: k}).f"}}}, "lookup": {"keys": ["k"]}, "access": {"a": {"who": "role('a')"}}}`,
			[]string{"cyclic_formula data.properties.f"}},
		{"what a formula found before is no circle", `{"title": "Т", "data": {"properties": {"f": {"title": "Ф", "type": "integer", "x-computed": "old.f + 1"}}}, "access": {"a": {"who": "role('a')"}}}`, nil},
		{"formulas of each other that do not meet", `{"title": "Т", "data": {"properties": {"up": {"title": "В", "x-ref": "x"}, "n": {"title": "Н", "type": "integer"}, "g": {"title": "Г", "type": "integer", "x-computed": "n + 1"}, "f": {"title": "Ф", "type": "integer", "x-computed": "up.g + 1"}}}, "access": {"a": {"who": "role('a')"}}}`, nil},
		{"a field that was another one which is still there", `{"title": "Т", "data": {"properties": {"b": {"title": "Б", "type": "integer", "was": "a"}, "a": {"title": "А", "type": "integer"}}}, "access": {"a": {"who": "role('a')"}}}`,
			[]string{"was_taken data.properties.b"}},
		{"two fields that were one", `{"title": "Т", "data": {"properties": {"b": {"title": "Б", "type": "integer", "was": "a"}, "c": {"title": "А", "type": "integer", "was": "a"}}}, "access": {"a": {"who": "role('a')"}}}`,
			[]string{"was_taken data.properties.c"}},
		{"a column that was another one", `{"title": "Т", "data": {"properties": {"r": {"title": "Р", "type": "array", "items": {"properties": {"a": {"title": "А", "type": "integer"}, "b": {"title": "Б", "type": "integer", "was": "a"}}}}}}, "access": {"a": {"who": "role('a')"}}}`,
			[]string{"was_taken data.properties.r.items.properties.b"}},
		{"a column of files", `{"title": "Т", "data": {"properties": {"r": {"title": "Р", "type": "array", "items": {"properties": {"a": {"title": "А", "x-file": {}}}}}}}, "access": {"a": {"who": "role('a')"}}}`,
			[]string{"row_kind data.properties.r.items.properties.a"}},
		{"a field that was one of the engine's", field(`"type": "string", "was": "author"`), []string{"was_taken data.properties.f"}},
		{"fields that exchange their names", `{"title": "Т", "data": {"properties": {"b": {"title": "Б", "type": "integer", "was": "a"}, "a": {"title": "А", "type": "integer", "was": "b"}}}, "access": {"a": {"who": "role('a')"}}}`, nil},
		{"a state that was another one which is still there", flowOf(`{"s": "С", "e": {"title": "К", "was": "s"}}`, `{"go": {"title": "Г", "from": "s", "to": "e", "who": "of"}}`),
			[]string{"was_taken lifecycle.states.e"}},
		{"a choice that was another one which is still there", field(`"enum": ["x", "y"], "x-was": {"y": "x"}`), []string{"was_taken data.properties.f"}},
		{"rights with exceptions", with(`"deny": {"d": {"who": "except(role('a'), author)", "fields": ["n"]}}`), []string{"access_exceptions deny.d.who"}},
		{"an unsortable sort", `{"title": "Т", "data": {"properties": {"f": {"title": "Ф", "x-ref": "user", "x-many": true}}}, "access": {"a": {"who": "role('a')"}}, "views": {"v": {"title": "В", "sort": "f"}}}`,
			[]string{"unsortable views.v.sort"}},
		{"a sort by what is only named elsewhere", `{"title": "Т", "data": {"properties": {"f": {"title": "Ф", "x-ref": "user"}}}, "access": {"a": {"who": "role('a')"}}, "views": {"v": {"title": "В", "sort": "f"}}}`,
			[]string{"unsortable views.v.sort"}},
		{"columns of a board that cannot be told in advance", `{"title": "Т", "data": {"properties": {"f": {"title": "Ф", "x-ref": "user"}, "h": {"title": "Х", "enum": ["a", "b"]}}}, "access": {"a": {"who": "role('a')"}},
			"views": {"v": {"title": "В", "group": "f"}, "w": {"title": "В", "group": "h"}}}`,
			[]string{"ungroupable views.v.group"}},
		{"nobody sees it", `{"title": "Т", "data": {"properties": {"n": {"title": "Н", "type": "integer"}}}}`, []string{"no_access? "}},
		{"titles are wanted", `{"data": {"properties": {"n": {"type": "integer"}}}, "access": {"a": {"who": "role('a')"}}}`, []string{"missing_title ", "missing_title data.properties.n"}},
		{"bounds that cross", field(`"type": "integer", "minimum": 5, "maximum": 4`), []string{"bounds_cross data.properties.f"}},
		{"a bound of what has no order", field(`"type": "string", "minimum": 5`), []string{"bound_kind data.properties.f.minimum"}},
		{"a default outside the bounds", field(`"type": "integer", "maximum": 4, "default": 5`), []string{"too_great data.properties.f.default"}},
		{"many of what is no reference", field(`"x-money": "KZT", "x-many": true`), []string{"many_kind data.properties.f"}},
		{"a kind that is two", field(`"x-money": "KZT", "x-ref": "user"`), []string{"kind_unclear data.properties.f"}},
		{"a default of a formula", field(`"type": "integer", "x-computed": "n + 1", "default": 5`), []string{"default_of_formula data.properties.f"}},
		{"a check that misses its neighbour", field(`"type": "string", "x-check": "tax_id"`), []string{"check_beside data.properties.f.x-check"}},
		{"a currency field of other things", `{"title": "Т", "data": {"properties": {"m": {"title": "М", "x-money": "c"}, "c": {"title": "В", "enum": ["KZT", "tenge"]}}}, "access": {"a": {"who": "role('a')"}}}`,
			[]string{"not_currency data.properties.c"}},
		{"a field called as a function", `{"title": "Т", "data": {"properties": {"count": {"title": "М", "type": "integer"}}}, "access": {"a": {"who": "role('a')"}}}`,
			[]string{"reserved_field data.properties.count"}},
		{"a key of many parts cannot be each", `{"title": "Т", "data": {"properties": {"t": {"title": "М", "type": "array", "items": {"type": "string"}}, "n": {"title": "Н", "type": "integer"}}}, "access": {"a": {"who": "role('a')"}}, "unique": {"u": {"key": ["t", "n"], "each": true}}}`,
			[]string{"each_list unique.u"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := check(t, tt.typ)
			slices.Sort(tt.want)
			if !slices.Equal(got, tt.want) {
				t.Errorf("found\n  %s\nwant\n  %s", strings.Join(got, "\n  "), strings.Join(tt.want, "\n  "))
			}
		})
	}
}

func TestAnalysisOfPacks(t *testing.T) {
	t.Parallel()
	sound := with(`"display": "{n}"`)
	caseOf := func(expr string) []string {
		return []string{"rules/p/r.expr", expr, "rules/p/r.cases.json", `{"args": {"x": "number"}, "returns": "number", "cases": [{"args": {"x": 2}, "want": 4}]}`}
	}
	user := []string{"schemas/p/types/y.json", `{"title": "Y", "data": {"properties": {"n": {"title": "Н", "type": "integer", "x-computed": "r(2)"}}}, "access": {"a": {"who": "author"}}}`}
	stray := func(path string) string {
		return fmt.Sprintf("text_of_nothing? [%q]", path)
	}
	tests := []struct {
		name string
		more []string
		want []string
	}{
		{"a case that holds", append(caseOf("x * 2"), user...), nil},
		{"a case that does not hold", append(caseOf("x * 3"), user...), []string{"case_failed cases[0]"}},
		{"a rule that nobody calls", caseOf("x * 2"), []string{"dead_rule? "}},
		{"a sort by what has no order", []string{"schemas/p/types/y.json", `{"title": "Y", "data": {"properties": {"g": {"title": "Г", "type": "object", "format": "geo"}}}, "access": {"a": {"who": "author"}}, "views": {"v": {"title": "В", "sort": "g"}}}`},
			[]string{"unsortable views.v.sort"}},
		{"an automatic condition about what many share", []string{
			"schemas/p/types/y.json", `{"title": "Y", "data": {"properties": {"o": {"title": "О", "x-ref": "x"}, "w": {"title": "В", "x-ref": "w"}}}, "access": {"a": {"who": "author"}},
				"lifecycle": {"states": {"s": "С", "e": "К"}, "transitions": {"go": {"from": "s", "to": "e", "auto": "o.n > 1"}, "ok": {"from": "s", "to": "e", "auto": "w.status == 'e' and o == nil"}}}}`,
			"schemas/p/types/w.json", `{"title": "W", "data": {"properties": {"ys": {"title": "Y", "x-inverse": "y.w"}}}, "access": {"a": {"who": "author"}},
				"lifecycle": {"states": {"s": "С", "e": "К"}, "transitions": {"go": {"from": "s", "to": "e", "auto": "len(ys) > 0 and all(ys, .status == 'e')"}}}}`},
			[]string{"fan_out? lifecycle.transitions.go"}},
		{"translations of what is not there", []string{"schemas/p/i18n/en.json", `{
			"pack.title": "P", "pack.roles.a.title": "A", "pack.roles.z.title": "Z",
			"types.x.title": "T", "types.x.plural": "Ts", "types.x.data.properties.n.title": "N", "types.x.data.properties.of.title": "O", "pack.roles.b.title": "B", "types.user.title": "U", "types.user.data.properties.roles.title": "R", "types.user.data.properties.name.title": "N", "types.x.data.properties.n.titel": "N",
			"types.x.data.properties.m.title": "M", "types.y.title": "Y", "types.user.data.properties.name.description": "Name", "nonsense": "?"}`},
			[]string{stray("pack.roles.z.title"), stray("types.x.data.properties.n.titel"), stray("types.x.data.properties.m.title"), stray("types.y.title"), "text_of_nothing? nonsense"}},
		{"a rule that calls itself", caseOf("x > 1 ? r(x - 1) : x"), []string{"rule_recursion ", "rule_wrong "}},
		{"rights through a named rule that makes exceptions", []string{
			"rules/p/who.expr", "except(role('a'), u)", "rules/p/who.cases.json", `{"args": {"u": "user"}, "returns": "people", "cases": []}`,
			"schemas/p/types/y.json", `{"title": "Y", "data": {"properties": {"n": {"title": "Н", "type": "integer"}}}, "access": {"a": {"who": "who(author)"}}}`},
			[]string{"access_exceptions access.a.who"}},
		{"formulas of two types that need each other", []string{
			"schemas/p/types/y.json", `{"title": "Y", "data": {"properties": {"z": {"title": "Z", "x-ref": "z"}, "f": {"title": "Ф", "type": "integer", "x-computed": "z.f + 1"}}}, "access": {"a": {"who": "author"}}}`,
			"schemas/p/types/z.json", `{"title": "Z", "data": {"properties": {"ys": {"title": "Y", "x-inverse": "y.z"}, "f": {"title": "Ф", "type": "integer", "x-computed": "sum(ys, .f)"}}}, "access": {"a": {"who": "author"}}}`},
			[]string{"cyclic_formula data.properties.f"}},
		{"a formula of an abstract type that needs itself in a descendant", []string{
			"schemas/p/types/y.json", `{"abstract": true, "data": {"properties": {"up": {"title": "В", "x-ref": "y"}, "f": {"title": "Ф", "type": "integer", "x-computed": "up.f + 1"}}}}`,
			"schemas/p/types/z.json", `{"title": "Z", "extends": "y", "access": {"a": {"who": "author"}}}`,
			"schemas/p/types/w.json", `{"title": "W", "extends": "y", "access": {"a": {"who": "author"}}}`},
			[]string{"cyclic_formula data.properties.f"}},
		{"a circle by way of a named rule", []string{
			"rules/p/up.expr", "o.f + 1", "rules/p/up.cases.json", `{"args": {"o": "y"}, "returns": "number", "cases": []}`,
			"schemas/p/types/y.json", `{"title": "Y", "data": {"properties": {"z": {"title": "Z", "x-ref": "y"}, "f": {"title": "Ф", "type": "integer", "x-computed": "up(z)"}}}, "access": {"a": {"who": "author"}}}`},
			[]string{"cyclic_formula data.properties.f"}},
		{"a type that was another one which is still there", []string{
			"schemas/p/types/y.json", `{"title": "Y", "was": "x", "data": {"properties": {"n": {"title": "Н", "type": "integer"}}}, "access": {"a": {"who": "author"}}}`},
			[]string{"was_taken "}},
		{"a role that was another one which is still there", []string{
			"schemas/q/pack.json", `{"title": "Q", "requires": ["p"], "roles": {"z": "Z", "y": {"title": "Y", "was": "z"}}}`,
			"schemas/q/types/y.json", `{"title": "Y", "data": {"properties": {"n": {"title": "Н", "type": "integer"}}}, "access": {"a": {"who": ["role('z')", "role('y')"]}}}`},
			[]string{"was_taken roles.y"}},
		{"a role that is named nowhere", []string{"schemas/q/pack.json", `{"title": "Q", "requires": ["p"], "roles": {"zz": "Z"}}`}, []string{"idle_role? roles.zz"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := check(t, sound, tt.more...)
			slices.Sort(tt.want)
			if !slices.Equal(got, tt.want) {
				t.Errorf("found\n  %s\nwant\n  %s", strings.Join(got, "\n  "), strings.Join(tt.want, "\n  "))
			}
		})
	}
}
