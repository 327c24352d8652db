package api

import (
	"fmt"
	"strings"

	"kontora/internal/fault"
	"kontora/internal/model"
	"kontora/internal/store"

	"github.com/ganigeorgiev/fexpr"
)

// pocketFilter compiles a filter in PocketBase's syntax: it is written anew in
// the language of conditions, over the same rows and cells.
func (a *asker) pocketFilter(t *model.Type, src string) (store.Filter, error) {
	groups, err := fexpr.Parse(src)
	if err != nil {
		return nil, filterWrong(src, 0, len([]rune(src)), err.Error())
	}
	w := &pocketWriter{a: a, t: t, src: src}
	text, err := w.groups(groups)
	if err != nil {
		return nil, err
	}
	c, err := a.condition(t, text)
	if f, ok := fault.As(err); ok { // its place is in our text, not in theirs
		part, _ := f.Params["part"].(string)
		return nil, w.wrong(strings.TrimPrefix(part, "it."), fmt.Sprint(f.Params["reason"]))
	}
	return c, err
}

// pocketWriter writes one filter anew.
type pocketWriter struct {
	a   *asker
	t   *model.Type
	src string
}

// wrong names the place of a mistake by the first occurrence of the part.
func (w *pocketWriter) wrong(part, reason string) *fault.Fault {
	at := strings.Index(w.src, part)
	if at < 0 || part == "" {
		return filterWrong(w.src, 0, len([]rune(w.src)), reason)
	}
	return filterWrong(w.src, len([]rune(w.src[:at])), len([]rune(part)), reason)
}

func (w *pocketWriter) groups(groups []fexpr.ExprGroup) (string, error) {
	var b strings.Builder
	for i, g := range groups {
		var part string
		var err error
		switch item := g.Item.(type) {
		case fexpr.Expr:
			part, err = w.comparison(item)
		case []fexpr.ExprGroup:
			part, err = w.groups(item)
		case fexpr.ExprGroup:
			part, err = w.groups([]fexpr.ExprGroup{item})
		default:
			err = w.wrong("", "unsupported")
		}
		if err != nil {
			return "", err
		}
		switch {
		case i == 0:
		case g.Join == fexpr.JoinOr:
			b.WriteString(" or ")
		default:
			b.WriteString(" and ")
		}
		b.WriteString("(" + part + ")")
	}
	return b.String(), nil
}

// operators that mean the same in both languages.
var operators = map[fexpr.SignOp]string{
	fexpr.SignEq: "==", fexpr.SignNeq: "!=", fexpr.SignLt: "<", fexpr.SignLte: "<=", fexpr.SignGt: ">", fexpr.SignGte: ">=",
}

func (w *pocketWriter) comparison(e fexpr.Expr) (string, error) {
	f := w.fieldOf(e.Left)
	if f == nil {
		f = w.fieldOf(e.Right)
	}
	if f != nil && f.Many {
		return "", w.wrong(e.Left.Literal, "unsupported")
	}
	empty := isEmptyText(e.Left) || isEmptyText(e.Right)
	l, err := w.operand(e.Left, f, empty)
	if err != nil {
		return "", err
	}
	if e.Op == fexpr.SignLike || e.Op == fexpr.SignNlike {
		return w.like(e, l, f)
	}
	r, err := w.operand(e.Right, f, empty)
	if err != nil {
		return "", err
	}
	op, ok := operators[e.Op]
	if !ok { // ?= and the like: any of several
		return "", w.wrong(string(e.Op), "unsupported")
	}
	return l + " " + op + " " + r, nil
}

// like is "contains"; % at one end only means beginning or end. Letter case
// counts, as everywhere in conditions.
func (w *pocketWriter) like(e fexpr.Expr, left string, f *model.Field) (string, error) {
	if e.Right.Type != fexpr.TokenText || f == nil || w.fieldOf(e.Left) == nil {
		return "", w.wrong(e.Right.Literal, "unsupported")
	}
	text := e.Right.Literal
	starts, ends := strings.HasPrefix(text, "%"), strings.HasSuffix(text, "%")
	text = strings.Trim(text, "%")
	if strings.Contains(text, "%") {
		return "", w.wrong(e.Right.Literal, "unsupported")
	}
	test := "contains"
	switch {
	case starts && !ends:
		test = "endsWith"
	case ends && !starts:
		test = "startsWith"
	}
	out := left + " " + test + " " + quoted(text)
	if e.Op == fexpr.SignNlike {
		return left + " == nil or not (" + out + ")", nil
	}
	return out, nil
}

func isEmptyText(t fexpr.Token) bool { return t.Type == fexpr.TokenText && t.Literal == "" }

// fieldOf finds the field that an operand names; nil for a literal, an id or a
// path whose end is not known.
func (w *pocketWriter) fieldOf(t fexpr.Token) *model.Field {
	if t.Type != fexpr.TokenIdentifier {
		return nil
	}
	at := w.t
	names := strings.Split(t.Literal, ".")
	for i, name := range names {
		f := at.Field(name)
		if f == nil || i == len(names)-1 {
			return f
		}
		if at = w.a.model.TypeByKey(f.Target); f.Kind != model.Ref || at == nil {
			return nil
		}
	}
	return nil
}
