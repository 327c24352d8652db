package api_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/tools/subscriptions"
)

const (
	drafts   = "/api/kontora/config/drafts"
	memo     = "schemas/base/types/memo.json"
	packFile = "schemas/base/pack.json"
)

// file is a file of the configuration in force.
func (o *office) file(path string) string {
	o.t.Helper()
	files, _ := o.get("admin", "/api/kontora/config").ok().at("files").(map[string]any)
	text, _ := files[path].(string)
	if text == "" {
		o.t.Fatalf("no %s in the configuration", path)
	}
	return text
}

func replaced(t *testing.T, text, old, now string) string {
	t.Helper()
	if strings.Count(text, old) != 1 {
		t.Fatalf("%q stands %d times", old, strings.Count(text, old))
	}
	return strings.Replace(text, old, now, 1)
}

// begin makes a draft and gives its path.
func (o *office) begin(title string) string {
	o.t.Helper()
	made := o.ask("admin", "POST", drafts, map[string]any{"title": title}).ok()
	if made.at("title") != title || made.at("revision") != 1.0 || made.at("behind") != false || made.at("author.name") != "admin" {
		o.t.Fatal(made.text)
	}
	return drafts + "/" + made.at("id").(string)
}

func (o *office) save(draft string, revision int, files map[string]any) reply {
	o.t.Helper()
	return o.ask("admin", "PATCH", draft, map[string]any{"revision": revision, "files": files})
}

// inDraft is the text of a file of a draft.
func (o *office) inDraft(draft, path string) string {
	o.t.Helper()
	files, _ := o.get("admin", draft).ok().at("files").(map[string]any)
	text, _ := files[path].(string)
	return text
}

func TestADraftIsKeptUntilItIsPublished(t *testing.T) {
	o := open(t)
	base := o.file(packFile)
	text := replaced(t, base, `"Делопроизводитель"`, `"Секретарь"`)
	draft := o.begin("Секретари")
	saved := o.save(draft, 1, map[string]any{packFile: text, "schemas/base/i18n/xx.json": "{}", memo: nil}).ok()
	if saved.at("revision") != 2.0 {
		t.Error(saved.text)
	}
	if o.file(packFile) != base {
		t.Error("a draft is in force")
	}
	list := o.get("admin", drafts).ok()
	if list.size("items") != 1 || list.size("items.0.files") != 3 || list.at("items.0.files.0") != "schemas/base/i18n/xx.json" {
		t.Error(list.text)
	}
	touched, _ := o.get("admin", draft).ok().at("touched").(map[string]any)
	if by, _ := touched[packFile].(map[string]any); by["revision"] != 2.0 || by["by"].(map[string]any)["name"] != "admin" {
		t.Error(touched)
	}
	back := o.ask("admin", "PATCH", draft, map[string]any{"revision": 2, "title": "Секретарь", "revert": []string{memo, "schemas/base/i18n/xx.json"}}).ok()
	if back.at("title") != "Секретарь" || len(back.at("files").(map[string]any)) != 1 {
		t.Error(back.text)
	}
	if again := o.save(draft, 3, map[string]any{packFile: text}).ok(); again.at("revision") != 3.0 {
		t.Error("nothing changed, and it is another revision")
	}

	restarted := start(t, o.app.DataDir())
	restarted.ids, restarted.tokens = o.ids, o.tokens
	if restarted.inDraft(draft, packFile) != text {
		t.Error("a restart loses a draft")
	}

	published := restarted.ask("admin", "POST", draft+"/publish", map[string]any{"note": "секретари"}).ok()
	if published.size("diagnostics") != 0 || restarted.file(packFile) != text {
		t.Error(published.text)
	}
	restarted.get("admin", draft).is(404, "unknown_draft")
	if last := restarted.get("admin", "/api/kontora/config/revisions").ok(); last.at("items.0.note") != "секретари" {
		t.Error(last.text)
	}
}

func TestADraftOfWhatIsInForceIsNoLongerNeeded(t *testing.T) {
	o := open(t)
	draft := o.begin("Пусто")
	o.save(draft, 1, map[string]any{packFile: o.file(packFile) + "\n"}).ok()
	before := o.get("admin", "/api/kontora/config").ok().at("revision")
	published := o.ask("admin", "POST", draft+"/publish", map[string]any{}).ok()
	if published.at("revision") != before {
		t.Error(published.text)
	}
	o.get("admin", draft).is(404, "unknown_draft")
}

func TestAPublicationWithErrorsLeavesTheDraft(t *testing.T) {
	o := open(t)
	draft := o.begin("Ошибка")
	o.save(draft, 1, map[string]any{memo: "{"}).ok()
	if refused := o.ask("admin", "POST", draft+"/publish", map[string]any{}).ok(); refused.at("revision") != 0.0 || refused.size("diagnostics") == 0 {
		t.Error(refused.text)
	}
	if o.inDraft(draft, memo) != "{" {
		t.Error("the draft is lost")
	}
}

