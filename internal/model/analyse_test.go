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
		if d.Hint != "" {
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
			[]string{"no_final_state "}},
		{"unknown states, fields, groups and roles are told with the nearest name", flowOf(twoStates,
			`{"go": {"title": "Г", "from": "ss", "to": "e", "who": ["of", "role('c')"], "require": ["m"], "on_edit": "@k"}}`),
			[]string{"unknown_field lifecycle.transitions.go.require[0]", "unknown_group lifecycle.transitions.go.on_edit", `unknown_role lifecycle.transitions.go.who[1]`,
				"unknown_state lifecycle.transitions.go.from", "dead_end lifecycle.states.s", "unreachable_state lifecycle.states.e"}},
		{"an expression names an unknown field", flowOf(twoStates, `{"go": {"title": "Г", "from": "s", "to": "e", "who": "off"}}`),
			[]string{`unknown_field lifecycle.transitions.go.who | did you mean "of"?`}},
		{"a word that is no state of the enumeration", flowOf(twoStates, `{"go": {"title": "Г", "from": "s", "to": "e", "who": "of", "guards": [{"check": "status == 'ss'", "message": "м"}]}}`),
			[]string{`unknown_enum lifecycle.transitions.go.guards[0].check | did you mean "s"?`}},
		{"a transition that nobody runs", flowOf(twoStates, `{"go": {"title": "Г", "from": "s", "to": "e"}}`), []string{"nobody_may lifecycle.transitions.go"}},
		{"a button without a word", flowOf(twoStates, `{"go": {"from": "s", "to": "e", "who": "of"}}`), []string{"missing_title lifecycle.transitions.go"}},
		{"the engine's own transitions need no word", flowOf(twoStates, `{"go": {"from": "s", "to": "e", "who": "system"}, "au": {"from": "s", "to": "e", "auto": "n > 1"}}`), nil},
		{"automatic transitions that compete", flowOf(`{"s": "С", "e": "К", "f": "Ф"}`, `{"a": {"from": "s", "to": "e", "auto": "n > 1"}, "b": {"from": "s", "to": "f", "auto": "n > 2"}}`),
			[]string{"automatic_overlap? lifecycle.transitions.b"}},
		{"opposite conditions do not compete and do not go round", flowOf(`{"s": "С", "x": "Х", "e": "К"}`,
			`{"a": {"from": "s", "to": "x", "auto": "n > 1"}, "b": {"from": "x", "to": "s", "auto": "n <= 1"}, "c": {"from": "x", "to": "e", "who": "system"}}`), nil},
		{"automatic transitions that go round", flowOf(`{"s": "С", "x": "Х", "e": "К"}`,
			`{"a": {"from": "s", "to": "x", "auto": "n > 1"}, "b": {"from": "x", "to": "s", "auto": "n > 0"}, "c": {"from": "x", "to": "e", "who": "system"}}`),
			[]string{"automatic_cycle? lifecycle.transitions.a"}},
		{"all of nothing is true", `{"title": "Т", "data": {"properties": {"xs": {"title": "Х", "x-inverse": "x.up"}, "up": {"title": "В", "x-ref": "x"}}}, "access": {"a": {"who": "role('a')"}},
			"lifecycle": {"states": {"s": "С", "e": "К"}, "transitions": {"a": {"from": "s", "to": "e", "auto": "all(xs, .status == 'e')"}}}}`,
			[]string{"all_of_nothing? lifecycle.transitions.a"}},
		{"all of something is not doubted", `{"title": "Т", "data": {"properties": {"xs": {"title": "Х", "x-inverse": "x.up"}, "up": {"title": "В", "x-ref": "x"}}}, "access": {"a": {"who": "role('a')"}},
			"lifecycle": {"states": {"s": "С", "e": "К"}, "transitions": {"a": {"from": "s", "to": "e", "auto": "len(xs) > 0 and all(xs, .status == 'e')"}}}}`, nil},
		{"a required field that nothing ever sets", `{"title": "Т", "data": {"properties": {"r": {"title": "Р", "type": "string", "readOnly": true}}}, "access": {"a": {"who": "role('a')"}},
			"lifecycle": {"states": {"s": "С", "e": "К"}, "transitions": {"go": {"title": "Г", "from": "s", "to": "e", "who": "author", "require": ["r"]}}}}`,
			[]string{"required_never_set lifecycle.transitions.go"}},
		{"a required field that is read-only or a formula", `{"title": "Т", "data": {"properties": {"r": {"title": "Р", "type": "string", "readOnly": true}, "f": {"title": "Ф", "type": "integer", "x-computed": "1"}}, "required": ["r", "f"]}, "access": {"a": {"who": "role('a')"}}}`,
			[]string{"required_read_only data.properties.f", "required_read_only data.required[0]"}},
		{"formulas that need each other", `{"title": "Т", "data": {"properties": {"f": {"title": "Ф", "type": "integer", "x-computed": "g + 1"}, "g": {"title": "Г", "type": "integer", "x-computed": "f + 1"}}}, "access": {"a": {"who": "role('a')"}}}`,
			[]string{"cyclic_formula data.properties.f | read fields that are no formulas, or let a transition set the value"}},
		{"a formula that needs itself in another record", `{"title": "Т", "data": {"properties": {"up": {"title": "В", "x-ref": "x"}, "f": {"title": "Ф", "type": "integer", "x-computed": "up.f + 1"}}}, "access": {"a": {"who": "role('a')"}}}`,
			[]string{"cyclic_formula data.properties.f | read fields that are no formulas, or let a transition set the value"}},
		{"a formula that needs itself by way of those who point here", `{"title": "Т", "data": {"properties": {"up": {"title": "В", "x-ref": "x"}, "down": {"title": "Н", "x-inverse": "x.up"}, "f": {"title": "Ф", "type": "integer", "x-computed": "sum(down, .f) + 1"}}}, "access": {"a": {"who": "role('a')"}}}`,
			[]string{"cyclic_formula data.properties.f | read fields that are no formulas, or let a transition set the value"}},
		{"a kept formula that needs itself in another record", `{"title": "Т", "data": {"properties": {"up": {"title": "В", "x-ref": "x"}, "f": {"title": "Ф", "type": "integer", "x-computed": "up.f + 1", "x-while": ["s"]}}}, "access": {"a": {"who": "role('a')"}},
			"lifecycle": {"states": {"s": "С", "e": "К"}, "transitions": {"go": {"title": "Г", "from": "s", "to": "e", "who": "author"}}}}`,
			[]string{"cyclic_formula data.properties.f | read fields that are no formulas, or let a transition set the value"}},
		{"rows and their record that need each other", `{"title": "Т", "data": {"properties": {"t": {"title": "Т", "type": "integer", "x-computed": "sum(ls, .f)"}, "ls": {"title": "С", "type": "array", "items": {"properties": {"f": {"title": "Ф", "type": "integer", "x-computed": "parent.t + 1"}}}}}}, "access": {"a": {"who": "role('a')"}}}`,
			[]string{"cyclic_formula data.properties.t | read fields that are no formulas, or let a transition set the value"}},
		{"a catalog whose formula searches the catalog", `{"title": "Т", "data": {"properties": {"k": {"title": "К", "type": "string"}, "f": {"title": "Ф", "type": "integer", "x-computed": "lookup('x', {k: k}).f"}}}, "lookup": {"keys": ["k"]}, "access": {"a": {"who": "role('a')"}}}`,
			[]string{"cyclic_formula data.properties.f | read fields that are no formulas, or let a transition set the value"}},
		{"what a formula found before is no circle", `{"title": "Т", "data": {"properties": {"f": {"title": "Ф", "type": "integer", "x-computed": "old.f + 1"}}}, "access": {"a": {"who": "role('a')"}}}`, nil},
		{"formulas of each other that do not meet", `{"title": "Т", "data": {"properties": {"up": {"title": "В", "x-ref": "x"}, "n": {"title": "Н", "type": "integer"}, "g": {"title": "Г", "type": "integer", "x-computed": "n + 1"}, "f": {"title": "Ф", "type": "integer", "x-computed": "up.g + 1"}}}, "access": {"a": {"who": "role('a')"}}}`, nil},
		{"a field that was another one which is still there", `{"title": "Т", "data": {"properties": {"b": {"title": "Б", "type": "integer", "was": "a"}, "a": {"title": "А", "type": "integer"}}}, "access": {"a": {"who": "role('a')"}}}`,
			[]string{"was_taken data.properties.b | take the old one away, or leave \"was\" out"}},
		{"two fields that were one", `{"title": "Т", "data": {"properties": {"b": {"title": "Б", "type": "integer", "was": "a"}, "c": {"title": "А", "type": "integer", "was": "a"}}}, "access": {"a": {"who": "role('a')"}}}`,
			[]string{"was_taken data.properties.c | only one of them keeps what is stored"}},
		{"a column that was another one", `{"title": "Т", "data": {"properties": {"r": {"title": "Р", "type": "array", "items": {"properties": {"a": {"title": "А", "type": "integer"}, "b": {"title": "Б", "type": "integer", "was": "a"}}}}}}, "access": {"a": {"who": "role('a')"}}}`,
			[]string{"was_taken data.properties.r.items.properties.b | take the old one away, or leave \"was\" out"}},
		{"a field that was one of the engine's", field(`"type": "string", "was": "author"`), []string{"was_taken data.properties.f | take the old one away, or leave \"was\" out"}},
		{"fields that exchange their names", `{"title": "Т", "data": {"properties": {"b": {"title": "Б", "type": "integer", "was": "a"}, "a": {"title": "А", "type": "integer", "was": "b"}}}, "access": {"a": {"who": "role('a')"}}}`, nil},
		{"a state that was another one which is still there", flowOf(`{"s": "С", "e": {"title": "К", "was": "s"}}`, `{"go": {"title": "Г", "from": "s", "to": "e", "who": "of"}}`),
			[]string{"was_taken lifecycle.states.e | take the old one away, or leave \"was\" out"}},
		{"a choice that was another one which is still there", field(`"enum": ["x", "y"], "x-was": {"y": "x"}`), []string{"was_taken data.properties.f | take the old one away, or leave \"was\" out"}},
		{"rights with exceptions", with(`"deny": {"d": {"who": "except(role('a'), author)", "fields": ["n"]}}`), []string{"access_exceptions deny.d.who"}},
		{"an unsortable sort", `{"title": "Т", "data": {"properties": {"f": {"title": "Ф", "x-ref": "user", "x-many": true}}}, "access": {"a": {"who": "role('a')"}}, "views": {"v": {"title": "В", "sort": "f"}}}`,
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
	tests := []struct {
		name string
		more []string
		want []string
	}{
		{"a case that holds", caseOf("x * 2"), nil},
		{"a case that does not hold", caseOf("x * 3"), []string{"case_failed cases[0]"}},
		{"a rule that calls itself", caseOf("x > 1 ? r(x - 1) : x"), []string{"rule_recursion ", "unknown_function "}},
		{"rights through a named rule that makes exceptions", []string{
			"rules/p/who.expr", "except(role('a'), u)", "rules/p/who.cases.json", `{"args": {"u": "user"}, "returns": "people", "cases": []}`,
			"schemas/p/types/y.json", `{"title": "Y", "data": {"properties": {"n": {"title": "Н", "type": "integer"}}}, "access": {"a": {"who": "who(author)"}}}`},
			[]string{"access_exceptions access.a.who"}},
		{"formulas of two types that need each other", []string{
			"schemas/p/types/y.json", `{"title": "Y", "data": {"properties": {"z": {"title": "Z", "x-ref": "z"}, "f": {"title": "Ф", "type": "integer", "x-computed": "z.f + 1"}}}, "access": {"a": {"who": "author"}}}`,
			"schemas/p/types/z.json", `{"title": "Z", "data": {"properties": {"ys": {"title": "Y", "x-inverse": "y.z"}, "f": {"title": "Ф", "type": "integer", "x-computed": "sum(ys, .f)"}}}, "access": {"a": {"who": "author"}}}`},
			[]string{"cyclic_formula data.properties.f | read fields that are no formulas, or let a transition set the value"}},
		{"a formula of an abstract type that needs itself in a descendant", []string{
			"schemas/p/types/y.json", `{"abstract": true, "data": {"properties": {"up": {"title": "В", "x-ref": "y"}, "f": {"title": "Ф", "type": "integer", "x-computed": "up.f + 1"}}}}`,
			"schemas/p/types/z.json", `{"title": "Z", "extends": "y", "access": {"a": {"who": "author"}}}`,
			"schemas/p/types/w.json", `{"title": "W", "extends": "y", "access": {"a": {"who": "author"}}}`},
			[]string{"cyclic_formula data.properties.f | read fields that are no formulas, or let a transition set the value"}},
		{"a circle by way of a named rule", []string{
			"rules/p/up.expr", "o.f + 1", "rules/p/up.cases.json", `{"args": {"o": "y"}, "returns": "number", "cases": []}`,
			"schemas/p/types/y.json", `{"title": "Y", "data": {"properties": {"z": {"title": "Z", "x-ref": "y"}, "f": {"title": "Ф", "type": "integer", "x-computed": "up(z)"}}}, "access": {"a": {"who": "author"}}}`},
			[]string{"cyclic_formula data.properties.f | read fields that are no formulas, or let a transition set the value"}},
		{"a type that was another one which is still there", []string{
			"schemas/p/types/y.json", `{"title": "Y", "was": "x", "data": {"properties": {"n": {"title": "Н", "type": "integer"}}}, "access": {"a": {"who": "author"}}}`},
			[]string{"was_taken  | take the old one away, or leave \"was\" out"}},
		{"a role that was another one which is still there", []string{
			"schemas/q/pack.json", `{"title": "Q", "requires": ["p"], "roles": {"z": "Z", "y": {"title": "Y", "was": "z"}}}`,
			"schemas/q/types/y.json", `{"title": "Y", "data": {"properties": {"n": {"title": "Н", "type": "integer"}}}, "access": {"a": {"who": ["role('z')", "role('y')"]}}}`},
			[]string{"was_taken roles.y | take the old one away, or leave \"was\" out"}},
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
