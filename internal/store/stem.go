package store

import (
	"strings"
	"unicode"

	"github.com/kljensen/snowball/english"
	"github.com/kljensen/snowball/russian"
)

// maxSearchWords bounds what one record gives to the search index.
const maxSearchWords = 2000

// stems splits text into the stems of its words: lower case, ё as е, Russian
// and English endings cut off, numbers as they are.
func stems(body string) []string { return stemsUpTo(body, maxSearchWords) }

func stemsUpTo(body string, most int) []string {
	var found []string
	for _, word := range strings.FieldsFunc(strings.ToLower(body), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		if len(found) == most {
			break
		}
		found = append(found, stem(word))
	}
	return found
}

func stem(word string) string {
	word = strings.ReplaceAll(word, "ё", "е")
	for _, r := range word {
		switch {
		case unicode.Is(unicode.Cyrillic, r):
			return russian.Stem(word, false)
		case unicode.Is(unicode.Latin, r):
			return english.Stem(word, false)
		}
	}
	return word
}
