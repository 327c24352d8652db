package model

import (
	"slices"
	"strings"

	"kontora/internal/rule"
	"kontora/internal/spec"
)

// Stand is a place where an expression stands, or a text with expressions: what
// may be read there, and what it must give.
type Stand struct {
	Src   string // as written
	Text  bool   // a text with {…}
	Value bool   // written behind "="
	Want  rule.Type
	Env   rule.Env
	Type  *Type  // about whose records it is; nil for none
	Path  string // in its file
	Model *Model // as far as the configuration could be understood; not to be followed
	c     *compiler
}

// seeking is the question after one expression.
type seeking struct {
	file  string
	paths []string
	found []*Stand
}

// stands notes a place that was asked for.
func (c *compiler) stands(at spec.Pos, src string, want rule.Type, env rule.Env, text bool) {
	if s := c.sought; s != nil && at.File == s.file && slices.Contains(s.paths, at.Path) {
		env.Mention = nil // what is tried there is no mention in the files
		s.found = append(s.found, &Stand{Src: src, Text: text, Want: want, Env: env, Type: c.m.byKey[env.Self], Path: at.Path, Model: c.m, c: c})
	}
}

// StandsAt tells where the expressions at some paths of a file stand: once for
// each type that they are compiled for. The bundle may have errors; what could not be
// understood is missing from what may be read. None when nothing that is
// compiled stands there.
func StandsAt(b *spec.Bundle, file string, paths ...string) (found []*Stand) {
	c := newCompiler(b)
	c.sought = &seeking{file: file, paths: paths}
	defer func() {
		if recover() != nil { // a bundle with errors may lack what must be there
			found = c.sought.found
		}
	}()
	c.compile()
	return c.sought.found
}

// For picks the stand for a type among those of one place: of its own, else of
// one that it extends; nil for none.
func For(stands []*Stand, t *Type) *Stand {
	for _, s := range stands {
		if s.Type != nil && s.Type.StableId == t.StableId {
			return s
		}
	}
	return nil
}

// Known are the names that can be written there as texts.
func (s *Stand) Known() rule.Known {
	k := rule.Known{Roles: map[string]string{}, Types: map[string]string{}, Registers: map[string]string{}}
	seen := s.c.requires[s.Env.Pack]
	short := func(into map[string]string, key string, everywhere bool) {
		pack, name, _ := strings.Cut(key, "/")
		for i, p := range seen {
			switch {
			case p != pack:
			case i == 0 || everywhere && into[name] == "":
				into[name] = key
			default:
				into[key] = key
			}
		}
	}
	for _, p := range seen { // near packs first: their short names win
		for key := range s.Model.Roles {
			if strings.HasPrefix(key, p+"/") {
				short(k.Roles, key, true)
			}
		}
	}
	for _, t := range s.Model.Types {
		if t.Owner == nil && !t.Abstract {
			short(k.Types, t.Key, false)
		}
	}
	for _, r := range s.Model.Registers {
		short(k.Registers, r.Key, false)
	}
	k.Rules = s.rules(seen)
	if t := s.Type; t != nil && s.c.sources[t] != nil {
		k.Ensures = s.c.sources[t].Ensure.Keys()
	}
	return k
}

// rules are the named rules in reach, but for one that the expression itself is.
func (s *Stand) rules(packs []string) []*rule.Function {
	var list []*rule.Function
	named := map[string]bool{}
	for _, p := range packs {
		pack := s.c.pack(p)
		if pack == nil {
			continue
		}
		for name := range pack.Rules.All() {
			if fn := s.Model.Rules[p+"/"+name]; fn != nil && fn.Body != nil && !named[name] {
				named[name] = true
				list = append(list, fn)
			}
		}
	}
	return list
}

// Field finds a field of the model by type and key, built-in ones too.
func (m *Model) Field(typ, key string) *Field {
	if t := m.byKey[typ]; t != nil {
		return t.Field(key)
	}
	return nil
}

// RuleTitle is what a named rule answers, in its author's words.
func (s *Stand) RuleTitle(key string) string {
	pack, name, _ := strings.Cut(key, "/")
	p := s.c.pack(pack)
	if p == nil {
		return ""
	}
	if file, ok := p.Rules.Get(name); ok && file.Cases != nil {
		return file.Cases.Title
	}
	return ""
}
