package api

import (
	"kontora/internal/fault"
	"kontora/internal/flow"
	"kontora/internal/model"
)

type formRequest struct {
	Id         string         `json:"id"`
	Transition string         `json:"transition"`
	Values     map[string]any `json:"values"`
	Touched    []string       `json:"touched"`
}

type formAnswer struct {
	Fields map[string]fieldState `json:"fields"`
	Values map[string]any        `json:"values"`
	Errors []*fault.Fault        `json:"errors"`
	Refs   map[string]refInfo    `json:"refs"`
}

func postForm(a *asker) (answer, error) {
	t, err := a.typeOf()
	if err != nil {
		return nil, err
	}
	var in formRequest
	if err := a.body(&in); err != nil {
		return nil, err
	}
	form, rights, wrong, err := a.draft(t, in)
	if err != nil {
		return nil, err
	}
	out := formAnswer{Fields: a.fieldStates(form.Fields, rights), Errors: []*fault.Fault{}}
	for _, f := range append(wrong, form.Faults...) {
		f = a.translated(a.lang, f)
		out.Errors = append(out.Errors, f.WithText(a.textOf(f)))
	}
	values, err := a.e.Values(a.snap, form.Record, rights, a.actor)
	if err != nil {
		return nil, err
	}
	for key := range values {
		if f := t.Field(key); f.Engine || same(values[key], in.Values, key) {
			delete(values, key)
		}
	}
	out.Values = values
	refs := a.references()
	refs.record(form.Record, rights)
	out.Refs, err = refs.resolve()
	return out, err
}

// draft evaluates what was typed so far: the form, what of it the asker sees,
// and the values that are none.
func (a *asker) draft(t *model.Type, in formRequest) (*flow.Form, flow.Rights, []*fault.Fault, error) {
	fields, wrong := flow.ReadFields(t, in.Values)
	cmd := flow.Command{Kind: flow.Create, Type: t, Fields: fields, Transition: in.Transition, Actor: a.actor}
	rights := flow.Rights{Type: t, All: true} // on a new record one sees what one types
	if in.Id != "" {
		cmd.Kind, cmd.Id = flow.Edit, in.Id
		if in.Transition != "" {
			cmd.Kind = flow.Move
		}
		var err error
		if _, rights, err = a.load(t, in.Id); err != nil {
			return nil, rights, nil, err
		}
	}
	form, err := flow.FormOf(a.model, a.snap, cmd, a.now)
	if err != nil || in.Id != "" {
		return form, rights, wrong, err
	}
	rights, err = a.rightsOnDraft(form.Record)
	return form, rights, wrong, err
}

// rightsOnDraft judges a record that is not saved yet. Whoever may type a cell
// sees it: a type's cells that the asker will never see stay out.
func (a *asker) rightsOnDraft(rec *flow.Record) (flow.Rights, error) {
	rights, err := flow.RightsOf(a.model, a.snap, rec, a.actor)
	if err != nil || rights.Row() {
		return rights, err
	}
	return a.everRights(rec.Type)
}

// everRights are the rights of the widest record there can be for the asker.
func (a *asker) everRights(t *model.Type) (flow.Rights, error) {
	rights, err := a.wideRights(t)
	for _, rule := range t.Access {
		if !rule.Wide {
			rights.Mask |= 1 << rule.Bit
		}
	}
	return rights, err
}

// same reports whether a value is what was sent, so that it need not be
// answered.
func same(v any, sent map[string]any, key string) bool {
	was, named := sent[key]
	if !named {
		return v == nil
	}
	return jsonText(v) == jsonText(was)
}
