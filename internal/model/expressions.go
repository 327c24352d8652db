package model

import (
	"fmt"
	"sort"
	"strings"

	"kontora/internal/rule"
	"kontora/internal/spec"
)

var (
	boolType   = rule.Type{Kind: rule.KindBool}
	peopleType = rule.Type{Kind: rule.KindPeople}
)

// env is what an expression written in a pack, about a type, may read.
func (c *compiler) env(t *Type, at spec.Pos, place rule.Place) rule.Env {
	pack := at.Pack()
	e := rule.Env{Place: place, Pack: pack, World: world{c}, Vars: map[string]rule.Type{}}
	if t != nil {
		e.Self = t.Key
		if e.Pack == "" {
			e.Pack = t.Pack
		}
	}
	settings := rule.Type{Kind: rule.KindObject, Fields: map[string]rule.Type{}}
	for _, s := range c.m.visible[e.Pack] {
		settings.Fields[s.Name] = s.Type
	}
	e.Vars["settings"] = settings
	return e
}

// rule compiles one expression; nil when it is absent or wrong.
func (c *compiler) rule(x *spec.Expr, want rule.Type, env rule.Env) *rule.Rule {
	if x == nil || x.Src == "" {
		return nil
	}
	env.Mention = c.mentioned(*x, NamedInRule)
	c.stands(x.Pos, x.Src, want, env, false)
	r, issues := rule.Compile(x.Src, want, env)
	c.issues(*x, issues)
	if r != nil {
		c.warnPersons(*x, r)
		c.m.packOf[r] = env.Pack
		for _, key := range r.Opens() {
			c.m.opens[key] = true
		}
	}
	return r
}

// text compiles a message that stands under a key at a place.
func (c *compiler) text(at spec.Pos, key, src string, env rule.Env) *rule.Template {
	if src == "" {
		return nil
	}
	env.Place = rule.PlaceText
	x, written := c.written(at, key, src)
	if env.Mention = nil; written {
		env.Mention = c.mentioned(x, NamedInText)
	}
	c.stands(at.Join(key), src, rule.Type{}, env, true)
	tpl, issues := rule.CompileText(src, env)
	c.issues(x, issues)
	if tpl != nil {
		c.translations(at, key, tpl, env)
	}
	return tpl
}

// translations compiles the texts that stand for a message in other languages.
// One that does not fit is a warning: the source is shown instead.
func (c *compiler) translations(at spec.Pos, key string, tpl *rule.Template, env rule.Env) {
	for lang, texts := range c.m.I18n {
		path := textPath(at, key)
		src := texts[at.Pack()+"/"+path]
		if src == "" {
			continue
		}
		env.Mention = nil
		if x, ok := c.b.Text(spec.TextsFile(at.Pack(), lang), spec.Pos{}.Join(path).Path); ok {
			env.Mention = c.mentioned(x, NamedInText)
		}
		other, issues := rule.CompileText(src, env)
		for _, i := range issues {
			c.warn(at, "translation", "the text in %q does not fit: %s", lang, i.Message)
		}
		if other == nil {
			continue
		}
		if c.m.translated[tpl] == nil {
			c.m.translated[tpl] = map[string]*rule.Template{}
		}
		c.m.translated[tpl][lang] = other
	}
}

// textPath is where a text stands in i18n/<lang>.json: the file within its
// pack, then the path within the file.
func textPath(at spec.Pos, key string) string {
	file := strings.TrimPrefix(strings.TrimSuffix(at.File, ".json"), "schemas/"+at.Pack()+"/")
	path := strings.TrimPrefix(at.Path, "messages.") // notify.json: its keys stand alone
	parts := []string{strings.ReplaceAll(file, "/", ".")}
	if path != "" {
		parts = append(parts, path)
	}
	return strings.Join(append(parts, key), ".")
}

// issues places findings about an expression.
func (c *compiler) issues(x spec.Expr, issues []rule.Issue) {
	for _, i := range issues {
		p := x.At(i.Offset)
		c.found = append(c.found, spec.Diagnostic{
			Severity: spec.SeverityError, Code: i.Code, Params: i.Params, Message: i.Message, Hint: i.Hint,
			File: p.File, Line: p.Line, Col: p.Col, Path: p.Path, Length: i.Length,
		})
	}
}

// people compiles a union of people expressions into one rule.
func (c *compiler) people(list spec.People, env rule.Env) *rule.Rule {
	env.Place = rule.PlacePeople
	switch len(list) {
	case 0:
		return nil
	case 1:
		return c.rule(&list[0], peopleType, env)
	}
	parts := make([]string, 0, len(list))
	for i := range list {
		if c.rule(&list[i], peopleType, env) == nil {
			return nil
		}
		parts = append(parts, list[i].Src)
	}
	union := spec.Expr{Pos: list[0].Pos, Src: "people(" + strings.Join(parts, ", ") + ")"}
	defer c.mute()()
	return c.rule(&union, peopleType, env)
}

