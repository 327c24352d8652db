package store

import (
	"strings"
	"unicode"
)

// Piece is a part of a snippet; Hit says that it is one of the words.
type Piece struct {
	Text string `json:"text"`
	Hit  bool   `json:"hit,omitempty"`
}

// around is how many characters of a text stand before the first word found, and
// three times as many behind it.
const around = 40

// Looked are words as somebody typed them, to be pointed out in texts.
type Looked struct {
	stems []string
	open  bool // the last one may be unfinished
}

// Looking reads what was typed.
func Looking(typed string) Looked {
	return Looked{stems(typed), !strings.HasSuffix(typed, " ")}
}

// which tells which of the words a word of a text is; -1 for none.
func (l Looked) which(word string) int {
	s := stem(strings.ToLower(word))
	for i, want := range l.stems {
		if s == want || l.open && i == len(l.stems)-1 && strings.HasPrefix(s, want) {
			return i
		}
	}
	return -1
}

// All reports whether every word occurs in a text.
func (l Looked) All(text string) bool {
	met := map[int]bool{}
	eachWord([]rune(text), func(word string, _, _ int) bool {
		met[l.which(word)] = true
		return true
	})
	delete(met, -1)
	return len(l.stems) > 0 && len(met) == len(l.stems)
}

// Snippet is where a text first holds one of the words, with what stands around it;
// nil where it holds none.
func (l Looked) Snippet(text string) []Piece {
	runes := []rune(text)
	first := -1
	eachWord(runes, func(word string, from, _ int) bool {
		if l.which(word) >= 0 {
			first = from
		}
		return first < 0
	})
	if first < 0 {
		return nil
	}
	from, to := max(0, first-around), min(len(runes), first+3*around)
	for from > 0 && isWordRune(runes[from-1]) && isWordRune(runes[from]) {
		from++ // words are not cut
		if from == first {
			break
		}
	}
	return l.pieces(runes[from:to], from > 0, to < len(runes))
}

func (l Looked) pieces(runes []rune, more, less bool) []Piece {
	var out []Piece
	add := func(text string, hit bool) {
		text = strings.Map(func(r rune) rune {
			if unicode.IsControl(r) {
				return ' '
			}
			return r
		}, text)
		if n := len(out); text != "" && n > 0 && !hit && !out[n-1].Hit {
			out[n-1].Text += text
		} else if text != "" {
			out = append(out, Piece{text, hit})
		}
	}
	if more {
		add("…", false)
	}
	at := 0
	eachWord(runes, func(word string, from, to int) bool {
		if l.which(word) >= 0 {
			add(string(runes[at:from]), false)
			add(word, true)
			at = to
		}
		return true
	})
	add(string(runes[at:]), false)
	if less {
		add("…", false)
	}
	return out
}

func isWordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// eachWord visits the words of a text with where they stand, until told to stop.
func eachWord(runes []rune, visit func(word string, from, to int) bool) {
	for i := 0; i < len(runes); {
		if !isWordRune(runes[i]) {
			i++
			continue
		}
		from := i
		for i < len(runes) && isWordRune(runes[i]) {
			i++
		}
		if !visit(string(runes[from:i]), from, i) {
			return
		}
	}
}
