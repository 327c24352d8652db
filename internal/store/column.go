package store

import (
	"encoding/json"
	"fmt"
	"mime"
	"path"
	"time"

	"kontora/internal/flow"
	"kontora/internal/model"
	"kontora/internal/money"
	"kontora/internal/rule"

	"github.com/shopspring/decimal"
)

// Columns that the store itself adds to every collection of records.
const (
	colN      = "n"      // the record's number in rights, projection and search
	colConfig = "config" // configuration revision under which the record was made
	colParent = "parent" // rows: the record they belong to
	colPos    = "pos"    // rows: their order
)

// stored lists the fields that have a column, engine fields included.
func stored(t *model.Type) []*model.Field {
	var fields []*model.Field
	for _, f := range t.Fields {
		if f.Stored() && !(t.Owner != nil && f.Key == colParent) {
			fields = append(fields, f)
		}
	}
	return fields
}

// table is the SQL table of a type's collection.
func table(t *model.Type) string { return quote(t.Slug) }

// isList reports whether the column holds a JSON array.
func isList(f *model.Field) bool { return f.Many || f.Kind == model.Texts }

// decode turns what SQL gave into the canonical Go value. Empty text and empty
// lists are null: PocketBase cannot store null in its own text columns.
func decode(f *model.Field, raw any, currency string) (any, error) {
	if b, ok := raw.([]byte); ok {
		raw = string(b)
	}
	if raw == nil || raw == "" {
		return nil, nil
	}
	if isList(f) {
		return decodeList(f, text(raw))
	}
	switch f.Kind {
	case model.Integer:
		return decimal.NewFromInt(number(raw)), nil
	case model.Decimal:
		return decimal.New(number(raw), -decimalPlaces), nil
	case model.Money:
		return money.FromMinor(number(raw), currency), nil
	case model.Bool:
		return number(raw) != 0, nil
	case model.Date:
		return parseDay(text(raw))
	case model.Instant:
		return parseInstant(text(raw))
	case model.Geo:
		var point map[string]any
		err := json.Unmarshal([]byte(text(raw)), &point)
		if len(point) == 0 {
			return nil, err
		}
		return point, err
	case model.JSON:
		var v any
		return v, json.Unmarshal([]byte(text(raw)), &v)
	default:
		return decodeWord(f, text(raw)), nil
	}
}

// decodeWord reads one text, choice, reference or file.
func decodeWord(f *model.Field, word string) any {
	switch f.Kind {
	case model.Ref:
		if f.Exact {
			return rule.Reference{Type: f.Target, Id: word}
		}
		if ref, ok := parsePointer(word); ok {
			return ref
		}
		return nil
	case model.File:
		return rule.Attachment{Name: word, Type: mime.TypeByExtension(path.Ext(word))}
	default:
		return word
	}
}

func decodeList(f *model.Field, raw string) (any, error) {
	var words []string
	if err := json.Unmarshal([]byte(raw), &words); err != nil {
		return nil, fmt.Errorf("column %s: %w", f.Key, err)
	}
	var list []any
	for _, w := range words {
		if v := decodeWord(f, w); v != nil {
			list = append(list, v)
		}
	}
	if list == nil {
		return nil, nil
	}
	return list, nil
}

// encode turns a canonical value into what SQL stores.
func encode(f *model.Field, v any) (any, error) {
	if v == nil {
		return nullOf(f), nil
	}
	if isList(f) {
		list, ok := v.([]any)
		if !ok {
			return nil, fmt.Errorf("field %s: %T is not a list", f.Key, v)
		}
		words := make([]string, len(list))
		for i, item := range list {
			words[i] = encodeWord(f, item)
		}
		data, err := json.Marshal(words)
		return string(data), err
	}
	switch x := v.(type) {
	case decimal.Decimal:
		if f.Kind == model.Integer {
			return wholeNumber(x)
		}
		return scaled(x), fitsDecimal(x)
	case money.Amount:
		return x.Minor(), nil
	case bool:
		if x {
			return int64(1), nil
		}
		return int64(0), nil
	}
	switch f.Kind {
	case model.Date, model.Instant, model.Text, model.Enum, model.Number, model.Ref, model.File:
		return encodeWord(f, v), nil
	}
	data, err := json.Marshal(v)
	return string(data), err
}

// nullOf is what an empty column of this field holds: PocketBase's own text and
// relation columns are never NULL.
func nullOf(f *model.Field) any {
	switch f.Kind {
	case model.Text, model.Enum, model.Number, model.File:
		if isList(f) {
			return jsonNull(f)
		}
		return ""
	case model.Ref:
		if f.Many {
			return jsonNull(f)
		}
		if f.Exact {
			return ""
		}
	}
	return nil
}

// jsonNull is the empty list in a column of several values.
func jsonNull(f *model.Field) any {
	if f.Kind == model.File || f.Kind == model.Ref && f.Exact {
		return "[]"
	}
	return nil
}

func encodeWord(f *model.Field, v any) string {
	switch x := v.(type) {
	case string:
		return x
	case rule.Date:
		return dayText(x)
	case rule.Reference:
		if f.Exact {
			return x.Id
		}
		return pointer(x)
	case rule.Attachment:
		return x.Name
	case time.Time:
		return instantText(x)
	}
	return fmt.Sprint(v)
}

// Plain gives a value as clients see it: plain JSON by field kind, see
// ui/src/api/types.ts. Rows become arrays of objects with their id.
func Plain(f *model.Field, v any) any {
	switch x := v.(type) {
	case nil:
		return nil
	case decimal.Decimal:
		if f.Kind == model.Integer {
			return x.IntPart()
		}
		return x.String()
	case money.Amount:
		return x.Text()
	case []any:
		list := make([]any, len(x))
		for i, item := range x {
			list[i] = Plain(f, item)
		}
		return list
	case *flow.Record:
		row := map[string]any{"id": x.Id}
		for _, c := range stored(x.Type) {
			row[c.Key] = Plain(c, x.Values[c.Key])
		}
		return row
	case bool, map[string]any, json.Number, float64:
		return x
	}
	return encodeWord(f, v)
}
