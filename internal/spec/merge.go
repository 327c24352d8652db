package spec

import (
	"regexp"
	"slices"
)

// merger lays one tree over another: objects merge by key in the order of the
// lower tree, scalars and arrays replace, null removes, required unites.
type merger struct {
	// replaced is told of every value that the upper tree changes.
	replaced func(path string, lower, upper *node)
	// field is told of every field that both trees declare.
	field func(lower, upper *node)
	// adds says that the upper tree only adds: objects stay where they were.
	adds bool
}

// merge never changes its arguments; unchanged parts are shared.
func (m merger) merge(lower, upper *node) *node {
	switch {
	case lower == nil:
		return upper
	case upper == nil:
		return lower
	case lower.kind == objectNode && upper.kind == objectNode:
		return m.objects(lower, upper)
	case requiredPath.MatchString(upper.Path) && isNames(lower) && isNames(upper):
		return unite(lower, upper)
	}
	if m.replaced != nil && !lower.equal(upper) {
		m.replaced(upper.Path, lower, upper)
	}
	return upper
}

func (m merger) objects(lower, upper *node) *node {
	if m.field != nil && fieldPath.MatchString(upper.Path) {
		m.field(lower, upper)
	}
	merged := &node{Pos: upper.Pos, kind: objectNode, width: upper.width}
	if m.adds {
		merged.Pos = lower.Pos
	}
	for _, below := range lower.members {
		above, written := upper.member(below.key)
		switch {
		case !written:
			merged.members = append(merged.members, below)
		case above.value.kind == nullNode:
			if m.replaced != nil {
				m.replaced(above.at.Path, below.value, above.value)
			}
		default:
			above.value = m.merge(below.value, above.value)
			if m.adds {
				above.at = below.at
			}
			merged.members = append(merged.members, above)
		}
	}
	for _, above := range upper.members {
		if _, known := lower.member(above.key); !known {
			merged.members = append(merged.members, above)
		}
	}
	return merged
}

func (n *node) member(key string) (member, bool) {
	for _, m := range n.members {
		if m.key == key {
			return m, true
		}
	}
	return member{}, false
}

// without returns the object without some keys.
func (n *node) without(keys []string) *node {
	kept := *n
	kept.members = nil
	for _, m := range n.members {
		if !slices.Contains(keys, m.key) {
			kept.members = append(kept.members, m)
		}
	}
	return &kept
}

// Lists of required fields and declarations of fields (or columns) are
// recognised by their path: a group or a field may be called "required" too.
var (
	requiredPath = regexp.MustCompile(`^data(\.properties\.[^.]+\.items)*\.required$`)
	fieldPath    = regexp.MustCompile(`^data\.properties\.[^.]+(\.items\.properties\.[^.]+)*$`)
)

func isNames(n *node) bool { return n.kind == stringNode || n.kind == arrayNode }

func unite(lower, upper *node) *node {
	united := &node{Pos: upper.Pos, kind: arrayNode, width: upper.width}
	seen := map[string]bool{}
	for _, list := range []*node{lower, upper} {
		items := list.items
		if list.kind == stringNode {
			items = []*node{list}
		}
		for _, item := range items {
			if !seen[item.text] {
				seen[item.text] = true
				united.items = append(united.items, item)
			}
		}
	}
	return united
}

// storageWords decide in which column a field is kept; a type that extends
// another cannot change them.
var storageWords = []string{"type", "x-ref", "x-many", "x-money", "x-inverse", "x-scale"}

// textFormats are formats of one and the same kind of column.
var textFormats = []string{"", "multiline", "email", "uri", "phone"}

// storageChange returns the keyword by which upper would change the storage of
// an inherited field, or nil.
func storageChange(lower, upper *node) *member {
	for i, m := range upper.members {
		was := lower.get(m.key)
		if slices.Contains(storageWords, m.key) && !m.value.equal(was) {
			return &upper.members[i]
		}
		changed := false
		switch m.key {
		case "format":
			changed = isTextFormat(was) != isTextFormat(m.value) || !isTextFormat(was) && !m.value.equal(was)
		case "x-file":
			changed = was == nil || m.value.kind == nullNode || m.value.get("many") != nil && !m.value.get("many").equal(was.get("many"))
		case "x-number", "enum":
			changed = was == nil || m.value.kind == nullNode
		case "items":
			changed = m.value.get("type") != nil && !m.value.get("type").equal(was.get("type"))
		}
		if changed {
			return &upper.members[i]
		}
	}
	return nil
}

func isTextFormat(n *node) bool {
	return n == nil || n.kind == nullNode || n.kind == stringNode && slices.Contains(textFormats, n.text)
}
