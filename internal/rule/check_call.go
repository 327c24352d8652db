package rule

import (
	"fmt"
	"slices"
	"sort"

	"github.com/expr-lang/expr/ast"
)

// call is a function with its arguments as written.
type call struct {
	name string
	args []ast.Node
	at   span

	// of a named rule
	function *Function
	terms    []*term
}

// builtin is one function of the language.
type builtin struct {
	min, max  int    // arguments
	normalise bool   // may stand in keys
	snapshot  bool   // reads beyond the record
	needs     string // what a place must offer for it; "" for nothing
	check     func(c *checker, k *call, want Type) *term
}

// builtins are declared by subject in the files function_*.go.
var builtins = gather(listFunctions(), valueFunctions(), textFunctions(), paperFunctions(), timeFunctions(),
	peopleFunctions(), recordFunctions(), registerFunctions(), openedFunctions(), normFunctions())

func gather(subjects ...map[string]builtin) map[string]builtin {
	all := map[string]builtin{}
	for _, s := range subjects {
		for name, b := range s {
			all[name] = b
		}
	}
	return all
}

// later are functions of the language that wait for another part of the engine.
var later = map[string]string{
	"convert": "exchange rates", "vat": "tax rates", "in_words": "print forms",
	"granted": "claims on registers", "step_passed": "approval steps in conditions",
	"spread": "working calendars", "pick": "assignment of work",
}

func (c *checker) call(k *call, want Type) *term {
	b, ok := c.functions[k.name]
	if !ok {
		return c.otherCall(k)
	}
	if len(k.args) < b.min || len(k.args) > b.max {
		return c.report(k.at, "wrong_arguments", map[string]any{"name": k.name, "min": b.min, "max": b.max, "have": len(k.args)},
			fmt.Sprintf("%s takes %s", k.name, arity(b.min, b.max)), "")
	}
	if c.env.Place == PlaceKey && !b.normalise || b.snapshot && !c.reach.snapshot {
		return c.report(k.at, "not_here", map[string]any{"name": k.name, "place": string(c.env.Place)},
			fmt.Sprintf("%s cannot be used here", k.name), placeHint(c.env.Place))
	}
	if b.snapshot {
		c.moving()
	}
	return b.check(c, k, want)
}

func arity(least, most int) string {
	switch {
	case least == most && least == 1:
		return "one argument"
	case least == most:
		return fmt.Sprintf("%d arguments", least)
	}
	return fmt.Sprintf("%d to %d arguments", least, most)
}

// otherCall finds a named rule, or says why there is none.
func (c *checker) otherCall(k *call) *term {
	if with, ok := later[k.name]; ok {
		return c.notYet(k.name, with, k.at)
	}
	if fn, ok := c.env.World.Rule(c.env.Pack, k.name); ok {
		return c.ruleCall(k, fn)
	}
	known := make([]string, 0, len(c.functions))
	for name := range c.functions {
		known = append(known, name)
	}
	sort.Strings(known)
	hint := c.near(MentionRule, k.name, known...)
	if k.name == "now" || k.name == "today" {
		hint = fmt.Sprintf("%s is a value: write it without brackets", k.name)
	}
	at := span{k.at.from, k.at.from + len([]rune(k.name))}
	if w, ok := c.env.World.(Namer); ok && slices.Contains(w.Names(MentionRule, c.env.Pack), k.name) {
		return c.report(at, "rule_wrong", map[string]any{"name": k.name}, fmt.Sprintf("the rule %q has mistakes of its own", k.name), "mend it first")
	}
	return c.report(at, "unknown_function", map[string]any{"name": k.name}, fmt.Sprintf("unknown function %q", k.name), hint)
}

