package rule

import (
	"slices"
	"sort"
	"strings"

	"github.com/expr-lang/expr/ast"
)

// Suggestion is one thing that may be written at the caret.
type Suggestion struct {
	Label  string
	Insert string // what replaces the characters from From to To
	Kind   SuggestionKind
	Type   Type   // of a field, a variable, a function's answer
	Cell   Cell   // of a field, a value or a state: the field by which it is known; Type "" for none
	Key    string // of a role, a type, a register, a setting: its full key
	Doc    *FunctionDoc
}

// SuggestionKind tells what a suggestion is.
type SuggestionKind string

// The kinds of suggestions.
const (
	SuggestField    SuggestionKind = "field"
	SuggestFunction SuggestionKind = "function"
	SuggestRole     SuggestionKind = "role"
	SuggestValue    SuggestionKind = "value"
	SuggestState    SuggestionKind = "state"
	SuggestKeyword  SuggestionKind = "keyword"
	SuggestType     SuggestionKind = "type"
	SuggestRegister SuggestionKind = "register"
)

// Completion is what may be written in place of some characters.
type Completion struct {
	From, To int // in characters
	Items    []Suggestion
}

// Known are the names that can be written as texts, as seen from the author's
// pack: written form → full key.
type Known struct {
	Roles, Types, Registers map[string]string
	Rules                   []*Function
	Ensures                 []string // keys of the record's ensures
}

// Complete tells what may be written at a caret. Whatever else is wrong with the
// expression only takes away what hangs on that part.
func Complete(src string, caret int, want Type, env Env, known Known) Completion {
	runes := []rune(src)
	caret = max(0, min(caret, len(runes)))
	c := &completer{runes: runes, caret: caret, want: want, env: env, known: known, words: scan(runes)}
	return c.complete()
}

// CompleteText is Complete within the {…} of a text; nothing outside of them.
func CompleteText(src string, caret int, env Env, known Known) Completion {
	runes := []rune(src)
	caret = max(0, min(caret, len(runes)))
	for i := 0; i < len(runes); {
		_, open := literalUntil(runes, i)
		if open >= caret {
			break
		}
		end := closingBrace(runes, open+1)
		if end < 0 || caret <= end {
			if end < 0 {
				end = len(runes)
			}
			done := Complete(string(runes[open+1:end]), caret-open-1, Type{}, env, known)
			done.From, done.To = done.From+open+1, done.To+open+1
			return done
		}
		i = end + 1
	}
	return Completion{From: caret, To: caret}
}

// completer looks for what may be written at one caret.
type completer struct {
	runes []rune
	caret int
	want  Type
	env   Env
	known Known
	words []word
}

func (c *completer) complete() Completion {
	at, inside := c.wordAt()
	before := c.words[:at]
	out := Completion{From: c.caret, To: c.caret}
	if inside {
		w := c.words[at]
		switch w.kind {
		case textWord:
			out.From, out.To = w.from, w.to
			out.Items = c.texts(before, c.runes[w.from])
			return out
		case nameWord:
			out.From, out.To = w.from, w.to
		default:
			return out
		}
	}
	switch {
	case c.isMember(before):
		out.Items = c.members(before)
	case c.isPointer(before):
		out.Items = c.elements(before)
	case c.isKey(before):
		out.Items = c.keys(before)
	case endsOperand(before):
		out.Items = operators()
	default:
		out.Items = c.names(before)
	}
	prefix := strings.ToLower(string(c.runes[out.From:c.caret]))
	out.Items = slices.DeleteFunc(out.Items, func(s Suggestion) bool {
		return !strings.HasPrefix(strings.ToLower(s.Label), prefix)
	})
	return out
}

// wordAt is the index of the word that the caret is in or at the end of, and
// whether there is one; else the index behind the words before the caret.
func (c *completer) wordAt() (int, bool) {
	for i, w := range c.words {
		isName := w.kind == nameWord && w.from <= c.caret && c.caret <= w.to
		isText := w.kind == textWord && w.from < c.caret && (c.caret < w.to || !w.closed)
		isNumber := w.kind == numberWord && w.from < c.caret && c.caret <= w.to
		if isName || isText || isNumber {
			return i, true
		}
		if w.from >= c.caret {
			return i, false
		}
	}
	return len(c.words), false
}

