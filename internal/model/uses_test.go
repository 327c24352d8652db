package model_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"kontora/internal/fault"
	"kontora/internal/model"
	"kontora/internal/spec"

	"github.com/google/go-cmp/cmp"
)

// named is a small pack in which everything is named in every way there is.
var named = map[string]string{
	"schemas/p/pack.json":     `{"title": "П", "roles": {"a": "А"}, "menu": {"m": {"title": "М", "items": ["x"]}}}`,
	"schemas/p/settings.json": `{"settings": {"most": {"title": "М", "type": "integer", "default": 5}}}`,
	"schemas/p/numbers.json":  `{"numbers": {"n": {"title": "Н", "format": "{kind}-{seq}"}}}`,
	"schemas/p/notify.json":   `{"messages": {"told": {"title": "Тема {qty}", "body": "{kind == 'big' ? qty : 0}"}}}`,
	"schemas/p/types/user.json": `{"title": "Ч", "directory": "person", "data": {"properties": {"roles": {"title": "Роли", "type": "array", "items": {"type": "string"}}, "label": {"title": "И", "type": "string"}}},
  "access": {"a": {"who": "role('a')"}}}`,
	"schemas/p/types/base.json": `{"abstract": true, "data": {"properties": {"qty": {"title": "С", "type": "integer"}}}}`,
	"schemas/p/types/x.json": `{"title": "Х", "extends": "base", "display": "{\"big\" == kind ? qty : 1}",
  "data": {"properties": {
    "no": {"title": "№", "x-number": "n"},
    "kind": {"title": "В", "enum": ["big", "small"], "x-labels": {"big": "Б", "small": "М"}, "default": "big"},
    "of": {"title": "О", "x-ref": "user"},
    "ys": {"title": "У", "x-inverse": "y.up"},
    "rows": {"title": "Р", "type": "array", "items": {"properties": {"part": {"title": "Ч", "type": "integer"}}}}}},
  "groups": {"all": ["qty", "kind"]},
  "sections": {"main": {"title": "Г", "fields": ["@all"]}},
  "lifecycle": {"states": {"open": "О", "wait": "Ж", "end": "К"}, "transitions": {
    "go": {"title": "И", "from": "open", "to": "wait", "who": ["role('a')", "of"], "require": ["qty"],
      "guards": [{"check": "qty > settings.most and sum(rows, .part) < 9 and double(record) > 1 and kind in ['big'] and count(ys, .up.kind == 'big') == 0", "message": "Мало: {qty}"}],
      "then": [{"notify": "told", "to": "role('a')"}, {"create": {"type": "y", "set": {"up": "=record"}}}]},
    "end": {"title": "К", "from": ["open", "wait"], "to": "end", "who": "role('a')"}}},
  "access": {"a": {"who": "role('a')", "when": "status != 'wait'"}},
  "edit": {"qty kind": {"open wait": ["of"]}},
  "views": {"v": {"title": "В", "columns": ["kind", "qty"], "where": "it.kind == 'big' and it.status in ['wait']", "sort": "-qty"}}}`,
	"schemas/p/types/y.json":    `{"title": "У", "data": {"properties": {"up": {"title": "В", "x-ref": "x"}, "t": {"title": "Т", "type": "string"}}}, "access": {"a": {"who": "role('a')"}}}`,
	"rules/p/double.expr":       "x.qty * 2\n",
	"rules/p/double.cases.json": `{"args": {"x": "x"}, "returns": "number", "cases": [{"args": {"x": {"qty": 2, "kind": "big"}}, "want": 4}]}`,
	"schemas/p/seed/x.json":     `{"type": "x", "key": "qty", "records": [{"qty": 1, "kind": "small", "rows": [{"part": 1}]}]}`,
	"schemas/p/i18n/en.json":    `{"types.x.data.properties.kind.x-labels.big": "Big", "types.x.data.properties.rows.items.properties.part.title": "P", "types.x.lifecycle.states.wait": "Wait", "types.x.lifecycle.transitions.go.guards[0].message": "Only {qty}", "settings.most.title": "Most", "pack.roles.a.title": "A"}`,
}

