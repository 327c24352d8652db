package designer

import (
	"slices"
	"strings"

	"kontora/internal/model"
)

// Difference tells a difference of two configurations in a sentence: titles in
// place of keys, what a person would say in place of the words of the language.
func (s Speech) Difference(old, new *model.Model, d model.Difference) string {
	if old == nil {
		old = &model.Model{}
	}
	before, after := s.places(old, new, d)
	p := params{"noun": s.noun(d.What), "Noun": upperFirst(s.noun(d.What)), "end": s.ending(d.What), "title": s.title(before, after, d), "key": d.Key, "was": d.Was}
	if d.In != "" {
		p["title"] += " (" + s.titled(d.In) + ")"
	}
	p["name"] = p["noun"] + " " + p["title"]
	switch d.Verb {
	case "changed":
		return s.change(before, after, d, p)
	case "removed":
		if n := len(d.Through); n > 0 {
			p["count"] = s.number(int64(n))
			return s.say("removed.through", p)
		}
	case "added":
		if d.Aspect == "required" {
			return s.say("added.required", p)
		}
	}
	p["from"], p["to"] = s.value(before, d.Before), s.value(after, d.After)
	if code := d.Verb + "." + d.What; s.has(code) {
		return s.say(code, p)
	}
	return s.say(d.Verb, p)
}

// places are where names of the two sides are meant.
func (s Speech) places(old, new *model.Model, d model.Difference) (before, after place) {
	before, after = place{m: old}, place{m: new}
	key := d.Type
	if d.What == "type" {
		key = d.Key
	}
	after.t = new.TypeByKey(key)
	before.t = old.TypeByKey(key)
	if after.t != nil {
		if was := twin(old, after.t); was != nil {
			before.t = was
		}
	}
	table, column, _ := strings.Cut(d.Key, ".")
	for _, at := range []*place{&before, &after} {
		if at.t == nil || d.What != "field" {
			continue
		}
		at.f = at.t.Field(table)
		if at.f != nil && at.f.RowType != nil && column != "" {
			at.t = at.f.RowType
			at.f = at.t.Field(column)
		}
	}
	return before, after
}

func (s Speech) title(before, after place, d model.Difference) string {
	if d.What == "edit" {
		at := after
		if at.t == nil {
			at = before
		}
		fields, states, _ := strings.Cut(d.Key, " / ")
		return s.say("edit.title", params{"fields": s.names(at, "field", fields), "states": s.names(at, "state", states)})
	}
	title := d.Title
	if title == "" {
		title = d.Key
	}
	return "«" + s.titled(title) + "»"
}

func (s Speech) names(at place, kind, list string) string {
	var out []string
	for _, key := range strings.Fields(list) {
		out = append(out, s.name(at, kind, key))
	}
	return strings.Join(out, ", ")
}

// change tells what of a thing is not what it was, by the most particular phrase
// there is.
func (s Speech) change(before, after place, d model.Difference, p params) string {
	p["aspect"] = s.aspect(before, after, d.Aspect)
	p["from"], p["to"] = s.value(before, d.Before), s.value(after, d.After)
	form := ""
	switch {
	case d.Before.Kind == "" && d.After.Kind != "":
		form = ".new"
	case d.After.Kind == "" && d.Before.Kind != "":
		form = ".gone"
	case d.Before.Kind == d.After.Kind && isNames(d.Before.Kind) && !strings.HasPrefix(d.Aspect, "order."):
		form = s.lists(before, after, d, p)
	}
	if form == "" && d.Aspect == "required" && (d.To == "always" || d.To == "no") {
		form = "." + d.To
	}
	if !strings.HasPrefix(d.Aspect, "order.") {
		p["to"] = withoutRepeated(p["from"], p["to"])
	}
	for _, code := range []string{"changed." + d.What + "." + d.Aspect + form, "changed." + d.Aspect + form, "changed" + form} {
		if s.has(code) {
			return s.say(code, p)
		}
	}
	return s.say("changed", p)
}

// isNames reports whether a value is a set of names, so that some may have come
// and others gone.
func isNames(kind string) bool {
	return slices.Contains([]string{"field", "state", "transition", "type", "people", "pack"}, kind)
}

// lists tells of lists by what has come or gone, where only one of them has.
func (s Speech) lists(before, after place, d model.Difference, p params) string {
	less := func(a, b []string) (out []string) {
		for _, item := range a {
			if !slices.Contains(b, item) {
				out = append(out, item)
			}
		}
		return out
	}
	plus, minus := less(d.After.Items, d.Before.Items), less(d.Before.Items, d.After.Items)
	p["plus"], p["minus"] = s.value(after, model.Value{Kind: d.After.Kind, Items: plus}), s.value(before, model.Value{Kind: d.Before.Kind, Items: minus})
	switch {
	case len(minus) == 0 && len(plus) > 0 && len(d.Before.Items) > 0:
		return ".plus"
	case len(plus) == 0 && len(minus) > 0 && len(d.After.Items) > 0:
		return ".minus"
	}
	return ""
}

// aspect names a word of the language, or several that lead to it.
func (s Speech) aspect(before, after place, path string) string {
	if s.has("aspect." + path) {
		return s.say("aspect."+path, nil)
	}
	var out []string
	for _, word := range strings.Split(path, ".") {
		switch {
		case s.has("aspect." + word):
			word = s.say("aspect."+word, nil)
		default:
			for _, kind := range []string{"field", "state", "transition"} {
				if title := s.name(after, kind, word); title != word {
					word = "«" + title + "»"
				}
			}
		}
		out = append(out, word)
	}
	return strings.Join(out, ", ")
}

// noun is what a thing is called; ending the form that words about it take.
func (s Speech) noun(what string) string {
	noun, _, _ := strings.Cut(s.say("noun."+what, nil), "|")
	return noun
}

func (s Speech) ending(what string) string {
	_, ending, _ := strings.Cut(s.say("noun."+what, nil), "|")
	return ending
}

func upperFirst(s string) string {
	for _, r := range s {
		first := string(r)
		return strings.ToUpper(first) + s[len(first):]
	}
	return s
}

// withoutRepeated drops the words with which both sides begin from the second:
// amount from 500 000 → 1 000 000.
func withoutRepeated(from, to string) string {
	a, b := strings.Split(from, " "), strings.Split(to, " ")
	n := 0
	for n < len(a)-1 && n < len(b)-1 && a[n] == b[n] {
		n++
	}
	return strings.Join(b[n:], " ")
}

// twin is a type as it was in another configuration; nil if it was not there.
func twin(m *model.Model, t *model.Type) *model.Type {
	for _, other := range m.Types {
		if other.StableId == t.StableId {
			return other
		}
	}
	return nil
}
