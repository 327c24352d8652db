package model

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"kontora/internal/rule"
	"kontora/internal/spec"
)

// mentions reports whether a source names a role, in full or by its own key.
func mentions(src, role string) bool {
	_, name, _ := strings.Cut(role, "/")
	for _, quoted := range []string{"'" + role + "'", "'" + name + "'", `\"` + name + `\"`, `\"` + role + `\"`} {
		if strings.Contains(src, quoted) {
			return true
		}
	}
	return false
}

// cases runs the examples of a named rule. An example is a test: when it does
// not hold, the configuration is refused.
func (c *compiler) cases(pack string, fn *rule.Function, file *spec.CasesFile) {
	for _, d := range file.Cases {
		vars := map[string]any{}
		for _, a := range fn.Args {
			vars[a.Name] = nil
			if raw, ok := d.Args.Get(a.Name); ok {
				vars[a.Name] = c.example(raw, a.Type)
			}
		}
		for key := range d.Args.All() {
			if _, ok := vars[key]; !ok {
				c.unknown(spec.Name{Pos: d.Args.At(key), Key: key}, "argument", argNames(fn))
			}
		}
		vars["settings"] = c.defaults(pack)
		got, err := fn.Body.Eval(&rule.Scope{Vars: vars, Now: exampleTime(d.Now), Zone: time.UTC, Source: noSource{}})
		if err != nil {
			c.fail(d.Pos, "case_failed", "%s: %v", fn.Name, err)
			continue
		}
		if want := c.example(d.Want, fn.Returns); !rule.Equal(got, want) {
			c.problem(spec.SeverityError, d.Pos, "case_failed", fmt.Sprintf("%s gives %s, the case wants %s", fn.Name, show(got), show(want)), "",
				map[string]any{"got": JSONValue(got), "want": JSONValue(want)})
		}
	}
}

func argNames(fn *rule.Function) []string {
	var names []string
	for _, a := range fn.Args {
		names = append(names, a.Name)
	}
	return names
}

func show(v any) string {
	text, err := json.Marshal(JSONValue(v))
	if err != nil {
		return fmt.Sprint(v)
	}
	return string(text)
}

func exampleTime(text string) time.Time {
	t, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return time.Date(2026, 1, 15, 9, 0, 0, 0, time.UTC)
	}
	return t.UTC()
}

func (c *compiler) defaults(pack string) map[string]any {
	values := map[string]any{}
	for _, s := range c.m.visible[pack] {
		values[s.Name] = s.Default
	}
	return values
}

// example reads a value of a case by its declared type. Records are objects of
// fields; amounts are "1500.00 KZT".
func (c *compiler) example(raw spec.Raw, t rule.Type) any {
	var v any
	dec := json.NewDecoder(bytes.NewReader(raw.JSON))
	dec.UseNumber()
	if err := dec.Decode(&v); err != nil {
		c.fail(raw.Pos, "literal", "%v", err)
		return nil
	}
	return c.exampleValue(raw.Pos, v, t)
}

func (c *compiler) exampleValue(at spec.Pos, v any, t rule.Type) any {
	if v == nil {
		return nil
	}
	switch t.Kind {
	case rule.KindList:
		items, _ := v.([]any)
		out := make([]any, len(items))
		for i, item := range items {
			out[i] = c.exampleValue(at, item, *t.Elem)
		}
		return out
	case rule.KindRef:
		fields, ok := v.(map[string]any)
		if !ok {
			c.fail(at, "literal", "a record is written as an object of its fields")
			return nil
		}
		return c.exampleRecord(at, t.Ref, fields)
	case rule.KindSpan:
		return c.span(at, v)
	}
	f := &Field{Kind: kindOf(t.Kind), Currency: t.Currency, MaxLength: 100_000, Scale: 6}
	if s, ok := v.(string); ok && f.Kind == Money {
		amount, currency, _ := strings.Cut(s, " ")
		f.Currency, v = or(currency, f.Currency), amount
	}
	value, fl := f.Parse(v)
	if fl != nil {
		c.fail(at, "literal", "%s", fl.Error())
	}
	return value
}

func kindOf(k rule.Kind) FieldKind {
	switch k {
	case rule.KindBool:
		return Bool
	case rule.KindNumber:
		return Decimal
	case rule.KindMoney:
		return Money
	case rule.KindDate:
		return Date
	case rule.KindInstant:
		return Instant
	case rule.KindFile:
		return File
	}
	return Text
}

// exampleRecord makes a record out of the object in a case.
func (c *compiler) exampleRecord(at spec.Pos, typ string, fields map[string]any) rule.Record {
	r := exampleRecord{ref: rule.Reference{Type: typ}, values: map[string]any{}}
	if id, ok := fields["id"].(string); ok {
		r.ref.Id = id
	}
	for key, v := range fields {
		if key == "id" {
			continue
		}
		ft, ok := world{c}.Field(typ, key)
		if !ok {
			c.unknown(spec.Name{Pos: at, Key: key}, "field", world{c}.Fields(typ))
			continue
		}
		r.values[key] = c.exampleValue(at, v, ft)
	}
	return r
}

type exampleRecord struct {
	ref    rule.Reference
	values map[string]any
}

func (r exampleRecord) Reference() rule.Reference { return r.ref }

func (r exampleRecord) Field(name string) (any, error) {
	if name == "id" {
		return r.ref.Id, nil
	}
	return r.values[name], nil
}

// noSource is the empty world in which cases are run.
type noSource struct{}

func (noSource) Record(rule.Reference) (rule.Record, error) { return nil, nil }
func (noSource) Lookup(string, map[string]any, *rule.Date) (rule.Record, error) {
	return nil, nil
}
func (noSource) Coded(string, string) (rule.Record, error)              { return nil, nil }
func (noSource) Balance(string, map[string]any) (map[string]any, error) { return nil, nil }
func (noSource) Exceeds(rule.Record, string, string) (bool, error)      { return false, nil }
func (noSource) Opened(rule.Reference, string) (bool, error)            { return false, nil }
func (noSource) Directory() rule.Directory                              { return nil }
