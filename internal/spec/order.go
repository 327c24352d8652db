package spec

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// order puts every pack behind those it requires and reports requirements that
// are missing or run in a circle.
func (l *loader) order() {
	done := map[string]bool{}
	var visit func(key string, path []string)
	visit = func(key string, path []string) {
		if done[key] {
			return
		}
		path = append(path, key)
		for _, name := range byKey(l.packs[key].File.Requires) {
			switch i := slices.Index(path, name.Key); {
			case l.packs[name.Key] == nil:
				l.found.error(name.Pos, len([]rune(name.Key)), "unknown_pack", fmt.Sprintf("required pack %q is not here", name.Key),
					DidYouMean(name.Key, slices.Sorted(maps.Keys(l.packs))), "pack", name.Key)
			case i >= 0:
				chain := strings.Join(append(slices.Clone(path[i:]), name.Key), " → ")
				l.found.error(name.Pos, len([]rune(name.Key)), "requires_cycle", "packs require one another: "+chain, "take one of the requirements away", "chain", chain)
			default:
				visit(name.Key, path)
			}
		}
		done[key] = true
		l.bundle.Packs = append(l.bundle.Packs, l.packs[key])
	}
	for _, key := range slices.Sorted(maps.Keys(l.packs)) {
		visit(key, nil)
	}
}

// byKey orders names, so that the order of packs does not hang on how a list
// happens to be written.
func byKey(names Names) Names {
	return slices.SortedFunc(slices.Values(names), func(a, b Name) int { return strings.Compare(a.Key, b.Key) })
}

// Overlay returns the packs of both configurations, those of over where both have
// one. Findings are those of LoadFiles on the parts: only sound ones are laid
// over each other.
func Overlay(under, over *Bundle) *Bundle {
	own, files := map[string]bool{}, maps.Clone(over.Files)
	for _, p := range over.Packs {
		own[p.Key] = true
	}
	for path, data := range under.Files {
		if !own[place(path).pack] {
			files[path] = data
		}
	}
	both, _ := LoadFiles(files)
	return both
}

// Subset returns the configuration of some packs and all they require.
func Subset(b *Bundle, packs []string) (*Bundle, []Diagnostic) {
	unknown, keep := &findings{}, map[string]bool{}
	for _, key := range packs {
		if b.Pack(key) == nil {
			var known []string
			for _, p := range b.Packs {
				known = append(known, p.Key)
			}
			unknown.error(Pos{}, 0, "unknown_pack", fmt.Sprintf("there is no pack %q", key), DidYouMean(key, known), "pack", key)
			continue
		}
		b.keepWithRequired(key, keep)
	}
	files := map[string][]byte{}
	for path, data := range b.Files {
		if keep[place(path).pack] {
			files[path] = data
		}
	}
	part, diags := LoadFiles(files)
	return part, append(unknown.list, diags...)
}

func (b *Bundle) keepWithRequired(key string, keep map[string]bool) {
	pack := b.Pack(key)
	if pack == nil || keep[key] {
		return
	}
	keep[key] = true
	for _, name := range pack.File.Requires {
		b.keepWithRequired(name.Key, keep)
	}
}
