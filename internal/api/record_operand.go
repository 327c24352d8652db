package api

import (
	"strconv"
	"strings"
	"time"

	"kontora/internal/model"
	"kontora/internal/money"
)

// pocketSide is one side of a comparison: a field, or what it is held against.
type pocketSide struct {
	operand pocketOperand
	field   *model.Field // nil for a literal and for what is nobody's column
	list    *model.Field // of whose elements it is asked
	from    string       // that list: it.watchers
	path    string       // the value: it.title, or of an element: .id, #
	isId    bool
	isWhole bool // names the list itself, not a field of its elements
	lower   bool
	length  bool
}

// isEmpty reports a comparison with nothing, which PocketBase writes as an
// empty text or null.
func (s pocketSide) isEmpty() bool {
	o := s.operand
	return o.kind == operandText && o.text == "" || o.kind == operandName && o.text == "null"
}

// side resolves an operand.
func (w *pocketWriter) side(o pocketOperand) (pocketSide, error) {
	s := pocketSide{operand: o}
	if o.kind != operandName || strings.HasPrefix(o.text, "@") || isPocketWord(o.text) {
		return s, nil
	}
	name, modifier, _ := strings.Cut(o.text, ":")
	s.lower, s.length, s.path = modifier == "lower", modifier == "length", "it"
	if modifier != "" && !s.lower && !s.length {
		return s, w.wrong(o, "unsupported")
	}
	if err := w.walk(&s, strings.Split(name, ".")); err != nil {
		return s, err
	}
	if s.length && !s.isWhole {
		return s, w.wrong(o, "unsupported")
	}
	return s.whole(), nil
}

// walk follows a path: fields of the record, of one record it refers to, and of
// the elements of one list.
func (w *pocketWriter) walk(s *pocketSide, names []string) error {
	at, hops := w.t, 0
	for i, name := range names {
		isLast := i == len(names)-1
		switch {
		case !isName(name) || strings.Contains(name, "_via_"): // joins and back-relations
			return w.wrong(s.operand, "unsupported")
		case isLast && (name == "id" || isDerived(at, name)):
			s.path, s.isId, s.field = s.step(name), name == "id", nil
			return nil
		case at == nil: // a field of a reference to several types, or inside JSON
			return w.wrong(s.operand, "unsupported")
		}
		f, err := w.field(at, name, s.operand)
		if err != nil {
			return err
		}
		if s.field = f; !isSeveral(f) {
			s.path = s.step(name)
		} else if i == 0 {
			s.list, s.from, s.path, s.isWhole = f, "it."+name, "#", isLast
		} else {
			return w.wrong(s.operand, "too_many_hops")
		}
		at = w.target(f)
		if f.Kind == model.Ref && !isLast && names[i+1] != "id" {
			hops++
		}
		if hops > 1 {
			return w.wrong(s.operand, "too_many_hops")
		}
	}
	return nil
}

// field finds a field. One that the asker never sees is as unknown as one that
// does not exist.
func (w *pocketWriter) field(t *model.Type, name string, o pocketOperand) (*model.Field, error) {
	f := t.Field(name)
	if f == nil {
		return nil, w.wrong(o, "unknown_field")
	}
	ever, err := w.reads(f)
	if err == nil && !ever {
		err = w.wrong(o, "unknown_field")
	}
	return f, err
}

func isDerived(t *model.Type, name string) bool {
	return t != nil && t.Lifecycle != nil && (name == "phase" || name == "open")
}

// step goes from a value to its field.
func (s pocketSide) step(name string) string {
	if s.path == "#" {
		return "." + name
	}
	return s.path + "." + name
}

// whole settles what a list is asked by: its length, references by their ids.
func (s pocketSide) whole() pocketSide {
	switch {
	case s.length:
		s.path, s.field, s.list = "len("+s.from+")", nil, nil
	case s.isWhole && s.field.Kind != model.Enum && s.field.Kind != model.Texts:
		s.path, s.isId, s.field = ".id", true, nil
	}
	return s
}

func isSeveral(f *model.Field) bool {
	return f.Many || f.Kind == model.Texts || f.Kind == model.Rows || f.Kind == model.Inverse
}

// target is the type behind a field; nil when it may be any of several.
func (w *pocketWriter) target(f *model.Field) *model.Type {
	switch f.Kind {
	case model.Rows:
		return f.RowType
	case model.Inverse:
		return f.From
	case model.Ref:
		if t := w.m.TypeByKey(f.Target); t != nil && !t.Abstract {
			return t
		}
	}
	return nil
}

func isPocketWord(name string) bool { return name == "true" || name == "false" || name == "null" }

func isName(s string) bool {
	return s != "" && strings.Trim(s, "abcdefghijklmnopqrstuvwxyz0123456789_") == ""
}

// value writes a side. f is the field of either side, which says what a literal
// is; empty says that the comparison is with nothing.
func (w *pocketWriter) value(s pocketSide, f *model.Field, empty bool) (string, error) {
	o := s.operand
	switch {
	case s.isEmpty():
		return "nil", nil
	case o.kind == operandText:
		return w.literal(o, f)
	case o.kind == operandNumber:
		return w.number(o, f)
	case o.text == "true" || o.text == "false":
		return o.text, nil
	case strings.HasPrefix(o.text, "@"):
		return w.macro(o, f)
	}
	text := s.path
	if s.field != nil && s.field.Kind == model.Ref && !empty && s.path != "#" {
		text += ".id" // PocketBase compares ids
	}
	if s.lower {
		text = "lower(" + text + ")"
	}
	return text, nil
}

func (w *pocketWriter) number(o pocketOperand, f *model.Field) (string, error) {
	d, err := money.Number(o.text)
	if err != nil {
		return "", w.wrong(o, "number_out_of_range")
	}
	if f == nil {
		return d.String(), nil
	}
	switch f.Kind {
	case model.Bool:
		return strconv.FormatBool(!d.IsZero()), nil
	case model.Integer, model.Decimal, model.Money:
		return d.String(), nil
	}
	return w.literal(o, f)
}

// literal writes a text as the field's kind wants it.
func (w *pocketWriter) literal(o pocketOperand, f *model.Field) (string, error) {
	text := o.text
	if f == nil {
		return quoted(text), nil
	}
	switch f.Kind {
	case model.Integer, model.Decimal, model.Money:
		d, err := money.Number(text)
		if err != nil {
			return "", w.wrong(o, "not_a_number")
		}
		return d.String(), nil
	case model.Bool:
		if text == "true" || text == "false" {
			return text, nil
		}
		return "", w.wrong(o, "not_yes_no")
	case model.Date:
		if len(text) > len(time.DateOnly) {
			text = text[:len(time.DateOnly)]
		}
		if _, wrong := f.Parse(text); wrong != nil {
			return "", w.wrong(o, wrong.Code)
		}
		return quoted(text), nil
	case model.Instant:
		v, wrong := f.Parse(text)
		if wrong != nil {
			if v, wrong = f.Parse(text + " 00:00:00.000Z"); wrong != nil {
				return "", w.wrong(o, wrong.Code)
			}
		}
		at, _ := v.(time.Time)
		return quoted(at.UTC().Format(time.RFC3339Nano)), nil
	}
	return quoted(text), nil
}

// quoted writes a text so that nothing in it can end it.
func quoted(text string) string { return strconv.Quote(text) }