func bundleOf(t *testing.T, files map[string]string) *spec.Bundle {
	t.Helper()
	data := map[string][]byte{}
	for path, text := range files {
		data[path] = []byte(text)
	}
	b, found := spec.LoadFiles(data)
	if spec.HasErrors(found) {
		t.Fatal(found)
	}
	return b
}

func TestUses(t *testing.T) {
	t.Parallel()
	b := bundleOf(t, named)
	if m, found := model.Compile(b); m == nil {
		t.Fatal(found)
	}
	g := model.References(b)
	for _, tt := range []struct {
		thing string
		want  []string
	}{
		{"field p/x.qty", []string{
			"double.expr 1 expression ", "double.cases.json 1 value cases[0].args.x.qty",
			`en.json 1 text ["types.x.lifecycle.transitions.go.guards[0].message"]`,
			"notify.json 1 text messages.told.title", "notify.json 1 text messages.told.body", "seed/x.json 1 name key", "seed/x.json 1 value records[0].qty",
			"base.json 1 declaration data.properties.qty",
			"x.json 1 text display", "x.json 8 name groups.all[0]", "x.json 11 name lifecycle.transitions.go.require[0]",
			"x.json 12 expression lifecycle.transitions.go.guards[0].check", "x.json 12 text lifecycle.transitions.go.guards[0].message",
			`x.json 16 name edit["qty kind"]`, "x.json 17 name views.v.columns[1]", "x.json 17 name views.v.sort"}},
		{"choice p/x.kind.big", []string{
			"double.cases.json 1 value cases[0].args.x.kind", `en.json 1 translation ["types.x.data.properties.kind.x-labels.big"]`, "notify.json 1 text messages.told.body",
			"x.json 1 text display", "x.json 4 declaration data.properties.kind.enum[0]", "x.json 4 name data.properties.kind.x-labels.big", "x.json 4 value data.properties.kind.default",
			"x.json 12 expression lifecycle.transitions.go.guards[0].check", "x.json 12 expression lifecycle.transitions.go.guards[0].check",
			"x.json 17 expression views.v.where"}},
		{"state p/x.wait", []string{
			`en.json 1 translation ["types.x.lifecycle.states.wait"]`, "x.json 10 declaration lifecycle.states.wait", "x.json 11 name lifecycle.transitions.go.to",
			"x.json 14 name lifecycle.transitions.end.from[1]", "x.json 15 expression access.a.when", `x.json 16 name edit["qty kind"]["open wait"]`, "x.json 17 expression views.v.where"}},
		{"setting p/most", []string{`en.json 1 translation ["settings.most.title"]`, "settings.json 1 declaration settings.most", "x.json 12 expression lifecycle.transitions.go.guards[0].check"}},
		{"field p/x.rows.part", []string{
			`en.json 1 translation ["types.x.data.properties.rows.items.properties.part.title"]`, "seed/x.json 1 value records[0].rows[0].part",
			"x.json 7 declaration data.properties.rows.items.properties.part", "x.json 12 expression lifecycle.transitions.go.guards[0].check"}},
		{"field p/y.up", []string{"x.json 6 name data.properties.ys.x-inverse", "x.json 12 expression lifecycle.transitions.go.guards[0].check", "x.json 13 name lifecycle.transitions.go.then[1].create.set.up", "y.json 1 declaration data.properties.up"}},
		{"type p/x", []string{"double.cases.json 1 name args.x", `en.json 1 translation ["types.x.data.properties.kind.x-labels.big"]`,
			`en.json 1 translation ["types.x.data.properties.rows.items.properties.part.title"]`, `en.json 1 translation ["types.x.lifecycle.states.wait"]`, `en.json 1 translation ["types.x.lifecycle.transitions.go.guards[0].message"]`,
			"pack.json 1 name menu.m.items[0]", "seed/x.json 1 name type", "x.json 1 declaration ", "y.json 1 name data.properties.up.x-ref"}},
		{"rule p/double", []string{"double.expr 1 declaration ", "x.json 12 expression lifecycle.transitions.go.guards[0].check"}},
		{"group p/x.all", []string{"x.json 8 declaration groups.all", "x.json 9 name sections.main.fields[0]"}},
		{"message p/told", []string{"notify.json 1 declaration messages.told", "x.json 13 name lifecycle.transitions.go.then[0].notify"}},
		{"series p/n", []string{"numbers.json 1 declaration numbers.n", "x.json 3 name data.properties.no.x-number"}},
		{"field p/x.kind", nil},
	} {
		t.Run(tt.thing, func(t *testing.T) {
			what, key, _ := strings.Cut(tt.thing, " ")
			s, ok := g.Symbol(what, key)
			if !ok {
				t.Fatal("not known")
			}
			var got []string
			for _, u := range g.Uses(s, nil) {
				if !u.Sure {
					t.Errorf("%v is doubted", u)
				}
				if text, _ := b.Written().At(spec.Pos{File: u.File, Line: u.Line, Col: u.Col}, u.Length); u.Length > 0 && text != s.Word() {
					t.Errorf("%s:%d:%d is %q", u.File, u.Line, u.Col, text)
				}
				file := strings.TrimPrefix(strings.TrimPrefix(strings.TrimPrefix(strings.TrimPrefix(u.File, "schemas/p/"), "types/"), "rules/p/"), "i18n/")
				got = append(got, fmt.Sprintf("%s %d %s %s", file, u.Line, u.What, u.Path)) // columns are tried above
			}
			slices.Sort(got)
			slices.Sort(tt.want)
			if tt.want != nil {
				if diff := cmp.Diff(tt.want, got); diff != "" {
					t.Errorf("(-want +got):\n%s", diff)
				}
			}
		})
	}
}

