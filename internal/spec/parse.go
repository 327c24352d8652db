package spec

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"
)

// Limits of one file. They keep a hostile or broken file from costing more
// than a clear message.
const (
	maxFileSize = 2 << 20
	maxDepth    = 64
)

// parser reads one JSON file. It is strict JSON; the usual slips (comments,
// trailing and missing commas, repeated keys) are reported and stepped over, so
// that one reading finds many. After any other error reading stops.
type parser struct {
	file  string
	src   string
	at    int // byte offset of the next character
	line  int
	col   int // in characters, from 1
	found *findings
}

// parse reads a file into a tree; nil when it is not JSON at all.
func parse(file string, data []byte, found *findings) *node {
	if !readable(file, data, found) {
		return nil
	}
	p := &parser{file: file, src: string(data), line: 1, col: 1, found: found}
	p.skipSpace()
	if p.at == len(p.src) {
		p.report("syntax", "the file is empty", "write at least {}")
		return nil
	}
	root := p.value("", 0)
	if root == nil {
		return nil
	}
	p.skipSpace()
	if p.at < len(p.src) {
		p.report("syntax", fmt.Sprintf("unexpected %s after the end of the value", p.seen()), "check the brackets above")
		return nil
	}
	return root
}

// readable refuses what is not UTF-8 text of a sensible size.
func readable(file string, data []byte, found *findings) bool {
	refuse := func(pos Pos, code, message, hint string) bool {
		pos.File = file
		found.error(pos, 1, code, message, hint)
		return false
	}
	start := Pos{Line: 1, Col: 1}
	switch {
	case len(data) > maxFileSize:
		return refuse(start, "file_too_large", fmt.Sprintf("the file is larger than %d MB", maxFileSize>>20), "split it")
	case bytes.HasPrefix(data, []byte("\xef\xbb\xbf")):
		return refuse(start, "byte_order_mark", "the file begins with a byte order mark", "save it as UTF-8 without BOM")
	case bytes.HasPrefix(data, []byte("\xff\xfe")), bytes.HasPrefix(data, []byte("\xfe\xff")):
		return refuse(start, "invalid_utf8", "the file is UTF-16", "save it as UTF-8 without BOM")
	case utf8.Valid(data):
		return true
	}
	bad := invalidAt(data)
	lines := bytes.Count(data[:bad], []byte("\n"))
	column := utf8.RuneCount(data[bytes.LastIndexByte(data[:bad], '\n')+1:bad]) + 1
	return refuse(Pos{Line: lines + 1, Col: column}, "invalid_utf8",
		fmt.Sprintf("byte 0x%02x is not UTF-8 text", data[bad]), "save the file as UTF-8")
}

// invalidAt returns the offset of the first byte that is not UTF-8.
func invalidAt(data []byte) int {
	for i := 0; i < len(data); {
		r, size := utf8.DecodeRune(data[i:])
		if r == utf8.RuneError && size == 1 {
			return i
		}
		i += size
	}
	return len(data)
}

func (p *parser) pos(path string) Pos {
	return Pos{File: p.file, Line: p.line, Col: p.col, Path: path}
}

func (p *parser) report(code, message, hint string) {
	p.found.error(p.pos(""), 1, code, message, hint)
}

func (p *parser) peek() byte {
	if p.at < len(p.src) {
		return p.src[p.at]
	}
	return 0
}

// step moves behind one character.
func (p *parser) step() {
	r, size := utf8.DecodeRuneInString(p.src[p.at:])
	p.at += size
	if r == '\n' {
		p.line, p.col = p.line+1, 1
	} else {
		p.col++
	}
}

// steps moves behind n one-byte characters of one line.
func (p *parser) steps(n int) { p.at, p.col = p.at+n, p.col+n }

// seen names the next character for a message.
func (p *parser) seen() string {
	if p.at >= len(p.src) {
		return "end of file"
	}
	r, _ := utf8.DecodeRuneInString(p.src[p.at:])
	return fmt.Sprintf("%q", r)
}

func (p *parser) skipSpace() {
	for p.at < len(p.src) {
		switch rest := p.src[p.at:]; {
		case strings.IndexByte(" \t\r\n", rest[0]) >= 0:
			p.step()
		case strings.HasPrefix(rest, "//"), rest[0] == '#':
			p.skipComment("\n")
		case strings.HasPrefix(rest, "/*"):
			p.skipComment("*/")
		default:
			return
		}
	}
}

func (p *parser) skipComment(end string) {
	p.report("comment", "comments are not JSON", `write it as "note"`)
	length := strings.Index(p.src[p.at+1:], end)
	stop := len(p.src)
	if length >= 0 {
		stop = p.at + 1 + length + len(end)
	}
	for p.at < stop {
		p.step()
	}
}

