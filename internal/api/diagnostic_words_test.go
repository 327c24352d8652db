package api

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"kontora/internal/spec"
)

// sayings are the calls that tell of a finding: which argument is the message, or its
// format, and which the hint; -1 for none.
var sayings = map[string]struct{ message, hint int }{
	"fail": {2, -1}, "warn": {2, -1}, "warnAt": {4, 3}, "problem": {3, 4}, "report": {-1, -1}, "error": {3, 4}, "refuse": {2, 3},
}

// englishSayings lists the messages and hints of package dir as they are written.
func englishSayings(t *testing.T, dir string) (messages, hints []string) {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	set := token.NewFileSet()
	for _, path := range paths {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(set, path, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			switch x := n.(type) {
			case *ast.CallExpr:
				m, h := saidBy(x)
				messages, hints = append(messages, m...), append(hints, h...)
			case *ast.KeyValueExpr:
				if key, ok := x.Key.(*ast.Ident); ok && (key.Name == "Message" || key.Name == "Hint") {
					if key.Name == "Message" {
						messages = append(messages, literals(x.Value)...)
					} else {
						hints = append(hints, literals(x.Value)...)
					}
				}
			}
			return true
		})
	}
	return messages, hints
}

func saidBy(call *ast.CallExpr) (messages, hints []string) {
	name := ""
	switch f := call.Fun.(type) {
	case *ast.SelectorExpr:
		name = f.Sel.Name
	case *ast.Ident:
		name = f.Name
	}
	at, ok := sayings[name]
	if !ok {
		return nil, nil
	}
	if name == "report" { // of parsers: code, message, hint; of calendars: path, code, message, hint; of rules: at, code, params, message, hint
		switch {
		case len(call.Args) == 3:
			at.message, at.hint = 1, 2
		case len(call.Args) > 3 && len(literals(call.Args[2])) > 0:
			at.message, at.hint = 2, 3
		default:
			at.message, at.hint = 3, 4
		}
	}
	if name == "warn" && len(call.Args) > 3 {
		if _, isLength := call.Args[1].(*ast.BasicLit); !isLength || call.Args[1].(*ast.BasicLit).Kind != token.STRING { // of package spec: at, length, code, message, hint
			at.message, at.hint = 3, 4
		}
	}
	if at.message >= 0 && at.message < len(call.Args) {
		messages = literals(call.Args[at.message])
	}
	if at.hint >= 0 && at.hint < len(call.Args) {
		hints = literals(call.Args[at.hint])
	}
	return messages, hints
}

// literals are the texts that an expression may be: written, or the format of one.
func literals(x ast.Expr) []string {
	switch e := x.(type) {
	case *ast.BasicLit:
		if text, err := strconv.Unquote(e.Value); err == nil && e.Kind == token.STRING && text != "" {
			return []string{text}
		}
	case *ast.CallExpr:
		if f, ok := e.Fun.(*ast.SelectorExpr); ok && f.Sel.Name == "Sprintf" && len(e.Args) > 0 {
			return literals(e.Args[0])
		}
	case *ast.BinaryExpr:
		left := literals(e.X)
		if len(left) == 1 && len(literals(e.Y)) == 0 {
			return []string{left[0] + "%s"}
		}
	}
	return nil
}

var sayingPackages = []string{"../model", "../rule", "../spec", "../worktime"}

