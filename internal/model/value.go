package model

import (
	"encoding/json"
	"fmt"
	"mime"
	"net/mail"
	"net/url"
	"regexp"
	"strings"
	"time"
	"unicode/utf8"

	"kontora/internal/fault"
	"kontora/internal/money"
	"kontora/internal/rule"

	"github.com/shopspring/decimal"
)

// Parse reads a JSON value (numbers as json.Number) into the Go type of the
// field's kind. It checks the form of the value, its bounds and its choices;
// what depends on other fields is not its business. Empty text is null.
func (f *Field) Parse(v any) (any, *fault.Fault) {
	if f.Many {
		return f.parseMany(v)
	}
	value, fl := f.parseOne(v)
	if fl == nil && value != nil {
		fl = f.bounded(value)
	}
	if fl != nil {
		return nil, fl.At(f.Key)
	}
	return value, nil
}

func (f *Field) parseMany(v any) (any, *fault.Fault) {
	if v == nil || v == "" {
		return nil, nil
	}
	items, ok := v.([]any)
	if !ok {
		items = []any{v}
	}
	if f.MaxItems > 0 && len(items) > f.MaxItems {
		return nil, fault.New(fault.Invalid, "too_many_items", fault.Params{"max": f.MaxItems}).At(f.Key)
	}
	var out []any
	seen := map[any]bool{}
	for i, item := range items {
		value, fl := f.parseOne(item)
		if fl == nil && value != nil {
			fl = f.bounded(value)
		}
		if fl != nil {
			return nil, fl.At(fmt.Sprintf("%s.%d", f.Key, i))
		}
		if value == nil || f.Kind != Texts && seen[value] {
			continue
		}
		if f.Kind != Texts {
			seen[value] = true
		}
		out = append(out, value)
	}
	if len(out) == 0 {
		return nil, nil
	}
	return out, nil
}

func (f *Field) parseOne(v any) (any, *fault.Fault) {
	if v == nil {
		return nil, nil
	}
	switch f.Kind {
	case Text, Texts, Number:
		return f.parseText(v)
	case Enum:
		return f.parseEnum(v)
	case Integer, Decimal:
		return f.parseNumber(v)
	case Money:
		return f.parseMoney(v)
	case Bool:
		return parseBool(v)
	case Date:
		return parseDate(v)
	case Instant:
		return parseInstant(v)
	case Ref:
		return f.parseRef(v)
	case File:
		return parseFile(v)
	case Geo:
		return parseGeo(v)
	case JSON:
		return v, nil
	}
	return nil, fault.New(fault.Invalid, "field_not_writable", nil)
}

func wrong(code string, v any) *fault.Fault {
	return fault.New(fault.Invalid, code, fault.Params{"value": short(v)})
}

// short keeps a bad value readable in a message.
func short(v any) string {
	s := fmt.Sprint(v)
	if utf8.RuneCountInString(s) > 60 {
		s = string([]rune(s)[:60]) + "…"
	}
	return s
}

func (f *Field) parseText(v any) (any, *fault.Fault) {
	s, ok := v.(string)
	if !ok {
		if n, isNumber := v.(json.Number); isNumber {
			s, ok = n.String(), true
		}
	}
	if !ok {
		return nil, wrong("not_text", v)
	}
	if !utf8.ValidString(s) || strings.ContainsRune(s, 0) {
		return nil, wrong("not_text", "…")
	}
	if f.Format != "multiline" {
		s = strings.TrimSpace(s)
	}
	if strings.TrimSpace(s) == "" {
		return nil, nil
	}
	switch f.Format {
	case "email":
		a, err := mail.ParseAddress(s)
		if err != nil || a.Name != "" || !strings.Contains(a.Address, ".") {
			return nil, wrong("not_email", s)
		}
		s = strings.ToLower(a.Address)
	case "uri":
		u, err := url.Parse(s)
		if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
			return nil, wrong("not_link", s)
		}
	case "phone":
		p, ok := rule.NormalizePhone(s, "")
		if !ok {
			return nil, wrong("not_phone", s)
		}
		s = p
	}
	return s, nil
}

func (f *Field) parseEnum(v any) (any, *fault.Fault) {
	s, ok := v.(string)
	if !ok {
		return nil, wrong("not_choice", v)
	}
	if s == "" {
		return nil, nil
	}
	if !f.has(s) {
		return nil, wrong("not_choice", v)
	}
	return s, nil
}

func (f *Field) parseNumber(v any) (any, *fault.Fault) {
	d, ok := number(v)
	if !ok {
		if v == "" {
			return nil, nil
		}
		return nil, wrong("not_number", v)
	}
	if f.Kind == Integer && !d.IsInteger() {
		return nil, wrong("not_whole", v)
	}
	if !d.Equal(d.Truncate(int32(f.Scale))) {
		return nil, fault.New(fault.Invalid, "too_many_places", fault.Params{"places": f.Scale})
	}
	if d.Abs().GreaterThan(greatest) {
		return nil, wrong("number_too_large", v)
	}
	return d, nil
}

