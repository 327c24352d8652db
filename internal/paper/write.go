package paper

import (
	"bytes"
	_ "embed"
	"fmt"
	"strconv"
	"strings"
	"unicode"

	"github.com/boombuler/barcode/qr"
	"github.com/jung-kurt/gofpdf"
)

// Regular is the font of a paper, TrueType: DejaVu Sans Condensed.
//
//go:embed font/DejaVuSansCondensed.ttf
var Regular []byte

//go:embed font/DejaVuSansCondensed-Bold.ttf
var bold []byte

const (
	family = "paper"
	pages  = "{nb}" // stands for how many pages there are, until all are drawn

	left, right, top, bottom = 20.0, 10.0, 14.0, 16.0 // margins, mm

	point  = 25.4 / 72
	inner  = 1.0 // between the lines of a table and what is in its cells
	gap    = 2.5 // between blocks
	codeMM = 26.0
)

// Limits of a paper: whoever asks for more gets an error, not a server without
// memory.
const (
	MaxRows  = 5000
	maxRunes = 20_000 // in one text
)

// sheet is a paper in the making.
type sheet struct {
	*gofpdf.Fpdf
	size  float64
	under string // a line to sign on
	bold  bool   // the letters are
	seen  []Page // what has been drawn
	err   error
}

// Write draws a document.
func Write(d *Document) (out []byte, err error) {
	defer rescue(d, &err)
	s := newSheet(d)
	if err := s.draw(d); err != nil {
		return nil, err
	}
	var file bytes.Buffer
	if err := s.Output(&file); err != nil {
		return nil, fmt.Errorf("write %q: %w", d.Title, err)
	}
	return mend(file.Bytes())
}

// rescue makes an error of a panic: the library panics where it is at a loss.
func rescue(d *Document, err *error) {
	if p := recover(); p != nil {
		*err = fmt.Errorf("draw %q: %v", d.Title, p)
	}
}

// draw draws all blocks.
func (s *sheet) draw(d *Document) error {
	s.AddPage()
	for i, b := range d.Blocks {
		if i > 0 {
			s.Ln(gap)
		}
		b.draw(s)
	}
	return s.err
}

func newSheet(d *Document) *sheet {
	orientation := "P"
	if d.Landscape {
		orientation = "L"
	}
	s := &sheet{Fpdf: gofpdf.New(orientation, "mm", "A4", ""), size: d.Size, under: clean(d.Sign)}
	if s.size == 0 {
		s.size = DefaultSize
	}
	s.SetCreationDate(d.Made.UTC())
	s.SetModificationDate(d.Made.UTC())
	s.SetCatalogSort(true)
	s.SetTitle(clean(d.Title), true)
	s.SetProducer("Kontora", true)
	s.SetMargins(left, top, right)
	s.SetAutoPageBreak(false, bottom)
	s.SetCellMargin(0)
	s.SetLineWidth(0.15)
	s.AliasNbPages(pages)
	s.AddUTF8FontFromBytes(family, "", Regular)
	s.AddUTF8FontFromBytes(family, "B", bold)
	s.letters(Usual)
	s.SetHeaderFunc(func() {
		if d.Mark != "" {
			s.letters(Bold)
			s.SetXY(left, top-8)
			s.put(s.width(), 6, clean(d.Mark), "R")
		}
		s.SetXY(left, top)
	})
	s.SetFooterFunc(func() {
		_, height := s.GetPageSize()
		s.letters(Small)
		s.SetTextColor(90, 90, 90)
		s.SetXY(left, height-10)
		s.put(s.width()-30, 4, s.cut(clean(d.Foot), s.width()-32), "L")
		s.put(30, 4, strings.NewReplacer("{page}", strconv.Itoa(s.PageNo()), "{pages}", pages).Replace(clean(d.Pages)), "R")
		s.SetTextColor(0, 0, 0)
	})
	return s
}

func (s *sheet) letters(style Style) float64 {
	size, weight := s.size, ""
	switch style {
	case Bold:
		weight = "B"
	case Small:
		size *= 0.85
	case Title:
		size, weight = size*1.4, "B"
	}
	s.font(weight, size)
	return size * point * 1.25
}

func (s *sheet) font(weight string, size float64) {
	s.SetFont(family, weight, size)
	s.bold = weight == "B"
}