func TestDraftsAreForThoseWhoDesign(t *testing.T) {
	o := open(t)
	draft := o.begin("Тайна")
	for _, r := range []struct{ method, path string }{
		{"GET", drafts}, {"POST", drafts}, {"GET", draft}, {"PATCH", draft}, {"DELETE", draft}, {"POST", draft + "/rebase"}, {"POST", draft + "/publish"},
	} {
		o.ask("asel", r.method, r.path, nil).is(403, "may_not_design")
	}
	o.ask("admin", "DELETE", draft, nil).ok()
	o.ask("admin", "DELETE", draft, nil).is(404, "unknown_draft")
	o.ask("admin", "POST", draft+"/other", nil).is(404, "missing")
}

func TestWhatADraftCannotHoldIsRefused(t *testing.T) {
	o := open(t)
	draft := o.begin("Пределы")
	o.save(draft, 1, map[string]any{"pb_hooks/a.js": "x"}).is(400, "draft_path")
	o.save(draft, 1, map[string]any{"schemas/../a.json": "x"}).is(400, "draft_path")
	o.save(draft, 1, map[string]any{memo: strings.Repeat(" ", 1<<20+1)}).is(429, "draft_file_too_big")
	o.save(draft, 2, map[string]any{}).is(400, "draft_revision")
	o.save(draft, 0, map[string]any{}).is(400, "draft_revision")
	o.ask("admin", "POST", drafts, map[string]any{"title": strings.Repeat("ы", 201)}).is(400, "too_long")
	big := map[string]any{}
	for i := range 16 {
		big[fmt.Sprintf("schemas/base/i18n/a%d.json", i)] = strings.Repeat(" ", 1<<20-1)
	}
	o.save(draft, 1, big).ok()
	big["schemas/base/i18n/more.json"] = strings.Repeat(" ", 100)
	o.save(draft, 2, big).is(429, "draft_too_big")
}

func TestTwoDesignersSaveAtOnce(t *testing.T) {
	o := open(t)
	base := o.file(packFile)
	draft := o.begin("Вдвоём")
	mine := replaced(t, base, `"Делопроизводитель"`, `"Секретарь"`)
	theirs := replaced(t, base, `"Ведёт справочники"`, `"Хранитель"`)
	o.save(draft, 1, map[string]any{packFile: mine}).ok()

	both := replaced(t, mine, `"Ведёт справочники"`, `"Хранитель"`)
	if merged := o.save(draft, 1, map[string]any{packFile: theirs}).ok(); merged.at("revision") != 3.0 || o.inDraft(draft, packFile) != both {
		t.Errorf("not merged: %s", merged.text)
	}
	refused := o.save(draft, 1, map[string]any{packFile: replaced(t, base, `"Делопроизводитель"`, `"Письмоводитель"`), memo: nil}).is(409, "draft_conflict")
	at := "fault.params.conflicts.0."
	if refused.at(at+"path") != packFile || refused.at(at+"theirs") != both || refused.at(at+"by.name") != "admin" || refused.at(at+"places.0") != "roles.clerk.title" {
		t.Error(refused.text)
	}
	if now := o.get("admin", draft).ok(); now.at("revision") != 3.0 || o.inDraft(draft, packFile) != both || len(now.at("files").(map[string]any)) != 1 {
		t.Error("something was saved of what was refused")
	}
	if gone := o.save(draft, 2, map[string]any{packFile: nil}).is(409, "draft_conflict"); gone.at(at+"places.0") != "" {
		t.Error(gone.text)
	}
}

// Many save different parts of one file and files of their own at the same time,
// each from the revision that they saw first.
func TestNothingIsLostWhenManySaveAtOnce(t *testing.T) {
	o := open(t)
	base := o.file(packFile)
	draft := o.begin("Все сразу")
	const many = 8
	var wait sync.WaitGroup
	for i := range many {
		wait.Go(func() {
			own := fmt.Sprintf("schemas/base/i18n/a%d.json", i)
			text := replaced(t, base, `"menu": {`, fmt.Sprintf(`"menu": {`+"\n    "+`"more%d": {"title": "Ещё", "items": []},`, i))
			if r := o.save(draft, 1, map[string]any{packFile: text, own: "{}"}); r.status != 200 {
				t.Errorf("%d: %s", i, r.text)
			}
		})
	}
	wait.Wait()
	now := o.get("admin", draft).ok()
	text := o.inDraft(draft, packFile)
	for i := range many {
		if strings.Count(text, fmt.Sprintf(`"more%d": {`, i)) != 1 {
			t.Errorf("the change of %d is lost", i)
		}
	}
	if len(now.at("files").(map[string]any)) != many+1 || now.at("revision") != float64(many+1) {
		t.Error(now.text)
	}
	if found := o.ask("admin", "POST", "/api/kontora/config/check", map[string]any{"files": map[string]any{packFile: text}}).ok(); strings.Contains(found.text, `"severity":"error"`) {
		t.Error(found.text)
	}
}

