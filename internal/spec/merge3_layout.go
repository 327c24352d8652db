package spec

import "strings"

// part is a member of an object as text: the white space before it, and itself.
type part struct{ lead, text string }

// objectLayout is the white space of an object as it was written.
type objectLayout struct {
	leads []string // before each key
	gaps  []string // between each value and its comma
	tail  string   // before the closing bracket
}

func layoutOf(src string, n *node) objectLayout {
	l := objectLayout{}
	at := n.from + 1
	for i, m := range n.members {
		l.leads = append(l.leads, src[at:m.from])
		gap := ""
		at = m.value.to
		if i+1 < len(n.members) {
			comma := at + strings.IndexByte(src[at:], ',')
			gap, at = src[at:comma], comma+1
		}
		l.gaps = append(l.gaps, gap)
	}
	l.tail = src[at : n.to-1]
	return l
}

// isTall reports whether the object stands on several lines.
func (l objectLayout) isTall() bool {
	return strings.Contains(strings.Join(l.leads, "")+l.tail, "\n")
}

// lead is the white space before a member that comes from another text: as
// there, when both are laid out alike.
func (l objectLayout) lead(other objectLayout, i int) string {
	switch {
	case len(l.leads) == 0:
		return other.leads[i]
	case !l.isTall():
		return " "
	case other.isTall():
		return other.leads[i]
	}
	for j := len(l.leads) - 1; j >= 0; j-- {
		if strings.Contains(l.leads[j], "\n") {
			return l.leads[j]
		}
	}
	return " "
}

// write lays out the members of an object.
func (l objectLayout) write(order []string, parts map[string]part, other objectLayout) string {
	var b strings.Builder
	b.WriteByte('{')
	for i, key := range order {
		p := parts[key]
		switch {
		case i > 0:
			b.WriteByte(',')
			if p.lead == "" && !l.isDense() {
				p.lead = " "
			}
		case len(l.leads) > 0 && !strings.Contains(p.lead, "\n"):
			p.lead = l.leads[0]
		}
		b.WriteString(p.lead + p.text)
	}
	switch {
	case len(order) == 0:
	case len(l.leads) == 0:
		b.WriteString(other.tail)
	default:
		b.WriteString(l.tail)
	}
	b.WriteByte('}')
	return b.String()
}

// isDense reports whether commas stand without a space.
func (l objectLayout) isDense() bool { return len(l.leads) > 1 && l.leads[1] == "" }
