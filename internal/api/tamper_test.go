package api_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"kontora/internal/store"
)

// protocol is a type whose approval is a signature over a text, a file and a reference.
const protocol = `{"title": "Протокол", "data": {"properties": {
	"title": {"title": "Что испытано", "type": "string"}, "photo": {"title": "Фото", "x-file": {"accept": ["text/plain"]}}, "signer": {"title": "Кто", "x-ref": "base/user"}}, "required": ["title"]},
 "lifecycle": {"states": {"draft": "Черновик", "signing": {"title": "На подписании", "phase": "decision"}, "done": {"title": "Подписан", "phase": "done"}},
	"transitions": {"submit": {"title": "На подписание", "from": "draft", "to": "signing", "who": "author"}, "complete": {"from": "signing", "to": "done", "who": "system"}, "decline": {"from": "signing", "to": "draft", "who": "system"}}},
 "approvals": {"main": {"title": "Подпись", "in": "signing", "covers": ["title", "photo", "signer"], "on": {"approved": "complete", "rejected": "decline"}, "steps": {"signer": {"title": "Кто", "who": "signer", "sign": "simple"}}}},
 "edit": {"title photo signer": {"draft": ["author"]}},
 "access": {"all": {"who": "role('base/employee')", "read": "*", "can": ["create"]}}}`

// signed is an office with a protocol that Olga has signed.
func signed(t *testing.T) (o *office, code string) {
	o = open(t)
	o.publish(map[string]any{"schemas/lab/pack.json": `{"title": "Лаборатория", "requires": ["base"]}`, "schemas/lab/types/protocol.json": protocol})
	const password = "olga-signs-herself-1"
	rec, err := o.app.FindRecordById("users", o.ids["olga"])
	if err != nil {
		t.Fatal(err)
	}
	rec.SetPassword(password)
	if err := o.app.Save(rec); err != nil {
		t.Fatal(err)
	}
	if o.tokens["olga"], err = rec.NewAuthToken(); err != nil {
		t.Fatal(err)
	}
	made := o.upload("asel", "POST", "/api/kontora/lab_protocol", `{"fields": {"title": "Насос", "signer": "{olga}"}}`, attachment{"photo", "насос.txt", "держит 40 минут"}).ok()
	o.ids["protocol"] = made.at("id").(string)
	o.ask("asel", "POST", "/api/kontora/lab_protocol/{protocol}/submit", map[string]any{}).ok()
	shown := o.get("olga", "/api/kontora/actions/lab_protocol/{protocol}").ok()
	if shown.at("actions.0.vote.sign") != "simple" || fmt.Sprint(shown.at("actions.0.vote.covers")) != "[title photo signer]" {
		t.Fatal(shown.text)
	}
	vote := map[string]any{"hash": shown.at("actions.0.vote.hash"), "round": shown.at("actions.0.vote.round"), "pin": password}
	o.ask("olga", "POST", "/api/kontora/lab_protocol/{protocol}/main.signer.approve", vote).ok()
	list := o.get("asel", "/api/kontora/signatures/lab_protocol/{protocol}").ok()
	o.ids["signature"], code = list.at("signatures.0.id").(string), list.at("signatures.0.code").(string)
	if got := list.at("signatures.0.verdict"); got != "valid" {
		t.Fatal(list.text)
	}
	return o, code
}

