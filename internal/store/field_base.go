package store

import (
	"context"
	"fmt"
	"sync"

	validation "github.com/pocketbase/ozzo-validation/v4"
	"github.com/pocketbase/pocketbase/core"
)

// RegisterFields makes the store's own column types known to PocketBase. Call
// it before the application is bootstrapped.
//
// PocketBase's own number, bool and date columns cannot be null, so "empty" and
// zero would be the same; these are nullable, typed and can be indexed.
func RegisterFields() { register() }

var register = sync.OnceFunc(func() {
	core.Fields[typeMoney] = func() core.Field { return &MoneyField{} }
	core.Fields[typeDecimal] = func() core.Field { return &DecimalField{} }
	core.Fields[typeInteger] = func() core.Field { return &IntegerField{} }
	core.Fields[typeDay] = func() core.Field { return &DayField{} }
	core.Fields[typeInstant] = func() core.Field { return &InstantField{} }
	core.Fields[typeFlag] = func() core.Field { return &FlagField{} }
	core.Fields[typePointer] = func() core.Field { return &PointerField{} }
})

// base is what all own column types share: the identity PocketBase wants.
type base struct {
	Name        string `form:"name" json:"name"`
	Id          string `form:"id" json:"id"`
	System      bool   `form:"system" json:"system"`
	Hidden      bool   `form:"hidden" json:"hidden"`
	Presentable bool   `form:"presentable" json:"presentable"`
	Help        string `form:"help" json:"help"`
}

// GetId returns the stable id.
func (b *base) GetId() string { return b.Id }

// SetId changes the stable id.
func (b *base) SetId(id string) { b.Id = id }

// GetName returns the column name.
func (b *base) GetName() string { return b.Name }

// SetName changes the column name.
func (b *base) SetName(name string) { b.Name = name }

// GetSystem reports whether the field cannot be removed.
func (b *base) GetSystem() bool { return b.System }

// SetSystem changes that.
func (b *base) SetSystem(system bool) { b.System = system }

// GetHidden reports whether API answers leave the field out.
func (b *base) GetHidden() bool { return b.Hidden }

// SetHidden changes that.
func (b *base) SetHidden(hidden bool) { b.Hidden = hidden }

// ValidateSettings checks the identity.
func (b *base) ValidateSettings(context.Context, core.App, *core.Collection) error {
	return validation.ValidateStruct(b,
		validation.Field(&b.Id, validation.By(core.DefaultFieldIdValidationRule)),
		validation.Field(&b.Name, validation.By(core.DefaultFieldNameValidationRule)),
	)
}

// unreadable stands in a record for input that is no value of the field. It is
// refused by name when the record is validated and can never be written.
type unreadable struct {
	input  any
	reason string
}

func (u unreadable) refusal() error {
	return validation.NewError("validation_invalid_value", "{{.reason}}").SetParams(map[string]any{"reason": u.reason})
}

func (u unreadable) Error() string { return fmt.Sprintf("%v: %s", u.input, u.reason) }

// refuseUnreadable is the value check that all own column types share.
func refuseUnreadable(record *core.Record, name string) error {
	if u, bad := record.GetRaw(name).(unreadable); bad {
		return u.refusal()
	}
	return nil
}

// setter makes a PocketBase setter of a strict parser: what cannot be read is
// kept as unreadable instead of becoming zero.
func setter(name string, parse func(raw any) (any, error)) core.SetterFunc {
	return func(record *core.Record, raw any) {
		record.SetRaw(name, parsed(raw, parse))
	}
}

func parsed(raw any, parse func(raw any) (any, error)) any {
	if raw == nil || raw == "" {
		return nil
	}
	if u, again := raw.(unreadable); again { // PocketBase sets values twice: what a getter gave comes back
		return u
	}
	value, err := parse(raw)
	if err != nil {
		return unreadable{raw, err.Error()}
	}
	return value
}
