package model

import (
	"strings"

	"kontora/internal/rule"
	"kontora/internal/spec"
)

// Symbol is one thing of a configuration that has a key: what it is, the type (or
// the register) that has it, and the key. Keys of what belongs to a pack are full
// ("office/payment"); that of a choice is "field.choice".
type Symbol struct {
	What string `json:"what"` // type, field, state, transition, choice, section, group, role, rule, setting, calendar, register, dimension, measure, series, message, ensure
	Type string `json:"type,omitempty"`
	Key  string `json:"key"`
}

// How a thing is named at a place.
const (
	NamedHere    = "declaration" // where it is made
	NamedByKey   = "name"        // by its key
	NamedInRule  = "expression"
	NamedInText  = "text"        // {…} of a text
	NamedByValue = "value"       // a default, a first record, an example
	NamedByPath  = "translation" // the path of a translation
	NamedInPlay  = "scenario"    // found by its word: best effort
	NamedInCode  = "script"      // found by its word: best effort
	NamedByUsage = "convention"  // the engine looks for a thing of this key
	NamedLoosely = "literal"     // a written text of the same word whose meaning is not known
)

// note is a place where something is named.
type note struct {
	Symbol
	at     spec.Pos
	length int // characters
	how    string
}

// notes collects where what is named. It is nil unless somebody asks.
type notes struct {
	list    []note
	written *spec.Written
	muted   int // what is compiled is made up, and stands nowhere
}

func (c *compiler) note(what, of, key string, at spec.Pos, how string) {
	if c.notes == nil || c.notes.muted > 0 || at.Line == 0 {
		return
	}
	word := key
	switch what {
	case "type", "role", "rule", "setting", "calendar", "register", "series", "message":
		word = key[strings.LastIndex(key, "/")+1:]
	case "choice":
		_, word, _ = strings.Cut(key, ".")
	}
	at, ok := c.behind(at, word)
	if !ok {
		return
	}
	c.notes.list = append(c.notes.list, note{Symbol{what, of, key}, at, len([]rune(word)), how})
}

// behind steps over what may stand before a word: a quote, a sign, a pack.
func (c *compiler) behind(at spec.Pos, word string) (spec.Pos, bool) {
	length := len([]rune(word))
	written, _ := c.notes.written.At(at, 1)
	if written == `"` {
		at.Col++
	}
	for range 60 {
		if text, ok := c.notes.written.At(at, length); !ok {
			return at, false
		} else if text == word {
			next := at
			next.Col += length
			if after, _ := c.notes.written.At(next, 1); after == "" || !isWord(after) && after != "/" {
				return at, true
			}
		}
		skipped, _ := c.notes.written.At(at, 1)
		if !isWord(skipped) && !strings.Contains(`-!@[/`, skipped) {
			return at, false
		}
		at.Col++
	}
	return at, false
}

func isWord(s string) bool {
	return s != "" && strings.Contains("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_", s)
}

// noteField notes a field, or what is called by one: the status has states.
func (c *compiler) noteField(t *Type, key string, at spec.Pos, how string) {
	if t != nil {
		c.note("field", t.Key, key, at, how)
	}
}

// noteType notes a type written as "user", "base/user" or "order.lines".
func (c *compiler) noteType(t *Type, n spec.Name) {
	if c.notes == nil || t == nil {
		return
	}
	at := n.Pos
	at, _ = c.behindQuote(at)
	if t.Owner != nil {
		c.noteType(t.Owner, spec.Name{Pos: at, Key: n.Key[:strings.LastIndex(n.Key, ".")]})
		at.Col += len([]rune(n.Key[:strings.LastIndex(n.Key, ".")+1]))
		c.noteField(t.Owner, t.OwnerField.Key, at, NamedByKey)
		return
	}
	at.Col += len([]rune(n.Key[:strings.LastIndex(n.Key, "/")+1]))
	c.note("type", "", t.Key, at, NamedByKey)
}

func (c *compiler) behindQuote(at spec.Pos) (spec.Pos, bool) {
	if text, _ := c.notes.written.At(at, 1); text == `"` {
		at.Col++
		return at, true
	}
	return at, false
}

// noteChoice notes a choice of a field, or a state.
func (c *compiler) noteChoice(t *Type, field, key string, at spec.Pos, how string) {
	switch {
	case t == nil || key == "":
	case field == "status":
		c.note("state", t.Key, key, at, how)
	default:
		c.note("choice", t.Key, field+"."+key, at, how)
	}
}

// mentioned passes on what the words of an expression mean.
func (c *compiler) mentioned(x spec.Expr, how string) func(rule.Mention) {
	if c.notes == nil {
		return nil
	}
	return func(m rule.Mention) {
		at := x.At(m.Offset)
		switch m.Kind {
		case rule.MentionChoice:
			c.noteChoice(c.m.byKey[m.Of], m.Field, m.Key, at, how)
		case rule.MentionSetting:
			for _, s := range c.m.visible[m.Of] {
				if s.Name == m.Key {
					c.note("setting", "", s.Key, at, how)
				}
			}
		default:
			c.note(string(m.Kind), m.Of, m.Key, at, how)
		}
	}
}

func (c *compiler) mute() (unmute func()) {
	if c.notes == nil {
		return func() {}
	}
	c.notes.muted++
	return func() { c.notes.muted-- }
}

func (c *compiler) noteTransition(t *Type, n spec.Name) {
	if !n.IsZero() && t != nil {
		c.note("transition", t.Key, n.Key, n.Pos, NamedByKey)
	}
}

// noteLiteral notes the choices in a written value.
func (c *compiler) noteLiteral(f *Field, raw spec.Raw) {
	if c.notes == nil || f.Kind != Enum || f.Type == nil {
		return
	}
	for _, item := range append([]spec.Raw{raw}, raw.Items()...) {
		if word, ok := item.Text(); ok {
			c.noteChoice(f.Type, f.Key, word.Key, word.Pos, NamedByValue)
		}
	}
}

// written finds a text that stands under a key at a place, in its long or short
// form; false for one that the compiler made up.
func (c *compiler) written(at spec.Pos, key, src string) (spec.Expr, bool) {
	for _, path := range []string{at.Join(key).Path, at.Path} {
		if x, ok := c.b.Text(at.File, path); ok && x.Src == src {
			return x, true
		}
	}
	return spec.Expr{Pos: at, Src: src}, false
}

// format is the format of a number series with its place.
func (c *compiler) format(d *spec.NumberDecl) spec.Expr {
	x, _ := c.written(d.Pos, "format", d.Format)
	return x
}

// argAt is where the type of an argument is written.
func (c *compiler) argAt(d *spec.ArgDecl, name string) spec.Pos {
	for _, path := range []string{d.Pos.Join("type").Path, d.Pos.Path} {
		x, ok := c.b.Text(d.Pos.File, path)
		if from := strings.Index(x.Src, name); ok && from >= 0 {
			return x.At(from)
		}
	}
	return d.Pos
}

// named are the words that the rules of a register read.
func (r *Register) named() map[string]rule.Named {
	out := map[string]rule.Named{}
	for _, d := range r.Dimensions {
		out[d.Key] = rule.Named{Kind: rule.MentionDimension, Of: r.Key}
	}
	for _, m := range r.Resources {
		out[m.Key] = rule.Named{Kind: rule.MentionMeasure, Of: r.Key}
	}
	for _, m := range r.Derived {
		out[m.Key] = rule.Named{Kind: rule.MentionMeasure, Of: r.Key}
	}
	return out
}
