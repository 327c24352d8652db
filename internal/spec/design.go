package spec

import "strings"

// SameDesigners reports whether two texts of one pack.json let the same roles
// change the configuration. What is no JSON says nothing of roles: it is refused
// for that.
func SameDesigners(a, b []byte) bool {
	x, y := parse("", a, &findings{}), parse("", b, &findings{})
	return x == nil || y == nil || designers(x).equal(designers(y))
}

// designers are the roles that may design or are the owner's, and how.
func designers(pack *node) *node {
	out := &node{kind: objectNode}
	roles := pack.get("roles")
	if roles == nil {
		return out
	}
	for _, role := range roles.members {
		rights := &node{kind: objectNode}
		for _, word := range []string{"design", "owner"} {
			if value := role.value.get(word); value != nil && value.text != "false" {
				rights.members = append(rights.members, member{key: word, value: value})
			}
		}
		if len(rights.members) > 0 {
			out.members = append(out.members, member{key: role.key, value: rights})
		}
	}
	return out
}

// Augmented names the pack to whose type a file adds something; "" for none.
func Augmented(path string, text []byte) string {
	if place(path).role != roleType || text == nil {
		return ""
	}
	tree := parse(path, text, &findings{})
	if tree == nil || tree.get("augments") == nil {
		return ""
	}
	pack, _, other := strings.Cut(tree.get("augments").text, "/")
	if !other {
		return ""
	}
	return pack
}
