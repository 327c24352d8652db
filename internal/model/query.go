package model

import "kontora/internal/rule"

// CompileQuery compiles a condition that a reader wrote about records of a type
// (`it`). It knows comparisons, the reader and the clock; catalogs, named rules
// and settings are the author's tools and are not offered: what they read is
// not judged cell by cell.
func (m *Model) CompileQuery(t *Type, src string) (*rule.Rule, []rule.Issue) {
	return m.compileQuery(t, src, 1)
}

// CompileValue compiles what fills a field of records of a type (`it`) that a
// configuration moves.
func (m *Model) CompileValue(t *Type, f *Field, src string) (*rule.Rule, []rule.Issue) {
	it := rule.Type{Kind: rule.KindRef, Ref: t.Key}
	env := rule.Env{Place: rule.PlaceQuery, Pack: t.Pack, It: &it, Vars: map[string]rule.Type{}, World: asked{m}, Size: 1}
	return rule.Compile(src, f.RuleType(), env)
}

// writtenOut is how many times longer a condition may be that a program wrote.
const writtenOut = 8

// CompileTranslated is CompileQuery for a condition that was translated from
// another language and repeats what a person would say once.
func (m *Model) CompileTranslated(t *Type, src string) (*rule.Rule, []rule.Issue) {
	return m.compileQuery(t, src, writtenOut)
}

func (m *Model) compileQuery(t *Type, src string, size int) (*rule.Rule, []rule.Issue) {
	it := rule.Type{Kind: rule.KindRef, Ref: t.Key}
	env := rule.Env{Place: rule.PlaceQuery, Pack: t.Pack, It: &it, Vars: map[string]rule.Type{}, World: asked{m}, Size: size}
	return rule.Compile(src, boolType, env)
}

// asked is the configuration as a reader's condition sees it.
type asked struct{ m *Model }

var _ rule.World = asked{}

func (w asked) Field(typ, field string) (rule.Type, bool) {
	if ft, ok := derived(w.m, typ, field); ok {
		return ft, true
	}
	if typ == "*" {
		return anyRecord(field)
	}
	if t := w.m.byKey[typ]; t != nil && t.byKey[field] != nil {
		return t.byKey[field].RuleType(), true
	}
	return rule.Type{}, false
}

func (w asked) Fields(typ string) []string {
	t := w.m.byKey[typ]
	if t == nil {
		return []string{"id", "status", "phase", "open", "created"}
	}
	return append(t.keys(), "id")
}

func (w asked) Person() string {
	if w.m.Person == nil {
		return ""
	}
	return w.m.Person.Key
}

func (w asked) TypeKey(pack, name string) (string, bool) {
	for _, key := range []string{name, pack + "/" + name} {
		if w.m.byKey[key] != nil {
			return key, true
		}
	}
	return "", false
}

func (w asked) RoleKey(pack, name string) (string, bool) {
	for _, key := range []string{name, pack + "/" + name} {
		if w.m.Roles[key] != nil {
			return key, true
		}
	}
	return "", false
}

func (w asked) Fits(typ, want string) bool                   { return w.m.Fits(typ, want) }
func (asked) Catalog(string) (keys []string, dated, ok bool) { return nil, false, false }
func (asked) Register(string, string) (*rule.Register, bool) { return nil, false }
func (asked) Rule(string, string) (*rule.Function, bool)     { return nil, false }
