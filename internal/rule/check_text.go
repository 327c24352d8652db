package rule

import (
	"regexp"
	"regexp/syntax"
	"strings"

	"github.com/expr-lang/expr/ast"
)

// textTests are the searches in a text.
var textTests = map[string]func(text, part string) bool{
	"contains": strings.Contains, "startsWith": strings.HasPrefix, "endsWith": strings.HasSuffix,
}

// textTest is unknown when either side is null. Searching burns fuel by length.
func (c *checker) textTest(n *ast.BinaryNode) *term {
	l := c.check(n.Left, Type{})
	r := c.check(n.Right, Type{})
	if l.typ.Kind == KindList {
		return c.report(c.operator(n), "wrong_type", map[string]any{"have": l.typ.String()}, "a list is searched with in", "write x in list")
	}
	l, r = c.fit(l, typeText), c.fit(r, typeText)
	if l.isBad() || r.isBad() {
		return bad()
	}
	if n.Operator == "matches" {
		return c.matches(l, r)
	}
	test := textTests[n.Operator]
	t := &term{typ: typeBool, eval: func(f *frame) (any, error) {
		return two(l, r, func(x, y any) (any, error) {
			text := x.(string)
			return test(text, y.(string)), f.spend(len(text) / copyCost)
		})(f)
	}}
	t.sql = sqlTextTest(n.Operator, l, r)
	return t
}

// matchCost relates the work of a match (length of the text by size of the
// pattern's program) to steps.
const matchCost = 256

// matches compiles the literal pattern now. RE2 takes time in proportion to
// text and pattern, which is what is charged.
func (c *checker) matches(l, r *term) *term {
	pattern, ok := r.value.(string)
	if !r.literal || !ok {
		return c.report(r.at, "wrong_arguments", nil, "the pattern must be a written text", "")
	}
	re, size, err := compilePattern(pattern)
	if err != nil {
		return c.report(r.at, "bad_pattern", map[string]any{"pattern": pattern}, err.Error(), "")
	}
	return &term{typ: typeBool, eval: func(f *frame) (any, error) {
		v, err := l.eval(f)
		if err != nil || v == nil {
			return nil, err
		}
		text := v.(string)
		if err := f.spend(len(text) * size / matchCost); err != nil {
			return nil, err
		}
		return re.MatchString(text), nil
	}}
}

func compilePattern(pattern string) (*regexp.Regexp, int, error) {
	re, err := regexp.Compile(pattern)
	if err != nil {
		return nil, 0, err
	}
	tree, err := syntax.Parse(pattern, syntax.Perl)
	if err != nil {
		return nil, 0, err
	}
	program, err := syntax.Compile(tree.Simplify())
	if err != nil {
		return nil, 0, err
	}
	return re, len(program.Inst), nil
}
