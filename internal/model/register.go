package model

import (
	"fmt"
	"slices"
	"strings"

	"kontora/internal/money"
	"kontora/internal/rule"
	"kontora/internal/spec"

	"github.com/shopspring/decimal"
)

// Register is a set of sums that records contribute to, kept by dimensions.
type Register struct {
	Key, Pack, Name string
	StableId        string // the first key it ever had; what was entered stands under it
	Title, About    string
	Dimensions      []*Dimension
	Resources       []*Resource
	Derived         []*Derived
	Limits          []*Limit
	Lock            *rule.Rule // of a closed period; reads the dimensions and at
	At              spec.Pos
}

// Dimension is one of the values by which sums are kept.
type Dimension struct {
	Key, StableId, Title string
	Type                 rule.Type // a record, a text or a day
}

// Resource is what is summed up, in whole units: minor units of a currency, or
// a number's last place.
type Resource struct {
	Key, StableId, Title string
	Currency             string     // "" for a number, and where a dimension holds it
	CurrencyBy           *Dimension // nil: one currency, or none
	Scale                int32
	Last                 bool // the latest value counts, not the sum
}

// Derived is a measure worked out from others.
type Derived struct {
	Key, Title string
	Value      *rule.Rule
}

// Dimension finds a dimension by key.
func (r *Register) Dimension(key string) *Dimension {
	for _, d := range r.Dimensions {
		if d.Key == key {
			return d
		}
	}
	return nil
}

// Axis finds a dimension, or a field of the record that one names: line, line.branch.
func (m *Model) Axis(r *Register, name string) (Axis, bool) {
	key, field, deeper := strings.Cut(name, ".")
	a := Axis{Dimension: r.Dimension(key)}
	if a.Dimension == nil || !deeper {
		return a, a.Dimension != nil
	}
	if t := m.TypeByKey(a.Dimension.Type.Ref); t != nil {
		a.Field = t.Field(field)
	}
	return a, a.Field != nil
}

// Resource finds a resource by key.
func (r *Register) Resource(key string) *Resource {
	for _, res := range r.Resources {
		if res.Key == key {
			return res
		}
	}
	return nil
}

// CurrencyOf is the dimension that holds the currency of a derived amount; nil for a
// number, and where it is the same everywhere.
func (r *Register) CurrencyOf(d *Derived) *Dimension {
	if t := d.Value.Type(); t.Kind != rule.KindMoney || t.Currency != "" {
		return nil
	}
	for _, res := range r.Resources {
		if res.CurrencyBy != nil {
			return res.CurrencyBy
		}
	}
	return nil
}

// RuleType is the type of its values in expressions.
func (r *Resource) RuleType() rule.Type {
	if r.Currency != "" || r.CurrencyBy != nil {
		return rule.Type{Kind: rule.KindMoney, Currency: r.Currency}
	}
	return rule.Type{Kind: rule.KindNumber}
}

// CurrencyOf is the currency of its sums under a key, dimensions by stable id; ""
// for a number, and where the key does not tell.
func (r *Resource) CurrencyOf(key map[string]string) string {
	if r.CurrencyBy != nil {
		return key[r.CurrencyBy.StableId]
	}
	return r.Currency
}

// Value is a whole number of units as expressions know it. What may be of several
// currencies is not known, unless it is nothing.
func (r *Resource) Value(units int64, currency string) any {
	switch {
	case currency != "":
		return money.FromMinor(units, currency)
	case r.CurrencyBy == nil:
		return decimal.New(units, -r.Scale)
	case units == 0:
		return money.Amount{}
	}
	return nil
}

// mostUnits is up to where every reader of JSON counts exactly.
const mostUnits = 1<<53 - 1

// Units is a value in whole units, rounded half away from zero; nothing is zero.
func (r *Resource) Units(v any, currency string) (int64, error) {
	d, scale := decimal.Zero, r.Scale
	switch x := v.(type) {
	case nil:
		return 0, nil
	case money.Amount:
		if x.Currency != "" && x.Currency != currency {
			return 0, &rule.Error{Code: "currency_mismatch", Params: map[string]any{"left": currency, "right": x.Currency}}
		}
		d = x.Value
		if r.CurrencyBy != nil {
			scale = money.Digits(currency)
		}
	case decimal.Decimal:
		d = x
	default:
		return 0, &rule.Error{Code: "bad_value", Params: map[string]any{"want": r.RuleType().String()}}
	}
	d = d.Shift(scale).Round(0)
	if d.Abs().GreaterThan(decimal.NewFromInt(mostUnits)) {
		return 0, &rule.Error{Code: "number_out_of_range"}
	}
	return d.IntPart(), nil
}

