package model

import (
	"cmp"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"
	"sync"

	"kontora/internal/spec"
)

// Use is a place where something of a configuration is named.
type Use struct {
	File   string `json:"file"`
	Line   int    `json:"line"`
	Col    int    `json:"column"`
	Length int    `json:"length"`
	Path   string `json:"path"`
	Text   string `json:"text"` // the line as written
	What   string `json:"what"` // declaration, name, expression, text, value, translation, scenario, script, convention, literal
	Sure   bool   `json:"sure"` // false: found by its word, it may mean something else
}

// Graph knows where everything of a configuration is named.
type Graph struct {
	b     *spec.Bundle
	c     *compiler
	notes []note
	found func() []spec.Diagnostic // in the configuration as it is
	whole bool                     // false when the configuration is so wrong that some places are not known
}

// References reads where everything of a configuration is named. It works for one
// with mistakes, too: what could not be made out is not in it.
func References(b *spec.Bundle) *Graph {
	c := newCompiler(b)
	c.notes = &notes{written: b.Written()}
	g := &Graph{b: b, c: c, found: sync.OnceValue(func() []spec.Diagnostic { return CheckAll(b.Files) })}
	g.whole = c.readAll()
	g.notes = c.notes.list
	return g
}

// readAll compiles as far as it gets: a file that is not there may leave what
// later passes count on undone.
func (c *compiler) readAll() (whole bool) {
	defer func() {
		if recover() != nil {
			whole = false
		}
	}()
	c.compile()
	for _, t := range c.m.Types {
		if t.Lifecycle != nil && t.Owner == nil {
			c.undoes(t)
		}
	}
	c.noteFiles()
	return !spec.HasErrors(c.found)
}

// Whole reports that every place could be made out.
func (g *Graph) Whole() bool { return g.whole }

// Uses lists the places where something is named, those where it is made
// included. More are files that are not part of the configuration, such as
// scenarios and scripts: in them the word is looked for.
func (g *Graph) Uses(s Symbol, more map[string][]byte) []Use {
	same := g.family(s)
	var out []Use
	for _, n := range g.notes {
		if same[n.Symbol] {
			out = append(out, g.use(n))
		}
	}
	out = append(out, g.files(s)...)
	out = append(out, g.literals(s, out)...)
	out = append(out, g.conventions(s)...)
	for _, name := range slices.Sorted(maps.Keys(more)) {
		out = append(out, g.words(s, name, more[name])...)
	}
	slices.SortStableFunc(out, func(a, b Use) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Col, b.Col))
	})
	return slices.CompactFunc(out, func(a, b Use) bool {
		return a.File == b.File && a.Line == b.Line && a.Col == b.Col && (a.What == b.What || a.Sure && b.Sure)
	})
}

func (g *Graph) use(n note) Use {
	return Use{
		File: n.at.File, Line: n.at.Line, Col: n.at.Col, Length: n.length, Path: n.at.Path,
		Text: g.line(n.at), What: n.how, Sure: true,
	}
}

// longestLine keeps a file written in one line out of every place.
const longestLine = 400

func (g *Graph) line(at spec.Pos) string {
	lines := strings.Split(string(g.b.Files[at.File]), "\n")
	if at.Line < 1 || at.Line > len(lines) {
		return ""
	}
	line := []rune(strings.TrimSpace(lines[at.Line-1]))
	if len(line) > longestLine {
		line = append(line[:longestLine], '…')
	}
	return string(line)
}

// Known reports whether the configuration has such a thing.
func (g *Graph) Known(s Symbol) bool {
	switch s.What {
	case "type":
		t := g.c.m.byKey[s.Key]
		return t != nil && t.Owner == nil
	case "rule", "register", "calendar":
		return g.file(s) != ""
	}
	return slices.ContainsFunc(g.notes, func(n note) bool { return n.Symbol == s && n.how == NamedHere }) || g.inherited(s)
}

// inherited reports that a type has the thing from one that it extends.
func (g *Graph) inherited(s Symbol) bool {
	for same := range g.family(s) {
		if slices.ContainsFunc(g.notes, func(n note) bool { return n.Symbol == same && n.how == NamedHere }) {
			return true
		}
	}
	return false
}

