package spec

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
)

// Disagreement is one place of a file that two people changed differently. A
// value that is nil was not there. The path of a whole file is "", and then the
// values are texts as JSON strings, or nil for no file.
type Disagreement struct {
	Path   string          `json:"path"`
	Base   json.RawMessage `json:"base"`
	Ours   json.RawMessage `json:"ours"`
	Theirs json.RawMessage `json:"theirs"`
}

// Merge3 brings two changes of one file together: what it was, and what each
// made of it; nil for no file. JSON is merged by key, anything else as a whole,
// and so are arrays. The text is ours with their changes written in, so whoever
// laid it out finds it again; where both disagree, ours stands.
func Merge3(path string, base, ours, theirs *string) (*string, []Disagreement) {
	switch {
	case SameFile(path, ours, theirs), sameText(base, theirs):
		return ours, nil
	case sameText(base, ours):
		return theirs, nil
	}
	b, o, t := treeOf(path, base), treeOf(path, ours), treeOf(path, theirs)
	if o == nil || t == nil || b == nil && base != nil {
		return wholly(path, base, ours, theirs)
	}
	m := &threeWay{ours: *ours, theirs: *theirs}
	text := m.value(b, o, t, "")
	merged := (*ours)[:o.from] + text + (*ours)[o.to:]
	return &merged, m.found
}

// wholly merges files that cannot be taken apart.
func wholly(path string, base, ours, theirs *string) (*string, []Disagreement) {
	switch {
	case SameFile(path, base, theirs):
		return ours, nil
	case SameFile(path, base, ours):
		return theirs, nil
	}
	return ours, []Disagreement{{Base: textJSON(base), Ours: textJSON(ours), Theirs: textJSON(theirs)}}
}

func sameText(a, b *string) bool { return a == b || a != nil && b != nil && *a == *b }

// SameFile reports whether two texts mean the same: white space of JSON and line
// ends do not count.
func SameFile(path string, a, b *string) bool {
	if sameText(a, b) {
		return true
	}
	if a == nil || b == nil {
		return false
	}
	if x, y := treeOf(path, a), treeOf(path, b); x != nil && y != nil {
		return same(x, y)
	}
	return bytes.Equal(plain([]byte(*a)), plain([]byte(*b)))
}

// treeOf parses a file that is JSON without a fault; nil otherwise.
func treeOf(path string, text *string) *node {
	if text == nil || !(source{path: path}).isJSON() {
		return nil
	}
	found := &findings{}
	tree := parse(path, []byte(*text), found)
	if len(found.list) > 0 {
		return nil
	}
	return tree
}

func textJSON(text *string) json.RawMessage {
	if text == nil {
		return nil
	}
	return appendQuoted(nil, strings.ToValidUTF8(*text, "\ufffd"))
}

// same compares two values, order of keys included: it is meaning.
func same(a, b *node) bool {
	if a == nil || b == nil {
		return a == b
	}
	return bytes.Equal(a.appendJSON(nil), b.appendJSON(nil))
}

// threeWay is one merge on its way through both texts.
type threeWay struct {
	ours, theirs string
	found        []Disagreement
}

// value merges what stands at one path on both sides and gives its text.
func (m *threeWay) value(base, ours, theirs *node, path string) string {
	switch {
	case same(ours, theirs), same(base, theirs):
		return m.ours[ours.from:ours.to]
	case ours.kind == objectNode && theirs.kind == objectNode && (base == nil || base.kind == objectNode):
		return m.object(base, ours, theirs, path)
	case same(base, ours):
		return m.theirs[theirs.from:theirs.to]
	}
	m.disagree(path, base, ours, theirs)
	return m.ours[ours.from:ours.to]
}

func (m *threeWay) disagree(path string, base, ours, theirs *node) {
	m.found = append(m.found, Disagreement{Path: path, Base: jsonOf(base), Ours: jsonOf(ours), Theirs: jsonOf(theirs)})
}

func jsonOf(n *node) json.RawMessage {
	if n == nil {
		return nil
	}
	return n.appendJSON(nil)
}

// object merges two objects key by key.
func (m *threeWay) object(base, ours, theirs *node, path string) string {
	mine, other := layoutOf(m.ours, ours), layoutOf(m.theirs, theirs)
	parts := map[string]part{}
	for i, mem := range ours.members {
		if text, stays := m.own(base.get(mem.key), mem, theirs.get(mem.key), path); stays {
			parts[mem.key] = part{mine.leads[i], text + mine.gaps[i]}
		}
	}
	for i, mem := range theirs.members {
		if ours.get(mem.key) == nil && m.comes(base.get(mem.key), mem, path) {
			parts[mem.key] = part{mine.lead(other, i), m.theirs[mem.from:mem.value.to]}
		}
	}
	return mine.write(m.order(base, ours, theirs, parts, path), parts, other)
}

// own merges a member that we have: its text, and whether it stays.
func (m *threeWay) own(base *node, mine member, theirs *node, path string) (string, bool) {
	at := joinPath(path, mine.key)
	if theirs == nil && base != nil { // they took it away
		if same(base, mine.value) {
			return "", false
		}
		m.disagree(at, base, mine.value, nil)
	}
	text := m.ours[mine.value.from:mine.value.to]
	if theirs != nil {
		text = m.value(base, mine.value, theirs, at)
	}
	return m.ours[mine.from:mine.value.from] + text, true
}

// comes reports whether a member that only they have comes in: it is new, and
// not one that we took away.
func (m *threeWay) comes(base *node, theirs member, path string) bool {
	if base != nil && !same(base, theirs.value) {
		m.disagree(joinPath(path, theirs.key), base, nil, theirs.value)
	}
	return base == nil
}

// order says in which order the members of a merged object stand: as one side
// has put them, when the other has left them as they were; what came new stands
// behind what it stood behind.
func (m *threeWay) order(base, ours, theirs *node, parts map[string]part, path string) []string {
	stays := func(keys []string) []string {
		return slices.DeleteFunc(keys, func(key string) bool { _, in := parts[key]; return !in })
	}
	mine, other := stays(ours.keys()), stays(theirs.keys())
	common := func(keys []string) []string {
		return slices.DeleteFunc(slices.Clone(keys), func(key string) bool {
			return base.get(key) == nil || ours.get(key) == nil || theirs.get(key) == nil
		})
	}
	was, now, then := common(stays(base.keys())), common(mine), common(other)
	switch {
	case slices.Equal(then, was), slices.Equal(now, then):
		return weave(mine, other)
	case slices.Equal(now, was):
		return weave(other, mine)
	}
	m.disagree(path, base, ours, theirs)
	return weave(mine, other)
}

func (n *node) keys() []string {
	if n == nil {
		return nil
	}
	keys := make([]string, len(n.members))
	for i, m := range n.members {
		keys[i] = m.key
	}
	return keys
}

// weave puts keys that only the second list has behind those that they stand
// behind there, after what the first has put in the same place.
func weave(first, second []string) []string {
	out := slices.Clone(first)
	for i, key := range second {
		if slices.Contains(out, key) {
			continue
		}
		out = slices.Insert(out, placeFor(out, second, i), key)
	}
	return out
}

func placeFor(out, second []string, i int) int {
	at := 0
	for j := i - 1; j >= 0 && at == 0; j-- {
		at = slices.Index(out, second[j]) + 1
	}
	for at < len(out) && at > 0 && !slices.Contains(second, out[at]) {
		at++
	}
	return at
}