// Where a configuration has mistakes, what can be made out is told all the same.
func TestUsesInABrokenConfiguration(t *testing.T) {
	t.Parallel()
	for name, break_ := range map[string][3]string{
		"a mistyped field":        {"schemas/p/types/x.json", "qty > settings.most", "summ > settings.most"},
		"a state that is not":     {"schemas/p/types/x.json", `"to": "end"`, `"to": "edn"`},
		"a type that is not":      {"schemas/p/types/x.json", `"x-ref": "user"`, `"x-ref": "usr"`},
		"an unknown keyword":      {"schemas/p/types/x.json", `"who": "role('a')"}}},`, `"whom": "role('a')"}}},`},
		"a file that is no JSON":  {"schemas/p/types/y.json", `{"title"`, `{"title`},
		"a base that is not":      {"schemas/p/types/x.json", `"extends": "base"`, `"extends": "bsae"`},
		"a rule without its half": {"rules/p/double.cases.json", named["rules/p/double.cases.json"], ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			data := map[string][]byte{}
			for path, text := range named {
				if path == break_[0] {
					text = strings.Replace(text, break_[1], break_[2], 1)
				}
				data[path] = []byte(text)
			}
			b, _ := spec.LoadFiles(data)
			g := model.References(b)
			if g.Whole() {
				t.Error("it is not told that places may be missing")
			}
			uses := g.Uses(model.Symbol{What: "state", Type: "p/x", Key: "wait"}, nil)
			if !slices.ContainsFunc(uses, func(u model.Use) bool { return u.What == model.NamedHere }) {
				t.Errorf("the state is not found: %v", uses)
			}
		})
	}
}

func TestUsesByWord(t *testing.T) {
	t.Parallel()
	g := model.References(bundleOf(t, named))
	more := map[string][]byte{
		"pb_hooks/a.pb.js":            []byte("onTransition(e => {\n  if (e.record.wait) {}\n}, 'p_x')\n"),
		"pb_hooks/other.pb.js":        []byte("wait()\n"),
		"schemas/p/scenarios/a.txtar": []byte("create p/x a\nfield status == wait\n# waiter\n"),
	}
	var got []string
	for _, u := range g.Uses(model.Symbol{What: "state", Type: "p/x", Key: "wait"}, more) {
		if !u.Sure {
			got = append(got, fmt.Sprintf("%s:%d:%d %s", u.File, u.Line, u.Col, u.What))
		}
	}
	if diff := cmp.Diff([]string{"pb_hooks/a.pb.js:2:16 script", "schemas/p/scenarios/a.txtar:2:17 scenario"}, got); diff != "" {
		t.Error(diff)
	}
}