// settings compiles the parameters of a pack and decides what each pack sees.
func (c *compiler) settings(p *spec.Pack) {
	if c.m.visible == nil {
		c.m.visible = map[string][]*Setting{}
	}
	names := map[string]bool{}
	for _, required := range c.requires[p.Key][1:] {
		for _, s := range c.m.Settings {
			if s.Pack == required {
				names[s.Name] = true
				c.m.visible[p.Key] = append(c.m.visible[p.Key], s)
			}
		}
	}
	for name, d := range p.Settings.All() {
		if names[name] {
			c.fail(d.Pos, "setting_twice", "a pack that this one requires already has the setting %q", name)
		}
		s := &Setting{Key: p.Key + "/" + name, Name: name, Pack: p.Key, Title: d.Title, About: d.About, PerUnit: d.Per == "unit", At: d.Pos}
		s.Field = &Field{Key: name, Title: d.Title, About: d.About, Currency: d.Currency, MaxLength: 5_000, Scale: 6}
		s.Type, s.Field.Kind = settingType(d)
		s.Default = c.literal(s.Field, d.Default)
		if d.Format == formatSpan {
			s.Field.Format = formatSpan
			s.Default = c.span(d.Default.Pos, s.Default)
		}
		s.Edit = c.people(d.Edit, c.env(nil, d.Pos, rule.PlacePeople))
		c.m.Settings[s.Key] = s
		c.m.visible[p.Key] = append(c.m.visible[p.Key], s)
	}
	sort.Slice(c.m.visible[p.Key], func(i, j int) bool { return c.m.visible[p.Key][i].Key < c.m.visible[p.Key][j].Key })
}

// formatSpan is the format of settings that are lengths of time.
const formatSpan = "span"

func settingType(d *spec.SettingDecl) (rule.Type, FieldKind) {
	switch {
	case d.Currency != "":
		return rule.Type{Kind: rule.KindMoney, Currency: d.Currency}, Money
	case d.Type == "integer":
		return rule.Type{Kind: rule.KindNumber}, Integer
	case d.Type == "number":
		return rule.Type{Kind: rule.KindNumber}, Decimal
	case d.Type == "boolean":
		return boolType, Bool
	case d.Format == "date":
		return rule.Type{Kind: rule.KindDate}, Date
	case d.Format == "date-time":
		return rule.Type{Kind: rule.KindInstant}, Instant
	case d.Format == formatSpan:
		return rule.Type{Kind: rule.KindSpan}, Text
	}
	return rule.Type{Kind: rule.KindText}, Text
}

func (c *compiler) span(at spec.Pos, v any) any {
	s, err := rule.ParseSpan(fmt.Sprint(v))
	if err != nil {
		c.fail(at, "not_span", "%v", err)
	}
	return s
}

// functions compiles the named rules and runs their cases.
func (c *compiler) functions() {
	for _, p := range c.b.Packs {
		for name, f := range p.Rules.All() {
			fn, ok := c.function(p.Key, name)
			if ok && fn.Body != nil {
				c.cases(p.Key, fn, f.Cases)
			}
		}
	}
}

// function finds a named rule as seen from a pack and compiles it on first use.
func (c *compiler) function(pack, name string) (*rule.Function, bool) {
	for _, owner := range c.requires[pack] {
		p := c.pack(owner)
		file, ok := p.Rules.Get(name)
		if !ok {
			continue
		}
		key := owner + "/" + name
		if fn := c.m.Rules[key]; fn != nil {
			return fn, true
		}
		if c.running[key] {
			c.fail(file.Source.Pos, "rule_recursion", "rule %s calls itself", key)
			return nil, false
		}
		c.running[key] = true
		fn := c.compileFunction(owner, name, file)
		delete(c.running, key)
		if fn == nil {
			return nil, false
		}
		c.m.Rules[key] = fn
		return fn, true
	}
	return nil, false
}

func (c *compiler) compileFunction(pack, name string, file *spec.RuleFile) *rule.Function {
	if file.Cases == nil || file.Cases.Returns == nil {
		return nil // reported by package spec
	}
	fn := &rule.Function{Name: pack + "/" + name}
	env := c.env(nil, file.Source.Pos, rule.PlaceRule)
	env.Pack = pack
	for arg, d := range file.Cases.Args.All() {
		t, ok := c.argType(pack, d)
		if !ok {
			return nil
		}
		fn.Args = append(fn.Args, rule.Arg{Name: arg, Type: t})
		env.Vars[arg] = t
	}
	want, ok := c.argType(pack, file.Cases.Returns)
	if !ok {
		return nil
	}
	fn.Returns = want
	fn.Body = c.rule(&file.Source, want, env)
	if fn.Body == nil {
		return nil
	}
	return fn
}

var argKinds = map[string]rule.Kind{
	"bool": rule.KindBool, "number": rule.KindNumber, "money": rule.KindMoney, "text": rule.KindText,
	"date": rule.KindDate, "instant": rule.KindInstant, "span": rule.KindSpan, "people": rule.KindPeople,
	"file": rule.KindFile,
}

func (c *compiler) argType(pack string, d *spec.ArgDecl) (rule.Type, bool) {
	name := d.Type
	if inner, ok := strings.CutPrefix(name, "["); ok {
		elem, found := c.argType(pack, &spec.ArgDecl{Pos: d.Pos, Type: strings.TrimSuffix(inner, "]")})
		return rule.Type{Kind: rule.KindList, Elem: &elem}, found
	}
	if k, ok := argKinds[name]; ok {
		return rule.Type{Kind: k}, true
	}
	t := c.typeNamed(pack, spec.Name{Pos: c.argAt(d, name), Key: name})
	if t == nil {
		return rule.Type{}, false
	}
	return rule.Type{Kind: rule.KindRef, Ref: t.Key}, true
}
