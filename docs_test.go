package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write docs/api-faults.md anew")

// The written pages are run as a reader would: blocks marked ```sh test in one
// shell each page, against one demonstration; a block marked answer behind one is
// what it prints, with … for what differs from run to run.
func TestDocumentsDoWhatTheySay(t *testing.T) {
	t.Parallel()
	for _, tool := range []string{"curl", "unzip"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skip("the pages use it: ", err)
		}
	}
	dir := filepath.Dir(build(t))
	for _, name := range []string{"docs", "schemas", "rules"} {
		if err := os.CopyFS(filepath.Join(dir, name), os.DirFS(name)); err != nil {
			t.Fatal(err)
		}
	}
	address := serveDemonstration(t, dir)
	for _, path := range []string{"README.md", "docs/configuration.md", "docs/guide-admin.md", "docs/api.md", "docs/backup.md"} {
		t.Run(path, func(t *testing.T) {
			page := readPage(t, path)
			page.writeFiles(t, dir)
			page.play(t, dir, address)
		})
	}
}

// serveDemonstration starts the program as the README does, with an empty folder
// office that is watched, and returns its address.
func serveDemonstration(t *testing.T, dir string) string {
	t.Helper()
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := free.Addr().String()
	if err := errors.Join(free.Close(), os.Mkdir(filepath.Join(dir, "office"), 0o755)); err != nil {
		t.Fatal(err)
	}
	c := exec.Command("./kontora", "serve", "--demo", "--watch", "office", "--http", address)
	c.Dir, c.Stderr = dir, os.Stderr
	out, err := c.StdoutPipe()
	if err == nil {
		err = c.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Process.Kill(); _ = c.Wait() })
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if strings.Contains(lines.Text(), "Server started") {
			go func() {
				for lines.Scan() { // a full pipe would stop the server
				}
			}()
			return address
		}
	}
	t.Fatal("the demonstration ended before it had started")
	return ""
}

// page is what of a document can be run.
type page struct {
	files map[string]string // by path: blocks marked ```json PATH
	steps []step
}

type step struct{ script, answer string }

var fence = regexp.MustCompile("(?ms)^```(\\w+) (\\S+)\n(.*?)^```$")

func readPage(t *testing.T, path string) page {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	p := page{files: map[string]string{}}
	for _, block := range fence.FindAllStringSubmatch(string(text), -1) {
		mark, body := block[2], block[3]
		switch {
		case mark == "test":
			p.steps = append(p.steps, step{script: body})
		case mark == "answer":
			p.steps[len(p.steps)-1].answer = body
		default:
			p.files[mark] = body
		}
	}
	if len(p.steps) == 0 {
		t.Fatalf("%s has nothing to run", path)
	}
	return p
}

func (p page) writeFiles(t *testing.T, dir string) {
	t.Helper()
	for path, body := range p.files {
		full := filepath.Join(dir, filepath.FromSlash(path))
		if err := errors.Join(os.MkdirAll(filepath.Dir(full), 0o755), os.WriteFile(full, []byte(body), 0o644)); err != nil {
			t.Fatal(err)
		}
	}
}

// end separates what the steps of a page print.
const end = "@@end of step@@"

func (p page) play(t *testing.T, dir, address string) {
	t.Helper()
	script := "set -eu\nuntil grep -q complete demo_data/KONTORA_DEMO; do sleep 0.1; done\n"
	for _, s := range p.steps {
		script += s.script + "echo '" + end + "'\n"
	}
	c := exec.Command("sh")
	c.Dir, c.Stdin = dir, strings.NewReader(strings.ReplaceAll(script, "127.0.0.1:8090", address))
	out, err := c.CombinedOutput()
	printed := strings.Split(string(out), end)
	for i, s := range p.steps {
		if i >= len(printed)-1 {
			t.Fatalf("stopped: %v\n%s\n%s", err, s.script, printed[len(printed)-1])
		}
		if s.answer != "" && !sameAnswer(printed[i], s.answer) {
			t.Errorf("%s\nprinted\n%s\nthe page says\n%s", s.script, printed[i], s.answer)
		}
	}
}

// sameAnswer compares without white space, which pages use to be readable.
func sameAnswer(printed, said string) bool {
	bare := func(text string) string { return strings.Join(strings.Fields(text), "") }
	pattern := strings.ReplaceAll(regexp.QuoteMeta(bare(said)), "…", ".*")
	return regexp.MustCompile("(?s)^" + pattern + "$").MatchString(bare(printed))
}

// The page of fault codes is the catalogue, written as a table.
func TestFaultPageIsCurrent(t *testing.T) {
	const path = "docs/api-faults.md"
	want := faultPage(t)
	if *update {
		if err := os.WriteFile(path, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if have, err := os.ReadFile(path); err != nil || string(have) != want {
		t.Errorf("%s is not the catalogue: go test . -run FaultPage -update (%v)", path, err)
	}
}

func faultPage(t *testing.T) string {
	t.Helper()
	data, err := os.ReadFile("ui/src/i18n/en.json")
	if err != nil {
		t.Fatal(err)
	}
	var catalogue struct {
		Faults map[string]string `json:"faults"`
	}
	if err := json.Unmarshal(data, &catalogue); err != nil {
		t.Fatal(err)
	}
	plural := regexp.MustCompile("_(one|few|many|other)$")
	var lines []string
	for code, text := range catalogue.Faults {
		if strings.HasSuffix(code, "_one") {
			continue
		}
		lines = append(lines, fmt.Sprintf("| `%s` | %s |", plural.ReplaceAllString(code, ""), text))
	}
	slices.Sort(lines)
	return "<!-- Made from ui/src/i18n/en.json: go test . -run FaultPage -update -->\n\n# Codes of faults\n\n" +
		"Codes are stable. `{{name}}` is a parameter, found in `fault.params`.\n\n| code | text |\n|---|---|\n" + strings.Join(lines, "\n") + "\n"
}
