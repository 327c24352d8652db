package api

import (
	"slices"
	"strings"
	"unicode/utf8"

	"kontora/internal/fault"
)

// Bounds of a filter in PocketBase's syntax; they are PocketBase's own.
const (
	maxFilter      = 3500 // characters
	maxFilterNodes = 200  // comparisons and brackets
	maxFilterDepth = 20   // brackets within one another
)

// pocketNode is a comparison, or what stands in brackets, and how it is joined
// to what stands before it.
type pocketNode struct {
	isOr        bool
	group       []pocketNode
	left, right pocketOperand
	sign        string
	from, to    int // characters of the source
}

// pocketOperand is one side of a comparison.
type pocketOperand struct {
	kind     operandKind
	text     string // of a quoted text: what it says
	from, to int
}

type operandKind uint8

const (
	operandName operandKind = iota
	operandNumber
	operandText
)

// pocketParser reads PocketBase's syntax as its own parser does, which forgets
// where things stand.
type pocketParser struct {
	src   []rune
	at    int
	nodes int
}

func parsePocket(src string) ([]pocketNode, error) {
	p := &pocketParser{src: []rune(src)}
	if len(p.src) > maxFilter {
		return nil, p.wrong(maxFilter, len(p.src), "too_long")
	}
	if !utf8.ValidString(src) || strings.ContainsRune(src, 0) {
		return nil, p.wrong(0, len(p.src), "syntax")
	}
	nodes, err := p.group(0)
	if err == nil && p.at < len(p.src) {
		return nil, p.wrong(p.at, p.at+1, "syntax")
	}
	return nodes, err
}

func (p *pocketParser) wrong(from, to int, reason string) *fault.Fault {
	return filterWrong(string(p.src), from, to-from, reason)
}

// group reads joined nodes up to a closing bracket or the end.
func (p *pocketParser) group(depth int) ([]pocketNode, error) {
	var nodes []pocketNode
	isOr := false
	for {
		n, err := p.node(depth)
		if err != nil {
			return nil, err
		}
		n.isOr = isOr
		nodes = append(nodes, n)
		p.skip()
		join := p.run("&|")
		switch join {
		case "&&", "||":
			isOr = join == "||"
		case "":
			return nodes, nil
		default:
			return nil, p.wrong(p.at-len(join), p.at, "syntax")
		}
	}
}

func (p *pocketParser) node(depth int) (n pocketNode, err error) {
	p.skip()
	n.from = p.at
	if p.nodes++; p.nodes > maxFilterNodes {
		return n, p.wrong(p.at, len(p.src), "too_many_nodes")
	}
	if p.peek() == '(' {
		if depth == maxFilterDepth {
			return n, p.wrong(p.at, len(p.src), "too_deep")
		}
		p.at++
		if n.group, err = p.group(depth + 1); err != nil {
			return n, err
		}
		if p.peek() != ')' {
			return n, p.wrong(n.from, n.from+1, "syntax")
		}
		p.at++
		n.to = p.at
		return n, nil
	}
	if n.left, err = p.operand(); err != nil {
		return n, err
	}
	p.skip()
	at := p.at
	n.sign = p.run("=?!<>~")
	if _, known := pocketSigns[strings.TrimPrefix(n.sign, "?")]; !known {
		return n, p.wrong(at, max(p.at, at+1), "syntax")
	}
	p.skip()
	n.right, err = p.operand()
	n.to = p.at
	return n, err
}

func (p *pocketParser) operand() (pocketOperand, error) {
	o := pocketOperand{from: p.at}
	var err error
	switch c := p.peek(); {
	case c == '"' || c == '\'':
		o.kind = operandText
		o.text, err = p.quoted(c)
	case c == '-' || isDigit(c):
		o.kind = operandNumber
		p.at++
		o.text = string(c) + p.while(func(c rune) bool { return isDigit(c) || c == '.' })
		if strings.Count(o.text, ".") > 1 || o.text == "-" || strings.HasSuffix(o.text, ".") || strings.HasPrefix(o.text, "-.") {
			err = p.wrong(o.from, p.at, "syntax")
		}
	default:
		if strings.ContainsRune("@#", c) && c != 0 {
			p.at++
		}
		p.while(func(c rune) bool { return isLetter(c) || isDigit(c) || strings.ContainsRune("_.:", c) })
		o.text = string(p.src[o.from:p.at])
		if !isPocketName(o.text) {
			err = p.wrong(o.from, max(p.at, o.from+1), "syntax")
		} else if p.peek() == '(' { // geoDistance() and the like
			err = p.wrong(o.from, p.at, "unsupported")
		}
	}
	o.to = p.at
	return o, err
}

// quoted reads a text; a backslash keeps what ends it.
func (p *pocketParser) quoted(mark rune) (string, error) {
	from := p.at
	var b strings.Builder
	for p.at++; p.at < len(p.src); p.at++ {
		switch c := p.src[p.at]; {
		case c == mark:
			p.at++
			return b.String(), nil
		case c == '\\' && p.at+1 < len(p.src):
			p.at++
			b.WriteString(unescaped(p.src[p.at]))
		default:
			b.WriteRune(c)
		}
	}
	return "", p.wrong(from, p.at, "syntax")
}

func unescaped(c rune) string {
	switch c {
	case 'n':
		return "\n"
	case 't':
		return "\t"
	case 'r':
		return "\r"
	case '\\', '\'', '"':
		return string(c)
	}
	return "\\" + string(c)
}

// skip passes white space and comments.
func (p *pocketParser) skip() {
	for {
		p.while(func(c rune) bool { return c == ' ' || c == '\t' || c == '\n' })
		if p.at+1 >= len(p.src) || p.src[p.at] != '/' || p.src[p.at+1] != '/' {
			return
		}
		p.while(func(c rune) bool { return c != '\n' })
	}
}

func (p *pocketParser) peek() rune {
	if p.at < len(p.src) {
		return p.src[p.at]
	}
	return 0
}

func (p *pocketParser) while(holds func(rune) bool) string {
	from := p.at
	end := slices.IndexFunc(p.src[from:], func(c rune) bool { return !holds(c) })
	if end < 0 {
		end = len(p.src) - from
	}
	p.at = from + end
	return string(p.src[from:p.at])
}

func (p *pocketParser) run(of string) string {
	return p.while(func(c rune) bool { return strings.ContainsRune(of, c) })
}

// isPocketName holds a name against PocketBase's rules: it begins with a letter
// or one of three signs, is more than that sign, and ends in no joint.
func isPocketName(name string) bool {
	if name == "" || strings.ContainsRune(".:", rune(name[len(name)-1])) {
		return false
	}
	first := rune(name[0])
	return isLetter(first) || strings.ContainsRune("_@#", first) && len(name) > 1
}

func isDigit(c rune) bool  { return c >= '0' && c <= '9' }
func isLetter(c rune) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' }
