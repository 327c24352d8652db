package model

import (
	"fmt"
	"sort"
	"strings"

	"kontora/internal/rule"
	"kontora/internal/spec"
)

// Compile turns a loaded bundle into a Model. With any error among the
// diagnostics the model is nil: a configuration is taken whole or not at all.
func Compile(b *spec.Bundle) (*Model, []spec.Diagnostic) {
	c := newCompiler(b)
	c.compile()
	c.analyse()
	return c.finish()
}

// Recompile is Compile for a configuration that has been in force. What analysis
// has learned to call an error since then is a warning: records live by it.
func Recompile(b *spec.Bundle) (*Model, []spec.Diagnostic) {
	c := newCompiler(b)
	c.compile()
	known := len(c.found)
	c.analyse()
	for i := known; i < len(c.found); i++ {
		c.found[i].Severity = spec.SeverityWarning
	}
	return c.finish()
}

// compile resolves every name and types every expression.
func (c *compiler) compile() {
	c.packs()
	c.calendars()
	c.shells()
	c.fields()
	c.renamed()
	c.references()
	for _, t := range c.m.Types {
		if t.Owner == nil {
			c.groups(t, c.sources[t])
		}
	}
	c.registers()
	c.functions()
	for _, t := range c.m.Types {
		if t.Owner == nil {
			c.behaviour(t)
		}
	}
	c.answerable()
	for _, t := range c.m.Types {
		if t.Owner == nil {
			c.facts(t, c.sources[t])
		}
	}
	c.waivers()
	c.directory()
	c.readerCircles()
	c.dependents()
	c.seeds()
}

func (c *compiler) finish() (*Model, []spec.Diagnostic) {
	c.found = once(c.found)
	c.b.Pinpoint(c.found)
	c.b.Annotate(c.found)
	spec.Sort(c.found)
	if spec.HasErrors(c.found) {
		return nil, c.found
	}
	c.digests()
	c.m.packs, c.m.declared = c.b.Packs, c.sources
	return c.m, c.found
}

// once drops repetitions: what a base got wrong is wrong in every type that
// extends it, but it was written in one place.
func once(found []spec.Diagnostic) []spec.Diagnostic {
	type key struct {
		file, code, message string
		line, col           int
	}
	seen := map[key]bool{}
	out := found[:0]
	for _, d := range found {
		k := key{d.File, d.Code, d.Message, d.Line, d.Col}
		if !seen[k] {
			seen[k] = true
			out = append(out, d)
		}
	}
	return out
}

// compiler holds one compilation. The passes run in the order of Compile: each
// may rely on what those before it have resolved, as far as it was right.
type compiler struct {
	b        *spec.Bundle
	m        *Model
	files    map[string]*spec.TypeFile // expanded, by type key
	requires map[string][]string       // pack → packs it may name, itself first
	sources  map[*Type]*spec.TypeFile
	decls    map[*Field]*spec.FieldDecl
	running  map[string]bool // named rules being compiled, to find recursion
	walking  map[*Field]bool // live fields whose reads are being followed
	asked    []question      // conditions on stored records
	called   map[string]bool // named rules that some expression calls
	firing   map[string]bool // transitions that something declared runs; nil until somebody asks
	notes    *notes          // where what is named; nil unless somebody asks
	found    []spec.Diagnostic
	sought   *seeking // the one expression of which it is asked where it stands
}

func newCompiler(b *spec.Bundle) *compiler {
	files, found := spec.Expand(b)
	return &compiler{
		b: b, files: files, found: found,
		requires: map[string][]string{},
		sources:  map[*Type]*spec.TypeFile{},
		decls:    map[*Field]*spec.FieldDecl{},
		running:  map[string]bool{},
		walking:  map[*Field]bool{},
		called:   map[string]bool{},
		m: &Model{
			Hash:       b.Hash,
			Settings:   map[string]*Setting{},
			Roles:      map[string]*Role{},
			Messages:   map[string]*Message{},
			Calendars:  map[string]*Calendar{},
			Rules:      map[string]*rule.Function{},
			I18n:       map[string]map[string]string{},
			byKey:      map[string]*Type{},
			bySlug:     map[string]*Type{},
			packOf:     map[*rule.Rule]string{},
			opens:      map[string]bool{},
			translated: map[*rule.Template]map[string]*rule.Template{},
			dependents: map[dependence][]*Dependent{},
		},
	}
}

// problem records a finding.
func (c *compiler) problem(sev spec.Severity, at spec.Pos, code, message, hint string, params map[string]any) {
	c.found = append(c.found, spec.Diagnostic{
		Severity: sev, Code: code, Message: message, Hint: hint, Params: params,
		File: at.File, Line: at.Line, Col: at.Col, Path: at.Path,
	})
}