// width is what a page has between its margins.
func (s *sheet) width() float64 {
	w, _ := s.GetPageSize()
	return w - left - right
}

// room is what is left of the page below the pen.
func (s *sheet) room() float64 {
	_, h := s.GetPageSize()
	return h - bottom - s.GetY()
}

// page is the room of a whole page.
func (s *sheet) page() float64 {
	_, h := s.GetPageSize()
	return h - bottom - top
}

// need begins a new page where less than that is left of this one.
func (s *sheet) need(height float64) {
	if s.room() < height && s.GetY() > top {
		s.AddPage()
	}
}

// clean takes out what no font here has and what would move the pen: signs beyond
// the basic plane (emoji), what modifies them, control characters.
func clean(text string) string {
	if runes := []rune(text); len(runes) > maxRunes {
		text = string(runes[:maxRunes]) + "…"
	}
	text = strings.ReplaceAll(text, "\r\n", "\n")
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n':
			return r
		case r == '\t' || r == '\r' || r == '\u2028' || r == '\u2029':
			return ' '
		case r > 0xFFFF || r >= 0xFE00 && r <= 0xFE0F || r == unicode.ReplacementChar || unicode.IsControl(r) || unicode.In(r, unicode.Cf, unicode.Co, unicode.Cs):
			return -1
		case r == '\u202f' || r == '\u2009':
			return '\u00a0'
		}
		return r
	}, text)
}

// wrap breaks a text into lines no wider than that: at spaces, which a no-break
// space is none of; a word that is wider is broken where it must be.
func (s *sheet) wrap(text string, width float64) []string {
	var lines []string
	for _, paragraph := range strings.Split(clean(text), "\n") {
		line := ""
		for _, word := range strings.FieldsFunc(paragraph, func(r rune) bool { return r == ' ' }) {
			longer := word
			if line != "" {
				longer = line + " " + word
			}
			if s.GetStringWidth(longer) <= width {
				line = longer
				continue
			}
			if line != "" {
				lines = append(lines, line)
			}
			var whole []string
			whole, line = s.chop(word, width)
			lines = append(lines, whole...)
		}
		lines = append(lines, line)
	}
	for len(lines) > 1 && lines[len(lines)-1] == "" {
		lines = lines[:len(lines)-1]
	}
	return lines
}

// few is wrap with no more than so many lines.
func (s *sheet) few(text string, width float64, most int) []string {
	lines := s.wrap(text, width)
	if len(lines) > most {
		lines = lines[:most]
		lines[most-1] = s.cut(lines[most-1]+" …", width)
	}
	return lines
}

// chop breaks a word that may be wider than a line; rest is what begins the next.
func (s *sheet) chop(word string, width float64) (whole []string, rest string) {
	runes := []rune(word)
	for len(runes) > 0 {
		n, wide := 0, 0.0
		for n < len(runes) {
			if wide += s.GetStringWidth(string(runes[n])); wide > width && n > 0 {
				break
			}
			n++
		}
		if n == len(runes) {
			break
		}
		whole, runes = append(whole, string(runes[:n])), runes[n:]
	}
	return whole, string(runes)
}

// cut shortens a text to one line.
func (s *sheet) cut(text string, width float64) string {
	text = strings.ReplaceAll(text, "\n", " ")
	if s.GetStringWidth(text) <= width {
		return text
	}
	runes := []rune(text)
	for len(runes) > 0 && s.GetStringWidth(string(runes)+"…") > width {
		runes = runes[:len(runes)-1]
	}
	return string(runes) + "…"
}

func letter(a Align) string {
	switch a {
	case Center:
		return "C"
	case Right:
		return "R"
	}
	return "L"
}

// lines writes lines, going on to the next page where this one ends.
func (s *sheet) lines(x, width, height float64, lines []string, align Align, style Style) {
	for _, line := range lines {
		if s.room() < height {
			s.AddPage()
			s.letters(style)
		}
		s.SetX(x)
		s.put(width, height, line, letter(align))
		s.SetXY(x, s.GetY()+height)
	}
}

func (t Text) draw(s *sheet) {
	height := s.letters(t.Style)
	lines := s.wrap(t.Text, s.width())
	if t.Style == Title {
		s.need(float64(len(lines))*height + 4*height) // a heading does not end a page
	}
	s.letters(t.Style)
	s.lines(left, s.width(), height, lines, t.Align, t.Style)
}

