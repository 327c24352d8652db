package model

import (
	"fmt"
	"strings"

	"kontora/internal/rule"
	"kontora/internal/spec"
)

// cyclicFormulas refuses formulas that need each other, in one record or by way
// of others: what one record may not do to itself, two that point at each other
// could. It judges by fields of types, so a tree whose nodes compute from their
// parents is refused as well: nothing keeps a node from being its own ancestor.
func (c *compiler) cyclicFormulas() {
	const entered, left = 1, 2
	mark := map[*Field]int{}
	told := map[spec.Pos]bool{}
	var way []*Field
	var visit func(f *Field)
	visit = func(f *Field) {
		mark[f] = entered
		way = append(way, f)
		for _, next := range c.formulasRead(f.Computed) {
			switch mark[next] {
			case left:
			case entered:
				if !told[next.At] { // a type that extends another repeats its formulas
					told[next.At] = true
					c.tellCircle(way, next)
				}
			default:
				visit(next)
			}
		}
		way = way[:len(way)-1]
		mark[f] = left
	}
	for _, t := range c.m.Types {
		if t.Abstract {
			continue
		}
		for _, f := range t.Fields {
			if f.Computed != nil && mark[f] == 0 {
				visit(f)
			}
		}
	}
}

// formulasRead lists the computed fields that a formula may read, of any record.
func (c *compiler) formulasRead(r *rule.Rule) []*Field {
	var out []*Field
	for _, cell := range r.Cells() {
		for _, t := range c.m.targets(cell.Type) {
			if f := t.Field(cell.Field); f != nil && f.Computed != nil {
				out = append(out, f)
			}
		}
	}
	return out
}

func (c *compiler) tellCircle(way []*Field, first *Field) {
	for way[0] != first {
		way = way[1:]
	}
	chain := make([]string, 0, len(way)+1)
	for _, f := range append(way[:len(way):len(way)], first) {
		chain = append(chain, f.Type.Key+"."+f.Key)
	}
	c.problem(spec.SeverityError, first.At, "cyclic_formula",
		fmt.Sprintf("formulas need each other in a circle: %s", strings.Join(chain, " → ")),
		"read fields that are no formulas, or let a transition set the value", map[string]any{"chain": chain})
}

// orderFormulas puts the formulas of a type, and of its rows, in the order in
// which they must be computed.
func (c *compiler) orderFormulas(t *Type) {
	seen := map[*Field]bool{}
	var visit func(f *Field)
	visit = func(f *Field) {
		seen[f] = true
		for _, next := range ownReads(t, f.Computed) {
			if next.Computed != nil && !seen[next] {
				visit(next)
			}
		}
		t.Formulas = append(t.Formulas, f)
	}
	for _, f := range t.Fields {
		if f.Kind == Rows {
			c.orderFormulas(f.RowType)
		}
		if f.Computed != nil && !seen[f] {
			visit(f)
		}
	}
}

func ownReads(t *Type, r *rule.Rule) []*Field {
	var out []*Field
	for _, p := range r.Reads() {
		if (p.Root == "self" || p.Root == "record") && len(p.Fields) > 0 {
			if f := t.Field(p.Fields[0]); f != nil {
				out = append(out, f)
			}
		}
	}
	return out
}