func TestRename(t *testing.T) {
	t.Parallel()
	b := bundleOf(t, named)
	for _, tt := range []struct {
		thing, to string
		want      []string // texts that the files hold afterwards
		not       []string
	}{
		{"field p/x.qty", "amount_of", []string{`"amount_of": {"was": "qty", "title": "С"`, "x.amount_of * 2", `"Only {amount_of}"`, "Тема {amount_of}", `"edit": {"amount_of kind"`, `"sort": "-amount_of"`, "sum(rows, .part)", `== kind ? amount_of : 1`}, nil},
		{"choice p/x.kind.big", "large", []string{`"x-was": {"large": "big"}`, `"enum": ["large", "small"]`, `x-labels.large"`, `it.kind == 'large'`, `"default": "large"`}, []string{"'big'"}},
		{"state p/x.wait", "held", []string{`"held": {"title": "Ж", "was": "wait"}`, `"open held"`, `states.held.title": "Wait"`, "status != 'held'"}, []string{`"wait": `}},
		{"transition p/x.go", "start", []string{`"start": {"was": "go", "title": "И"`, "transitions.start.guards[0].message"}, nil},
		{"role p/a", "clerk", []string{`"roles": {"clerk": {"title": "А", "was": "a"}}`, "role('clerk')", "pack.roles.clerk.title"}, []string{"role('a')"}},
		{"type p/x", "order", []string{`"was": "x", "title": "Х"`, `"x-ref": "order"`, `"type": "order"`, "types.order.lifecycle.states.wait", `"items": ["order"]`}, []string{`"types.x.`}},
		{"rule p/double", "twice", []string{"twice(record)"}, []string{"double"}},
		{"field p/x.rows.part", "share", []string{`"share": {"was": "part"`, "sum(rows, .share)", `"rows": [{"share": 1}]`}, nil},
		{"field p/y.up", "above", []string{`"x-inverse": "y.above"`, `"set": {"above": "=record"}`, ".above.kind == 'big'"}, nil},
		{"group p/x.all", "every", []string{`"fields": ["@every"]`}, []string{`"all"`}},
		{"section p/x.main", "top", []string{`"sections": {"top"`}, nil},
		{"message p/told", "said", []string{`"notify": "said"`, `"said": {"title"`}, nil},
	} {
		t.Run(tt.thing, func(t *testing.T) {
			t.Parallel()
			g := model.References(b)
			what, key, _ := strings.Cut(tt.thing, " ")
			s, _ := g.Symbol(what, key)
			r, err := g.Rename(s, tt.to, nil)
			if err != nil {
				t.Fatal(err)
			}
			if len(r.Found) > 0 || len(r.Left) > 0 {
				t.Errorf("%v %v", r.Found, r.Left)
			}
			var all strings.Builder
			for path, text := range r.After(b) {
				all.WriteString(path + "\n" + string(text) + "\n")
			}
			for _, want := range tt.want {
				if !strings.Contains(all.String(), want) {
					t.Errorf("%q is not there:\n%s", want, all.String())
				}
			}
			for _, not := range tt.not {
				if strings.Contains(all.String(), not) {
					t.Errorf("%q is still there", not)
				}
			}
		})
	}
}

