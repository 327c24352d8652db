package rule

import (
	"slices"
	"strings"
)

// Path is one thing a rule reads: a chain of field names from a root.
// Root is "self", "old", "it", "me" or a variable; Types holds the type key on
// which each name of Fields is read, "" for a member of an object.
type Path struct {
	Root   string
	Fields []string
	Types  []string
}

// Cell is a field of a type of records.
type Cell struct{ Type, Field string }

func addCells(cells []Cell, more ...Cell) []Cell {
	for _, c := range more {
		if !slices.Contains(cells, c) {
			cells = append(cells, c)
		}
	}
	return cells
}

// String writes the path with dots; fields of the record itself stand bare, as
// they do in expressions.
func (p Path) String() string {
	if p.Root == "self" && len(p.Fields) > 0 {
		return strings.Join(p.Fields, ".")
	}
	return strings.Join(append([]string{p.Root}, p.Fields...), ".")
}

// then is the path one field further.
func (p Path) then(typ, field string) Path {
	return Path{p.Root, append(slices.Clip(p.Fields), field), append(slices.Clip(p.Types), typ)}
}

// from replaces the root by a path that leads to it.
func (p Path) from(origin Path) Path {
	return Path{origin.Root,
		append(slices.Clip(origin.Fields), p.Fields...), append(slices.Clip(origin.Types), p.Types...)}
}

func (p Path) startsWith(q Path) bool {
	return p.Root == q.Root && len(p.Fields) >= len(q.Fields) && slices.Equal(p.Fields[:len(q.Fields)], q.Fields)
}

// addPath keeps each path once.
func addPath(paths []Path, p Path) []Path {
	for _, q := range paths {
		if len(q.Fields) == len(p.Fields) && p.startsWith(q) {
			return paths
		}
	}
	return append(paths, p)
}

// longest drops every path that is only the way to a longer one.
func longest(paths []Path) []Path {
	var out []Path
	for i, p := range paths {
		isWay := slices.ContainsFunc(paths[i+1:], func(q Path) bool { return q.startsWith(p) }) ||
			slices.ContainsFunc(paths[:i], func(q Path) bool { return q.startsWith(p) })
		if !isWay {
			out = append(out, p)
		}
	}
	return out
}
