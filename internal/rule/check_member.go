package rule

import (
	"fmt"

	"github.com/expr-lang/expr/ast"
	"github.com/shopspring/decimal"
)

// member checks base.name.
func (c *checker) member(n *ast.MemberNode) *term {
	property, ok := n.Property.(*ast.StringNode)
	if !ok {
		return c.report(c.src.span(n), "unsupported", map[string]any{"what": "index"}, "elements have no numbers", "first(…), last(…) and find(…) give one element")
	}
	name, at := property.Value, span{property.Location().From, property.Location().To}
	if id, ok := n.Node.(*ast.IdentifierNode); ok && id.Value == "me" {
		if base := c.check(n.Node, Type{}); !base.isBad() && base.typ.Kind == KindRef {
			return c.memberOfMe(base, name, at)
		}
		return bad()
	}
	base := c.check(n.Node, Type{})
	switch base.typ.Kind {
	case KindNone:
		return base
	case KindRef:
		return c.memberOfRecord(base, name, at)
	case KindObject:
		return c.memberOfObject(base, name, at)
	case KindFile:
		return c.memberOfFile(base, name, at)
	}
	hint := ""
	if base.typ.Kind == KindList {
		hint = fmt.Sprintf("map(…, .%s) reads it of every element", name)
	}
	return c.report(at, "wrong_type", map[string]any{"want": KindRef.String(), "have": base.typ.String()},
		fmt.Sprintf("%s has no fields", base.typ), hint)
}

func (c *checker) memberOfRecord(base *term, name string, at span) *term {
	typ, ok := c.env.World.Field(base.typ.Ref, name)
	if !ok {
		return c.unknownField(base.typ.Ref, name, at, c.env.World.Fields(base.typ.Ref))
	}
	return c.field(base, typ, name, at)
}

func (c *checker) unknownField(typ, name string, at span, known []string) *term {
	return c.report(at, "unknown_field", map[string]any{"name": name, "type": typ},
		fmt.Sprintf("unknown field %q", name), suggest(name, known))
}

// field reads a field of a record and notes the path.
func (c *checker) field(base *term, typ Type, name string, at span) *term {
	c.mentionField(at, base.typ.Ref, name)
	t := &term{typ: typ, cell: Cell{base.typ.Ref, name}}
	for _, origin := range base.origins {
		p := origin.then(base.typ.Ref, name)
		if !c.mayFollow(p, typ, at) {
			return bad()
		}
		t.origins = append(t.origins, p)
	}
	c.reads = mergePaths(c.reads, t.origins)
	if !isBefore(base.origins) {
		c.cells = addCells(c.cells, Cell{base.typ.Ref, name})
	}
	t.eval = readField(base.eval, name, typ)
	c.moving()
	if len(base.origins) == 1 && base.origins[0].Root == "self" && len(base.origins[0].Fields) == 0 {
		c.ownField(t, name)
	}
	if base.fromIt || base.row != nil {
		c.columnOf(t, base, name)
	}
	return t
}

// isBefore reports that a record is the one of the place as it was before the
// command: what stands there is not worked out again.
func isBefore(origins []Path) bool {
	for _, p := range origins {
		if p.Root != "old" || len(p.Fields) > 0 {
			return false
		}
	}
	return len(origins) > 0
}

// mayFollow holds a path against what the place lets an expression reach.
func (c *checker) mayFollow(p Path, typ Type, at span) bool {
	hops := len(p.Fields) - 1
	params := map[string]any{"path": p.String(), "place": string(c.env.Place)}
	if c.reach.hops == 0 {
		ownId := hops == 1 && p.Fields[1] == "id"
		ownRows := hops == 1 && c.env.Place == PlaceKey && len(c.rows) > 0 && p.Types[1] == c.env.Self+"."+p.Fields[0]
		if hops > 0 && !ownId && !ownRows {
			c.report(at, "not_here", params, fmt.Sprintf("%q lies outside the record", p), placeHint(c.env.Place))
			return false
		}
	}
	if typ.Derived && !c.reach.derived {
		c.report(at, "not_here", params, fmt.Sprintf("%q is read from other records", p), placeHint(c.env.Place))
		return false
	}
	if c.reach.hops > 0 && hops > c.reach.hops {
		params["max"] = c.reach.hops
		c.report(at, "too_many_hops", params, fmt.Sprintf("%q follows more than %d references", p, c.reach.hops), "put a computed field in between")
		return false
	}
	return true
}

// readField reads through a reference; a field of nothing is null.
func readField(base evaluator, name string, typ Type) evaluator {
	return func(f *frame) (any, error) {
		v, err := base(f)
		if err != nil || v == nil {
			return nil, err
		}
		if name == "id" {
			ref, _ := referenceOf(v)
			if ref.Id == "" {
				return nil, nil
			}
			if typ.Kind == KindText {
				return ref.Id, nil
			}
			return ref, nil
		}
		rec, err := f.record(v)
		if err != nil || rec == nil {
			return nil, err
		}
		got, err := rec.Field(name)
		return checkedField(got, err, name, typ)
	}
}

