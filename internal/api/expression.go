package api

import (
	"unicode/utf16"

	"kontora/internal/designer"
	"kontora/internal/fault"
	"kontora/internal/model"
	"kontora/internal/rule"
	"kontora/internal/store"
)

// standing is an expression of a draft: changes over the configuration in force,
// and where in them it stands.
type standing struct {
	Files map[string]*string `json:"files"`
	File  string             `json:"file"`
	Path  string             `json:"path"`
}

// place is the expression among all files as they would be.
func (a *asker) place(in standing) (designer.Place, error) {
	files, err := a.edited(changes{Files: in.Files})
	if err != nil {
		return designer.Place{}, err
	}
	live := map[string][]byte{}
	if rev, err := store.LastRevision(a.re.App); err != nil {
		return designer.Place{}, err
	} else if rev != nil {
		live = rev.Files
	}
	return designer.Place{Files: files, Live: live, File: in.File, Path: in.Path}, nil
}

func noExpression(in standing) error {
	return fault.New(fault.Missing, "no_expression_here", fault.Params{"file": in.File, "path": in.Path})
}

// wordsUnder gives the words of a draft.
func (a *asker) wordsUnder(m *model.Model) *words {
	return &words{m: m, lang: a.lang, builtin: a.server.words, texts: m.I18n[a.lang]}
}

// typeText names a type of values for the author of an expression.
func (w *words) typeText(t rule.Type) string {
	say := func(key string, params map[string]any) string {
		text, _ := w.builtin.text(w.lang, "rules."+key, params)
		return text
	}
	switch t.Kind {
	case rule.KindRef:
		if typ := w.m.TypeByKey(t.Ref); typ != nil {
			if typ.Owner != nil {
				return say("type_row", map[string]any{"table": w.field(typ.OwnerField)})
			}
			return w.typ(typ)
		}
		return say("type_record", nil)
	case rule.KindText:
		if len(t.Enum) > 0 {
			return say("type_choice", nil)
		}
	case rule.KindMoney:
		if t.Currency != "" {
			return say("type_money", nil) + ", " + t.Currency
		}
	case rule.KindList:
		if t.Elem != nil {
			return say("type_list", map[string]any{"of": w.typeText(*t.Elem)})
		}
	}
	if key, ok := typeWords[t.Kind]; ok {
		return say(key, nil)
	}
	return ""
}

var typeWords = map[rule.Kind]string{
	rule.KindBool: "type_bool", rule.KindNumber: "type_number", rule.KindMoney: "type_money", rule.KindText: "type_text",
	rule.KindDate: "type_date", rule.KindInstant: "type_instant", rule.KindSpan: "type_span", rule.KindFile: "type_file",
	rule.KindPeople: "type_people", rule.KindJSON: "type_json", rule.KindObject: "type_object",
}

// runesBefore turns an offset in UTF-16 units, in which browsers count, into one
// in characters.
func runesBefore(text string, units int) int {
	n := 0
	for _, r := range text {
		if units -= utf16.RuneLen(r); units < 0 {
			break
		}
		n++
	}
	return n
}

// unitsBefore turns it back.
func unitsBefore(text string, runes int) int {
	units := 0
	for _, r := range text {
		if runes--; runes < 0 {
			break
		}
		units += utf16.RuneLen(r)
	}
	return units
}

// sourceOf is a condition as written; "" for none.
func sourceOf(r *rule.Rule) string {
	if r == nil {
		return ""
	}
	return r.Source()
}
