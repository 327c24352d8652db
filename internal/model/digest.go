package model

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"reflect"
	"sync"

	"kontora/internal/spec"
)

// digests fingerprints how records of each type behave: the expanded
// declaration and the named rules it may use. Places in files do not count, so
// moving a line changes nothing; settings do not either, for they are of today
// whatever version a record keeps.
func (c *compiler) digests() {
	shared := map[string]string{}
	for _, p := range c.b.Packs {
		h := sha256.New()
		for name, r := range p.Rules.All() {
			fmt.Fprintf(h, "%s\x00%s\x00", name, r.Source.Src)
		}
		shared[p.Key] = hex.EncodeToString(h.Sum(nil))
	}
	for t, f := range c.sources {
		h := sha256.New()
		writeShape(h, reflect.ValueOf(f))
		for _, p := range c.requires[t.Pack] {
			fmt.Fprint(h, shared[p])
		}
		t.Digest = hex.EncodeToString(h.Sum(nil))
	}
}

var posType = reflect.TypeFor[spec.Pos]()

// ordered is what spec.Map offers to a reader that does not know its type.
type ordered interface{ Keys() []string }

// writeShape writes a declaration without positions, maps in written order.
func writeShape(h io.Writer, v reflect.Value) {
	say := func(text string) { _, _ = io.WriteString(h, text) }
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		if !v.IsNil() {
			writeShape(h, v.Elem())
		}
	case reflect.Struct:
		if v.Type() == posType {
			return
		}
		if v.Type().Implements(orderedType) {
			get := v.MethodByName("Get")
			for _, key := range v.Interface().(ordered).Keys() {
				say(key + "{")
				writeShape(h, get.Call([]reflect.Value{reflect.ValueOf(key)})[0])
				say("}")
			}
			return
		}
		for _, f := range exportedOf(v.Type()) {
			say(f.Name + ":")
			writeShape(h, v.FieldByIndex(f.Index))
		}
	case reflect.Slice:
		if v.Type().Elem().Kind() == reflect.Uint8 {
			_, _ = h.Write(v.Bytes())
			return
		}
		for i := range v.Len() {
			writeShape(h, v.Index(i))
			say(",")
		}
	case reflect.String:
		if v.Type().NumMethod() > 0 { // may have a text of its own
			fmt.Fprintf(h, "%v;", v.Interface())
			return
		}
		say(v.String() + ";")
	default:
		fmt.Fprintf(h, "%v;", v.Interface())
	}
}

var (
	orderedType = reflect.TypeFor[ordered]()
	exported    sync.Map // of types: their exported fields
)

func exportedOf(t reflect.Type) []reflect.StructField {
	if known, ok := exported.Load(t); ok {
		return known.([]reflect.StructField)
	}
	fields := []reflect.StructField{}
	for i := range t.NumField() {
		if f := t.Field(i); f.IsExported() {
			fields = append(fields, f)
		}
	}
	exported.Store(t, fields)
	return fields
}