func TestADraftComesAfterWhatWasPublishedMeanwhile(t *testing.T) {
	o := open(t)
	base := o.file(packFile)
	mine := replaced(t, base, `"Делопроизводитель"`, `"Секретарь"`)
	draft := o.begin("Догоняет")
	o.save(draft, 1, map[string]any{packFile: mine, memo: replaced(t, o.file(memo), `"plural": "Служебные записки"`, `"plural": "Записки"`)}).ok()
	publish := func(path, text string) {
		t.Helper()
		if r := o.ask("admin", "POST", "/api/kontora/config", map[string]any{"files": map[string]any{path: text}, "note": "x"}).ok(); r.at("revision") == 0.0 {
			t.Fatal(r.text)
		}
	}
	publish(packFile, replaced(t, base, `"Ведёт справочники"`, `"Хранитель"`))

	if seen := o.get("admin", draft).ok(); seen.at("behind") != true || seen.at("base.revision") == nil {
		t.Error(seen.text)
	}
	o.ask("admin", "POST", draft+"/publish", map[string]any{}).is(409, "draft_behind")
	done := o.ask("admin", "POST", draft+"/rebase", map[string]any{}).ok()
	if done.size("conflicts") != 0 || done.at("draft.behind") != false || done.at("draft.revision") != 3.0 {
		t.Error(done.text)
	}
	both := replaced(t, mine, `"Ведёт справочники"`, `"Хранитель"`)
	if o.inDraft(draft, packFile) != both {
		t.Errorf("not merged: %s", o.inDraft(draft, packFile))
	}

	// Somebody who still looks at the first revision does not take back what was published.
	late := o.save(draft, 1, map[string]any{packFile: replaced(t, base, `"Сотрудник"`, `"Работник"`), "schemas/base/i18n/en.json": o.file("schemas/base/i18n/en.json")}).ok()
	both = replaced(t, both, `"Сотрудник"`, `"Работник"`)
	if o.inDraft(draft, packFile) != both || len(late.at("files").(map[string]any)) != 2 {
		t.Error(late.text)
	}

	// Now both change the same place.
	publish(packFile, replaced(t, o.file(packFile), `"Делопроизводитель"`, `"Письмоводитель"`))
	asked := o.ask("admin", "POST", draft+"/rebase", map[string]any{}).ok()
	if asked.size("conflicts") != 1 || asked.at("conflicts.0.places.0") != "roles.clerk.title" || asked.at("conflicts.0.ours") != both || asked.at("draft.behind") != true {
		t.Error(asked.text)
	}
	chosen := replaced(t, both, `"Секретарь"`, `"Секретарь и письмоводитель"`)
	settled := o.ask("admin", "POST", draft+"/rebase", map[string]any{"resolve": map[string]any{packFile: chosen}}).ok()
	if settled.size("conflicts") != 0 || o.inDraft(draft, packFile) != chosen {
		t.Error(settled.text)
	}
	if r := o.ask("admin", "POST", draft+"/publish", map[string]any{"note": "y"}).ok(); r.at("revision") == 0.0 || o.file(packFile) != chosen {
		t.Error(r.text)
	}
}

func TestADraftThatChangedIsNotPublishedUnseen(t *testing.T) {
	o := open(t)
	draft := o.begin("Не глядя")
	o.save(draft, 1, map[string]any{packFile: replaced(t, o.file(packFile), `"Делопроизводитель"`, `"Секретарь"`)}).ok()
	o.ask("admin", "POST", draft+"/publish", map[string]any{"revision": 1}).is(409, "draft_moved_on")
}

func TestThoseWhoDesignHearOfDrafts(t *testing.T) {
	o := open(t)
	heard := map[string]<-chan subscriptions.Message{}
	for _, who := range []string{"admin", "asel"} {
		rec, err := o.app.FindRecordById("users", o.ids[who])
		if err != nil {
			t.Fatal(err)
		}
		client := subscriptions.NewDefaultClient()
		client.Set(apis.RealtimeClientAuthKey, rec)
		client.Subscribe("kontora/drafts")
		o.app.SubscriptionsBroker().Register(client)
		messages := make(chan subscriptions.Message, 10)
		go func() {
			for m := range client.Channel() { // whoever does not listen would stop the sender
				messages <- m
			}
		}()
		heard[who] = messages
	}
	draft := o.begin("Слышно")
	o.ask("admin", "DELETE", draft, nil).ok()
	for _, want := range []string{`"revision":1`, `"revision":0`} {
		select {
		case m := <-heard["admin"]:
			if text := string(m.Data); m.Name != "kontora/drafts" || !strings.Contains(text, want) || !strings.Contains(text, `"name":"admin"`) {
				t.Errorf("%s %s, want %s", m.Name, text, want)
			}
		case <-time.After(5 * time.Second):
			t.Fatal("nothing is heard")
		}
	}
	select {
	case m := <-heard["asel"]:
		t.Errorf("somebody who does not design hears %s", m.Data)
	default:
	}
}
