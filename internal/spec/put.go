package spec

// Put writes a text at a path of a JSON file and gives the file back, compact:
// where it stands is not what it was, what it says is. Objects that the path
// leads through are made where they are missing; an item behind the last one of
// an array is added. It reports false where the file is no JSON or the path leads
// through something else.
func Put(file string, data []byte, path, text string) ([]byte, bool) {
	tree := parse(file, data, &findings{})
	if tree == nil || path == "" {
		return nil, false
	}
	if !tree.put(path, &node{kind: stringNode, text: text}) {
		return nil, false
	}
	return tree.appendJSON(nil), true
}

// put replaces the part that a path leads to.
func (n *node) put(path string, value *node) bool {
	key, index, rest := cutPath(path)
	next := value
	if rest != "" {
		next = &node{kind: objectNode}
		if _, i, _ := cutPath(rest); i >= 0 {
			next.kind = arrayNode
		}
	}
	switch {
	case index >= 0 && n.kind == arrayNode && index <= len(n.items):
		if index == len(n.items) {
			n.items = append(n.items, next)
		} else if rest == "" {
			n.items[index] = value
		}
		next = n.items[index]
	case index < 0 && n.kind == objectNode:
		next = n.entry(key, next, rest == "")
	default:
		return false
	}
	return rest == "" || next.put(rest, value)
}

// entry gives the value of a key, which is made, or replaced if so wanted.
func (n *node) entry(key string, value *node, replace bool) *node {
	for i := range n.members {
		if n.members[i].key != key {
			continue
		}
		if replace {
			n.members[i].value = value
		}
		return n.members[i].value
	}
	n.members = append(n.members, member{key: key, value: value})
	return value
}
