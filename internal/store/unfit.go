package store

import (
	"fmt"
	"strings"

	"kontora/internal/model"
	"kontora/internal/spec"

	"github.com/pocketbase/pocketbase/core"
)

// maxColumns is what SQLite lets a table have, less those that the engine adds.
const maxColumns = 1_900

// Unfit lists what a compiled configuration asks for and the tables cannot give:
// names that are the engine's or PocketBase's own, too many columns. It reads no
// database, so a configuration is checked without one.
func Unfit(m *model.Model) []spec.Diagnostic {
	u := &unfit{}
	for _, t := range m.Types {
		if t.Abstract {
			continue
		}
		for _, prefix := range []string{"k_", "sqlite_"} {
			if strings.HasPrefix(t.Slug, prefix) {
				u.tell(t.At, "name_taken", fmt.Sprintf("tables that begin with %q belong to the program: give the pack another name", prefix))
			}
		}
		if len(t.Slug) > maxSlug {
			u.tell(t.At, "name_too_long", fmt.Sprintf("the names of pack and type together may have %d characters", maxSlug))
		}
		if n := len(stored(t)); n > maxColumns {
			u.tell(t.At, "too_many_fields", fmt.Sprintf("a type may have %d fields, this one has %d", maxColumns, n))
		}
		for _, f := range stored(t) {
			u.field(t, f)
		}
	}
	return u.found
}

// maxSlug is PocketBase's limit on names of collections, less a margin for the
// names of indexes made of them.
const maxSlug = 200

type unfit struct{ found []spec.Diagnostic }

func (u *unfit) tell(at spec.Pos, code, message string) {
	u.found = append(u.found, spec.Diagnostic{
		Severity: spec.SeverityError, Code: code, Message: message,
		File: at.File, Line: at.Line, Col: at.Col, Path: at.Path,
	})
}

func (u *unfit) field(t *model.Type, f *model.Field) {
	if f.Engine || t.Directory == "person" && isAuthField(f.Key) {
		return
	}
	for _, name := range []string{f.Key, f.StableId} {
		if isOwnColumn(t, name) || core.DefaultFieldNameValidationRule(name) != nil && len(name) <= maxName {
			u.tell(f.At, "name_taken", fmt.Sprintf("%q is a column of the program's own: give the field another name", name))
			return
		}
		if len(name) > maxName {
			u.tell(f.At, "name_too_long", fmt.Sprintf("the name of a field may have %d characters", maxName))
			return
		}
	}
}

// maxName is PocketBase's limit on ids of columns, which begin with k_.
const maxName = 98

// isOwnColumn reports that the engine or PocketBase keeps something of its own
// under this name. PocketBase does not tell capitals apart.
func isOwnColumn(t *model.Type, name string) bool {
	own := []string{colN, colConfig}
	if t.Owner != nil {
		own = []string{colPos}
	}
	if t.Directory == "person" {
		own = append(own, core.FieldNamePassword, core.FieldNameTokenKey, core.FieldNameEmailVisibility)
	}
	for _, column := range own {
		if strings.EqualFold(column, name) {
			return true
		}
	}
	return false
}