// greatest number that is stored: 2^53 with six places taken off.
var greatest = decimal.New(9_000_000_000, 0)

func number(v any) (decimal.Decimal, bool) {
	var text string
	switch x := v.(type) {
	case json.Number:
		text = x.String()
	case string:
		text = strings.TrimSpace(x)
	case int:
		return decimal.NewFromInt(int64(x)), true
	case int64:
		return decimal.NewFromInt(x), true
	case float64:
		return decimal.NewFromFloat(x), true
	default:
		return decimal.Zero, false
	}
	if len(text) > 40 || strings.ContainsAny(text, "eE") {
		return decimal.Zero, false
	}
	d, err := decimal.NewFromString(text)
	return d, err == nil
}

// parseMoney leaves the currency open when another field holds it: whoever
// knows the record fills it in.
func (f *Field) parseMoney(v any) (any, *fault.Fault) {
	if v == "" {
		return nil, nil
	}
	d, ok := number(v)
	if !ok {
		return nil, wrong("not_amount", v)
	}
	places := money.Digits(f.Currency)
	if f.Currency == "" {
		places = mostPlaces
	}
	if !d.Equal(d.Truncate(places)) {
		return nil, fault.New(fault.Invalid, "not_amount", fault.Params{"value": short(v), "places": places})
	}
	if d.Abs().GreaterThan(greatestMoney) {
		return nil, wrong("number_too_large", v)
	}
	return money.Amount{Value: d, Currency: f.Currency}, nil
}

// mostPlaces is how many places an amount may have whose currency is not known
// yet.
const mostPlaces = 3

func parseBool(v any) (any, *fault.Fault) {
	switch v {
	case true, "true":
		return true, nil
	case false, "false":
		return false, nil
	case "":
		return nil, nil
	}
	return nil, wrong("not_yes_no", v)
}

func parseDate(v any) (any, *fault.Fault) {
	s, ok := v.(string)
	if s == "" && ok {
		return nil, nil
	}
	d, err := rule.ParseDate(s)
	if !ok || err != nil {
		return nil, wrong("not_date", v)
	}
	return d, nil
}

// parseInstant takes RFC 3339 and PocketBase's own form, both with a zone.
func parseInstant(v any) (any, *fault.Fault) {
	s, ok := v.(string)
	if s == "" && ok {
		return nil, nil
	}
	for _, layout := range []string{time.RFC3339Nano, "2006-01-02 15:04:05.999999999Z07:00"} {
		if t, err := time.Parse(layout, s); ok && err == nil && t.Year() > 0 && t.Year() < 10000 {
			return t.UTC().Truncate(time.Millisecond), nil
		}
	}
	return nil, wrong("not_instant", v)
}

func (f *Field) parseRef(v any) (any, *fault.Fault) {
	s, ok := v.(string)
	if !ok {
		return nil, wrong("not_reference", v)
	}
	if s == "" {
		return nil, nil
	}
	if f.Exact {
		if !recordId.MatchString(s) {
			return nil, wrong("not_reference", v)
		}
		return rule.Reference{Type: f.Target, Id: s}, nil
	}
	i := strings.LastIndex(s, "/")
	if i < 0 || !recordId.MatchString(s[i+1:]) {
		return nil, wrong("not_reference", v)
	}
	return rule.Reference{Type: s[:i], Id: s[i+1:]}, nil
}

var recordId = regexp.MustCompile(`^[a-z0-9]{15}$`)

// parseFile keeps a name of a stored file; uploads arrive as rule.Attachment.
func parseFile(v any) (any, *fault.Fault) {
	switch x := v.(type) {
	case rule.Attachment:
		return x, nil
	case string:
		if x == "" {
			return nil, nil
		}
		return rule.Attachment{Name: x, Type: mime.TypeByExtension(ext(x))}, nil
	}
	return nil, wrong("not_file", v)
}

func ext(name string) string {
	if i := strings.LastIndexByte(name, '.'); i >= 0 {
		return name[i:]
	}
	return ""
}

func parseGeo(v any) (any, *fault.Fault) {
	m, ok := v.(map[string]any)
	if !ok {
		return nil, wrong("not_place", v)
	}
	lon, ok1 := number(m["lon"])
	lat, ok2 := number(m["lat"])
	if !ok1 || !ok2 || lon.Abs().GreaterThan(decimal.New(180, 0)) || lat.Abs().GreaterThan(decimal.New(90, 0)) {
		return nil, wrong("not_place", v)
	}
	return map[string]any{"lon": lon.InexactFloat64(), "lat": lat.InexactFloat64()}, nil
}