// file is the file of what is called by its file.
func (g *Graph) file(s Symbol) string {
	pack, name, _ := strings.Cut(s.Key, "/")
	file := map[string]string{
		"type": "schemas/" + pack + "/types/" + name + ".json", "register": "schemas/" + pack + "/registers/" + name + ".json",
		"calendar": "schemas/" + pack + "/calendars/" + name + ".json", "rule": "rules/" + pack + "/" + name + ".expr",
	}[s.What]
	if _, ok := g.b.Files[file]; !ok {
		return ""
	}
	return file
}

// files are the places where the name of a file makes a thing.
func (g *Graph) files(s Symbol) []Use {
	file := g.file(s)
	if file == "" {
		return nil
	}
	at := spec.Pos{File: file, Line: 1, Col: 1}
	return []Use{{File: file, Line: 1, Col: 1, Text: g.line(at), What: NamedHere, Sure: true}}
}

// family is a thing under every type that has it from the same declaration: those
// that extend the type where it is made, and those which that one extends.
func (g *Graph) family(s Symbol) map[Symbol]bool {
	same := map[Symbol]bool{s: true}
	if s.Type == "" || g.c.m.byKey[s.Type] == nil {
		return same
	}
	for grown := true; grown; {
		grown = false
		for _, t := range g.c.m.Types {
			for _, base := range t.bases() {
				a, b := Symbol{s.What, t.Key, s.Key}, Symbol{s.What, base, s.Key}
				if same[a] != same[b] && g.has(a) && g.has(b) {
					same[a], same[b], grown = true, true, true
				}
			}
		}
	}
	return same
}

// bases are the types that a type extends; of rows, the rows of those.
func (t *Type) bases() []string {
	if t.Owner == nil {
		return t.Bases
	}
	var out []string
	for _, base := range t.Owner.Bases {
		out = append(out, base+"."+t.OwnerField.Key)
	}
	return out
}

// has reports whether a type has such a thing, its own or inherited.
func (g *Graph) has(s Symbol) bool {
	t := g.c.m.byKey[s.Type]
	if t == nil {
		return false
	}
	switch s.What {
	case "field":
		return t.Field(s.Key) != nil
	case "choice":
		field, choice, _ := strings.Cut(s.Key, ".")
		f := t.Field(field)
		return f != nil && slices.ContainsFunc(f.Enum, func(e EnumValue) bool { return e.Key == choice })
	case "state":
		return t.Lifecycle != nil && t.Lifecycle.State(s.Key) != nil
	case "transition":
		return has(transitionKeys(g.c.sources[t]), s.Key)
	case "group":
		_, ok := t.Groups[s.Key]
		return ok
	}
	src := g.c.sources[t]
	if src == nil {
		return false
	}
	switch s.What {
	case "section":
		return has(src.Sections.Keys(), s.Key)
	case "ensure":
		return has(src.Ensure.Keys(), s.Key)
	}
	return false
}

// Word is the key as it stands at a place: without pack and field.
func (s Symbol) Word() string {
	switch s.What {
	case "choice":
		_, word, _ := strings.Cut(s.Key, ".")
		return word
	}
	return s.Key[strings.LastIndex(s.Key, "/")+1:]
}

var quotedWord = regexp.MustCompile(`'[a-z][A-Za-z0-9_.-]*'`)

// literals are written texts in expressions that are the word of a choice, a
// state or a transition, but stand where that is not known: beside a text, in an
// argument of a rule.
func (g *Graph) literals(s Symbol, known []Use) []Use {
	if s.What != "state" && s.What != "choice" && s.What != "transition" {
		return nil
	}
	taken := map[[2]int]map[string]bool{}
	note := func(file string, line, col int) bool {
		key := [2]int{line, col}
		if taken[key] == nil {
			taken[key] = map[string]bool{}
		}
		was := taken[key][file]
		taken[key][file] = true
		return was
	}
	for _, n := range g.notes {
		note(n.at.File, n.at.Line, n.at.Col)
	}
	var out []Use
	for _, file := range slices.Sorted(maps.Keys(g.b.Files)) {
		if strings.Contains(file, "/i18n/") || strings.Contains(file, "/seed/") {
			continue
		}
		for i, line := range strings.Split(string(g.b.Files[file]), "\n") {
			for _, at := range quotedWord.FindAllStringIndex(line, -1) {
				if line[at[0]+1:at[1]-1] != s.Word() {
					continue
				}
				col := len([]rune(line[:at[0]])) + 2
				if note(file, i+1, col) {
					continue
				}
				out = append(out, Use{File: file, Line: i + 1, Col: col, Length: len(s.Word()), Text: strings.TrimSpace(line), What: NamedLoosely})
			}
		}
	}
	return out
}

