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
	out, d, err := a.form(t, in)
	if err != nil {
		return nil, err
	}
	refs := a.references()
	refs.record(d.form.Record, d.rights)
	out.Refs, err = refs.resolve()
	return out, err
}

// form evaluates what was typed so far; what it points at is not named yet.
func (a *asker) form(t *model.Type, in formRequest) (formAnswer, draft, error) {
	d, err := a.draft(t, in)
	if err != nil {
		return formAnswer{}, d, err
	}
	out := formAnswer{Fields: a.fieldStates(d.form.Fields, d.rights), Errors: []*fault.Fault{}}
	for _, f := range d.form.Faults {
		f = a.translated(a.lang, f)
		out.Errors = append(out.Errors, f.WithText(a.textOf(f)))
	}
	values, err := a.e.ValuesUnder(a.model, a.world(), d.form.Record, d.rights, a.actor)
	if err != nil {
		return out, d, err
	}
	for key := range values {
		if f := t.Field(key); f.Engine || same(values[key], in.Values, key) && !d.cleared(f, in.Values) {
			delete(values, key)
		}
	}
	out.Values = values
	return out, d, nil
}

// draft is what was typed so far, evaluated.
type draft struct {
	form   *flow.Form
	stored *flow.Record // that it is about; nil for a new one
	rights flow.Rights  // what of it the asker sees
}

func (a *asker) draft(t *model.Type, in formRequest) (d draft, err error) {
	fields, wrong := flow.ReadFields(t, in.Values)
	cmd := flow.Command{Kind: flow.Create, Type: t, Fields: fields, Wrong: wrong, Transition: in.Transition, Actor: a.actor}
	if in.Id != "" {
		cmd.Kind, cmd.Id = flow.Edit, in.Id
		if in.Transition != "" {
			cmd.Kind = flow.Move
			if route, step, verdict, is := ballotOf(t, in.Transition); is {
				cmd.Kind, cmd.Ballot = flow.CastVote, flow.Ballot{Route: route, Step: step, Verdict: verdict}
			}
		}
		if d.stored, d.rights, err = a.load(t, in.Id); err != nil {
			return d, err
		}
	}
	if d.form, err = flow.FormOf(a.model, a.world(), cmd, a.now); err != nil || in.Id != "" {
		return d, err
	}
	d.rights, err = a.rightsOnDraft(d.form.Record)
	return d, err
}

// rightsOnDraft judges a record that is not saved yet. Whoever may type a cell
// sees it: a type's cells that the asker will never see stay out.
func (a *asker) rightsOnDraft(rec *flow.Record) (flow.Rights, error) {
	rights, err := flow.RightsOf(a.model, a.world(), rec, a.actor)
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

// cleared reports whether an empty value, of which nothing was sent, has to be
// answered all the same: an earlier answer or the stored record may have shown
// another.
func (d draft) cleared(f *model.Field, sent map[string]any) bool {
	if _, named := sent[f.Key]; named {
		return false
	}
	return !isTyped(f) || d.stored != nil && d.stored.Values[f.Key] != nil
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