// isMember reports that a dot with something before it stands before the caret.
func (c *completer) isMember(before []word) bool {
	n := len(before)
	return n > 1 && before[n-1].is(".") && endsOperand(before[:n-1]) && before[n-1].from == before[n-2].to
}

// isPointer reports that a dot begins what is read of an element.
func (c *completer) isPointer(before []word) bool {
	n := len(before)
	return n > 0 && (before[n-1].is(".") || before[n-1].is("#")) && !c.isMember(before)
}

// members are what the value before the dot has.
func (c *completer) members(before []word) []Suggestion {
	end := len(before) - 1
	start := operandStart(before[:end])
	term := c.term(before[:start], c.between(before[start].from, before[end-1].to))
	if term == nil {
		return nil
	}
	if before[start].is("me") && start == end-1 {
		return c.ofMe(term.typ.Ref)
	}
	return c.ofType(term.typ)
}

// ofMe are the fields of who asks: those of their record, and what the engine
// knows of them.
func (c *completer) ofMe(person string) []Suggestion {
	items := c.fieldsOf(person)
	for _, s := range []Suggestion{{Label: "roles", Type: ListOf(typeText)}, {Label: "department", Type: typeText}, {Label: "org", Type: typeText}} {
		if !slices.ContainsFunc(items, func(x Suggestion) bool { return x.Label == s.Label }) {
			s.Insert, s.Kind = s.Label, SuggestField
			items = append(items, s)
		}
	}
	return items
}

func (c *completer) ofType(t Type) []Suggestion {
	switch t.Kind {
	case KindRef:
		return c.fieldsOf(t.Ref)
	case KindObject:
		var items []Suggestion
		for name, typ := range t.Fields {
			items = append(items, Suggestion{Label: name, Insert: name, Kind: SuggestField, Type: typ})
		}
		return sorted(items)
	case KindFile:
		return []Suggestion{
			{Label: "name", Insert: "name", Kind: SuggestField, Type: typeText},
			{Label: "size", Insert: "size", Kind: SuggestField, Type: typeNumber},
			{Label: "type", Insert: "type", Kind: SuggestField, Type: typeText},
		}
	}
	return nil
}

func (c *completer) fieldsOf(typ string) []Suggestion {
	var items []Suggestion
	for _, name := range c.env.World.Fields(typ) {
		if t, ok := c.env.World.Field(typ, name); ok {
			items = append(items, Suggestion{Label: name, Insert: name, Kind: SuggestField, Type: t, Cell: Cell{typ, name}})
		}
	}
	return sorted(items)
}

// elements are the fields of the element that a condition on a list is about.
func (c *completer) elements(before []word) []Suggestion {
	element := c.term(before, "#")
	if element == nil {
		return nil
	}
	return c.ofType(element.typ)
}

// names are the bare words that the place has.
func (c *completer) names(before []word) []Suggestion {
	items := c.wantedValues(before)
	for _, l := range c.lets(before) {
		items = append(items, Suggestion{Label: l.name, Insert: l.name, Kind: SuggestField, Type: l.typ})
	}
	if c.env.Self != "" {
		for _, s := range c.fieldsOf(c.env.Self) {
			if c.follows(s) {
				items = append(items, s)
			}
		}
	}
	items = append(items, c.standing()...)
	items = append(items, c.functions()...)
	for _, word := range []string{"not", "nil", "true", "false", "let"} {
		items = append(items, Suggestion{Label: word, Insert: word, Kind: SuggestKeyword})
	}
	return c.shadowed(items)
}

// follows reports whether a bare field may be read here.
func (c *completer) follows(s Suggestion) bool {
	return !s.Type.Derived || places[c.env.Place].derived
}

