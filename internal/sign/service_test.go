package sign_test

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"kontora/internal/engine"
	"kontora/internal/fault"
	"kontora/internal/flow"
	"kontora/internal/sign"
	"kontora/internal/sign/pki"
	"kontora/internal/spec"
	"kontora/internal/store"
	"kontora/pb_migrations"

	"github.com/pocketbase/pocketbase"
	"github.com/pocketbase/pocketbase/core"
)

const (
	pin    = "482915"
	secret = "secret of the server"
)

// pack is a type of its own whose records issue and revoke: no pack of the program
// is known to the service.
var pack = map[string]string{
	"schemas/p/pack.json": `{"title": "П", "version": "1.0.0", "roles": {"boss": {"title": "Б", "certify": true, "design": true}}}`,
	"schemas/p/types/unit.json": `{"title": "Отдел", "directory": "unit", "display": "{name}", "data": {"properties": {"name": {"title": "И", "type": "string"}, "head": {"title": "Г", "x-ref": "human"}, "parent": {"title": "В", "x-ref": "unit", "x-acyclic": true}}, "required": ["name"]},
		"access": {"all": {"who": "role('boss')", "can": ["create"]}}}`,
	"schemas/p/types/human.json": `{"title": "Человек", "directory": "person", "display": "{name}",
		"data": {"properties": {"name": {"title": "И", "type": "string"}, "email": {"title": "П", "type": "string", "format": "email"}, "department": {"title": "О", "x-ref": "unit"},
			"roles": {"title": "Р", "type": "array", "items": {"type": "string"}}}, "required": ["name", "email"]},
		"access": {"all": {"who": "role('boss')", "can": ["create", "edit"]}}}`,
	"schemas/p/types/paper.json": `{"title": "Бумага", "display": "{name}",
		"data": {"properties": {"name": {"title": "И", "type": "string"}, "whose": {"title": "Ч", "x-ref": "human"}, "agreed": {"title": "С", "type": "boolean"},
			"months": {"title": "М", "type": "integer", "default": 12}, "number": {"title": "Н", "type": "string", "readOnly": true}}, "required": ["whose"]},
		"lifecycle": {"states": {"new": "Н", "given": {"title": "В", "phase": "done"}, "taken": {"title": "О", "phase": "closed"}}, "transitions": {
			"give": {"title": "В", "from": "new", "to": "given", "who": "role('boss')", "then": [{"certificate": {"do": "issue", "for": "whose", "agreement": "agreed", "until": "add_months(today, months)", "serial": "number", "name": "name"}}]},
			"take": {"title": "О", "from": "given", "to": "taken", "who": "role('boss')", "reason": true, "then": [{"certificate": {"do": "revoke", "for": "whose", "reason": "compromised"}}]}}},
		"access": {"all": {"who": "role('boss')", "can": ["create"]}}}`,
}

type office struct {
	t *testing.T
	*engine.Engine
	*sign.Service
	now time.Time
	mu  sync.Mutex
}

func open(t *testing.T, o sign.Options) *office {
	t.Helper()
	store.RegisterFields()
	pb_migrations.Register()
	f := &office{t: t, now: time.Date(2026, 3, 2, 6, 0, 0, 0, time.UTC)}
	app := pocketbase.NewWithConfig(store.Config(t.TempDir()))
	f.Engine = engine.New(app, engine.Options{Zone: time.UTC, Now: func() time.Time { f.mu.Lock(); defer f.mu.Unlock(); return f.now }})
	o.Name, o.Cost = "Центр", pki.Cost{Time: 1, Memory: 64, Lanes: 1}
	f.Bind()
	f.Service = sign.New(f.Engine, o)
	if err := app.Bootstrap(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = store.Close(app) })
	files := map[string][]byte{}
	for name, text := range pack {
		files[name] = []byte(text)
	}
	sources, found := spec.LoadFiles(files)
	if spec.HasErrors(found) {
		t.Fatal(found)
	}
	if _, found, err := f.Install(sources, []string{"p"}, "system"); err != nil {
		t.Fatal(err, found)
	}
	return f
}

