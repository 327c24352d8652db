package api

import (
	"cmp"
	"slices"
	"strings"

	"kontora/internal/engine"
	"kontora/internal/fault"
	"kontora/internal/flow"
	"kontora/internal/model"
	"kontora/internal/rule"
	"kontora/internal/store"

	"github.com/pocketbase/pocketbase/core"
)

// settingOut is one parameter with the value in force.
type settingOut struct {
	Key     string         `json:"key"` // pack/name
	Pack    titled         `json:"pack"`
	Title   string         `json:"title"`
	About   string         `json:"about"`
	Kind    string         `json:"kind"`  // "span" is a length of time
	Field   fieldMeta      `json:"field"` // how any other value is typed
	Value   any            `json:"value"`
	Default any            `json:"default"` // of the file
	Own     bool           `json:"own"`     // given here, not taken from the file
	Edit    bool           `json:"edit"`    // I may change it
	Changed *settingChange `json:"changed,omitempty"`
}

// settingChange tells who changed a parameter last; nobody is the operator.
type settingChange struct {
	At     string  `json:"at"`
	By     *string `json:"by"`
	Old    any     `json:"old"`
	Reason string  `json:"reason,omitempty"`
}

type settingsAnswer struct {
	Settings []settingOut       `json:"settings"`
	Refs     map[string]refInfo `json:"refs"`
}

// getSettings lists the parameters that the asker may change, pack by pack as
// the menu has them; those who design see all.
func getSettings(a *asker) (answer, error) {
	mine, err := a.settings()
	if err != nil {
		return nil, err
	}
	return a.settingsAnswer(mine)
}

// settings are those that the asker may change, in the order of the files.
func (a *asker) settings() ([]*model.Setting, error) {
	place := map[string]int{}
	for i, p := range a.model.Packs {
		place[p.Key] = -i // what others build on comes last
	}
	var mine []*model.Setting
	for _, s := range a.model.Settings {
		may, err := a.maySet(s)
		if err != nil {
			return nil, err
		}
		if may {
			mine = append(mine, s)
		}
	}
	slices.SortFunc(mine, func(x, y *model.Setting) int {
		return cmp.Or(cmp.Compare(place[x.Pack], place[y.Pack]), cmp.Compare(x.At.Line, y.At.Line), strings.Compare(x.Key, y.Key))
	})
	return mine, nil
}

func (a *asker) settingsAnswer(list []*model.Setting) (answer, error) {
	keys := make([]string, len(list))
	for i, s := range list {
		keys[i] = s.Key
	}
	changes, err := store.SettingChanges(a.re.App, keys)
	if err != nil {
		return nil, err
	}
	refs := a.references()
	out := settingsAnswer{Settings: []settingOut{}}
	for _, s := range list {
		drawn := a.setting(s)
		if c, known := changes[s.Key]; known {
			drawn.Changed = &settingChange{At: c.At, Old: c.Old, Reason: c.Reason}
			if isPerson(c.Actor) {
				drawn.Changed.By = refs.person(c.Actor)
			}
		}
		out.Settings = append(out.Settings, drawn)
	}
	out.Refs, err = refs.resolve()
	return out, err
}

func (a *asker) setting(s *model.Setting) settingOut {
	words := a.words()
	out := settingOut{
		Key: s.Key, Title: words.setting(s), About: words.settingAbout(s), Kind: s.Type.Kind.String(), Default: settingJSON(s.Default), Edit: true,
		Field: fieldMeta{Key: "value", Title: words.setting(s), Kind: s.Field.Kind, Currency: s.Field.Currency},
	}
	switch s.Field.Kind {
	case model.Text:
		out.Field.MaxLength = s.Field.MaxLength
	case model.Decimal:
		out.Field.Scale = s.Field.Scale
	}
	for _, p := range a.model.Packs {
		if p.Key == s.Pack {
			out.Pack = titled{p.Key, words.pack(p)}
		}
	}
	out.Value = out.Default
	if own, given := a.snap.Setting(s.Key); given {
		out.Value, out.Own = settingJSON(own), true
	}
	return out
}

func settingJSON(v any) any {
	if span, ok := v.(rule.Span); ok {
		return span.String()
	}
	return model.JSONValue(v)
}

// maySet judges who may change a parameter: the people its declaration names,
// and those who design.
func (a *asker) maySet(s *model.Setting) (bool, error) {
	if a.mayDesign() {
		return true, nil
	}
	if s.Edit == nil || a.actor.Scope != nil {
		return false, nil
	}
	return flow.IsOne(a.model, a.snap, s.Edit, a.actor, a.now)
}

// maySetAny reports whether there is a parameter that the asker may change.
func (a *asker) maySetAny() (bool, error) {
	for _, s := range a.model.Settings {
		if may, err := a.maySet(s); may || err != nil {
			return may, err
		}
	}
	return false, nil
}

type settingRequest struct {
	Value   any    `json:"value"`   // null returns to the value of the file
	Comment string `json:"comment"` // why; kept in the history
}

// maxSettingComment bounds the remark with which a parameter is changed.
const maxSettingComment = 500

// putSetting changes one parameter and writes it into history.
func putSetting(a *asker) (answer, error) {
	s := a.model.Settings[a.re.Request.PathValue("pack")+"/"+a.re.Request.PathValue("name")]
	if s == nil {
		return nil, fault.New(fault.Missing, "not_found", nil)
	}
	may, err := a.maySet(s)
	if err != nil {
		return nil, err
	}
	if !may {
		return nil, fault.New(fault.Denied, "may_not_set", fault.Params{"title": a.words().setting(s)})
	}
	var in settingRequest
	if err := a.body(&in); err != nil {
		return nil, err
	}
	if n := len([]rune(in.Comment)); n > maxSettingComment {
		return nil, fault.New(fault.Invalid, "too_long", fault.Params{"max": maxSettingComment, "is": n}).At("comment")
	}
	value, fl := s.Parse(in.Value)
	if fl != nil {
		return nil, fl
	}
	before := a.setting(s).Value
	err = a.re.App.RunInTransaction(func(tx core.App) error {
		if err := store.SetSetting(tx, s.Key, value); err != nil {
			return err
		}
		return store.NoteSetting(tx, s.Key, before, settingJSON(value), strings.TrimSpace(in.Comment), engine.ActorId(a.actor), a.e.Active().Number, a.now)
	})
	if err != nil {
		return nil, err
	}
	if a.snap, err = a.e.Snapshot(a.re.App); err != nil {
		return nil, err
	}
	return a.settingsAnswer([]*model.Setting{s})
}
