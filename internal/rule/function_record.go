package rule

import (
	"fmt"
	"slices"

	"github.com/expr-lang/expr/ast"
)

func recordFunctions() map[string]builtin {
	return map[string]builtin{
		"lookup":   reader(builtin{min: 2, max: 3, check: checkLookup}),
		"value":    reader(builtin{min: 2, max: 2, check: checkValue}),
		"children": reader(builtin{min: 1, max: 1, check: checkChildren}),
	}
}

// typeKey reads the written name of a type.
func (c *checker) typeKey(k *call) (string, span, bool) {
	name, at, ok := c.written(k, 0)
	if !ok {
		return "", at, false
	}
	key, ok := c.env.World.TypeKey(c.env.Pack, name)
	if !ok {
		c.report(at, "unknown_type", map[string]any{"type": name}, fmt.Sprintf("unknown type %q", name), c.near(MentionType, name))
	} else {
		c.mention(at, Mention{Kind: MentionType, Key: key})
	}
	return key, at, ok
}

// checkValue is the row of a catalog with the given code.
func checkValue(c *checker, k *call, _ Type) *term {
	typ, _, ok := c.typeKey(k)
	code := c.arg(k, 1, typeText)
	if typ != "" && typ == c.env.World.Person() && code.literal {
		c.namesPerson(code.at, "id")
	}
	if !ok || code.isBad() {
		return bad()
	}
	return &term{typ: RefTo(typ), eval: func(f *frame) (any, error) {
		v, err := code.eval(f)
		if err != nil || v == nil {
			return nil, err
		}
		if f.scope.Source == nil {
			return nil, &Error{Code: "internal", Params: map[string]any{"missing": "source"}}
		}
		if err := f.spend(loadCost); err != nil {
			return nil, err
		}
		rec, err := f.scope.Source.Coded(typ, v.(string))
		return orNil(rec), err
	}}
}

// checkLookup is the most specific row of a catalog.
func checkLookup(c *checker, k *call, _ Type) *term {
	typ, at, ok := c.typeKey(k)
	if !ok {
		return bad()
	}
	fields, dated, ok := c.env.World.Catalog(typ)
	if !ok {
		return c.report(at, "wrong_arguments", map[string]any{"type": typ}, fmt.Sprintf("%s declares no lookup", typ), "")
	}
	keys, ok := c.lookupKeys(k, typ, fields)
	if !ok {
		return bad()
	}
	var on *term
	switch {
	case dated && len(k.args) < 3:
		return c.report(k.at, "wrong_arguments", map[string]any{"type": typ}, fmt.Sprintf("rows of %s are valid for a time: say for which day", typ), "add a date as the third argument")
	case !dated && len(k.args) == 3:
		return c.report(c.src.span(k.args[2]), "wrong_arguments", map[string]any{"type": typ}, fmt.Sprintf("rows of %s have no dates", typ), "")
	case dated:
		if on = c.arg(k, 2, typeDate); on.isBad() {
			return bad()
		}
	}
	return &term{typ: RefTo(typ), eval: lookedUp(typ, keys, on)}
}

// keyed is a value of a lookup's key field.
type keyed struct {
	name string
	term *term
}

func lookedUp(typ string, keys []keyed, on *term) evaluator {
	return func(f *frame) (any, error) {
		if f.scope.Source == nil {
			return nil, &Error{Code: "internal", Params: map[string]any{"missing": "source"}}
		}
		values := make(map[string]any, len(keys))
		for _, k := range keys {
			v, err := k.term.eval(f)
			if err != nil {
				return nil, err
			}
			values[k.name] = v
		}
		var day *Date
		if on != nil {
			v, err := on.eval(f)
			if err != nil || v == nil {
				return nil, err
			}
			d := v.(Date)
			day = &d
		}
		if err := f.spend(loadCost); err != nil {
			return nil, err
		}
		rec, err := f.scope.Source.Lookup(typ, values, day)
		return orNil(rec), err
	}
}

// lookupKeys checks {key: value, …} against the key fields of a catalog.
func (c *checker) lookupKeys(k *call, typ string, fields []string) ([]keyed, bool) {
	object, ok := k.args[1].(*ast.MapNode)
	if !ok {
		c.report(c.src.span(k.args[1]), "wrong_arguments", map[string]any{"name": k.name}, "the keys are written as {key: value}", "")
		return nil, false
	}
	var keys []keyed
	for _, n := range object.Pairs {
		pair, _ := n.(*ast.PairNode)
		name, isText := pair.Key.(*ast.StringNode)
		if !isText {
			c.report(c.src.span(pair.Key), "wrong_arguments", map[string]any{"name": k.name}, "a key is a written name", "")
			return nil, false
		}
		want, known := c.env.World.Field(typ, name.Value)
		if !known || !slices.Contains(fields, name.Value) {
			c.unknownField(typ, name.Value, c.src.span(pair.Key), fields)
			ok = false
			continue
		}
		c.mentionField(c.src.span(pair.Key), typ, name.Value)
		t := c.fit(c.check(pair.Value, want), want)
		keys = append(keys, keyed{name.Value, t})
		ok = ok && !t.isBad()
	}
	return keys, ok
}
