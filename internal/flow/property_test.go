package flow_test

import (
	"fmt"
	"maps"
	"slices"
	"testing"

	"kontora/internal/flow"
	"kontora/internal/model"

	"pgregory.net/rapid"
)

// draw makes fields of a command for a random part of a type's fields, values
// of the right kind and mostly sensible.
func draw(rt *rapid.T, w *world, t *model.Type) map[string]any {
	fields := map[string]any{}
	for _, f := range t.Fields {
		if f.Kind == model.Inverse || !rapid.Bool().Draw(rt, f.Key+"?") {
			continue
		}
		if v, ok := drawValue(rt, w, f); ok {
			fields[f.Key] = v
		}
	}
	return fields
}

func drawValue(rt *rapid.T, w *world, f *model.Field) (any, bool) {
	if rapid.IntRange(0, 5).Draw(rt, "null") == 0 && f.Kind != model.Rows {
		return nil, true
	}
	switch f.Kind {
	case model.Text:
		return rapid.SampledFrom([]string{"нет", "Стул", "без строк", "a", "x"}).Draw(rt, f.Key), true
	case model.Integer, model.Decimal:
		return dec(fmt.Sprint(rapid.IntRange(-1, 15).Draw(rt, f.Key))), true
	case model.Enum:
		return rapid.SampledFrom(f.Enum).Draw(rt, f.Key).Key, true
	case model.Bool:
		return rapid.Bool().Draw(rt, f.Key), true
	case model.Ref:
		if f.Many || f.Target != "base/user" && f.Target != "base/unit" {
			return nil, false
		}
		name := rapid.SampledFrom([]string{"ann", "eve", "sales", "shop"}).Draw(rt, f.Key)
		return ref(f.Target, name), true
	case model.Rows:
		rows := []flow.RowInput{}
		for range rapid.IntRange(0, 4).Draw(rt, f.Key) {
			rows = append(rows, flow.RowInput{Fields: draw(rt, w, f.RowType)})
		}
		return rows, true
	}
	return nil, false
}

// The form and the decision never disagree: a command is refused exactly when
// its form has faults, and for the same reasons.
func TestFormsAgreeWithDecisions(t *testing.T) {
	t.Parallel()
	for source, types := range map[string][]string{orders: {"task"}, buttons: {"ask"}, tables: {"firm"}, bills: {"bill"}, nulls: {"thing"}, keyed: {"desk"}, cells: {"file"}} {
		for _, name := range types {
			t.Run(name, func(t *testing.T) {
				w := newWorld(t, source)
				typ := w.typ(name)
				rapid.Check(t, func(rt *rapid.T) {
					who := rapid.SampledFrom([]string{"ann", "bob", "eve", "super"}).Draw(rt, "who")
					cmd := flow.Command{Kind: flow.Create, Type: typ, Actor: w.actor(who), Fields: draw(rt, w, typ), Comment: rapid.SampledFrom([]string{"", "так"}).Draw(rt, "comment")}
					if made := w.all(typ); len(made) > 0 && rapid.Bool().Draw(rt, "edit") {
						cmd.Kind, cmd.Id = flow.Edit, rapid.SampledFrom(made).Draw(rt, "record").Id
						if l := typ.Lifecycle; l != nil && rapid.Bool().Draw(rt, "move") {
							cmd.Kind, cmd.Transition = flow.Move, rapid.SampledFrom(l.Transitions).Draw(rt, "transition").Key
						}
					}
					form, formErr := flow.FormOf(w.m, w, cmd, w.now)
					counters := maps.Clone(w.counters)
					plan, err := flow.Decide(w.m, w, cmd, w.now)
					w.counters = counters
					if formErr != nil {
						if err == nil || err.Error() != formErr.Error() {
							rt.Fatalf("form: %v, decision: %v", formErr, err)
						}
						return
					}
					got, want := codes(err), codes(join(form.Faults))
					if !slices.Equal(got, want) {
						rt.Fatalf("form: %v, decision: %v", want, got)
					}
					if err == nil && len(w.all(typ)) < 30 {
						w.apply(plan)
					}
				})
			})
		}
	}
}

// A button that is offered works, once its dialog is filled in: what still
// refuses concerns a field of the dialog.
func TestAllowedActionsWork(t *testing.T) {
	t.Parallel()
	for source, name := range map[string]string{orders: "task", buttons: "ask", keyed: "desk", bills: "bill"} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, source)
			typ := w.typ(name)
			rapid.Check(t, func(rt *rapid.T) {
				who := rapid.SampledFrom([]string{"ann", "bob", "eve"}).Draw(rt, "who")
				values := map[string]any{"author": w.actor("ann").Person.Fields.Reference(), "status": rapid.SampledFrom(typ.Lifecycle.States).Draw(rt, "state").Key}
				for key, v := range draw(rt, w, typ) {
					if f := typ.Field(key); f.Kind != model.Rows && (!f.Engine || key == "author") {
						values[key] = v
					}
				}
				rec := w.put(name, "probe", values)
				actions, err := flow.Actions(w.m, w, rec, w.actor(who), w.now)
				if codes(err) != nil {
					if !slices.Equal(codes(err), []string{"not_found"}) {
						rt.Fatal(err)
					}
					return
				}
				for _, a := range actions {
					if !a.Allowed {
						continue
					}
					cmd := flow.Command{Kind: flow.Move, Type: typ, Id: rec.Id, Transition: a.Transition.Key, Actor: w.actor(who), Fields: map[string]any{}, Comment: "потому что"}
					for _, f := range a.Required {
						if v, ok := drawValue(rt, w, f); ok && v != nil {
							cmd.Fields[f.Key] = v
						}
					}
					_, err := flow.Decide(w.m, w, cmd, w.now)
					if err == nil {
						continue
					}
					for _, f := range faultOf(t, err).Fields {
						if !concerns(f.Field, a.Asks) && !guardOf(a, f.Field) {
							rt.Fatalf("%s %s is offered and refused with %v", who, a.Transition.Key, err)
						}
					}
				}
			})
		})
	}
}

func concerns(path string, asked []*model.Field) bool {
	return slices.ContainsFunc(asked, func(f *model.Field) bool { return f.Key == path || path == "" })
}

// guardOf reports whether a guard placed at one field could be mended by
// another, which the dialog asks for.
func guardOf(a *flow.Action, path string) bool {
	for _, g := range a.Transition.Guards {
		if concerns(path, g.Fields) && slices.ContainsFunc(g.Fields, func(f *model.Field) bool { return concerns(f.Key, a.Asks) }) {
			return true
		}
	}
	return false
}