// Register finds a register by key.
func (m *Model) Register(key string) *Register {
	for _, r := range m.Registers {
		if r.Key == key {
			return r
		}
	}
	return nil
}

// RegisterKept finds the register whose entries stand under a stable id; nil
// when there is none any more.
func (m *Model) RegisterKept(id string) *Register {
	for _, r := range m.Registers {
		if r.StableId == id {
			return r
		}
	}
	return nil
}

// Register is a register as expressions of a pack see it.
func (w world) Register(pack, name string) (*rule.Register, bool) {
	r := w.c.registerNamed(pack, name)
	if r == nil {
		return nil, false
	}
	out := &rule.Register{Key: r.Key, Measures: map[string]rule.Type{}}
	for _, d := range r.Dimensions {
		out.Dimensions = append(out.Dimensions, rule.Arg{Name: d.Key, Type: d.Type})
		t := w.c.m.TypeByKey(d.Type.Ref)
		if d.Type.Kind != rule.KindRef || t == nil || t.Abstract {
			continue
		}
		for _, f := range t.Fields {
			if w.c.isAxis(f) {
				out.Dimensions = append(out.Dimensions, rule.Arg{Name: d.Key + "." + f.Key, Type: f.RuleType()})
			}
		}
	}
	for _, res := range r.Resources {
		out.Measures[res.Key] = res.RuleType()
		if by := res.CurrencyBy; by != nil && !slices.Contains(out.Must, by.Key) {
			out.Must = append(out.Must, by.Key)
		}
	}
	for _, d := range r.Derived {
		out.Measures[d.Key] = d.Value.Type()
	}
	return out, true
}

func (c *compiler) registerNamed(pack, name string) *Register {
	for _, p := range c.requires[pack] {
		if r := c.m.Register(p + "/" + name); r != nil || name == "" {
			return r
		}
	}
	owner, _, qualified := strings.Cut(name, "/")
	if qualified && slices.Contains(c.requires[pack], owner) {
		return c.m.Register(name)
	}
	return nil
}

// registers compiles what registers hold. It runs before anything that may ask
// for a balance.
func (c *compiler) registers() {
	for _, p := range c.b.Packs {
		for name, f := range p.Registers.All() {
			if f == nil {
				continue
			}
			r := &Register{
				Key: p.Key + "/" + name, Pack: p.Key, Name: name, StableId: p.Key + "/" + first(f.Was.Keys(), name),
				Title: f.Title, About: f.About, At: f.Pos,
			}
			c.dimensions(r, f)
			c.resources(r, f)
			c.registerRules(r, f)
			c.m.Registers = append(c.m.Registers, r)
		}
	}
}

func (c *compiler) dimensions(r *Register, f *spec.RegisterFile) {
	for key, d := range f.Dimensions.All() {
		c.measureName(d.Pos, r, key)
		dim := &Dimension{Key: key, StableId: first(d.Was.Keys(), key), Title: d.Title}
		switch {
		case !d.Ref.IsZero() && d.Type+d.Format != "":
			c.fail(d.Pos, "kind_unclear", "dimension %q is declared as several kinds at once", key)
		case d.Ref.Key == "*":
			dim.Type = rule.RefTo("*")
		case !d.Ref.IsZero():
			t := c.typeNamed(r.Pack, d.Ref)
			if t == nil {
				continue
			}
			dim.Type, dim.Title = rule.RefTo(t.Key), or(dim.Title, t.Title)
		case d.Format == "date":
			dim.Type = rule.Type{Kind: rule.KindDate}
		case d.Type == "string":
			dim.Type = rule.Type{Kind: rule.KindText}
		default:
			c.fail(d.Pos, "kind_unclear", "dimension %q does not say what it is: add x-ref, type or format", key)
			continue
		}
		dim.Title = or(dim.Title, key)
		r.Dimensions = append(r.Dimensions, dim)
	}
	if f.Dimensions.Len() == 0 {
		c.fail(f.Pos, "no_dimensions", "a register needs a dimension")
	}
}