// standing are the names that the place itself offers.
func (c *completer) standing() []Suggestion {
	var items []Suggestion
	add := func(name string, t Type) {
		if !gated[name] || places[c.env.Place].names[name] {
			items = append(items, Suggestion{Label: name, Insert: name, Kind: SuggestField, Type: t})
		}
	}
	for _, name := range sortedKeys(c.env.Vars) {
		add(name, c.env.Vars[name])
	}
	if c.env.Self != "" {
		add("record", RefTo(c.env.Self))
		add("old", RefTo(c.env.Self))
	}
	if c.env.It != nil {
		add("it", *c.env.It)
	}
	if person := c.env.World.Person(); person != "" {
		add("me", RefTo(person))
	}
	add("now", typeInstant)
	add("today", typeDate)
	if c.env.Place == PlacePeople || c.want.Kind == KindPeople {
		add("system", typePeople)
		add("guest", typePeople)
	}
	return items
}

// functions are those that may stand here, the named rules of the packs too.
func (c *completer) functions() []Suggestion {
	var items []Suggestion
	for _, f := range Functions() {
		if builtins[f.Name].standsIn(c.env.Place) {
			items = append(items, Suggestion{Label: f.Name, Insert: f.Name + "(", Kind: SuggestFunction, Doc: &f})
		}
	}
	if c.env.Place == PlaceKey || c.env.Place == PlaceAccess {
		return items
	}
	for _, fn := range c.known.Rules {
		if c.mayCall(fn) {
			name := fn.Name[strings.LastIndexByte(fn.Name, '/')+1:]
			doc := SignatureOf(fn)
			items = append(items, Suggestion{Label: name, Insert: name + "(", Kind: SuggestFunction, Type: fn.Returns, Key: fn.Name, Doc: &doc})
		}
	}
	return items
}

func (c *completer) mayCall(fn *Function) bool {
	for name := range fn.Body.uses {
		if gated[name] && !places[c.env.Place].names[name] {
			return false
		}
	}
	return true
}

// SignatureOf writes the signature of a named rule as those of functions are
// written.
func SignatureOf(fn *Function) FunctionDoc {
	args := make([]string, len(fn.Args))
	for i, a := range fn.Args {
		args[i] = a.Name
	}
	name := fn.Name[strings.LastIndexByte(fn.Name, '/')+1:]
	return FunctionDoc{Name: name, Signature: name + "(" + strings.Join(args, ", ") + ") → " + fn.Returns.String()}
}

// shadowed leaves the first of what has one name: a variable hides a field; a
// function keeps its name, for it is written with a bracket.
func (c *completer) shadowed(items []Suggestion) []Suggestion {
	seen := map[string]bool{}
	return slices.DeleteFunc(items, func(s Suggestion) bool {
		key := s.Insert
		again := seen[key]
		seen[key] = true
		return again
	})
}

// operators are the words that may stand behind a value.
func operators() []Suggestion {
	var items []Suggestion
	for _, word := range []string{"and", "or", "in", "not in", "contains", "startsWith", "endsWith", "matches"} {
		items = append(items, Suggestion{Label: word, Insert: word + " ", Kind: SuggestKeyword})
	}
	return items
}

// between is a part as written.
func (c *completer) between(from, to int) string { return string(c.runes[from:to]) }

func sorted(items []Suggestion) []Suggestion {
	sort.SliceStable(items, func(i, j int) bool { return items[i].Label < items[j].Label })
	return items
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	return keys
}

// term types a part of the expression within what surrounds it: the variables
// before it, and the lists whose elements it is about. nil when it has no type.
func (c *completer) term(before []word, src string) (found *term) {
	defer func() {
		if recover() != nil {
			found = nil
		}
	}()
	whole, depth := c.wrapped(before, src)
	text, node, issue := parse(whole, max(c.env.Size, 1)+1)
	if issue != nil {
		return nil
	}
	k := newChecker(text, c.env)
	k.check(node, Type{})
	for range depth {
		node = within1(node)
		if node == nil {
			return nil
		}
	}
	if t := k.terms[node]; t != nil && !t.isBad() {
		return t
	}
	return nil
}

// within1 goes one let or one list down.
func within1(n ast.Node) ast.Node {
	switch x := n.(type) {
	case *ast.VariableDeclaratorNode:
		return x.Expr
	case *ast.BuiltinNode:
		if len(x.Arguments) == 2 {
			if p, ok := x.Arguments[1].(*ast.PredicateNode); ok {
				return p.Node
			}
			return x.Arguments[1]
		}
	}
	return nil
}
