package api_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"kontora/ui/src/i18n"
)

// codes are written as fault.New(kind, "code"), or given to helpers that make
// faults of one kind; errors of rules become faults by their code.
var codes = []*regexp.Regexp{
	regexp.MustCompile(`fault\.New\(\s*[\w.]+,\s*"(\w+)"`),
	regexp.MustCompile(`\bwrong\("(\w+)"`),
	regexp.MustCompile(`\bcode :?= "(\w+)"`),
	regexp.MustCompile(`f\.(?:Min|Max|Above|Below), "(\w+)"`),
	regexp.MustCompile(`condition\(Sort\w+, .*"(\w+)"\)`),
}

var ruleErrors = regexp.MustCompile(`&Error\{Code: "(\w+)"`)

// ofConditions are codes of findings about expressions: they are shown as they
// are to authors of configurations.
var ofConditions = map[string]bool{"unknown_name": true}

func TestEveryFaultHasATextInBothLanguages(t *testing.T) {
	wanted := map[string]string{}
	err := filepath.WalkDir("..", func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		data, err := os.ReadFile(path)
		for _, pattern := range codes {
			for _, found := range pattern.FindAllStringSubmatch(string(data), -1) {
				wanted[found[1]] = path
			}
		}
		if filepath.Base(filepath.Dir(path)) == "rule" {
			for _, found := range ruleErrors.FindAllStringSubmatch(string(data), -1) {
				wanted[found[1]] = path
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(wanted) < 100 {
		t.Fatalf("only %d codes found: the patterns do not see them", len(wanted))
	}
	for _, lang := range []string{"ru", "en"} {
		texts := faultTexts(t, lang)
		for code, path := range wanted {
			if ofConditions[code] {
				continue
			}
			if texts[code] == "" && texts[code+"_other"] == "" {
				t.Errorf("%s: no text for %q of %s", lang, code, path)
			}
		}
	}
}

func faultTexts(t *testing.T, lang string) map[string]string {
	t.Helper()
	data, err := i18n.Catalogue.ReadFile(lang + ".json")
	if err != nil {
		t.Fatal(err)
	}
	var parts struct {
		Faults map[string]string `json:"faults"`
	}
	if err := json.Unmarshal(data, &parts); err != nil {
		t.Fatal(err)
	}
	return parts.Faults
}