// Whatever is changed in the database or in the storage behind everybody's back is
// found and named: by the audit, by the page for anybody, and on the card.
func TestTamperingIsNamed(t *testing.T) {
	for what, tt := range map[string]struct {
		do    func(o *office)
		audit string // that it says, with ids in the place of names
	}{
		"content": {tampered(`UPDATE lab_protocol SET title = 'Подмена' WHERE id = '{protocol}'`), "the content is not as it was signed"},
		"file":    {func(o *office) { o.overwrite("держит 4 минуты") }, "the file is not as it was signed"},
		"signature": {
			tampered(`DROP TRIGGER k_signatures_no_UPDATE`, `UPDATE k_signatures SET name = 'Другой' WHERE id = '{signature}'`), "the signature is not as it was signed"},
		"event": {
			tampered(`DROP TRIGGER k_events_no_UPDATE`, `UPDATE k_events SET actor = '{asel}' WHERE record = '{protocol}' AND diff LIKE '%"seal"%'`), "history is broken at line"},
		"record": {tampered(`DELETE FROM lab_protocol WHERE id = '{protocol}'`), "the record is not as it was signed"},
	} {
		t.Run(what, func(t *testing.T) {
			o, code := signed(t)
			if got := audited(o); got != "" {
				t.Fatal(got)
			}
			tt.do(o)
			if got := audited(o); !strings.Contains(got, tt.audit) || !strings.Contains(got, "history") && !strings.Contains(got, o.ids["signature"]) {
				t.Errorf("the audit says %q, want %q", got, tt.audit)
			}
			page := o.get("", "/api/kontora/verify/"+code).ok()
			if page.at("verdict") != "changed" || page.at("what") != what {
				t.Errorf("the page says %v", page.text)
			}
			if strings.Contains(page.text, "Подмена") || strings.Contains(page.text, "Насос") {
				t.Errorf("the page tells what was signed: %s", page.text)
			}
			if what == "record" {
				return // it has no card
			}
			card := o.get("asel", "/api/kontora/signatures/lab_protocol/{protocol}").ok()
			if card.at("signatures.0.verdict") != "changed" || card.at("signatures.0.what") != what {
				t.Errorf("the card says %v", card.text)
			}
		})
	}
}

// A line of history whose own hash was made to fit does not fit the next one.
func TestAnEventThatWasMadeToFitIsNamed(t *testing.T) {
	o, code := signed(t)
	tampered(`DROP TRIGGER k_events_no_UPDATE`, `UPDATE k_events SET prev_hash = 'x' WHERE seq = 1 + (SELECT seq FROM k_events WHERE record = '{protocol}' AND diff LIKE '%"seal"%')`)(o)
	if page := o.get("", "/api/kontora/verify/"+code).ok(); page.at("what") != "event" {
		t.Error(page.text)
	}
}

// What was signed is read as a card has it, by those who may read all of it.
func TestSignedContentIsRead(t *testing.T) {
	o, code := signed(t)
	path := "/api/kontora/signatures/lab_protocol/{protocol}/{signature}/content"
	got := o.get("asel", path).ok()
	if got.at("values.title") != "Насос" || got.at("values.signer") != o.ids["olga"] || got.at("version") != 1.0 ||
		got.at("files.0.name") != "насос.txt" || got.at("files.0.sha256") != sumOf("держит 40 минут") || got.at("refs.users/"+o.ids["olga"]+".title") != "olga" {
		t.Error(got.text)
	}
	o.get("stepan", path).is(404, "not_found")
	o.get("", path).is(401, "sign_in")
	if page := o.get("", "/api/kontora/verify/"+code).ok(); page.at("verdict") != "valid" || page.at("what") != nil {
		t.Error(page.text)
	}
}

// tampered changes the database as who has the file may.
func tampered(statements ...string) func(o *office) {
	return func(o *office) {
		for _, s := range statements {
			if _, err := o.app.NonconcurrentDB().NewQuery(o.named(s)).Execute(); err != nil {
				o.t.Fatal(s, err)
			}
		}
	}
}

// overwrite puts other bytes under the name of the signed file.
func (o *office) overwrite(content string) {
	found, err := filepath.Glob(filepath.Join(o.app.DataDir(), "storage", "*", o.ids["protocol"], "*.txt"))
	if err != nil || len(found) != 1 {
		o.t.Fatal(found, err)
	}
	if err := os.WriteFile(found[0], []byte(content), 0o600); err != nil {
		o.t.Fatal(err)
	}
}

// audited is what "kontora audit verify" says; "" when everything is sound.
func audited(o *office) string {
	_, bad, err := store.VerifyAudit(o.app)
	if err != nil {
		o.t.Fatal(err)
	}
	if bad != nil {
		return bad.String()
	}
	_, flaw, err := o.e.VerifySignatures()
	if err != nil {
		o.t.Fatal(err)
	}
	if flaw != nil {
		return flaw.String()
	}
	return ""
}
