// Package model is a configuration compiled: every reference resolved, every
// expression typed, every default decided. A Model is immutable; the running
// engine swaps one pointer. It never touches a database and never asks who is
// logged in.
package model

import (
	"kontora/internal/rule"
	"kontora/internal/spec"
)

// Model is the compiled configuration of one installation.
type Model struct {
	Hash      string // of the bundle it was compiled from
	Packs     []*Pack
	Types     []*Type // in order of packs and files; row types after their owners; abstract types included
	Settings  map[string]*Setting
	Roles     map[string]*Role // by full key: office/coord
	Messages  map[string]*Message
	Calendars map[string]*Calendar // by full key: base/kz
	Rules     map[string]*rule.Function
	Registers []*Register
	Person    *Type                        // the type the engine finds people in
	Unit      *Type                        // the type of the organisation's tree; may be nil
	Absence   *Type                        // the type of who stands in for whom; may be nil
	I18n      map[string]map[string]string // language → path → text

	byKey      map[string]*Type
	bySlug     map[string]*Type
	dependents map[dependence][]*Dependent
	packOf     map[*rule.Rule]string
	opens      map[string]bool // keys of types of whose records a rule asks whether they were opened
	translated map[*rule.Template]map[string]*rule.Template
	visible    map[string][]*Setting
	packs      []*spec.Pack             // as declared, for comparing
	declared   map[*Type]*spec.TypeFile // expanded, for comparing
}

// Pack is an installed pack.
type Pack struct {
	Key, Title, About, Version string
	Requires                   []string
	Menu                       []*Menu
	Seeds                      []*Seed
}

// Menu is one group of the side menu.
type Menu struct {
	Key, Title string
	Types      []*Type
}

// Seed is the first records of a type.
type Seed struct {
	Name    string
	Type    *Type
	Key     *Field
	Records []spec.Raw
}

// Role is a role people may hold.
type Role struct {
	Key, Title, About string
	Owner             bool
	Design            bool     // holders may change the whole configuration
	DesignPacks       []string // otherwise, the packs whose files they may change
	Certify           bool     // holders see the certificates of all people
	Bulk              int      // how many records holders may change at once; 0: it says nothing of that
	Was               []string
}

// Setting is one parameter with its value in the file.
type Setting struct {
	Key, Title, About string // full key: office/auto_close
	Name, Pack        string
	Type              rule.Type
	Default           any
	Edit              *rule.Rule
	Field             *Field // how the value is typed; a span is a text of the format "span"
	PerUnit           bool   // units may have values of their own
	At                spec.Pos
}

// Message is a notification text.
type Message struct {
	Key         string
	Title, Body *rule.Template
	Level       MessageLevel
}

// MessageLevel is how far a message goes.
type MessageLevel string

// The levels of messages.
const (
	Quiet  MessageLevel = "quiet"  // into the program only
	Usual  MessageLevel = "usual"  // also by mail, when and as the reader likes
	Urgent MessageLevel = "urgent" // by mail at once
)

// TypeByKey finds "office/payment".
func (m *Model) TypeByKey(key string) *Type { return m.byKey[key] }

// TypeBySlug finds "office_payment".
func (m *Model) TypeBySlug(slug string) *Type { return m.bySlug[slug] }

// Dependents lists who must look again when a field of a type has changed.
func (m *Model) Dependents(typ, field string) []*Dependent {
	return m.dependents[dependence{typ, field}]
}

// Descendants lists the concrete types a reference to typ may point at: the
// type itself, or those that extend an abstract one.
func (m *Model) Descendants(typ string) []*Type {
	if t := m.byKey[typ]; t != nil && !t.Abstract {
		return []*Type{t}
	}
	var found []*Type
	for _, t := range m.Types {
		if t.Abstract || t.Owner != nil {
			continue
		}
		if typ == "*" && t.Lifecycle != nil || t.extends(typ) {
			found = append(found, t)
		}
	}
	return found
}

// Fits reports whether a record of type typ may stand where want is expected.
// Only an abstract type accepts its descendants: a reference to a concrete one
// is stored as a relation to its one collection.
func (m *Model) Fits(typ, want string) bool {
	t := m.byKey[typ]
	if t == nil || typ == want {
		return t != nil
	}
	if want == "*" {
		return t.Lifecycle != nil || t.Abstract
	}
	w := m.byKey[want]
	return w != nil && w.Abstract && t.extends(want)
}

// PackOf names the pack in which a rule was written; its settings are meant.
func (m *Model) PackOf(r *rule.Rule) string { return m.packOf[r] }

// AsksOpened reports whether a rule asks whether records of a type were opened: of
// others it is not kept.
func (m *Model) AsksOpened(t *Type) bool {
	for key := range m.opens {
		if m.Fits(t.Key, key) {
			return true
		}
	}
	return false
}

// Translated gives a text in another language; the source itself where it was
// not translated.
func (m *Model) Translated(t *rule.Template, lang string) *rule.Template {
	if other := m.translated[t][lang]; other != nil {
		return other
	}
	return t
}

// SettingsOf lists the settings that expressions of a pack see as settings.name.
func (m *Model) SettingsOf(pack string) []*Setting { return m.visible[pack] }
