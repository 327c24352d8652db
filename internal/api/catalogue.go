package api

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"

	"kontora/internal/fault"
	"kontora/ui/src/i18n"

	"github.com/shopspring/decimal"
)

// catalogue is the words that the server itself says, by language and key. They
// are those of the interface.
type catalogue struct {
	texts map[string]map[string]string // language → "faults.not_found" → text
}

// spoken are the parts of the interface's catalogue that the server needs, by the
// end of the file's name.
var spoken = map[string][]string{".json": {"faults", "builtin", "approval", "results"}, ".rules.json": {"rules"}, ".play.json": {"play"}, ".exchange.json": {"sheet", "paper"}}

func loadCatalogue() (*catalogue, error) {
	c := &catalogue{texts: map[string]map[string]string{}}
	for _, lang := range []string{"ru", "en"} {
		c.texts[lang] = map[string]string{}
		for file, parts := range spoken {
			if err := c.read(lang, file, parts); err != nil {
				return nil, err
			}
		}
	}
	return c, nil
}

// read takes parts of one file.
func (c *catalogue) read(lang, file string, names []string) error {
	data, err := i18n.Catalogue.ReadFile(lang + file)
	if err != nil {
		return err
	}
	var parts map[string]json.RawMessage
	if err := json.Unmarshal(data, &parts); err != nil {
		return fmt.Errorf("%s%s: %w", lang, file, err)
	}
	for _, name := range names {
		var texts map[string]string
		if err := json.Unmarshal(parts[name], &texts); err != nil {
			return fmt.Errorf("%s%s: %s: %w", lang, file, name, err)
		}
		for key, text := range texts {
			c.texts[lang][name+"."+key] = text
		}
	}
	return nil
}

// Words says what the server says in a language, by key; the key itself where there
// is no text. It panics when the embedded catalogue is broken: a build mistake.
func Words() func(lang, key string, params map[string]any) string {
	c, err := loadCatalogue()
	if err != nil {
		panic(fmt.Errorf("catalogue: %w", err))
	}
	return func(lang, key string, params map[string]any) string {
		if text, ok := c.text(lang, key, params); ok {
			return text
		}
		return key
	}
}

// text finds a text and fills in its parameters; false when there is none.
func (c *catalogue) text(lang, key string, params map[string]any) (string, bool) {
	text, ok := c.texts[lang][key]
	if !ok {
		if n, counted := count(params); counted {
			text, ok = c.texts[lang][key+"_"+pluralForm(lang, n)]
		}
	}
	if !ok {
		return "", false
	}
	return fillIn(text, params), true
}

// say writes a fault: the author's own message, else the catalogue's by code,
// else by kind.
func (c *catalogue) say(lang string, f *fault.Fault) string {
	if f.Text != "" {
		return f.Text
	}
	if f.Code == "refused" && len(f.Fields) == 1 {
		return c.say(lang, f.Fields[0])
	}
	if text, ok := c.text(lang, "faults."+f.Code, f.Params); ok {
		return text
	}
	text, _ := c.text(lang, "faults."+string(f.Kind), nil)
	return text
}

var slot = regexp.MustCompile(`\{\{(\w+)\}\}`)

func fillIn(text string, params map[string]any) string {
	return slot.ReplaceAllStringFunc(text, func(s string) string {
		v, ok := params[s[2:len(s)-2]]
		if !ok || v == nil {
			return "…"
		}
		if d, isNumber := v.(decimal.Decimal); isNumber {
			return d.String()
		}
		return strings.TrimSuffix(fmt.Sprint(v), "…") // a button that asks ends so; in a sentence it does not
	})
}

func count(params map[string]any) (int64, bool) {
	switch n := params["count"].(type) {
	case int:
		return int64(n), true
	case int64:
		return n, true
	}
	return 0, false
}

// pluralForm is the CLDR form of a whole number.
func pluralForm(lang string, n int64) string {
	if n < 0 {
		n = -n
	}
	if lang != "ru" {
		if n == 1 {
			return "one"
		}
		return "other"
	}
	switch last, two := n%10, n%100; {
	case last == 1 && two != 11:
		return "one"
	case last >= 2 && last <= 4 && (two < 12 || two > 14):
		return "few"
	}
	return "many"
}
