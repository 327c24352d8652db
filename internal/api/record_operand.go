package api

import (
	"strconv"
	"strings"
	"time"

	"kontora/internal/model"

	"github.com/ganigeorgiev/fexpr"
)

// operand writes one side of a comparison. f is the field on either side, which
// says what a literal is; empty says that the comparison is with nothing, which
// PocketBase writes as an empty text.
func (w *pocketWriter) operand(t fexpr.Token, f *model.Field, empty bool) (string, error) {
	switch t.Type {
	case fexpr.TokenNumber:
		if f != nil && f.Kind == model.Bool {
			return strconv.FormatBool(t.Literal != "0"), nil
		}
		return t.Literal, nil
	case fexpr.TokenText:
		if t.Literal == "" {
			return "nil", nil
		}
		return w.literal(t.Literal, f)
	case fexpr.TokenIdentifier:
		return w.name(t, f, empty)
	}
	return "", w.wrong(t.Literal, "unsupported") // geoDistance() and other functions
}

func (w *pocketWriter) name(t fexpr.Token, f *model.Field, empty bool) (string, error) {
	name := t.Literal
	switch name {
	case "true", "false":
		return name, nil
	case "null":
		return "nil", nil
	case "@now":
		return "now", nil
	case "@todayStart":
		if f != nil && f.Kind == model.Instant {
			return "start_of_day(today)", nil
		}
		return "today", nil
	case "@request.auth.id":
		return "me.id", nil
	}
	for _, part := range strings.Split(name, ".") {
		if !isName(part) || strings.Contains(part, "_via_") {
			return "", w.wrong(name, "unsupported") // joins, modifiers and back-relations
		}
	}
	if own := w.fieldOf(t); own != nil && own.Kind == model.Ref && !empty {
		return "it." + name + ".id", nil // PocketBase compares ids
	}
	return "it." + name, nil
}

func isName(s string) bool {
	return s != "" && strings.Trim(s, "abcdefghijklmnopqrstuvwxyz0123456789_") == ""
}

// literal writes a quoted value as the field's kind wants it.
func (w *pocketWriter) literal(text string, f *model.Field) (string, error) {
	if f == nil {
		return quoted(text), nil
	}
	switch f.Kind {
	case model.Integer, model.Decimal, model.Money:
		if _, wrong := f.Parse(text); wrong != nil {
			return "", w.wrong(text, wrong.Code)
		}
		return text, nil
	case model.Bool:
		if text == "true" || text == "false" {
			return text, nil
		}
		return "", w.wrong(text, "not_yes_no")
	case model.Date:
		if len(text) > len(time.DateOnly) {
			text = text[:len(time.DateOnly)]
		}
		if _, wrong := f.Parse(text); wrong != nil {
			return "", w.wrong(text, wrong.Code)
		}
		return quoted(text), nil
	case model.Instant:
		v, wrong := f.Parse(text)
		if wrong != nil {
			if v, wrong = f.Parse(text + " 00:00:00.000Z"); wrong != nil {
				return "", w.wrong(text, wrong.Code)
			}
		}
		at, _ := v.(time.Time)
		return quoted(at.UTC().Format(time.RFC3339Nano)), nil
	}
	return quoted(text), nil
}

// quoted writes a text so that nothing in it can end it.
func quoted(text string) string { return strconv.Quote(text) }