func (c *compiler) fail(at spec.Pos, code, format string, args ...any) {
	c.problem(spec.SeverityError, at, code, fmt.Sprintf(format, args...), advice[code], nil)
}

func (c *compiler) warn(at spec.Pos, code, format string, args ...any) {
	c.problem(spec.SeverityWarning, at, code, fmt.Sprintf(format, args...), advice[code], nil)
}

// warnAt warns of an expression as a whole; path is what it is told under.
func (c *compiler) warnAt(x spec.Expr, path, code, hint, format string, args ...any) {
	c.found = append(c.found, spec.Diagnostic{
		Severity: spec.SeverityWarning, Code: code, Message: fmt.Sprintf(format, args...), Hint: hint,
		File: x.File, Line: x.Line, Col: x.Col, Path: path, Length: x.Width(),
	})
}

// unknown reports a name that means nothing, with the nearest that would.
func (c *compiler) unknown(n spec.Name, what string, known []string) {
	hint := ""
	if near := spec.Nearest(n.Key, known); near != "" {
		hint = fmt.Sprintf("did you mean %q?", near)
	}
	c.problem(spec.SeverityError, n.Pos, "unknown_"+what, fmt.Sprintf("unknown %s %q", what, n.Key), hint,
		map[string]any{"name": n.Key})
}

// design compiles what of the configuration a role may change.
func (c *compiler) design(role *Role, d *spec.DesignDecl) {
	if d == nil {
		return
	}
	role.Design = d.All
	for _, pack := range d.Packs {
		if c.b.Pack(pack.Key) == nil {
			c.unknown(pack, "pack", packKeys(c.b))
			continue
		}
		role.DesignPacks = append(role.DesignPacks, pack.Key)
	}
}

func packKeys(b *spec.Bundle) []string {
	keys := make([]string, len(b.Packs))
	for i, p := range b.Packs {
		keys[i] = p.Key
	}
	return keys
}

// packs compiles what belongs to packs as a whole.
func (c *compiler) packs() {
	for _, p := range c.b.Packs {
		c.requires[p.Key] = append([]string{p.Key}, c.closure(p)...)
		pack := &Pack{Key: p.Key}
		if f := p.File; f != nil {
			pack.Title, pack.About, pack.Version = f.Title, f.About, f.Version
			pack.Requires = f.Requires.Keys()
			for key, r := range f.Roles.All() {
				full := p.Key + "/" + key
				role := &Role{Key: full, Title: r.Title, About: r.About, Owner: r.Owner, Certify: r.Certify, Was: r.Was.Keys()}
				c.design(role, r.Design)
				if r.Bulk != nil {
					role.Bulk = *r.Bulk
				}
				c.m.Roles[full] = role
			}
		}
		c.settings(p)
		c.m.Packs = append(c.m.Packs, pack)
		for lang, texts := range p.I18n {
			if c.m.I18n[lang] == nil {
				c.m.I18n[lang] = map[string]string{}
			}
			for path, text := range texts {
				c.m.I18n[lang][p.Key+"/"+path] = text
			}
		}
	}
}

// closure lists the packs that p requires, directly or not.
func (c *compiler) closure(p *spec.Pack) []string {
	if p.File == nil {
		return nil
	}
	var all []string
	seen := map[string]bool{}
	for _, r := range p.File.Requires {
		for _, k := range append([]string{r.Key}, c.requires[r.Key]...) {
			if !seen[k] {
				seen[k] = true
				all = append(all, k)
			}
		}
	}
	return all
}

// shells makes an empty Type for every type file, so that any may refer to any.
func (c *compiler) shells() {
	for _, p := range c.b.Packs {
		for name := range p.Types.All() {
			key := p.Key + "/" + name
			f := c.files[key]
			if f == nil || !f.Augments.IsZero() {
				continue
			}
			t := &Type{
				Key: key, Pack: p.Key, Name: name, Slug: slug(p.Key, name, f.Directory),
				StableId: p.Key + "/" + first(f.Was.Keys(), name),
				Title:    f.Title, Plural: or(f.Plural, f.Title), About: f.About, Icon: f.Icon,
				Abstract: f.Abstract, Directory: f.Directory, Was: f.Was.Keys(),
				Groups: map[string][]*Field{}, At: f.Pos, byKey: map[string]*Field{},
			}
			if f.Title == "" && !f.Abstract {
				c.fail(f.Pos, "missing_title", "a type needs a title")
			}
			t.Bases = c.bases(p.Key, name, 0)
			c.sources[t] = f
			c.add(t)
		}
	}
}

