package main

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

var (
	proof = regexp.MustCompile("`([a-z_/]+/[a-z_0-9]+\\.(?:txtar|go))`((?: (?:\"[^\"]+\"|`Test[A-Za-z0-9]+`))*)")
	place = regexp.MustCompile("\"([^\"]+)\"|`(Test[A-Za-z0-9]+)`")
)

// Every line of the tables names what proves it: a file that is there, with the
// remark or the test that the line quotes. Or it says openly that it is not yet so.
func TestEveryProofIsThere(t *testing.T) {
	t.Parallel()
	const path = "docs/conformance.md"
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	rows := 0
	for _, line := range strings.Split(string(text), "\n") {
		if !strings.HasPrefix(line, "| ") || strings.Contains(line, "| Proven by |") {
			continue
		}
		rows++
		proofs := proof.FindAllStringSubmatch(line, -1)
		if len(proofs) != strings.Count(line, ".txtar`")+strings.Count(line, ".go`") {
			t.Errorf("a file of this line was not understood: %s", line)
		}
		if len(proofs) == 0 && !strings.Contains(line, "**not yet**: ") {
			t.Errorf("nothing proves: %s", line)
		}
		for _, p := range proofs {
			found, err := os.ReadFile(p[1])
			if err != nil {
				t.Error(err)
				continue
			}
			for _, q := range place.FindAllStringSubmatch(p[2], -1) {
				want := q[1]
				if q[2] != "" {
					want = "func " + q[2] + "("
				}
				if !strings.Contains(string(found), want) {
					t.Errorf("%s has no %q", p[1], want)
				}
			}
		}
	}
	if rows < 50 {
		t.Errorf("only %d lines were found", rows)
	}
}
