package store

import (
	"context"
	"database/sql/driver"
	"fmt"
	"regexp"
	"strings"

	"kontora/internal/rule"

	"github.com/pocketbase/pocketbase/core"
)

const typePointer = "pointer"

// PointerField stores a reference to a record of any of several types as
// "pack/type/id". PocketBase's relation can point at one collection only.
type PointerField struct {
	base
}

var pointerText = regexp.MustCompile(`^[a-z0-9_]+/[a-z0-9_.]+/\w+$`)

// Type names the column type.
func (f *PointerField) Type() string { return typePointer }

// ColumnType is the SQL type.
func (f *PointerField) ColumnType(core.App) string { return "TEXT DEFAULT NULL" }

// PrepareValue reads what the database holds.
func (f *PointerField) PrepareValue(_ *core.Record, raw any) (any, error) { return textOrNil(raw), nil }

// FindSetter reads what people send.
func (f *PointerField) FindSetter(key string) core.SetterFunc {
	if key != f.Name {
		return nil
	}
	return setter(f.Name, func(raw any) (any, error) {
		switch v := raw.(type) {
		case rule.Reference:
			return pointer(v), nil
		case string:
			if pointerText.MatchString(v) {
				return v, nil
			}
		}
		return nil, fmt.Errorf("%v is not a reference such as pack/type/id", raw)
	})
}

// ValidateValue refuses what was not a reference.
func (f *PointerField) ValidateValue(_ context.Context, _ core.App, record *core.Record) error {
	return refuseUnreadable(record, f.Name)
}

// DriverValue gives the text.
func (f *PointerField) DriverValue(record *core.Record) (driver.Value, error) {
	return textForDriver(record.GetRaw(f.Name))
}

func pointer(r rule.Reference) string { return r.Type + "/" + r.Id }

// parsePointer splits "pack/type/id".
func parsePointer(text string) (rule.Reference, bool) {
	i := strings.LastIndexByte(text, '/')
	if i < 0 {
		return rule.Reference{}, false
	}
	return rule.Reference{Type: text[:i], Id: text[i+1:]}, true
}

var _ core.Field = (*PointerField)(nil)
