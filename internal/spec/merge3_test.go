package spec_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"kontora/internal/spec"

	"pgregory.net/rapid"
)

type failing interface {
	Helper()
	Fatal(...any)
}

func merge(t failing, path, base, ours, theirs string) (string, []spec.Disagreement) {
	t.Helper()
	merged, found := spec.Merge3(path, &base, &ours, &theirs)
	if merged == nil {
		t.Fatal("no file")
	}
	return *merged, found
}

func TestTwoChangesOfOneFileAreWrittenIntoOurText(t *testing.T) {
	t.Parallel()
	base := `{
  "title": "Заявка",
  "states": {"draft": "Черновик", "done": "Готово"},
  "fields": {
    "name":   {"title": "Имя", "type": "string"},
    "amount": {"title": "Сумма", "type": "number"}
  }
}
`
	for name, c := range map[string]struct{ ours, theirs, want string }{
		"fields of both, ours first": {
			strings.Replace(base, `"type": "number"}`, `"type": "number"},
    "mine":   {"title": "Моё"}`, 1),
			strings.Replace(base, `"type": "number"}`, `"type": "number"},
    "theirs": {"title": "Их", "x": [
      1
    ]}`, 1),
			strings.Replace(base, `"type": "number"}`, `"type": "number"},
    "mine":   {"title": "Моё"},
    "theirs": {"title": "Их", "x": [
      1
    ]}`, 1),
		},
		"a state in a line, a title, and a field gone": {
			strings.Replace(strings.Replace(base, `"Имя"`, `"Имя и фамилия"`, 1), "Заявка", "Просьба", 1),
			strings.Replace(strings.Replace(base, `"Черновик", `, `"Черновик", "sent": "Послано", `, 1), `"type": "string"},
    "amount": {"title": "Сумма", "type": "number"}`, `"type": "string"}`, 1),
			`{
  "title": "Просьба",
  "states": {"draft": "Черновик", "sent": "Послано", "done": "Готово"},
  "fields": {
    "name":   {"title": "Имя и фамилия", "type": "string"}
  }
}
`,
		},
		"their order, our words": {
			strings.Replace(base, `"Сумма"`, `"Итого"`, 1),
			strings.Replace(base, `{"draft": "Черновик", "done": "Готово"}`, `{"done": "Готово", "draft": "Черновик"}`, 1),
			strings.Replace(strings.Replace(base, `"Сумма"`, `"Итого"`, 1), `{"draft": "Черновик", "done": "Готово"}`, `{"done": "Готово", "draft": "Черновик"}`, 1),
		},
		"our layout is kept": {
			strings.Replace(base, `{"draft": "Черновик", "done": "Готово"}`, "{\n    \"draft\" : \"Черновик\" ,\n    \"done\":\t\"Готово\"\n  }", 1),
			strings.Replace(base, `"Готово"`, `"Исполнено"`, 1),
			strings.Replace(base, `{"draft": "Черновик", "done": "Готово"}`, "{\n    \"draft\" : \"Черновик\" ,\n    \"done\":\t\"Исполнено\"\n  }", 1),
		},
		"the first of a line goes": {
			strings.Replace(base, `"Сумма"`, `"Итого"`, 1),
			strings.Replace(base, `"draft": "Черновик", `, ``, 1),
			strings.Replace(strings.Replace(base, `"Сумма"`, `"Итого"`, 1), `"draft": "Черновик", `, ``, 1),
		},
	} {
		if got, found := merge(t, "schemas/p/types/a.json", base, c.ours, c.theirs); got != c.want || len(found) > 0 {
			t.Errorf("%s: %v\n%s\nwant\n%s", name, found, got, c.want)
		}
	}
}

