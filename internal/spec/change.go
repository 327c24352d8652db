package spec

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// Change replaces some characters of a file, beginning at a place.
type Change struct {
	At     Pos
	Length int // in characters
	Text   string
}

// Apply makes changes that do not overlap to the text of one file. A place that
// is not in the text is an error.
func Apply(text []byte, changes []Change) ([]byte, error) {
	lines := lineStarts(text)
	type cut struct {
		from, to int
		text     string
	}
	var cuts []cut
	for _, c := range changes {
		from, ok := offsetOf(text, lines, c.At)
		if !ok {
			return nil, fmt.Errorf("%s:%d:%d is not in the file", c.At.File, c.At.Line, c.At.Col)
		}
		to := from
		for range c.Length {
			_, size := utf8.DecodeRune(text[to:])
			to += size
		}
		cuts = append(cuts, cut{from, to, c.Text})
	}
	slices.SortStableFunc(cuts, func(a, b cut) int { return cmp.Compare(a.from, b.from) })
	var out strings.Builder
	done := 0
	for _, c := range cuts {
		if c.from < done {
			return nil, fmt.Errorf("changes overlap at byte %d", c.from)
		}
		out.Write(text[done:c.from])
		out.WriteString(c.text)
		done = c.to
	}
	out.Write(text[done:])
	return []byte(out.String()), nil
}

// Written finds what stands at places of a bundle. It remembers where lines begin,
// so it serves one asker at a time.
type Written struct {
	files map[string][]byte
	lines map[string][]int
}

// Written reads places of the bundle's files.
func (b *Bundle) Written() *Written { return &Written{b.Files, map[string][]int{}} }

// At is what stands at a place: that many characters of the file.
func (w *Written) At(at Pos, length int) (string, bool) {
	text, ok := w.files[at.File]
	if !ok {
		return "", false
	}
	if w.lines[at.File] == nil {
		w.lines[at.File] = lineStarts(text)
	}
	from, ok := offsetOf(text, w.lines[at.File], at)
	if !ok {
		return "", false
	}
	runes := []rune(string(text[from:min(len(text), from+4*length)]))
	if len(runes) < length {
		return "", false
	}
	return string(runes[:length]), true
}

// ValueAt is a JSON value as written, from its first character to its last; ""
// when none begins there.
func (b *Bundle) ValueAt(at Pos) string {
	text := b.Files[at.File]
	from, ok := offsetOf(text, lineStarts(text), at)
	if !ok {
		return ""
	}
	depth, quoted := 0, false
	for i := from; i < len(text); i++ {
		switch c := text[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
			if !quoted && depth == 0 {
				return string(text[from : i+1])
			}
		case quoted:
		case c == '{' || c == '[':
			depth++
		case c == '}' || c == ']':
			if depth--; depth == 0 {
				return string(text[from : i+1])
			}
			if depth < 0 {
				return strings.TrimSpace(string(text[from:i]))
			}
		case c == ',' && depth == 0:
			return strings.TrimSpace(string(text[from:i]))
		}
	}
	return ""
}

func lineStarts(text []byte) []int {
	starts := []int{0}
	for i, c := range text {
		if c == '\n' {
			starts = append(starts, i+1)
		}
	}
	return starts
}

// offsetOf is the byte at which a place begins. Columns count characters; a byte
// that is not UTF-8 counts as one.
func offsetOf(text []byte, lines []int, at Pos) (int, bool) {
	if at.Line < 1 || at.Line > len(lines) || at.Col < 1 {
		return 0, false
	}
	i := lines[at.Line-1]
	for n := 1; n < at.Col; n++ {
		if i >= len(text) || text[i] == '\n' {
			return 0, false
		}
		_, size := utf8.DecodeRune(text[i:])
		i += size
	}
	return i, true
}
