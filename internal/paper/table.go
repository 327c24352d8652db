package paper

// Stamps within a row and a block are drawn alike.
const (
	stampPad   = 0.8
	stampWidth = 66.0
	stampCode  = 14.0 // its side

	mostHead  = 12 // lines of a head
	mostStamp = 3  // lines of each text of a stamp
)

// beside is what a code takes of the width of a stamp.
func (p Stamp) beside(width float64) float64 {
	if p.Link == "" || width < 2.2*stampCode {
		return 0
	}
	return stampCode + stampPad
}

// piece is a line of a cell, or a stamp of it, which is never broken in two.
type piece struct {
	line   string
	stamp  *Stamp
	height float64
}

func (t Table) draw(s *sheet) {
	if len(t.Columns) == 0 {
		return
	}
	widths := t.widths(s.width())
	head := t.head(s, widths)
	s.need(head + 8)
	t.drawHead(s, widths, head)
	for _, row := range t.Rows {
		t.drawRow(s, widths, head, row, Usual)
	}
	if t.Totals != nil {
		cells := make([]Cell, len(t.Columns))
		for i, text := range t.Totals {
			cells[i].Text = text
		}
		t.drawRow(s, widths, head, Row{Cells: cells}, Bold)
	}
}

func (t Table) widths(whole float64) []float64 {
	sum := 0
	for _, c := range t.Columns {
		sum += max(c.Width, 1)
	}
	out := make([]float64, len(t.Columns))
	for i, c := range t.Columns {
		out[i] = whole * float64(max(c.Width, 1)) / float64(sum)
	}
	return out
}

func (t Table) head(s *sheet, widths []float64) float64 {
	height, most := s.letters(Bold), 1
	for i, c := range t.Columns {
		most = max(most, len(s.few(c.Head, widths[i]-2*inner, mostHead)))
	}
	return float64(most)*height + 2*inner
}

func (t Table) drawHead(s *sheet, widths []float64, whole float64) {
	height := s.letters(Bold)
	y, x := s.GetY(), left
	s.SetFillColor(238, 238, 238)
	for i, c := range t.Columns {
		s.rect(x, y, widths[i], whole, "FD")
		lines := s.few(c.Head, widths[i]-2*inner, mostHead)
		at := y + (whole-float64(len(lines))*height)/2
		for _, line := range lines {
			s.SetXY(x+inner, at)
			s.put(widths[i]-2*inner, height, line, "C")
			at += height
		}
		x += widths[i]
	}
	s.SetXY(left, y+whole)
}

// drawRow draws a row. One that does not fit begins on the next page; one that no
// page holds is drawn in parts.
func (t Table) drawRow(s *sheet, widths []float64, head float64, row Row, style Style) {
	cells := make([][]piece, len(t.Columns))
	for i := range t.Columns {
		if i < len(row.Cells) {
			cells[i] = s.pieces(row.Cells[i], widths[i]-2*inner, style)
		}
	}
	next := func() {
		s.AddPage()
		t.drawHead(s, widths, head)
	}
	if whole := highest(cells) + 2*inner; whole > s.room() && (whole <= s.page()-head || s.room() < s.page()/3) {
		next()
	}
	for first := true; first || highest(cells) > 0; first = false {
		if !first {
			next()
		}
		parts := make([][]piece, len(cells))
		room := s.room() - 2*inner
		for i := range cells {
			parts[i], cells[i] = fitting(cells[i], room)
		}
		s.row(t.Columns, widths, parts, row.Struck, style)
	}
}

// fitting divides what a cell holds into what fits into a height and the rest; at
// least one piece is always taken.
func fitting(cell []piece, room float64) (now, later []piece) {
	used := 0.0
	for i, p := range cell {
		if used += p.height; used > room && i > 0 {
			return cell[:i], cell[i:]
		}
	}
	return cell, nil
}

func highest(cells [][]piece) (most float64) {
	for _, cell := range cells {
		sum := 0.0
		for _, p := range cell {
			sum += p.height
		}
		most = max(most, sum)
	}
	return most
}