func TestWhatCannotBeMergedIsTold(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ path, base, ours, theirs, want, told string }{
		"one value, two ways":      {"a.json", `{"a": 1, "b": 1}`, `{"a": 2, "b": 1}`, `{"a": 3, "b": 4}`, `{"a": 2, "b": 4}`, `a 1 2 3`},
		"taken away and changed":   {"a.json", `{"a": {"b": 1}}`, `{}`, `{"a": {"b": 2}}`, `{}`, `a {"b":1} - {"b":2}`},
		"changed and taken away":   {"a.json", `{"a": {"b": 1}}`, `{"a": {"b": 2}}`, `{}`, `{"a": {"b": 2}}`, `a {"b":1} {"b":2} -`},
		"arrays are wholes":        {"a.json", `{"a b": [1]}`, `{"a b": [1, 2]}`, `{"a b": [3, 1]}`, `{"a b": [1, 2]}`, `["a b"] [1] [1,2] [3,1]`},
		"the same key, invented":   {"a.json", `{}`, `{"a": 1}`, `{"a": 2}`, `{"a": 1}`, `a - 1 2`},
		"two orders":               {"a.json", `{"a":1,"b":1,"c":1}`, `{"b":1,"a":1,"c":1}`, `{"a":1,"c":1,"b":1}`, `{"b":1,"a":1,"c":1}`, ` {"a":1,"b":1,"c":1} {"b":1,"a":1,"c":1} {"a":1,"c":1,"b":1}`},
		"rules are wholes":         {"a.expr", "a", "b", "c", "b", ` "a" "b" "c"`},
		"what is no JSON":          {"a.json", `{"a": 1}`, `{"a": 2,}`, `{"a": 1, "b": 1}`, `{"a": 2,}`, ` "{\"a\": 1}" "{\"a\": 2,}" "{\"a\": 1, \"b\": 1}"`},
		"another kind":             {"a.json", `{"a": {"b": 1}}`, `{"a": "b"}`, `{"a": {"b": 2}}`, `{"a": "b"}`, `a {"b":1} "b" {"b":2}`},
		"rules with other endings": {"a.expr", "a\n", "a\r\n", "c\n", "c\n", ``},
	} {
		got, found := merge(t, c.path, c.base, c.ours, c.theirs)
		var told []string
		for _, d := range found {
			told = append(told, fmt.Sprintf("%s %s %s %s", d.Path, orDash(d.Base), orDash(d.Ours), orDash(d.Theirs)))
		}
		if got != c.want || strings.Join(told, "; ") != c.told {
			t.Errorf("%s: %s, told %q", name, got, told)
		}
	}
}

func orDash(v json.RawMessage) string {
	if v == nil {
		return "-"
	}
	return string(v)
}

func TestFilesComeAndGo(t *testing.T) {
	t.Parallel()
	a, b, spaced, none := `{"a": 1}`, `{"a": 2}`, "{ \"a\": 1 }\n", (*string)(nil)
	for name, c := range map[string]struct {
		base, ours, theirs, want *string
		told                     int
	}{
		"both took it away":               {&a, none, none, none, 0},
		"we took it away":                 {&a, none, &a, none, 0},
		"they took it away":               {&a, &a, none, none, 0},
		"they only laid it out anew":      {&a, none, &spaced, none, 0},
		"we took away what they changed":  {&a, none, &b, none, 1},
		"they took away what we changed":  {&a, &b, none, &b, 1},
		"they made it":                    {none, none, &a, &a, 0},
		"both made the same":              {none, &spaced, &a, &spaced, 0},
		"both made it, each another":      {none, &a, &b, &a, 1},
		"both made the same of something": {&a, &b, &b, &b, 0},
	} {
		got, found := spec.Merge3("a.json", c.base, c.ours, c.theirs)
		if !reflect.DeepEqual(got, c.want) || len(found) != c.told {
			t.Errorf("%s: %v %v", name, got, found)
		}
	}
}

// TestMerges plays changes of random files.
func TestMerges(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		tree := object(t, 3)
		base, ours, theirs := written(t, tree), written(t, changed(t, tree)), written(t, changed(t, tree))
		if got, found := merge(t, "a.json", base, ours, base); got != ours || found != nil {
			t.Fatalf("only we changed: %s, %v", got, found)
		}
		want := theirs
		if compact(base) == compact(theirs) { // they have only laid it out anew
			want = base
		}
		if got, found := merge(t, "a.json", base, base, theirs); got != want || found != nil {
			t.Fatalf("only they changed: %s, %v", got, found)
		}
		got, found := merge(t, "a.json", base, ours, theirs)
		other, mirrored := merge(t, "a.json", base, theirs, ours)
		if !slices.Equal(places(found, false), places(mirrored, true)) {
			t.Fatalf("not symmetric: %v, %v", places(found, false), places(mirrored, true))
		}
		if len(found) == 0 && !reflect.DeepEqual(parsedJSON(t, got), parsedJSON(t, other)) {
			t.Fatalf("depends on who comes first: %s, %s", got, other)
		}
		was, now := parsedJSON(t, base), parsedJSON(t, got)
		for _, side := range []string{ours, theirs} {
			lost(t, was, parsedJSON(t, side), now, nil, places(found, false))
		}
	})
}

func compact(text string) string {
	var b bytes.Buffer
	if err := json.Compact(&b, []byte(text)); err != nil {
		return text
	}
	return b.String()
}

func places(found []spec.Disagreement, mirrored bool) []string {
	var out []string
	for _, d := range found {
		if mirrored {
			d.Ours, d.Theirs = d.Theirs, d.Ours
		}
		out = append(out, fmt.Sprintf("%s: %s, %s, %s", d.Path, d.Base, d.Ours, d.Theirs))
	}
	slices.Sort(out)
	return out
}

