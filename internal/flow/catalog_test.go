package flow_test

import (
	"strings"
	"testing"
)

// Rows of different keys that could answer the same question equally well.
func TestCatalogRowsDoNotCompete(t *testing.T) {
	t.Parallel()
	from := strings.Replace(catalogs, `"dated": {"from": "since", "to": "until"}`, `"dated": {"from": "since"}`, 1)
	always := strings.Replace(catalogs, `, "dated": {"from": "since", "to": "until"}`, ``, 1)
	always = strings.Replace(always, "size: size}, on)", "size: size})", 1)
	exact := strings.Replace(catalogs, `"any": true, `, ``, 1)
	tests := []struct {
		name, catalog string
		rows          []string
		refused       string // the last one
	}{
		{"one key each, the other open", catalogs, []string{`{"kind": "a"}`, `{"size": "s"}`}, "lookup_overlap_with@since"},
		{"parted by dates", catalogs, []string{`{"kind": "a", "until": "2026-01-31"}`, `{"size": "s", "since": "2026-02-01"}`}, ""},
		{"a common day", catalogs, []string{`{"kind": "a", "until": "2026-02-01"}`, `{"size": "s", "since": "2026-02-01"}`}, "lookup_overlap_with@since"},
		{"a more exact row stands above", catalogs, []string{`{"kind": "a"}`, `{"kind": "a", "size": "s"}`}, ""},
		{"and does not part the others", catalogs, []string{`{"kind": "a", "size": "s"}`, `{"kind": "a"}`, `{"size": "s"}`}, "lookup_overlap_with@since"},
		{"no question is answered by both", catalogs, []string{`{"kind": "a"}`, `{"kind": "b"}`}, ""},
		{"two without keys", catalogs, []string{`{}`, `{"rate": 2}`}, "lookup_overlap_with@since"},
		{"without keys beside one with", catalogs, []string{`{}`, `{"size": "s"}`}, ""},
		{"later rows of the same keys follow", from, []string{`{"kind": "a", "since": "2026-01-01"}`, `{"kind": "a", "since": "2026-02-01"}`}, ""},
		{"not so of different keys", from, []string{`{"kind": "a", "since": "2026-01-01"}`, `{"size": "s", "since": "2026-02-01"}`}, "lookup_overlap_with@since"},
		{"without dates", always, []string{`{"kind": "a"}`, `{"size": "s"}`}, "lookup_overlap_with@size"},
		{"where empty answers only empty", exact, []string{`{"kind": "a"}`, `{"size": "s"}`}, ""},
		{"where empty answers only empty, twice", exact, []string{`{"kind": "a"}`, `{"kind": "a"}`}, "lookup_overlap_with@since"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, tt.catalog)
			last := len(tt.rows) - 1
			for i, row := range tt.rows[:last] {
				w.do("ann", "create rate:r"+string(rune('a'+i)), row)
			}
			if tt.refused == "" {
				w.do("ann", "create rate:last", tt.rows[last])
				return
			}
			w.refused("ann", "create rate:last", tt.rows[last], tt.refused)
			w.refused("system", "create rate:last", tt.rows[last], tt.refused)
		})
	}
	t.Run("an edit, an archived row and one brought back", func(t *testing.T) {
		t.Parallel()
		w := newWorld(t, catalogs)
		w.do("ann", "create rate:x", `{"kind": "a", "rate": 7}`)
		w.do("ann", "create rate:y", `{"kind": "b", "rate": 8}`)
		w.refused("ann", "edit rate:y", `{"kind": null, "size": "s"}`, "lookup_overlap_with@since")
		err := w.try("ann", "edit rate:y", `{"kind": null, "size": "s"}`)
		if f := faultOf(t, err).Fields[0]; f.Params["record"] != "7" {
			t.Errorf("the other row is not named: %v", f)
		}
		w.do("ann", "archive rate:x", ``)
		w.do("ann", "edit rate:y", `{"kind": null, "size": "s"}`)
		w.refused("ann", "restore rate:x", ``, "lookup_overlap_with@since")
	})
	t.Run("who does not see the other row is not told which", func(t *testing.T) {
		t.Parallel()
		w := newWorld(t, strings.Replace(catalogs, `"access": {"all": {"who": "role('clerk')", "can": ["create", "edit", "archive"]}}}`,
			`"access": {"all": {"who": "role('fin')", "read": "*", "can": ["create"]}, "own": {"who": "author", "read": "*"}, "clerks": {"who": "role('clerk')", "when": "rate == 1", "read": "*", "can": ["create"]}}}`, 1))
		w.do("fay", "create rate:x", `{"kind": "a", "rate": 7}`)
		w.refused("ann", "create rate:y", `{"size": "s", "rate": 1}`, "lookup_overlap@since")
		if f := faultOf(t, w.try("ann", "create rate:y", `{"size": "s", "rate": 1}`)).Fields[0]; len(f.Params) != 0 {
			t.Errorf("told %v", f)
		}
	})
}
