package spec

import "strings"

// Pinpoint lets each finding about a whole object point at the key under which it
// stands, and underline the whole word that it is about.
func (b *Bundle) Pinpoint(diags []Diagnostic) {
	written := b.Written()
	for i := range diags {
		d := &diags[i]
		at := Pos{File: d.File, Line: d.Line, Col: d.Col, Path: d.Path}
		first, ok := written.At(at, 1)
		if !ok {
			continue
		}
		if first == "{" {
			if key, width, ok := b.keyAt(d.File, d.Path); ok {
				d.Line, d.Col, d.Length = key.Line, key.Col, width
			}
			d.Length = max(1, d.Length)
			continue
		}
		if d.Length == 0 {
			d.Length = b.wordAt(written, at, first)
		}
	}
}

// keyAt finds the key of an object's entry by the path of its value.
func (b *Bundle) keyAt(file, path string) (Pos, int, bool) {
	holder := b.tree(file)
	for holder != nil && path != "" {
		key, index, rest := cutPath(path)
		if rest == "" {
			m, ok := holder.member(key)
			return m.at, m.width, ok && index < 0
		}
		path = rest
		if index < 0 {
			holder = holder.get(key)
		} else if holder = holder.find(indexPath("", index)); holder == nil {
			break
		}
	}
	return Pos{}, 0, false
}

// wordAt is how many characters belong to what begins at a place.
func (b *Bundle) wordAt(written *Written, at Pos, first string) int {
	if first == `"` {
		if text := b.ValueAt(at); strings.HasPrefix(text, `"`) && strings.HasSuffix(text, `"`) {
			return len([]rune(text))
		}
		return 1
	}
	n := 0
	for ; n < 200; n++ {
		next := at
		next.Col += n
		text, ok := written.At(next, 1)
		if !ok || !strings.ContainsAny(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_@*!/-.") {
			break
		}
	}
	return max(1, n)
}
