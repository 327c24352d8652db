package rule

import (
	"strconv"
	"strings"

	"github.com/expr-lang/expr/file"
	"github.com/expr-lang/expr/parser/lexer"
)

// Renames say what words of a condition are called now; a word that is called as
// ever is given back. A path is the fields that lead from the record to the word,
// as they are called now.
type Renames struct {
	Field func(path []string, name string) string
	Value func(path []string, value string) string
}

// Rewrite gives a condition on records (it.a.b == 'x', it.a in ['x', 'y']) in
// the words of today. What cannot be read stays as it is.
func Rewrite(text string, now Renames) string {
	tokens, err := lexer.Lex(file.NewSource(text))
	if err != nil {
		return text
	}
	runes, done := []rune(text), 0
	var out strings.Builder
	put := func(t lexer.Token, word string) {
		out.WriteString(string(runes[done:t.From]) + word)
		done = t.To
	}
	for i := 0; i < len(tokens); i++ {
		if !tokens[i].Is(lexer.Identifier, "it") {
			continue
		}
		var path []string
		for i+2 < len(tokens) && tokens[i+1].Is(lexer.Operator, ".") && tokens[i+2].Kind == lexer.Identifier {
			i += 2
			name := now.Field(path, tokens[i].Value)
			put(tokens[i], name)
			path = append(path, name)
		}
		for _, t := range literalsOf(tokens[i+1:]) {
			if word := now.Value(path, t.Value); word != t.Value {
				put(t, strconv.Quote(word))
			}
		}
	}
	return out.String() + string(runes[done:])
}

// literalsOf are the texts that what stands before is compared with.
func literalsOf(tokens []lexer.Token) (texts []lexer.Token) {
	if len(tokens) < 2 || !tokens[0].Is(lexer.Operator, "==") && !tokens[0].Is(lexer.Operator, "!=") && !tokens[0].Is(lexer.Operator, "in") {
		return nil
	}
	for _, t := range tokens[1:] {
		switch {
		case t.Kind == lexer.String:
			texts = append(texts, t)
			if tokens[0].Value != "in" {
				return texts
			}
		case tokens[0].Value == "in" && (t.Is(lexer.Bracket, "[") || t.Is(lexer.Operator, ",")):
		default:
			return texts
		}
	}
	return texts
}
