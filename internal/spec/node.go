package spec

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
)

type nodeKind uint8

const (
	nullNode nodeKind = iota
	boolNode
	numberNode
	stringNode
	arrayNode
	objectNode
)

func (k nodeKind) String() string {
	return [...]string{"null", "true or false", "a number", "a string", "an array", "an object"}[k]
}

// node is a JSON value with its place. Key order is kept.
type node struct {
	Pos
	kind    nodeKind
	text    string // string: decoded; number and bool: as written
	written string // string: as it stands between the quotes, when escapes make that differ from text
	width   int    // characters to underline
	from    int    // offset of its first byte in the file
	to      int    // offset behind its last byte
	items   []*node
	members []member
}

type member struct {
	key   string
	at    Pos // of the key's opening quote, with the path of the value
	from  int // offset of that quote in the file
	width int
	value *node
}

// get returns the value of a key of an object, or nil.
func (n *node) get(key string) *node {
	if n == nil {
		return nil
	}
	for _, m := range n.members {
		if m.key == key {
			return m.value
		}
	}
	return nil
}

// find walks a path as written by joinPath and indexPath; nil when it leads
// nowhere.
func (n *node) find(path string) *node {
	for n != nil && path != "" {
		var key string
		var index int
		key, index, path = cutPath(path)
		if index < 0 {
			n = n.get(key)
			continue
		}
		if n.kind != arrayNode || index >= len(n.items) {
			return nil
		}
		n = n.items[index]
	}
	return n
}

// equal compares two values without their places. Order of keys does not count.
func (n *node) equal(o *node) bool {
	if n == nil || o == nil {
		return n == o
	}
	if n.kind != o.kind || n.text != o.text || len(n.items) != len(o.items) || len(n.members) != len(o.members) {
		return false
	}
	for i := range n.items {
		if !n.items[i].equal(o.items[i]) {
			return false
		}
	}
	for _, m := range n.members {
		if !m.value.equal(o.get(m.key)) {
			return false
		}
	}
	return true
}

// appendJSON writes the value compactly in written order.
func (n *node) appendJSON(b []byte) []byte {
	switch n.kind {
	case nullNode:
		return append(b, "null"...)
	case stringNode:
		return appendQuoted(b, n.text)
	case arrayNode:
		b = append(b, '[')
		for i, item := range n.items {
			if i > 0 {
				b = append(b, ',')
			}
			b = item.appendJSON(b)
		}
		return append(b, ']')
	case objectNode:
		b = append(b, '{')
		for i, m := range n.members {
			if i > 0 {
				b = append(b, ',')
			}
			b = append(appendQuoted(b, m.key), ':')
			b = m.value.appendJSON(b)
		}
		return append(b, '}')
	default:
		return append(b, n.text...)
	}
}

func (n *node) raw() Raw {
	return Raw{Pos: n.Pos, JSON: json.RawMessage(n.appendJSON(nil)), tree: n}
}

func appendQuoted(b []byte, s string) []byte {
	b = append(b, '"')
	for i := range len(s) {
		switch c := s[i]; {
		case c == '"' || c == '\\':
			b = append(b, '\\', c)
		case c == '\n':
			b = append(b, '\\', 'n')
		case c == '\t':
			b = append(b, '\\', 't')
		case c < 0x20:
			b = fmt.Appendf(b, `\u%04x`, c)
		default:
			b = append(b, c)
		}
	}
	return append(b, '"')
}

// joinPath appends a key to a path. Keys that would be ambiguous are quoted:
// edit.material["approval approved"].
func joinPath(path, key string) string {
	if !isPlainKey(key) {
		return path + "[" + strconv.Quote(key) + "]"
	}
	if path == "" {
		return key
	}
	return path + "." + key
}

func indexPath(path string, i int) string {
	return path + "[" + strconv.Itoa(i) + "]"
}

// cutPath takes the first step off a path: a key (index is -1) or an index.
func cutPath(path string) (key string, index int, rest string) {
	path = strings.TrimPrefix(path, ".")
	if inside, ok := strings.CutPrefix(path, "["); ok {
		if quoted, err := strconv.QuotedPrefix(inside); err == nil {
			key, _ = strconv.Unquote(quoted)
			return key, -1, strings.TrimPrefix(inside[len(quoted):], "]")
		}
		digits, rest, _ := strings.Cut(inside, "]")
		if i, err := strconv.Atoi(digits); err == nil && i >= 0 {
			return "", i, rest
		}
		return inside, -1, ""
	}
	if end := strings.IndexAny(path, ".["); end >= 0 {
		return path[:end], -1, path[end:]
	}
	return path, -1, ""
}

func isPlainKey(key string) bool {
	for _, r := range key {
		if !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("_-$*", r)) {
			return false
		}
	}
	return key != ""
}
