package spec

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// maxNumberLength bounds the digits of one number. More are never meant, and an
// exponent of any length would let a short text stand for a huge number.
const maxNumberLength = 64

// string reads a string behind its opening quote. written is the text between
// the quotes if it contains escapes.
func (p *parser) string() (text, written string, ok bool) {
	opening := p.pos("")
	p.step()
	begin := p.at
	var b strings.Builder
	escaped := false
	for {
		plain := p.at
		for p.at < len(p.src) && p.src[p.at] != '"' && p.src[p.at] != '\\' && p.src[p.at] >= 0x20 {
			p.step()
		}
		b.WriteString(p.src[plain:p.at])
		switch c := p.peek(); {
		case p.at >= len(p.src) || c == '\n' || c == '\r':
			p.found.error(opening, 1, "syntax", "the text has no closing quote in its line", `a line break inside a text is written \n`)
			return "", "", false
		case c == '"':
			if escaped {
				written = p.src[begin:p.at]
			}
			p.step()
			return b.String(), written, true
		case c == '\\':
			escaped = true
			r, ok := p.escape()
			if !ok {
				return "", "", false
			}
			b.WriteRune(r)
		default:
			p.report("control_character", fmt.Sprintf("control character 0x%02x in a text", c), fmt.Sprintf(`write it as %s`, controlEscape(c)))
			return "", "", false
		}
	}
}

func controlEscape(c byte) string {
	if c == '\t' {
		return `\t`
	}
	return fmt.Sprintf(`\u%04x`, c)
}

// escape reads one escape sequence.
func (p *parser) escape() (rune, bool) {
	rest := p.src[p.at:]
	if len(rest) >= 2 {
		if i := strings.IndexByte(`"\/bfnrt`, rest[1]); i >= 0 {
			p.steps(2)
			return rune("\"\\/\b\f\n\r\t"[i]), true
		}
	}
	high, ok := hexEscape(rest)
	if !ok {
		p.report("bad_escape", "unknown escape in a text", `a backslash itself is written \\`)
		return 0, false
	}
	if high == 0 {
		p.report("bad_escape", `\u0000 cannot be stored in a text`, "")
		return 0, false
	}
	if !utf16.IsSurrogate(high) {
		p.steps(6)
		return high, true
	}
	low, _ := hexEscape(rest[6:])
	r := utf16.DecodeRune(high, low)
	if r == utf8.RuneError {
		p.report("bad_escape", "half of a surrogate pair in a text", "write the character itself")
		return 0, false
	}
	p.steps(12)
	return r, true
}

func hexEscape(s string) (rune, bool) {
	if len(s) < 6 || s[0] != '\\' || s[1] != 'u' {
		return 0, false
	}
	code, err := strconv.ParseUint(s[2:6], 16, 16)
	return rune(code), err == nil
}

// number steps over a number in the grammar of JSON.
func (p *parser) number() bool {
	start, begin := p.pos(""), p.at
	refuse := func(message, hint string) bool {
		p.found.error(start, max(p.col-start.Col, 1), "bad_number", message, hint)
		return false
	}
	if p.peek() == '-' {
		p.step()
	}
	zero := p.peek() == '0'
	switch whole := p.digits(); {
	case whole == 0:
		return refuse("a minus without a number", "")
	case zero && whole > 1:
		return refuse("a number does not begin with 0", "write a code with leading zeros as a text")
	}
	if p.peek() == '.' {
		p.step()
		if p.digits() == 0 {
			return refuse("no digit behind the point", "")
		}
	}
	if c := p.peek(); c == 'e' || c == 'E' {
		p.step()
		if c := p.peek(); c == '+' || c == '-' {
			p.step()
		}
		if n := p.digits(); n == 0 || n > 2 {
			return refuse("the exponent must have one or two digits", "write the number out")
		}
	}
	if p.at-begin > maxNumberLength {
		return refuse(fmt.Sprintf("a number of more than %d characters", maxNumberLength), "")
	}
	return true
}

func (p *parser) digits() (count int) {
	for c := p.peek(); c >= '0' && c <= '9'; c = p.peek() {
		p.step()
		count++
	}
	return count
}
