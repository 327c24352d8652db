package api_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"mime/multipart"
	"net/http/httptest"
	"os"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/johannesboyne/gofakes3"
	"github.com/johannesboyne/gofakes3/backend/s3mem"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/hook"
)

const document = "/api/kontora/backoffice_document"

// inBothStorages runs a test with files on the disk and in a server of the S3 protocol.
func inBothStorages(t *testing.T, test func(t *testing.T, o *office)) {
	t.Run("disk", func(t *testing.T) { test(t, withLegal(open(t))) })
	t.Run("s3", func(t *testing.T) {
		o := withLegal(open(t))
		bucket := s3mem.New()
		if err := bucket.CreateBucket("papers"); err != nil {
			t.Fatal(err)
		}
		server := httptest.NewServer(gofakes3.New(bucket).Server())
		t.Cleanup(server.Close)
		s := o.app.Settings()
		s.S3 = core.S3Config{Enabled: true, Bucket: "papers", Region: "kz-1", Endpoint: server.URL, AccessKey: "key", Secret: "secret", ForcePathStyle: true}
		if err := o.app.Save(s); err != nil {
			t.Fatal(err)
		}
		test(t, o)
		if listed, err := bucket.ListBucket("papers", nil, gofakes3.ListBucketPage{}); err != nil || len(listed.Contents) == 0 {
			t.Errorf("nothing came to the bucket: %v", err)
		}
	})
}

func withLegal(o *office) *office {
	o.set("users", "{olga}", map[string]any{"roles": []any{"base/employee", "backoffice/legal"}})
	return o
}

func (o *office) paper(file, content string) reply {
	o.t.Helper()
	r := o.upload("olga", "POST", document, `{"fields": {"kind": "contract", "title": "Аренда", "counterparty": "{supplier}"}}`, attachment{"file", file, content}).ok()
	o.ids["paper"] = r.at("id").(string)
	return r
}

// stored counts what lies in the storage, whole files only.
func (o *office) stored() int {
	o.t.Helper()
	files, err := o.app.NewFilesystem()
	if err != nil {
		o.t.Fatal(err)
	}
	defer files.Close()
	all, err := files.List("")
	if err != nil {
		o.t.Fatal(err)
	}
	n := 0
	for _, f := range all {
		if !f.IsDir && !strings.HasSuffix(f.Key, ".attrs") {
			n++
		}
	}
	return n
}

func sumOf(content string) string {
	sum := sha256.Sum256([]byte(content))
	return hex.EncodeToString(sum[:])
}

func TestVersionsStay(t *testing.T) {
	inBothStorages(t, func(t *testing.T, o *office) {
		contents := []string{picture(t, 300, 200), picture(t, 400, 300), strings.Repeat("ж", 15<<20)}
		o.paper("первая.png", contents[0])
		o.upload("olga", "PATCH", document+"/{paper}", `{"fields": {}, "comment": "правки"}`, attachment{"file", "вторая.png", contents[1]}).ok()
		o.upload("olga", "PATCH", document+"/{paper}", `{"fields": {}}`, attachment{"file", "../../🔥 третья.txt", contents[2]}).ok()
		got := o.get("olga", document+"/{paper}/versions").ok()
		for i, title := range []string{"🔥 третья.txt", "вторая.png", "первая.png"} {
			at := func(key string) any { return got.at(fmt.Sprintf("fields.0.versions.%d.%s", i, key)) }
			content := contents[2-i]
			if at("title") != title || at("version") != float64(3-i) || at("size") != float64(len(content)) || at("sha256") != sumOf(content) || at("by") != "users/"+o.ids["olga"] || (at("current") == true) != (i == 0) {
				t.Errorf("version %d: %v", i, got.at(fmt.Sprintf("fields.0.versions.%d", i)))
			}
			link := "/api/files/backoffice_document/{paper}/" + at("name").(string)
			if r := o.get("olga", link).ok(); r.text != content {
				t.Errorf("%s came back otherwise: %d bytes of %d", title, len(r.text), len(content))
			}
			if small := o.get("olga", link+"?thumb=320x0"); i > 0 && (small.status != 200 || len(small.text) == 0) {
				t.Errorf("thumb of %s: %d", title, small.status)
			}
			o.get("stepan", link).is(404, "file_missing")
			o.get("", link).is(404, "file_missing")
		}
		if got.at("fields.0.versions.1.comment") != "правки" || got.at("fields.0.versions.1.type") != "image/png" {
			t.Error(got.text)
		}
		o.get("stepan", document+"/{paper}/versions").is(404, "not_found")
	})
}

