package spec

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// maxStray is how many of a file are told: too many findings in a file are an
// error, and these never are.
const maxStray = 20

// strayTexts warns of translations whose path leads nowhere: of what was renamed
// or taken away, or mistyped. Nobody would ever read them.
func (l *loader) strayTexts() {
	if HasErrors(l.found.list) {
		return // a file that cannot be read would seem to be missing
	}
	for _, p := range l.bundle.Packs {
		for _, language := range slices.Sorted(maps.Keys(p.I18n)) {
			tree := l.bundle.tree("schemas/" + p.Key + "/i18n/" + language + ".json")
			if tree == nil {
				continue
			}
			gone := map[string]bool{} // types that are not there: told once
			told := 0
			for _, m := range tree.members {
				if told == maxStray {
					break
				}
				if _, is := p.I18n[language][m.key]; is && !l.bundle.isText(p.Key, m.key) && !gone[typeOfText(m.key)] {
					if name := typeOfText(m.key); name != "" && l.bundle.tree("schemas/"+p.Key+"/types/"+name+".json") == nil {
						gone[name] = true
					}
					told++
					l.found.warn(m.at, m.width, "text_of_nothing", fmt.Sprintf("nothing stands at %q", m.key),
						"take it out, or correct the path", "path", m.key)
				}
			}
		}
	}
}

// typeOfText names the type that a path is about.
func typeOfText(path string) string {
	rest, ok := strings.CutPrefix(path, "types.")
	if !ok {
		return ""
	}
	name, _, _ := strings.Cut(rest, ".")
	return name
}

// isText reports whether a path of i18n leads to a text, or to where one may be.
func (b *Bundle) isText(pack, path string) bool {
	file, rest, ok := strings.Cut(path, ".")
	if !ok {
		return false
	}
	if _, folder := packFolders[file]; folder && file != "types" {
		name, rest, _ := strings.Cut(rest, ".")
		return mayHoldText(b.tree("schemas/"+pack+"/"+file+"/"+name+".json"), rest)
	}
	if file != "types" {
		tree := b.tree("schemas/" + pack + "/" + file + ".json")
		return mayHoldText(tree, rest) || mayHoldText(tree, path) || file == "notify" && mayHoldText(tree, "messages."+rest)
	}
	name, rest, ok := strings.Cut(rest, ".")
	if !ok {
		return false
	}
	seen := map[string]bool{}
	var look func(pack, name string) bool
	look = func(pack, name string) bool {
		key := pack + "/" + name
		tree := b.tree("schemas/" + pack + "/types/" + name + ".json")
		if seen[key] || tree == nil {
			return false
		}
		seen[key] = true
		return mayHoldText(tree, rest) || slices.ContainsFunc(namesIn(tree.get("extends")), func(base string) bool {
			return look(qualified(pack, base))
		})
	}
	return look(pack, name) || b.isAugmentText(pack, name, rest)
}

// isAugmentText looks into the files that add to a type.
func (b *Bundle) isAugmentText(pack, name, rest string) bool {
	for _, p := range b.Packs {
		for key := range p.Types.All() {
			tree := b.tree("schemas/" + p.Key + "/types/" + key + ".json")
			for _, target := range namesIn(tree.get("augments")) {
				if of, typ := qualified(p.Key, target); of == pack && typ == name && mayHoldText(tree, rest) {
					return true
				}
			}
		}
	}
	return false
}

func namesIn(n *node) []string {
	switch {
	case n == nil:
	case n.kind == stringNode:
		return []string{n.text}
	case n.kind == arrayNode:
		var out []string
		for _, item := range n.items {
			out = append(out, item.text)
		}
		return out
	}
	return nil
}

func qualified(pack, name string) (string, string) {
	if of, typ, ok := strings.Cut(name, "/"); ok {
		return of, typ
	}
	return pack, name
}

// optional are texts that are translated even where the source has none.
var optional = []string{"title", "plural", "description", "message", "passed"}

// mayHoldText reports whether a text stands at a path, in its long or short form,
// or may stand there.
func mayHoldText(tree *node, path string) bool {
	if n := tree.find(path); n != nil {
		return n.kind == stringNode
	}
	if n := tree.find(strings.Replace(path, ".templates[", "[", 1)); n != nil {
		return n.kind == stringNode // of "reason", a bare list
	}
	i := strings.LastIndexByte(path, '.')
	if i < 0 {
		return slices.Contains(optional, path)
	}
	parent, last := path[:i], path[i+1:]
	if field, labels := strings.CutSuffix(parent, ".x-labels"); labels {
		choices := tree.find(field).get("enum")
		return choices != nil && slices.ContainsFunc(choices.items, func(c *node) bool { return c.text == last })
	}
	holder := tree.find(parent)
	return holder != nil && (holder.kind == objectNode || holder.kind == stringNode) && slices.Contains(optional, last)
}
