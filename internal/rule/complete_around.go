package rule

import (
	"slices"
	"strings"
)

// overElements are the functions whose second argument is about each element of
// the first.
var overElements = strings.Fields("all any none one count filter find map sum")

// around is one thing that surrounds the caret: a variable that was named, or a
// list whose elements are looked at.
type around struct {
	let  string // name of the variable; "" for a list
	src  string // its value, or the list
	from int    // index of the word where it begins
}

// surroundings lists them, outermost first.
func (c *completer) surroundings(before []word) []around {
	var list []around
	stack := open(before)
	for i := 0; i < len(before); i++ {
		w := before[i]
		if w.is("let") && i+2 < len(before) && before[i+1].kind == nameWord && before[i+2].is("=") {
			if end := c.endOfLet(before, i+3); end > 0 {
				list = append(list, around{before[i+1].text, c.between(before[i+3].from, before[end-1].to), i})
			}
		}
		if !slices.Contains(stack, i) {
			continue
		}
		name, index, isCall := argument(before, i)
		if comma := firstComma(before, i+1); isCall && index == 1 && slices.Contains(overElements, name) && comma > i+1 {
			list = append(list, around{"", c.between(before[i+1].from, before[comma-1].to), i})
		}
	}
	return list
}

// endOfLet finds the semicolon behind the value of a variable; 0 for none yet.
func (c *completer) endOfLet(words []word, from int) int {
	depth := 0
	for i := from; i < len(words); i++ {
		switch w := words[i]; {
		case w.kind != signWord:
		case strings.Contains("([{", w.text):
			depth++
		case strings.Contains(")]}", w.text):
			if depth--; depth < 0 {
				return 0
			}
		case w.text == ";" && depth == 0 && i > from:
			return i
		}
	}
	return 0
}

func firstComma(words []word, from int) int {
	depth := 0
	for i := from; i < len(words); i++ {
		switch w := words[i]; {
		case w.kind != signWord:
		case strings.Contains("([{", w.text):
			depth++
		case strings.Contains(")]}", w.text):
			depth--
		case w.text == "," && depth == 0:
			return i
		}
	}
	return -1
}

// wrapped writes a part within what surrounds it, and tells how many of these
// lie around it. A variable that has no type is left out.
func (c *completer) wrapped(before []word, src string) (string, int) {
	var lead, tail strings.Builder
	depth := 0
	for _, s := range c.surroundings(before) {
		if s.let != "" {
			if c.term(before[:s.from], s.src) == nil {
				continue
			}
			lead.WriteString("let " + s.let + " = " + s.src + "; ")
		} else {
			lead.WriteString("map(" + s.src + ", ")
			tail.WriteString(")")
		}
		depth++
	}
	return lead.String() + src + tail.String(), depth
}

// variable is a let with the type of its value.
type variable struct {
	name string
	typ  Type
}

// lets are the variables in reach, the innermost first.
func (c *completer) lets(before []word) []variable {
	var list []variable
	for _, s := range c.surroundings(before) {
		if s.let == "" {
			continue
		}
		if t := c.term(before[:s.from], s.src); t != nil {
			list = append(list, variable{s.let, t.typ})
		}
	}
	slices.Reverse(list)
	return list
}
