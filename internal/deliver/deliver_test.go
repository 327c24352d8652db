package deliver_test

import (
	"context"
	"errors"
	"io"
	"mime"
	"net"
	"net/mail"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"kontora/internal/deliver"
	"kontora/internal/engine"
	"kontora/internal/flow"
	"kontora/internal/rule"
	"kontora/internal/spec"
	"kontora/internal/store"
	"kontora/pb_migrations"

	"github.com/emersion/go-smtp"
	"github.com/pocketbase/pocketbase/core"
	_ "github.com/pocketbase/pocketbase/migrations"
)

// post is a mail server that keeps what it is given, or refuses it.
type post struct {
	mu      sync.Mutex
	mails   []string
	refuses atomic.Bool
}

func (p *post) NewSession(*smtp.Conn) (smtp.Session, error) { return &session{p}, nil }

type session struct{ p *post }

func (s *session) Mail(string, *smtp.MailOptions) error { return nil }
func (s *session) Rcpt(string, *smtp.RcptOptions) error {
	if s.p.refuses.Load() {
		return errors.New("mailbox is full")
	}
	return nil
}

func (s *session) Data(r io.Reader) error {
	data, err := io.ReadAll(r)
	s.p.mu.Lock()
	defer s.p.mu.Unlock()
	s.p.mails = append(s.p.mails, string(data))
	return err
}
func (s *session) Reset()        {}
func (s *session) Logout() error { return nil }

func (p *post) got() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]string(nil), p.mails...)
}

// office is an installation with a mail server beside it.
type office struct {
	t       *testing.T
	app     *core.BaseApp
	e       *engine.Engine
	courier *deliver.Courier
	post    *post
	clock   atomic.Int64
	people  map[string]string
}

var files = map[string][]byte{
	"schemas/desk/pack.json": []byte(`{"title": "Стол", "roles": {"clerk": "Служащий"}}`),
	"schemas/desk/notify.json": []byte(`{"messages": {
		"sent": {"title": "Записка «{subject}»", "body": "Секрет: {secret}"},
		"fire": {"title": "Пожар", "level": "urgent"}, "hush": {"title": "Тихо", "level": "quiet"}, "asked": {"title": "Решите «{subject}»"}}}`),
	"schemas/desk/types/person.json": []byte(`{"title": "Человек", "directory": "person", "display": "{name}",
		"data": {"properties": {"name": {"title": "Имя", "type": "string"}, "email": {"title": "Почта", "type": "string", "format": "email"},
			"roles": {"title": "Роли", "type": "array", "items": {"type": "string"}}}, "required": ["name"]},
		"access": {"all": {"who": "role('clerk')", "read": "*"}}}`),
	"schemas/desk/types/note.json": []byte(`{"title": "Записка",
		"data": {"properties": {"subject": {"title": "Тема", "type": "string"}, "to": {"title": "Кому", "x-ref": "person"}, "secret": {"title": "Секрет", "type": "string"}}},
		"lifecycle": {"states": {"draft": "Черновик", "sent": {"title": "Отправлена", "phase": "active"}, "done": "Готова"}, "transitions": {
			"send": {"title": "Отправить", "from": "draft", "to": "sent", "who": "author", "then": [{"notify": "sent", "to": "to"}, {"notify": "hush", "to": "to"}]},
			"burn": {"title": "Пожар", "from": "sent", "to": "@same", "who": "author", "then": [{"notify": "fire", "to": "to"}]},
			"finish": {"title": "Готово", "from": "sent", "to": "done", "who": "author"}}},
		"edit": {"to subject secret": {"draft sent": ["author"]}},
		"access": {"mine": {"who": "author", "read": "*", "can": ["create"]}, "theirs": {"who": "to", "read": ["subject", "to"]}}}`),
	"schemas/desk/types/plea.json": []byte(`{"title": "Просьба",
		"data": {"properties": {"subject": {"title": "Тема", "type": "string"}, "to": {"title": "Кому", "x-ref": "person"}}},
		"lifecycle": {"states": {"draft": "Черновик", "asked": {"title": "Решают", "phase": "decision"}, "done": {"title": "Решено", "phase": "done"}}, "transitions": {
			"send": {"title": "Отправить", "from": "draft", "to": "asked", "who": "author"},
			"grant": {"from": "asked", "to": "done", "who": "system"}, "return": {"from": "asked", "to": "draft", "who": "system", "reason": true}}},
		"approvals": {"main": {"title": "Решение", "in": "asked", "covers": "subject", "on": {"approved": "grant", "returned": "return"},
			"steps": {"one": {"title": "Кого просят", "who": "to", "notify": "asked"}}}},
		"edit": {"to subject": {"draft asked": ["author"]}},
		"access": {"all": {"who": ["author", "to"], "read": "*", "can": ["create"]}}}`),
}

