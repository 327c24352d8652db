package rule

import "strings"

// MentionKind says what a word of an expression means.
type MentionKind string

// What a word of an expression may mean.
const (
	MentionField     MentionKind = "field"
	MentionChoice    MentionKind = "choice"
	MentionType      MentionKind = "type"
	MentionRole      MentionKind = "role"
	MentionRule      MentionKind = "rule"
	MentionSetting   MentionKind = "setting"
	MentionRegister  MentionKind = "register"
	MentionDimension MentionKind = "dimension"
	MentionMeasure   MentionKind = "measure"
	MentionEnsure    MentionKind = "ensure"
)

// Mention is a word of an expression and what it means, as the checker resolved
// it. Words of an expression that is wrong elsewhere are told too.
type Mention struct {
	Offset, Length int // in characters, quotes left out
	Kind           MentionKind
	Of             string // type or register that has it; of a role, a rule, a type and a register the full key stands in Key
	Field          string // of a choice
	Key            string
}

// Named says what a variable of a place stands for, where that is something of
// the configuration: in the rules of a register, its dimensions and measures.
type Named struct {
	Kind MentionKind
	Of   string
}

// mention tells whoever asked what a word means.
func (c *checker) mention(at span, m Mention) {
	if c.env.Mention == nil {
		return
	}
	if at.to-at.from >= 2 && isQuote(c.src.runes[at.from]) {
		at.from, at.to = at.from+1, at.to-1
	}
	m.Offset, m.Length = at.from, at.to-at.from
	c.env.Mention(m)
}

func isQuote(r rune) bool { return r == '\'' || r == '"' || r == '`' }

// mentionField tells of a field of a record, or of the children of an ensure.
func (c *checker) mentionField(at span, typ, name string) {
	if key, is := ChildrenKey(name); is {
		c.mention(at, Mention{Kind: MentionEnsure, Of: typ, Key: key})
		return
	}
	c.mention(at, Mention{Kind: MentionField, Of: typ, Key: name})
}

// mentionChoice tells whose choice a written text is.
func (c *checker) mentionChoice(at span, value string, of Type) {
	for _, cell := range of.Choices {
		c.mention(at, Mention{Kind: MentionChoice, Of: cell.Type, Field: cell.Field, Key: value})
	}
}

// mentionVariable tells what a variable stands for, if it is something declared.
func (c *checker) mentionVariable(at span, name string) {
	if of, is := c.env.Named[name]; is {
		c.mention(at, Mention{Kind: of.Kind, Of: of.Of, Key: name})
	}
}

// mentionMember tells of a setting, or of a measure of a balance.
func (c *checker) mentionMember(base *term, name string, at span) {
	switch {
	case base.typ.Ref != "":
		c.mention(at, Mention{Kind: MentionMeasure, Of: base.typ.Ref, Key: name})
	case len(base.origins) == 1 && base.origins[0].Root == "settings":
		c.mention(at, Mention{Kind: MentionSetting, Of: c.env.Pack, Key: name})
	}
}

// mentionAxis tells of a dimension, or of a field of the record that it names.
func (c *checker) mentionAxis(at span, reg *Register, name string) {
	if isQuote(c.src.runes[at.from]) {
		at.from, at.to = at.from+1, at.to-1
	}
	dimension, field, deeper := strings.Cut(name, ".")
	width := len([]rune(dimension))
	c.mention(span{at.from, at.from + width}, Mention{Kind: MentionDimension, Of: reg.Key, Key: dimension})
	for _, d := range reg.Dimensions {
		if deeper && d.Name == dimension {
			c.mentionField(span{at.from + width + 1, at.to}, d.Type.Ref, field)
		}
	}
}

// shifted is the place of a part of a text that begins so far behind its start.
func (e Env) shifted(by int) Env {
	if tell := e.Mention; tell != nil {
		e.Mention = func(m Mention) {
			m.Offset += by
			tell(m)
		}
	}
	return e
}
