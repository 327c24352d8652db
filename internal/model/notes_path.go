package model

import (
	"strings"

	"kontora/internal/spec"
)

// notePath notes what the path of a translation leads over.
func (c *compiler) notePath(p *spec.Pack, path spec.Name, _ spec.Expr) {
	steps := spec.PathSteps(path.Key)
	if len(steps) < 2 {
		return
	}
	w := &pathWalk{c: c, at: path.Pos, steps: steps[1:]}
	switch steps[0].Key {
	case "types":
		w.ofType(p)
	case "pack":
		if steps[1].Key == "roles" && len(steps) > 2 {
			w.next()
			w.take("role", "", p.Key+"/")
		}
	case "settings":
		w.optional("settings")
		w.take("setting", "", p.Key+"/")
	case "numbers":
		w.optional("numbers")
		w.take("series", "", p.Key+"/")
	case "notify":
		w.optional("messages")
		w.take("message", "", p.Key+"/")
	case "registers":
		w.ofRegister(p)
	case "calendars":
		w.take("calendar", "", p.Key+"/")
	}
}

// pathWalk goes along a path of a translation.
type pathWalk struct {
	c     *compiler
	at    spec.Pos
	steps []spec.PathStep
}

func (w *pathWalk) next() string {
	if len(w.steps) == 0 {
		return ""
	}
	key := w.steps[0].Key
	w.steps = w.steps[1:]
	return key
}

func (w *pathWalk) optional(key string) {
	if len(w.steps) > 1 && w.steps[0].Key == key {
		w.next()
	}
}

// take notes the next key as a thing.
func (w *pathWalk) take(what, of, before string) string {
	if len(w.steps) == 0 {
		return ""
	}
	at := w.at
	at.Col += w.steps[0].Offset
	key := w.next()
	w.c.note(what, of, before+key, at, NamedByPath)
	return key
}

func (w *pathWalk) ofType(p *spec.Pack) {
	name := w.steps[0].Key
	t := w.c.m.byKey[p.Key+"/"+name]
	if t == nil { // a file that adds to a type, or a type of another pack that one adds to
		f, _ := p.Types.Get(name)
		if f == nil {
			return
		}
		key, _ := w.c.typeKey(p.Key, f.Augments.Key)
		if t = w.c.m.byKey[key]; t == nil {
			return
		}
		w.next()
	} else {
		w.take("type", "", p.Key+"/")
	}
	switch w.next() {
	case "data":
		if w.next() == "properties" {
			w.field(t)
		}
	case "lifecycle":
		switch w.next() {
		case "states":
			w.take("state", t.Key, "")
		case "transitions":
			w.take("transition", t.Key, "")
		}
	case "sections":
		w.take("section", t.Key, "")
	case "ensure":
		w.take("ensure", t.Key, "")
	}
}

func (w *pathWalk) field(t *Type) {
	f := t.Field(w.take("field", t.Key, ""))
	switch w.next() {
	case "x-labels":
		if f != nil {
			w.take("choice", t.Key, f.Key+".")
		}
	case "items":
		if w.next() == "properties" && f != nil && f.RowType != nil {
			w.field(f.RowType)
		}
	}
}

func (w *pathWalk) ofRegister(p *spec.Pack) {
	key := p.Key + "/" + strings.TrimSuffix(w.steps[0].Key, ".json")
	w.take("register", "", p.Key+"/")
	switch w.next() {
	case "dimensions":
		w.take("dimension", key, "")
	case "resources", "derived":
		w.take("measure", key, "")
	}
}
