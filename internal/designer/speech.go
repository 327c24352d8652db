package designer

import (
	"embed"
	"encoding/json"
	"fmt"
	"strings"

	"kontora/internal/model"
	"kontora/internal/rule"

	"github.com/shopspring/decimal"
)

//go:embed words_ru.json words_en.json
var wordFiles embed.FS

// phrases are the words of this package by language and code.
var phrases = func() map[string]map[string]string {
	all := map[string]map[string]string{}
	for _, lang := range []string{"ru", "en"} {
		data, err := wordFiles.ReadFile("words_" + lang + ".json")
		if err == nil {
			var words map[string]string
			err = json.Unmarshal(data, &words)
			all[lang] = words
		}
		if err != nil {
			panic(fmt.Errorf("words of package designer: %w", err))
		}
	}
	return all
}()

// Speech tells differences and what they mean in the words of one reader.
type Speech struct {
	Lang   string                    // ru or en
	Titled func(title string) string // a title of the configuration in that language; nil leaves it
}

type params map[string]string

// has reports whether there is a phrase of a code.
func (s Speech) has(code string) bool {
	_, ok := s.words()[code]
	return ok
}

func (s Speech) words() map[string]string {
	if words, ok := phrases[s.Lang]; ok {
		return words
	}
	return phrases["en"]
}

// say fills a phrase in. What is counted chooses the form of the word for it:
// {{count|заявка|заявки|заявок}}.
func (s Speech) say(code string, p params) string {
	text, ok := s.words()[code]
	if !ok {
		return code
	}
	var out strings.Builder
	for {
		before, rest, open := strings.Cut(text, "{{")
		out.WriteString(before)
		if !open {
			return out.String()
		}
		slot, after, _ := strings.Cut(rest, "}}")
		name, forms, counted := strings.Cut(slot, "|")
		if counted {
			out.WriteString(s.form(p[name], strings.Split(forms, "|")))
		} else {
			out.WriteString(p[name])
		}
		text = after
	}
}

// form chooses the form of a word for a number: of three in Russian, of two in
// English.
func (s Speech) form(number string, forms []string) string {
	n, err := decimal.NewFromString(strings.ReplaceAll(number, "\u00a0", ""))
	if err != nil {
		return forms[len(forms)-1]
	}
	k := n.Abs().IntPart()
	i := 1
	switch {
	case len(forms) < 3:
		if k == 1 {
			i = 0
		}
	case k%10 == 1 && k%100 != 11:
		i = 0
	case k%10 < 2 || k%10 > 4 || k%100 >= 12 && k%100 <= 14:
		i = 2
	}
	return forms[min(i, len(forms)-1)]
}

func (s Speech) titled(title string) string {
	if s.Titled == nil {
		return title
	}
	return s.Titled(title)
}

func (s Speech) number(n int64) string { return grouped(fmt.Sprint(n)) }

// grouped writes a whole part with spaces between thousands.
func grouped(digits string) string {
	whole, rest, dotted := strings.Cut(digits, ".")
	sign := ""
	if cut, negative := strings.CutPrefix(whole, "-"); negative {
		sign, whole = "-", cut
	}
	var out strings.Builder
	for i, r := range whole {
		if i > 0 && (len(whole)-i)%3 == 0 && len(whole) > 4 {
			out.WriteRune('\u00a0')
		}
		out.WriteRune(r)
	}
	if dotted {
		return sign + out.String() + "." + rest
	}
	return sign + out.String()
}

// place is the configuration, and the type, in which names are meant.
type place struct {
	m *model.Model
	t *model.Type
	f *model.Field // whose values literals are
}

// value says one side of a change.
func (s Speech) value(at place, v model.Value) string {
	var out []string
	switch v.Kind {
	case "require":
		return s.demand(at, v)
	case "guard":
		if len(v.Items) > 1 && v.Items[1] != "" {
			return v.Items[1]
		}
	case "effect":
		return s.effect(at, v)
	case "holds":
		return s.holding(at, v)
	case "template":
		return strings.Join(v.Items, "")
	}
	for _, item := range v.Items {
		out = append(out, s.item(at, v.Kind, item))
	}
	return strings.Join(out, ", ")
}

