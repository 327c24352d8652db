package api_test

import (
	"maps"
	"strings"
	"testing"

	"kontora/internal/spec"
)

const packs = "/api/kontora/config/packs"

// newer is what comes with a later version of the program.
func newer(t *testing.T, change map[string]func(string) string) *spec.Bundle {
	t.Helper()
	files := maps.Clone(shipped(t).Files)
	for path, with := range change {
		files[path] = []byte(with(string(files[path])))
	}
	b, found := spec.LoadFiles(files)
	if spec.HasErrors(found) {
		t.Fatal(found)
	}
	return b
}

// later starts a later version of the program on the data of an office.
func (o *office) later(packs *spec.Bundle) *office {
	o.t.Helper()
	next := startWith(o.t, o.app.DataDir(), packs)
	next.ids, next.tokens = o.ids, o.tokens
	return next
}

// pack is what is told of one pack.
func (o *office) pack(key string) map[string]any {
	o.t.Helper()
	items, _ := o.get("admin", packs).ok().at("items").([]any)
	for _, item := range items {
		if pack, _ := item.(map[string]any); pack["key"] == key {
			return pack
		}
	}
	o.t.Fatalf("no pack %s", key)
	return nil
}

func (o *office) publish(files map[string]any) {
	o.t.Helper()
	if r := o.ask("admin", "POST", "/api/kontora/config", map[string]any{"files": files, "note": "x"}).ok(); r.at("revision") == 0.0 {
		o.t.Fatal(r.text)
	}
}

var second = map[string]func(string) string{
	packFile: func(s string) string {
		return strings.NewReplacer(`"version": "1.0.0"`, `"version": "1.1.0"`, `"Делопроизводитель"`, `"Секретарь"`, `"Ведёт справочники"`, `"Хранитель"`).Replace(s)
	},
}

func TestAPackIsUpdatedWithWhatWasChangedHere(t *testing.T) {
	o := open(t)
	if p := o.pack("base"); p["installed"] != "1.0.0" || p["shipped"] != "1.0.0" || p["update"] != false || p["changed_here"] != false || p["original_known"] != true {
		t.Error(p)
	}
	o.ask("admin", "POST", packs+"/update", map[string]any{"pack": "base"}).is(400, "pack_up_to_date")
	o.ask("admin", "POST", packs+"/update", map[string]any{"pack": "none"}).is(404, "unknown_pack")

	// Here one title is another, and so is one that the new version changes as well.
	mine := strings.NewReplacer(`"Сотрудник"`, `"Работник"`, `"Ведёт справочники"`, `"Ведущий"`).Replace(o.file(packFile))
	o.publish(map[string]any{packFile: mine})
	if p := o.pack("base"); p["update"] != false || p["changed_here"] != true {
		t.Error(p)
	}

	o = o.later(newer(t, second))
	if p := o.pack("base"); p["update"] != true || p["changed_here"] != true || p["installed"] != "1.0.0" || p["shipped"] != "1.1.0" {
		t.Error(p)
	}
	made := o.ask("admin", "POST", packs+"/update", map[string]any{"pack": "base"}).ok()
	merged := strings.NewReplacer(`"version": "1.0.0"`, `"version": "1.1.0"`, `"Делопроизводитель"`, `"Секретарь"`).Replace(mine)
	draft := drafts + "/" + made.at("id").(string)
	if made.at("title") != "Обновление пакета «Основа» 1.1.0" || o.inDraft(draft, packFile) != merged {
		t.Error(made.text)
	}
	if made.size("conflicts") != 1 || made.at("conflicts.0.path") != packFile || made.size("conflicts.0.places") != 1 || made.at("conflicts.0.places.0") != "roles.keeper.title" {
		t.Error(made.at("conflicts"))
	}
	if o.file(packFile) != mine {
		t.Error("an update is in force without being published")
	}
	o.ask("admin", "POST", draft+"/publish", map[string]any{}).is(409, "draft_undecided")
	decided := o.save(draft, 2, map[string]any{packFile: merged}).ok() // what is here stays
	if decided.size("conflicts") != 0 || decided.at("revision") != 3.0 {
		t.Error(decided.text)
	}
	if r := o.ask("admin", "POST", draft+"/publish", map[string]any{"note": "1.1.0"}).ok(); r.at("revision") == 0.0 || o.file(packFile) != merged {
		t.Error(r.text)
	}
	if p := o.pack("base"); p["update"] != false || p["changed_here"] != true || p["installed"] != "1.1.0" {
		t.Error(p)
	}

	// Back to before: the pack is made from the first version again.
	revisions := o.get("admin", "/api/kontora/config/revisions").ok()
	if r := o.ask("admin", "POST", "/api/kontora/config/restore", map[string]any{"revision": revisions.at("items.1.revision"), "note": "назад"}).ok(); r.at("revision") == 0.0 {
		t.Error(r.text)
	}
	if p := o.pack("base"); p["update"] != true || p["installed"] != "1.0.0" {
		t.Error(p)
	}
}

