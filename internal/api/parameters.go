package api

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"kontora/internal/fault"
	"kontora/internal/model"
)

// parameters are what routes read from the query string, by their patterns. A
// misspelt one is refused: the answer would look like the one asked for.
var parameters = map[string][]string{
	"GET /api/kontora/lists/{slug}":                  {"view", "filter", "q", "sort", "columns", "cursor", "limit", "archived"},
	"GET /api/kontora/counts/{slug}":                 {"view", "filter", "q", "sort", "archived", "group"},
	"GET /api/kontora/options/{slug}":                {"field", "id", "q", "transition", "values"},
	"GET /api/kontora/config/export":                 {"pack"},
	"GET /api/kontora/search":                        {"q"},
	"GET /api/kontora/certificates":                  {"after"},
	"GET /api/kontora/inbox":                         {"tab", "cursor"},
	"GET /api/kontora/config/unused":                 {"days", "all"},
	"GET /api/kontora/notifications":                 {"cursor"},
	"GET /api/kontora/history/{slug}/{id}":           {"cursor"},
	"GET /api/kontora/comments/{slug}/{id}":          {"cursor"},
	"GET /api/kontora/{slug}/{id}/{question}":        {"as", "state"},
	"GET /api/collections/{collection}/records":      {"page", "perPage", "sort", "filter", "expand", "fields", "skipTotal"},
	"GET /api/collections/{collection}/records/{id}": {"expand", "fields"},
}

// checkQuery refuses parameters that the route does not know.
func (a *asker) checkQuery() error {
	known, checked := parameters[a.re.Request.Pattern]
	if !checked {
		return nil
	}
	query := a.re.Request.URL.Query()
	for _, name := range slices.Sorted(maps.Keys(query)) {
		for _, v := range query[name] {
			if strings.ContainsRune(v, 0) {
				return fault.New(fault.Invalid, "text_with_nul", nil).At(name)
			}
		}
		if !slices.Contains(known, name) {
			return unknownParameter(name, known)
		}
	}
	return nil
}

func unknownParameter(name string, known []string) error {
	f := unknownKey(name, known)
	if f.Params["near"] != nil {
		return fault.New(fault.Invalid, "unknown_parameter_near", f.Params).At(name)
	}
	return fault.New(fault.Invalid, "unknown_parameter", f.Params).At(name)
}

// whole reads a whole number from 1; more than most is most.
func (a *asker) whole(name string, otherwise, most int) (int, error) {
	text := a.query(name)
	if text == "" {
		return otherwise, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 {
		return 0, fault.New(fault.Invalid, "bad_parameter", fault.Params{"name": name, "min": 1, "max": most}).At(name)
	}
	return min(n, most), nil
}

// checkColumns refuses columns that the asker never sees, or nobody has.
func (a *asker) checkColumns(t *model.Type, names []string) error {
	for _, name := range names {
		f := t.Field(name)
		ever := false
		if f != nil {
			var err error
			if ever, err = a.everReads(f); err != nil {
				return err
			}
		}
		if !ever {
			return fault.New(fault.Invalid, "unknown_column", fault.Params{"name": name}).At("columns")
		}
	}
	return nil
}