func (c *compiler) resources(r *Register, f *spec.RegisterFile) {
	for key, d := range f.Resources.All() {
		c.measureName(d.Pos, r, key)
		res := &Resource{Key: key, StableId: first(d.Was.Keys(), key), Title: or(d.Title, key), Currency: d.Money, Last: d.Kind == "last"}
		switch {
		case d.Kind == "claim":
			c.fail(d.Pos, "not_yet", "resource %q: claims arrive later; a sum with a limit refuses what is not there", key)
		case d.Money != "" && d.Type != "":
			c.fail(d.Pos, "kind_unclear", "resource %q is declared as several kinds at once", key)
		case d.Money != "" && !money.IsCurrency(d.Money):
			res.Currency, res.CurrencyBy = "", r.Dimension(d.Money)
			if res.CurrencyBy == nil || res.CurrencyBy.Type.Kind != rule.KindText {
				c.fail(d.Pos, "not_currency", "%q is neither a currency code nor a dimension that holds one as text", d.Money)
			}
		case d.Money != "":
			res.Scale = money.Digits(d.Money)
		case d.Type != "number":
			c.fail(d.Pos, "kind_unclear", "resource %q does not say what it is: add x-money, or type number", key)
		}
		if d.Scale != nil {
			if d.Money != "" {
				c.fail(d.Pos, "kind_unclear", "the places of an amount are those of its currency")
			}
			res.Scale = int32(*d.Scale)
		}
		r.Resources = append(r.Resources, res)
	}
	if f.Resources.Len() == 0 {
		c.fail(f.Pos, "no_resources", "a register needs a resource")
	}
}

// askedWords stand in the lock of a register and in questions over HTTP.
var askedWords = []string{"at", "by", "filter", "resource", "from", "to", "limit", "cursor"}

// measureName checks that a name means one thing in the rules of a register.
func (c *compiler) measureName(at spec.Pos, r *Register, key string) {
	why, taken := rule.ReservedNames()[key]
	if r.Dimension(key) != nil || r.Resource(key) != nil {
		why, taken = "the register has it already", true
	}
	if slices.Contains(askedWords, key) {
		why, taken = "questions about registers use the word", true
	}
	for _, d := range r.Derived {
		if d.Key == key {
			why, taken = "the register has it already", true
		}
	}
	if taken {
		c.fail(at, "reserved_field", "nothing in a register can be called %q: %s", key, why)
	}
}

// registerRules compiles measures, limits and the lock. What waives a limit
// follows when it is known who posts.
func (c *compiler) registerRules(r *Register, f *spec.RegisterFile) {
	env := c.registerEnv(r, f.Pos)
	measures := env
	measures.Vars = map[string]rule.Type{"settings": env.Vars["settings"]}
	for _, res := range r.Resources {
		measures.Vars[res.Key], env.Vars[res.Key] = res.RuleType(), res.RuleType()
	}
	for key, d := range f.Derived.All() {
		c.measureName(d.Pos, r, key)
		value := c.rule(d.Value, rule.Type{}, measures)
		if value == nil {
			continue
		}
		switch value.Type().Kind {
		case rule.KindMoney, rule.KindNumber:
		default:
			c.fail(d.Pos, "not_measure", "a measure is an amount or a number, not %s", value.Type())
			continue
		}
		c.frozen(d.Value.Pos, value)
		r.Derived = append(r.Derived, &Derived{Key: key, Title: or(d.Title, key), Value: value})
		measures.Vars[key], env.Vars[key] = value.Type(), value.Type()
		env.Named[key] = rule.Named{Kind: rule.MentionMeasure, Of: r.Key}
	}
	for key, d := range f.Limits.All() {
		if d != nil {
			c.limit(r, key, d, env)
		}
	}
	if f.Lock != nil {
		lock := c.registerEnv(r, f.Lock.Pos)
		lock.Vars["at"] = rule.Type{Kind: rule.KindDate}
		if r.Lock = c.rule(f.Lock, boolType, lock); r.Lock != nil {
			c.frozen(f.Lock.Pos, r.Lock)
		}
	}
}

// frozen refuses registers that hang on one another.
func (c *compiler) frozen(at spec.Pos, r *rule.Rule) {
	if r.ReadsRegisters() {
		c.fail(at, "register_cycle", "a register is not worked out from balances")
	}
}

// registerEnv is what the rules of a register read: its dimensions.
func (c *compiler) registerEnv(r *Register, at spec.Pos) rule.Env {
	env := c.env(nil, at, rule.PlaceCheck)
	env.Pack, env.Named = r.Pack, r.named()
	for _, d := range r.Dimensions {
		env.Vars[d.Key] = d.Type
	}
	return env
}

// posters lists the types that contribute to a register.
func (m *Model) posters(r *Register) []*Type {
	var out []*Type
	for _, t := range m.Types {
		if t.Facts == nil {
			continue
		}
		if slices.ContainsFunc(t.Facts.Postings, func(p *Posting) bool { return p.Register == r.StableId }) {
			out = append(out, t)
		}
	}
	return out
}

// String names a register in logs.
func (r *Register) String() string { return fmt.Sprintf("register %s", r.Key) }
