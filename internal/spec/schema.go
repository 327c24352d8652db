package spec

import (
	"bytes"
	"encoding/json"
	"reflect"
	"strings"
)

// grammarFile is one kind of file that authors write.
type grammarFile struct {
	name  string
	typ   reflect.Type
	where string
}

// grammarFiles lists the kinds in the order in which one meets them.
var grammarFiles = []grammarFile{
	{"pack", reflect.TypeFor[PackFile](), "schemas/<pack>/pack.json"},
	{"type", reflect.TypeFor[TypeFile](), "schemas/<pack>/types/<type>.json"},
	{"register", reflect.TypeFor[RegisterFile](), "schemas/<pack>/registers/<register>.json"},
	{"settings", reflect.TypeFor[SettingsFile](), "schemas/<pack>/settings.json"},
	{"numbers", reflect.TypeFor[NumbersFile](), "schemas/<pack>/numbers.json"},
	{"notify", reflect.TypeFor[NotifyFile](), "schemas/<pack>/notify.json"},
	{"calendar", reflect.TypeFor[CalendarFile](), "schemas/<pack>/calendars/<name>.json"},
	{"seed", reflect.TypeFor[SeedFile](), "schemas/<pack>/seed/<name>.json"},
	{"cases", reflect.TypeFor[CasesFile](), "rules/<pack>/<rule>.cases.json"},
}

// Schemas returns the JSON Schemas (draft 2020-12) of all files by file name,
// made from the grammar: what they refuse, the decoder refuses too.
func Schemas() map[string][]byte {
	schemas := map[string][]byte{}
	for _, file := range grammarFiles {
		w := &schemaWriter{grammar: grammar{}, defs: object{}}
		schemas[file.name+".schema.json"] = w.file(file)
	}
	return schemas
}

// object is a JSON object in written order.
type object []pair

type pair struct {
	key   string
	value any
}

func (o object) with(key string, value any) object { return append(o, pair{key, value}) }

