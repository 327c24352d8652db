package paper

// leastBox are the smallest letters, in points, to which a text is brought to fit
// into its box.
const leastBox = 5.0

func (p Boxes) draw(s *sheet) {
	whole := 0.0
	for _, b := range p {
		whole = max(whole, b.Top+b.Height)
	}
	s.need(min(whole, s.page()))
	y := s.GetY()
	for _, b := range p {
		s.box(b, left+b.Left, y+b.Top)
	}
	s.SetXY(left, y+whole)
}

func (s *sheet) box(b Box, x, y float64) {
	switch b.Frame {
	case None:
	case Under:
		s.stroke(x, y+b.Height, x+b.Width, y+b.Height)
	case Over:
		s.stroke(x, y, x+b.Width, y)
	default:
		s.rect(x, y, b.Width, b.Height, "D")
	}
	if b.Text == "" {
		return
	}
	height := s.letters(b.Style)
	size, _ := s.GetFontSize()
	width := b.Width - 2*inner
	lines := s.wrap(b.Text, width)
	for float64(len(lines))*height > b.Height && size > leastBox {
		size -= 0.5
		s.SetFontSize(size)
		height = size * point * 1.15
		lines = s.wrap(b.Text, width)
	}
	lines = s.few(b.Text, width, max(1, int(b.Height/height)))
	if len(lines) == 1 && b.Height < 2*height {
		y += (b.Height - height) / 2
	} else if float64(len(lines))*height+inner <= b.Height {
		y += inner / 2
	}
	for i, line := range lines {
		s.SetXY(x+inner, y+float64(i)*height)
		s.put(width, height, line, letter(b.Align))
	}
}