func open(t *testing.T) *office {
	t.Helper()
	store.RegisterFields()
	pb_migrations.Register()
	c := store.Config(t.TempDir())
	o := &office{t: t, post: &post{}, people: map[string]string{}}
	o.clock.Store(time.Date(2026, 11, 23, 5, 0, 0, 0, time.UTC).UnixMilli()) // Monday, ten in Almaty
	o.app = core.NewBaseApp(core.BaseAppConfig{DataDir: c.DefaultDataDir, DBConnect: c.DBConnect, DataMaxOpenConns: 4, DataMaxIdleConns: 4})
	zone, err := time.LoadLocation("Asia/Almaty")
	o.must(err)
	o.e = engine.New(o.app, engine.Options{Now: func() time.Time { return time.UnixMilli(o.clock.Load()) }, Zone: zone})
	o.e.Bind()
	o.must(o.app.Bootstrap())
	t.Cleanup(func() { _ = store.Close(o.app) })
	o.must(o.app.RunAllMigrations())
	b, found := spec.LoadFiles(files)
	if spec.HasErrors(found) {
		t.Fatal(found)
	}
	if _, found, err := o.e.Install(b, []string{"desk"}, "system"); err != nil {
		t.Fatal(err, found)
	}
	o.courier = deliver.New(o.e)
	for _, name := range []string{"anna", "boris"} {
		out := o.do(flow.Command{Kind: flow.Create, Fields: map[string]any{"name": name, "email": name + "@example.test", "roles": []any{"desk/clerk"}}, Actor: flow.Actor{System: true}}, "users")
		o.people[name] = out.Id
	}
	return o
}

func (o *office) must(err error) {
	o.t.Helper()
	if err != nil {
		o.t.Fatal(err)
	}
}

// listen starts the mail server.
func (o *office) listen() {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	o.must(err)
	server := smtp.NewServer(o.post)
	server.Domain = "localhost"
	go func() { _ = server.Serve(l) }()
	o.t.Cleanup(func() { _ = server.Close() })
	s := o.app.Settings()
	s.SMTP.Enabled, s.SMTP.Host, s.SMTP.Port = true, "127.0.0.1", l.Addr().(*net.TCPAddr).Port
	s.Meta.AppURL, s.Meta.SenderAddress, s.Meta.SenderName = "https://office.example", "office@example.test", "Контора"
	o.must(o.app.Save(s))
}

func (o *office) do(cmd flow.Command, slug string) *engine.Outcome {
	o.t.Helper()
	t, err := o.e.TypeOf(slug)
	o.must(err)
	cmd.Type = t
	out, err := o.e.Do(o.app, engine.Input{Command: cmd})
	o.must(err)
	return out
}

func (o *office) as(name string) flow.Actor {
	dir, err := store.DirectoryOf(o.app, o.e.Model())
	o.must(err)
	p, _ := dir.Person(o.people[name])
	return flow.Actor{Person: p}
}

func (o *office) note(subject string) string {
	o.t.Helper()
	to := rule.Reference{Type: "desk/person", Id: o.people["boris"]}
	out := o.do(flow.Command{Kind: flow.Create, Fields: map[string]any{"subject": subject, "to": to, "secret": "1234"}, Actor: o.as("anna")}, "desk_note")
	o.move(out.Id, "send")
	return out.Id
}

func (o *office) move(id, transition string) {
	o.t.Helper()
	o.do(flow.Command{Kind: flow.Move, Id: id, Transition: transition, Actor: o.as("anna")}, "desk_note")
}

func (o *office) deliver() { o.t.Helper(); o.must(o.courier.Deliver(context.Background())) }
func (o *office) at(text string) {
	o.t.Helper()
	at, err := time.Parse(time.RFC3339, text)
	o.must(err)
	o.clock.Store(at.UnixMilli())
}

func (o *office) want(n int, words ...string) {
	o.t.Helper()
	mails := o.post.got()
	if len(mails) != n {
		o.t.Fatalf("%d mails, want %d: %v", len(mails), n, mails)
	}
	if n == 0 {
		return
	}
	m, err := mail.ReadMessage(strings.NewReader(mails[n-1]))
	o.must(err)
	subject, err := new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject"))
	o.must(err)
	for _, w := range words {
		if !strings.Contains(subject, w) {
			o.t.Errorf("subject %q lacks %q", subject, w)
		}
	}
}

