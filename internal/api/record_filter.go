package api

import (
	"time"

	"kontora/internal/fault"
	"kontora/internal/model"
	"kontora/internal/rule"
	"kontora/internal/store"
)

// pocketFilter compiles a filter in PocketBase's syntax: it is written anew in
// the language of conditions, over the same rows and cells.
func (a *asker) pocketFilter(t *model.Type, src string) (store.Filter, error) {
	w := &pocketWriter{m: a.model, t: t, src: src, reads: a.everReads, now: a.now, zone: a.e.Zone()}
	r, err := w.compile()
	if err != nil {
		return nil, err
	}
	scope, err := a.scope()
	if err != nil {
		return nil, err
	}
	return condition{rule: r, scope: scope, asked: true, source: src}, nil
}

// pocketWriter writes one filter anew.
type pocketWriter struct {
	m     *model.Model
	t     *model.Type
	src   string
	reads func(*model.Field) (bool, error) // whether the asker ever sees a field
	now   time.Time
	zone  *time.Location

	out   []rune
	parts []writtenPart
}

// writtenPart says which comparison of the source a part of the output is.
type writtenPart struct {
	upTo int
	node pocketNode
}

func (w *pocketWriter) compile() (*rule.Rule, error) {
	nodes, err := parsePocket(w.src)
	if err != nil {
		return nil, err
	}
	if err := w.group(nodes); err != nil {
		return nil, err
	}
	r, issues := w.m.CompileTranslated(w.t, string(w.out))
	if len(issues) == 0 {
		return r, nil
	}
	for _, p := range w.parts { // the place of an issue is in our text, not in theirs
		if issues[0].Offset < p.upTo {
			return nil, w.wrongAt(p.node, issues[0].Code)
		}
	}
	return nil, filterWrong(w.src, 0, len([]rune(w.src)), issues[0].Code)
}

func (w *pocketWriter) wrongAt(n pocketNode, reason string) *fault.Fault {
	return filterWrong(w.src, n.from, n.to-n.from, reason)
}

func (w *pocketWriter) wrong(o pocketOperand, reason string) *fault.Fault {
	return filterWrong(w.src, o.from, o.to-o.from, reason)
}

func (w *pocketWriter) write(text string) { w.out = append(w.out, []rune(text)...) }

// group writes joined nodes: && binds closer than ||.
func (w *pocketWriter) group(nodes []pocketNode) error {
	var alternatives [][]pocketNode
	for i, n := range nodes {
		if i == 0 || n.isOr {
			alternatives = append(alternatives, nil)
		}
		last := len(alternatives) - 1
		alternatives[last] = append(alternatives[last], n)
	}
	return halves(w, alternatives, " or ", func(all []pocketNode) error { return halves(w, all, " and ", w.node) })
}

// halves joins items as a balanced tree: a long chain would nest too deeply.
func halves[T any](w *pocketWriter, items []T, join string, write func(T) error) error {
	if len(items) == 1 {
		return write(items[0])
	}
	w.write("(")
	if err := halves(w, items[:len(items)/2], join, write); err != nil {
		return err
	}
	w.write(join)
	if err := halves(w, items[len(items)/2:], join, write); err != nil {
		return err
	}
	w.write(")")
	return nil
}

func (w *pocketWriter) node(n pocketNode) error {
	if n.group != nil {
		return w.group(n.group)
	}
	text, err := w.comparison(n)
	if err != nil {
		return err
	}
	w.write("(" + text + ")")
	w.parts = append(w.parts, writtenPart{len(w.out), n})
	return nil
}
