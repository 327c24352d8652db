package spec_test

import (
	"testing"

	"kontora/internal/spec"
)

func TestATextIsPutWhereAPathLeads(t *testing.T) {
	t.Parallel()
	tests := []struct{ data, path, want string }{
		{`{"a": {"b": "x"}}`, "a.b", `{"a":{"b":"new"}}`},
		{`{"a": {}}`, "a.b.c", `{"a":{"b":{"c":"new"}}}`},
		{`{"g": ["x", {"check": "y"}]}`, "g[1].check", `{"g":["x",{"check":"new"}]}`},
		{`{"g": ["x"]}`, "g[0]", `{"g":["new"]}`},
		{`{"g": []}`, "g[0].check", `{"g":[{"check":"new"}]}`},
		{`{}`, "g[0]", `{"g":["new"]}`},
		{`{"e": {"a b": {"*": "x"}}}`, `e["a b"].*`, `{"e":{"a b":{"*":"new"}}}`},
		{`{"a": "x"}`, "a.b", ""},
		{`{"g": []}`, "g[3]", ""},
		{`{"a": `, "a", ""},
	}
	for _, tt := range tests {
		got, ok := spec.Put("schemas/a/types/b.json", []byte(tt.data), tt.path, "new")
		if string(got) != tt.want || ok != (tt.want != "") {
			t.Errorf("%s at %s: %s, want %s", tt.data, tt.path, got, tt.want)
		}
	}
}
