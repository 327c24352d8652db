package scenario

import (
	"encoding/json"
	"fmt"
	"strings"
)

// statement is one line of a script, with the indented lines that continue it.
type statement struct {
	line  int
	text  string // as written
	not   bool   // begins with "!": the opposite is expected
	words []word
}

// form is how a word was written.
type form int

const (
	plain  form = iota
	quoted      // 'so' or "so": never a flag, a key or a number
	object      // {…} or […]: JSON, over several lines if need be
)

// word is one word of a statement: a value, or key=value.
type word struct {
	key  string
	text string
	form form
}

func (s statement) name() string {
	if len(s.words) == 0 {
		return ""
	}
	return s.words[0].text
}

func (s statement) args() []word { return s.words[1:] }

// parseStatements reads the commands of a script.
func parseStatements(src string) ([]statement, error) {
	l := &lexer{src: src, line: 1}
	var list []statement
	for !l.atEnd() {
		start, line := l.pos, l.line
		st, err := l.statement()
		if err != nil {
			return nil, fmt.Errorf("%d: %w", l.line, err)
		}
		if len(st.words) > 0 {
			st.line, st.text = line, strings.TrimRight(src[start:l.pos], " \t\r\n")
			list = append(list, st)
		}
	}
	return list, nil
}

type lexer struct {
	src       string
	pos, line int
}

func (l *lexer) atEnd() bool { return l.pos >= len(l.src) }

func (l *lexer) peek() byte {
	if l.atEnd() {
		return '\n'
	}
	return l.src[l.pos]
}

func (l *lexer) next() byte {
	c := l.src[l.pos]
	l.pos++
	if c == '\n' {
		l.line++
	}
	return c
}

// statement reads to the end of a line that is not continued.
func (l *lexer) statement() (statement, error) {
	var st statement
	for {
		switch c := l.peek(); {
		case l.atEnd():
			return st, nil
		case c == '\n':
			l.next()
			if len(st.words) == 0 || !l.continued() {
				return st, nil
			}
		case isSpace(c):
			l.next()
		case c == '#':
			for !l.atEnd() && l.peek() != '\n' {
				l.next()
			}
		case c == '!' && len(st.words) == 0 && !st.not:
			l.next()
			st.not = true
		default:
			w, err := l.word()
			if err != nil {
				return st, err
			}
			st.words = append(st.words, w)
		}
	}
}

// continued reports whether the line that begins here is indented and not empty.
func (l *lexer) continued() bool {
	rest, _, _ := strings.Cut(l.src[l.pos:], "\n")
	return rest != "" && isSpace(rest[0]) && strings.TrimSpace(rest) != ""
}

func isSpace(c byte) bool { return c == ' ' || c == '\t' || c == '\r' }

func (l *lexer) word() (word, error) {
	w, err := l.value()
	if err != nil || w.form != plain || !strings.HasSuffix(w.text, "=") || len(w.text) == 1 || !isKey(w.text[:len(w.text)-1]) {
		return w, err
	}
	key := w.text[:len(w.text)-1]
	if c := l.peek(); isSpace(c) || c == '\n' {
		return word{key: key}, nil
	}
	w, err = l.value()
	w.key = key
	return w, err
}

// value reads one value; a plain one ends after the first "=", so that what
// follows may be quoted.
func (l *lexer) value() (word, error) {
	switch c := l.peek(); c {
	case '\'':
		text, err := l.single()
		return word{text: text, form: quoted}, err
	case '"':
		text, err := l.double()
		return word{text: text, form: quoted}, err
	case '{', '[':
		text, err := l.json()
		return word{text: text, form: object}, err
	}
	start := l.pos
	for !l.atEnd() && !isSpace(l.peek()) && l.peek() != '\n' {
		if l.next() == '=' && isKey(l.src[start:l.pos-1]) {
			break
		}
	}
	return word{text: l.src[start:l.pos]}, nil
}

// isKey reports whether the word before "=" may be the name of a field.
func isKey(s string) bool {
	for i, c := range s {
		letter := c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || c == '@'
		if !letter && (i == 0 || !(c >= '0' && c <= '9' || c == '.')) {
			return false
		}
	}
	return s != ""
}

// single reads '…', where ” is written as two quotes.
func (l *lexer) single() (string, error) {
	line := l.line
	l.next()
	var b strings.Builder
	for !l.atEnd() {
		c := l.next()
		if c != '\'' {
			b.WriteByte(c)
			continue
		}
		if l.peek() != '\'' {
			return b.String(), nil
		}
		b.WriteByte(l.next())
	}
	return "", fmt.Errorf("the quote opened in line %d is not closed", line)
}

// double reads "…" with the escapes of JSON.
func (l *lexer) double() (string, error) {
	start, line := l.pos, l.line
	l.skipString()
	var text string
	if err := json.Unmarshal([]byte(l.src[start:l.pos]), &text); err != nil {
		return "", fmt.Errorf("the text begun in line %d: %w", line, err)
	}
	return text, nil
}

func (l *lexer) skipString() {
	l.next()
	for !l.atEnd() {
		switch l.next() {
		case '\\':
			if !l.atEnd() {
				l.next()
			}
		case '"':
			return
		}
	}
}

// json reads to the bracket that closes the first one.
func (l *lexer) json() (string, error) {
	start, line, depth := l.pos, l.line, 0
	for !l.atEnd() {
		switch l.peek() {
		case '"':
			l.skipString()
			continue
		case '{', '[':
			depth++
		case '}', ']':
			depth--
		}
		l.next()
		if depth == 0 {
			return l.src[start:l.pos], nil
		}
	}
	return "", fmt.Errorf("the bracket opened in line %d is not closed", line)
}
