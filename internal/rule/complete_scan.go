package rule

import (
	"slices"
	"strings"
	"unicode"
)

// word is one token of an expression that need not be whole.
type word struct {
	kind     wordKind
	from, to int
	text     string
	closed   bool // of a text: its second quote is there
}

type wordKind uint8

const (
	nameWord wordKind = iota
	numberWord
	textWord
	signWord
)

func (w word) is(text string) bool { return w.kind != textWord && w.text == text }

// scan reads tokens and never fails: a text that is not closed ends with its
// line.
func scan(runes []rune) []word {
	var words []word
	for i := 0; i < len(runes); {
		from := i
		switch r := runes[i]; {
		case unicode.IsSpace(r):
			i++
			continue
		case isNameStart(r):
			for i < len(runes) && (isNameStart(runes[i]) || unicode.IsDigit(runes[i])) {
				i++
			}
			words = append(words, word{kind: nameWord, from: from, to: i})
		case unicode.IsDigit(r):
			for i < len(runes) && (unicode.IsDigit(runes[i]) || runes[i] == '_' || runes[i] == '.' && i+1 < len(runes) && unicode.IsDigit(runes[i+1])) {
				i++
			}
			words = append(words, word{kind: numberWord, from: from, to: i})
		case r == '\'' || r == '"' || r == '`':
			var closed bool
			i, closed = textEnd(runes, i)
			words = append(words, word{kind: textWord, from: from, to: i, closed: closed})
		default:
			i += signLength(runes[i:])
			words = append(words, word{kind: signWord, from: from, to: i})
		}
		words[len(words)-1].text = string(runes[from:i])
	}
	return words
}

func isNameStart(r rune) bool { return r == '_' || r == '$' || unicode.IsLetter(r) }

func textEnd(runes []rune, i int) (int, bool) {
	quote := runes[i]
	for i++; i < len(runes) && (runes[i] != '\n' || quote == '`'); i++ {
		switch {
		case runes[i] == '\\' && quote != '`':
			i++
		case runes[i] == quote:
			return i + 1, true
		}
	}
	return min(i, len(runes)), false
}

func signLength(runes []rune) int {
	if len(runes) > 1 && slices.Contains([]string{"==", "!=", "<=", ">=", "&&", "||", "??", "?.", "::"}, string(runes[:2])) {
		return 2
	}
	return 1
}

// wordOperators are names that are no operands.
var wordOperators = strings.Fields("and or not in contains startsWith endsWith matches let if else")

// endsOperand reports whether the last word ends a value.
func endsOperand(words []word) bool {
	if len(words) == 0 {
		return false
	}
	switch w := words[len(words)-1]; w.kind {
	case textWord, numberWord:
		return true
	case nameWord:
		return !slices.Contains(wordOperators, w.text) || len(words) > 1 && words[len(words)-2].is(".")
	default:
		return strings.Contains(")]}#", w.text)
	}
}

// operandStart is where the value begins that ends with the last word: a name
// with what is read of it, a call, something in brackets.
func operandStart(words []word) int {
	i := len(words) - 1
	for i >= 0 {
		if w := words[i]; w.is(")") || w.is("]") || w.is("}") {
			i = opening(words, i)
			if i > 0 && words[i].is("(") && words[i-1].kind == nameWord && !slices.Contains(wordOperators, words[i-1].text) {
				i--
			}
		}
		if i < 2 || !words[i-1].is(".") || !endsOperand(words[:i-1]) {
			break
		}
		i -= 2
	}
	if i > 0 && words[i-1].is(".") { // .field of an element
		i--
	}
	return max(i, 0)
}

// opening finds the bracket that the one at i closes; 0 when there is none.
func opening(words []word, i int) int {
	depth := 0
	for ; i >= 0; i-- {
		switch w := words[i]; {
		case w.kind != signWord:
		case strings.Contains(")]}", w.text):
			depth++
		case strings.Contains("([{", w.text):
			if depth--; depth == 0 {
				return i
			}
		}
	}
	return 0
}

// open lists the brackets that are open behind the words, outermost first.
func open(words []word) []int {
	var stack []int
	for i, w := range words {
		switch {
		case w.kind != signWord:
		case strings.Contains("([{", w.text):
			stack = append(stack, i)
		case strings.Contains(")]}", w.text) && len(stack) > 0:
			stack = stack[:len(stack)-1]
		}
	}
	return stack
}

// argument tells which argument of which call the end of the words is in: the
// name, its index, and where the call's first argument begins; false when the
// innermost bracket is none of a call.
func argument(words []word, bracket int) (name string, index int, isCall bool) {
	if bracket < 1 || !words[bracket].is("(") || words[bracket-1].kind != nameWord || slices.Contains(wordOperators, words[bracket-1].text) {
		return "", 0, false
	}
	depth := 0
	for _, w := range words[bracket+1:] {
		switch {
		case w.kind != signWord:
		case strings.Contains("([{", w.text):
			depth++
		case strings.Contains(")]}", w.text):
			depth--
		case w.text == "," && depth == 0:
			index++
		}
	}
	return words[bracket-1].text, index, true
}
