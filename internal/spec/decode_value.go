package spec

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// inside is the place of a string's first character, behind the quote.
func (n *node) inside() Pos {
	at := n.Pos
	at.Col++
	return at
}

func quotedKey(n *node) string {
	key, _ := lastKey(n.Path)
	return fmt.Sprintf("%q", key)
}

func (d *decoder) text(n *node, w keyword) string {
	if n.kind != stringNode {
		d.wrongType(n, "a string")
		return ""
	}
	if w.required && strings.TrimSpace(n.text) == "" {
		d.found.error(n.Pos, n.width, "empty_text", fmt.Sprintf("%s is empty", quotedKey(n)), w.doc, "word", w.name)
	}
	d.checkWord(n, w)
	return n.text
}

// checkWord refuses a word outside the keyword's list.
func (d *decoder) checkWord(n *node, w keyword) {
	if len(w.enum) == 0 || slices.Contains(w.enum, n.text) {
		return
	}
	hint := DidYouMean(n.text, w.enum)
	d.found.error(n.Pos, n.width, "unknown_word", fmt.Sprintf("%q is not one of %s", n.text, strings.Join(w.enum, ", ")), hint, "word", n.text, "allowed", w.enum)
}

func (d *decoder) bool(n *node) bool {
	if n.kind != boolNode {
		d.wrongType(n, "true or false")
	}
	return n.kind == boolNode && n.text == "true"
}

// count reads a whole number that counts something.
func (d *decoder) count(n *node, w keyword) *int {
	if n.kind != numberNode {
		d.wrongType(n, "a whole number")
		return nil
	}
	most := w.max
	if most == 0 {
		most = 1_000_000_000
	}
	i, err := strconv.Atoi(n.text)
	if err != nil || i < 0 || i > most {
		d.found.error(n.Pos, n.width, "bad_number", fmt.Sprintf("%s must be a whole number from 0 to %d", quotedKey(n), most), "", "word", w.name, "max", most)
		return nil
	}
	return &i
}

func (d *decoder) name(n *node, w keyword) Name {
	if n.kind != stringNode {
		d.wrongType(n, "a name in quotes")
		return Name{}
	}
	if n.text == "" || strings.ContainsAny(n.text, " \t\r\n") {
		d.found.error(n.Pos, n.width, "bad_name", fmt.Sprintf("%q is not a name", n.text), "a name has no spaces; several names stand in an array", "name", n.text)
		return Name{}
	}
	d.checkWord(n, w)
	return Name{Pos: n.inside(), Key: n.text}
}

// names reads one name or an array of different ones.
func (d *decoder) names(n *node, w keyword) Names {
	if n.kind == stringNode {
		return d.someNames([]*node{n}, w)
	}
	return d.someNames(d.items(n, "a name or an array of names"), w)
}

func (d *decoder) someNames(items []*node, w keyword) Names {
	names := Names{}
	for _, item := range d.different(items) {
		if name := d.name(item, w); !name.IsZero() {
			names = append(names, name)
		}
	}
	return names
}

func (d *decoder) texts(n *node, w keyword) []string {
	texts := []string{}
	for _, item := range d.different(d.items(n, "an array of strings")) {
		if item.kind != stringNode {
			d.wrongType(item, "a string")
			continue
		}
		if item.text == "" {
			d.found.error(item.Pos, item.width, "empty_text", fmt.Sprintf("an item of %s is empty", quotedKey(item)), "")
			continue
		}
		d.checkWord(item, w)
		texts = append(texts, item.text)
	}
	return texts
}

func (d *decoder) expr(n *node) Expr {
	if n.kind != stringNode {
		d.wrongType(n, "an expression in quotes")
		return Expr{}
	}
	if strings.TrimSpace(n.text) == "" {
		d.found.error(n.Pos, n.width, "empty_expression", fmt.Sprintf("%s is an empty expression", quotedKey(n)), "leave the keyword out")
		return Expr{}
	}
	return Expr{Pos: n.inside(), Src: n.text, written: n.written}
}

func (d *decoder) exprs(n *node, wanted string) []Expr {
	list := []Expr{}
	for _, item := range d.items(n, wanted) {
		if e := d.expr(item); e.Src != "" {
			list = append(list, e)
		}
	}
	return list
}

func (d *decoder) people(n *node) People {
	if n.kind != stringNode {
		return d.exprs(n, "a people expression or an array of them")
	}
	if e := d.expr(n); e.Src != "" {
		return People{e}
	}
	return nil
}

func (d *decoder) raws(n *node) []Raw {
	list := []Raw{}
	for _, item := range d.items(n, "an array") {
		list = append(list, item.raw())
	}
	return list
}

// valued reads a literal, or an expression behind "=", which may not be empty.
func (d *decoder) valued(n *node) Value {
	v := valueOf(n)
	if v.Expr != nil && strings.TrimSpace(v.Expr.Src) == "" {
		d.found.error(n.Pos, n.width, "empty_expression", `no expression behind "="`, "")
	}
	return v
}

// valueOf reads a literal, or an expression behind "=".
func valueOf(n *node) Value {
	src, isExpr := strings.CutPrefix(n.text, "=")
	if n.kind != stringNode || !isExpr {
		return Value{Pos: n.Pos, Literal: n.raw()}
	}
	e := &Expr{Pos: n.inside(), Src: src}
	e.Col++
	if n.written != "" {
		sign := writtenLength(n.written, 1)
		e.written = string([]rune(n.written)[sign:])
		e.Col = n.Col + 1 + sign
	}
	return Value{Pos: n.Pos, Expr: e}
}

// items returns the items of an array.
func (d *decoder) items(n *node, wanted string) []*node {
	if n.kind != arrayNode {
		d.wrongType(n, wanted)
		return nil
	}
	return n.items
}

// different reports repeated texts and leaves them out.
func (d *decoder) different(items []*node) []*node {
	seen := map[string]bool{}
	var kept []*node
	for _, item := range items {
		if item.kind == stringNode && seen[item.text] {
			d.found.error(item.Pos, item.width, "duplicate_name", fmt.Sprintf("%q is listed twice", item.text), "keep one of them", "name", item.text)
			continue
		}
		seen[item.text] = item.kind == stringNode
		kept = append(kept, item)
	}
	return kept
}
