package script

import (
	"encoding/json"

	"kontora/internal/engine"
	"kontora/internal/fault"
	"kontora/internal/flow"
	"kontora/internal/model"
	"kontora/internal/rule"

	"github.com/dop251/goja"
	"github.com/pocketbase/pocketbase/core"
)

// bySystem is who gives the commands of hooks: the engine, on behalf of the
// person who set the hook off. It may run every transition; no rule is waived.
func bySystem(on *rule.Person) flow.Actor { return flow.Actor{System: true, Person: on} }

// wish is what the options of a command say.
type wish struct {
	Fields     map[string]json.RawMessage `json:"fields"`
	Comment    string                     `json:"comment"`
	Transition string                     `json:"transition"`
	As         string                     `json:"as"` // id of the person in whose name and with whose rights
}

func (d *desk) do(a *surroundings, args []goja.Value) (any, error) {
	t, err := d.typ(args)
	if err != nil {
		return nil, err
	}
	var w wish
	if err := options(args, 3, &w); err != nil {
		return nil, err
	}
	return d.give(a, flow.Command{Kind: flow.Move, Type: t, Id: word(args, 1), Transition: word(args, 2)}, w)
}

func (d *desk) create(a *surroundings, args []goja.Value) (any, error) {
	t, err := d.typ(args)
	if err != nil {
		return nil, err
	}
	var w wish
	if err := options(args, 2, &w); err != nil {
		return nil, err
	}
	if err := options(args, 1, &w.Fields); err != nil {
		return nil, err
	}
	id := core.GenerateDefaultRandomId() // known at once, also when the command runs later
	return d.give(a, flow.Command{Kind: flow.Create, Type: t, Id: id, Transition: w.Transition}, w)
}

func (d *desk) edit(a *surroundings, args []goja.Value) (any, error) {
	t, err := d.typ(args)
	if err != nil {
		return nil, err
	}
	var w wish
	if err := options(args, 3, &w); err != nil {
		return nil, err
	}
	if err := options(args, 2, &w.Fields); err != nil {
		return nil, err
	}
	return d.give(a, flow.Command{Kind: flow.Edit, Type: t, Id: word(args, 1)}, w)
}

// give carries a command out, or puts it off where another one is being decided.
func (d *desk) give(a *surroundings, cmd flow.Command, w wish) (any, error) {
	var err error
	if cmd.Fields, err = fieldsOf(cmd.Type, w.Fields); err != nil {
		return nil, err
	}
	cmd.Comment = w.Comment
	if cmd.Actor, err = d.actor(a, w.As); err != nil {
		return nil, err
	}
	if a.later != nil {
		a.later(func(tx core.App, request string) error {
			_, err := d.s.engine.Do(tx, engine.Input{Command: cmd, RequestId: request})
			return err
		})
		return map[string]any{"id": cmd.Id}, nil
	}
	cmd.Reuse = true
	out, err := d.s.command(a, cmd)
	if err != nil {
		return nil, err
	}
	answer := map[string]any{"id": out.Id, "revision": out.Revision}
	if out.Existing {
		answer["existing"] = true
	}
	return answer, nil
}

func fieldsOf(t *model.Type, sent map[string]json.RawMessage) (map[string]any, error) {
	raw := make(map[string]any, len(sent))
	for key, text := range sent {
		v, err := decode(text)
		if err != nil {
			return nil, err
		}
		raw[key] = v
	}
	fields, wrong := flow.ReadFields(t, raw)
	if f := fault.Join(sorted(wrong)); f != nil {
		return nil, f
	}
	return fields, nil
}

func (d *desk) actor(a *surroundings, as string) (flow.Actor, error) {
	if as == "" {
		return a.actor, nil
	}
	person, err := a.app.FindRecordById(d.s.engine.Model().Person.Slug, as)
	if err != nil {
		return flow.Actor{}, fault.New(fault.Missing, "not_found", fault.Params{"type": d.s.engine.Model().Person.Slug, "id": as})
	}
	return d.s.engine.Actor(a.app, person)
}

// trace is what leads to the commands of one transaction.
type trace struct {
	depth   int
	request string
}

// command carries a command out at once. What an effect sets off carries its
// depth along, by the id of the request.
func (s *Scripts) command(a *surroundings, cmd flow.Command) (*engine.Outcome, error) {
	if a.depth == 0 {
		return s.engine.Do(a.app, engine.Input{Command: cmd})
	}
	request := core.GenerateDefaultRandomId()
	s.depths.Store(request, a.depth)
	defer s.depths.Delete(request)
	var out *engine.Outcome
	err := a.app.RunInTransaction(func(tx core.App) (err error) {
		s.traces.Store(tx, &trace{request: request})
		defer s.traces.Delete(tx)
		out, err = s.engine.Do(tx, engine.Input{Command: cmd, RequestId: request})
		return err
	})
	return out, err
}

// later puts commands of a transition off. One that leads to another one, and
// so on, ends at a limit.
func (s *Scripts) later(t *engine.Transition) func(func(core.App, string) error) {
	return func(run func(core.App, string) error) {
		t.Then(func(tx core.App) error {
			v, known := s.traces.LoadOrStore(tx, &trace{})
			if !known {
				defer s.traces.Delete(tx)
			}
			tr := v.(*trace)
			if tr.depth >= maxChain {
				return fault.New(fault.Limit, "hook_depth", fault.Params{"depth": maxChain})
			}
			tr.depth++
			defer func() { tr.depth-- }()
			return run(tx, tr.request)
		})
	}
}
