package spec

import (
	"fmt"
	"reflect"
	"strings"
)

// Reference returns the pages of the configuration reference (Markdown) by file
// name, made from the grammar: one page for each kind of file and one on how
// values are written.
func Reference() map[string][]byte {
	pages := map[string][]byte{"values.md": []byte(valuesPage)}
	for _, file := range grammarFiles {
		w := &pageWriter{grammar: grammar{}}
		pages[file.name+".md"] = w.page(file)
	}
	return pages
}

// titles are the headings of the pages; the struct's own doc comments are for
// programmers.
var titles = map[string]string{
	"pack": "A pack", "type": "A type of record", "settings": "Settings", "numbers": "Number series", "register": "A register",
	"notify": "Messages", "calendar": "Working calendars", "seed": "First records", "cases": "Signature and cases of a rule",
}

const generatedMark = "<!-- Made from internal/spec/grammar.go. Change it there. -->\n\n"

type pageWriter struct {
	grammar grammar
	b       strings.Builder
	queue   []*declaration
	known   map[reflect.Type]bool
}

func (w *pageWriter) page(f grammarFile) []byte {
	w.known = map[reflect.Type]bool{}
	fmt.Fprintf(&w.b, "%s# %s\n\n`%s`. ", generatedMark, titles[f.name], f.where)
	w.b.WriteString("Required keywords are **bold**. How names, people, expressions and values are written: [values](values.md).\n")
	if f.name == "type" {
		w.b.WriteString("\nIn an abstract type, a type that extends others and a file that augments another type nothing is required\n" +
			"in the file itself; the merged type must be complete.\n")
	}
	root := w.grammar.of(f.typ)
	w.known[root.typ] = true
	w.table(root)
	for len(w.queue) > 0 {
		decl := w.queue[0]
		w.queue = w.queue[1:]
		w.section(decl)
	}
	return []byte(w.b.String())
}

func (w *pageWriter) section(decl *declaration) {
	fmt.Fprintf(&w.b, "\n## %s\n", sectionName(decl.typ))
	var short []string
	for _, word := range decl.words {
		if word.short {
			short = append(short, fmt.Sprintf("%s alone stands for `{\"%s\": …}`", w.shape(word.typ, word), word.name))
		}
	}
	if len(short) > 0 {
		fmt.Fprintf(&w.b, "\nShort form: %s.\n", strings.Join(short, "; "))
	}
	w.table(decl)
}

func (w *pageWriter) table(decl *declaration) {
	w.b.WriteString("\n| keyword | value | meaning |\n|---|---|---|\n")
	for _, word := range decl.words {
		name, meaning := "`"+word.name+"`", word.doc
		if word.required {
			name = "**" + name + "**"
		}
		value := w.shape(word.typ, word)
		if word.later != "" {
			value, meaning = "«arrives later»", fmt.Sprintf("%s Reserved; arrives with %s.", word.doc, word.later)
		}
		fmt.Fprintf(&w.b, "| %s | %s | %s |\n", name, cell(value), cell(meaning))
	}
}

func cell(text string) string { return strings.ReplaceAll(text, "|", `\|`) }

// shape says in words what may be written.
func (w *pageWriter) shape(t reflect.Type, word keyword) string {
	words := ""
	if len(word.enum) > 0 {
		words = "`" + strings.Join(word.enum, "` · `") + "`"
	}
	switch t {
	case reflect.TypeFor[string]():
		return orElse(words, "text")
	case reflect.TypeFor[bool]():
		return "true or false"
	case reflect.TypeFor[*int]():
		return "whole number"
	case reflect.TypeFor[[]string]():
		return "array of " + orElse(words, "texts")
	case reflect.TypeFor[Name]():
		return orElse(words, strings.TrimSpace("name of a "+word.ref))
	case reflect.TypeFor[Names]():
		if word.ref == "" {
			return "names"
		}
		return "names (" + word.ref + ")"
	case reflect.TypeFor[Expr](), reflect.TypeFor[*Expr]():
		return "expression" + placeOf(word)
	case reflect.TypeFor[[]Expr]():
		return "array of expressions" + placeOf(word)
	case reflect.TypeFor[People]():
		return "people"
	case reflect.TypeFor[Value](), reflect.TypeFor[*Value]():
		return "value"
	case reflect.TypeFor[Raw](), reflect.TypeFor[*Raw]():
		return "any JSON"
	case reflect.TypeFor[[]Raw]():
		return "array of any JSON"
	case reflect.TypeFor[Later]():
		return ""
	}
	if item, isMap := mapItem(t); isMap {
		return "object of " + w.shape(item, word)
	}
	if t.Kind() == reflect.Slice {
		return "array of " + w.link(t)
	}
	return w.link(t)
}

func placeOf(word keyword) string {
	if word.place == "" {
		return ""
	}
	return " (" + word.place + ")"
}

func orElse(text, other string) string {
	if text == "" {
		return other
	}
	return text
}

// link points to the section of a struct and queues it.
func (w *pageWriter) link(t reflect.Type) string {
	decl := w.grammar.of(t)
	if !w.known[decl.typ] {
		w.known[decl.typ] = true
		w.queue = append(w.queue, decl)
	}
	name := sectionName(decl.typ)
	return fmt.Sprintf("[%s](#%s)", name, name)
}
