package store

import (
	"encoding/json"
	"errors"
	"fmt"

	"kontora/internal/fault"
	"kontora/internal/flow"
	"kontora/internal/model"
	"kontora/internal/rule"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/filesystem"
	"github.com/pocketbase/pocketbase/tools/types"
)

// FromPB reads a PocketBase record into canonical values, without its rows.
// Input that is no value of its field comes back as one fault that names all
// such fields, beside the record with all the others.
func FromPB(rec *core.Record, t *model.Type) (*flow.Record, error) {
	out := &flow.Record{Type: t, Id: rec.Id, Values: map[string]any{}, Rows: map[string][]*flow.Record{}}
	var bad []*fault.Fault
	for _, f := range stored(t) {
		v, err := valueOf(rec, f)
		if err != nil {
			bad = append(bad, misread(f, err))
			continue
		}
		if v != nil {
			out.Values[f.Key] = v
		}
	}
	if len(bad) > 0 {
		return out, fault.Join(bad)
	}
	return out, nil
}

// misread says what is wrong with a value in the words of its kind.
func misread(f *model.Field, err error) *fault.Fault {
	var u unreadable
	if errors.As(err, &u) {
		if _, wrong := f.Parse(u.input); wrong != nil {
			return wrong
		}
	}
	return fault.New(fault.Invalid, "value_unreadable", fault.Params{"reason": err.Error()}).At(f.Key)
}

// ValueOf reads one field of a PocketBase record into its canonical value.
func ValueOf(rec *core.Record, f *model.Field) (any, error) { return valueOf(rec, f) }

func valueOf(rec *core.Record, f *model.Field) (any, error) {
	raw := rec.GetRaw(f.Key)
	if u, bad := raw.(unreadable); bad {
		return nil, u
	}
	switch f.Kind {
	case model.Money:
		column, ok := rec.Collection().Fields.GetByName(f.Key).(*MoneyField)
		if !ok {
			return nil, fmt.Errorf("column %s is not synchronised", f.Key)
		}
		amount, ok, err := column.amount(rec)
		if !ok || err != nil {
			return nil, err
		}
		return amount, nil
	case model.File:
		return attachments(f, raw), nil
	case model.Integer, model.Decimal, model.Bool:
		return decodeRaw(f, raw)
	}
	switch v := raw.(type) {
	case []string:
		if len(v) == 0 {
			return nil, nil
		}
		list := make([]any, len(v))
		for i, w := range v {
			list[i] = decodeWord(f, w)
		}
		return list, nil
	case types.JSONRaw:
		return decode(f, v.String(), "")
	case types.DateTime:
		if v.IsZero() {
			return nil, nil
		}
		return v.Time().UTC(), nil
	}
	return decode(f, raw, "")
}

// decodeRaw reads what the own number and flag columns keep in memory.
func decodeRaw(f *model.Field, raw any) (any, error) {
	switch v := raw.(type) {
	case bool:
		return v, nil
	case int64, nil:
		return decode(f, v, "")
	}
	return raw, nil // a decimal already
}

func attachments(f *model.Field, raw any) any {
	var found []any
	add := func(v any) {
		switch x := v.(type) {
		case string:
			if x != "" {
				found = append(found, decodeWord(f, x))
			}
		case *filesystem.File:
			found = append(found, rule.Attachment{Name: x.Name, Size: x.Size})
		}
	}
	switch list := raw.(type) {
	case []string:
		for _, v := range list {
			add(v)
		}
	case []any:
		for _, v := range list {
			add(v)
		}
	case []*filesystem.File:
		for _, v := range list {
			add(v)
		}
	default:
		add(raw)
	}
	switch {
	case len(found) == 0:
		return nil
	case f.Many:
		return found
	}
	return found[len(found)-1]
}

// Fill puts a decided record into the PocketBase record that is about to be
// saved, with the number and the configuration revision that only the store
// knows. Files just uploaded stay what they are.
func Fill(tx core.App, rec *core.Record, after *flow.Record, config int64) error {
	if rec.IsNew() {
		rec.Id = after.Id
		n, err := next(tx, colN, 1)
		if err != nil {
			return fmt.Errorf("number a record: %w", err)
		}
		rec.Set(colN, n)
		rec.Set(colConfig, config) // open records finish by the rules they were made under, unless they are migrated
		if rec.Collection().IsAuth() && rec.GetString("password:hash") == "" {
			rec.SetRaw(core.FieldNamePassword, unsetPassword()) // nor has a hash to be computed
			rec.RefreshTokenKey()
		}
	}
	for _, f := range stored(after.Type) {
		if err := put(rec, f, after.Values[f.Key]); err != nil {
			return fmt.Errorf("field %s: %w", f.Key, err)
		}
	}
	return nil
}

func put(rec *core.Record, f *model.Field, v any) error {
	switch rec.Collection().Fields.GetByName(f.Key).(type) {
	case *core.FileField:
		rec.Set(f.Key, withUploads(rec, f, v))
	case *core.RelationField:
		rec.Set(f.Key, ids(v))
	case *core.JSONField:
		data, err := encode(f, v)
		if err != nil {
			return err
		}
		if data == nil {
			data = "null"
		}
		rec.Set(f.Key, types.JSONRaw(data.(string)))
	case *core.TextField, *core.EmailField:
		word, err := encode(f, v)
		if err != nil {
			return err
		}
		rec.Set(f.Key, word)
	case *core.BoolField:
		rec.Set(f.Key, v == true)
	case nil:
		return fmt.Errorf("no such column: the collection is not synchronised")
	default:
		rec.Set(f.Key, v) // own column types read canonical values
	}
	return nil
}

func ids(v any) []string {
	list, ok := v.([]any)
	if !ok {
		list = []any{v}
	}
	found := []string{}
	for _, item := range list {
		if ref, ok := item.(rule.Reference); ok {
			found = append(found, ref.Id)
		}
	}
	return found
}

// withUploads keeps the uploaded file where the decided record names it.
func withUploads(rec *core.Record, f *model.Field, v any) any {
	uploads := map[string]*filesystem.File{}
	for _, u := range rec.GetUnsavedFiles(f.Key) {
		uploads[u.Name] = u
	}
	list, ok := v.([]any)
	if !ok {
		list = []any{v}
	}
	kept := []any{}
	for _, item := range list {
		a, ok := item.(rule.Attachment)
		if !ok {
			continue
		}
		if u := uploads[a.Name]; u != nil {
			kept = append(kept, u)
		} else {
			kept = append(kept, a.Name)
		}
	}
	if f.Many {
		return kept
	}
	if len(kept) == 0 {
		return ""
	}
	return kept[len(kept)-1]
}

// ConfigOf is the configuration revision under which a record was made.
func ConfigOf(rec *core.Record) int64 { return number(rec.GetRaw(colConfig)) }

func jsonText(v any) (string, error) {
	data, err := json.Marshal(v)
	return string(data), err
}
