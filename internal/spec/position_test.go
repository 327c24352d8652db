package spec_test

import (
	"bytes"
	"strings"
	"testing"

	"kontora/internal/spec"
)

// textAt describes where a position lies by what stands there in the source.
func textAt(source string, at spec.Pos) string {
	lines := strings.Split(source, "\n")
	if at.Line < 1 || at.Line > len(lines) {
		return ""
	}
	runes := []rune(lines[at.Line-1])
	if at.Col < 1 || at.Col > len(runes) {
		return ""
	}
	return string(runes[at.Col-1:])
}

const placed = `{
	"title": "Оплата счёта",
	"data": {"properties": {
		"сумма": {}, "sum": {"title": "Сумма, «₸»", "x-money": "KZT", "x-computed": "имя == \"да\" ? wrong : 0"}
	}},
	"lifecycle": {
		"states": {"new": "Новая"},
		"transitions": {"go": {"from": "new", "to": "new", "who": ["author", "role('фин')"],
			"then": [{"set": {"sum": "=\u0061mount + 1", "x": "\u003d2 * y", "n": null}, "append": {"lines": {"item": "=it.item", "qty": 1}}}]}}
	}
}`

func loadPlaced(t *testing.T) (*spec.Bundle, *spec.TypeFile) {
	t.Helper()
	bundle, _ := spec.LoadFiles(map[string][]byte{
		"schemas/desk/pack.json":       []byte(`{"title": "Стол"}`),
		"schemas/desk/types/bill.json": []byte(placed),
	})
	bill, _ := bundle.Pack("desk").Types.Get("bill")
	return bundle, bill
}

func TestPlacesBehindCyrillicText(t *testing.T) {
	t.Parallel()
	_, bill := loadPlaced(t)
	sum, _ := bill.Data.Properties.Get("sum")
	transition, _ := bill.Lifecycle.Transitions.Get("go")
	effect := transition.Then[0]
	value := func(key string) spec.Value { v, _ := effect.Set.Get(key); return v }
	lines, _ := effect.Append.Get("lines")
	row, isRow := lines.Row()
	if !isRow {
		t.Fatal("a row is not read as one")
	}
	item, _ := row.Get("item")
	for name, c := range map[string]struct {
		at   spec.Pos
		want string
	}{
		"an object":                    {sum.Pos, `{"title": "Сумма`},
		"a key":                        {bill.Data.Properties.At("sum"), `"sum": {"title"`},
		"an expression":                {sum.Computed.Pos, `имя == \"да\"`},
		"behind escaped quotes":        {sum.Computed.At(14), `wrong : 0"`},
		"the end of an expression":     {sum.Computed.At(1000), `"}`},
		"a name":                       {transition.To.Pos, `new", "who"`},
		"the second of some people":    {transition.Who[1].Pos, `role('фин')"`},
		"inside an expression":         {transition.Who[1].At(6), `фин')"`},
		"a value's expression":         {value("sum").Expr.Pos, `\u0061mount + 1`},
		"behind a letter written \\u":  {value("sum").Expr.At(1), `mount + 1`},
		"behind a sign written \\u":    {value("x").Expr.Pos, `2 * y`},
		"an expression inside a row":   {item.Expr.Pos, `it.item"`},
		"a part of a literal":          {lines.Literal.At("qty"), `1}}}]`},
		"an unknown part of a literal": {lines.Literal.At("price[0]"), `{"item"`},
		"a null":                       {value("n").Literal.Pos, `null}`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := textAt(placed, c.at); !strings.HasPrefix(got, c.want) {
				t.Errorf("%d:%d is %q, want %q", c.at.Line, c.at.Col, got, c.want)
			}
		})
	}
	if src := value("x").Expr.Src; src != "2 * y" {
		t.Errorf("expression %q", src)
	}
}

func TestPlacesOfManyLines(t *testing.T) {
	t.Parallel()
	source := "request == nil\r\n  ? 'пусто'\n  : wrong\n"
	bundle, diags := spec.LoadFiles(map[string][]byte{
		"schemas/desk/pack.json":     []byte(`{"title": "Стол"}`),
		"rules/desk/rest.expr":       []byte(source),
		"rules/desk/rest.cases.json": []byte(`{"returns": "text", "cases": []}`),
	})
	if len(diags) > 0 {
		t.Fatal(printed(t, diags))
	}
	rest, _ := bundle.Pack("desk").Rules.Get("rest")
	offset := len([]rune(source[:strings.Index(source, "wrong")]))
	if at := rest.Source.At(offset); at.Line != 3 || at.Col != 5 {
		t.Errorf("found at %d:%d, want 3:5", at.Line, at.Col)
	}
	if rest.Source.Pack() != "desk" {
		t.Errorf("pack %q", rest.Source.Pack())
	}
}

func TestLocateFindsEveryPath(t *testing.T) {
	t.Parallel()
	bundle, bill := loadPlaced(t)
	for path, want := range map[string]string{
		"title":                                 `"Оплата счёта"`,
		`data.properties["сумма"]`:              `{}, "sum"`,
		"lifecycle.transitions.go.who[1]":       `"role('фин')"`,
		"lifecycle.transitions.go.then[0].set":  `{"sum"`,
		bill.Data.Pos.Join("properties").Path:   "{",
		"lifecycle.transitions.go.then[1]":      "",
		"lifecycle.transitions.go.then[0].none": "",
	} {
		at, ok := bundle.Locate(bill.File, path)
		if got := textAt(placed, at); ok != (want != "") || !strings.HasPrefix(got, want) {
			t.Errorf("%s: found %v at %q, want %q", path, ok, got, want)
		}
		if ok && at.Path != path {
			t.Errorf("%s: has path %q", path, at.Path)
		}
	}
}

func TestCaretStandsUnderThePlace(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("я", 200) + " wrong " + strings.Repeat("щ", 200)
	for name, c := range map[string]struct {
		d    spec.Diagnostic
		want string
	}{
		"behind tabs and Cyrillic": {
			spec.Diagnostic{File: "a.json", Line: 2, Col: 11, Path: "x.check", Message: "wrong", Hint: "mend it", Length: 3, Source: "\t\"Имя\":\t \"abc\""},
			"a.json:2:11 x.check: wrong — mend it\n    \t\"Имя\":\t \"abc\"\n    \t      \t  ^^^\n",
		},
		"a warning without source": {
			spec.Diagnostic{Severity: spec.SeverityWarning, File: "a.json", Message: "odd"},
			"a.json: warning: odd\n",
		},
		"beyond the end of the line": {
			spec.Diagnostic{File: "a", Line: 1, Col: 9, Message: "m", Length: 4, Source: "ab"},
			"a:1:9: m\n    ab\n      ^\n",
		},
		"in a very long line": {
			spec.Diagnostic{File: "a", Line: 1, Col: 202, Message: "m", Length: 5, Source: long},
			"a:1:202: m\n    " + strings.Repeat("я", 59) + " wrong " + strings.Repeat("щ", 94) + "\n    " + strings.Repeat(" ", 60) + "^^^^^\n",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var b bytes.Buffer
			if err := spec.Print(&b, []spec.Diagnostic{c.d}); err != nil {
				t.Fatal(err)
			}
			if b.String() != c.want {
				t.Errorf("printed\n%s\nwant\n%s", b.String(), c.want)
			}
		})
	}
}
