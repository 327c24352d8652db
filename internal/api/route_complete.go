package api

import (
	"strings"

	"kontora/internal/model"
	"kontora/internal/rule"
)

type completeAnswer struct {
	From  int              `json:"from"` // UTF-16, as browsers count
	To    int              `json:"to"`
	Items []completionItem `json:"items"`
}

type completionItem struct {
	Label  string              `json:"label"`
	Insert string              `json:"insert"`
	Kind   rule.SuggestionKind `json:"kind"`
	Title  string              `json:"title"`
	Type   string              `json:"type"`
	Doc    string              `json:"doc"`
}

// postComplete tells what may be written at the caret of an expression.
func postComplete(a *asker) (answer, error) {
	if err := a.designer(designsReading); err != nil {
		return nil, err
	}
	var in struct {
		standing
		Text   string `json:"text"`
		Offset int    `json:"offset"`
	}
	if err := a.body(&in); err != nil {
		return nil, err
	}
	p, err := a.place(in.standing)
	if err != nil {
		return nil, err
	}
	var out *completeAnswer
	a.written.With(p, func(found []*model.Stand) {
		if len(found) > 0 {
			out = a.complete(found[0], in.Text, in.Offset)
		}
	})
	if out == nil {
		return nil, noExpression(in.standing)
	}
	return out, nil
}

func (a *asker) complete(s *model.Stand, text string, offset int) *completeAnswer {
	caret := runesBefore(text, offset)
	signs := 0
	if s.Value && strings.HasPrefix(text, "=") {
		text, caret, signs = text[1:], max(0, caret-1), 1
	}
	var done rule.Completion
	if s.Text {
		done = rule.CompleteText(text, caret, s.Env, s.Known())
	} else {
		done = rule.Complete(text, caret, s.Want, s.Env, s.Known())
	}
	w := a.wordsUnder(s.Model)
	out := &completeAnswer{From: unitsBefore(text, done.From) + signs, To: unitsBefore(text, done.To) + signs, Items: []completionItem{}}
	for _, item := range done.Items {
		out.Items = append(out.Items, w.completion(s, item))
	}
	return out
}

// completion is a suggestion in words.
func (w *words) completion(s *model.Stand, item rule.Suggestion) completionItem {
	out := completionItem{Label: item.Label, Insert: item.Insert, Kind: item.Kind, Type: w.typeText(item.Type)}
	switch item.Kind {
	case rule.SuggestField:
		if f := w.m.Field(item.Cell.Type, item.Cell.Field); f != nil {
			out.Title, out.Doc = w.field(f), w.fieldAbout(f)
		} else {
			out.Title, out.Doc = w.name(s, item.Label)
		}
	case rule.SuggestFunction:
		out.Title, out.Doc = item.Doc.Signature, w.aboutFunction(*item.Doc)
		if item.Key != "" {
			out.Title, out.Doc = s.RuleTitle(item.Key), item.Doc.Signature
		}
	case rule.SuggestRole:
		out.Title = w.role(item.Key)
	case rule.SuggestType:
		if t := w.m.TypeByKey(item.Key); t != nil {
			out.Title, out.Doc = w.typ(t), w.about(t)
		}
	case rule.SuggestRegister:
		if r := w.m.Register(item.Key); r != nil {
			out.Title = r.Title
		}
	case rule.SuggestValue, rule.SuggestState:
		out.Title = w.choice(item.Cell, item.Label)
	}
	return out
}

// aboutFunction is what is told of a function.
func (w *words) aboutFunction(f rule.FunctionDoc) string {
	if w.lang == "en" {
		return f.En
	}
	return f.Ru
}

// name tells of a name that is no field: of a setting, of what the place offers.
func (w *words) name(s *model.Stand, name string) (title, about string) {
	for _, setting := range w.m.SettingsOf(s.Env.Pack) {
		if setting.Name == name && s.Env.Vars[name].Kind == rule.KindNone {
			return w.setting(setting), w.settingAbout(setting)
		}
	}
	title, _ = w.builtin.text(w.lang, "rules.name_"+name, nil)
	return title, ""
}

// choice is the title of a value by the field that holds it.
func (w *words) choice(cell rule.Cell, key string) string {
	f := w.m.Field(cell.Type, cell.Field)
	if f == nil {
		return ""
	}
	for _, e := range f.Enum {
		if e.Key == key {
			return w.option(f, e)
		}
	}
	return ""
}

type functionOut struct {
	Name      string       `json:"name"`
	Signature string       `json:"signature"`
	Doc       string       `json:"doc"`
	Places    []rule.Place `json:"places"`
}

// getFunctions lists every function of the language.
func getFunctions(a *asker) (answer, error) {
	if err := a.designer(designsReading); err != nil {
		return nil, err
	}
	items := []functionOut{}
	w := &words{lang: a.lang, builtin: a.server.words}
	for _, f := range rule.Functions() {
		items = append(items, functionOut{f.Name, f.Signature, w.aboutFunction(f), f.Places})
	}
	return map[string]any{"items": items}, nil
}
