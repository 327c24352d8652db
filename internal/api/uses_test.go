package api_test

import (
	"strings"
	"testing"
)

func TestThingsAreLookedUpAndRenamed(t *testing.T) {
	o := open(t)
	thing := map[string]any{"what": "field", "type": "base/memo", "key": "answer"}
	o.ask("asel", "POST", "/api/kontora/config/uses", thing).is(403, "may_not_design")
	o.ask("asel", "POST", "/api/kontora/config/rename", thing).is(403, "may_not_design")

	uses := o.ask("admin", "POST", "/api/kontora/config/uses", thing).ok()
	if uses.size("uses") < 4 || uses.at("whole") != true || uses.at("uses.0.sure") != true {
		t.Error(uses.text)
	}
	for _, want := range []string{`"path":"lifecycle.transitions.finish.require[0].field"`, `"what":"declaration"`, `"what":"translation"`, `"file":"schemas/base/types/memo.json"`} {
		if !strings.Contains(uses.text, want) {
			t.Errorf("no %s in %s", want, uses.text)
		}
	}
	o.ask("admin", "POST", "/api/kontora/config/uses", map[string]any{"what": "field", "type": "base/memo", "key": "nothing"}).is(404, "thing_unknown")

	thing["to"] = "resolution"
	renamed := o.ask("admin", "POST", "/api/kontora/config/rename", thing).ok()
	files, _ := renamed.at("files").(map[string]any)
	memo, _ := files["schemas/base/types/memo.json"].(string)
	if !strings.Contains(memo, `"was": "answer"`) || strings.Contains(memo, `"answer":`) || len(files) < 2 || renamed.size("diagnostics") != 0 {
		t.Errorf("%s\n%s", memo, renamed.text)
	}
	if checked := o.ask("admin", "POST", "/api/kontora/config/plan", map[string]any{"files": files}).ok(); checked.size("differences") != 1 || checked.at("differences.0.verb") != "renamed" {
		t.Error(checked.text)
	}

	// It works over changes that nobody has published.
	thing["files"], thing["key"], thing["to"] = files, "resolution", "answer_given"
	if again := o.ask("admin", "POST", "/api/kontora/config/rename", thing).ok(); !strings.Contains(again.text, `\"was\": \"answer\"`) && !strings.Contains(again.text, `[\"answer\", \"resolution\"]`) {
		t.Error(again.text)
	}
	for to, code := range map[string]string{"subject": "rename_taken", "Answer": "rename_key", "count": "rename_reserved"} {
		thing["to"] = to
		if r := o.ask("admin", "POST", "/api/kontora/config/rename", thing); r.at("fault.code") != code {
			t.Errorf("%s: %s", to, r.text)
		}
	}
	thing["files"] = map[string]any{"schemas/base/types/memo.json": strings.Replace(memo, `"to": "sent"`, `"to": "snt"`, 1)}
	thing["to"] = "answered"
	o.ask("admin", "POST", "/api/kontora/config/rename", thing).is(400, "rename_broken")
	if uses := o.ask("admin", "POST", "/api/kontora/config/uses", thing).ok(); uses.at("whole") != false || uses.size("uses") != 2 {
		t.Error(uses.text)
	}
}
