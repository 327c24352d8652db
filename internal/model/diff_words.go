package model

import (
	"maps"
	"reflect"
	"slices"
	"strings"

	"kontora/internal/spec"
)

// thing is a kind of declaration that is known by a key, so that people speak of
// it; everything else is an aspect of the thing it stands in.
type thing struct {
	what         string
	loss, strict bool
}

// things are the kinds of the language, by how they are declared.
var things = map[reflect.Type]thing{
	reflect.TypeFor[*spec.RoleDecl]():       {what: "role", loss: true},
	reflect.TypeFor[*spec.MenuDecl]():       {what: "menu"},
	reflect.TypeFor[*spec.SettingDecl]():    {what: "setting"},
	reflect.TypeFor[*spec.NumberDecl]():     {what: "series"},
	reflect.TypeFor[*spec.MessageDecl]():    {what: "message"},
	reflect.TypeFor[*spec.RegisterFile]():   {what: "register", loss: true},
	reflect.TypeFor[*spec.DimensionDecl]():  {what: "dimension"},
	reflect.TypeFor[*spec.ResourceDecl]():   {what: "resource"},
	reflect.TypeFor[*spec.DerivedDecl]():    {what: "derived"},
	reflect.TypeFor[*spec.LimitDecl]():      {what: "limit", strict: true},
	reflect.TypeFor[*spec.RuleFile]():       {what: "function"},
	reflect.TypeFor[*spec.SeedFile]():       {what: "seed"},
	reflect.TypeFor[*spec.CalendarFile]():   {what: "calendar"},
	reflect.TypeFor[*spec.YearDecl]():       {what: "year"},
	reflect.TypeFor[*spec.FieldDecl]():      {what: "field", loss: true},
	reflect.TypeFor[*spec.SectionDecl]():    {what: "section"},
	reflect.TypeFor[*spec.RuleDecl]():       {what: "rule", strict: true},
	reflect.TypeFor[*spec.UniqueDecl]():     {what: "unique", strict: true},
	reflect.TypeFor[*spec.StateDecl]():      {what: "state", loss: true},
	reflect.TypeFor[*spec.TransitionDecl](): {what: "transition"},
	reflect.TypeFor[*spec.AccessDecl]():     {what: "access"},
	reflect.TypeFor[*spec.DenyDecl]():       {what: "deny"},
	reflect.TypeFor[*spec.ListDecl]():       {what: "list"},
	reflect.TypeFor[*spec.MetricDecl]():     {what: "metric"},
	reflect.TypeFor[*spec.RouteDecl]():      {what: "approval"},
	reflect.TypeFor[*spec.StepDecl]():       {what: "step"},
	reflect.TypeFor[*spec.ChoiceDecl]():     {what: "outcome"},
	reflect.TypeFor[*spec.PostingDecl]():    {what: "posting"},
	reflect.TypeFor[*spec.EnsureDecl]():     {what: "ensure"},
	reflect.TypeFor[*spec.ClockDecl]():      {what: "clock"},
	reflect.TypeFor[*spec.LevelDecl]():      {what: "level"},
	reflect.TypeFor[*spec.TimerDecl]():      {what: "timer"},
	reflect.TypeFor[*spec.ExchangeDecl]():   {what: "exchange"},
	reflect.TypeFor[*spec.MatchDecl]():      {what: "match"},
	reflect.TypeFor[*spec.PrintDecl]():      {what: "print"},
}

// strictWords are the words of a field, a transition or a rule by which records
// may be refused that were fine.
var strictWords = map[string][]string{
	"field": {"required", "x-required", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "minLength", "maxLength", "pattern", "minItems", "maxItems",
		"x-options", "x-check", "x-acyclic", "x-file.accept", "x-file.max"},
	"transition": {"require", "guards", "reason.ask"},
	"rule":       {"check", "when"},
	"unique":     {"key", "while", "each", "on_conflict.policy", "on_conflict.fire"},
	"limit":      {"check", "when", "unless", "by"},
	"step":       {"require"},
}

func (p part) ofWord(word string) Severity {
	for _, w := range strictWords[p.what] {
		if word == w || strings.HasPrefix(word, w+".") {
			return Strict
		}
	}
	return Safe
}

