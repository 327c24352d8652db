package rule

import (
	"fmt"
	"slices"
	"strings"

	"github.com/expr-lang/expr/ast"
)

// Register is what expressions know of a register.
type Register struct {
	Key        string          // pack/name
	Dimensions []Arg           // and fields of the records that they name, as dimension.field
	Measures   map[string]Type // resources and what is derived from them
	Must       []string        // dimensions without which nothing can be summed: those that hold a currency
}

// BalanceRead is one balance(…) in a rule: of which register, and for each
// dimension that is given, the paths its value is read from; none for a value
// that is worked out.
type BalanceRead struct {
	Register string
	By       map[string][]Path
}

// Names under which a place allows the functions of registers; no expression
// can spell them as a bare name.
const (
	readsBalance = "balance()"
	asksExceeds  = "exceeds()"
)

// Together reports whether sums are taken together by fields of records that dimensions
// name: {'line.branch': …}. Such a record may change, so the way back to who reads the
// balance is not known.
func (b BalanceRead) Together() bool {
	for name := range b.By {
		if strings.Contains(name, ".") {
			return true
		}
	}
	return false
}

func registerFunctions() map[string]builtin {
	return map[string]builtin{
		"balance": reader(builtin{min: 2, max: 2, needs: readsBalance, check: checkBalance}),
		"exceeds": reader(builtin{min: 2, max: 2, needs: asksExceeds, check: checkExceeds}),
	}
}

// Balances lists the balances that the rule reads, those of named rules included.
func (r *Rule) Balances() []BalanceRead { return slices.Clone(r.balances) }

// ReadsRegisters reports whether the value hangs on what registers hold.
func (r *Rule) ReadsRegisters() bool { return r.uses[readsBalance] || r.uses[asksExceeds] }

// Origins are the paths that the rule's record, or the records of its list, are
// read from.
func (r *Rule) Origins() []Path { return slices.Clone(r.root.origins) }

// register reads the written name of a register and notes that it is read.
func (c *checker) register(k *call, use string) (*Register, bool) {
	if !c.reach.names[use] {
		c.report(k.at, "not_here", map[string]any{"name": k.name, "place": string(c.env.Place)}, fmt.Sprintf("%s cannot be used here", k.name), placeHint(c.env.Place))
		return nil, false
	}
	c.uses[use] = true
	name, at, ok := c.written(k, 0)
	if !ok {
		return nil, false
	}
	r, ok := c.env.World.Register(c.env.Pack, name)
	if !ok {
		c.report(at, "unknown_register", map[string]any{"register": name}, fmt.Sprintf("unknown register %q", name), c.near(MentionRegister, name))
	} else {
		c.mention(at, Mention{Kind: MentionRegister, Key: r.Key})
	}
	return r, ok
}

// checkBalance is what a register holds for some dimensions; those left out are
// summed over.
func checkBalance(c *checker, k *call, _ Type) *term {
	reg, ok := c.register(k, readsBalance)
	if !ok {
		return bad()
	}
	keys, ok := c.dimensions(k, reg)
	if !ok {
		return bad()
	}
	read := BalanceRead{reg.Key, map[string][]Path{}}
	for _, d := range keys {
		read.By[d.name] = d.term.origins
	}
	for _, name := range reg.Must {
		if _, given := read.By[name]; !given {
			return c.report(k.at, "balance_mixes", map[string]any{"register": reg.Key, "dimension": name},
				fmt.Sprintf("%s holds several currencies: say which, {%s: …}", reg.Key, name), "")
		}
	}
	c.balances = append(c.balances, read)
	return &term{typ: Type{Kind: KindObject, Fields: reg.Measures, Ref: reg.Key}, eval: func(f *frame) (any, error) {
		if f.scope.Source == nil {
			return nil, &Error{Code: "internal", Params: map[string]any{"missing": "source"}}
		}
		by := make(map[string]any, len(keys))
		for _, d := range keys {
			v, err := d.term.eval(f)
			if err != nil {
				return nil, err
			}
			by[d.name] = v
		}
		if err := f.spend(loadCost); err != nil {
			return nil, err
		}
		return f.scope.Source.Balance(reg.Key, by)
	}}
}

// dimensions checks {dimension: value, …}.
func (c *checker) dimensions(k *call, reg *Register) ([]keyed, bool) {
	object, ok := k.args[1].(*ast.MapNode)
	if !ok {
		c.report(c.src.span(k.args[1]), "wrong_arguments", map[string]any{"name": k.name}, "the dimensions are written as {dimension: value}", "")
		return nil, false
	}
	known := make([]string, len(reg.Dimensions))
	for i, d := range reg.Dimensions {
		known[i] = d.Name
	}
	var keys []keyed
	for _, n := range object.Pairs {
		pair, _ := n.(*ast.PairNode)
		name, isText := pair.Key.(*ast.StringNode)
		if !isText {
			c.report(c.src.span(pair.Key), "wrong_arguments", map[string]any{"name": k.name}, "a dimension is a written name", "")
			return nil, false
		}
		i := slices.Index(known, name.Value)
		if i < 0 {
			c.report(c.src.span(pair.Key), "unknown_dimension", map[string]any{"name": name.Value, "register": reg.Key},
				fmt.Sprintf("%s has no dimension %q", reg.Key, name.Value), suggest(name.Value, known))
			ok = false
			continue
		}
		c.mentionAxis(c.src.span(pair.Key), reg, name.Value)
		t := c.fit(c.check(pair.Value, reg.Dimensions[i].Type), reg.Dimensions[i].Type)
		keys = append(keys, keyed{name.Value, t})
		ok = ok && !t.isBad()
	}
	return keys, ok
}

// balancesOf takes over what the body of a named rule reads, in the caller's
// words.
func (c *checker) balancesOf(k *call) {
	for _, b := range k.function.Body.balances {
		read := BalanceRead{b.Register, map[string][]Path{}}
		for name, paths := range b.By {
			read.By[name] = nil
			for _, p := range paths {
				read.By[name] = append(read.By[name], k.outer(p)...)
			}
		}
		c.balances = append(c.balances, read)
	}
}

// checkExceeds asks whether the record in another state would break a limit.
func checkExceeds(c *checker, k *call, _ Type) *term {
	reg, ok := c.register(k, asksExceeds)
	if !ok {
		return bad()
	}
	status, lives := c.env.World.Field(c.env.Self, "status")
	if c.env.Self == "" || !lives {
		return c.report(k.at, "not_here", map[string]any{"name": k.name, "place": string(c.env.Place)}, "exceeds asks about a record with states", "")
	}
	state, at, ok := c.written(k, 1)
	if !ok {
		return bad()
	}
	if !status.has(state) {
		return c.notInEnum(state, at, status)
	}
	c.mentionChoice(at, state, status)
	return &term{typ: typeBool, eval: func(f *frame) (any, error) {
		if f.scope.Source == nil {
			return nil, &Error{Code: "internal", Params: map[string]any{"missing": "source"}}
		}
		if f.scope.Self == nil {
			return nil, nil
		}
		if err := f.spend(10 * loadCost); err != nil {
			return nil, err
		}
		return f.scope.Source.Exceeds(f.scope.Self, reg.Key, state)
	}}
}