func (s Speech) item(at place, kind, item string) string {
	switch kind {
	case "expr", "people", "guard":
		return s.expression(at, item)
	case "need":
		if src, conditional := strings.CutPrefix(item, "when "); conditional {
			return s.say("need.when", params{"when": s.expression(at, src)})
		}
		return s.say("need."+item, nil)
	case "flag":
		return s.say("flag."+item, nil)
	case "number":
		return grouped(item)
	case "literal":
		return s.literal(at, item)
	case "text":
		return item
	case "word":
		if s.has("word." + item) {
			return s.say("word."+item, nil)
		}
		return item
	}
	return s.name(at, kind, item)
}

// name gives the title of what a name means; the name itself if nothing has one.
func (s Speech) name(at place, kind, key string) string {
	if s.has("name." + key) { // @open, @new …
		return s.say("name."+key, nil)
	}
	if kind == "type" || kind == "type.field" {
		if t := typeCalled(at, key); t != nil {
			return s.titled(t.Title)
		}
		return key
	}
	if r := at.m.Roles[key]; r != nil {
		return s.titled(r.Title)
	}
	if kind == "choice" {
		return strings.Trim(s.choice(at.f, key), "«»")
	}
	if at.t == nil {
		return key
	}
	bare := strings.TrimLeft(key, "-!@")
	switch lifecycle := at.t.Lifecycle; {
	case kind == "state" && lifecycle != nil:
		if st := lifecycle.State(key); st != nil {
			return s.titled(st.Title)
		}
	case kind == "transition" && lifecycle != nil:
		if tr := lifecycle.Transition(key); tr != nil {
			return s.titled(tr.Title)
		}
	case kind == "field":
		if f := at.t.Field(bare); f != nil {
			return strings.TrimSuffix(key, bare) + s.titled(f.Title)
		}
	}
	return key
}

func typeCalled(at place, key string) *model.Type {
	if t := at.m.TypeByKey(key); t != nil {
		return t
	}
	if at.t != nil {
		if t := at.m.TypeByKey(at.t.Pack + "/" + key); t != nil {
			return t
		}
	}
	for _, t := range at.m.Types { // a pack's own file names it in short
		if t.Name == key {
			return t
		}
	}
	return nil
}

func (s Speech) demand(at place, v model.Value) string {
	title := s.name(at, "field", v.Items[0])
	if len(v.Items) > 1 && v.Items[1] != "" {
		return s.say("require.when", params{"field": title, "when": s.expression(at, v.Items[1])})
	}
	return s.say("require", params{"field": title})
}

func (s Speech) effect(at place, v model.Value) string {
	verb, about := v.Items[0], v.Items[1:]
	var titles []string
	for _, key := range about {
		switch verb {
		case "create":
			titles = append(titles, s.name(at, "type", key))
		case "set", "append":
			titles = append(titles, s.name(at, "field", key))
		case "notify":
			titles = append(titles, s.expression(at, key))
		default:
			titles = append(titles, key)
		}
	}
	return s.say("effect."+verb, params{"about": strings.Join(titles, ", ")})
}

func (s Speech) holding(at place, v model.Value) string {
	kind, several := v.Items[0], ""
	if bare, many := strings.CutPrefix(kind, "several "); many {
		kind, several = bare, s.say("kind.several", nil)+" "
	}
	text := several + s.say("kind."+kind, nil)
	if len(v.Items) > 1 {
		text += " «" + s.name(at, "type", v.Items[1]) + "»"
	}
	return text
}

// literal writes a JSON value as people do.
func (s Speech) literal(at place, text string) string {
	var v any
	dec := json.NewDecoder(strings.NewReader(text))
	dec.UseNumber()
	if err := dec.Decode(&v); err != nil {
		return text
	}
	switch x := v.(type) {
	case string:
		return s.choice(at.f, x)
	case json.Number:
		return grouped(x.String())
	case bool:
		return s.flag(x)
	case nil:
		return s.say("nothing", nil)
	}
	return text
}

