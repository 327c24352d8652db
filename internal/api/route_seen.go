package api

import (
	"slices"

	"kontora/internal/fault"
	"kontora/internal/flow"
	"kontora/internal/model"
	"kontora/internal/spec"
)

type seenAnswer struct {
	Id      string             `json:"id"`
	Type    string             `json:"type"`
	Title   string             `json:"title"`
	State   target             `json:"state"`
	As      whoMay             `json:"as"`
	Visible bool               `json:"visible"` // they know of the record
	Gives   []ruleOut          `json:"gives"`   // by which rules
	Lent    []ruleOut          `json:"lent"`    // by rules of somebody away in whose place they act
	Fields  []seenField        `json:"fields"`
	Actions []action           `json:"actions"`
	Refs    map[string]refInfo `json:"refs"`
}

type seenField struct {
	Field    string     `json:"field"`
	Title    string     `json:"title"`
	Level    flow.Level `json:"level"`              // hidden, read, edit
	Value    any        `json:"value"`              // only what the asker sees, too
	Withheld bool       `json:"withheld,omitempty"` // they see it, the asker does not
	Gives    []ruleOut  `json:"gives"`
	Takes    []ruleOut  `json:"takes"`
	Others   []ruleOut  `json:"others,omitempty"` // of a hidden one: rules that show it to others
	Why      string     `json:"why,omitempty"`    // in a sentence
}

// ruleOut is one declaration of rights.
type ruleOut struct {
	What model.GivenBy `json:"what"`
	Key  string        `json:"key,omitempty"`
	Who  string        `json:"who,omitempty"`
	When string        `json:"when,omitempty"`
	File string        `json:"file,omitempty"`
	Path string        `json:"path,omitempty"`
	Line int           `json:"line,omitempty"`
}

// getOfRecord answers the questions about one record that stand behind its path.
func getOfRecord(a *asker) (answer, error) {
	switch q := a.re.Request.PathValue("question"); q {
	case "seen":
		return getSeen(a)
	case "versions":
		return getVersions(a)
	default:
		return nil, fault.New(fault.Missing, "unknown_question", fault.Params{"name": q})
	}
}

// getSeen tells what somebody sees of a record and may do with it, with the rules
// that say so. Designers ask about anybody; everybody about themselves, and is
// told of fields that they see in some record.
func getSeen(a *asker) (answer, error) {
	rec, own, err := a.record()
	if err != nil {
		return nil, err
	}
	who, state := a.query("as"), a.query("state")
	designs := a.designer(designsReading) == nil
	if !designs && (state != "" || who != "" && (a.actor.Person == nil || a.actor.Person.Id != who)) {
		return nil, a.designer(designsReading)
	}
	as, err := a.somebody(who)
	if err != nil {
		return nil, err
	}
	if state != "" {
		if rec, err = inState(rec, state); err != nil {
			return nil, err
		}
	}
	sight, err := flow.SightOf(a.model, a.snap, rec, as, a.actor, a.now)
	if err != nil {
		return nil, err
	}
	return (&seeing{a: a, rec: rec, own: own, as: as, sight: sight, designs: designs}).draw()
}

// inState is a record as it would stand in another state.
func inState(rec *flow.Record, key string) (*flow.Record, error) {
	s := rec.Type.Lifecycle.State(key)
	if s == nil {
		return nil, fault.New(fault.Invalid, "no_such_state", fault.Params{"state": key}).At("state")
	}
	rec = rec.Clone()
	rec.Values["status"] = s.Key
	return rec, nil
}

// seeing writes down what somebody sees for the asker, who sees it with own rights.
type seeing struct {
	a       *asker
	rec     *flow.Record
	own     flow.Rights
	as      flow.Actor
	sight   *flow.Sight
	designs bool
}

func (x *seeing) draw() (*seenAnswer, error) {
	a, t := x.a, x.rec.Type
	out := &seenAnswer{Id: x.rec.Id, Type: t.Slug, Title: a.headingOf(x.rec, x.own), Visible: x.sight.Rights.Row(),
		Gives: x.accesses(x.sight.Gives), Lent: x.accesses(x.sight.Lent), Fields: []seenField{}, Actions: []action{}}
	if s := x.rec.State(); s != nil && x.own.Reads(t.Field("status")) {
		out.State = target{s.Key, a.words().state(t, s), s.Phase}
	}
	refs := a.references()
	refs.record(x.rec, x.own)
	if x.as.Person != nil {
		refs.person(x.as.Person.Id)
	}
	row, err := a.row(x.rec, x.own)
	if err != nil {
		return nil, err
	}
	ever, err := x.ever()
	if err != nil {
		return nil, err
	}
	for _, c := range x.sight.Cells {
		if ever(c.Field) {
			out.Fields = append(out.Fields, x.field(c, row))
		}
	}
	for _, act := range x.sight.Actions {
		noteWhy(act.Why, refs)
	}
	if out.Refs, err = refs.resolve(); err != nil {
		return nil, err
	}
	for _, act := range x.sight.Actions {
		out.Actions = append(out.Actions, a.action(act, x.sight.Rights, out.Refs))
	}
	if p := x.as.Person; p != nil {
		key := a.model.Person.Slug + "/" + p.Id
		out.As = whoMay{key, out.Refs[key].Title, out.Refs[key].Unit}
	}
	return out, nil
}

// ever tells which fields are told of: all to who designs, to others those that
// they see in some record.
func (x *seeing) ever() (func(*model.Field) bool, error) {
	if x.designs {
		return func(*model.Field) bool { return true }, nil
	}
	wide, err := x.a.wideRights(x.rec.Type)
	return wide.Ever, err
}

func (x *seeing) field(c flow.CellSight, row row) seenField {
	f := c.Field
	out := seenField{Field: f.Key, Title: x.a.words().field(f), Level: c.Level, Gives: x.accesses(c.Given), Takes: []ruleOut{}}
	for _, d := range c.Taken {
		out.Takes = append(out.Takes, x.rule(model.ByDeny, d.Key, d.Who.Source(), sourceOf(d.When), d.At))
	}
	for _, e := range c.Edit {
		out.Gives = append(out.Gives, x.rule(model.ByEdit, "", e.Who.Source(), "", e.At))
	}
	if x.designs {
		out.Others = x.accesses(c.Would)
	}
	switch {
	case c.Level == flow.LevelHidden && len(c.Taken) > 0:
		out.Why = x.say("seen_taken", nil)
	case c.Level == flow.LevelHidden:
		out.Why = x.say("seen_not_given", nil)
	case c.Closed != nil:
		out.Why = x.a.textOf(c.Closed)
	}
	if c.Level == flow.LevelHidden {
		return out
	}
	if !x.own.Reads(f) {
		out.Withheld = true
		return out
	}
	out.Value = row.Values[f.Key]
	return out
}

func (x *seeing) say(key string, params map[string]any) string {
	text, _ := x.a.server.words.text(x.a.lang, "rules."+key, params)
	return text
}

func (x *seeing) accesses(list []*model.Access) []ruleOut {
	out := []ruleOut{}
	for _, r := range list {
		out = append(out, x.rule(model.ByAccess, r.Key, r.Who.Source(), sourceOf(r.When), r.At))
	}
	return slices.Clip(out)
}

// rule names a declaration; where it stands is the business of who designs.
func (x *seeing) rule(what model.GivenBy, key, who, when string, at spec.Pos) ruleOut {
	if !x.designs {
		return ruleOut{What: what, Key: key}
	}
	return ruleOut{what, key, who, when, at.File, at.Path, at.Line}
}