// spot is where the comparison stands.
type spot struct {
	p         part
	is        item
	path      string          // words that lead here from the thing
	old, new  *Type           // the type, or the table, that it is in; nil outside of types
	told      map[string]bool // words that have been told of already
	packed    bool            // the keys of things below are those of a pack: pack/key
	isPart    bool            // the keys of things below follow its own: main.finance
	keyPrefix string          // of things below
}

func (s spot) at(word string) spot {
	if s.path != "" {
		word = s.path + "." + word
	}
	s.path = word
	return s
}

// transparent words only hold others.
var transparent = map[string]bool{"data": true, "lifecycle": true}

// words compares two declarations word by word.
func (d *differ) words(s spot, a, b reflect.Value) {
	t := a.Type()
	for i := range t.NumField() {
		word, isWord := wordOf(t, i)
		if !isWord {
			continue
		}
		x, y := a.Field(i), b.Field(i)
		at := s
		if !transparent[word] {
			at = s.at(word)
		}
		if at.told[at.path] && !transparent[word] || d.same(s, x, y) && !(word == "properties" && demandsDiffer(a, b)) {
			continue
		}
		d.word(at, t.Field(i).Tag, x, y)
	}
}

// demandsDiffer reports whether other fields must be filled, which is told of each
// field.
func demandsDiffer(a, b reflect.Value) bool {
	return shape(a.FieldByName("Required")) != shape(b.FieldByName("Required"))
}

// wordOf is the word of the language that a part of a declaration stands for.
func wordOf(t reflect.Type, i int) (string, bool) {
	f := t.Field(i)
	if f.Anonymous || !f.IsExported() {
		return "", false
	}
	if t == reflect.TypeFor[spec.RuleFile]() {
		return strings.ToLower(f.Name), true
	}
	word := f.Tag.Get("json")
	return word, word != "" && word != "$schema" && word != "-"
}

func (d *differ) word(s spot, tag reflect.StructTag, x, y reflect.Value) {
	t := x.Type()
	_, isMap := x.Interface().(ordered)
	isMap = isMap && t.Kind() == reflect.Struct // names have keys too
	switch {
	case s.p.what == "type" && s.path == "edit":
		d.editing(s, x, y)
	case s.p.what == "type" && s.path == "required" || s.path == "items.required": // told of each field
	case isMap && things[elementOf(t)].what != "":
		d.things(s, x, y)
	case isMap:
		d.entries(s, tag, x, y)
	case isDecl(t):
		d.words(s, declOf(x), declOf(y))
	case t.Kind() == reflect.Slice && (isDecl(t.Elem()) || t.Elem() == reflect.TypeFor[spec.Raw]()):
		d.elements(s, x, y)
	default:
		d.aspect(s.p, s.is, s.path, s.p.ofWord(s.path), valueOf(tag, x), valueOf(tag, y))
	}
}

// isDecl reports whether values of a type are declarations of words.
func isDecl(t reflect.Type) bool {
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	switch t {
	case reflect.TypeFor[spec.Name](), reflect.TypeFor[spec.Expr](), reflect.TypeFor[spec.Value](), reflect.TypeFor[spec.Raw](), reflect.TypeFor[spec.Later]():
		return false
	}
	return t.Kind() == reflect.Struct
}

// declOf is a declaration; one without words where there is none.
func declOf(v reflect.Value) reflect.Value {
	if v.Kind() != reflect.Pointer {
		return v
	}
	if v.IsNil() {
		return reflect.Zero(v.Type().Elem())
	}
	return v.Elem()
}

// elementOf is what a map of the language holds.
func elementOf(t reflect.Type) reflect.Type {
	get, ok := t.MethodByName("Get")
	if !ok {
		return t
	}
	return get.Type.Out(0)
}

func keysOf(m reflect.Value) []string { return m.Interface().(ordered).Keys() }

func entryOf(m reflect.Value, key string) (reflect.Value, bool) {
	out := m.MethodByName("Get").Call([]reflect.Value{reflect.ValueOf(key)})
	return out[0], out[1].Bool()
}

// entries compares a map of values, each as an aspect of its own.
func (d *differ) entries(s spot, tag reflect.StructTag, x, y reflect.Value) {
	before := len(d.list)
	for _, key := range unionOf(keysOf(x), keysOf(y)) {
		a, _ := entryOf(x, key)
		b, _ := entryOf(y, key)
		if !d.same(s, a, b) {
			d.word(s.at(key), tag, a, b)
		}
	}
	if len(d.list) == before {
		d.ordering(s, kindWord, keysOf(x), keysOf(y))
	}
}

