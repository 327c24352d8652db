package rule

import (
	"slices"
	"strings"
)

// texts are what a written text may say at the end of the words.
func (c *completer) texts(before []word, quote rune) []Suggestion {
	if items, known := c.named(before, quote); known {
		return items
	}
	return c.valuesOf(c.expected(before), quote)
}

// named are the names that an argument of a function takes; false when the
// argument is no name.
func (c *completer) named(before []word, quote rune) ([]Suggestion, bool) {
	stack := open(before)
	if len(stack) == 0 {
		return nil, false
	}
	bracket := stack[len(stack)-1]
	name, index, isCall := argument(before, bracket)
	if !isCall || len(before) == 0 || !before[len(before)-1].is("(") && !before[len(before)-1].is(",") {
		return nil, false
	}
	switch {
	case (name == "role" || name == "in_role") && index == 0, name == "has_role" && index == 1:
		return namesIn(c.known.Roles, SuggestRole, quote), true
	case (name == "lookup" || name == "value") && index == 0:
		return namesIn(c.known.Types, SuggestType, quote), true
	case (name == "balance" || name == "exceeds") && index == 0:
		return namesIn(c.known.Registers, SuggestRegister, quote), true
	case name == "exceeds" && index == 1:
		return c.valuesOf(c.fieldTerm("status"), quote), true
	case name == "children" && index == 0:
		var items []Suggestion
		for _, key := range c.known.Ensures {
			items = append(items, Suggestion{Label: key, Insert: quoted(key, quote), Kind: SuggestValue, Key: key})
		}
		return items, true
	}
	return nil, false
}

func namesIn(known map[string]string, kind SuggestionKind, quote rune) []Suggestion {
	var items []Suggestion
	for _, name := range sortedKeys(known) {
		items = append(items, Suggestion{Label: name, Insert: quoted(name, quote), Kind: kind, Key: known[name]})
	}
	return items
}

func quoted(text string, quote rune) string { return string(quote) + text + string(quote) }

func (c *completer) fieldTerm(name string) *term {
	t, ok := c.env.World.Field(c.env.Self, name)
	if c.env.Self == "" || !ok {
		return nil
	}
	return &term{typ: t, origins: []Path{{Root: "self", Fields: []string{name}, Types: []string{c.env.Self}}}}
}

// comparisons are the signs that hold two values of one type against each other.
var comparisons = []string{"==", "!=", "in"}

// expected is the other side of the comparison that the end of the words is in;
// nil when there is none.
func (c *completer) expected(before []word) *term {
	n := len(before)
	if n > 0 && (before[n-1].is("[") || before[n-1].is(",")) { // x in ['a', …
		stack := open(before)
		if len(stack) == 0 || !before[stack[len(stack)-1]].is("[") {
			return nil
		}
		n = stack[len(stack)-1]
	}
	if n < 2 || before[n-1].kind == textWord || !slices.Contains(comparisons, before[n-1].text) {
		return nil
	}
	end := n - 1
	if before[n-1].is("in") && before[end-1].is("not") {
		end--
	}
	if !endsOperand(before[:end]) {
		return nil
	}
	start := operandStart(before[:end])
	return c.term(before[:start], c.between(before[start].from, before[end-1].to))
}

// valuesOf are the literals that may be compared with a value.
func (c *completer) valuesOf(t *term, quote rune) []Suggestion {
	if t == nil {
		return nil
	}
	typ := t.typ
	if typ.Kind == KindList && typ.Elem != nil {
		typ = *typ.Elem
	}
	if typ.Kind != KindText {
		return nil
	}
	cell := Cell{}
	if len(t.origins) > 0 {
		if p := t.origins[0]; len(p.Fields) > 0 {
			cell = Cell{p.Types[len(p.Types)-1], p.Fields[len(p.Fields)-1]}
		}
	}
	kind := SuggestValue
	if cell.Field == "status" {
		kind = SuggestState
	}
	var items []Suggestion
	for _, key := range typ.Enum {
		items = append(items, Suggestion{Label: key, Insert: quoted(key, quote), Kind: kind, Cell: cell})
	}
	return items
}

// wantedValues are the literals that a comparison at the end of the words asks
// for, or that the whole expression must be.
func (c *completer) wantedValues(before []word) []Suggestion {
	t := c.expected(before)
	if t == nil && len(before) == 0 && len(c.want.Enum) > 0 {
		t = &term{typ: c.want}
	}
	return c.valuesOf(t, '\'')
}

// isKey reports that a key of {key: value} is to be written.
func (c *completer) isKey(before []word) bool {
	n := len(before)
	return n > 0 && (before[n-1].is("{") || before[n-1].is(",")) && c.keyed(before) != ""
}

// keyed is the function whose {…} the end of the words is in.
func (c *completer) keyed(before []word) string {
	stack := open(before)
	if len(stack) < 2 || !before[stack[len(stack)-1]].is("{") {
		return ""
	}
	name, index, isCall := argument(before[:stack[len(stack)-1]], stack[len(stack)-2])
	if !isCall || index != 1 || name != "balance" && name != "lookup" {
		return ""
	}
	return name
}

// keys are the dimensions of a register, or the key fields of a catalog.
func (c *completer) keys(before []word) []Suggestion {
	stack := open(before)
	of := before[stack[len(stack)-2]+1]
	written := strings.Trim(of.text, "'\"`")
	var items []Suggestion
	if c.keyed(before) == "balance" {
		reg, ok := c.env.World.Register(c.env.Pack, written)
		if !ok {
			return nil
		}
		for _, d := range reg.Dimensions {
			items = append(items, Suggestion{Label: d.Name, Insert: keyText(d.Name) + ": ", Kind: SuggestField, Type: d.Type})
		}
		return items
	}
	key, ok := c.env.World.TypeKey(c.env.Pack, written)
	if !ok {
		return nil
	}
	names, _, _ := c.env.World.Catalog(key)
	for _, name := range names {
		t, _ := c.env.World.Field(key, name)
		items = append(items, Suggestion{Label: name, Insert: name + ": ", Kind: SuggestField, Type: t, Cell: Cell{key, name}})
	}
	return items
}

// keyText quotes a key that is no bare name: 'line.branch'.
func keyText(name string) string {
	if strings.Contains(name, ".") {
		return quoted(name, '\'')
	}
	return name
}
