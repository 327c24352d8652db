// Package fault is what a user may be told: a kind, a stable code, parameters
// and the field at fault. Texts in human languages live in the UI's catalogue
// and are looked up by code; the English text here is only a default.
package fault

import (
	"errors"
	"fmt"
	"sort"
	"strings"
)

// Kind says what a caller can do about a fault. The HTTP layer maps it to a
// status in one place.
type Kind string

const (
	Conflict Kind = "conflict" // somebody was faster: reload and try again
	Denied   Kind = "denied"   // this person may not do it
	Internal Kind = "internal" // our mistake; details are only in the log
	Invalid  Kind = "invalid"  // the request is wrong and can be corrected
	Limit    Kind = "limit"    // too much, too often or too big
	Missing  Kind = "missing"  // there is no such thing, or none for this person
)

// Params are the values a message names. They hold only what the asker may see.
type Params map[string]any

// Fault is one refusal. A fault about several fields carries one child each in
// Fields, so that a form can show all of them at once.
type Fault struct {
	Kind   Kind     `json:"kind"`
	Code   string   `json:"code"` // snake_case, stable: "field_required"
	Params Params   `json:"params,omitempty"`
	Field  string   `json:"field,omitempty"` // path: "lines.2.qty"
	Text   string   `json:"text,omitempty"`  // message written by the author of a configuration, already in the reader's language
	Fields []*Fault `json:"fields,omitempty"`
}

// New makes a fault of the given kind and code.
func New(kind Kind, code string, params Params) *Fault {
	return &Fault{Kind: kind, Code: code, Params: params}
}

// At returns the same fault placed on a field.
func (f *Fault) At(field string) *Fault {
	c := *f
	c.Field = field
	return &c
}

// WithText returns the same fault with a message of the configuration's author.
func (f *Fault) WithText(text string) *Fault {
	c := *f
	c.Text = text
	return &c
}

// Join gathers several faults under one; nil when there is none. A single
// fault is returned with itself as its only child, so that callers always find
// fields in the same place.
func Join(faults []*Fault) *Fault {
	if len(faults) == 0 {
		return nil
	}
	kind := faults[0].Kind
	for _, f := range faults {
		if f.Kind == Denied {
			kind = Denied
		}
	}
	return &Fault{Kind: kind, Code: "refused", Params: Params{"count": len(faults)}, Fields: faults}
}

// Error gives an English line for logs and terminals.
func (f *Fault) Error() string {
	var b strings.Builder
	if f.Field != "" {
		b.WriteString(f.Field + ": ")
	}
	b.WriteString(f.Code)
	if f.Text != "" {
		b.WriteString(" «" + f.Text + "»")
	}
	keys := make([]string, 0, len(f.Params))
	for k := range f.Params {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	for _, k := range keys {
		fmt.Fprintf(&b, " %s=%v", k, f.Params[k])
	}
	for _, c := range f.Fields {
		b.WriteString("; " + c.Error())
	}
	return b.String()
}

// As returns the fault inside err, if there is one.
func As(err error) (*Fault, bool) {
	var f *Fault
	ok := errors.As(err, &f)
	return f, ok
}

// IsKind reports whether err is a fault of that kind.
func IsKind(err error, kind Kind) bool {
	f, ok := As(err)
	return ok && f.Kind == kind
}

// With returns the same fault with others as its parts.
func (f *Fault) With(parts ...*Fault) *Fault {
	c := *f
	c.Fields = append(append([]*Fault(nil), f.Fields...), parts...)
	return &c
}
