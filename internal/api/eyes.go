package api

import (
	"fmt"

	"kontora/internal/flow"
	"kontora/internal/model"
	"kontora/internal/rule"
)

// eyes is the world as a condition written by the asker may read it: what they
// cannot see is empty there, so that no condition tells what a hidden cell
// holds.
type eyes struct{ a *asker }

var _ rule.Source = eyes{}

func (e eyes) Record(ref rule.Reference) (rule.Record, error) {
	t := e.a.model.TypeByKey(ref.Type)
	if t == nil || t.Abstract || t.Owner != nil || !e.a.inScope(t) {
		return nil, nil
	}
	rec, rights, err := e.a.load(t, ref.Id)
	if isMissing(err) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return sight{rec, rights}, nil
}

// Lookup finds nothing: catalogs are read by the configuration alone.
func (eyes) Lookup(string, map[string]any, *rule.Date) (rule.Record, error) { return nil, nil }

// Coded finds nothing either.
func (eyes) Coded(string, string) (rule.Record, error)              { return nil, nil }
func (eyes) Balance(string, map[string]any) (map[string]any, error) { return nil, nil }
func (eyes) Exceeds(rule.Record, string, string) (bool, error)      { return false, nil }
func (eyes) Opened(rule.Reference, string) (bool, error)            { return false, nil }

func (e eyes) Directory() rule.Directory { return e.a.snap.Directory() }

// sight is one record with the cells that the asker may see.
type sight struct {
	rec    *flow.Record
	rights flow.Rights
}

var _ rule.Record = sight{}

func (s sight) Reference() rule.Reference { return s.rec.Reference() }

func (s sight) Field(name string) (any, error) {
	t := s.rec.Type
	if name == "id" {
		return s.rec.Id, nil
	}
	if name == "phase" || name == "open" {
		return s.derived(name)
	}
	f := t.Field(name)
	if f == nil {
		return nil, fmt.Errorf("%s has no field %q", t.Key, name)
	}
	if !s.rights.Reads(f) || f.Kind == model.Inverse || f.Live || f.Kind == model.Rows {
		return nil, nil
	}
	return s.rec.Values[f.Key], nil
}

func (s sight) derived(name string) (any, error) {
	state := s.rec.State()
	if state == nil || !s.rights.Reads(s.rec.Type.Field("status")) {
		return nil, nil
	}
	if name == "open" {
		return s.rec.IsOpen() && !s.rec.IsArchived(), nil
	}
	return string(state.Phase), nil
}

// scope is what a condition written by the asker may read.
func (a *asker) scope() (*rule.Scope, error) {
	s := &rule.Scope{Now: a.now, Zone: a.e.Zone(), Vars: map[string]any{}, Source: eyes{a}}
	if a.actor.Person == nil {
		return s, nil
	}
	me := *a.actor.Person
	own, err := eyes{a}.Record(rule.Reference{Type: a.model.Person.Key, Id: me.Id})
	if err != nil {
		return nil, err
	}
	if me.Fields = own; own == nil {
		me.Fields = nobody{rule.Reference{Type: a.model.Person.Key, Id: me.Id}}
	}
	s.Me = &me
	return s, nil
}

// nobody stands for a person who may not even see their own record.
type nobody struct{ ref rule.Reference }

func (n nobody) Reference() rule.Reference { return n.ref }

func (n nobody) Field(name string) (any, error) {
	if name == "id" {
		return n.ref.Id, nil
	}
	return nil, nil
}