func (s Speech) flag(yes bool) string {
	if yes {
		return s.say("flag.yes", nil)
	}
	return s.say("flag.no", nil)
}

// choice is a text as it is read: a choice's title, a span of time in words.
func (s Speech) choice(f *model.Field, key string) string {
	if f != nil {
		for _, e := range f.Enum {
			if e.Key == key {
				return "«" + s.titled(e.Title) + "»"
			}
		}
	}
	if span, err := rule.ParseSpan(key); err == nil {
		return s.span(span)
	}
	return key
}

// span says a length of time.
func (s Speech) span(x rule.Span) string {
	var parts []string
	add := func(n int, unit string) {
		if n != 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, s.say("span."+unit, nil)))
		}
	}
	add(x.Months, "mo")
	days := 0
	if x.Wall.Hours() >= 48 && int(x.Wall.Hours())%24 == 0 {
		days = int(x.Wall.Hours()) / 24
	}
	add(days, "d")
	add(int(x.Wall.Hours())-days*24, "h")
	add(int(x.Wall.Minutes())%60, "m")
	add(x.Days, "wd")
	add(int(x.Work.Hours()), "wh")
	add(int(x.Work.Minutes())%60, "wm")
	if len(parts) == 0 {
		return "0"
	}
	return strings.Join(parts, " ")
}

// expression says an expression in words; one that is more than comparisons is
// shown as it was written.
func (s Speech) expression(at place, src string) string {
	said, ok := rule.Tell(src, rule.Telling{
		Name: func(path []string) (string, bool) { return s.path(at, path) },
		Literal: func(path []string, v any) string {
			inner := at
			inner.f = fieldAt(at, path)
			switch x := v.(type) {
			case string:
				if inner.f == nil && len(path) > 0 && path[len(path)-1] == "status" && at.t != nil {
					return "«" + s.name(at, "state", x) + "»"
				}
				return s.choice(inner.f, x)
			case bool:
				return s.flag(x)
			}
			return grouped(fmt.Sprint(v))
		},
		Phrase: func(code string, parts ...string) string {
			p := params{}
			for i, part := range parts {
				p[string(rune('a'+i))] = part
			}
			if len(parts) > 1 && code == "role" {
				code = "role.of"
			}
			return s.say("expr."+code, p)
		},
	})
	if ok {
		return said
	}
	return src
}

// path gives the title of what a chain of names leads to.
func (s Speech) path(at place, path []string) (string, bool) {
	if path[0] == "role" && len(path) == 2 {
		for _, key := range rolesCalled(at, path[1]) {
			if r := at.m.Roles[key]; r != nil {
				return s.titled(r.Title), true
			}
		}
		return path[1], true
	}
	if path[0] == "settings" && len(path) == 2 {
		for _, set := range at.m.Settings {
			if set.Name == path[1] && (at.t == nil || set.Pack == at.t.Pack) {
				return "«" + s.titled(set.Title) + "»", true
			}
		}
	}
	if len(path) == 1 && s.has("root."+path[0]) && (at.t == nil || at.t.Field(path[0]) == nil || at.t.Field(path[0]).Engine) {
		return s.say("root."+path[0], nil), true
	}
	if f := fieldAt(at, path); f != nil {
		return s.titled(f.Title), true
	}
	return "", false
}

func rolesCalled(at place, key string) []string {
	keys := []string{key}
	if at.t != nil {
		keys = append(keys, at.t.Pack+"/"+key)
	}
	return keys
}

// fieldAt follows a chain of fields from the record; nil where it leads nowhere.
func fieldAt(at place, path []string) *model.Field {
	t := at.t
	if len(path) > 1 && (path[0] == "record" || path[0] == "it" || path[0] == "old") {
		path = path[1:]
	}
	for i, key := range path {
		if t == nil {
			return nil
		}
		f := t.Field(key)
		if f == nil || i == len(path)-1 {
			return f
		}
		t = at.m.TypeByKey(f.Target)
	}
	return nil
}
