package rule

import (
	"fmt"
	"regexp"
	"strings"
	"time"

	"github.com/shopspring/decimal"
)

// Template is a compiled text with expressions in braces.
type Template struct {
	src   string
	parts []part
	reads []Path
}

// part is literal text, or a rule.
type part struct {
	text string
	rule *Rule
}

// CompileText checks a text with {path} and {expression} parts; "{{" and "}}"
// are braces. Issues are placed in the whole text.
func CompileText(src string, env Env) (*Template, []Issue) {
	t := &Template{src: src}
	var issues []Issue
	runes := []rune(src)
	if len(runes) > 5*maxSource {
		return nil, []Issue{{Code: "too_long", Params: map[string]any{"max": 5 * maxSource}, Message: "the text is too long"}}
	}
	for i := 0; i < len(runes); {
		literal, next := literalUntil(runes, i)
		t.add(literal)
		if i = next; i >= len(runes) {
			break
		}
		end := closingBrace(runes, i+1)
		if end < 0 {
			issues = append(issues, Issue{Offset: i, Length: 1, Code: "syntax", Message: "this brace is never closed", Hint: "write {{ for a brace"})
			break
		}
		r, found := compilePart(string(runes[i+1:end]), env.shifted(i+1))
		for _, issue := range found {
			issue.Offset += i + 1
			issues = append(issues, issue)
		}
		if r != nil {
			t.parts = append(t.parts, part{rule: r})
			t.reads = mergePaths(t.reads, r.reads)
		}
		i = end + 1
	}
	if len(issues) > 0 {
		return nil, issues
	}
	t.reads = longest(t.reads)
	return t, nil
}

func compilePart(src string, env Env) (*Rule, []Issue) {
	r, issues := Compile(src, Type{}, env)
	if r == nil {
		return nil, issues
	}
	switch r.typ.Kind {
	case KindPeople, KindObject, KindJSON:
		return nil, []Issue{{Length: len([]rune(src)), Code: "wrong_type", Params: map[string]any{"want": typeText.String(), "have": r.typ.String()},
			Message: fmt.Sprintf("%s cannot be shown as text", r.typ)}}
	}
	return r, nil
}

func (t *Template) add(text string) {
	if text != "" {
		t.parts = append(t.parts, part{text: text})
	}
}

// literalUntil reads text up to the next opening brace of an expression.
func literalUntil(runes []rune, i int) (string, int) {
	var b strings.Builder
	for ; i < len(runes); i++ {
		r := runes[i]
		isDouble := i+1 < len(runes) && runes[i+1] == r
		if r == '{' && !isDouble {
			return b.String(), i
		}
		if (r == '{' || r == '}') && isDouble {
			i++
		}
		b.WriteRune(r)
	}
	return b.String(), i
}

// closingBrace finds the end of an expression; braces within texts and lookup
// keys do not count.
func closingBrace(runes []rune, i int) int {
	depth := 0
	var quote rune
	for ; i < len(runes); i++ {
		switch r := runes[i]; {
		case quote != 0:
			if r == '\\' && quote != '`' {
				i++
			} else if r == quote {
				quote = 0
			}
		case r == '\'' || r == '"' || r == '`':
			quote = r
		case r == '{':
			depth++
		case r == '}' && depth == 0:
			return i
		case r == '}':
			depth--
		}
	}
	return -1
}

// Render fills in the values. format writes one of them for a reader; without
// it they are written plainly. Null is nothing.
func (t *Template) Render(s *Scope, format func(value any, typ Type) string) (string, error) {
	if format == nil {
		format = plain
	}
	if err := s.Meter.enter(); err != nil { // what format says of records may be texts again
		return "", err
	}
	defer s.Meter.leave()
	var b strings.Builder
	for _, p := range t.parts {
		if p.rule == nil {
			b.WriteString(p.text)
			continue
		}
		v, err := p.rule.Eval(s)
		if err != nil {
			return "", err
		}
		if v != nil {
			b.WriteString(format(v, p.rule.typ))
		}
	}
	return b.String(), nil
}

// Source is the text as it was written.
func (t *Template) Source() string { return t.src }

// Reads lists the longest paths that the text shows.
func (t *Template) Reads() []Path { return append([]Path(nil), t.reads...) }

// plain writes a value without knowing a language.
func plain(v any, _ Type) string {
	switch x := v.(type) {
	case decimal.Decimal:
		return x.String()
	case time.Time:
		return x.UTC().Format(time.RFC3339)
	case Attachment:
		return x.Name
	case []any:
		parts := make([]string, len(x))
		for i, item := range x {
			parts[i] = plain(item, Type{})
		}
		return strings.Join(parts, ", ")
	case nil:
		return ""
	}
	if ref, ok := referenceOf(v); ok {
		return ref.Id
	}
	return fmt.Sprint(v)
}

// Pattern matches what the text may become, whatever its expressions yield; nil
// for one that says nothing by itself.
func (t *Template) Pattern() *regexp.Regexp {
	var b strings.Builder
	said := false
	for _, p := range t.parts {
		if p.rule != nil {
			b.WriteString(".*")
			continue
		}
		said = said || strings.TrimSpace(p.text) != ""
		b.WriteString(regexp.QuoteMeta(p.text))
	}
	if !said {
		return nil
	}
	return regexp.MustCompile("(?s)^" + b.String() + "$") // quoted: it compiles
}
