package flow

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"kontora/internal/model"
	"kontora/internal/money"
	"kontora/internal/rule"

	"github.com/shopspring/decimal"
)

// say writes a value into a message as a person reads it. Choices are told by
// their titles in the type that the message is about.
func (s *session) say(v any, typ rule.Type, about *model.Type, e *eyes) string {
	switch x := v.(type) {
	case nil:
		return ""
	case bool:
		return map[bool]string{true: "да", false: "нет"}[x]
	case string:
		return choiceTitle(about, typ.Enum, x)
	case rule.Record:
		return s.title(x.Reference(), e)
	case rule.Reference:
		return s.title(x, e)
	case []any:
		return s.sayAll(x, typ, about, e)
	}
	return Plain(v, s.zone())
}

// Plain writes a value that means the same to everybody: an amount, a number, a
// day, an instant.
func Plain(v any, zone *time.Location) string {
	switch x := v.(type) {
	case money.Amount:
		return strings.TrimSuffix(grouped(x.Text())+"\u00a0"+x.Currency, "\u00a0")
	case decimal.Decimal:
		return grouped(x.String())
	case rule.Date:
		return fmt.Sprintf("%02d.%02d.%04d", x.Day, int(x.Month), x.Year)
	case time.Time:
		return x.In(zone).Format("02.01.2006 15:04")
	}
	return fmt.Sprint(model.JSONValue(v))
}

func (s *session) sayAll(items []any, typ rule.Type, about *model.Type, e *eyes) string {
	one := rule.Type{}
	if typ.Elem != nil {
		one = *typ.Elem
	}
	var said []string
	for _, item := range items {
		if text := s.say(item, one, about, e); text != "" {
			said = append(said, text)
		}
	}
	return strings.Join(said, ", ")
}

// choiceTitle finds the title of a choice by the choices it is one of.
func choiceTitle(t *model.Type, choices []string, key string) string {
	if t == nil || len(choices) == 0 {
		return key
	}
	for _, f := range t.Fields {
		if f.Kind != model.Enum || !slices.EqualFunc(f.Enum, choices, func(e model.EnumValue, k string) bool { return e.Key == k }) {
			continue
		}
		for _, e := range f.Enum {
			if e.Key == key {
				return e.Title
			}
		}
	}
	return key
}

// grouped writes "1842500.00" as "1 842 500,00" with no-break spaces.
func grouped(text string) string {
	whole, frac := text, ""
	if i := strings.IndexByte(text, '.'); i >= 0 {
		whole, frac = text[:i], ","+text[i+1:]
	}
	sign := ""
	if strings.HasPrefix(whole, "-") {
		sign, whole = "−", whole[1:]
	}
	out := ""
	for i, c := range whole {
		if i > 0 && (len(whole)-i)%3 == 0 {
			out += "\u00a0"
		}
		out += string(c)
	}
	return sign + out + frac
}

// nameCost is what the name of a record costs a text that shows it.
const nameCost = 20

// title names a record in a message; a reader who may not know of it reads
// nothing.
func (s *session) title(ref rule.Reference, e *eyes) string {
	if s.meter.Spend(nameCost) != nil {
		return ""
	}
	r, err := s.follow(ref)
	if err != nil || r == nil || !e.knows(r) {
		return ""
	}
	return s.titleFor(r, e)
}

func (s *session) titleOf(r *Record) string { return s.titleFor(r, nil) }

// MaxNaming bounds titles that name other records by their titles: those may
// come round in a circle. Beyond it stand ids.
const MaxNaming = 3

func (s *session) titleFor(r *Record, e *eyes) string {
	if r.Type.Display == nil || s.naming >= MaxNaming {
		return r.Id
	}
	s.naming++
	text := s.write(r.Type.Display, r, nil, nil, e)
	s.naming--
	if text == "" {
		return r.Id
	}
	return text
}

// Title names a record as links and pickers do.
func Title(m *model.Model, snap Snapshot, r *Record) string {
	return newSession(m, snap, Actor{System: true}, noTime).titleOf(r)
}
