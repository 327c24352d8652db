package spec

import (
	"fmt"
	"reflect"
	"regexp"
	"strconv"
	"strings"
)

// keyword is one declared word of the grammar, read from a field's tags.
type keyword struct {
	name     string
	doc      string
	required bool
	short    bool
	place    string
	enum     []string
	ref      string
	keys     string
	max      int // of a whole number; 0 for none
	later    string
	index    int
	typ      reflect.Type
}

// declaration is the list of keywords of one struct of grammar.go.
type declaration struct {
	typ   reflect.Type
	words []keyword
}

// grammar reads and remembers declarations.
type grammar map[reflect.Type]*declaration

// of returns the declaration of a struct type, pointers and containers taken
// off; nil when nothing is declared there.
func (g grammar) of(t reflect.Type) *declaration {
	t = elementStruct(t)
	if t == nil {
		return nil
	}
	if g[t] == nil {
		g[t] = declare(t)
	}
	return g[t]
}

func declare(t reflect.Type) *declaration {
	decl := &declaration{typ: t}
	for i := range t.NumField() {
		f := t.Field(i)
		name, ok := f.Tag.Lookup("json")
		if !ok {
			continue
		}
		w := keyword{
			name: name, doc: f.Tag.Get("doc"), place: f.Tag.Get("place"), ref: f.Tag.Get("ref"),
			keys: f.Tag.Get("keys"), later: f.Tag.Get("later"),
			required: f.Tag.Get("req") != "", short: f.Tag.Get("short") != "",
			index: i, typ: f.Type,
		}
		if words := f.Tag.Get("enum"); words != "" {
			w.enum = strings.Split(words, ",")
		}
		w.max, _ = strconv.Atoi(f.Tag.Get("max"))
		decl.words = append(decl.words, w)
	}
	return decl
}

func (d *declaration) word(name string) (keyword, bool) {
	for _, w := range d.words {
		if w.name == name {
			return w, true
		}
	}
	return keyword{}, false
}

// names lists the words that may be written.
func (d *declaration) names() []string {
	var names []string
	for _, w := range d.words {
		if w.later == "" {
			names = append(names, w.name)
		}
	}
	return names
}

// shortFor returns the keyword that a bare value of this kind stands for.
func (d *declaration) shortFor(kind nodeKind) (keyword, bool) {
	for _, w := range d.words {
		if w.short && takes(w.typ, kind) {
			return w, true
		}
	}
	return keyword{}, false
}

// forms says in words what may be written for the struct.
func (d *declaration) forms() string {
	var forms []string
	for _, kind := range []nodeKind{stringNode, boolNode, arrayNode} {
		if _, ok := d.shortFor(kind); ok {
			forms = append(forms, kind.String())
		}
	}
	if len(forms) == 0 {
		return objectNode.String()
	}
	return strings.Join(forms, ", ") + " or " + objectNode.String()
}

// takes tells which bare values a short form accepts.
func takes(t reflect.Type, kind nodeKind) bool {
	switch t {
	case reflect.TypeFor[string](), reflect.TypeFor[Name](), reflect.TypeFor[*Expr]():
		return kind == stringNode
	case reflect.TypeFor[Names]():
		return kind == stringNode || kind == arrayNode
	case reflect.TypeFor[bool]():
		return kind == boolNode
	case reflect.TypeFor[[]string]():
		return kind == arrayNode
	}
	return false
}

// container is a Map of any type.
type container interface {
	itemType() reflect.Type
	decode(d *decoder, n *node, w keyword)
}

func (m *Map[T]) itemType() reflect.Type { return reflect.TypeFor[T]() }

// mapItem returns the item type of a Map.
func mapItem(t reflect.Type) (reflect.Type, bool) {
	if c, ok := reflect.New(t).Interface().(container); ok {
		return c.itemType(), true
	}
	return nil, false
}

// elementStruct returns the struct of the grammar inside *T, []*T, Map[*T];
// nil for the values of values.go.
func elementStruct(t reflect.Type) reflect.Type {
	for {
		switch item, isMap := mapItem(t); {
		case isMap:
			t = item
		case t.Kind() == reflect.Pointer, t.Kind() == reflect.Slice:
			t = t.Elem()
		case t.Kind() == reflect.Struct && hasKeywords(t):
			return t
		default:
			return nil
		}
	}
}

func hasKeywords(t reflect.Type) bool {
	for i := range t.NumField() {
		if word, ok := t.Field(i).Tag.Lookup("json"); ok && word != "-" {
			return true
		}
	}
	return false
}

// Patterns of keys, also published in the JSON Schemas.
const (
	plainKeys = `^[a-z][a-z0-9_]*$`
	enumKeys  = `^[A-Za-z0-9_.-]+$`
	dateKeys  = `^[0-9]{4}-[0-9]{2}-[0-9]{2}$`
	yearKeys  = `^[0-9]{4}$`
	nameKeys  = `^(\*|@?[a-z][a-z0-9_]*)( +(\*|@?[a-z][a-z0-9_]*))*$`
)

// keyPattern returns the pattern of a map's keys and what to tell about it.
func keyPattern(keys string) (pattern, hint string) {
	switch keys {
	case "enum":
		return enumKeys, "letters, digits, dot, dash and underscore"
	case "date":
		return dateKeys, "a date like 2026-12-31"
	case "year":
		return yearKeys, "a year like 2026"
	case "names":
		return nameKeys, `names separated by spaces, @groups, or *`
	}
	return plainKeys, "a key is lower-case Latin letters, digits and _, beginning with a letter"
}

var keyPatterns = map[string]*regexp.Regexp{
	plainKeys: regexp.MustCompile(plainKeys),
	enumKeys:  regexp.MustCompile(enumKeys),
	nameKeys:  regexp.MustCompile(nameKeys),
	dateKeys:  regexp.MustCompile(dateKeys),
	yearKeys:  regexp.MustCompile(yearKeys),
}

// oldWords are names that authors know from elsewhere and the word used here.
var oldWords = map[string]string{
	"by": "who", "approvers": "who", "ledger": "postings", "tasks": "ensure",
	"material": "covers", "x-filter": "x-options", "filter": "where", "readonly": "edit",
	"fields": "properties", "statuses": "states", "label": "title", "name": "title",
	"condition": "check", "category": "phase", "$ref": "x-ref",
	"comment": "note", "$comment": "note", "lists": "views",
}

// hintFor suggests a word of the declaration for an unknown one.
func (d *declaration) hintFor(word string) string {
	names := d.names()
	if now := oldWords[word]; now != "" {
		if _, ok := d.word(now); ok {
			return fmt.Sprintf("here it is called %q", now)
		}
	}
	if hint := DidYouMean(word, names); hint != "" {
		return hint
	}
	if len(names) <= 12 {
		return "known here: " + strings.Join(names, ", ")
	}
	return ""
}
