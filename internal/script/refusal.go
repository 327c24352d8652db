package script

import (
	"errors"
	"fmt"

	"kontora/internal/fault"

	"github.com/dop251/goja"
	"github.com/pocketbase/pocketbase/tools/router"
)

// refusal turns what a handler has thrown into what the person is told. A fault
// of a command that the handler gave stays what it is.
func refusal(h *handler, err error) error {
	if f, ok := fault.As(err); ok {
		return f
	}
	if errors.Is(err, errOverdue) {
		return fault.New(fault.Internal, "hook_timeout", fault.Params{"hook": h.at})
	}
	if text, isRefusal := refusedBy(err); isRefusal {
		return fault.New(fault.Invalid, "hook_refused", nil).WithText(text)
	}
	return fault.New(fault.Internal, "hook_failed", fault.Params{"hook": h.at}).WithText(messageOf(err))
}

// refusedBy recognises the errors that people know from PocketBase, such as
// BadRequestError: thrown on purpose, they are refusals and no failures.
func refusedBy(err error) (string, bool) {
	var refused *router.ApiError
	if errors.As(err, &refused) {
		return refused.Message, true
	}
	if thrown := thrownBy(err); thrown != nil {
		if refused, ok := thrown.Export().(*router.ApiError); ok {
			return refused.Message, true
		}
	}
	return "", false
}

func thrownBy(err error) goja.Value {
	var e *goja.Exception
	var r *rejected
	switch {
	case errors.As(err, &e):
		return e.Value()
	case errors.As(err, &r):
		return r.value
	}
	return nil
}

// messageOf is the text of an error without the stack, which is for the log.
func messageOf(err error) string {
	thrown := thrownBy(err)
	if o, ok := thrown.(*goja.Object); ok {
		if m := o.Get("message"); m != nil && !goja.IsUndefined(m) {
			return m.String()
		}
	}
	if thrown != nil {
		return thrown.String()
	}
	return err.Error()
}

// reasonOf is what administrators read of a handler that has failed.
func reasonOf(err error) string {
	switch {
	case errors.Is(err, errOverdue):
		return reasonTime
	case errors.Is(err, errAsync):
		return reasonAsync
	}
	if text, isRefusal := refusedBy(err); isRefusal {
		return text
	}
	return messageOf(err)
}

// placeOf is where in the files a handler has failed, or where it stands.
func placeOf(h *handler, err error) string {
	var e *goja.Exception
	if errors.As(err, &e) {
		for _, frame := range e.Stack() {
			if at := frame.Position(); at.Line > 0 && isHook(at.Filename) {
				return fmt.Sprintf("%s:%d", at.Filename, at.Line)
			}
		}
	}
	return h.at
}

// traced is an error with the stack, for the log.
func traced(err error) string {
	var e *goja.Exception
	if errors.As(err, &e) {
		return e.String()
	}
	return err.Error()
}
