package model

import (
	"slices"

	"kontora/internal/exchange"
	"kontora/internal/rule"
	"kontora/internal/spec"
)

// Intake is how documents of another program's file become records of a type.
type Intake struct {
	Format string
	Fields map[string]*Field // by word of a document
	Match  []*Match
	At     spec.Pos
}

// Match finds the record that a reference of a new record points at.
type Match struct {
	Field *Field
	Among *rule.Rule   // which candidates are looked at
	By    []*rule.Rule // which of them it is, in order
}

// Takes is the field that takes a word of a document; nil when none does.
func (x *Intake) Takes(word string) *Field {
	if x == nil {
		return nil
	}
	return x.Fields[word]
}

// intakeWords are what a document of each format says.
var intakeWords = map[string][]string{"1c_client_bank": exchange.StatementWords}

func (c *compiler) intake(t *Type, f *spec.TypeFile) {
	d := f.Intake
	if d == nil {
		return
	}
	x := &Intake{Format: d.Format, Fields: map[string]*Field{}, At: d.Pos}
	words := intakeWords[d.Format]
	for word, name := range d.Fields.All() {
		if !slices.Contains(words, word) {
			c.unknown(spec.Name{Pos: d.Fields.At(word), Key: word}, "word of a document", words)
			continue
		}
		of := t.Field(name.Key)
		if of == nil {
			c.unknown(name, "field", nil)
			continue
		}
		x.Fields[word] = of
	}
	at := d.Match.At
	for key, d := range d.Match.All() {
		if d == nil {
			continue
		}
		of := t.Field(key)
		if of == nil {
			c.unknown(spec.Name{Pos: at(key), Key: key}, "field", nil)
			continue
		}
		if of.Kind != Ref || of.Many {
			c.fail(at(key), "options_kind", "match finds what a single reference points at; %q is none", key)
			continue
		}
		about := func(e *spec.Expr, place rule.Place) *rule.Rule {
			env := c.env(t, e.Pos, place)
			env.It = &rule.Type{Kind: rule.KindRef, Ref: of.Target}
			return c.rule(e, boolType, env)
		}
		m := &Match{Field: of, Among: about(d.Among, rule.PlaceQuery)}
		for _, e := range d.By {
			m.By = append(m.By, about(&e, rule.PlaceCheck))
		}
		x.Match = append(x.Match, m)
	}
	t.Intake = x
}