func (f *office) pass(d time.Duration) { f.mu.Lock(); defer f.mu.Unlock(); f.now = f.now.Add(d) }

func (f *office) do(kind flow.Kind, slug, id, transition string, values map[string]any) (string, error) {
	f.t.Helper()
	typ, err := f.TypeOf(slug)
	if err != nil {
		f.t.Fatal(err)
	}
	fields, wrong := flow.ReadFields(typ, values)
	if len(wrong) > 0 {
		f.t.Fatal(wrong[0])
	}
	out, err := f.Do(f.App(), engine.Input{Command: flow.Command{Kind: kind, Type: typ, Id: id, Transition: transition, Fields: fields, Comment: "так надо", Actor: flow.Actor{Super: true}}})
	if err != nil {
		return "", err
	}
	return out.Id, nil
}

func (f *office) made(slug string, values map[string]any) string {
	f.t.Helper()
	id, err := f.do(flow.Create, slug, "", "", values)
	if err != nil {
		f.t.Fatal(err)
	}
	return id
}

func (f *office) human(name string) string {
	return f.made("users", map[string]any{"name": name, "email": name + "@example.org"})
}

func (f *office) paper(whose string) string {
	return f.made("p_paper", map[string]any{"name": "Анна", "whose": whose, "agreed": true})
}

func (f *office) signer(name string) string {
	f.t.Helper()
	id := f.human(name)
	f.must(f.MakeKey(context.Background(), id, pin))
	f.must(f.give(f.paper(id)))
	return id
}

func (f *office) give(paper string) error {
	_, err := f.do(flow.Move, "p_paper", paper, "give", nil)
	return err
}

func (f *office) must(err error) {
	f.t.Helper()
	if err != nil {
		f.t.Fatal(err)
	}
}

func (f *office) refused(err error, code string) {
	f.t.Helper()
	if got, ok := fault.As(err); !ok || !strings.Contains(got.Error(), code) {
		f.t.Fatalf("got %v, want %s", err, code)
	}
}

func TestASignatureOutlivesItsRevocation(t *testing.T) {
	t.Parallel()
	f := open(t, sign.Options{Secret: secret})
	anna := f.signer("anna")
	key, err := f.Unlock(context.Background(), anna, pin)
	f.must(err)
	content, at := []byte("запись"), f.Now()
	cms, err := f.Sign(content, at, key)
	f.must(err)
	f.pass(time.Hour)
	c, err := store.CurrentCertificate(f.App(), f.Model(), anna)
	f.must(err)
	if _, err := f.do(flow.Move, "p_paper", c.Record.Id, "take", nil); err != nil {
		t.Fatal(err)
	}
	got, err := f.Service.Verify(f.App(), content, cms, at)
	f.must(err)
	if got.State != pki.Valid || got.RevokedAt.IsZero() {
		t.Errorf("signed before: %+v", got)
	}
	late, err := f.Sign(content, f.Now(), key) // a key that was kept in memory
	f.must(err)
	if got, _ := f.Service.Verify(f.App(), content, late, f.Now()); got.State != pki.RevokedBefore {
		t.Errorf("signed after: %s", got.State)
	}
	_, err = f.Unlock(context.Background(), anna, pin)
	f.refused(err, "no_certificate")
	f.listed(c.Serial)
}

// listed checks by openssl that the published list names a certificate.
func (f *office) listed(serial string) {
	f.t.Helper()
	list, err := f.RevocationList(f.App(), "")
	f.must(err)
	name := filepath.Join(f.t.TempDir(), "crl")
	f.must(os.WriteFile(name, list.DER, 0o600))
	out, err := exec.Command("openssl", "crl", "-inform", "DER", "-in", name, "-noout", "-text").CombinedOutput()
	if err != nil || !strings.Contains(string(out), serial) {
		f.t.Errorf("%v\n%s", err, out)
	}
}