// value reads one value; nil after an error that stops the reading.
func (p *parser) value(path string, depth int) *node {
	if depth > maxDepth {
		p.report("too_deep", fmt.Sprintf("nested deeper than %d levels", maxDepth), "")
		return nil
	}
	start, begin := p.pos(path), p.at
	n := &node{Pos: start, width: 1, from: begin}
	switch c := p.peek(); {
	case c == '{':
		n.kind = objectNode
		if !p.object(n, path, depth) {
			return nil
		}
		n.to = p.at
		return n
	case c == '[':
		n.kind = arrayNode
		if !p.array(n, path, depth) {
			return nil
		}
		n.to = p.at
		return n
	case c == '"':
		n.kind = stringNode
		text, written, ok := p.string()
		if !ok {
			return nil
		}
		n.text, n.written = text, written
	case c == '-' || c >= '0' && c <= '9':
		n.kind = numberNode
		if !p.number() {
			return nil
		}
		n.text = p.src[begin:p.at]
	case p.word("true"), p.word("false"):
		n.kind, n.text = boolNode, p.src[begin:p.at]
	case p.word("null"):
		n.kind = nullNode
	default:
		p.unexpected("a value")
		return nil
	}
	n.width, n.to = p.col-start.Col, p.at
	return n
}

// word takes a bare word if it stands next.
func (p *parser) word(word string) bool {
	rest, ok := strings.CutPrefix(p.src[p.at:], word)
	if !ok || rest != "" && (isPlainKey(rest[:1])) {
		return false
	}
	p.steps(len(word))
	return true
}

// object reads members behind "{".
func (p *parser) object(n *node, path string, depth int) bool {
	p.step()
	seen := map[string]Pos{}
	for first := true; ; first = false {
		more, ok := p.next('}', first)
		if !more || !ok {
			return ok
		}
		at, from := p.pos(""), p.at
		if p.peek() != '"' {
			p.unexpected("a key in double quotes")
			return false
		}
		key, _, ok := p.string()
		if !ok {
			return false
		}
		at.Path = joinPath(path, key)
		width := p.col - at.Col
		p.skipSpace()
		if p.peek() != ':' {
			p.unexpected(fmt.Sprintf("a colon after %q", key))
			return false
		}
		p.step()
		p.skipSpace()
		value := p.value(at.Path, depth+1)
		if value == nil {
			return false
		}
		if before, twice := seen[key]; twice {
			p.found.error(at, width, "duplicate_key", fmt.Sprintf("%q is written twice; the first is in line %d", key, before.Line),
				"keep one of them", "key", key, "line", before.Line)
			continue
		}
		seen[key] = at
		n.members = append(n.members, member{key: key, at: at, from: from, width: width, value: value})
	}
}

// array reads items behind "[".
func (p *parser) array(n *node, path string, depth int) bool {
	p.step()
	for first := true; ; first = false {
		more, ok := p.next(']', first)
		if !more || !ok {
			return ok
		}
		item := p.value(indexPath(path, len(n.items)), depth+1)
		if item == nil {
			return false
		}
		n.items = append(n.items, item)
	}
}

// next goes to the next member or item: over the comma, or over the closing
// bracket, when there are no more.
func (p *parser) next(closing byte, first bool) (more, ok bool) {
	before := p.pos("")
	p.skipSpace()
	comma := p.pos("")
	switch c := p.peek(); {
	case c == closing:
		p.step()
		return false, true
	case first:
		return true, c != ',' || p.unexpected("a value")
	case c == ',':
		p.step()
		p.skipSpace()
		if p.peek() == closing {
			p.found.error(comma, 1, "trailing_comma", fmt.Sprintf("a comma before %q", closing), "remove the comma")
			p.step()
			return false, true
		}
		return true, true
	case c == '"' || c == '{' || c == '[':
		p.found.error(before, 1, "missing_comma", "a comma is missing here", "")
		return true, true
	default:
		p.unexpected(fmt.Sprintf("a comma or %q", closing))
		return false, false
	}
}

// unexpected reports what stands where something else should; always false.
func (p *parser) unexpected(wanted string) bool {
	hint := ""
	switch c := p.peek(); {
	case p.at >= len(p.src):
		hint = "a closing bracket or quote is missing somewhere above"
	case c == '\'' || strings.HasPrefix(p.src[p.at:], "“") || strings.HasPrefix(p.src[p.at:], "«"):
		hint = `use straight double quotes: "text"`
	case c == '+' || c == '.':
		hint = "a number begins with a digit or a minus"
	case isPlainKey(string(c)):
		hint = "texts and keys stand in double quotes; the only bare words are true, false and null"
	}
	p.report("syntax", fmt.Sprintf("expected %s, found %s", wanted, p.seen()), hint)
	return false
}
