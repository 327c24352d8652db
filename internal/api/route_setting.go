package api

import (
	"sort"

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
	Key     string `json:"key"` // pack/name
	Title   string `json:"title"`
	About   string `json:"about"`
	Kind    string `json:"kind"`
	Value   any    `json:"value"`
	Default any    `json:"default"`
	Edit    bool   `json:"edit"` // I may change it
}

// getSettings lists the parameters that the asker may change; those who design
// see all.
func getSettings(a *asker) (answer, error) {
	out := []settingOut{}
	for _, s := range a.model.Settings {
		may, err := a.maySet(s)
		if err != nil {
			return nil, err
		}
		if may {
			out = append(out, a.setting(s, may))
		}
	}
	sort.Slice(out, func(i, j int) bool { return out[i].Key < out[j].Key })
	return map[string]any{"settings": out}, nil
}

func (a *asker) setting(s *model.Setting, may bool) settingOut {
	out := settingOut{Key: s.Key, Title: s.Title, About: s.About, Kind: s.Type.Kind.String(), Default: settingJSON(s.Default), Edit: may}
	out.Value = out.Default
	if own, given := a.snap.Setting(s.Key); given {
		out.Value = settingJSON(own)
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

type settingRequest struct {
	Value any `json:"value"` // null returns to the default
}

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
		return nil, fault.New(fault.Denied, "may_not_set", fault.Params{"title": s.Title})
	}
	var in settingRequest
	if err := a.body(&in); err != nil {
		return nil, err
	}
	value, fl := s.Parse(in.Value)
	if fl != nil {
		return nil, fl
	}
	before := a.setting(s, true).Value
	err = a.re.App.RunInTransaction(func(tx core.App) error {
		if err := store.SetSetting(tx, s.Key, value); err != nil {
			return err
		}
		return store.NoteSetting(tx, s.Key, before, settingJSON(value), engine.ActorId(a.actor), a.e.Active().Number, a.now)
	})
	if err != nil {
		return nil, err
	}
	if a.snap, err = a.e.Snapshot(a.re.App); err != nil {
		return nil, err
	}
	return a.setting(s, true), nil
}
