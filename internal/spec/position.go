package spec

import (
	"strings"
)

// Pack returns the pack in whose folder the place lies. Short names written
// there mean things of that pack, also after the part was merged elsewhere.
func (p Pos) Pack() string {
	top, rest, _ := strings.Cut(p.File, "/")
	if top != "schemas" && top != "rules" {
		return ""
	}
	pack, _, inside := strings.Cut(rest, "/")
	if !inside {
		return ""
	}
	return pack
}

// Join returns the place with its path extended by a keyword. Line and column
// stay; Bundle.Locate finds the exact ones.
func (p Pos) Join(key string) Pos {
	p.Path = joinPath(p.Path, key)
	return p
}

// Qualified returns the key with its pack: "payment" written in a file of
// office is "office/payment"; "base/user" stays.
func (n Name) Qualified() string {
	if n.Key == "" || n.Key == "*" || strings.Contains(n.Key, "/") {
		return n.Key
	}
	return n.Pack() + "/" + n.Key
}

// At returns the place of a character of the expression, counted in runes from
// its beginning. JSON escapes and line breaks before it are taken into account.
func (e Expr) At(offset int) Pos {
	at := e.Pos
	if e.written != "" {
		at.Col += writtenLength(e.written, offset)
		return at
	}
	for _, r := range e.Src {
		if offset <= 0 {
			break
		}
		offset--
		if r == '\n' {
			at.Line, at.Col = at.Line+1, 1
		} else {
			at.Col++
		}
	}
	return at
}

// writtenLength tells how many characters of a JSON string as written stand for
// its first n characters as read.
func writtenLength(written string, n int) int {
	runes := []rune(written)
	i := 0
	for ; n > 0 && i < len(runes); n-- {
		i += escapeLength(runes[i:])
	}
	return min(i, len(runes))
}

// escapeLength is the number of characters that write the next one: 1, 2 for
// \n, 6 for \u0041, 12 for a surrogate pair.
func escapeLength(rest []rune) int {
	if rest[0] != '\\' || len(rest) < 2 {
		return 1
	}
	if rest[1] != 'u' {
		return 2
	}
	high := len(rest) > 7 && strings.ContainsRune("dD", rest[2]) && strings.ContainsRune("89abAB", rest[3])
	if high && rest[6] == '\\' {
		return 12
	}
	return 6
}

// At returns the place of a part of the value by its path from there:
// "[2].name". An unknown path gives the place of the value itself.
func (r Raw) At(path string) Pos {
	if part := r.tree.find(path); part != nil {
		return part.Pos
	}
	return r.Pos
}

// Row reads an object value as a row of values: {"item": "=it.item", "qty": 1}.
// It reports false when the value is not an object.
func (v Value) Row() (Map[Value], bool) {
	var row Map[Value]
	tree := v.Literal.tree
	if tree == nil || tree.kind != objectNode {
		return row, false
	}
	for _, m := range tree.members {
		row.Set(m.key, valueOf(m.value), m.at)
	}
	return row, true
}

// Item returns the place with its path extended by an index.
func (p Pos) Item(i int) Pos {
	p.Path = indexPath(p.Path, i)
	return p
}

// Width is how many characters of the line the expression fills, as written.
func (e Expr) Width() int {
	if e.written != "" {
		return len([]rune(e.written))
	}
	line, _, _ := strings.Cut(e.Src, "\n")
	return len([]rune(line))
}