func TestAnUpdateOfAnUntouchedPackIsTheNewOne(t *testing.T) {
	o := open(t).later(newer(t, second))
	made := o.ask("admin", "POST", packs+"/update", map[string]any{"pack": "base"}, "Accept-Language", "en").ok()
	draft := drafts + "/" + made.at("id").(string)
	if made.size("conflicts") != 0 || o.inDraft(draft, packFile) != string(newer(t, second).Files[packFile]) || made.at("title") != "Update of the pack “Основа” 1.1.0" {
		t.Error(made.text)
	}
	if r := o.ask("admin", "POST", draft+"/publish", map[string]any{}).ok(); r.at("revision") == 0.0 {
		t.Error(r.text)
	}
	if p := o.pack("base"); p["update"] != false || p["changed_here"] != false || p["installed"] != "1.1.0" {
		t.Error(p)
	}
}

func TestAPackOfUnknownOriginIsAskedAboutEverywhere(t *testing.T) {
	o := open(t)
	mine := replaced(t, o.file(packFile), `"Сотрудник"`, `"Работник"`)
	o.publish(map[string]any{packFile: mine})
	if _, err := o.app.NonconcurrentDB().NewQuery("DELETE FROM k_origins").Execute(); err != nil {
		t.Fatal(err)
	}

	// Installed before origins were kept: whatever is as it ships is known.
	o = o.later(shipped(t))
	if p := o.pack("backoffice"); p["original_known"] != true || p["update"] != false {
		t.Error(p)
	}
	if p := o.pack("base"); p["original_known"] != false || p["changed_here"] != true || p["update"] != true {
		t.Error(p)
	}
	o = o.later(newer(t, map[string]func(string) string{payment: func(s string) string { return s + "\n" }, officePack: func(s string) string { return strings.Replace(s, `"title": "`, `"title": "Новый `, 1) }}))
	if p := o.pack("backoffice"); p["original_known"] != true || p["update"] != true || p["changed_here"] != false {
		t.Error(p)
	}
	made := o.ask("admin", "POST", packs+"/update", map[string]any{"pack": "base"}).ok()
	if made.size("conflicts") != 1 || made.at("conflicts.0.base") != nil || made.at("conflicts.0.ours") != mine || made.at("conflicts.0.places.0") != "" || len(made.at("files").(map[string]any)) != 0 {
		t.Error(made.text)
	}
}

func TestAPackIsRemovedByADraft(t *testing.T) {
	o := open(t)
	made := o.ask("admin", "POST", packs+"/remove", map[string]any{"pack": "backoffice"}).ok()
	files, _ := made.at("files").(map[string]any)
	for path := range shipped(t).Files {
		text, drafted := files[path]
		if isOffice := strings.HasPrefix(path, "schemas/backoffice/") || strings.HasPrefix(path, "rules/backoffice/"); drafted != isOffice || text != nil {
			t.Errorf("%s: %v", path, text)
		}
	}
	if o.pack("backoffice")["installed"] == nil {
		t.Error("removed without being published")
	}
	// Records still live by it, and the publication says so.
	if r := o.ask("admin", "POST", drafts+"/"+made.at("id").(string)+"/publish", map[string]any{}).is(409, "refused"); r.at("fault.fields.0.code") != "type_in_use" {
		t.Error(r.text)
	}
	o.ask("admin", "POST", packs+"/remove", map[string]any{"pack": "none"}).is(404, "unknown_pack")
	o.ask("asel", "POST", packs+"/remove", map[string]any{"pack": "backoffice"}).is(403, "may_not_design")
}
