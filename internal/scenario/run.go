package scenario

import (
	"bytes"
	"context"
	"errors"
	"fmt"
)

// Result is how a script ended.
type Result struct {
	Script *Script
	Line   int   // of the statement that failed
	Err    error // nil: passed
	log    string
}

// Passed reports whether every expectation held.
func (r *Result) Passed() bool { return r.Err == nil }

// String describes a failure: where, what was expected, and the last request
// with its answer.
func (r *Result) String() string {
	if r.Passed() {
		return "ok " + r.Script.Name
	}
	if r.Line == 0 {
		return fmt.Sprintf("%s: %v", r.Script.Path, r.Err)
	}
	return fmt.Sprintf("%s:%d: %v\n%s", r.Script.Path, r.Line, r.Err, r.log)
}

// errStop ends a script early as passed.
var errStop = errors.New("stop")

// Run plays one script in an installation of its own.
func Run(o Options, s *Script) *Result { return RunWithin(context.Background(), o, s) }

// RunWithin gives a script up when the context ends; its error is then that of the
// context.
func RunWithin(ctx context.Context, o Options, s *Script) *Result {
	res := &Result{Script: s}
	of, err := newOffice(o)
	if err != nil {
		res.Err = err
		return res
	}
	defer of.close()
	w := newWorld(of, s)
	defer w.hangUp()
	for _, st := range s.statements {
		if res.Err = ctx.Err(); res.Err != nil {
			return res
		}
		err := w.do(st)
		if errors.Is(err, errStop) {
			return res
		}
		if err != nil {
			var log bytes.Buffer
			fmt.Fprintf(&log, "  %s\n", st.text)
			if w.last != nil {
				w.last.print(&log)
			}
			res.Line, res.Err, res.log = st.line, err, log.String()
			return res
		}
	}
	return res
}
