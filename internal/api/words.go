package api

import (
	"strconv"
	"strings"
	"sync"

	"kontora/internal/model"
)

// words is the configuration in one language. Russian is the source; another
// language is a text by path in i18n/<lang>.json of the pack, and what is not
// translated stays Russian.
type words struct {
	m       *model.Model
	lang    string
	builtin *catalogue
	texts   map[string]string
	once    sync.Once
	titles  map[string]string // Russian title → text, for titles inside messages
}

// wordsOf gives the words of the active model.
func (s *server) wordsOf(lang string) *words {
	w := &words{m: s.e.Model(), lang: lang, builtin: s.words}
	if w.m != nil {
		w.texts = w.m.I18n[lang]
	}
	return w
}

func (a *asker) words() *words {
	if a.drafted != nil {
		return a.wordsUnder(a.model)
	}
	return a.wordsOf(a.lang)
}

func (w *words) isSource() bool { return w.lang == "ru" || w.m == nil }

// first finds the text of the first path that has one.
func (w *words) first(source string, paths ...string) string {
	if !w.isSource() {
		for _, p := range paths {
			if text, ok := w.texts[p]; ok && text != "" {
				return text
			}
		}
	}
	return source
}

// inType finds a text at a path within a type or one of those it extends; the
// nearest declaration wins.
func (w *words) inType(t *model.Type, source, path string) string {
	if w.isSource() {
		return source
	}
	if t.Owner != nil {
		return w.inType(t.Owner, source, "data.properties."+t.OwnerField.Key+".items."+path[len("data."):])
	}
	paths := []string{place(t.Key) + path}
	for _, base := range t.Bases { // near ones first
		paths = append(paths, place(base)+path)
	}
	return w.first(source, paths...)
}

// place is where texts of a type begin: "base/user" → "base/types.user.".
func place(key string) string {
	for i := range key {
		if key[i] == '/' {
			return key[:i] + "/types." + key[i+1:] + "."
		}
	}
	return key + "."
}

func (w *words) typ(t *model.Type) string    { return w.inType(t, t.Title, "title") }
func (w *words) plural(t *model.Type) string { return w.inType(t, t.Plural, "plural") }
func (w *words) about(t *model.Type) string  { return w.inType(t, t.About, "description") }

func (w *words) field(f *model.Field) string {
	if f.Engine {
		if text, ok := w.builtin.text(w.lang, "builtin."+f.Key, nil); ok {
			return text
		}
		return f.Title
	}
	return w.inType(f.Type, f.Title, "data.properties."+f.Key+".title")
}

func (w *words) fieldAbout(f *model.Field) string {
	return w.inType(f.Type, f.About, "data.properties."+f.Key+".description")
}

func (w *words) option(f *model.Field, e model.EnumValue) string {
	if f.Engine && f.Type.Lifecycle != nil {
		if s := f.Type.Lifecycle.State(e.Key); s != nil {
			return w.state(f.Type, s)
		}
	}
	return w.inType(f.Type, e.Title, "data.properties."+f.Key+".x-labels."+e.Key)
}

func (w *words) state(t *model.Type, s *model.State) string {
	long := w.inType(t, s.Title, "lifecycle.states."+s.Key+".title")
	if long != s.Title {
		return long
	}
	return w.inType(t, s.Title, "lifecycle.states."+s.Key)
}

func (w *words) transition(tr *model.Transition) string {
	return w.inType(tr.Type, tr.Title, "lifecycle.transitions."+tr.Key+".title")
}

func (w *words) print(t *model.Type, p *model.Print) string {
	return w.inType(t, p.Title, "prints."+p.Key+".title")
}

func (w *words) transitionAbout(tr *model.Transition) string {
	return w.inType(tr.Type, tr.About, "lifecycle.transitions."+tr.Key+".description")
}

// templates are the ready reasons of a transition.
func (w *words) templates(tr *model.Transition, written []string) []string {
	out := make([]string, len(written))
	for i, text := range written {
		out[i] = w.inType(tr.Type, text, "lifecycle.transitions."+tr.Key+".reason.templates["+strconv.Itoa(i)+"]")
	}
	return out
}

