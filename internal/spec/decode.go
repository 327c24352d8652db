package spec

import (
	"fmt"
	"reflect"
)

// decoder fills the structs of the grammar from trees, strictly: what is not
// declared is reported, and reading goes on.
type decoder struct {
	grammar grammar
	found   *findings
	partial bool // required keywords may stand in another file: abstract types, extends, augments
	removes bool // null removes what a base says: files with extends
}

// decode reads a tree into a new struct of the grammar. nil gives nil.
func decode[T any](d *decoder, n *node) *T {
	if n == nil {
		return nil
	}
	target := new(T)
	d.object(reflect.ValueOf(target).Elem(), n)
	return target
}

// object reads an object, or the short form of one, into a struct.
func (d *decoder) object(target reflect.Value, n *node) {
	decl := d.grammar.of(target.Type())
	target.FieldByName("Pos").Set(reflect.ValueOf(n.Pos))
	if n.kind != objectNode {
		d.short(target, decl, n)
		return
	}
	for _, m := range n.members {
		if w, ok := decl.word(m.key); ok {
			d.keyword(target.Field(w.index), w, m)
		} else {
			d.found.error(m.at, m.width, "unknown_keyword", fmt.Sprintf("unknown keyword %q", m.key), decl.hintFor(m.key), "word", m.key)
		}
	}
	if d.partial {
		return
	}
	for _, w := range decl.words {
		if w.required && n.get(w.name) == nil {
			d.found.error(n.Pos, 1, "missing_keyword", fmt.Sprintf("%q is missing", w.name), w.doc, "word", w.name)
		}
	}
}

// keyword reads the value of one keyword, unless its time has not come.
func (d *decoder) keyword(target reflect.Value, w keyword, m member) {
	if w.later == "" {
		d.value(target, m.value, w)
		return
	}
	if d.removes && m.value.kind == nullNode {
		return
	}
	target.Set(reflect.ValueOf(Later{Pos: m.at, Written: true}))
	d.found.error(m.at, m.width, "not_yet", fmt.Sprintf("%q is reserved: it arrives with %s", w.name, w.later), "remove it for now", "word", w.name, "with", w.later)
}

// shortened is told when it was written as a bare value.
type shortened interface{ shortened(kind nodeKind) }

// A list of ready-made reasons asks for one.
func (r *ReasonDecl) shortened(kind nodeKind) { r.Ask = r.Ask || kind == arrayNode }

func (d *decoder) short(target reflect.Value, decl *declaration, n *node) {
	w, ok := decl.shortFor(n.kind)
	if !ok {
		d.wrongType(n, decl.forms())
		return
	}
	d.value(target.Field(w.index), n, w)
	if s, ok := target.Addr().Interface().(shortened); ok {
		s.shortened(n.kind)
	}
}

// value reads any value of the grammar into its place.
func (d *decoder) value(target reflect.Value, n *node, w keyword) {
	if n.kind == nullNode && !takesNull(target) {
		if !d.removes {
			d.found.error(n.Pos, n.width, "null_value", "null says nothing here", "leave the keyword out; in a type that extends another, null removes an inherited part")
		}
		return
	}
	switch t := target.Addr().Interface().(type) {
	case *string:
		*t = d.text(n, w)
	case *bool:
		*t = d.bool(n)
	case **int:
		*t = d.count(n, w)
	case *Name:
		*t = d.name(n, w)
	case *Names:
		*t = d.names(n, w)
	case *[]string:
		*t = d.texts(n, w)
	case *Expr:
		*t = d.expr(n)
	case **Expr:
		if e := d.expr(n); e.Src != "" {
			*t = &e
		}
	case *[]Expr:
		*t = d.exprs(n, "an array of expressions")
	case *People:
		*t = d.people(n)
	case *Value:
		*t = d.valued(n)
	case **Value:
		v := d.valued(n)
		*t = &v
	case *Raw:
		*t = n.raw()
	case **Raw:
		raw := n.raw()
		*t = &raw
	case *[]Raw:
		*t = d.raws(n)
	case container:
		t.decode(d, n, w)
	default:
		d.nested(target, n)
	}
}

func takesNull(target reflect.Value) bool {
	switch target.Addr().Interface().(type) {
	case *Raw, **Raw, *Value:
		return true
	}
	return false
}

// nested reads a struct, a pointer to one, or an array of them.
func (d *decoder) nested(target reflect.Value, n *node) {
	switch target.Kind() {
	case reflect.Pointer:
		target.Set(reflect.New(target.Type().Elem()))
		d.object(target.Elem(), n)
	case reflect.Slice:
		// An array is never merged, so its items must be complete where they stand.
		whole := &decoder{grammar: d.grammar, found: d.found}
		for _, item := range d.items(n, "an array of objects") {
			element := reflect.New(target.Type().Elem()).Elem()
			whole.nested(element, item)
			target.Set(reflect.Append(target, element))
		}
	default:
		d.object(target, n)
	}
}

// decode reads an object into the map, keys in written order. Entries that
// cannot be read are kept empty, so that what refers to them is still found.
func (m *Map[T]) decode(d *decoder, n *node, w keyword) {
	if n.kind != objectNode {
		d.wrongType(n, "an object")
		return
	}
	pattern, hint := keyPattern(w.keys)
	for _, entry := range n.members {
		if !keyPatterns[pattern].MatchString(entry.key) {
			d.found.error(entry.at, entry.width, "bad_key", fmt.Sprintf("%q cannot be a key", entry.key), hint, "key", entry.key)
			continue
		}
		var item T
		target := reflect.ValueOf(&item).Elem()
		if entry.value.kind == nullNode && d.removes && !takesNull(target) {
			continue
		}
		d.value(target, entry.value, w)
		if target.Kind() == reflect.Pointer && target.IsNil() {
			target.Set(reflect.New(target.Type().Elem()))
		}
		m.Set(entry.key, item, entry.at)
	}
}

// wrongType reports a value of another JSON type than wanted.
func (d *decoder) wrongType(n *node, wanted string) {
	key, isItem := lastKey(n.Path)
	what := fmt.Sprintf("%q", key)
	switch {
	case key == "":
		what = "the file"
	case isItem:
		what = fmt.Sprintf("an item of %q", key)
	}
	d.found.error(n.Pos, n.width, "wrong_type", fmt.Sprintf("%s must be %s, not %s", what, wanted, n.kind), "",
		"word", key, "wanted", wanted, "found", n.kind.String())
}

// lastKey is the last key of a path, and whether the path goes on to an item.
func lastKey(path string) (last string, isItem bool) {
	for path != "" {
		var key string
		var index int
		key, index, path = cutPath(path)
		if isItem = index >= 0; !isItem {
			last = key
		}
	}
	return last, isItem
}
