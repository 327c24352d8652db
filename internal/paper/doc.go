// Package paper draws documents as PDF: blocks from top to bottom, tables that go
// on over pages under repeated heads, stamps of signatures, codes to scan. It knows
// nothing of records; what is on a paper is worked out by whoever asks for it.
package paper

import "time"

// Document is one paper.
type Document struct {
	Title     string    // in the properties of the file
	Landscape bool      // else portrait; always A4
	Size      float64   // of letters, in points; 0 is DefaultSize
	Mark      string    // across the head of every page: «Копия», «Черновик»
	Foot      string    // at the left of every foot; at the right stand the pages
	Pages     string    // how a foot counts pages: «стр. {page} из {pages}»
	Sign      string    // under a line to sign on: «подпись»
	Made      time.Time // kept in the file, so that the same paper is the same bytes
	Blocks    []Block
}

// DefaultSize are the letters of a paper that does not say.
const DefaultSize = 9.0

// Block is a part of a paper: Text, Pairs, Table, Sides, Stamps, Code, Signatures,
// Boxes or Break.
type Block interface{ draw(*sheet) }

// Align is where in its place a text stands.
type Align string

// Where a text stands.
const (
	Left   Align = "left"
	Center Align = "center"
	Right  Align = "right"
)

// Style is how letters look.
type Style string

// How letters look.
const (
	Usual Style = "usual"
	Bold  Style = "bold"
	Small Style = "small"
	Title Style = "title"
)

// Text is one or more paragraphs.
type Text struct {
	Text  string
	Align Align
	Style Style
}

// Pairs are labels with what they say, one under another.
type Pairs []Pair

// Pair is one of them.
type Pair struct{ Label, Text string }

// Table has a head, which is repeated on every page, and rows; a row that is
// higher than a page goes on on the next one.
type Table struct {
	Columns []Column
	Rows    []Row
	Totals  []string // by column; nil for none
}

// Column is one column of a table.
type Column struct {
	Head  string
	Width int // in relation to the other columns
	Align Align
}

// Row is one row: a cell for each column.
type Row struct {
	Cells  []Cell
	Struck bool // what does not hold any more is struck through, not left out
}

// Cell holds a text, and below it stamps.
type Cell struct {
	Text   string
	Stamps []Stamp
}

// Sides stand beside one another: seller and buyer, each with a text of its own.
type Sides []Side

// Side is one of them.
type Side struct{ Title, Text string }

// Signatures are lines to sign on by hand.
type Signatures []Signature

// Signature is one line: the post at the left, the name at the right.
type Signature struct{ Post, Name string }

// Stamps tell of signatures given electronically.
type Stamps []Stamp

// Stamp is one frame: its title, and lines under it; with a link, as a code to scan
// beside them.
type Stamp struct {
	Title string
	Lines []string
	Link  string
}

// Code is a QR code with a text beside it.
type Code struct {
	Holds string // what a reader finds in it
	Text  string
}

// Break begins a new page.
type Break struct{}

// Boxes are a blank: texts at their places, counted in millimetres from where the
// block begins. A text that does not fit is written in smaller letters, at last cut.
type Boxes []Box

// Box is one of them.
type Box struct {
	Left, Top, Width, Height float64
	Text                     string
	Align                    Align
	Style                    Style
	Frame                    Frame
}

// Frame is which edges of a box are drawn.
type Frame string

// Which edges of a box are drawn; those that say nothing have all.
const (
	All   Frame = "all"
	None  Frame = "none"
	Under Frame = "under"
	Over  Frame = "over"
)