func (s *sheet) pieces(c Cell, width float64, style Style) []piece {
	var out []piece
	height := s.letters(style)
	if c.Text != "" || len(c.Stamps) == 0 {
		for _, line := range s.wrap(c.Text, width) {
			out = append(out, piece{line: line, height: height})
		}
	}
	for i := range c.Stamps {
		out = append(out, piece{stamp: &c.Stamps[i], height: s.stampHeight(c.Stamps[i], width) + 1})
	}
	return out
}

func (s *sheet) row(columns []Column, widths []float64, cells [][]piece, struck bool, style Style) {
	whole := highest(cells) + 2*inner
	y, x := s.GetY(), left
	for i, c := range columns {
		s.rect(x, y, widths[i], whole, "D")
		at := y + inner
		for _, p := range cells[i] {
			if p.stamp != nil {
				s.stamp(*p.stamp, x+inner, at, widths[i]-2*inner)
			} else {
				s.letters(style)
				s.SetXY(x+inner, at)
				s.put(widths[i]-2*inner, p.height, p.line, letter(c.Align))
				if wide := s.GetStringWidth(p.line); struck && wide > 0 {
					from := x + inner
					switch c.Align {
					case Right:
						from = x + widths[i] - inner - wide
					case Center:
						from = x + (widths[i]-wide)/2
					}
					s.stroke(from, at+p.height/2, from+wide, at+p.height/2)
				}
			}
			at += p.height
		}
		x += widths[i]
	}
	s.SetXY(left, y+whole)
}

// stamp draws the frame of one signature.
func (s *sheet) stamp(p Stamp, x, y, width float64) {
	height := s.stampHeight(p, width)
	s.SetDrawColor(40, 70, 150)
	s.SetTextColor(40, 70, 150)
	s.rect(x, y, width, height, "D")
	at, from := y+stampPad, p.beside(width)
	if from > 0 {
		s.code(p.Link, x+stampPad, y+stampPad, stampCode)
		s.LinkString(x+stampPad, y+stampPad, stampCode, stampCode, p.Link)
	}
	for i, lines := range s.stampLines(p, width) {
		one := s.letters(Small)
		if i == 0 {
			s.font("B", s.size*0.85)
		}
		for _, line := range lines {
			s.SetXY(x+stampPad+from, at)
			s.put(width-2*stampPad-from, one, line, "L")
			at += one
		}
	}
	s.SetDrawColor(0, 0, 0)
	s.SetTextColor(0, 0, 0)
}

// stampLines are the title of a stamp and its lines, each as it is wrapped.
func (s *sheet) stampLines(p Stamp, width float64) [][]string {
	width -= p.beside(width)
	s.letters(Small)
	s.font("B", s.size*0.85)
	out := [][]string{s.few(p.Title, width-2*stampPad, mostStamp)}
	s.letters(Small)
	for _, line := range p.Lines {
		out = append(out, s.few(line, width-2*stampPad, mostStamp))
	}
	return out
}

func (s *sheet) stampHeight(p Stamp, width float64) float64 {
	n := 0
	for _, lines := range s.stampLines(p, width) {
		n += len(lines)
	}
	height := float64(n) * s.letters(Small)
	if p.beside(width) > 0 {
		height = max(height, stampCode)
	}
	return height + 2*stampPad
}

func (p Stamps) draw(s *sheet) {
	x, y, most := left, s.GetY(), 0.0
	for _, one := range p {
		height := s.stampHeight(one, stampWidth)
		if x > left && x+stampWidth > left+s.width() {
			x, y, most = left, y+most+1.5, 0
		}
		if s.SetY(y); s.room() < height {
			s.AddPage()
			x, y, most = left, top, 0
		}
		s.stamp(one, x, y, stampWidth)
		x, most = x+stampWidth+3, max(most, height)
	}
	s.SetXY(left, y+most)
}