func checkedField(v any, err error, name string, typ Type) (any, error) {
	if err != nil || v == nil {
		return nil, err
	}
	if !conforms(v, typ.Kind) {
		return nil, &Error{Code: "bad_value", Params: map[string]any{"name": name, "want": typ.Kind.String()}}
	}
	return v, nil
}

func (c *checker) memberOfObject(base *term, name string, at span) *term {
	typ, ok := base.typ.Fields[name]
	if !ok {
		known := make([]string, 0, len(base.typ.Fields))
		for k := range base.typ.Fields {
			known = append(known, k)
		}
		return c.unknownField("", name, at, known)
	}
	c.mentionMember(base, name, at)
	t := &term{typ: typ}
	if base.typ.Ref == "" && len(base.origins) == 1 && base.origins[0].Root == "settings" {
		t.setting = name
	}
	for _, origin := range base.origins {
		t.origins = append(t.origins, origin.then("", name))
	}
	c.reads = mergePaths(c.reads, t.origins)
	t.eval = func(f *frame) (any, error) {
		v, err := base.eval(f)
		if err != nil || v == nil {
			return nil, err
		}
		object, ok := v.(map[string]any)
		if !ok {
			return nil, &Error{Code: "bad_value", Params: map[string]any{"name": name, "want": KindObject.String()}}
		}
		return checkedField(object[name], nil, name, typ)
	}
	return t
}

func (c *checker) memberOfFile(base *term, name string, at span) *term {
	typ, ok := map[string]Type{"name": typeText, "size": typeNumber, "type": typeText}[name]
	if !ok {
		return c.unknownField("", name, at, []string{"name", "size", "type"})
	}
	return &term{typ: typ, eval: pure(func(args []any) (any, error) {
		a, ok := args[0].(Attachment)
		if !ok {
			return nil, &Error{Code: "bad_value", Params: map[string]any{"want": KindFile.String()}}
		}
		switch name {
		case "name":
			return a.Name, nil
		case "size":
			return decimal.NewFromInt(a.Size), nil
		}
		return a.Type, nil
	}, base)}
}

// me is who asks, as a reference to their own record.
func (c *checker) me(at span) *term {
	person := c.env.World.Person()
	if person == "" {
		return c.report(at, "not_here", map[string]any{"name": "me", "place": string(c.env.Place)}, "no type of people is declared", "")
	}
	c.uses["me"] = true
	return &term{typ: RefTo(person), origins: []Path{{Root: "me"}}, eval: func(f *frame) (any, error) {
		if f.scope.Me == nil {
			return nil, nil
		}
		return Reference{person, f.scope.Me.Id}, nil
	}}
}

// memberOfMe reads what the engine knows of the person, or a field of their record.
func (c *checker) memberOfMe(base *term, name string, at span) *term {
	typ, declared := c.env.World.Field(base.typ.Ref, name)
	switch name {
	case "id":
		typ = typeText
	case "roles":
		typ = ListOf(typeText)
	case "department", "org":
		if !declared || typ.Kind != KindRef {
			typ = typeText
		}
	default:
		if !declared {
			return c.unknownField(base.typ.Ref, name, at, append(c.env.World.Fields(base.typ.Ref), "id", "roles", "department", "org"))
		}
	}
	c.moving()
	if declared {
		c.mentionField(at, base.typ.Ref, name)
	}
	t := &term{typ: typ, origins: []Path{base.origins[0].then(base.typ.Ref, name)}, cell: Cell{base.typ.Ref, name}}
	c.reads = mergePaths(c.reads, t.origins)
	t.eval = func(f *frame) (any, error) {
		if f.scope.Me == nil {
			return nil, nil
		}
		return personField(f.scope.Me, name, typ)
	}
	return t
}

func personField(p *Person, name string, typ Type) (any, error) {
	switch name {
	case "id":
		return p.Id, nil
	case "roles":
		roles := make([]any, len(p.Roles))
		for i, r := range p.Roles {
			roles[i] = r
		}
		return roles, nil
	case "department":
		return idOrReference(p.Unit, typ), nil
	case "org":
		return idOrReference(p.Org, typ), nil
	}
	if p.Fields == nil {
		return nil, nil
	}
	v, err := p.Fields.Field(name)
	return checkedField(v, err, name, typ)
}

func idOrReference(id string, typ Type) any {
	switch {
	case id == "":
		return nil
	case typ.Kind == KindRef:
		return Reference{typ.Ref, id}
	}
	return id
}