func (o *office) letters(state string, n int, reason string) []store.Outgoing {
	o.t.Helper()
	list, _, err := store.Outbox(o.app, o.e.Model(), state, "", 100)
	o.must(err)
	if len(list) != n {
		o.t.Fatalf("%d letters %s, want %d: %+v", len(list), state, n, list)
	}
	if n > 0 && reason != "" && !strings.Contains(list[0].Error, reason) {
		o.t.Errorf("reason %q, want %q", list[0].Error, reason)
	}
	return list
}

func TestAMessageIsMailedOnce(t *testing.T) {
	o := open(t)
	o.listen()
	o.note("Отчёт")
	o.deliver()
	o.deliver()
	o.want(1, "Записка «Отчёт»")
	raw := o.post.got()[0]
	if strings.Contains(raw, "1234") {
		t.Error("a hidden cell is in the mail")
	}
	if !strings.Contains(raw, "Message-ID: <") && !strings.Contains(raw, "Message-Id: <") {
		t.Error("no Message-ID")
	}
	o.letters(store.LetterSent, 1, "")
}

func TestWhoeverLostSightGetsNothing(t *testing.T) {
	o := open(t)
	o.listen()
	id := o.note("Не тебе")
	o.do(flow.Command{Kind: flow.Edit, Id: id, Fields: map[string]any{"to": nil}, Actor: o.as("anna")}, "desk_note")
	o.deliver()
	o.want(0)
	o.letters(store.LetterDropped, 1, "unseen")
}

func TestARefusingServerIsTriedAgainAndGivenUp(t *testing.T) {
	o := open(t)
	o.listen()
	o.post.refuses.Store(true)
	o.note("Отчёт")
	for range 10 {
		o.deliver()
		o.clock.Add((13 * time.Hour).Milliseconds())
	}
	o.want(0)
	dead := o.letters(store.LetterDead, 1, "mailbox is full")
	o.post.refuses.Store(false)
	again, err := store.Resend(o.app, dead[0].Id, o.e.Now())
	o.must(err)
	if !again {
		t.Fatal("not sent again")
	}
	o.deliver()
	o.want(1, "Отчёт")
}

func TestReadersChooseWhen(t *testing.T) {
	o := open(t)
	o.listen()
	o.must(store.SetPrefs(o.app, o.people["boris"], map[string]any{"quiet_from": "20:00", "quiet_to": "08:00"}))
	o.at("2026-11-23T22:00:00+05:00")
	id := o.note("Ночью")
	o.deliver()
	o.want(0)
	o.move(id, "burn")
	o.deliver()
	o.want(1, "Пожар")
	o.at("2026-11-24T08:00:00+05:00")
	o.deliver()
	o.want(2, "Ночью")

	o.must(store.SetPrefs(o.app, o.people["boris"], map[string]any{"mail": "digest", "digest_at": "17:00"}))
	o.note("Раз")
	o.note("Два")
	o.deliver()
	o.want(2)
	o.at("2026-11-24T17:00:00+05:00")
	o.deliver()
	o.want(3, "Сообщений: 2")

	o.must(store.SetPrefs(o.app, o.people["boris"], map[string]any{"mail": "none"}))
	o.note("Три")
	o.deliver()
	o.want(3)
	o.letters(store.LetterDropped, 1, "unwanted")
}

func TestWhatWasReadIsNotMailed(t *testing.T) {
	o := open(t)
	o.listen()
	o.note("Отчёт")
	o.must(store.ReadNotices(o.app, o.people["boris"], nil, o.e.Now()))
	o.deliver()
	o.want(0)
	o.letters(store.LetterDropped, 1, "read")
}

func TestWithoutAServerNothingWaits(t *testing.T) {
	o := open(t)
	o.note("Отчёт")
	o.deliver()
	o.letters(store.LetterDropped, 1, "no_mail")
	o.letters(store.LetterQueued, 0, "")
}

func TestTwoCouriersSendOnce(t *testing.T) {
	o := open(t)
	o.listen()
	for range 20 {
		o.note("Отчёт")
	}
	other := deliver.New(o.e)
	var both sync.WaitGroup
	for _, c := range []*deliver.Courier{o.courier, other} {
		both.Go(func() { _ = c.Deliver(context.Background()) })
	}
	both.Wait()
	o.deliver()
	o.want(1, "Сообщений: 20")
}
