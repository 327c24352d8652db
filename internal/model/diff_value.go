package model

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"kontora/internal/spec"
)

// Value is what a declaration says at one place, so that it can be told in
// words. Names have the kind of what they name: field, state, transition, type,
// message, role …
type Value struct {
	Kind  string // "" for nothing
	Items []string
}

// Kinds of values other than names.
const (
	kindExpr     = "expr"     // expressions
	kindPeople   = "people"   // people expressions
	kindTemplate = "template" // a text with {field}
	kindText     = "text"
	kindWord     = "word" // one of a few words of the language
	kindFlag     = "flag" // yes or no
	kindNumber   = "number"
	kindLiteral  = "literal" // JSON
	kindRequire  = "require" // a field, and when it is demanded
	kindGuard    = "guard"   // a condition and its message
	kindEffect   = "effect"  // a verb and what it is about
	kindHolds    = "holds"   // what a field holds: a kind, and the type it points at
	kindNeed     = "need"    // whether a field must be filled: no, always, or a condition
)

// String is the value as it was written, on one line.
func (v Value) String() string {
	return strings.Join(slices.DeleteFunc(slices.Clone(v.Items), func(s string) bool { return s == "" }), ", ")
}

// valueOf reads a leaf of a declaration.
func valueOf(tag reflect.StructTag, v reflect.Value) Value {
	if v.IsZero() {
		return Value{}
	}
	for v.Kind() == reflect.Pointer {
		v = v.Elem()
	}
	ref := tag.Get("ref")
	if ref == "" {
		ref = kindWord
	}
	switch x := v.Interface().(type) {
	case spec.Name:
		return Value{ref, []string{x.Key}}
	case spec.Names:
		return Value{ref, x.Keys()}
	case spec.Expr:
		return Value{kindExpr, []string{x.Src}}
	case spec.People:
		return Value{kindPeople, sources(x)}
	case []spec.Expr:
		return Value{kindExpr, sources(x)}
	case spec.Value:
		if x.Expr != nil {
			return Value{kindExpr, []string{x.Expr.Src}}
		}
		return Value{kindLiteral, []string{string(x.Literal.JSON)}}
	case spec.Raw:
		return Value{kindLiteral, []string{string(x.JSON)}}
	case string:
		return Value{kindOfText(tag), []string{x}}
	case []string:
		return Value{kindWord, x}
	case bool:
		return Value{kindFlag, []string{"yes"}}
	case int:
		return Value{kindNumber, []string{fmt.Sprint(x)}}
	}
	return Value{kindLiteral, []string{shape(v)}}
}

func kindOfText(tag reflect.StructTag) string {
	switch {
	case tag.Get("place") != "":
		return kindTemplate
	case tag.Get("enum") != "":
		return kindWord
	}
	return kindText
}

func sources(list []spec.Expr) []string {
	out := make([]string, len(list))
	for i, e := range list {
		out[i] = e.Src
	}
	return out
}

// valueOfElement reads one of a list of demands, conditions, effects, records.
func valueOfElement(v reflect.Value) Value {
	switch x := v.Interface().(type) {
	case *spec.RequireDecl:
		return Value{kindRequire, []string{x.Field.Key, exprSource(x.When)}}
	case *spec.GuardDecl:
		return Value{kindGuard, []string{exprSource(x.Check), x.Message}}
	case *spec.EffectDecl:
		return Value{kindEffect, effectWords(x)}
	case spec.Raw:
		return Value{kindLiteral, []string{string(x.JSON)}}
	}
	return Value{kindLiteral, []string{shape(v)}}
}

func effectWords(e *spec.EffectDecl) []string {
	switch {
	case e.Create != nil:
		return []string{"create", e.Create.Type.Key}
	case e.Fire != nil:
		return []string{"fire", e.Fire.Transition.Key}
	case e.Certificate != nil:
		return []string{"certificate", e.Certificate.Do}
	case !e.Notify.IsZero():
		return append([]string{"notify", e.Notify.Key}, sources(e.To)...)
	case e.Append.Len() > 0:
		return append([]string{"append"}, e.Append.Keys()...)
	}
	return append([]string{"set"}, e.Set.Keys()...)
}

func exprSource(e *spec.Expr) string {
	if e == nil {
		return ""
	}
	return e.Src
}

// shape is a declaration without its places, as text.
func shape(v reflect.Value) string {
	var b strings.Builder
	if v.IsValid() {
		writeShape(&b, v)
	}
	return b.String()
}