// What was refused leaves neither a version nor a file.
func TestARefusedVersionLeavesNothing(t *testing.T) {
	inBothStorages(t, func(t *testing.T, o *office) {
		o.paper("1.txt", "один")
		o.upload("olga", "PATCH", document+"/{paper}", `{"fields": {}}`, attachment{"file", "2.txt", "два"}).ok()
		before := o.stored()
		for name, r := range map[string]reply{
			"stale":   o.upload("olga", "PATCH", document+"/{paper}", `{"fields": {}, "revision": 1}`, attachment{"file", "3.txt", "три"}),
			"empty":   o.upload("olga", "PATCH", document+"/{paper}", `{"fields": {}}`, attachment{"file", "3.txt", ""}),
			"wrong":   o.upload("olga", "PATCH", document+"/{paper}", `{"fields": {"kind": "nonsense"}}`, attachment{"file", "3.txt", "три"}),
			"foreign": o.upload("stepan", "PATCH", document+"/{paper}", `{"fields": {}}`, attachment{"file", "3.txt", "три"}),
			"unborn":  o.upload("olga", "POST", document, `{"fields": {"kind": "addendum", "title": "Без договора"}}`, attachment{"file", "3.txt", "три"}),
		} {
			if r.status < 400 || r.status >= 500 {
				t.Errorf("%s: %d %s", name, r.status, r.text)
			}
		}
		if now := o.stored(); now != before {
			t.Errorf("%d files are stored, there were %d", now, before)
		}
		if n := o.get("olga", document+"/{paper}/versions").ok().size("fields.0.versions"); n != 2 {
			t.Errorf("%d versions", n)
		}
	})
}

// Two at once: with the revision that both saw one is refused, without it both are
// kept, one after the other.
func TestTwoVersionsAtOnce(t *testing.T) {
	o := withLegal(open(t))
	o.paper("0.txt", "ноль")
	both := func(body string) (fine int) {
		var wg sync.WaitGroup
		replies := make([]reply, 2)
		for i := range replies {
			wg.Go(func() {
				replies[i] = o.upload("olga", "PATCH", document+"/{paper}", body, attachment{"file", "n.txt", fmt.Sprint(body, i)})
			})
		}
		wg.Wait()
		for _, r := range replies {
			switch r.status {
			case 200:
				fine++
			case 409:
			default:
				t.Errorf("%d %s", r.status, r.text)
			}
		}
		return fine
	}
	if n := both(`{"fields": {}, "revision": 1}`); n != 1 {
		t.Errorf("%d of two with one revision were taken", n)
	}
	if n := both(`{"fields": {}}`); n != 2 {
		t.Errorf("%d of two without a revision were taken", n)
	}
	got := o.get("olga", document+"/{paper}/versions").ok()
	for i := range 4 {
		if got.at(fmt.Sprintf("fields.0.versions.%d.version", i)) != float64(4-i) {
			t.Fatal(got.text)
		}
		o.get("olga", "/api/files/backoffice_document/{paper}/"+got.at(fmt.Sprintf("fields.0.versions.%d.name", i)).(string)).ok()
	}
}

// PocketBase's own route is the same door: it keeps versions and refuses frozen files.
func TestVersionsOverPocketBase(t *testing.T) {
	o := withLegal(open(t))
	was := o.paper("1.txt", "один").at("card.row.values.file").(string)
	pocket := func(content string) reply {
		var sent bytes.Buffer
		form := multipart.NewWriter(&sent)
		part, err := form.CreateFormFile("file", "next.txt")
		if err == nil {
			_, err = part.Write([]byte(content))
		}
		if err != nil {
			t.Fatal(err)
		}
		form.Close()
		return o.ask("olga", "PATCH", "/api/collections/backoffice_document/records/{paper}", sent.String(), "Content-Type", form.FormDataContentType())
	}
	pocket("два").ok()
	if n := o.get("olga", document+"/{paper}/versions").ok().size("fields.0.versions"); n != 2 {
		t.Errorf("%d versions", n)
	}
	o.get("olga", "/api/files/backoffice_document/{paper}/"+was).ok()
	o.ask("olga", "POST", document+"/{paper}/register", `{}`).ok()
	if r := pocket("три"); r.status != 400 || !strings.Contains(r.text, "file_frozen") {
		t.Errorf("%d %s", r.status, r.text)
	}
}