func (p Pairs) draw(s *sheet) {
	label := s.width() * 0.3
	for _, pair := range p {
		height := s.letters(Usual)
		names := s.wrap(pair.Label, label-2)
		lines := s.wrap(pair.Text, s.width()-label)
		s.need(min(float64(max(len(names), len(lines)))*height, s.page()/2))
		y, page := s.GetY(), s.PageNo()
		s.SetTextColor(80, 80, 80)
		s.lines(left, label-2, height, names, Left, Usual)
		s.SetTextColor(0, 0, 0)
		under := s.GetY()
		if s.PageNo() == page {
			s.SetY(y)
		}
		s.lines(left+label, s.width()-label, height, lines, Left, Usual)
		if s.PageNo() == page {
			s.SetY(max(under, s.GetY()))
		}
		s.Ln(0.4)
	}
}

func (b Break) draw(s *sheet) {
	if s.GetY() > top {
		s.AddPage()
	}
}

func (p Sides) draw(s *sheet) {
	if len(p) == 0 {
		return
	}
	const between = 6.0
	width := (s.width() - between*float64(len(p)-1)) / float64(len(p))
	height := s.letters(Usual)
	titles, texts, most := make([][]string, len(p)), make([][]string, len(p)), 0
	for i, side := range p {
		s.letters(Bold)
		if side.Title != "" {
			titles[i] = s.wrap(side.Title, width)
		}
		s.letters(Usual)
		texts[i] = s.wrap(side.Text, width)
		most = max(most, len(titles[i])+len(texts[i]))
	}
	s.need(min(float64(most)*height, s.page()))
	for line := range most {
		if s.room() < height {
			s.AddPage()
		}
		y := s.GetY()
		for i := range p {
			at, style := line, Bold
			from := titles[i]
			if at >= len(from) {
				at, style, from = at-len(from), Usual, texts[i]
			}
			if at < len(from) {
				s.letters(style)
				s.SetXY(left+float64(i)*(width+between), y)
				s.put(width, height, from[at], "L")
			}
		}
		s.SetXY(left, y+height)
	}
}

func (p Signatures) draw(s *sheet) {
	for _, one := range p {
		height := s.letters(Usual)
		post, line, name := s.width()*0.36, s.width()*0.24, s.width()*0.34
		posts, names := s.wrap(one.Post, post), s.wrap(one.Name, name)
		most := float64(max(len(posts), len(names))) * height
		s.need(most + 7)
		s.Ln(3)
		y := s.GetY()
		s.lines(left, post, height, posts, Left, Usual)
		s.SetXY(left, y)
		s.lines(left+s.width()-name, name, height, names, Left, Usual)
		s.stroke(left+post+3, y+height, left+post+3+line, y+height)
		mark := s.letters(Small)
		s.SetXY(left+post+3, y+height)
		s.put(line, mark, s.under, "C")
		s.SetXY(left, y+max(most, height+mark)+1)
	}
}

// quiet is what must stay white around a code, in its own dots.
const quiet = 2

// code draws a QR code.
func (s *sheet) code(holds string, x, y, size float64) {
	made, err := qr.Encode(holds, qr.M, qr.Unicode)
	if err != nil {
		s.err = fmt.Errorf("code of %d characters: %w", len(holds), err)
		return
	}
	side := made.Bounds().Dx()
	dot := size / float64(side+2*quiet)
	isDark := func(col, row int) bool {
		r, _, _, _ := made.At(col, row).RGBA()
		return r == 0
	}
	s.SetFillColor(0, 0, 0)
	for row := range side {
		for col := 0; col < side; col++ {
			from := col
			for col < side && isDark(col, row) {
				col++
			}
			if col > from { // dots that touch are one bar, without white seams
				s.rect(x+float64(quiet+from)*dot, y+float64(quiet+row)*dot, float64(col-from)*dot, dot*1.02, "F")
			}
		}
	}
}

func (c Code) draw(s *sheet) {
	s.need(codeMM)
	y := s.GetY()
	if c.Holds != "" {
		s.code(c.Holds, left, y, codeMM)
	}
	height := s.letters(Small)
	s.SetXY(left+codeMM+4, y+1)
	s.lines(left+codeMM+4, s.width()-codeMM-4, height, s.wrap(c.Text, s.width()-codeMM-4), Left, Small)
	s.SetXY(left, max(s.GetY(), y+codeMM))
}
