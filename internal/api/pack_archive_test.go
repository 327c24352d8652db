package api_test

import (
	"archive/zip"
	"bytes"
	"strings"
	"testing"
)

// unzip reads an archive that a route gave.
func unzip(t *testing.T, data string) map[string]string {
	t.Helper()
	z, err := zip.NewReader(strings.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		var b bytes.Buffer
		if _, err := b.ReadFrom(r); err != nil {
			t.Fatal(err)
		}
		files[f.Name] = b.String()
	}
	return files
}

func zipped(t *testing.T, files map[string]string) string {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for path, text := range files {
		w, err := z.Create(path)
		if err == nil {
			_, err = w.Write([]byte(text))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestAPackTravelsAsOneFile(t *testing.T) {
	o := open(t)
	files := unzip(t, o.get("admin", "/api/kontora/config/export?pack=backoffice").ok().text)
	if len(files) < 10 || files["schemas/backoffice/pack.json"] == "" || files["schemas/backoffice/i18n/en.json"] == "" {
		t.Fatalf("%d files", len(files))
	}
	for path := range files {
		if !strings.Contains(path, "/backoffice/") {
			t.Error(path)
		}
	}
	o.get("admin", "/api/kontora/config/export?pack=none").is(404, "unknown_pack")
	o.get("olga", "/api/kontora/config/export?pack=backoffice").is(403, "may_not_design")

	same := o.ask("admin", "POST", packs+"/upload", zipped(t, files)).ok()
	if changed := same.at("files").(map[string]any); len(changed) != 0 {
		t.Errorf("nothing has changed: %v", changed)
	}
	delete(files, "schemas/backoffice/types/marketing.json")
	files["schemas/backoffice/pack.json"] = strings.Replace(files["schemas/backoffice/pack.json"], "Бэк-офис", "Контора", 1)
	made := o.ask("admin", "POST", packs+"/upload", zipped(t, files)).ok()
	changed := made.at("files").(map[string]any)
	if gone, there := changed["schemas/backoffice/types/marketing.json"]; len(changed) != 2 || !there || gone != nil {
		t.Errorf("%d changes: %v", len(changed), changed)
	}
}

func TestWhatIsNoPackIsNotTaken(t *testing.T) {
	o := open(t)
	send := func(body string) reply { return o.ask("admin", "POST", packs+"/upload", body) }
	pack := `{"title": "Новый", "version": "1.0.0"}`
	send("PK, or not").is(400, "not_a_pack_archive")
	send(zipped(t, map[string]string{"readme.txt": "x"})).is(400, "not_a_pack_archive")
	send(zipped(t, map[string]string{"schemas/a/pack.json": pack, "schemas/b/pack.json": pack})).is(400, "not_a_pack_archive")
	send(zipped(t, map[string]string{"schemas/a/pack.json": pack, "../../etc/passwd": "x"})).is(400, "not_a_pack_archive")
	send(zipped(t, map[string]string{"schemas/a/pack.json": pack, "schemas/a/types/big.json": strings.Repeat(" ", 17<<20)})).is(400, "pack_archive_too_large")
	if items := o.get("admin", "/api/kontora/config/drafts").ok().at("items").([]any); len(items) != 0 {
		t.Errorf("drafts were left: %v", items)
	}
	send(zipped(t, map[string]string{"schemas/a/pack.json": pack})).ok()
}
