package spec

import (
	"encoding/json"
	"iter"
)

// Pos is a place in a declaration: file, line and column (both from 1) and the
// JSON path. Every declared thing carries one, so that whatever is found later
// can be shown where it was written.
type Pos struct {
	File string `json:"-"`
	Line int    `json:"-"`
	Col  int    `json:"-"`
	Path string `json:"-"` // lifecycle.transitions.submit.guards[0].check
}

// Position returns the place itself; it lets any declared struct be asked.
func (p Pos) Position() Pos { return p }

// Name is a reference by key. Its place is that of the key's first character,
// behind the quote.
type Name struct {
	Pos
	Key string
}

func (n Name) String() string { return n.Key }

// IsZero reports that nothing was written.
func (n Name) IsZero() bool { return n.Key == "" }

// Names is one name or an array of them.
type Names []Name

// Keys returns the bare keys.
func (n Names) Keys() []string {
	keys := make([]string, len(n))
	for i, x := range n {
		keys[i] = x.Key
	}
	return keys
}

// Expr is an expression as written; package rule compiles it. Its place is that
// of its first character, behind the quote.
type Expr struct {
	Pos
	Src     string
	written string // as it stands between the quotes, where JSON escapes make that differ from Src
}

// People is one people expression or an array of them, which is their union.
type People []Expr

// Value is a literal, or an expression when the written text begins with "=".
type Value struct {
	Pos
	Expr    *Expr // set for "=…", with the sign taken off and Col moved behind it
	Literal Raw   // set otherwise
}

// Raw is any JSON value, kept compact but in written order, with the places of
// its parts.
type Raw struct {
	Pos
	JSON json.RawMessage
	tree *node
}

// Later holds the place of a keyword whose engine part does not exist yet. It
// is refused wherever it is written.
type Later struct {
	Pos
	Written bool
}

// Map is an object whose key order is meaning: order of fields, states,
// buttons. Keys match [a-z][a-z0-9_]*, except where a struct says otherwise.
type Map[T any] struct {
	keys  []string
	items map[string]T
	at    map[string]Pos
}

// Len returns the number of entries.
func (m Map[T]) Len() int { return len(m.keys) }

// Keys returns the keys in written order; the caller must not change them.
func (m Map[T]) Keys() []string { return m.keys }

// Get returns the value of a key.
func (m Map[T]) Get(key string) (T, bool) {
	v, ok := m.items[key]
	return v, ok
}

// At returns where the key was written.
func (m Map[T]) At(key string) Pos { return m.at[key] }

// All walks the entries in written order.
func (m Map[T]) All() iter.Seq2[string, T] {
	return func(yield func(string, T) bool) {
		for _, k := range m.keys {
			if !yield(k, m.items[k]) {
				return
			}
		}
	}
}

// Set adds an entry at the end or replaces one in its place.
func (m *Map[T]) Set(key string, value T, at Pos) {
	if m.items == nil {
		m.items, m.at = map[string]T{}, map[string]Pos{}
	}
	if _, ok := m.items[key]; !ok {
		m.keys = append(m.keys, key)
	}
	m.items[key], m.at[key] = value, at
}
