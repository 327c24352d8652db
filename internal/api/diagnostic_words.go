package api

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"kontora/internal/spec"
)

// Findings about a configuration are said in English, where they are found. What
// they are in Russian stands beside each English sentence: the sentence tells which
// one it is, and its slots what it is about. That holds for every finding there is,
// whoever finds it; a test looks for sentences that have no partner.
//
//go:embed diagnostics.ru.json
var russianFindings []byte

// saidFinding is a finding in the words of a reader.
type saidFinding struct {
	spec.Diagnostic
	Text string `json:"text"`           // the message in the reader's language
	Help string `json:"help,omitempty"` // the hint
}

// sentence is an English format and its partner.
type sentence struct {
	english *regexp.Regexp
	quoted  []bool // slots whose value stands in quotes
	literal int    // how much of it is no slot: the most specific fits first
	partner string
}

type findingWords struct{ messages, hints, phrases []sentence }

var russianWords = sync.OnceValue(func() *findingWords {
	var file struct{ Messages, Hints, Phrases map[string]string }
	if err := json.Unmarshal(russianFindings, &file); err != nil {
		panic(fmt.Errorf("diagnostics.ru.json: %w", err)) // a build mistake
	}
	return &findingWords{sentences(file.Messages), sentences(file.Hints), sentences(file.Phrases)}
})

var verb = regexp.MustCompile(`%(?:q|s|v|d|02x)`)

func sentences(pairs map[string]string) []sentence {
	var out []sentence
	for english, partner := range pairs {
		s := sentence{partner: partner}
		pattern, rest := "(?s)^", english
		for _, at := range verb.FindAllStringIndex(english, -1) {
			before := english[len(english)-len(rest) : at[0]]
			pattern += regexp.QuoteMeta(before)
			s.literal += len(before)
			isQuoted := english[at[0]:at[1]] == "%q"
			s.quoted = append(s.quoted, isQuoted)
			switch {
			case isQuoted:
				pattern += `("(?:[^"\\]|\\.)*")`
			case english[at[0]:at[1]] == "%d":
				pattern += `(-?\d+)`
			default:
				pattern += `(.*?)`
			}
			rest = english[at[1]:]
		}
		s.literal += len(rest)
		s.english = regexp.MustCompile(pattern + regexp.QuoteMeta(rest) + "$")
		out = append(out, s)
	}
	slices.SortFunc(out, func(a, b sentence) int {
		if a.literal != b.literal {
			return b.literal - a.literal
		}
		return strings.Compare(a.english.String(), b.english.String())
	})
	return out
}

var partnerSlot = regexp.MustCompile(`\{(\w+)\}`)

// say gives the partner of an English text; false when there is none. Slots are
// numbered, or named as the parameters of the finding.
func (w *findingWords) say(list []sentence, text string, params map[string]any) (string, bool) {
	for _, s := range list {
		found := s.english.FindStringSubmatch(text)
		if found == nil {
			continue
		}
		return partnerSlot.ReplaceAllStringFunc(s.partner, func(slot string) string {
			name := slot[1 : len(slot)-1]
			n, err := strconv.Atoi(name)
			if err != nil {
				if v, ok := params[name]; ok {
					return fmt.Sprint(v)
				}
				return slot
			}
			if n < 1 || n >= len(found) {
				return slot
			}
			value := found[n]
			if s.quoted[n-1] {
				if bare, err := strconv.Unquote(value); err == nil {
					return bare
				}
				return strings.Trim(value, `"`)
			}
			if said, ok := w.say(w.phrases, value, nil); ok {
				return said
			}
			if said, ok := w.say(w.messages, value, nil); ok && strings.Contains(value, " ") {
				return said
			}
			return value
		}), true
	}
	return "", false
}

// said gives findings in the reader's language; what has no words there stays English.
func (a *asker) said(found []spec.Diagnostic) []saidFinding {
	return sayFindings(a.lang, found)
}

func sayFindings(lang string, found []spec.Diagnostic) []saidFinding {
	out := make([]saidFinding, 0, len(found))
	for _, d := range found {
		one := saidFinding{Diagnostic: d, Text: d.Message, Help: d.Hint}
		if lang == "ru" {
			w := russianWords()
			if text, ok := w.say(w.messages, d.Message, d.Params); ok {
				one.Text = text
			}
			if text, ok := w.say(w.hints, d.Hint, d.Params); ok && d.Hint != "" {
				one.Help = text
			}
		}
		out = append(out, one)
	}
	return out
}
