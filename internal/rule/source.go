package rule

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/conf"
	"github.com/expr-lang/expr/file"
	"github.com/expr-lang/expr/parser"
	"github.com/expr-lang/expr/parser/lexer"
)

// Bounds of one expression as written.
const (
	maxSource = 4_000 // characters
	maxNodes  = 500
)

// source is an expression as written: its characters, tokens and brackets.
type source struct {
	runes  []rune
	tokens []lexer.Token
	closes map[int]int // opening bracket → index behind its closing one
	opens  map[int]int // closing bracket → index of its opening one
	spans  map[ast.Node]span
}

// span is a part of a source, in characters.
type span struct{ from, to int }

// parse reads an expression, of a size in multiples of the usual bounds, into the
// tree of expr-lang.
func parse(text string, size int) (source, ast.Node, *Issue) {
	if strings.TrimSpace(text) == "" {
		return source{}, nil, &Issue{Code: "empty", Message: "the expression is empty"}
	}
	if !utf8.ValidString(text) || strings.ContainsRune(text, 0) {
		return source{}, nil, &Issue{Code: "syntax", Message: "the expression is not valid text"}
	}
	s := source{runes: []rune(text), spans: map[ast.Node]span{}}
	if most := size * maxSource; len(s.runes) > most {
		return s, nil, &Issue{Offset: most, Length: len(s.runes) - most, Code: "too_long",
			Params: map[string]any{"max": most}, Message: fmt.Sprintf("longer than %d characters", most)}
	}
	tokens, err := lexer.Lex(file.NewSource(text))
	if err != nil {
		return s, nil, s.syntax(err)
	}
	s.tokens = tokens
	s.matchBrackets()
	if issue := s.refuseTokens(); issue != nil {
		return s, nil, issue
	}
	tree, err := parser.ParseWithConfig(text, &conf.Config{MaxNodes: uint(size) * maxNodes, DisableIfOperator: true})
	if err != nil {
		return s, nil, s.syntax(err)
	}
	return s, tree.Node, nil
}

func (s *source) matchBrackets() {
	s.closes, s.opens = map[int]int{}, map[int]int{}
	var open []int
	for _, t := range s.tokens {
		switch {
		case t.Kind != lexer.Bracket:
		case strings.Contains("([{", t.Value):
			open = append(open, t.From)
		case len(open) > 0:
			from := open[len(open)-1]
			open = open[:len(open)-1]
			s.closes[from], s.opens[t.From] = t.To, from
		}
	}
}

// refusedTokens are parts of expr-lang that would be a second way to say the
// same thing.
var refusedTokens = map[string]string{
	"|":  "write f(x) instead of x | f()",
	"::": "functions have one name",
	"?.": "a plain . is enough: a field of an empty reference is empty",
	"=":  "write == to compare",
	"&":  "write and",
}

func (s *source) refuseTokens() *Issue {
	for i, t := range s.tokens {
		isLet := t.Value == "=" && i > 1 && s.tokens[i-2].Is(lexer.Operator, "let")
		if hint, ok := refusedTokens[t.Value]; ok && t.Kind == lexer.Operator && !isLet {
			return &Issue{Offset: t.From, Length: t.To - t.From, Code: "unsupported",
				Params: map[string]any{"what": t.Value}, Message: fmt.Sprintf("%q is not part of the language", t.Value), Hint: hint}
		}
	}
	return nil
}

// syntax places an error of the parser.
func (s *source) syntax(err error) *Issue {
	issue := &Issue{Code: "syntax", Message: err.Error()}
	var at *file.Error
	if !errors.As(err, &at) {
		return issue
	}
	issue.Offset = max(0, min(at.From, len(s.runes)-1))
	issue.Length = max(1, min(at.To, len(s.runes))-issue.Offset)
	issue.Message = strings.ReplaceAll(at.Message, "compilation failed: ", "")
	switch {
	case strings.HasPrefix(at.Message, "bad number syntax"):
		issue.Hint = "write spans of time as text: '8h'"
	case strings.Contains(at.Message, "maximum allowed nodes"):
		issue.Code, issue.Params = "too_many_nodes", map[string]any{"max": maxNodes}
		issue.Hint = "move a part into a named rule"
	case strings.Contains(at.Message, "unexpected token EOF"):
		issue.Hint = "something is missing at the end"
	}
	return issue
}

// text is the written form of a part.
func (s *source) text(p span) string { return string(s.runes[p.from:p.to]) }

// span finds the characters that a node was read from, brackets included.
func (s *source) span(n ast.Node) span {
	p, known := s.spans[n]
	if !known {
		p = s.balance(s.extent(n))
		s.spans[n] = p
	}
	return p
}

// extent is what the nodes themselves say; brackets are not in the tree.
func (s *source) extent(n ast.Node) span {
	at := n.Location()
	p := span{at.From, at.To}
	switch x := n.(type) {
	case *ast.ConditionalNode: // its own location lies behind it
		p = s.span(x.Cond).join(s.span(x.Exp2))
	case *ast.BinaryNode:
		p = p.join(s.span(x.Left)).join(s.span(x.Right))
	case *ast.UnaryNode:
		p = p.join(s.span(x.Node))
	case *ast.ChainNode:
		p = p.join(s.span(x.Node))
	case *ast.MemberNode:
		p = p.join(s.span(x.Node)).join(s.span(x.Property))
	case *ast.SliceNode:
		p = p.join(s.span(x.Node))
	case *ast.CallNode:
		p = s.toClosing(p.join(s.span(x.Callee)))
	case *ast.BuiltinNode:
		p = s.toClosing(p)
	case *ast.ArrayNode, *ast.MapNode:
		p.to = max(p.to, s.closes[p.from])
	case *ast.PredicateNode:
		p = p.join(s.span(x.Node))
	case *ast.PairNode:
		p = s.span(x.Key).join(s.span(x.Value))
	case *ast.VariableDeclaratorNode:
		p = p.join(s.span(x.Expr))
	case *ast.SequenceNode:
		p = p.join(s.span(x.Nodes[len(x.Nodes)-1]))
	}
	return p
}

func (p span) join(q span) span { return span{min(p.from, q.from), max(p.to, q.to)} }

// toClosing extends the name of a function to its closing bracket.
func (s *source) toClosing(p span) span {
	for _, t := range s.tokens {
		if t.From >= p.to {
			p.to = max(p.to, s.closes[t.From])
			break
		}
	}
	return p
}

// balance widens a part until every bracket in it has its partner.
func (s *source) balance(p span) span {
	for i := 0; i < len(s.tokens); i++ {
		t := s.tokens[i]
		if t.Kind != lexer.Bracket || t.From < p.from || t.From >= p.to {
			continue
		}
		if to, ok := s.closes[t.From]; ok && to > p.to {
			p.to = to
		}
		if from, ok := s.opens[t.From]; ok && from < p.from {
			p.from, i = from, -1
		}
	}
	return p
}

// bare takes off white space and the brackets around the whole.
func (s *source) bare(p span) span {
	for p.from < p.to {
		switch {
		case strings.ContainsRune(" \t\r\n", s.runes[p.from]):
			p.from++
		case strings.ContainsRune(" \t\r\n", s.runes[p.to-1]):
			p.to--
		case s.runes[p.from] == '(' && s.closes[p.from] == p.to:
			p = span{p.from + 1, p.to - 1}
		default:
			return p
		}
	}
	return p
}
