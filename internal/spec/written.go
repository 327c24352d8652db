package spec

import (
	"iter"
	"strings"
	"unicode/utf8"
)

// Text finds a text of the bundle by its path, or by the path of what it is the
// short form of, with the exact place of every character: behind the quote.
func (b *Bundle) Text(file, path string) (Expr, bool) {
	n := b.tree(file).find(path)
	if n == nil || n.kind != stringNode {
		return Expr{}, false
	}
	return Expr{Pos: n.inside(), Src: n.text, written: n.written}, true
}

// Part is a part of an expression with its own place, counted in characters.
func (e Expr) Part(from, to int) Expr {
	runes := []rune(e.Src)
	part := Expr{Pos: e.At(from), Src: string(runes[from:to])}
	if e.written != "" {
		written := []rune(e.written)
		part.written = string(written[writtenLength(e.written, from):writtenLength(e.written, to)])
	}
	return part
}

// Texts walks a file of translations: the path of each text and where it stands,
// behind the quote, in written order.
func (b *Bundle) Texts(pack, language string) iter.Seq2[Name, Expr] {
	return func(yield func(Name, Expr) bool) {
		tree := b.tree(TextsFile(pack, language))
		if tree == nil {
			return
		}
		for _, m := range tree.members {
			if m.value.kind != stringNode {
				continue
			}
			at := m.at
			at.Col++
			if !yield(Name{Pos: at, Key: m.key}, Expr{Pos: m.value.inside(), Src: m.value.text, written: m.value.written}) {
				return
			}
		}
	}
}

// TextsFile is where the translations of a pack into a language stand.
func TextsFile(pack, language string) string {
	return "schemas/" + pack + "/i18n/" + language + ".json"
}

// Members walks the entries of a value that is an object: its keys, placed behind
// the quote, and their values.
func (r Raw) Members() iter.Seq2[Name, Raw] {
	return func(yield func(Name, Raw) bool) {
		if r.tree == nil {
			return
		}
		for _, m := range r.tree.members {
			at := m.at
			at.Col++
			if !yield(Name{Pos: at, Key: m.key}, m.value.raw()) {
				return
			}
		}
	}
}

// Items lists the items of a value that is an array.
func (r Raw) Items() []Raw {
	if r.tree == nil {
		return nil
	}
	var out []Raw
	for _, item := range r.tree.items {
		out = append(out, item.raw())
	}
	return out
}

// Text is a value that is a text, placed behind the quote.
func (r Raw) Text() (Name, bool) {
	if r.tree == nil || r.tree.kind != stringNode {
		return Name{}, false
	}
	return Name{Pos: r.tree.inside(), Key: r.tree.text}, true
}

// PathStep is a key on a path, and how many characters of the path stand before it.
type PathStep struct {
	Key    string
	Offset int
}

// PathSteps takes a path of a text apart, as translations write it; indexes are
// left out.
func PathSteps(path string) []PathStep {
	var out []PathStep
	rest, at := path, 0
	for rest != "" {
		key, index, next := cutPath(rest)
		start := at + len([]rune(rest)) - len([]rune(strings.TrimPrefix(rest, ".")))
		if index < 0 {
			if strings.HasPrefix(path[len(path)-len(rest):], "[") {
				start += 2 // ["key"]
			}
			out = append(out, PathStep{key, start})
		}
		at += utf8.RuneCountInString(rest) - utf8.RuneCountInString(next)
		rest = next
	}
	return out
}
