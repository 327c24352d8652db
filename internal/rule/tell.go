package rule

import (
	"strings"

	"github.com/expr-lang/expr/ast"
	"github.com/shopspring/decimal"
)

// Telling says the parts of an expression in the words of a reader.
type Telling struct {
	// Name gives the title of what a path of names leads to: amount, request.amount,
	// settings.limit, author.
	Name func(path []string) (string, bool)
	// Literal gives a written value, as the path beside it reads it; path is empty
	// where nothing stands beside.
	Literal func(path []string, value any) string
	// Phrase puts parts into a phrase by its code: ge, and, not, role …
	Phrase func(code string, parts ...string) string
}

// Tell says an expression in words as far as it consists of comparisons, roles
// and what joins them; false for any other.
func Tell(text string, how Telling) (string, bool) {
	_, tree, issue := parse(text, 1)
	if issue != nil {
		return "", false
	}
	t := &teller{how: how}
	said := t.node(tree)
	return said, !t.lost
}

type teller struct {
	how  Telling
	lost bool
}

func (t *teller) give() string {
	t.lost = true
	return ""
}

var operatorWords = map[string]string{">=": "ge", ">": "gt", "<=": "le", "<": "lt", "==": "eq", "!=": "ne", "and": "and", "&&": "and", "or": "or", "||": "or", "in": "in"}

func (t *teller) node(n ast.Node) string {
	switch x := n.(type) {
	case *ast.BinaryNode:
		return t.binary(x)
	case *ast.UnaryNode:
		if x.Operator == "not" || x.Operator == "!" {
			return t.how.Phrase("not", t.node(x.Node))
		}
	case *ast.CallNode:
		return t.call(x)
	case *ast.ArrayNode:
		var all []string
		for _, item := range x.Nodes {
			all = append(all, t.node(item))
		}
		return strings.Join(all, ", ")
	case *ast.ConstantNode, *ast.StringNode, *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode:
		return t.literal(nil, n)
	default:
		if path := pathOf(n); path != nil {
			return t.name(path)
		}
	}
	return t.give()
}

func (t *teller) name(path []string) string {
	title, ok := t.how.Name(path)
	if !ok {
		return t.give()
	}
	return title
}

func (t *teller) binary(b *ast.BinaryNode) string {
	code := operatorWords[b.Operator]
	switch code {
	case "":
		return t.give()
	case "and", "or":
		return t.how.Phrase(code, t.joined(b.Left, code), t.joined(b.Right, code))
	}
	path := pathOf(b.Left)
	if _, isNil := b.Right.(*ast.NilNode); isNil && path != nil {
		return t.how.Phrase(map[string]string{"eq": "empty", "ne": "filled"}[code], t.name(path))
	}
	if path == nil {
		return t.give()
	}
	return t.how.Phrase(code, t.name(path), t.operand(path, b.Right))
}

// joined puts a part of "and" that is an "or" into brackets.
func (t *teller) joined(n ast.Node, code string) string {
	said := t.node(n)
	if b, ok := n.(*ast.BinaryNode); ok && code == "and" && operatorWords[b.Operator] == "or" {
		return "(" + said + ")"
	}
	return said
}

func (t *teller) operand(path []string, n ast.Node) string {
	if list, ok := n.(*ast.ArrayNode); ok {
		var all []string
		for _, item := range list.Nodes {
			all = append(all, t.literal(path, item))
		}
		return strings.Join(all, ", ")
	}
	switch n.(type) {
	case *ast.IdentifierNode, *ast.MemberNode, *ast.ChainNode, *ast.CallNode:
		return t.node(n)
	}
	return t.literal(path, n)
}

func (t *teller) literal(path []string, n ast.Node) string {
	switch x := n.(type) {
	case *ast.StringNode:
		return t.how.Literal(path, x.Value)
	case *ast.IntegerNode:
		return t.how.Literal(path, x.Value)
	case *ast.FloatNode:
		return t.how.Literal(path, x.Value)
	case *ast.BoolNode:
		return t.how.Literal(path, x.Value)
	case *ast.ConstantNode:
		return t.how.Literal(path, x.Value)
	}
	return t.give()
}

// call tells of people: a role, of everybody or of a unit; a unit's head or
// members.
func (t *teller) call(c *ast.CallNode) string {
	callee, ok := c.Callee.(*ast.IdentifierNode)
	if !ok || len(c.Arguments) == 0 {
		return t.give()
	}
	switch callee.Value {
	case "role":
		key, ok := c.Arguments[0].(*ast.StringNode)
		if !ok {
			return t.give()
		}
		parts := []string{t.name([]string{"role", key.Value})}
		for _, more := range c.Arguments[1:] {
			parts = append(parts, t.node(more))
		}
		return t.how.Phrase("role", parts...)
	case "head", "members":
		return t.how.Phrase(callee.Value, t.node(c.Arguments[0]))
	case "money":
		parts := []string{t.amount(c.Arguments[0])}
		for _, currency := range c.Arguments[1:] {
			parts = append(parts, t.node(currency))
		}
		return strings.Join(parts, " ")
	}
	return t.give()
}

// amount is a written sum of money: a number in quotes.
func (t *teller) amount(n ast.Node) string {
	if text, ok := n.(*ast.StringNode); ok {
		if d, err := decimal.NewFromString(text.Value); err == nil {
			return t.how.Literal(nil, d)
		}
	}
	return t.node(n)
}

// pathOf reads a chain of names; nil for anything else.
func pathOf(n ast.Node) []string {
	switch x := n.(type) {
	case *ast.IdentifierNode:
		return []string{x.Value}
	case *ast.ChainNode:
		return pathOf(x.Node)
	case *ast.MemberNode:
		name, ok := x.Property.(*ast.StringNode)
		path := pathOf(x.Node)
		if ok && path != nil {
			return append(path, name.Value)
		}
	}
	return nil
}
