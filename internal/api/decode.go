package api

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"reflect"
	"strings"

	"kontora/internal/fault"
	"kontora/internal/spec"

	"github.com/pocketbase/pocketbase/tools/router"
)

// decode reads one JSON value, numbers kept as json.Number. An empty body is an
// empty value. What v has no place for is refused: whoever misspells a key would
// be answered as if it had been done.
func decode(r io.Reader, v any) error {
	data, err := io.ReadAll(r)
	if err != nil {
		return notJSON(err)
	}
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	d.DisallowUnknownFields()
	err = d.Decode(v)
	switch {
	case errors.Is(err, io.EOF):
		return nil
	case err != nil:
		return wrongBody(err, v)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return fault.New(fault.Invalid, "json_goes_on", nil)
	}
	return withoutNul(data)
}

// notJSON tells where reading stopped, without Go's words.
func notJSON(err error) *fault.Fault {
	var syntax *json.SyntaxError
	var wrong *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax):
		return fault.New(fault.Invalid, "not_json", fault.Params{"at": syntax.Offset})
	case errors.As(err, &wrong) && wrong.Field != "":
		return fault.New(fault.Invalid, "json_of_other_kind", fault.Params{"name": wrong.Field, "kind": jsonKind(wrong.Type)}).At(wrong.Field)
	case errors.As(err, &wrong):
		return fault.New(fault.Invalid, "not_json_object", nil)
	}
	return fault.New(fault.Invalid, "json_cut_short", nil)
}

func wrongBody(err error, v any) error {
	var tooBig *router.ApiError
	if errors.As(err, &tooBig) {
		return err
	}
	if name, isKey := strings.CutPrefix(err.Error(), "json: unknown field "); isKey {
		return unknownKey(strings.Trim(name, `"`), jsonKeys(v))
	}
	return notJSON(err)
}

func unknownKey(name string, known []string) *fault.Fault {
	params := fault.Params{"name": name}
	if near := spec.Nearest(name, known); near != "" {
		params["near"] = near
		return fault.New(fault.Invalid, "unknown_key_near", params).At(name)
	}
	params["known"] = strings.Join(known, ", ")
	return fault.New(fault.Invalid, "unknown_key", params).At(name)
}

// jsonKeys lists the keys that a struct is read from, with those of structs
// embedded in it.
func jsonKeys(v any) []string { return keysOfStruct(reflect.TypeOf(v)) }

func keysOfStruct(t reflect.Type) []string {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if t.Kind() != reflect.Struct {
		return nil
	}
	var keys []string
	for i := range t.NumField() {
		f := t.Field(i)
		key, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		switch {
		case f.Anonymous && key == "":
			keys = append(keys, keysOfStruct(f.Type)...)
		case key != "" && key != "-":
			keys = append(keys, key)
		}
	}
	return keys
}

// jsonKind names what was expected as JSON calls it.
func jsonKind(t reflect.Type) string {
	switch t.Kind() {
	case reflect.Bool:
		return "true, false"
	case reflect.String:
		return "string"
	case reflect.Slice, reflect.Array:
		return "array"
	case reflect.Map, reflect.Struct:
		return "object"
	case reflect.Int, reflect.Int64, reflect.Float64:
		return "number"
	}
	return t.Kind().String()
}

// withoutNul refuses the one character that no text has and databases end at.
func withoutNul(data []byte) error {
	if !bytes.Contains(data, []byte(`\u0000`)) {
		return nil
	}
	d := json.NewDecoder(bytes.NewReader(data))
	for {
		token, err := d.Token()
		if err != nil {
			return nil // the end: it was read before
		}
		if s, ok := token.(string); ok && strings.ContainsRune(s, 0) {
			return fault.New(fault.Invalid, "text_with_nul", nil)
		}
	}
}
