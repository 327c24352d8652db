package model

import (
	"regexp"
	"slices"
	"strings"
)

// renamedWords lists what is called otherwise in the new configuration, as words:
// a condition that reads a renamed field is not another condition.
func renamedWords(old, new *Model) map[string]map[string]bool {
	words := map[string]map[string]bool{}
	add := func(from, to string) {
		if from == to {
			return
		}
		if words[from] == nil {
			words[from] = map[string]bool{}
		}
		words[from][to] = true
	}
	before := map[string]*Type{}
	for _, t := range old.Types {
		before[t.StableId] = t
	}
	for _, t := range new.Types {
		was := before[t.StableId]
		if was == nil {
			continue
		}
		add(last(was.Key), last(t.Key))
		for _, f := range t.Fields {
			for _, g := range was.Fields {
				if f.StableId == g.StableId {
					add(g.Key, f.Key)
				}
			}
			for now, then := range f.WasEnum {
				add(then, now)
			}
		}
		if t.Lifecycle != nil {
			for _, s := range t.Lifecycle.States {
				addAll(add, s.Was, s.Key)
			}
			for _, tr := range t.Lifecycle.Transitions {
				addAll(add, tr.Was, tr.Key)
			}
		}
	}
	for _, r := range new.Roles {
		addAll(add, r.Was, last(r.Key))
	}
	for _, r := range new.Registers {
		was := old.RegisterKept(r.StableId)
		if was == nil {
			continue
		}
		add(was.Name, r.Name)
		for _, d := range r.Dimensions {
			for _, e := range was.Dimensions {
				if d.StableId == e.StableId {
					add(e.Key, d.Key)
				}
			}
		}
		for _, m := range r.Resources {
			for _, n := range was.Resources {
				if m.StableId == n.StableId {
					add(n.Key, m.Key)
				}
			}
		}
	}
	return words
}

func addAll(add func(from, to string), was []string, key string) {
	for _, then := range was {
		add(then, key)
	}
}

func last(key string) string { return key[strings.LastIndexAny(key, "/.")+1:] }

var anyWord = regexp.MustCompile(`[A-Za-z0-9_]+`)

// sameButNames reports whether two texts say the same in the words of then and of
// now. Lists stand in the order of their words, so the order may be another.
func (d *differ) sameButNames(from, to string) bool {
	if len(d.renamed) == 0 {
		return false
	}
	if d.translates(from, to) {
		return true
	}
	a, b := strings.Split(from, ", "), strings.Split(to, ", ")
	if len(a) != len(b) || len(a) < 2 {
		return false
	}
	for _, part := range a {
		i := slices.IndexFunc(b, func(x string) bool { return part == x })
		if i < 0 {
			i = slices.IndexFunc(b, func(x string) bool { return d.translates(part, x) })
		}
		if i < 0 {
			return false
		}
		b = slices.Delete(slices.Clone(b), i, i+1)
	}
	return true
}

func (d *differ) translates(from, to string) bool {
	a, b := anyWord.FindAllStringIndex(from, -1), anyWord.FindAllStringIndex(to, -1)
	if len(a) != len(b) {
		return false
	}
	i, j := 0, 0
	for k := range a {
		if from[i:a[k][0]] != to[j:b[k][0]] {
			return false
		}
		x, y := from[a[k][0]:a[k][1]], to[b[k][0]:b[k][1]]
		if x != y && !d.renamed[x][y] {
			return false
		}
		i, j = a[k][1], b[k][1]
	}
	return from[i:] == to[j:]
}

// behavesAlike reports whether two declarations, and the named rules that they may
// use, differ by names alone.
func (d *differ) behavesAlike(a, b *Type) bool {
	return d.sameButNames(a.shape, b.shape) &&
		(d.old.ruleTexts[a.Pack] == d.new.ruleTexts[b.Pack] || d.translates(d.old.ruleTexts[a.Pack], d.new.ruleTexts[b.Pack]))
}