func (w *words) section(t *model.Type, s *model.Section) string {
	return w.inType(t, s.Title, "sections."+s.Key+".title")
}

func (w *words) exchange(t *model.Type, x *model.Exchange) string {
	return w.inType(t, x.Title, "exchange."+x.Key+".title")
}

func (w *words) list(t *model.Type, l *model.List) string {
	return w.inType(t, l.Title, "views."+l.Key+".title")
}

func (w *words) metric(t *model.Type, m *model.Metric) string {
	return w.inType(t, m.Title, "metrics."+m.Key+".title")
}

func (w *words) pack(p *model.Pack) string { return w.first(p.Title, p.Key+"/pack.title") }

func (w *words) menu(p *model.Pack, g *model.Menu) string {
	return w.first(g.Title, p.Key+"/pack.menu."+g.Key+".title")
}

func (w *words) setting(s *model.Setting) string {
	return w.first(s.Title, s.Pack+"/settings."+s.Name+".title")
}

func (w *words) settingAbout(s *model.Setting) string {
	return w.first(s.About, s.Pack+"/settings."+s.Name+".description")
}

func (w *words) role(key string) string {
	r := w.m.Roles[key]
	if r == nil {
		return key
	}
	for i := range key {
		if key[i] == '/' {
			return w.first(r.Title, key[:i]+"/pack.roles."+key[i+1:]+".title")
		}
	}
	return r.Title
}

// titled translates a title that stands inside a message.
func (w *words) titled(title string) string {
	w.once.Do(w.index)
	if text, ok := w.titles[title]; ok {
		return text
	}
	return title
}

// index gathers what is translated; the same title translated twice keeps its
// first translation.
func (w *words) index() {
	w.titles = map[string]string{}
	add := func(title, text string) {
		if _, known := w.titles[title]; !known && text != title {
			w.titles[title] = text
		}
	}
	for _, t := range w.m.Types {
		add(t.Title, w.typ(t))
		for _, f := range t.Fields {
			add(f.Title, w.field(f))
		}
		if t.Lifecycle == nil {
			continue
		}
		for _, s := range t.Lifecycle.States {
			add(s.Title, w.state(t, s))
		}
		for _, tr := range t.Lifecycle.Transitions {
			add(tr.Title, w.transition(tr))
		}
	}
}

// step is the title of a step of a route; of one that was added in a round, that
// of the step beside which it stands.
func (w *words) step(t *model.Type, d *model.Approval, key string) string {
	s := stepBehind(d, key)
	if s == nil {
		return key
	}
	return w.inType(t, s.Title, "approvals."+d.Key+".steps."+s.Key+".title")
}

// outcome is the title of an answer that a step declares.
func (w *words) outcome(t *model.Type, d *model.Approval, step, key string) string {
	s := stepBehind(d, step)
	if s == nil || s.Outcome(key) == nil {
		return key
	}
	return w.inType(t, s.Outcome(key).Title, outcomePlace(d, s, key)+".title")
}

// given tells that such an answer was given.
func (w *words) given(t *model.Type, d *model.Approval, step, key string) string {
	s := stepBehind(d, step)
	if s == nil || s.Outcome(key) == nil {
		return key
	}
	return w.inType(t, s.Outcome(key).Done, outcomePlace(d, s, key)+".done")
}

func outcomePlace(d *model.Approval, s *model.Step, key string) string {
	return "approvals." + d.Key + ".steps." + s.Key + ".outcomes." + key
}

// stepBehind is the declared step by which one of a round goes; nil for none.
func stepBehind(d *model.Approval, key string) *model.Step {
	if s := d.Step(key); s != nil {
		return s
	}
	if i := strings.LastIndexByte(key, '_'); i > 0 {
		return d.Step(key[:i])
	}
	return nil
}

// fact is the title of a declaration that keeps something beside records: of
// timers.remind, approvals.main.
func (w *words) fact(t *model.Type, kind, key string) string {
	for _, f := range t.Facts.All() {
		if f.Kind() == kind && f.Named().Key == key {
			return w.inType(t, f.Named().Title, f.Section()+"."+key+".title")
		}
	}
	return key
}
