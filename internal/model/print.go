package model

import (
	"slices"

	"kontora/internal/rule"
	"kontora/internal/spec"
)

// Print is a paper made of a record.
type Print struct {
	Key, Title string
	When, Who  *rule.Rule // nil: always; whoever reads the record
	Name, Mark *rule.Template
	Landscape  bool
	Size       int
	Into       *Field // nil: issued papers are not kept
	Blocks     []*Block
	At         spec.Pos
}

// Block is one part of a paper; which one is told by what of it is set.
type Block struct {
	Key           string
	When          *rule.Rule
	Heading, Text *rule.Template
	Align, Style  string
	Pairs         []*Pair
	Rows, Struck  *rule.Rule
	Sort          *rule.Rule
	Columns       []*Column
	Sides         []*Side
	Sign          []*SignLine
	Stamps        *rule.Rule
	Code          *rule.Template
	Page          bool
	Fields        []*Field // by sections, as on the card
	Rounds        bool     // of approval
	Boxes         []*Box
}

// Box is a text at its place on a blank, in millimetres.
type Box struct {
	Left, Top, Width, Height int
	Text                     *rule.Template
	Align, Style, Frame      string
	When                     *rule.Rule
}

// Pair is a label with what it says.
type Pair struct {
	Label, Text *rule.Template
	When        *rule.Rule
}

// Column is a column of a table on paper.
type Column struct {
	Head, Text, Total *rule.Template
	Stamps            []string // steps whose signatures stand in it
	Width             int
	Align             string
	When              *rule.Rule
}

// Side is a text beside others.
type Side struct{ Head, Text *rule.Template }

// SignLine is a line to sign on by hand.
type SignLine struct{ Post, Name *rule.Template }

// Print finds a paper of a type by key; nil when there is none.
func (t *Type) Print(key string) *Print {
	for _, p := range t.Prints {
		if p.Key == key {
			return p
		}
	}
	return nil
}

// How wide a column is that does not say, and the least size of letters.
const (
	usualWidth  = 10
	leastLetter = 6

	sheetWidth, sheetHeight = 180, 267 // mm between the margins of a sheet that stands
)

func (c *compiler) prints(t *Type, f *spec.TypeFile) {
	for key, d := range f.Prints.All() {
		if d == nil {
			continue
		}
		p := &Print{Key: key, Title: d.Title, Landscape: d.Orientation == "landscape", At: d.Pos}
		p.When = c.rule(d.When, boolType, c.env(t, d.Pos, rule.PlaceCheck))
		p.Who = c.people(d.Who, c.env(t, d.Pos, rule.PlacePeople))
		p.Name = c.text(d.Pos, "name", d.Name, c.env(t, d.Pos, rule.PlaceText))
		p.Mark = c.text(d.Pos, "mark", d.Mark, c.paper(t, d.Pos, rule.PlaceText))
		if d.Size != nil {
			if p.Size = *d.Size; p.Size < leastLetter {
				c.fail(d.Pos, "print_size", "letters of %d points cannot be read: take %d or more", p.Size, leastLetter)
			}
		}
		if !d.Into.IsZero() {
			if p.Into = c.fieldNamed(t, d.Into); p.Into != nil && p.Into.Kind != File {
				c.fail(d.Into.Pos, "print_into", "papers are kept in a file field; %q is none", p.Into.Key)
			}
		}
		for key, b := range d.Blocks.All() {
			if b != nil {
				p.Blocks = append(p.Blocks, c.block(t, key, b, p.Landscape))
			}
		}
		t.Prints = append(t.Prints, p)
	}
}

// paper is what a text or a condition on a paper may read: also whether the paper
// has been issued already.
func (c *compiler) paper(t *Type, at spec.Pos, place rule.Place) rule.Env {
	env := c.env(t, at, place)
	env.Vars["issued"] = boolType
	return env
}

func (c *compiler) block(t *Type, key string, d *spec.BlockDecl, lies bool) *Block {
	env := c.paper(t, d.Pos, rule.PlaceText)
	text := func(at spec.Pos, key, src string) *rule.Template { return c.text(at, key, src, env) }
	check := func(x *spec.Expr) *rule.Rule { return c.rule(x, boolType, c.paper(t, d.Pos, rule.PlaceCheck)) }
	b := &Block{Key: key, Align: d.Align, Style: d.Style, Page: d.Page, When: check(d.When), Fields: c.fieldSet(t, d.Fields), Rounds: d.Rounds}
	b.Heading, b.Text, b.Code = text(d.Pos, "heading", d.Heading), text(d.Pos, "text", d.Text), text(d.Pos, "code", d.Code)
	for _, one := range d.Pairs.All() {
		b.Pairs = append(b.Pairs, &Pair{text(one.Pos, "label", one.Label), text(one.Pos, "text", one.Text), check(one.When)})
	}
	for _, one := range d.Sides.All() {
		b.Sides = append(b.Sides, &Side{text(one.Pos, "head", one.Head), text(one.Pos, "text", one.Text)})
	}
	for _, one := range d.Sign.All() {
		b.Sign = append(b.Sign, &SignLine{text(one.Pos, "post", one.Post), text(one.Pos, "name", one.Name)})
	}
	for _, one := range d.Boxes.All() {
		box := &Box{
			Left: whole(one.Left), Top: whole(one.Top), Width: whole(one.Width), Height: whole(one.Height),
			Text: text(one.Pos, "text", one.Text), Align: one.Align, Style: one.Style, Frame: one.Frame, When: check(one.When),
		}
		wide, high := sheetWidth, sheetHeight
		if lies {
			wide, high = high, wide
		}
		if box.Width < 1 || box.Height < 1 || box.Left+box.Width > wide || box.Top+box.Height > high {
			c.fail(one.Pos, "print_box", "the box stands beyond the sheet, which has %d × %d mm between its margins", wide, high)
		}
		b.Boxes = append(b.Boxes, box)
	}
	c.stamped(t, b, d)
	c.table(t, b, d)
	c.oneOf(d)
	return b
}

