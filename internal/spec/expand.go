package spec

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// maxExtends is how deep bases may stand on bases.
const maxExtends = 3

// ownWords describe the file itself and are never inherited.
var ownWords = []string{"$schema", "abstract", "title", "plural", "icon", "description", "directory", "was", "extends", "augments", "note"}

// Expand merges bases and augments into the types of a bundle and returns every
// type by its full key, "pack/type": abstract ones too, augment files not. The
// places stay those of the file where each part was written. It reports only
// what merging brings to light; Load has reported the rest.
func Expand(b *Bundle) (map[string]*TypeFile, []Diagnostic) {
	x := newExpander(b)
	for _, key := range x.order {
		x.expand(key)
	}
	types := map[string]*TypeFile{}
	for _, key := range x.order {
		types[key] = x.decode(key)
	}
	return types, x.found.done(b.Files)
}

type expander struct {
	bundle   *Bundle
	found    *findings
	grammar  grammar
	order    []string               // full keys of the types that are not augments
	written  map[string]*TypeFile   // by full key
	augments map[string][]*TypeFile // by full key of the target
	done     map[string]*expansion
	stack    []string // types being expanded now
}

// expansion is a type's tree with everything merged in.
type expansion struct {
	tree   *node
	depth  int
	merged bool // differs from what was written
	broken bool // a base is missing or unreadable: nothing can be said about completeness
}

func newExpander(b *Bundle) *expander {
	x := &expander{
		bundle: b, found: &findings{}, grammar: grammar{},
		written: map[string]*TypeFile{}, augments: map[string][]*TypeFile{}, done: map[string]*expansion{},
	}
	for _, pack := range b.Packs {
		for key, file := range pack.Types.All() {
			full := pack.Key + "/" + key
			x.written[full] = file
			if file.Augments.IsZero() {
				x.order = append(x.order, full)
			}
		}
	}
	for _, pack := range b.Packs {
		for _, file := range pack.Types.All() {
			if file.Augments.IsZero() {
				continue
			}
			if target, ok := x.resolve(file.Augments); ok {
				x.augments[target] = append(x.augments[target], file)
			}
		}
	}
	return x
}

// resolve finds the type that a name means, as seen from where it is written.
func (x *expander) resolve(name Name) (string, bool) {
	full, own := name.Qualified(), name.Pack()
	pack, _, _ := strings.Cut(full, "/")
	length := len([]rune(name.Key))
	if pack != own && !x.bundle.Sees(own, pack) {
		hint := fmt.Sprintf("add %q to requires of %s", pack, "schemas/"+own+"/pack.json")
		if x.bundle.Pack(pack) == nil {
			hint = "there is no such pack"
		}
		x.found.error(name.Pos, length, "pack_not_required", fmt.Sprintf("pack %q is not required by %q", pack, own), hint, "pack", pack)
		return "", false
	}
	file := x.written[full]
	if file == nil {
		x.found.error(name.Pos, length, "unknown_type", fmt.Sprintf("unknown type %q", name.Key), x.suggest(own, name.Key), "name", name.Key)
		return "", false
	}
	if !file.Augments.IsZero() {
		x.found.error(name.Pos, length, "unknown_type", fmt.Sprintf("%q is not a type: it adds to %q", name.Key, file.Augments.Key),
			"name that type", "name", name.Key)
		return "", false
	}
	return full, true
}

// suggest names the type that a mistyped name most likely means, also when only
// its pack was forgotten.
func (x *expander) suggest(own, name string) string {
	var names, bare []string
	for _, full := range x.order {
		pack, key, _ := strings.Cut(full, "/")
		switch {
		case pack == own:
			names = append(names, key)
		case x.bundle.Sees(own, pack):
			names, bare = append(names, full), append(bare, key)
		}
	}
	if hint := DidYouMean(name, names); hint != "" {
		return hint
	}
	near := Nearest(name, bare)
	for _, full := range names {
		if near != "" && strings.HasSuffix(full, "/"+near) {
			return fmt.Sprintf("did you mean %q?", full)
		}
	}
	return ""
}

// expand merges one type, its bases first.
func (x *expander) expand(key string) *expansion {
	if e := x.done[key]; e != nil {
		return e
	}
	x.stack = append(x.stack, key)
	file := x.written[key]
	e := &expansion{tree: x.bundle.tree(file.File)}
	e.broken = e.tree == nil || e.tree.kind != objectNode
	if !e.broken && len(file.Extends) > 0 {
		x.extend(e, file)
	}
	if !e.broken {
		for _, augment := range x.augments[key] {
			x.augment(e, augment)
		}
	}
	x.stack = x.stack[:len(x.stack)-1]
	x.done[key] = e
	return e
}