// usual are keys by which the engine finds a field when nothing else is said, and
// usualOfPeople those of people, units and absences.
var (
	usual         = []string{"title", "name", "subject", "number", "code", "deadline", "assignee", "department", "amount", "priority", "calendar", "country", "bik"}
	usualOfPeople = []string{"roles", "manager", "parent", "head", "email", "person", "substitute", "from", "to", "scope", "new_only", "rules"}
)

// usualSettings are settings that the engine asks for by name.
var usualSettings = []string{"bulk_limit", "calendar", "zone", "language", "currency"}

// conventions tells that the engine looks for a thing by its key, which no file
// says.
func (g *Graph) conventions(s Symbol) []Use {
	t := g.c.m.byKey[s.Type]
	found := s.What == "field" && t != nil && t.Owner == nil && (slices.Contains(usual, s.Key) || t.Directory != "" && slices.Contains(usualOfPeople, s.Key)) ||
		s.What == "setting" && slices.Contains(usualSettings, s.Word())
	if !found {
		return nil
	}
	for _, n := range g.notes {
		if n.Symbol == s && n.how == NamedHere {
			use := g.use(n)
			use.What, use.Sure = NamedByUsage, false
			return []Use{use}
		}
	}
	return nil
}

// words looks for a thing by its word in a file that is no part of the
// configuration. A file that does not name the type is not about it.
func (g *Graph) words(s Symbol, file string, text []byte) []Use {
	how := NamedInCode
	if path.Ext(file) == ".txtar" {
		how = NamedInPlay
	}
	about := regexp.MustCompile(`(^|[^A-Za-z0-9_])` + regexp.QuoteMeta(s.Word()) + `([^A-Za-z0-9_]|$)`)
	if s.Type != "" && !g.isAbout(s, string(text)) {
		return nil
	}
	var out []Use
	for i, line := range strings.Split(string(text), "\n") {
		at := about.FindStringSubmatchIndex(line)
		if at == nil {
			continue
		}
		out = append(out, Use{
			File: file, Line: i + 1, Col: len([]rune(line[:at[3]])) + 1, Length: len(s.Word()), Text: strings.TrimSpace(line), What: how,
		})
	}
	return out
}

func (g *Graph) isAbout(s Symbol, text string) bool {
	for same := range g.family(s) {
		t := g.c.m.byKey[same.Type]
		if t == nil {
			return strings.Contains(text, s.Type) || strings.Contains(text, strings.Replace(s.Type, "/", "_", 1)) // of a register
		}
		if t.Owner != nil {
			t = t.Owner
		}
		if t.Directory == "person" || strings.Contains(text, t.Key) || strings.Contains(text, t.Slug) { // people are spoken of everywhere
			return true
		}
	}
	return false
}

// Symbols lists everything that the configuration makes, each once, in the order
// of files; what types inherit stands under the type that makes it.
func (g *Graph) Symbols() []Symbol {
	var out []Symbol
	seen := map[Symbol]bool{}
	add := func(s Symbol) {
		if !seen[s] {
			seen[s] = true
			out = append(out, s)
		}
	}
	for _, t := range g.c.m.Types {
		if t.Owner == nil {
			add(Symbol{What: "type", Key: t.Key})
		}
	}
	for _, r := range g.c.m.Registers {
		add(Symbol{What: "register", Key: r.Key})
	}
	for _, key := range slices.Sorted(maps.Keys(g.c.m.Rules)) {
		add(Symbol{What: "rule", Key: key})
	}
	for _, n := range g.notes {
		if n.how == NamedHere {
			add(n.Symbol)
		}
	}
	return out
}

// ofPack are the kinds of things that belong to a pack, not to a type.
var ofPack = []string{"type", "role", "rule", "setting", "calendar", "register", "series", "message"}

// Symbol reads a thing as people write it: base/user, office/order.amount,
// office/order.lines.qty, office/order.kind.paper. False when there is none.
func (g *Graph) Symbol(what, written string) (Symbol, bool) {
	s := Symbol{What: what, Key: written}
	if slices.Contains(ofPack, what) {
		return s, g.Known(s)
	}
	for i := len(written) - 1; i > 0; i-- {
		if written[i] != '.' {
			continue
		}
		if s = (Symbol{what, written[:i], written[i+1:]}); g.Known(s) {
			return s, true
		}
	}
	return s, false
}
