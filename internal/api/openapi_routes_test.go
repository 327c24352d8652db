package api_test

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

// undescribed are routes that the description leaves out, and why.
var undescribed = map[string]string{
	"GET /setup":        "before there is anybody who could read it",
	"POST /setup":       "before there is anybody who could read it",
	"GET /openapi.json": "itself",
	"GET /config/play/{id}/as/{person}/{path...}":  "any other route, within a play",
	"POST /config/play/{id}/as/{person}/{path...}": "any other route, within a play",
}

// Whoever adds a route describes it: those that stand in the table of contents are
// held against what the administrator is told.
func TestEveryRouteIsDescribed(t *testing.T) {
	o := open(t)
	document, _ := parsed(t, o.get("admin", "/api/kontora/openapi.json").ok().text).(map[string]any)
	told := map[string]bool{}
	paths, _ := document["paths"].(map[string]any)
	for path, of := range paths {
		for verb := range of.(map[string]any) {
			told[strings.ToUpper(verb)+" "+path] = true
		}
	}
	source, err := os.ReadFile("api.go")
	if err != nil {
		t.Fatal(err)
	}
	routes := regexp.MustCompile(`g\.(GET|POST|PUT|PATCH|DELETE)\("([^"]+)"`).FindAllStringSubmatch(string(source), -1)
	if len(routes) < 100 {
		t.Fatalf("%d routes", len(routes))
	}
	for _, r := range routes {
		name := r[1] + " " + r[2]
		_, left := undescribed[name]
		pattern := regexp.MustCompile("^" + r[1] + " /api/kontora" + regexp.MustCompile(`\\\{[^}]+\\\}`).ReplaceAllString(regexp.QuoteMeta(r[2]), `[^/]+`) + "$")
		found := false
		for one := range told {
			found = found || pattern.MatchString(one)
		}
		if found == left {
			t.Errorf("%s: described %t", name, found)
		}
	}
}
