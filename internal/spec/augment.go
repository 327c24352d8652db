package spec

import (
	"fmt"
	"slices"
)

// An augment may add entries to these parts of a foreign type and do nothing
// else, so that the order of augments does not matter.
var augmentParts = []string{"data.properties", "groups", "access", "deny", "views"}

// augment adds the parts of an augment file to its target.
func (x *expander) augment(e *expansion, file *TypeFile) {
	tree := x.bundle.tree(file.File)
	if tree == nil || tree.kind != objectNode {
		return
	}
	allowed := &node{Pos: e.tree.Pos, kind: objectNode, width: 1}
	for _, m := range tree.members {
		switch {
		case m.key == "data":
			if data := x.augmentData(m); data != nil {
				x.addPart(e, allowed, *data)
			}
		case slices.Contains(augmentParts, m.key):
			x.addPart(e, allowed, m)
		case m.key != "augments" && m.key != "note" && m.key != "$schema":
			x.refuseAugment(m)
		}
	}
	e.tree, e.merged = merger{adds: true}.merge(e.tree, allowed), true
}

// augmentData keeps of data the properties and refuses the rest.
func (x *expander) augmentData(data member) *member {
	if data.value.kind != objectNode {
		return nil
	}
	for _, m := range data.value.members {
		if m.key != "properties" {
			x.refuseAugment(m)
		}
	}
	if _, ok := data.value.member("properties"); !ok {
		return nil
	}
	only := *data.value
	only.members = slices.DeleteFunc(slices.Clone(only.members), func(m member) bool { return m.key != "properties" })
	data.value = &only
	return &data
}

func (x *expander) refuseAugment(m member) {
	x.found.error(m.at, m.width, "augment_not_allowed", fmt.Sprintf("%q cannot be added to another type", m.at.Path),
		"an augment adds fields, groups, access, deny and views only", "path", m.at.Path)
}

// addPart takes over the entries of one part that the target does not have.
func (x *expander) addPart(e *expansion, allowed *node, part member) {
	path, entries := part.key, part.value
	if part.key == "data" {
		path, entries = "data.properties", part.value.get("properties")
	}
	if entries.kind != objectNode {
		return
	}
	there := e.tree.find(path)
	added := *entries
	added.members = nil
	for _, m := range entries.members {
		if there.get(m.key) == nil {
			added.members = append(added.members, m)
			continue
		}
		was, _ := there.member(m.key)
		x.found.error(m.at, m.width, "augment_overrides", fmt.Sprintf("%q is already there (%s:%d)", m.at.Path, was.at.File, was.at.Line),
			"an augment can change nothing; choose another key", "path", m.at.Path)
	}
	value := &added
	if part.key == "data" {
		data := *part.value
		data.members = []member{{key: "properties", at: entries.Pos, width: 1, value: &added}}
		value = &data
	}
	part.value = value
	allowed.members = append(allowed.members, part)
}