// ordering tells of things that stand in another order: it is the one in which
// people see them.
func (d *differ) ordering(s spot, kind string, old, new []string) {
	stays := func(all, others []string) []string {
		return slices.DeleteFunc(slices.Clone(all), func(k string) bool { return !slices.Contains(others, k) })
	}
	from, to := stays(old, new), stays(new, old)
	if !slices.Equal(from, to) {
		d.aspect(s.p, s.is, "order."+s.path, Safe, Value{kind, from}, Value{kind, to})
	}
}

// entry is one declared thing.
type entry struct {
	key  string
	decl reflect.Value // pointer to its declaration
}

// things compares a map of things.
func (d *differ) things(s spot, x, y reflect.Value) {
	kind := things[elementOf(x.Type())]
	p := part{what: kind.what, loss: kind.loss, strict: kind.strict, typ: s.p.typ}
	prefix := s.keyPrefix
	if s.packed {
		prefix = s.is.key + "/"
	}
	if s.isPart {
		prefix = s.is.key + "."
	}
	if s.p.what != "type" && s.p.what != "pack" {
		p.in = s.is.title
	}
	list := func(m reflect.Value) (out []entry) {
		for _, key := range keysOf(m) {
			if decl, _ := entryOf(m, key); !decl.IsNil() {
				out = append(out, entry{key, decl})
			}
		}
		return out
	}
	known := func(e entry) item {
		is := item{key: prefix + e.key, title: titleOf(e)}
		for _, was := range wasOf(e.decl) {
			is.was = append(is.was, prefix+was)
		}
		if kind.what == "field" || kind.what == "register" {
			is.stable = first(is.was, is.key)
		}
		return is
	}
	start, order := len(d.list), [2][]string{}
	compare(d, p, list(x), list(y), known, func(a, b entry) {
		order[0], order[1] = append(order[0], a.key), append(order[1], a.key)
		d.thing(s, p, known(b), a, b)
	})
	order[0] = slices.DeleteFunc(slices.Clone(keysOf(x)), func(k string) bool { return !slices.Contains(order[1], k) })
	d.ordering(s, kind.what, order[0], order[1])
	if kind.what == "field" {
		d.demanded(s, start)
	}
}

// demanded marks new fields that must be filled: old records lack them.
func (d *differ) demanded(s spot, start int) {
	for i := start; i < len(d.list); i++ {
		if one := &d.list[i]; one.Verb == "added" && one.What == "field" && s.new != nil {
			if f := s.new.Field(one.Key[strings.LastIndexByte(one.Key, '.')+1:]); f != nil && f.Required && strings.Count(one.Key, ".") == strings.Count(s.keyPrefix, ".") {
				one.Severity = Strict
				one.Aspect, one.After = "required", Value{kindNeed, []string{"always"}}
			}
		}
	}
}

// thing compares two declarations of one thing.
func (d *differ) thing(s spot, p part, is item, a, b entry) {
	below := spot{p: p, is: is, old: s.old, new: s.new, told: map[string]bool{}, isPart: true}
	below.told["was"] = a.key != b.key
	if p.what == "field" && s.old != nil && s.new != nil {
		x, y := s.old.Field(a.key), s.new.Field(b.key)
		if x == nil || y == nil {
			return
		}
		d.fieldFacts(&below, x, y)
		below.isPart, below.keyPrefix = false, is.key+"."
		below.old, below.new = x.RowType, y.RowType
	}
	if p.what == "state" && s.old != nil && s.new != nil {
		d.phase(&below, s.old.Lifecycle.State(a.key), s.new.Lifecycle.State(b.key))
	}
	d.words(below, declOf(a.decl), declOf(b.decl))
}

// titleOf is how people call a declared thing; its key where nothing says so.
func titleOf(e entry) string {
	decl := declOf(e.decl)
	if title := decl.FieldByName("Title"); title.IsValid() && title.Kind() == reflect.String && title.String() != "" {
		return title.String()
	}
	switch x := e.decl.Interface().(type) { // these are known by what they say
	case *spec.RuleDecl:
		return x.Message
	case *spec.UniqueDecl:
		return or(x.Message, e.key)
	}
	if file, ok := e.decl.Interface().(*spec.RuleFile); ok && file.Cases != nil && file.Cases.Title != "" {
		return file.Cases.Title
	}
	return e.key
}

