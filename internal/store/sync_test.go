package store_test

import (
	"testing"

	"kontora/internal/flow"
	"kontora/internal/model"
	"kontora/internal/rule"
	"kontora/internal/store"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/filesystem"
)

func TestPeopleWhoWereThereBeforeStayPeople(t *testing.T) {
	t.Parallel()
	app, m := open(t), office()
	users, err := app.FindCollectionByNameOrId("users")
	if err != nil {
		t.Fatal(err)
	}
	old := core.NewRecord(users)
	old.SetEmail("old@example.com")
	old.SetPassword("1234567890")
	old.Set("name", "Старожил")
	if err := app.Save(old); err != nil {
		t.Fatal(err)
	}
	sync(t, app, nil, m)
	if err := store.Rebuild(app, m.Types, func(core.App, *flow.Record) ([]flow.Grant, error) { return nil, nil }, nil); err != nil {
		t.Fatal(err)
	}
	rec := load(t, app, m, "base/user", old.Id)
	if rec.Values["name"] != "Старожил" || rec.Values["email"] != "old@example.com" {
		t.Errorf("%v", rec.Values)
	}
	if got := store.Plain(m.Person.Field("created"), rec.Values["created"]); got != old.GetDateTime("created").String() {
		t.Errorf("created %v, was %v", got, old.GetDateTime("created"))
	}
	again, err := app.FindAuthRecordByEmail("users", "old@example.com")
	if err != nil || !again.ValidatePassword("1234567890") {
		t.Errorf("the password does not work any more: %v", err)
	}
	d, _ := store.DirectoryOf(app, m)
	if p, ok := d.Person(old.Id); !ok || p.Name != "Старожил" {
		t.Error("nobody knows them")
	}
}

func TestTwoTypesMaySwapTheirNames(t *testing.T) {
	t.Parallel()
	pair := func(a, b string) *model.Model {
		one, two := typ("p/"+a, "p_"+a, false, field("title", model.Text)), typ("p/"+b, "p_"+b, false, field("title", model.Text))
		one.StableId, two.StableId = "p/first", "p/second"
		return model.Assemble(one, two)
	}
	app, m, swapped := open(t), pair("x", "y"), pair("y", "x")
	sync(t, app, nil, m)
	apply(t, app, m, create(m.TypeByKey("p/x"), "rec000000000001", map[string]any{"title": "первый"}))
	sync(t, app, m, swapped)
	if rec := load(t, app, swapped, "p/y", "rec000000000001"); rec == nil || rec.Values["title"] != "первый" {
		t.Errorf("%v", rec)
	}
	if rec := load(t, app, swapped, "p/x", "rec000000000001"); rec != nil {
		t.Error("the record is of both types")
	}
}

func TestAFieldMayTakeTheNameOfADroppedOne(t *testing.T) {
	t.Parallel()
	build := func(stableId string) *model.Model {
		title := field("title", model.Text)
		title.StableId = stableId
		return model.Assemble(typ("p/x", "p_x", false, title))
	}
	app, m := open(t), build("title")
	sync(t, app, nil, m)
	apply(t, app, m, create(m.Types[0], "rec000000000001", map[string]any{"title": "прежнее"}))
	sync(t, app, m, build("other"))
	if rec := load(t, app, build("other"), "p/x", "rec000000000001"); rec.Values["title"] != nil {
		t.Errorf("the new field shows the old one's value: %v", rec.Values["title"])
	}
	back := build("title")
	sync(t, app, nil, back)
	if rec := load(t, app, back, "p/x", "rec000000000001"); rec.Values["title"] != "прежнее" {
		t.Errorf("the old value is lost: %v", rec.Values["title"])
	}
}

func TestUploadedFilesKeepTheirNames(t *testing.T) {
	t.Parallel()
	app, m := open(t), office()
	sync(t, app, nil, m)
	payment := m.TypeByKey("money/payment")
	c, _ := app.FindCollectionByNameOrId("money_payment")
	rec := core.NewRecord(c)
	upload, err := filesystem.NewFileFromBytes([]byte("текст"), "договор.txt")
	if err != nil {
		t.Fatal(err)
	}
	rec.Set("file", upload)
	sent, err := store.FromPB(rec, payment)
	if err != nil {
		t.Fatal(err)
	}
	a, ok := sent.Values["file"].(rule.Attachment)
	if !ok || a.Size != upload.Size {
		t.Fatalf("sent %v", sent.Values["file"])
	}
	change := create(payment, "pay000000000001", map[string]any{"file": a})
	within(t, app, func(tx core.App) error {
		if err := store.Fill(tx, rec, change.After, 1); err != nil {
			return err
		}
		if err := tx.Save(rec); err != nil {
			return err
		}
		return store.Apply(tx, m, &flow.Plan{Changes: []*flow.Change{change}}, store.Applying{At: noon, Saved: rec})
	})
	stored := load(t, app, m, "money/payment", "pay000000000001")
	if got, _ := stored.Values["file"].(rule.Attachment); got.Name != upload.Name {
		t.Errorf("stored %v, uploaded %s", stored.Values["file"], upload.Name)
	}
	apply(t, app, m, edit(stored, map[string]any{"title": "x"}))
	fs, err := app.NewFilesystem()
	if err != nil {
		t.Fatal(err)
	}
	defer fs.Close()
	if there, err := fs.Exists(rec.BaseFilesPath() + "/" + upload.Name); err != nil || !there {
		t.Errorf("the file is gone after an edit of another field: %v", err)
	}
}

func TestRevisionsCannotBeChanged(t *testing.T) {
	t.Parallel()
	app := open(t)
	within(t, app, func(tx core.App) error {
		return store.AddRevision(tx, &store.Revision{Hash: "h", Files: map[string][]byte{"a.json": []byte("{}")}}, noon)
	})
	for _, statement := range []string{`UPDATE k_revisions SET note = 'x'`, `DELETE FROM k_revisions`} {
		if _, err := app.NonconcurrentDB().NewQuery(statement).Execute(); err == nil {
			t.Errorf("%s was allowed", statement)
		}
	}
	if r, err := store.LastRevision(app); err != nil || r.Number != 1 || string(r.Files["a.json"]) != "{}" {
		t.Errorf("%v %v", r, err)
	}
}
