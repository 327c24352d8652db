package api

import (
	"encoding/json"
	"errors"
	"io"

	"kontora/internal/fault"

	"github.com/pocketbase/pocketbase/tools/router"
)

// decode reads one JSON value, numbers kept as json.Number. An empty body is an
// empty value.
func decode(r io.Reader, v any) error {
	d := json.NewDecoder(r)
	d.UseNumber()
	err := d.Decode(v)
	if err == nil || errors.Is(err, io.EOF) {
		return nil
	}
	var tooBig *router.ApiError
	if errors.As(err, &tooBig) {
		return err
	}
	return fault.New(fault.Invalid, "not_json", fault.Params{"reason": jsonReason(err)})
}

// jsonReason says what is wrong without Go's words for types.
func jsonReason(err error) string {
	var wrong *json.UnmarshalTypeError
	if errors.As(err, &wrong) {
		return wrong.Field
	}
	return err.Error()
}