// What a thing was called is kept however often it is renamed: what is stored goes
// by the first key of a field, by any of a state.
func TestRenameAgain(t *testing.T) {
	t.Parallel()
	b := bundleOf(t, named)
	for _, tt := range []struct {
		thing string
		to    []string
		want  string
	}{
		{"field p/x.rows", []string{"lines", "parts"}, `"parts": {"was": ["rows", "lines"]`},
		{"field p/x.rows", []string{"lines", "rows"}, `"rows": {"was": ["rows", "lines"]`},
		{"field p/x.rows", []string{"lines", "rows", "lines"}, `"lines": {"was": "rows"`},
		{"state p/x.wait", []string{"held", "kept"}, `"kept": {"title": "Ж", "was": ["wait", "held"]}`},
		{"state p/x.wait", []string{"held", "wait"}, `"wait": {"title": "Ж", "was": "held"}`},
		{"choice p/x.kind.big", []string{"large", "huge"}, `"x-was": {"huge": "large"}`},
		{"choice p/x.kind.big", []string{"large", "big"}, `"x-was": {"big": "large"}`},
	} {
		now := b
		what, key, _ := strings.Cut(tt.thing, " ")
		s, _ := model.References(b).Symbol(what, key)
		for _, to := range tt.to {
			r, err := model.References(now).Rename(s, to, nil)
			if err != nil || len(r.Found) > 0 {
				t.Fatal(err, r)
			}
			files := map[string]string{}
			for path, text := range r.After(now) {
				files[path] = string(text)
			}
			now, s = bundleOf(t, files), s.Called(to)
		}
		if text := string(now.Files["schemas/p/types/x.json"]); !strings.Contains(text, tt.want) {
			t.Errorf("%s → %v: no %s in\n%s", tt.thing, tt.to, tt.want, text)
		}
	}
}

func TestRenameRefuses(t *testing.T) {
	t.Parallel()
	g := model.References(bundleOf(t, named))
	for _, tt := range []struct {
		s    model.Symbol
		to   string
		code string
	}{
		{model.Symbol{What: "field", Type: "p/x", Key: "nothing"}, "a", "thing_unknown"},
		{model.Symbol{What: "field", Type: "p/x", Key: "author"}, "a", "thing_unknown"},
		{model.Symbol{What: "field", Type: "p/x", Key: "qty"}, "kind", "rename_taken"},
		{model.Symbol{What: "field", Type: "p/base", Key: "qty"}, "kind", "rename_taken"},
		{model.Symbol{What: "field", Type: "p/x", Key: "qty"}, "count", "rename_reserved"},
		{model.Symbol{What: "field", Type: "p/x", Key: "qty"}, "Sum", "rename_key"},
		{model.Symbol{What: "state", Type: "p/x", Key: "wait"}, "end", "rename_taken"},
		{model.Symbol{What: "choice", Type: "p/x", Key: "kind.big"}, "small", "rename_taken"},
		{model.Symbol{What: "role", Key: "p/a"}, "a", "rename_taken"},
		{model.Symbol{What: "type", Key: "p/x"}, "y", "rename_taken"},
		{model.Symbol{What: "setting", Key: "p/most"}, "least", "rename_stored"},
		{model.Symbol{What: "series", Key: "p/n"}, "m", "rename_stored"},
	} {
		_, err := g.Rename(tt.s, tt.to, nil)
		if f, ok := fault.As(err); !ok || f.Code != tt.code {
			t.Errorf("%v → %s: %v, want %s", tt.s, tt.to, err, tt.code)
		}
	}
}

// A text that two types share means the field of each: it is left, and that it
// breaks then is told.
func TestRenameOfWhatIsShared(t *testing.T) {
	t.Parallel()
	files := map[string]string{}
	for path, text := range named {
		files[path] = text
	}
	files["schemas/p/types/y.json"] = `{"title": "У", "data": {"properties": {"up": {"title": "В", "x-ref": "x"}, "kind": {"title": "В", "enum": ["big"]}, "qty": {"title": "С", "type": "integer"}}}, "access": {"a": {"who": "role('a')"}},
		"lifecycle": {"states": {"s": "С", "e": "К"}, "transitions": {"go": {"title": "И", "from": "s", "to": "e", "who": "author", "then": [{"notify": "told", "to": "author"}]}}}}`
	g := model.References(bundleOf(t, files))
	r, err := g.Rename(model.Symbol{What: "field", Type: "p/y", Key: "qty"}, "total", nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Left) != 2 || r.Left[0].What != "shared" || len(r.Found) == 0 {
		t.Errorf("%v\n%v", r.Left, r.Found)
	}
}
