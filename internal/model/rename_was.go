package model

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"kontora/internal/spec"
)

// remember lets the declarations of the thing say what it was called.
func (r *renamer) remember() {
	kept := renamable[r.s.What]
	switch {
	case kept == keepsNothing || r.s.What == "measure" && r.g.isDerived(r.s):
	case r.s.What == "type" || r.s.What == "register":
		r.was(spec.Pos{File: r.g.file(r.s)}, kept)
	case kept == keepsChoice:
		for _, n := range r.declarations(Symbol{"field", r.s.Type, r.fieldOfChoice()}) {
			r.wasChoice(n.at)
		}
	default:
		for _, n := range r.declarations(r.s) {
			r.was(n.at, kept)
		}
	}
}

func (r *renamer) fieldOfChoice() string {
	field, _, _ := strings.Cut(r.s.Key, ".")
	return field
}

// declarations are where the thing is made; a type that says more of what it
// inherits need not repeat what it was, unless it says so already.
func (r *renamer) declarations(s Symbol) []note {
	var out []note
	same := r.g.family(s)
	for _, n := range r.g.notes {
		if n.how != NamedHere || !same[n.Symbol] {
			continue
		}
		if r.inherits(n.Symbol) {
			_, says := r.g.b.Locate(n.at.File, n.at.Join("was").Path)
			_, lists := r.g.b.Locate(n.at.File, n.at.Join("enum").Path)
			if !says && (s == r.s || !lists) {
				continue
			}
		}
		out = append(out, n)
	}
	return out
}

func (r *renamer) inherits(s Symbol) bool {
	t := r.g.c.m.byKey[s.Type]
	return t != nil && slices.ContainsFunc(t.bases(), func(base string) bool { return r.g.has(Symbol{s.What, base, s.Key}) })
}

// was writes the old key into a declaration.
func (r *renamer) was(at spec.Pos, kept keeps) {
	value, ok := r.g.b.Locate(at.File, at.Path)
	if !ok {
		return
	}
	if there, ok := r.g.b.Locate(at.File, at.Join("was").Path); ok {
		written := r.g.b.ValueAt(there)
		var list []string
		if json.Unmarshal([]byte(written), &list) != nil {
			list = []string{strings.Trim(written, `"`)}
		}
		r.change(there, len([]rune(written)), quotedList(r.earlier(list, kept)))
		return
	}
	r.add(value, `"was": `+quotedList(r.earlier(nil, kept)))
}

// earlier is the list of earlier keys with the one that goes now.
func (r *renamer) earlier(list []string, kept keeps) []string {
	old := r.s.Word()
	first := first(list, old)
	list = slices.DeleteFunc(list, func(key string) bool { return key == r.to || key == old && key != first })
	if !slices.Contains(list, old) {
		list = append(list, old)
	}
	if kept == keepsFirst && first == r.to { // it is called again as it was at first
		list = append([]string{r.to}, list...)
	}
	return list
}

func quotedList(list []string) string {
	if len(list) == 1 {
		return `"` + list[0] + `"`
	}
	return `["` + strings.Join(list, `", "`) + `"]`
}

// add puts a keyword into a value: at the beginning of an object, or beside the
// title that a bare text stands for.
func (r *renamer) add(value spec.Pos, keyword string) {
	written := r.g.b.ValueAt(value)
	if strings.HasPrefix(written, `"`) {
		r.change(value, len([]rune(written)), `{"title": `+written+`, `+keyword+`}`)
		r.titled()
		return
	}
	inside := strings.TrimPrefix(written, "{")
	space := inside[:len(inside)-len(strings.TrimLeft(inside, " \t\r\n"))]
	value.Col++
	comma := ","
	if strings.TrimSpace(inside) == "}" {
		comma = ""
	}
	if !strings.Contains(space, "\n") && comma != "" {
		r.change(value, len([]rune(space)), space+keyword+", ")
		return
	}
	r.change(value, 0, space+keyword+comma)
}

// titled lets translations of a bare text lead to the title that it has become.
func (r *renamer) titled() {
	for _, u := range r.out.Uses {
		if u.What != NamedByPath {
			continue
		}
		at := spec.Pos{File: u.File, Line: u.Line, Col: u.Col + u.Length}
		if after, _ := r.g.c.notes.written.At(at, 1); after != `"` {
			continue
		}
		for j, c := range r.changes[u.File] {
			if c.At.Line == u.Line && c.At.Col == u.Col {
				r.changes[u.File][j].Text = r.to + ".title"
			}
		}
	}
}

// wasChoice writes the old key of a choice into x-was of its field.
func (r *renamer) wasChoice(at spec.Pos) {
	value, ok := r.g.b.Locate(at.File, at.Path)
	if !ok {
		return
	}
	old := r.s.Word()
	pair := `"` + r.to + `": "` + old + `"`
	there, ok := r.g.b.Locate(at.File, at.Join("x-was").Path)
	if !ok {
		r.add(value, `"x-was": {`+pair+`}`)
		return
	}
	pairs := []string{pair}
	written := r.g.b.ValueAt(there)
	var list map[string]string
	_ = json.Unmarshal([]byte(written), &list) // what is no object of texts has been reported, and is written anew
	for _, now := range slices.Sorted(maps.Keys(list)) {
		if now != old && now != r.to {
			pairs = append(pairs, `"`+now+`": "`+list[now]+`"`)
		}
	}
	r.change(there, len([]rune(written)), "{"+strings.Join(pairs, ", ")+"}")
}