// wasOf lists the earlier keys of a declared thing.
func wasOf(decl reflect.Value) []string {
	if was, ok := fieldOf(decl, "Was").(spec.Names); ok {
		return was.Keys()
	}
	return nil
}

func fieldOf(decl reflect.Value, name string) any {
	if f := declOf(decl).FieldByName(name); f.IsValid() {
		return f.Interface()
	}
	return nil
}

// elements compares lists whose members are told of one by one.
func (d *differ) elements(s spot, x, y reflect.Value) {
	before, after := members(x), members(y)
	start := len(d.list)
	var gone, come []reflect.Value
	for _, m := range before {
		if !slices.ContainsFunc(after, func(o reflect.Value) bool { return d.same(s, m, o) }) {
			gone = append(gone, m)
		}
	}
	for _, m := range after {
		if !slices.ContainsFunc(before, func(o reflect.Value) bool { return d.same(s, o, m) }) {
			come = append(come, m)
		}
	}
	for _, m := range gone {
		if i := slices.IndexFunc(come, func(o reflect.Value) bool { return subject(o) == subject(m) && subject(m) != "" }); i >= 0 {
			d.words(s, declOf(m), declOf(come[i]))
			come = slices.Delete(come, i, i+1)
			continue
		}
		d.aspect(s.p, s.is, s.path, Safe, valueOfElement(m), Value{})
	}
	for _, m := range come {
		d.aspect(s.p, s.is, s.path, s.p.ofWord(s.path), Value{}, valueOfElement(m))
	}
	if len(d.list) == start {
		d.aspect(s.p, s.is, "order."+s.path, Safe, listOf(before), listOf(after))
	}
}

// subject is what one of a list is about, by which it is found again.
func subject(m reflect.Value) string {
	switch x := m.Interface().(type) {
	case *spec.RequireDecl:
		return x.Field.Key
	case *spec.GuardDecl:
		return exprSource(x.Check)
	}
	return ""
}

func members(list reflect.Value) []reflect.Value {
	out := make([]reflect.Value, list.Len())
	for i := range out {
		out[i] = list.Index(i)
	}
	return out
}

func listOf(list []reflect.Value) Value {
	v := Value{Kind: kindLiteral}
	for _, m := range list {
		v.Items = append(v.Items, valueOfElement(m).String())
	}
	return v
}

// editing compares who may edit what in which states.
func (d *differ) editing(s spot, x, y reflect.Value) {
	cells := func(m reflect.Value) (spec.Map[spec.Map[spec.People]], []string) {
		edit := m.Interface().(spec.Map[spec.Map[spec.People]])
		var keys []string
		for fields, row := range edit.All() {
			for _, states := range row.Keys() {
				keys = append(keys, fields+" / "+states)
			}
		}
		return edit, keys
	}
	who := func(edit spec.Map[spec.Map[spec.People]], key string) (spec.People, bool) {
		fields, states, _ := strings.Cut(key, " / ")
		row, _ := edit.Get(fields)
		return row.Get(states)
	}
	before, old := cells(x)
	after, new := cells(y)
	p := part{what: "edit", typ: s.p.typ}
	start := len(d.list)
	for _, key := range unionOf(old, new) {
		a, was := who(before, key)
		b, is := who(after, key)
		from, to := Value{kindPeople, sources(a)}, Value{kindPeople, sources(b)}
		switch {
		case !was:
			d.add(p, Difference{Verb: "added", Key: key, Severity: Safe, To: to.String(), After: to})
		case !is:
			d.add(p, Difference{Verb: "removed", Key: key, Severity: Safe, From: from.String(), Before: from})
		case !d.same(s, reflect.ValueOf(a), reflect.ValueOf(b)):
			d.aspect(p, item{key: key}, "who", Safe, from, to)
		}
	}
	if len(d.list) == start {
		d.ordering(s, kindText, old, new)
	}
}

func byName[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// unionOf lists what stands in either list, the first one's order first.
func unionOf(a, b []string) []string {
	out := slices.Clone(a)
	for _, k := range b {
		if !slices.Contains(a, k) {
			out = append(out, k)
		}
	}
	return out
}