// whole is a number that is written, or zero; a negative one is taken for zero.
func whole(n *int) int {
	if n == nil {
		return 0
	}
	return max(*n, 0)
}

// oneOf sees to it that a block is one thing.
func (c *compiler) oneOf(d *spec.BlockDecl) {
	var said []string
	for _, w := range []struct {
		word string
		is   bool
	}{
		{"heading", d.Heading != ""}, {"text", d.Text != "" && d.Code == ""}, {"pairs", d.Pairs.Len() > 0}, {"rows", d.Rows != nil}, {"sides", d.Sides.Len() > 0},
		{"sign", d.Sign.Len() > 0}, {"stamps", d.Stamps != nil}, {"code", d.Code != ""}, {"page", d.Page},
		{"fields", len(d.Fields) > 0}, {"rounds", d.Rounds}, {"boxes", d.Boxes.Len() > 0},
	} {
		if w.is {
			said = append(said, w.word)
		}
	}
	switch {
	case len(said) == 0:
		c.fail(d.Pos, "print_block", "the block says none of heading, text, pairs, rows, sides, sign, stamps, code, page, fields, rounds, boxes")
	case len(said) > 1:
		c.fail(d.Pos, "print_block", "the block says both %s and %s: make two of it", said[0], said[1])
	case d.Rows == nil && (d.Columns.Len() > 0 || d.Struck != nil || d.Sort != nil):
		c.fail(d.Pos, "print_block", "columns, sort and struck go with rows")
	}
}

func (c *compiler) stamped(t *Type, b *Block, d *spec.BlockDecl) {
	b.Stamps = c.rule(d.Stamps, rule.Type{}, c.env(t, d.Pos, rule.PlaceValue))
	if b.Stamps == nil {
		return
	}
	of := b.Stamps.Type()
	if of.Kind == rule.KindList {
		of = *of.Elem
	}
	if of.Kind != rule.KindRef {
		c.fail(d.Stamps.Pos, "not_records", "stamps needs a record or several, not %s", b.Stamps.Type())
		b.Stamps = nil
	}
}

// table compiles rows with their columns.
func (c *compiler) table(t *Type, b *Block, d *spec.BlockDecl) {
	if b.Rows = c.rule(d.Rows, rule.Type{}, c.env(t, d.Pos, rule.PlaceValue)); b.Rows == nil {
		return
	}
	rows := b.Rows.Type()
	if rows.Kind != rule.KindList || rows.Elem.Kind != rule.KindRef {
		c.fail(d.Rows.Pos, "not_records", "rows needs rows or records, not %s", rows)
		b.Rows = nil
		return
	}
	if d.Columns.Len() == 0 {
		c.fail(d.Pos, "print_block", "a table needs columns")
	}
	within := func(at spec.Pos, place rule.Place) rule.Env {
		env := c.paper(t, at, place)
		env.It, env.Vars["n"] = rows.Elem, rule.Type{Kind: rule.KindNumber}
		return env
	}
	b.Sort = c.rule(d.Sort, rule.Type{}, within(d.Pos, rule.PlaceValue))
	b.Struck = c.rule(d.Struck, boolType, within(d.Pos, rule.PlaceCheck))
	for _, one := range d.Columns.All() {
		own := c.paper(t, one.Pos, rule.PlaceText)
		col := &Column{Width: usualWidth, Align: one.Align, Head: c.text(one.Pos, "head", one.Head, own), Total: c.text(one.Pos, "total", one.Total, own),
			Text: c.text(one.Pos, "text", one.Text, within(one.Pos, rule.PlaceText)), When: c.rule(one.When, boolType, c.paper(t, one.Pos, rule.PlaceCheck))}
		if one.Width != nil {
			col.Width = max(*one.Width, 1)
		}
		for _, step := range one.Stamps {
			if known := c.stepsOf(rows.Elem.Ref); slices.Contains(known, step.Key) {
				col.Stamps = append(col.Stamps, step.Key)
			} else {
				c.unknown(step, "step", known)
			}
		}
		b.Columns = append(b.Columns, col)
	}
}

// stepsOf lists the steps of approval that records of a type may have.
func (c *compiler) stepsOf(typ string) (keys []string) {
	for _, t := range c.m.targets(typ) {
		if f := c.sources[t]; f != nil {
			for _, route := range f.Approvals.All() {
				keys = append(keys, route.Steps.Keys()...)
			}
		}
	}
	return keys
}