func TestNobodySignsWithThePINOfAnother(t *testing.T) {
	t.Parallel()
	f := open(t, sign.Options{Secret: secret})
	anna, boris := f.signer("anna"), f.human("boris")
	f.must(f.MakeKey(context.Background(), boris, "739150"))
	f.must(f.give(f.paper(boris)))
	_, err := f.Unlock(context.Background(), anna, "739150")
	f.refused(err, "pin_wrong")
	_, err = f.Unlock(context.Background(), "nobody", pin)
	f.refused(err, "no_certificate")
	// A row moved under another name in the database does not open either.
	stolen, err := store.SignKeyOf(f.App(), boris, store.KeyActive)
	f.must(err)
	_, err = f.App().NonconcurrentDB().NewQuery("UPDATE k_sign_keys SET sealed = {:s} WHERE person = {:p}").Bind(map[string]any{"s": stolen.Sealed, "p": anna}).Execute()
	f.must(err)
	_, err = f.Unlock(context.Background(), anna, "739150")
	f.refused(err, "pin_wrong")
}

func TestAStolenRowDoesNotOpenWithWhatTheServerKnows(t *testing.T) {
	t.Parallel()
	f := open(t, sign.Options{Secret: secret})
	anna := f.signer("anna")
	row, err := store.SignKeyOf(f.App(), anna, store.KeyActive)
	f.must(err)
	sealed, err := pki.ParseSealed(row.Sealed)
	f.must(err)
	for _, guess := range []string{"", secret, anna, row.Id, "000000"} {
		if _, err := sealed.OpenKey(guess, anna); err == nil {
			t.Errorf("opens with %q", guess)
		}
	}
}

func TestWrongPINsAreCountedForGood(t *testing.T) {
	t.Parallel()
	f := open(t, sign.Options{Secret: secret})
	anna := f.signer("anna")
	try := func(p string) error { _, err := f.Unlock(context.Background(), anna, p); return err }
	for range 4 {
		f.refused(try("000001"), "pin_wrong")
	}
	f.must(try(pin)) // forgets them
	for range 4 {
		f.refused(try("000001"), "pin_wrong")
	}
	f.refused(try("000001"), "pin_locked")
	f.refused(try(pin), "pin_locked")
	f.pass(31 * time.Minute)
	for range 4 {
		f.refused(try("000001"), "pin_wrong")
	}
	f.refused(try("000001"), "pin_blocked")
	f.pass(24 * time.Hour)
	f.refused(try(pin), "pin_blocked")
	f.must(f.MakeKey(context.Background(), anna, "739150"))
	f.must(f.give(f.paper(anna)))
	f.must(try("739150"))
}

func TestManyTriesAtOnceAreNotMoreThanFive(t *testing.T) {
	t.Parallel()
	f := open(t, sign.Options{Secret: secret})
	anna := f.signer("anna")
	var all sync.WaitGroup
	codes := make(chan string, 30)
	for range 30 {
		all.Go(func() {
			_, err := f.Unlock(context.Background(), anna, "000001")
			got, _ := fault.As(err)
			codes <- got.Code
		})
	}
	all.Wait()
	close(codes)
	judged := 0
	for code := range codes {
		if code == "pin_wrong" {
			judged++
		}
	}
	if judged != 4 { // the fifth locks
		t.Errorf("%d wrong tries were judged", judged)
	}
}

func TestAPINIsChangedByWhoKnowsIt(t *testing.T) {
	t.Parallel()
	f := open(t, sign.Options{Secret: secret})
	anna := f.signer("anna")
	ctx := context.Background()
	f.refused(f.ChangePin(ctx, anna, "000001", "739150"), "pin_wrong")
	f.refused(f.ChangePin(ctx, anna, pin, "111111"), "pin_weak")
	f.must(f.ChangePin(ctx, anna, pin, "739150"))
	_, err := f.Unlock(ctx, anna, pin)
	f.refused(err, "pin_wrong")
	_, err = f.Unlock(ctx, anna, "739150")
	f.must(err)
}

