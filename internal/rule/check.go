package rule

import (
	"fmt"
	"slices"
	"sort"

	"github.com/expr-lang/expr/ast"
)

// checker types an expression and compiles it in the same walk.
type checker struct {
	src       source
	env       Env
	functions map[string]builtin
	reach     reach
	issues    []Issue
	locals    []local // let variables, innermost last
	rows      []*term // elements of the predicates around, innermost last
	slots     int
	reads     []Path
	cells     []Cell
	uses      map[string]bool
	balances  []BalanceRead
	fromIt    int // how often the candidate of a query was read so far
	depth     int
	moves     int // parts whose value is not written
	judged    int // of these, own fields that are compared with what is written
	against   int // of these, own fields that are compared with settings, and those
	persons   []Issue
	compared  []Compared
	terms     map[ast.Node]*term // of the conjuncts, for explanations
}

// local is a let variable.
type local struct {
	name string
	term *term
}

// maxDepth bounds the nesting of a tree, and with it the stack.
const maxDepth = 200

func newChecker(src source, env Env) *checker {
	return &checker{src: src, env: env, functions: builtins, reach: places[env.Place], uses: map[string]bool{}, terms: map[ast.Node]*term{}}
}

// report adds a finding once: a chained comparison checks its middle twice.
func (c *checker) report(at span, code string, params map[string]any, message, hint string) *term {
	i := Issue{Offset: at.from, Length: at.to - at.from, Code: code, Params: params, Message: message, Hint: hint}
	same := func(j Issue) bool { return i.Offset == j.Offset && i.Length == j.Length && i.Code == j.Code }
	if !slices.ContainsFunc(c.issues, same) {
		c.issues = append(c.issues, i)
	}
	return bad()
}

func (c *checker) sorted() []Issue {
	sort.SliceStable(c.issues, func(i, j int) bool { return c.issues[i].Offset < c.issues[j].Offset })
	return c.issues
}

// check types a node. The want is a hint: it gives literals their meaning
// ('2026-01-31' where a date stands) and is enforced by fit.
func (c *checker) check(n ast.Node, want Type) *term {
	if c.depth++; c.depth > maxDepth {
		c.depth--
		return c.report(c.src.span(n), "too_deep", map[string]any{"max": maxDepth}, "nested too deeply", "")
	}
	defer func() { c.depth-- }()
	seen, issues, moves := c.fromIt, len(c.issues), c.moves
	t := c.node(n, want)
	t.fixed = c.moves == moves
	t.at = c.src.span(n)
	t.fromIt = c.fromIt > seen
	if t.isBad() {
		if len(c.issues) == 0 {
			c.report(t.at, "untyped", nil, "this part has no type", "")
		}
		return t
	}
	t.eval = metered(t)
	if c.env.Place == PlaceQuery {
		c.translate(t, len(c.issues) > issues)
	}
	c.terms[n] = t
	return t
}

func (c *checker) node(n ast.Node, want Type) *term {
	switch x := n.(type) {
	case *ast.NilNode:
		return constant(typeNull, nil)
	case *ast.BoolNode:
		return constant(typeBool, x.Value)
	case *ast.IntegerNode, *ast.FloatNode:
		return c.number(n)
	case *ast.StringNode:
		return c.text(x.Value, c.src.span(n), want)
	case *ast.IdentifierNode:
		return c.name(x)
	case *ast.MemberNode:
		return c.member(x)
	case *ast.PointerNode:
		return c.pointer(x)
	case *ast.UnaryNode:
		return c.unary(x, want)
	case *ast.BinaryNode:
		return c.binary(x, want)
	case *ast.ConditionalNode:
		return c.conditional(x, want)
	case *ast.VariableDeclaratorNode:
		return c.let(x, want)
	case *ast.ArrayNode:
		return c.array(x, want)
	case *ast.BuiltinNode:
		return c.call(&call{name: x.Name, args: x.Arguments, at: c.src.span(n)}, want)
	case *ast.CallNode:
		if callee, ok := x.Callee.(*ast.IdentifierNode); ok {
			return c.call(&call{name: callee.Value, args: x.Arguments, at: c.src.span(n)}, want)
		}
		return c.report(c.src.span(n), "unsupported", map[string]any{"what": "method"}, "values have no methods", "write f(x) instead of x.f()")
	}
	return c.report(c.src.span(n), "unsupported", map[string]any{"what": nodeName(n)}, nodeName(n)+" is not part of the language", "")
}

func nodeName(n ast.Node) string {
	switch n.(type) {
	case *ast.SliceNode:
		return "slice [:]"
	case *ast.MapNode:
		return "object {}"
	case *ast.SequenceNode:
		return "sequence ;"
	case *ast.BytesNode:
		return "bytes"
	case *ast.PredicateNode:
		return "condition on elements"
	}
	return fmt.Sprintf("%T", n)
}

// let checks "let name = value; body".
func (c *checker) let(n *ast.VariableDeclaratorNode, want Type) *term {
	at := span{n.Location().From, n.Location().To}
	if why, ok := ReservedNames()[n.Name]; ok {
		return c.report(at, "reserved", map[string]any{"name": n.Name}, fmt.Sprintf("%q is taken: %s", n.Name, why), "")
	}
	value := c.check(n.Value, Type{})
	slot := c.slot()
	variable := *value
	variable.eval = readSlot(slot)
	c.locals = append(c.locals, local{n.Name, &variable})
	body := c.check(n.Expr, want)
	c.locals = c.locals[:len(c.locals)-1]
	if value.isBad() || body.isBad() {
		return bad()
	}
	who := body.who
	if want.Kind == KindPeople {
		who = c.partiesOf(body)
	}
	return &term{typ: body.typ, origins: body.origins, who: who, eval: func(f *frame) (any, error) {
		v, err := value.eval(f)
		if err != nil {
			return nil, err
		}
		f.locals[slot] = v
		if f.trace != nil {
			f.hidden[slot] = f.trace.last
		}
		return body.eval(f)
	}}
}

func (c *checker) slot() int {
	c.slots++
	return c.slots - 1
}

func readSlot(slot int) evaluator {
	return func(f *frame) (any, error) {
		if f.trace != nil && f.hidden[slot] {
			f.trace.Hide()
		}
		return f.locals[slot], nil
	}
}
