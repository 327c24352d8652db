package paper

import (
	"fmt"
	"strconv"
	"strings"
)

// Page is what stands on one page, in millimetres from its top left corner: the
// same that Write draws, for whoever shows it without a reader of PDF.
type Page struct {
	Width  float64 `json:"width"`
	Height float64 `json:"height"`
	Lines  []Line  `json:"lines"` // of text
	Paths  []Path  `json:"paths"` // below the texts
}

// Line is one line of text.
type Line struct {
	X     float64 `json:"x"`
	Y     float64 `json:"y"` // where the letters stand
	Width float64 `json:"width"`
	Size  float64 `json:"size"` // of letters
	Bold  bool    `json:"bold,omitempty"`
	Color string  `json:"color,omitempty"` // as #rrggbb; black where it is left out
	Text  string  `json:"text"`
}

// Path is a shape in the language of SVG paths.
type Path struct {
	D      string `json:"d"`
	Fill   string `json:"fill,omitempty"`
	Stroke string `json:"stroke,omitempty"`
}

// Pages draws a document as pages to be looked at.
func Pages(d *Document) (pages []Page, err error) {
	defer rescue(d, &err)
	s := newSheet(d)
	if err := s.draw(d); err != nil {
		return nil, err
	}
	s.Close() // draws the last foot
	if err := s.Error(); err != nil {
		return nil, fmt.Errorf("draw %q: %w", d.Title, err)
	}
	s.count()
	return s.seen, nil
}

// count puts in how many pages there are.
func (s *sheet) count() {
	for p := range s.seen {
		for i := range s.seen[p].Lines {
			line := &s.seen[p].Lines[i]
			if strings.Contains(line.Text, pages) {
				line.Text = strings.ReplaceAll(line.Text, pages, strconv.Itoa(len(s.seen)))
				s.letters(Small)
				line.Width = round(s.GetStringWidth(line.Text))
			}
		}
	}
}

// onto is the page that is being drawn.
func (s *sheet) onto() *Page {
	for len(s.seen) < s.PageNo() {
		w, h := s.GetPageSize()
		s.seen = append(s.seen, Page{Width: round(w), Height: round(h), Lines: []Line{}, Paths: []Path{}})
	}
	return &s.seen[s.PageNo()-1]
}

// put writes one line into a place at the pen.
func (s *sheet) put(width, height float64, text, align string) {
	s.CellFormat(width, height, text, "", 0, align, false, 0, "")
	if text == "" {
		return
	}
	_, size := s.GetFontSize()
	wide := s.GetStringWidth(text)
	x := s.GetX() - width // the pen stands behind the place now
	switch align {
	case "R":
		x += width - wide
	case "C":
		x += (width - wide) / 2
	}
	page := s.onto()
	page.Lines = append(page.Lines, Line{
		X: round(x), Y: round(s.GetY() + .5*height + .3*size), Width: round(wide), Size: round(size), Bold: s.bold, Color: color(s.GetTextColor()), Text: text,
	})
}

// rect draws a rectangle: D its edges, F what is in it, FD both.
func (s *sheet) rect(x, y, width, height float64, how string) {
	s.Rect(x, y, width, height, how)
	var fill, stroke string
	if strings.Contains(how, "F") {
		fill = named(s.GetFillColor())
	}
	if strings.Contains(how, "D") {
		stroke = named(s.GetDrawColor())
	}
	s.path(fill, stroke, fmt.Sprintf("M%v %vh%vv%vh%vz", round(x), round(y), round(width), round(height), round(-width)))
}

// stroke draws a line.
func (s *sheet) stroke(fromX, fromY, toX, toY float64) {
	s.Line(fromX, fromY, toX, toY)
	s.path("", named(s.GetDrawColor()), fmt.Sprintf("M%v %vL%v %v", round(fromX), round(fromY), round(toX), round(toY)))
}

// path joins shapes of one look: a code is hundreds of them.
func (s *sheet) path(fill, stroke, d string) {
	page := s.onto()
	if n := len(page.Paths); n > 0 && page.Paths[n-1].Fill == fill && page.Paths[n-1].Stroke == stroke {
		page.Paths[n-1].D += d
		return
	}
	page.Paths = append(page.Paths, Path{D: d, Fill: fill, Stroke: stroke})
}

func named(r, g, b int) string { return fmt.Sprintf("#%02x%02x%02x", r, g, b) }

// color names a colour unless it is black.
func color(r, g, b int) string {
	if r == 0 && g == 0 && b == 0 {
		return ""
	}
	return named(r, g, b)
}

// round leaves a hundredth of a millimetre.
func round(v float64) float64 {
	out, _ := strconv.ParseFloat(strconv.FormatFloat(v, 'f', 2, 64), 64)
	return out
}