func TestTwoIssuesAtOnceLeaveOneCertificate(t *testing.T) {
	t.Parallel()
	f := open(t, sign.Options{Secret: secret})
	anna := f.human("anna")
	f.must(f.MakeKey(context.Background(), anna, pin))
	papers := []string{f.paper(anna), f.paper(anna)}
	errs := make([]error, len(papers))
	var all sync.WaitGroup
	for i, p := range papers {
		all.Go(func() { errs[i] = f.give(p) })
	}
	all.Wait()
	if (errs[0] == nil) == (errs[1] == nil) {
		t.Fatalf("%v; %v", errs[0], errs[1])
	}
	list, err := store.CertificatesOf(f.App(), f.Model(), anna)
	f.must(err)
	if len(list) != 1 || !list[0].Current {
		t.Errorf("%d certificates", len(list))
	}
	second := *list[0]
	second.Serial, second.Key = "00", "other"
	if err := store.AddCertificate(f.App(), f.Model(), &second); err == nil {
		t.Error("the database takes a second certificate in force")
	}
}

func TestWhatIsNotIssued(t *testing.T) {
	t.Parallel()
	f := open(t, sign.Options{Secret: secret})
	anna := f.human("anna")
	f.refused(f.give(f.paper(anna)), "no_pending_key")
	f.must(f.MakeKey(context.Background(), anna, pin))
	f.refused(f.give(f.made("p_paper", map[string]any{"name": "А", "whose": anna})), "agreement_missing")
	f.refused(f.give(f.made("p_paper", map[string]any{"name": "А", "whose": anna, "agreed": true, "months": 13})), "certificate_too_long")
	old, err := pki.NewAuthority("old", f.now.AddDate(-3, 0, 0), 1)
	f.must(err)
	box, err := old.Seal(secret, pki.Cost{Time: 1, Memory: 64, Lanes: 1})
	f.must(err)
	f.must(f.App().RunInTransaction(func(tx core.App) error {
		return store.AddAuthority(tx, &store.Authority{Certificate: old.Certificate.Raw, Sealed: box.Text()}, f.now)
	}))
	f.refused(f.give(f.paper(anna)), "authority_expired")
	if list, _ := store.CertificatesOf(f.App(), f.Model(), anna); len(list) != 0 {
		t.Errorf("%d certificates were issued", len(list))
	}
}

func TestWithoutTheSecretNothingIsIssuedButRevokingGoesOn(t *testing.T) {
	t.Parallel()
	f := open(t, sign.Options{})
	anna := f.human("anna")
	f.must(f.MakeKey(context.Background(), anna, pin))
	f.refused(f.give(f.paper(anna)), "authority_sealed")
	if c, _ := store.CurrentCertificate(f.App(), f.Model(), anna); c != nil {
		t.Error("a certificate was issued")
	}
}

func TestTheListOfRevokedIsMadeAnewBeforeItEnds(t *testing.T) {
	t.Parallel()
	f := open(t, sign.Options{Secret: secret})
	f.signer("anna")
	number := func() int64 {
		list, err := f.RevocationList(f.App(), "")
		f.must(err)
		return list.Number
	}
	first := number()
	if again := number(); again != first {
		t.Errorf("%d, then %d at once", first, again)
	}
	f.pass(6*24*time.Hour + time.Minute)
	if next := number(); next != first+1 {
		t.Errorf("%d after %d", next, first)
	}
}

func TestWhatHasBeenRevokedStaysRevoked(t *testing.T) {
	t.Parallel()
	f := open(t, sign.Options{Secret: secret})
	anna := f.signer("anna")
	f.must(f.MakeKey(context.Background(), anna, pin))
	f.must(f.give(f.paper(anna)))
	for _, sql := range []string{"UPDATE k_certificates SET revoked = NULL WHERE revoked IS NOT NULL", "DELETE FROM k_certificates", "UPDATE k_certificates SET until = '2099'"} {
		if _, err := f.App().NonconcurrentDB().NewQuery(sql).Execute(); err == nil {
			t.Errorf("done: %s", sql)
		}
	}
}
