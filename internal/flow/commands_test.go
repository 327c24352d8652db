package flow_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"kontora/internal/fault"
	"kontora/internal/flow"
	"kontora/internal/model"
	"kontora/internal/rule"

	"github.com/shopspring/decimal"
)

// actor is a member of staff, "system" or "super".
func (w *world) actor(name string) flow.Actor {
	switch name {
	case "system":
		return flow.Actor{System: true}
	case "super":
		return flow.Actor{Super: true}
	case "guest":
		return flow.Actor{}
	}
	p, ok := directory{w}.Person(id(name))
	if !ok {
		w.t.Fatalf("nobody is called %s", name)
	}
	return flow.Actor{Person: p}
}

// fields reads JSON as a client sends it; an id written as @name is made whole.
func (w *world) fields(t *model.Type, text string) map[string]any {
	w.t.Helper()
	if text == "" {
		return nil
	}
	parts := strings.Split(text, `"@`)
	for i := 1; i < len(parts); i++ {
		name, rest, _ := strings.Cut(parts[i], `"`)
		parts[i] = id(name) + `"` + rest
	}
	dec := json.NewDecoder(strings.NewReader(strings.Join(parts, `"`)))
	dec.UseNumber()
	var raw map[string]any
	if err := dec.Decode(&raw); err != nil {
		w.t.Fatal(err)
	}
	values, wrong := flow.ReadFields(t, raw)
	if len(wrong) > 0 {
		w.t.Fatalf("%s: %v", text, fault.Join(wrong))
	}
	return values
}

func (w *world) command(who, what, fields string) flow.Command {
	w.t.Helper()
	verb, rest, _ := strings.Cut(what, " ")
	object, via, _ := strings.Cut(rest, " ")
	typ, name, _ := strings.Cut(object, ":")
	cmd := flow.Command{Kind: flow.Kind(verb), Type: w.typ(typ), Actor: w.actor(who), Transition: via}
	if name != "" {
		cmd.Id = id(name)
	}
	switch verb {
	case "create", "edit", "archive", "restore":
	default:
		cmd.Kind, cmd.Transition = flow.Move, verb
	}
	cmd.Fields = w.fields(cmd.Type, fields)
	return cmd
}

// try decides a command and applies its plan: "create order:a send", "edit
// order:a", "send order:a".
func (w *world) try(who, what, fields string) error {
	w.t.Helper()
	return w.run(w.command(who, what, fields))
}

func (w *world) run(cmd flow.Command) error {
	w.t.Helper()
	before := maps.Clone(w.counters)
	plan, err := flow.Decide(w.m, w, cmd, w.now)
	if err != nil {
		w.counters = before // the transaction is rolled back
		return err
	}
	w.apply(plan)
	return nil
}

// do is try where nothing may go wrong.
func (w *world) do(who, what, fields string) {
	w.t.Helper()
	if err := w.try(who, what, fields); err != nil {
		w.t.Fatalf("%s: %s %s: %v", who, what, fields, err)
	}
}

// refused expects a refusal with exactly these faults, written "code" or
// "code@path", in any order.
func (w *world) refused(who, what, fields string, want ...string) {
	w.t.Helper()
	w.refusedRun(w.command(who, what, fields), want...)
}

func (w *world) refusedRun(cmd flow.Command, want ...string) {
	w.t.Helper()
	err := w.run(cmd)
	if got := codes(err); !slices.Equal(got, slices.Sorted(slices.Values(want))) {
		w.t.Errorf("refused with %v, want %v", got, want)
	}
}

// codes lists the faults of a refusal.
func codes(err error) []string {
	if err == nil {
		return nil
	}
	f, ok := fault.As(err)
	if !ok {
		return []string{"error: " + err.Error()}
	}
	if f.Code != "refused" {
		return []string{at(f)}
	}
	var out []string
	for _, part := range f.Fields {
		out = append(out, at(part))
	}
	slices.Sort(out)
	return out
}

func at(f *fault.Fault) string {
	if f.Field == "" {
		return f.Code
	}
	return f.Code + "@" + f.Field
}

// get reads a stored value: "order:a status", "order:a lines.0.qty".
func (w *world) get(what string) any {
	w.t.Helper()
	object, path, _ := strings.Cut(what, " ")
	typ, name, _ := strings.Cut(object, ":")
	r := w.records[rule.Reference{Type: w.typ(typ).Key, Id: id(name)}]
	if r == nil {
		w.t.Fatalf("no record %s", object)
	}
	if parts := strings.Split(path, "."); len(parts) == 3 {
		i := int(parts[1][0] - '0')
		if rows := r.Rows[parts[0]]; i < len(rows) {
			return model.JSONValue(rows[i].Values[parts[2]])
		}
		return "no such row"
	}
	return model.JSONValue(r.Values[path])
}

// has checks stored values.
func (w *world) has(what string, want any) {
	w.t.Helper()
	got := w.get(what)
	if s, ok := want.(string); ok && strings.HasPrefix(s, "@") {
		want = id(s[1:])
	}
	if n, ok := want.(int); ok {
		want = int64(n)
	}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		w.t.Errorf("%s is %v, want %v", what, got, want)
	}
}

func dec(text string) decimal.Decimal { return decimal.RequireFromString(text) }

func ref(typ, name string) rule.Reference { return rule.Reference{Type: typ, Id: id(name)} }

func join(faults []*fault.Fault) error {
	if f := fault.Join(faults); f != nil {
		return f
	}
	return nil
}

func faultOf(t testing.TB, err error) *fault.Fault {
	t.Helper()
	f, ok := fault.As(err)
	if !ok {
		t.Fatalf("%v is no refusal", err)
	}
	return f
}
