package spec

import (
	"bytes"
	"encoding/json"
	"reflect"
)

// Panels returns the grammar as data for the property panels of the Studio:
//
//	{"files": [{"name", "where", "decl"}], "decls": {decl: [word, …]}}
//
// A word is {"name", "doc", "shape"} and, where they apply, "of" (the
// declaration that it holds), "required", "short", "place", "enum", "ref",
// "keys", "max". Shapes:
//
//	text, bool, count, texts, name, names, expr, exprs, people,
//	value (a literal, or = and an expression), raw (any JSON), raws,
//	decl, decls (an array of them), map (of decl, or of the shape in "item";
//	matrix is a map of people)
func Panels() []byte {
	w := &panelWriter{grammar: grammar{}, known: map[string]bool{}}
	files := []object{}
	for _, f := range grammarFiles {
		files = append(files, object{{"name", f.name}, {"where", f.where}, {"decl", w.declaration(f.typ)}})
	}
	compact, err := marshal(object{{"files", files}, {"decls", w.decls}})
	if err != nil {
		panic(err) // the grammar holds only words and numbers
	}
	var b bytes.Buffer
	if err := json.Indent(&b, compact, "", " "); err != nil {
		panic(err)
	}
	b.WriteByte('\n')
	return b.Bytes()
}

type panelWriter struct {
	grammar grammar
	decls   object
	known   map[string]bool
}

// declaration writes the words of a struct once and returns its name.
func (w *panelWriter) declaration(t reflect.Type) string {
	decl := w.grammar.of(t)
	name := sectionName(decl.typ)
	if w.known[name] {
		return name
	}
	w.known[name] = true
	at := len(w.decls)
	w.decls = w.decls.with(name, nil)
	words := []object{}
	for _, word := range decl.words {
		if word.later == "" && word.name != "$schema" {
			words = append(words, w.word(word))
		}
	}
	w.decls[at].value = words
	return name
}

func (w *panelWriter) word(word keyword) object {
	out := object{{"name", word.name}, {"doc", word.doc}}
	out = append(out, w.shape(word.typ)...)
	for _, mark := range []struct {
		name string
		on   bool
	}{{"required", word.required}, {"short", word.short}} {
		if mark.on {
			out = out.with(mark.name, true)
		}
	}
	for _, text := range []pair{{"place", word.place}, {"ref", word.ref}, {"keys", word.keys}} {
		if text.value != "" {
			out = append(out, text)
		}
	}
	if len(word.enum) > 0 {
		out = out.with("enum", word.enum)
	}
	if word.max > 0 {
		out = out.with("max", word.max)
	}
	return out
}

// plainShapes are the values of values.go and of Go.
var plainShapes = map[reflect.Type]string{
	reflect.TypeFor[string](): "text", reflect.TypeFor[bool](): "bool", reflect.TypeFor[*int](): "count",
	reflect.TypeFor[[]string](): "texts", reflect.TypeFor[Name](): "name", reflect.TypeFor[Names](): "names",
	reflect.TypeFor[Expr](): "expr", reflect.TypeFor[*Expr](): "expr", reflect.TypeFor[[]Expr](): "exprs",
	reflect.TypeFor[People](): "people", reflect.TypeFor[Value](): "value", reflect.TypeFor[*Value](): "value",
	reflect.TypeFor[Raw](): "raw", reflect.TypeFor[*Raw](): "raw", reflect.TypeFor[[]Raw](): "raws",
}

func (w *panelWriter) shape(t reflect.Type) object {
	if name := plainShapes[t]; name != "" {
		return object{{"shape", name}}
	}
	if item, isMap := mapItem(t); isMap {
		return append(object{{"shape", "map"}}, w.item(item)...)
	}
	if t.Kind() == reflect.Slice {
		return object{{"shape", "decls"}, {"of", w.declaration(t)}}
	}
	return object{{"shape", "decl"}, {"of", w.declaration(t)}}
}

// item is what stands under each key of a map.
func (w *panelWriter) item(t reflect.Type) object {
	if name := plainShapes[t]; name != "" {
		return object{{"item", name}}
	}
	if _, isMap := mapItem(t); isMap {
		return object{{"item", "matrix"}} // who edits: fields → states → people
	}
	return object{{"of", w.declaration(t)}}
}
