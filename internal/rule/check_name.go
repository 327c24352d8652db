package rule

import (
	"fmt"
	"sort"

	"github.com/expr-lang/expr/ast"
)

// name resolves a bare name: let variable, name of the place, variable, field
// of the record, standing principal.
func (c *checker) name(n *ast.IdentifierNode) *term {
	name, at := n.Value, c.src.span(n)
	for i := len(c.locals) - 1; i >= 0; i-- {
		if l := c.locals[i]; l.name == name {
			c.moving()
			return c.again(l.term)
		}
	}
	if gated[name] && !c.reach.names[name] {
		return c.report(at, "not_here", map[string]any{"name": name, "place": string(c.env.Place)},
			fmt.Sprintf("%q cannot be read here", name), placeHint(c.env.Place))
	}
	if t := c.standing(name, at); t != nil {
		c.moving()
		return t
	}
	if typ, ok := c.env.Vars[name]; ok {
		c.mentionVariable(at, name)
		return c.variable(name, typ)
	}
	if c.env.Self != "" {
		if typ, ok := c.env.World.Field(c.env.Self, name); ok {
			return c.field(c.self(), typ, name, at)
		}
	}
	switch name {
	case "system", "guest":
		t := constant(typePeople, PeopleSet{Any: []Principal{Principal(name)}})
		t.who = []Party{{Kind: PartyKind(name), Src: name}}
		return t
	}
	return c.unknownName(name, at)
}

func placeHint(p Place) string {
	switch p {
	case PlaceReactive:
		return "what happens by time is a timer; what a person does is a transition"
	case PlacePeople:
		return "people are found from the record alone"
	case PlaceAccess, PlaceKey:
		return "only the record's own fields can be read here"
	}
	return ""
}

// again reads a term a second time: the same thing, not a constant any more in
// the eyes of explanations.
func (c *checker) again(t *term) *term {
	if t.fromIt {
		c.fromIt++
	}
	n := *t
	return &n
}

// standing are the names that every expression has unless its place forbids.
func (c *checker) standing(name string, at span) *term {
	switch name {
	case "record", "old":
		if c.env.Self == "" {
			return nil
		}
		if name == "record" {
			return c.self()
		}
		c.uses[name] = true
		return &term{typ: RefTo(c.env.Self), origins: []Path{{Root: "old"}},
			eval: func(f *frame) (any, error) { return orNil(f.scope.Old), nil }}
	case "it":
		if c.env.It == nil {
			return nil
		}
		return c.it()
	case "me":
		return c.me(at)
	case "now":
		c.uses[name] = true
		return &term{typ: typeInstant, eval: func(f *frame) (any, error) { return f.now(), nil }}
	case "today":
		c.uses[name] = true
		return &term{typ: typeDate, eval: func(f *frame) (any, error) { return DateOf(f.now().In(f.zone())), nil }}
	}
	return nil
}

func (c *checker) self() *term {
	return &term{typ: RefTo(c.env.Self), origins: []Path{{Root: "self"}},
		eval: func(f *frame) (any, error) { return orNil(f.scope.Self), nil }}
}

// orNil keeps a missing record from becoming a typed nil.
func orNil(r Record) any {
	if r == nil {
		return nil
	}
	return r
}

func (c *checker) it() *term {
	c.fromIt++
	t := &term{typ: *c.env.It, eval: func(f *frame) (any, error) { return f.scope.It, nil }}
	if t.typ.Kind == KindRef || t.typ.Kind == KindList {
		t.origins = []Path{{Root: "it"}}
	}
	t.row = func(q *query) string { return q.it }
	return t
}

func (c *checker) variable(name string, typ Type) *term {
	if gated[name] {
		c.uses[name] = true
	}
	c.moving()
	t := &term{typ: typ, origins: []Path{{Root: name}}, eval: func(f *frame) (any, error) {
		v := f.scope.Vars[name]
		if f.trace != nil && f.unseen[name] {
			f.trace.Hide()
		}
		if v != nil && !conforms(v, typ.Kind) {
			return nil, &Error{Code: "bad_value", Params: map[string]any{"name": name, "want": typ.Kind.String()}}
		}
		return v, nil
	}}
	if typ.Kind != KindObject && typ.Kind != KindRef {
		c.reads = addPath(c.reads, t.origins[0])
	}
	return t
}

func (c *checker) unknownName(name string, at span) *term {
	if name == "it" || name == "record" || name == "old" {
		return c.report(at, "not_here", map[string]any{"name": name, "place": string(c.env.Place)}, fmt.Sprintf("there is no %q here", name), "")
	}
	var known []string
	for standing := range c.reach.names {
		known = append(known, standing)
	}
	for v := range c.env.Vars {
		known = append(known, v)
	}
	for _, l := range c.locals {
		known = append(known, l.name)
	}
	if c.env.Self != "" {
		known = append(known, c.env.World.Fields(c.env.Self)...)
	}
	sort.Strings(known)
	hint := suggest(name, known)
	if _, isFunction := c.functions[name]; isFunction {
		hint = fmt.Sprintf("%s is a function: write %s(…)", name, name)
	}
	code := "unknown_name"
	if c.env.Self != "" {
		code = "unknown_field"
	}
	return c.report(at, code, map[string]any{"name": name, "type": c.env.Self}, fmt.Sprintf("unknown field %q", name), hint)
}

// pointer resolves # and the beginning of .field to the innermost element.
func (c *checker) pointer(n *ast.PointerNode) *term {
	if n.Name != "" || len(c.rows) == 0 {
		return c.report(c.src.span(n), "unsupported", map[string]any{"what": "#" + n.Name},
			fmt.Sprintf("#%s is not part of the language", n.Name), "")
	}
	c.moving()
	return c.again(c.rows[len(c.rows)-1])
}