// Every sentence that tells of a finding has a partner in Russian, and the partner
// says everything that the sentence does.
func TestFindingsHaveRussianWords(t *testing.T) {
	t.Parallel()
	w := russianWords()
	for _, dir := range sayingPackages {
		messages, hints := englishSayings(t, dir)
		if len(messages) < 10 {
			t.Errorf("%s: only %d messages are found", dir, len(messages))
		}
		for _, list := range []struct {
			what     string
			said     []string
			partners []sentence
		}{{"messages", messages, w.messages}, {"hints", hints, w.hints}} {
			for _, text := range list.said {
				if text == "%s" || text == "%v" {
					continue // said elsewhere
				}
				english := strings.NewReplacer("%q", `"x"`, "%s", "y", "%v", "z", "%d", "7", "%02x", "0f").Replace(text)
				said, ok := w.say(list.partners, english, nil)
				if !ok {
					t.Errorf("%s: no Russian for %s: %s", dir, list.what, text)
				} else if left := regexp.MustCompile(`\{\d+\}`).FindString(said); left != "" {
					t.Errorf("%s: %s has nothing for %s: %s", dir, list.what, left, said)
				}
			}
		}
	}
}

// What the bad configurations show is said in Russian, down to the hints.
func TestFindingsAreSaidInRussian(t *testing.T) {
	t.Parallel()
	for english, want := range map[string]string{
		`unknown field "amout"`:               "нет поля «amout»",
		`unknown state "drft"`:                "состояние «drft»: такого нет",
		"money in KZT where yes/no is wanted": "здесь сумма в KZT, а нужно да/нет",
		"list of record of base/user where record of office/line is wanted":                        "здесь список (запись base/user), а нужно запись office/line",
		`"x \"y\"" is none of the values`:                                                          `«x "y"» нет среди значений`,
		`"settle" and "drop" may both be true; then "settle" happens, because it is written first`: "«settle» и «drop» могут сработать одновременно; тогда произойдёт «settle»: он написан первым",
		"something that nobody has ever said":                                                      "something that nobody has ever said",
	} {
		got := sayFindings("ru", []spec.Diagnostic{{Message: english, Hint: `did you mean "amount"?`}})[0]
		if got.Text != want || got.Help != "может быть, «amount»?" {
			t.Errorf("%s: %s (%s), want %s", english, got.Text, got.Help, want)
		}
		if got := sayFindings("en", []spec.Diagnostic{{Message: english}})[0]; got.Text != english {
			t.Errorf("English is changed: %s", got.Text)
		}
	}
	tier := spec.Diagnostic{Message: `in the state "draft" amount = 1 000 000 goes through "small" and through "large" as well`,
		Params: map[string]any{"place": "Черновик", "field": "Сумма", "value": "1 000 000 KZT", "first": "Мелкая", "second": "Крупная"}}
	if got := sayFindings("ru", []spec.Diagnostic{tier})[0].Text; got != "в состоянии «Черновик» «Сумма» = 1 000 000 KZT проходит и через «Мелкая», и через «Крупная»" {
		t.Error(got)
	}
}

// The texts that analysis prints for the bad configurations all have partners, too.
func TestBadConfigurationsAreSaidInRussian(t *testing.T) {
	t.Parallel()
	paths, err := filepath.Glob("../model/testdata/bad/*.txtar")
	if err != nil || len(paths) < 50 {
		t.Fatal(len(paths), err)
	}
	w := russianWords()
	line := regexp.MustCompile(`(?m)^(?:schemas|rules)/[^ ]+:\d+:\d+(?: [a-z][^ ]*(?:\["[^]]*"\][^ ]*)*| \["[^]]*"\])?: (?:warning: )?(.+)$`)
	latin := regexp.MustCompile(`^[\x00-\x7f]*$`)
	for _, path := range paths {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		_, want, _ := strings.Cut(string(text), "-- want --")
		for _, found := range line.FindAllStringSubmatch(want, -1) {
			message, hint, hinted := strings.Cut(found[1], " — ")
			said, ok := w.say(w.messages, message, nil)
			if !ok || latin.MatchString(said) {
				t.Errorf("%s: %q is said %q", filepath.Base(path), message, said)
			}
			if said, ok := w.say(w.hints, hint, nil); hinted && (!ok || latin.MatchString(said)) {
				t.Errorf("%s: hint %q is said %q", filepath.Base(path), hint, said)
			}
		}
	}
}