// lost fails when a change from was to side is neither in now nor told.
func lost(t *rapid.T, was, side, now any, path, told []string) {
	at := strings.Join(path, ".")
	if reflect.DeepEqual(was, side) || reflect.DeepEqual(side, now) {
		return
	}
	for i := range path {
		if slices.ContainsFunc(told, func(s string) bool { return strings.HasPrefix(s, strings.Join(path[:i+1], ".")+":") }) {
			return
		}
	}
	w, _ := was.(map[string]any)
	s, isObject := side.(map[string]any)
	n, still := now.(map[string]any)
	if !isObject || !still {
		t.Fatalf("%s: %v became %v, and is %v now; told %v", at, was, side, now, told)
	}
	for _, key := range []string{"a", "b", "c", "d", "e"} {
		lost(t, orNone(w, key), orNone(s, key), orNone(n, key), append(slices.Clone(path), key), told)
	}
}

type none struct{}

func orNone(m map[string]any, key string) any {
	if v, ok := m[key]; ok {
		return v
	}
	return none{}
}

// pairs is an object in order.
type pairs []pair

type pair struct {
	key   string
	value any // int, []any, pairs
}

func object(t *rapid.T, deep int) pairs {
	var out pairs
	for _, key := range rapid.Permutation([]string{"a", "b", "c", "d", "e"}).Draw(t, "keys")[:rapid.IntRange(0, 4).Draw(t, "size")] {
		out = append(out, pair{key, anyValue(t, deep-1)})
	}
	return out
}

func anyValue(t *rapid.T, deep int) any {
	switch kind := rapid.IntRange(0, 4).Draw(t, "kind"); {
	case kind >= 2 && deep > 0:
		return object(t, deep)
	case kind == 1:
		return []any{rapid.IntRange(0, 2).Draw(t, "item"), 1}
	}
	return rapid.IntRange(0, 3).Draw(t, "value")
}

// changed is an object after a few changes.
func changed(t *rapid.T, in pairs) pairs {
	out := slices.Clone(in)
	for i := range out {
		if below, ok := out[i].value.(pairs); ok && rapid.Bool().Draw(t, "below") {
			out[i].value = changed(t, below)
		}
	}
	for range rapid.IntRange(0, 2).Draw(t, "changes") {
		i := 0
		if len(out) > 0 {
			i = rapid.IntRange(0, len(out)-1).Draw(t, "which")
		}
		switch what := rapid.IntRange(0, 3).Draw(t, "what"); {
		case what == 0 && len(out) > 0:
			out = slices.Delete(slices.Clone(out), i, i+1)
		case what == 1 && len(out) > 0:
			out[i].value = anyValue(t, 2)
		case what == 2:
			key := rapid.SampledFrom([]string{"a", "b", "c", "d", "e"}).Draw(t, "new")
			if !slices.ContainsFunc(out, func(p pair) bool { return p.key == key }) {
				out = slices.Insert(out, i, pair{key, anyValue(t, 2)})
			}
		case what == 3 && len(out) > 1:
			out[0], out[i] = out[i], out[0]
		}
	}
	return out
}

// written lays a value out in some way.
func written(t *rapid.T, v any) string {
	spaces := rapid.SampledFrom([][3]string{{"", "", ""}, {"", " ", " "}, {"\n  ", "\n  ", "\n"}, {" ", "\n", " "}})
	switch x := v.(type) {
	case pairs:
		s := spaces.Draw(t, "spaces")
		var b strings.Builder
		for i, p := range x {
			lead := s[0]
			if i > 0 {
				b.WriteString(",")
				lead = s[1]
			}
			b.WriteString(lead + `"` + p.key + `": ` + written(t, p.value))
		}
		return "{" + b.String() + s[2] + "}"
	case []any:
		return fmt.Sprintf("[%v, %v]", x...)
	}
	return fmt.Sprint(v)
}

func parsedJSON(t *rapid.T, text string) any {
	var v any
	if err := json.Unmarshal([]byte(text), &v); err != nil {
		t.Fatalf("%v: %s", err, text)
	}
	return v
}

// What a shipped file says is kept byte for byte beside a change.
func TestShippedFilesKeepTheirLayout(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile("../../schemas/base/pack.json")
	if err != nil {
		t.Fatal(err)
	}
	base := string(data)
	ours := strings.Replace(base, `"Делопроизводитель"`, `"Секретарь"`, 1)
	theirs := strings.Replace(base, `"version": "1.0.0"`, `"version": "1.1.0"`, 1)
	want := strings.Replace(ours, `"version": "1.0.0"`, `"version": "1.1.0"`, 1)
	if got, found := merge(t, "schemas/base/pack.json", base, ours, theirs); got != want || found != nil || want == ours || ours == base {
		t.Errorf("%v\n%s", found, got)
	}
}