// ruleCall checks a call of a named rule and takes over what it reads.
func (c *checker) ruleCall(k *call, fn *Function) *term {
	if len(k.args) != len(fn.Args) {
		return c.report(k.at, "wrong_arguments", map[string]any{"name": k.name, "want": len(fn.Args), "have": len(k.args)},
			fmt.Sprintf("%s takes %s", k.name, arity(len(fn.Args), len(fn.Args))), "")
	}
	if c.env.Place == PlaceKey || c.env.Place == PlaceAccess {
		return c.report(k.at, "not_here", map[string]any{"name": k.name, "place": string(c.env.Place)},
			fmt.Sprintf("%s cannot be used here", k.name), placeHint(c.env.Place))
	}
	for name := range fn.Body.uses {
		if !c.reach.names[name] {
			return c.report(k.at, "not_here", map[string]any{"name": k.name, "place": string(c.env.Place), "reads": name},
				fmt.Sprintf("%s reads %q, which cannot be read here", k.name, name), placeHint(c.env.Place))
		}
		c.uses[name] = true
	}
	for i, arg := range fn.Args {
		t := c.fit(c.check(k.args[i], arg.Type), arg.Type)
		if t.isBad() {
			return t
		}
		k.terms = append(k.terms, t)
	}
	c.mention(span{k.at.from, k.at.from + len([]rune(k.name))}, Mention{Kind: MentionRule, Key: fn.Name})
	k.function = fn
	c.moving()
	c.readsOf(k)
	c.balancesOf(k)
	return &term{typ: fn.Returns, clause: k, who: k.ofRule(fn.Body.root.who), eval: func(f *frame) (any, error) {
		inner, err := k.enter(f)
		if err != nil {
			return nil, err
		}
		return fn.Body.root.eval(inner)
	}}
}

// enter evaluates the arguments of a named rule.
func (k *call) enter(f *frame) (*frame, error) {
	args := make(map[string]any, len(k.terms)+1)
	unseen := map[string]bool{}
	for i, t := range k.terms {
		v, err := t.eval(f)
		if err != nil {
			return nil, err
		}
		args[k.function.Args[i].Name] = v
		if f.trace != nil {
			unseen[k.function.Args[i].Name] = f.trace.last
		}
	}
	in := f.inner(k.function.Body, args)
	if f.trace != nil {
		in.named, in.unseen = k.function.Name, unseen
	}
	return in, nil
}

// readsOf translates what the body reads of its arguments into what the caller
// reads.
func (c *checker) readsOf(k *call) {
	for _, p := range k.function.Body.reads {
		c.reads = mergePaths(c.reads, k.outer(p))
	}
	c.cells = addCells(c.cells, k.function.Body.cells...)
}

// outer is a path of the body as the caller sees it; none when the argument was
// computed.
func (k *call) outer(p Path) []Path {
	i := slices.IndexFunc(k.function.Args, func(a Arg) bool { return a.Name == p.Root })
	if i < 0 {
		return []Path{p}
	}
	var out []Path
	for _, origin := range k.terms[i].origins {
		out = append(out, p.from(origin))
	}
	return out
}

// arg checks one argument against the type it must have.
func (c *checker) arg(k *call, i int, want Type) *term {
	return c.fit(c.check(k.args[i], want), want)
}

// written takes an argument that must be a literal text.
func (c *checker) written(k *call, i int) (string, span, bool) {
	at := c.src.span(k.args[i])
	n, ok := k.args[i].(*ast.StringNode)
	if !ok {
		c.report(at, "wrong_arguments", map[string]any{"name": k.name}, fmt.Sprintf("argument %d of %s must be a written text", i+1, k.name), "")
		return "", at, false
	}
	return n.Value, at, true
}

// strict makes a function over values: any null argument makes it null.
func strict(params []Type, optional int, returns Type, run func(f *frame, args []any) (any, error)) builtin {
	return builtin{min: len(params) - optional, max: len(params), check: func(c *checker, k *call, _ Type) *term {
		args := make([]*term, len(k.args))
		for i := range k.args {
			if args[i] = c.arg(k, i, params[i]); args[i].isBad() {
				return bad()
			}
		}
		return &term{typ: returns, eval: func(f *frame) (any, error) {
			return pure(func(values []any) (any, error) { return run(f, values) }, args...)(f)
		}}
	}}
}

// normaliser lets a function stand in keys.
func normaliser(b builtin) builtin {
	b.normalise = true
	return b
}

// reader marks a function that reads beyond the record.
func reader(b builtin) builtin {
	b.snapshot = true
	return b
}
