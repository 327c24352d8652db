package api

import (
	"database/sql"
	"errors"
	"io/fs"
	"net/http"

	"kontora/internal/fault"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/router"
)

// nameStatus tells PocketBase's request log, which runs before faults are written,
// the status that a refusal will have. Of a fault only the code is logged: its
// parameters may be data.
func (s *server) nameStatus(re *core.RequestEvent) error {
	err := re.Next()
	var refused *router.ApiError
	if err == nil || errors.As(err, &refused) {
		return err
	}
	if f, ok := findFault(err); ok {
		return &logged{err, statusOf(f.Kind, re.Auth == nil), f.Code}
	}
	if errors.Is(err, sql.ErrNoRows) || errors.Is(err, fs.ErrNotExist) {
		return &logged{err, http.StatusNotFound, string(fault.Missing)}
	}
	return &logged{err, http.StatusInternalServerError, string(fault.Internal)}
}

// logged is an error with what the log is to say of it.
type logged struct {
	error
	status int
	code   string
}

func (l *logged) Error() string { return l.code }

func (l *logged) Unwrap() error { return l.error }

// As lets the log find PocketBase's own kind of error. Faults are looked for first.
func (l *logged) As(target any) bool {
	refused, ok := target.(**router.ApiError)
	if ok {
		*refused = router.NewApiError(l.status, l.code, nil)
	}
	return ok
}