// Versions are only added, whatever reaches the database.
func TestVersionsAreAppendOnly(t *testing.T) {
	o := withLegal(open(t))
	o.paper("1.txt", "один")
	for _, sql := range []string{`UPDATE k_file_versions SET sha256 = ''`, `DELETE FROM k_file_versions`} {
		if _, err := o.app.NonconcurrentDB().NewQuery(sql).Execute(); err == nil || !strings.Contains(err.Error(), "append-only") {
			t.Errorf("%s: %v", sql, err)
		}
	}
}

// An orphan in the cloud is found as one on the disk is, with its thumbs.
func TestOrphansAreSweptEverywhere(t *testing.T) {
	inBothStorages(t, func(t *testing.T, o *office) {
		o.paper("1.txt", "один")
		before := o.stored()
		c, err := o.app.FindCollectionByNameOrId("backoffice_document")
		if err != nil {
			t.Fatal(err)
		}
		files, err := o.app.NewFilesystem()
		if err != nil {
			t.Fatal(err)
		}
		defer files.Close()
		for _, name := range []string{"lost.png", "thumbs_lost.png/320x0_lost.png"} {
			if err := files.Upload([]byte("x"), c.Id+"/aaaaaaaaaaaaaaa/"+name); err != nil {
				t.Fatal(err)
			}
		}
		if err := files.Upload([]byte("x"), "k_comments/aaaaaaaaaaaaaaa/lost.txt"); err != nil {
			t.Fatal(err)
		}
		o.now = time.Now().Add(25 * time.Hour)
		if n, err := o.e.SweepFiles(context.Background()); err != nil || n != 2 || o.stored() != before {
			t.Errorf("%d swept (%v), %d left of %d", n, err, o.stored(), before)
		}
	})
}

const killedFolder = "KONTORA_KILLED_BETWEEN"

// A process that dies between storing a file and committing its record leaves an
// orphan; it is swept once it is a day old, and nothing else is.
func TestOrphansAreSwept(t *testing.T) {
	if dir := os.Getenv(killedFolder); dir != "" {
		o := start(t, dir)
		o.ids, o.tokens = map[string]string{}, map[string]string{"olga": os.Getenv("KONTORA_TOKEN")}
		o.app.OnRecordCreateExecute("backoffice_document").Bind(&hook.Handler[*core.RecordEvent]{Priority: 100, Func: func(*core.RecordEvent) error {
			_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
			time.Sleep(time.Hour)
			return nil
		}})
		o.upload("olga", "POST", document, `{"fields": {"kind": "contract", "title": "Не родился"}}`, attachment{"file", "orphan.txt", "один"})
		return
	}
	o := withLegal(open(t))
	o.paper("1.txt", "один")
	o.upload("olga", "PATCH", document+"/{paper}", `{"fields": {}}`, attachment{"file", "2.txt", "два"}, attachment{"files", "add.txt", "три"}).ok()
	o.upload("olga", "POST", "/api/kontora/comments/backoffice_document/{paper}", `{"text": "к договору"}`, attachment{"files", "note.txt", "четыре"}).ok()
	before := o.stored()
	child := exec.Command(os.Args[0], "-test.run=^TestOrphansAreSwept$")
	child.Env = append(os.Environ(), killedFolder+"="+o.app.DataDir(), "KONTORA_TOKEN="+o.tokens["olga"])
	if out, err := child.CombinedOutput(); err == nil || child.ProcessState.Sys().(syscall.WaitStatus).Signal() != syscall.SIGKILL {
		t.Fatalf("not killed: %v\n%s", err, out)
	}
	if n := o.stored(); n != before+1 {
		t.Fatalf("%d files after the kill, there were %d", n, before)
	}
	sweep := func(at time.Time) int {
		o.now = at
		n, err := o.e.SweepFiles(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	if n := sweep(time.Now()); n != 0 {
		t.Errorf("%d swept at once: an upload may be under way", n)
	}
	if n := sweep(time.Now().Add(25 * time.Hour)); n != 1 || o.stored() != before {
		t.Errorf("%d swept, %d left of %d", n, o.stored(), before)
	}
}