// MarshalJSON writes the pairs in their order.
func (o object) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	b.WriteByte('{')
	for i, p := range o {
		if i > 0 {
			b.WriteByte(',')
		}
		value, err := marshal(p.value)
		if err != nil {
			return nil, err
		}
		b.Write(appendQuoted(nil, p.key))
		b.WriteByte(':')
		b.Write(value)
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

// marshal leaves <, > and & readable.
func marshal(value any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(value)
	return bytes.TrimRight(b.Bytes(), "\n"), err
}

// schemaWriter writes the schema of one file: its struct at the root, the
// nested ones as definitions.
type schemaWriter struct {
	grammar grammar
	defs    object
	started map[string]bool
}

func (w *schemaWriter) file(f grammarFile) []byte {
	w.started = map[string]bool{}
	root := object{}.
		with("$schema", "https://json-schema.org/draft/2020-12/schema").
		with("title", f.where)
	whole := w.reference(f.typ, false)
	if _, hasBases := w.grammar.of(f.typ).word("extends"); hasBases {
		root = append(root, w.partialOr(f.typ, whole)...)
	} else {
		root = append(root, whole...)
	}
	root = root.with("$defs", w.defs)
	compact, err := marshal(root)
	if err != nil {
		panic(err) // the grammar holds only words and numbers
	}
	var b bytes.Buffer
	if err := json.Indent(&b, compact, "", "  "); err != nil {
		panic(err)
	}
	b.WriteByte('\n')
	return b.Bytes()
}

// partialOr lets a file that builds on others leave out what they say, and
// remove it with null.
func (w *schemaWriter) partialOr(t reflect.Type, whole object) object {
	builds := []object{
		{{"required", []string{"extends"}}},
		{{"required", []string{"augments"}}},
		{{"required", []string{"abstract"}}, {"properties", object{{"abstract", object{{"const", true}}}}}},
	}
	return object{{"if", object{{"anyOf", builds}}}, {"then", w.reference(t, true)}, {"else", whole}}
}

// reference points to the definition of a struct and sees that it is written.
func (w *schemaWriter) reference(t reflect.Type, partial bool) object {
	decl := w.grammar.of(t)
	name := sectionName(decl.typ)
	if partial {
		name += "_part"
	}
	if !w.started[name] {
		w.started[name] = true
		at := len(w.defs)
		w.defs = w.defs.with(name, nil)
		w.defs[at].value = w.declaration(decl, partial)
	}
	return object{{"$ref", "#/$defs/" + name}}
}

// sectionName turns TransitionDecl into "transition" and TypeFile into "type".
func sectionName(t reflect.Type) string {
	name, declared := strings.CutSuffix(t.Name(), "Decl")
	if !declared {
		name = strings.TrimSuffix(name, "File")
	}
	return strings.ToLower(name)
}

func (w *schemaWriter) declaration(decl *declaration, partial bool) object {
	properties, required := object{}, []string{}
	for _, word := range decl.words {
		properties = properties.with(word.name, w.property(word, partial))
		if word.required && !partial {
			required = append(required, word.name)
		}
	}
	full := object{{"type", "object"}, {"properties", properties}}
	if len(required) > 0 {
		full = full.with("required", required)
	}
	full = full.with("additionalProperties", false)
	forms := []object{}
	for _, word := range decl.words {
		if word.short {
			forms = append(forms, w.value(word.typ, word, partial))
		}
	}
	if len(forms) == 0 {
		return full
	}
	return object{{"anyOf", append(forms, full)}}
}

// property is the schema of one keyword's value.
func (w *schemaWriter) property(word keyword, partial bool) object {
	if word.later != "" {
		return object{{"description", word.doc + " Reserved: arrives with " + word.later + "."}, {"not", object{}}}
	}
	value := w.value(word.typ, word, partial)
	if partial {
		value = object{{"anyOf", []object{value, {{"type", "null"}}}}}
	}
	value = append(object{{"description", word.doc}}, value...)
	if word.place != "" {
		value = value.with("x-place", word.place)
	}
	if word.ref != "" {
		value = value.with("x-refers", word.ref)
	}
	return value
}

func (w *schemaWriter) value(t reflect.Type, word keyword, partial bool) object {
	text := object{{"type", "string"}}
	if len(word.enum) > 0 {
		text = text.with("enum", word.enum)
	}
	name, expr := text, object{{"type", "string"}, {"pattern", `\S`}}
	if len(word.enum) == 0 {
		name = text.with("pattern", `^\S+$`)
	}
	list := func(items object) object { return object{{"type", "array"}, {"items", items}} }
	different := func(items object) object { return list(items).with("uniqueItems", true) }
	or := func(a, b object) object { return object{{"anyOf", []object{a, b}}} }
	switch t {
	case reflect.TypeFor[string]():
		if word.required && len(word.enum) == 0 {
			return text.with("pattern", `\S`)
		}
		return text
	case reflect.TypeFor[bool]():
		return object{{"type", "boolean"}}
	case reflect.TypeFor[*int]():
		count := object{{"type", "integer"}, {"minimum", 0}}
		if word.max > 0 {
			count = count.with("maximum", word.max)
		}
		return count
	case reflect.TypeFor[[]string]():
		return different(text.with("minLength", 1))
	case reflect.TypeFor[Name]():
		return name
	case reflect.TypeFor[Names]():
		if len(word.enum) > 0 {
			return or(name, different(name))
		}
		return w.shared("names", or(name, different(name)))
	case reflect.TypeFor[Expr](), reflect.TypeFor[*Expr]():
		return expr
	case reflect.TypeFor[[]Expr]():
		return list(expr)
	case reflect.TypeFor[People]():
		return w.shared("people", or(expr, list(expr)))
	case reflect.TypeFor[Raw](), reflect.TypeFor[*Raw](), reflect.TypeFor[Value](), reflect.TypeFor[*Value]():
		return object{}
	case reflect.TypeFor[[]Raw]():
		return object{{"type", "array"}}
	}
	if item, isMap := mapItem(t); isMap {
		return w.entries(item, word, partial)
	}
	if t.Kind() == reflect.Slice {
		return list(w.reference(t, false))
	}
	return w.reference(t, partial)
}

// shared writes a common value once and points to it.
func (w *schemaWriter) shared(name string, value object) object {
	if !w.started[name] {
		w.started[name] = true
		w.defs = w.defs.with(name, value)
	}
	return object{{"$ref", "#/$defs/" + name}}
}

// entries is an object with free keys of a pattern.
func (w *schemaWriter) entries(item reflect.Type, word keyword, partial bool) object {
	pattern, _ := keyPattern(word.keys)
	value := w.value(item, word, partial)
	if partial {
		value = object{{"anyOf", []object{value, {{"type", "null"}}}}}
	}
	return object{
		{"type", "object"},
		{"patternProperties", object{{pattern, value}}},
		{"additionalProperties", false},
	}
}
