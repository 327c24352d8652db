package model

import (
	"slices"
	"time"

	"kontora/internal/money"
	"kontora/internal/rule"

	"github.com/shopspring/decimal"
)

// probe is an imagined record: what a condition that does nothing but compare
// fields with written values can tell apart.
type probe map[string]any

// Reference implements rule.Record.
func (p probe) Reference() rule.Reference { return rule.Reference{} }

// Field implements rule.Record.
func (p probe) Field(name string) (any, error) { return p[name], nil }

// verdict evaluates a condition on an imagined record: true, false, or nil for
// unknown and for what cannot be evaluated.
func (p probe) verdict(r *rule.Rule) *bool { return p.verdictWith(r, nil) }

// verdictWith is verdict where settings have some values.
func (p probe) verdictWith(r *rule.Rule, settings map[string]any) *bool {
	holds, known, err := r.True(&rule.Scope{Self: p, Zone: time.UTC, Vars: map[string]any{"settings": settings}})
	if err != nil || !known {
		return nil
	}
	return &holds
}

func (p probe) holds(r *rule.Rule) bool {
	v := p.verdict(r)
	return v != nil && *v
}

// maxProbes bounds how many imagined records are tried.
const maxProbes = 4_096

// probes imagines every record that some conditions can tell apart, in some
// states; filled are fields that are never empty there. It gives up on conditions
// that do more than compare.
func probes(t *Type, states []string, filled map[*Field]bool, rules ...*rule.Rule) ([]probe, bool) {
	for _, r := range rules {
		if _, plain := r.Plain(); !plain {
			return nil, false
		}
	}
	return probesWith(t, states, filled, nil, rules...)
}

// probesWith is probes for conditions that may read settings, which have some
// values.
func probesWith(t *Type, states []string, filled map[*Field]bool, settings map[string]any, rules ...*rule.Rule) ([]probe, bool) {
	values := map[string][]any{}
	var order []string
	for _, r := range rules {
		compared, plain := r.PlainBut()
		if !plain {
			return nil, false
		}
		for _, c := range compared {
			if !slices.Contains(order, c.Field) {
				order = append(order, c.Field)
			}
			values[c.Field] = append(values[c.Field], c.Values...)
			for _, name := range c.Settings {
				if settings[name] == nil {
					return nil, false
				}
				values[c.Field] = append(values[c.Field], settings[name])
			}
		}
	}
	all := []probe{{}}
	for _, key := range order {
		f := t.Field(key)
		if f == nil {
			return nil, false // id, phase, open
		}
		tried, ok := f.trials(values[key], states)
		if !ok || len(all)*len(tried) > maxProbes {
			return nil, false
		}
		var next []probe
		for _, p := range all {
			for _, v := range tried {
				if v == nil && filled[f] {
					continue
				}
				q := probe{key: v}
				for k, x := range p {
					q[k] = x
				}
				next = append(next, q)
			}
		}
		all = next
	}
	return all, true
}

// trials are the values of a field that comparisons with some values tell apart:
// for what has an order, each value and its neighbours on both sides; only such
// as the field accepts.
func (f *Field) trials(values []any, states []string) ([]any, bool) {
	switch {
	case f.Engine && f.Key == "status":
		var out []any
		for _, s := range states {
			out = append(out, s)
		}
		return out, len(out) > 0
	case f.Many:
		return nil, false
	}
	switch f.Kind {
	case Bool:
		return []any{nil, false, true}, true
	case Enum:
		out := []any{nil}
		for _, e := range f.Enum {
			out = append(out, e.Key)
		}
		return out, true
	case Text, Number:
		return append(distinct(values), nil, "\x00something else"), true
	case Ref:
		return []any{nil, rule.Reference{Type: f.Target, Id: "somebody"}}, true
	case File:
		return []any{nil, rule.Attachment{Name: "file"}}, true
	case Integer, Decimal, Money, Date, Instant:
		return f.ordered(values)
	}
	return nil, false
}

func (f *Field) ordered(values []any) ([]any, bool) {
	if f.Kind == Money && f.Currency == "" {
		return nil, false // an amount in another currency is neither
	}
	out := []any{nil}
	for _, v := range append(values, f.Min, f.Max, f.Above, f.Below) {
		if v == nil {
			continue
		}
		for _, step := range []int64{-1, 0, 1} {
			if x, ok := f.beside(v, step); !ok {
				return nil, false
			} else if f.Validate(x) == nil {
				out = append(out, x)
			}
		}
	}
	return distinct(out), len(out) > 1
}

// beside is the value that stands some steps of the field's grid away.
func (f *Field) beside(v any, steps int64) (any, bool) {
	switch x := v.(type) {
	case decimal.Decimal:
		scale := int32(f.Scale)
		if f.Kind == Integer {
			scale = 0
		}
		at := x.Truncate(scale)
		return at.Add(decimal.New(steps, -scale)), f.Kind == Integer || f.Kind == Decimal
	case money.Amount:
		digits := money.Digits(f.Currency)
		return money.Amount{Value: x.Value.Truncate(digits).Add(decimal.New(steps, -digits)), Currency: f.Currency}, f.Kind == Money
	case rule.Date:
		return x.Add(int(steps)), f.Kind == Date
	case time.Time:
		return x.Add(time.Duration(steps) * time.Millisecond), f.Kind == Instant
	}
	return nil, false
}

func distinct(values []any) []any {
	var out []any
	for _, v := range values {
		if !slices.ContainsFunc(out, func(x any) bool { return x == nil && v == nil || x != nil && v != nil && rule.Equal(x, v) }) {
			out = append(out, v)
		}
	}
	return out
}