// extend merges the bases from left to right, then the type over them.
func (x *expander) extend(e *expansion, file *TypeFile) {
	own := e.tree
	var below *node
	for i, name := range file.Extends {
		base := x.base(name)
		if base == nil {
			e.broken = true
			continue
		}
		e.broken = e.broken || base.broken
		e.depth = max(e.depth, base.depth+1)
		if base.tree == nil || base.tree.kind != objectNode {
			continue
		}
		clashes := merger{replaced: func(path string, lower, upper *node) {
			x.clash(own, file.Extends[i], path, lower, upper)
		}}
		below = clashes.merge(below, base.tree.without(ownWords))
	}
	if e.depth > maxExtends {
		x.found.error(file.Extends[0].Pos, 1, "extends_too_deep", fmt.Sprintf("%d levels of bases; at most %d are allowed", e.depth, maxExtends), "extend a base nearer to the root",
			"depth", e.depth, "max", maxExtends)
	}
	over := merger{field: x.keepsStorage}
	e.tree, e.merged = over.merge(below, own), true
}

// base expands the type that a name of extends means.
func (x *expander) base(name Name) *expansion {
	key, ok := x.resolve(name)
	if !ok {
		return nil
	}
	if i := slices.Index(x.stack, key); i >= 0 {
		chain := strings.Join(append(slices.Clone(x.stack[i:]), key), " → ")
		x.found.error(name.Pos, len([]rune(name.Key)), "extends_cycle", "types extend one another: "+chain, "take one of the bases away", "chain", chain)
		return nil
	}
	return x.expand(key)
}

// clash reports a part that two bases define differently, unless the type
// itself says what holds.
func (x *expander) clash(own *node, second Name, path string, lower, upper *node) {
	if decides(own, path) {
		return
	}
	at := second.Pos
	x.found.error(at, len([]rune(second.Key)), "base_conflict",
		fmt.Sprintf("two bases define %s differently: %s:%d and %s:%d", path, lower.File, lower.Line, upper.File, upper.Line),
		"write it in this file", "path", path)
}

// decides reports whether a tree has its own word on a path: a value there, or
// null or another value in place of one of the parents.
func decides(own *node, path string) bool {
	for own != nil && path != "" {
		if own.kind != objectNode {
			return true
		}
		var key string
		key, _, path = cutPath(path)
		own = own.get(key)
	}
	return own != nil
}

func (x *expander) keepsStorage(lower, upper *node) {
	if m := storageChange(lower, upper); m != nil {
		x.found.error(m.at, m.width, "storage_changed",
			fmt.Sprintf("%q would change how the inherited field %q is stored (%s:%d)", m.key, fieldOf(upper.Path), lower.File, lower.Line),
			"give the field another key, or change the base", "word", m.key, "field", fieldOf(upper.Path))
	}
}

func fieldOf(path string) string {
	key, _ := lastKey(path)
	return key
}

// decode reads an expanded type. What is wrong in a part was reported when its
// own file was read; only whether the whole is complete is known first here.
func (x *expander) decode(key string) *TypeFile {
	e, file := x.done[key], x.written[key]
	if !e.merged {
		return file
	}
	silent := &findings{}
	d := &decoder{grammar: x.grammar, found: silent, partial: e.broken || file.Abstract}
	expanded := decode[TypeFile](d, e.tree)
	for _, finding := range silent.list {
		if x.isNews(finding) {
			x.found.add(finding)
		}
	}
	return expanded
}

// Arrays are never merged, so what they hold was complete or not as written.
var insideArray = regexp.MustCompile(`\[\d+\]`)

func (x *expander) isNews(d Diagnostic) bool {
	if d.Code != "missing_keyword" && d.Code != "null_value" {
		return false
	}
	if insideArray.MatchString(d.Path) {
		return false
	}
	for _, file := range x.written {
		if file.File == d.File && !isPartial(file) {
			return false
		}
	}
	return !slices.ContainsFunc(x.found.list, func(o Diagnostic) bool {
		return o.File == d.File && o.Line == d.Line && o.Col == d.Col && o.Code == d.Code && o.Message == d.Message
	})
}

// isPartial tells files that need not be complete by themselves.
func isPartial(f *TypeFile) bool {
	return f.Abstract || len(f.Extends) > 0 || !f.Augments.IsZero()
}