func (c *compiler) add(t *Type) {
	c.m.Types = append(c.m.Types, t)
	c.m.byKey[t.Key] = t
	if other := c.m.bySlug[t.Slug]; other != nil {
		c.fail(t.At, "slug_taken", "%s and %s have the same name in URLs: %s", t.Key, other.Key, t.Slug)
	}
	c.m.bySlug[t.Slug] = t
}

// bases lists every type that a type extends, near ones first. Cycles were
// reported by package spec.
func (c *compiler) bases(pack, name string, depth int) []string {
	p := c.pack(pack)
	if p == nil || depth > 3 {
		return nil
	}
	f, ok := p.Types.Get(name)
	if !ok {
		return nil
	}
	var all []string
	for _, n := range f.Extends {
		key := n.Key
		if !strings.Contains(key, "/") {
			key = pack + "/" + key
		}
		bp, bn, _ := strings.Cut(key, "/")
		all = append(append(all, key), c.bases(bp, bn, depth+1)...)
	}
	return all
}

func (c *compiler) pack(key string) *spec.Pack {
	for _, p := range c.b.Packs {
		if p.Key == key {
			return p
		}
	}
	return nil
}

// slug is the name of a type in URLs. People are always "users", as clients of
// PocketBase expect.
func slug(pack, name, directory string) string {
	if directory == "person" {
		return "users"
	}
	return pack + "_" + name
}

// behaviour compiles the expressions of one type.
func (c *compiler) behaviour(t *Type) {
	f := c.sources[t]
	c.lifecycle(t, f)
	c.formulas(t)
	c.invariants(t, f.Rules)
	c.display(t, f)
	c.sections(t, f)
	c.uniques(t, f)
	c.lookup(t, f)
	c.access(t, f)
	c.work(t, f)
	c.lists(t, f)
	c.metrics(t, f)
	c.exchanges(t, f)
	c.intake(t, f)
	c.prints(t, f)
	c.effects(t, f)
	for _, fd := range t.Fields {
		if fd.Kind == Rows {
			c.formulas(fd.RowType)
			c.invariants(fd.RowType, c.decls[fd].Items.Rules)
			c.rowDisplay(fd, f.Pos)
		}
	}
}

// directory finds the types of people and units.
func (c *compiler) directory() {
	for _, t := range c.m.Types {
		switch t.Directory {
		case "person":
			c.one(&c.m.Person, t)
			c.expect(t, "roles", Texts, Enum)
		case "unit":
			c.one(&c.m.Unit, t)
			c.expect(t, "parent", Ref)
			c.expect(t, "head", Ref)
		case "absence":
			c.one(&c.m.Absence, t)
			c.absence(t)
		}
	}
	if c.m.Person == nil && len(c.b.Packs) > 0 {
		c.fail(c.b.Packs[0].File.Position(), "no_person_type", "no type with \"directory\": \"person\": nobody could sign in")
	}
	if c.m.Person != nil && c.m.Unit != nil {
		c.expect(c.m.Person, "department", Ref)
	}
}

func (c *compiler) one(slot **Type, t *Type) {
	if *slot != nil {
		c.fail(t.At, "directory_twice", "%s already is the type of %ss", (*slot).Key, t.Directory)
		return
	}
	*slot = t
}

func (c *compiler) expect(t *Type, field string, kinds ...FieldKind) {
	f := t.Field(field)
	for _, k := range kinds {
		if f != nil && f.Kind == k {
			return
		}
	}
	c.fail(t.At, "directory_field", "a type of %ss needs a field %q of kind %v", t.Directory, field, kinds[0])
}

func (c *compiler) seeds() {
	for i, p := range c.b.Packs {
		for name, s := range p.Seeds.All() {
			t := c.typeNamed(p.Key, s.Type)
			if t == nil {
				continue
			}
			key := t.Field(s.Key.Key)
			if key == nil {
				c.unknown(s.Key, "field", t.keys())
				continue
			}
			c.noteField(t, key.Key, s.Key.Pos, NamedByKey)
			c.m.Packs[i].Seeds = append(c.m.Packs[i].Seeds, &Seed{Name: name, Type: t, Key: key, Records: s.Records})
		}
		if p.File == nil {
			continue
		}
		for key, g := range p.File.Menu.All() {
			menu := &Menu{Key: key, Title: g.Title}
			for _, n := range g.Items {
				if t := c.typeNamed(p.Key, n); t != nil {
					menu.Types = append(menu.Types, t)
				}
			}
			c.m.Packs[i].Menu = append(c.m.Packs[i].Menu, menu)
		}
	}
}

// keys lists the field keys of a type, for suggestions.
func (t *Type) keys() []string {
	keys := make([]string, 0, len(t.byKey))
	for k := range t.byKey {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	return keys
}

func or(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

func first(list []string, otherwise string) string {
	if len(list) > 0 {
		return list[0]
	}
	return otherwise
}
