package api_test

import (
	"image/png"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestCommentsTellThoseWhoMayRead(t *testing.T) {
	o := open(t)
	said := o.ask("asel", "POST", "/api/kontora/comments/backoffice_payment/{payment}", map[string]any{
		"text": "Посмотрите @[stepan](" + o.ids["stepan"] + ")", "mentions": []string{o.ids["stepan"], o.ids["outside"]},
	}).ok()
	if said.size("warnings") != 1 || said.at("warnings.0.code") != "mention_blind" || said.at("warnings.0.text") != "outside не видит эту запись, уведомление не ушло" {
		t.Error(said.text)
	}
	if n := o.get("stepan", "/api/kontora/counts").ok().at("mentions"); n != 1.0 {
		t.Errorf("mentions of the one told: %v", n)
	}
	if n := o.get("outside", "/api/kontora/counts").ok().at("mentions"); n != 0.0 {
		t.Errorf("mentions of the one not told: %v", n)
	}
	home := o.get("stepan", "/api/kontora/home").ok()
	if home.at("mentions.0.record") != o.ids["payment"] || home.at("mentions.0.unread") != true {
		t.Error(home.text)
	}
	read := o.get("stepan", "/api/kontora/comments/backoffice_payment/{payment}").ok()
	if read.size("comments") != 1 || read.at("comments.0.by") != "users/"+o.ids["asel"] {
		t.Error(read.text)
	}
	if n := o.get("stepan", "/api/kontora/counts").ok().at("mentions"); n != 0.0 {
		t.Errorf("read mentions still count: %v", n)
	}
	list := o.get("asel", "/api/kontora/lists/backoffice_payment").ok()
	if list.at("rows.0.comments") != 1.0 {
		t.Error(list.at("rows.0.comments"))
	}
	o.ask("asel", "POST", "/api/kontora/comments/backoffice_payment/{payment}", map[string]any{"text": "  "}).is(400, "comment_empty")
	o.ask("asel", "POST", "/api/kontora/comments/backoffice_payment/{payment}", map[string]any{"text": "x", "reply": "aaaaaaaaaaaaaaa"}).is(400, "comment_missing")
	o.ask("admin", "POST", "/api/kontora/comments/backoffice_payment/{payment}", map[string]any{"text": "x"}).is(403, "may_not_comment")
}

func TestCommentsCarryFiles(t *testing.T) {
	o := open(t)
	const path = "/api/kontora/comments/backoffice_payment/{payment}"
	whole := picture(t, 400, 200)
	said := o.upload("asel", "POST", path, `{"text": "Вот снимок", "mentions": ["{stepan}"]}`,
		attachment{"files", "Снимок экрана.png", whole}, attachment{"files", "опись.txt", "сто листов"}, attachment{"files", "page.html", "<script>1</script>"}).ok()
	if n := said.size("comment.files"); n != 3 {
		t.Fatalf("%d files: %s", n, said.text)
	}
	if said.at("comment.files.0.title") != "Снимок экрана.png" || said.at("comment.files.0.type") != "image/png" || said.at("comment.files.0.size") != float64(len(whole)) {
		t.Error(said.text)
	}
	read := o.get("stepan", path).ok()
	if diff := cmp.Diff(said.at("comment.files"), read.at("comments.0.files")); diff != "" {
		t.Error(diff)
	}
	address := func(n string) string {
		return path + "/" + said.at("comment.id").(string) + "/" + said.at("comment.files."+n+".name").(string)
	}
	got := o.get("stepan", address("0")).ok()
	if got.text != whole || got.header.Get("Content-Disposition") != "inline; filename*=utf-8''%D0%A1%D0%BD%D0%B8%D0%BC%D0%BE%D0%BA%20%D1%8D%D0%BA%D1%80%D0%B0%D0%BD%D0%B0.png" {
		t.Error(got.header)
	}
	if saved := o.get("stepan", address("0")+"?download=1").ok(); !strings.HasPrefix(saved.header.Get("Content-Disposition"), "attachment;") {
		t.Error(saved.header)
	}
	if html := o.get("stepan", address("2")).ok(); !strings.HasPrefix(html.header.Get("Content-Disposition"), "attachment;") ||
		!strings.Contains(html.header.Get("Content-Security-Policy"), "sandbox") {
		t.Errorf("a page of somebody else's would run here: %v", html.header)
	}
	thumb, err := png.Decode(strings.NewReader(o.get("stepan", address("0")+"?thumb=320x320f").ok().text))
	if err != nil || thumb.Bounds().Dx() != 320 {
		t.Error(err)
	}

	// Whoever does not see the record does not see what was said about it.
	for _, who := range []string{"outside", ""} {
		o.get(who, address("1")).is(404, "file_missing")
		o.get(who, address("0")+"?thumb=320x320f").is(404, "file_missing")
	}
	token := func(who string) string {
		return "?token=" + o.ask(who, "POST", "/api/files/token", nil).ok().at("token").(string)
	}
	o.get("", address("1")+token("stepan")).ok()
	o.get("", address("1")+token("outside")).is(404, "file_missing")
	o.get("olga", address("1")).ok()
	o.get("olga", strings.Replace(address("1"), "{payment}", "{other}", 1)).is(404, "file_missing") // which she sees too
	o.get("stepan", path+"/"+said.at("comment.id").(string)+"/other.txt").is(404, "file_missing")
	o.key("narrow", "asel", map[string]any{"title": "x", "scopes": []string{"base_memo:read"}})
	o.get("narrow", address("1")).is(404, "file_missing")

	// Files alone say enough; no file of what was refused stays.
	o.upload("asel", "POST", path, `{}`, attachment{"files", "a.txt", "a"}).ok()
	before := len(stored(o))
	o.upload("asel", "POST", path, `{}`).is(400, "comment_empty")
	o.upload("asel", "POST", path, `{"text": "x"}`, attachment{"scan", "a.txt", "a"}).is(400, "not_a_file_field")
	o.upload("asel", "POST", path, `{"text": "x", "reply": "aaaaaaaaaaaaaaa"}`, attachment{"files", "a.txt", "a"}).is(400, "comment_missing")
	o.upload("admin", "POST", path, `{"text": "x"}`, attachment{"files", "a.txt", "a"}).is(403, "may_not_comment")
	o.upload("outside", "POST", path, `{"text": "x"}`, attachment{"files", "a.txt", "a"}).is(404, "not_found")
	o.upload("asel", "POST", path, `{}`, attachment{"files", "big.txt", strings.Repeat("a", 20<<20+1)}).is(429, "file_too_big")
	o.upload("asel", "POST", path, `{}`, slices.Repeat([]attachment{{"files", "a.txt", "a"}}, 11)...).is(429, "too_many_files")
	if after := stored(o); len(after) != before {
		t.Errorf("%d files became %v", before, after)
	}
}

// stored lists what is in the storage of files.
func stored(o *office) []string {
	o.t.Helper()
	files, err := o.app.NewFilesystem()
	if err != nil {
		o.t.Fatal(err)
	}
	defer files.Close()
	list, err := files.List("")
	if err != nil {
		o.t.Fatal(err)
	}
	var names []string
	for _, f := range list {
		names = append(names, f.Key)
	}
	return names
}

func TestACommentIsSaidOnceByItsKey(t *testing.T) {
	o := open(t)
	const path = "/api/kontora/comments/backoffice_payment/{payment}"
	say := func(text, key string) reply {
		return o.ask("asel", "POST", path, map[string]any{"text": text}, "Idempotency-Key", key)
	}
	first, again := say("Один раз", "k1").ok(), say("Один раз", "k1").ok()
	if first.at("comment.id") != again.at("comment.id") || again.header.Get("Idempotency-Replayed") != "true" {
		t.Error("said twice")
	}
	say("Другое", "k1").is(409, "key_reused")
	if n := o.get("asel", path).ok().size("comments"); n != 1 {
		t.Errorf("%d comments", n)
	}
	say("Один раз", "k2").ok()
	if n := o.get("asel", path).ok().size("comments"); n != 2 {
		t.Errorf("%d comments", n)
	}
}

func TestSavedViewsAreOnesOwn(t *testing.T) {
	o := open(t)
	view := map[string]any{"type": "backoffice_payment", "title": "Крупные", "view": "mine", "filter": "it.amount > 500000", "state": []any{"a"},
		"sort": "-created", "columns": []string{"title"}}
	id := o.ask("asel", "POST", "/api/kontora/views", view).ok().at("id").(string)
	if got := o.get("asel", "/api/kontora/views").ok(); got.at("views.0.title") != "Крупные" || got.at("views.0.state.0") != "a" || got.at("views.0.view") != "mine" {
		t.Error(got.text)
	}
	if n := o.get("olga", "/api/kontora/views").ok().size("views"); n != 0 {
		t.Error("saved views of others are shown")
	}
	renamed := o.ask("asel", "PATCH", "/api/kontora/views/"+id, map[string]any{"title": "Большие"}).ok()
	if renamed.at("title") != "Большие" || renamed.at("filter") != "it.amount > 500000" {
		t.Error(renamed.text)
	}
	o.ask("olga", "PATCH", "/api/kontora/views/"+id, map[string]any{"title": "x"}).is(404, "view_missing")
	o.ask("olga", "DELETE", "/api/kontora/views/"+id, nil).is(404, "view_missing")
	view["filter"] = "it.nothing > 1"
	o.ask("asel", "POST", "/api/kontora/views", view).is(400, "filter_wrong")
	o.ask("asel", "DELETE", "/api/kontora/views/"+id, nil).ok()
	o.ask("asel", "DELETE", "/api/kontora/views/"+id, nil).is(404, "view_missing")
}

func TestPreferencesStayUnlessNamed(t *testing.T) {
	o := open(t)
	o.ask("asel", "PATCH", "/api/kontora/me", map[string]any{"prefs": map[string]any{"lang": "en", "letters": false}}).ok()
	got := o.ask("asel", "PATCH", "/api/kontora/me", map[string]any{"prefs": map[string]any{"scheme": "dark"}}).ok()
	if got.at("prefs.lang") != "en" || got.at("prefs.letters") != false || got.at("prefs.scheme") != "dark" {
		t.Error(got.text)
	}
	o.ask("asel", "PATCH", "/api/kontora/me", map[string]any{"prefs": map[string]any{"lang": "xx"}}).is(400, "unknown_preference")
	if o.get("asel", "/api/kontora/meta").ok().at("lang") != "en" {
		t.Error("the language preferred is not the language of the interface")
	}
}

func TestNoticesAreReadOnce(t *testing.T) {
	o := open(t)
	o.ask("olga", "PATCH", "/api/kontora/backoffice_payment/{payment}", map[string]any{"fields": map[string]any{"title": "x"}})
	o.ids["memo"] = o.ask("asel", "POST", "/api/kontora/base_memo", newMemo(o)).ok().at("id").(string)
	o.ask("asel", "POST", "/api/kontora/base_memo/{memo}/send", map[string]any{}).ok()
	got := o.get("boss", "/api/kontora/notifications").ok()
	if got.size("items") == 0 || got.at("items.0.record") != o.ids["memo"] || got.at("unread") == 0.0 {
		t.Fatal(got.text)
	}
	o.ask("asel", "POST", "/api/kontora/notifications/read", map[string]any{}).ok()
	if o.get("boss", "/api/kontora/notifications").ok().at("unread") == 0.0 {
		t.Error("somebody else's reading counts")
	}
	o.ask("boss", "POST", "/api/kontora/notifications/read", map[string]any{}).ok()
	if n := o.get("boss", "/api/kontora/notifications").ok().at("unread"); n != 0.0 {
		t.Errorf("%v unread", n)
	}
}

func TestAFormShowsWhatIsMissingAndWhatFollows(t *testing.T) {
	o := open(t)
	form := o.ask("asel", "POST", "/api/kontora/forms/backoffice_payment", map[string]any{"values": map[string]any{"currency": "USD", "amount": "10"}}).ok()
	if form.at("fields.amount_tenge.visible") != true || form.at("fields.amount_tenge.required") != true || form.at("fields.amount_tenge.because.0") != "currency" {
		t.Error(form.at("fields.amount_tenge"))
	}
	if form.at("values.department") != o.ids["org"] || form.at("values.priority") != "medium" {
		t.Error(form.at("values"))
	}
	if form.size("errors") == 0 || form.at("errors.0.text") == nil {
		t.Error(form.at("errors"))
	}
	home := o.ask("asel", "POST", "/api/kontora/forms/backoffice_payment", map[string]any{"values": map[string]any{"currency": "KZT"}}).ok()
	if home.at("fields.amount_tenge.visible") != false {
		t.Error(home.at("fields.amount_tenge"))
	}
	tenge := o.ask("asel", "POST", "/api/kontora/forms/backoffice_payment", map[string]any{"values": map[string]any{"currency": "KZT", "amount": "10"}}).ok()
	if got := tenge.at("values.amount_kzt"); got != "10.00" {
		t.Error(got)
	}
	// What a formula no longer gives has to be said, or the form would go on showing the earlier sum.
	if got, told := form.at("values").(map[string]any)["amount_kzt"]; !told || got != nil {
		t.Error(got, told)
	}
	edit := o.ask("stepan", "POST", "/api/kontora/forms/backoffice_payment", map[string]any{"id": o.ids["payment"], "values": map[string]any{}}).ok()
	saysNothing(t, "stepan", "forms", edit)
}

func TestOptionsObeyTheFieldAndTheAsker(t *testing.T) {
	o := open(t)
	titles := func(who, path string) string { return o.get(who, path).ok().text }
	all := "/api/kontora/options/backoffice_payment?field=supplier"
	if n := o.get("asel", all).ok().size("options"); n != 1 {
		t.Error(titles("asel", all))
	}
	if n := o.get("stepan", all).ok().size("options"); n != 0 {
		t.Errorf("the contractor is offered suppliers: %s", titles("stepan", all))
	}
	rows := "/api/kontora/options/backoffice_payment?field=account&values=" + `{"supplier":"` + o.ids["supplier"] + `"}`
	if n := o.get("olga", rows).ok().size("options"); n != 1 {
		t.Error(titles("olga", rows))
	}
	o.get("stepan", rows).is(400, "unknown_field")
	o.get("asel", "/api/kontora/options/backoffice_payment?field=title").is(400, "unknown_field")
}

func TestARowThatIsReferredToIsNamedByItsColumns(t *testing.T) {
	o := open(t)
	account := o.get("olga", "/api/kontora/card/base_counterparty/{supplier}").ok().at("row.values.bank_accounts.0.id").(string)
	fields := paymentFields(o)
	fields["account"], fields["supplier_no"] = account, "17"
	o.ids["paid"] = o.make("backoffice_payment", fields)
	target := ""
	for _, typ := range o.get("olga", "/api/kontora/meta").ok().at("types").([]any) {
		if typ := typ.(map[string]any); typ["slug"] == "backoffice_payment" {
			for _, f := range typ["fields"].([]any) {
				if f := f.(map[string]any); f["key"] == "account" {
					target, _ = f["target"].(string)
				}
			}
		}
	}
	for where, got := range map[string]reply{
		"card":    o.get("olga", "/api/kontora/card/backoffice_payment/{paid}").ok(),
		"history": o.get("olga", "/api/kontora/history/backoffice_payment/{paid}").ok(),
	} {
		ref, _ := got.at("refs").(map[string]any)[target+"/"+account].(map[string]any)
		if ref["title"] != "1, Банк" {
			t.Errorf("%s: %v behind %q", where, ref, target)
		}
	}
}

func TestARecordThatIsNeverDoneHasAStateAndNoWay(t *testing.T) {
	o := open(t)
	supplier := o.get("olga", "/api/kontora/card/base_counterparty/{supplier}").ok()
	if supplier.size("path") != 1 || supplier.at("path.0.kind") != "current" || supplier.at("path.0.state") != "active" {
		t.Error(supplier.at("path"))
	}
	payment := o.get("asel", "/api/kontora/card/backoffice_payment/{payment}").ok()
	if n := payment.size("path"); n < 4 || payment.at("path.1.kind") != "next" {
		t.Error(payment.at("path"))
	}
}
