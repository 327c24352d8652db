package deliver_test

import (
	"bytes"
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/ecdh"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"io"
	"math/big"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"kontora/internal/deliver"
	"kontora/internal/flow"
	"kontora/internal/push"
	"kontora/internal/store"

	"github.com/google/go-cmp/cmp"
)

// carrier is a push service that keeps what it is given, or answers as told.
type carrier struct {
	server  *httptest.Server
	stuck   chan struct{} // while it is open, the device of that name waits
	mu      sync.Mutex
	got     []parcel
	answers map[string]int // by device; 201 unless told
}

type parcel struct {
	device string
	header http.Header
	body   []byte
}

func (s *carrier) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	device := strings.TrimPrefix(r.URL.Path, "/")
	if device == "stuck" {
		<-s.stuck
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if status := s.answers[device]; status != 0 {
		w.WriteHeader(status)
		return
	}
	s.got = append(s.got, parcel{device, r.Header, body})
	w.WriteHeader(http.StatusCreated)
}

func (s *carrier) answer(device string, status int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.answers[device] = status
}

// phone is a browser that takes messages.
type phone struct {
	key  *ecdh.PrivateKey
	auth []byte
	of   *store.Device
}

// carry starts a push service and lets the courier reach it.
func (o *office) carry() *carrier {
	s := &carrier{answers: map[string]int{}, stuck: make(chan struct{})}
	s.server = httptest.NewTLSServer(s)
	o.t.Cleanup(s.server.Close)
	o.courier.Reach(s.server.Client().Transport.(*http.Transport).TLSClientConfig.RootCAs)
	return s
}

func (o *office) phone(s *carrier, who, name string) *phone {
	o.t.Helper()
	p := &phone{auth: make([]byte, 16)}
	var err error
	p.key, err = ecdh.P256().GenerateKey(rand.Reader)
	o.must(err)
	_, _ = rand.Read(p.auth)
	encode := base64.RawURLEncoding.EncodeToString
	p.of = &store.Device{User: o.people[who], Title: name, Endpoint: s.server.URL + "/" + name, P256dh: encode(p.key.PublicKey().Bytes()), Auth: encode(p.auth)}
	o.must(store.AddDevice(o.app, p.of, o.e.Now()))
	return p
}

// note of what a phone shows.
type seen struct{ Title, Body, Link, Tag string }

// opens decrypts as a browser does: RFC 8291.
func (p *phone) opens(t *testing.T, body []byte) seen {
	t.Helper()
	salt, rest := body[:16], body[21:]
	theirs, sealed := rest[:body[20]], rest[body[20]:]
	public, err := ecdh.P256().NewPublicKey(theirs)
	must(t, err)
	secret, err := p.key.ECDH(public)
	must(t, err)
	info := "WebPush: info\x00" + string(p.key.PublicKey().Bytes()) + string(theirs)
	ikm, err := hkdf.Key(sha256.New, secret, p.auth, info, 32)
	must(t, err)
	key, err := hkdf.Key(sha256.New, ikm, salt, "Content-Encoding: aes128gcm\x00", 16)
	must(t, err)
	nonce, err := hkdf.Key(sha256.New, ikm, salt, "Content-Encoding: nonce\x00", 12)
	must(t, err)
	block, err := aes.NewCipher(key)
	must(t, err)
	gcm, err := cipher.NewGCM(block)
	must(t, err)
	plain, err := gcm.Open(nil, nonce, sealed, nil)
	must(t, err)
	plain = bytes.TrimRight(plain, "\x00")
	if plain[len(plain)-1] != 2 {
		t.Fatal("the record does not end")
	}
	var out seen
	must(t, json.Unmarshal(plain[:len(plain)-1], &out))
	return out
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// signed checks RFC 8292: the token is for this service, not for ever, and made
// with the key that browsers were told.
func (o *office) signed(s *carrier, h http.Header) {
	o.t.Helper()
	public, _, err := store.PushKeys(o.app, push.NewKeys)
	o.must(err)
	token, key, found := strings.Cut(strings.TrimPrefix(h.Get("Authorization"), "vapid t="), ", k=")
	if !found || key != public {
		o.t.Fatalf("not signed with the key of the installation: %s", h.Get("Authorization"))
	}
	parts := strings.Split(token, ".")
	signature, err := base64.RawURLEncoding.DecodeString(parts[2])
	o.must(err)
	point, err := base64.RawURLEncoding.DecodeString(public)
	o.must(err)
	verify, err := ecdsa.ParseUncompressedPublicKey(elliptic.P256(), point)
	o.must(err)
	digest := sha256.Sum256([]byte(parts[0] + "." + parts[1]))
	if !ecdsa.Verify(verify, digest[:], new(big.Int).SetBytes(signature[:32]), new(big.Int).SetBytes(signature[32:])) {
		o.t.Error("the signature does not hold")
	}
	data, err := base64.RawURLEncoding.DecodeString(parts[1])
	o.must(err)
	var claims struct {
		Aud, Sub string
		Exp      int64
	}
	o.must(json.Unmarshal(data, &claims))
	if claims.Aud != s.server.URL || claims.Sub != "https://office.example" || time.Until(time.Unix(claims.Exp, 0)) > 24*time.Hour {
		o.t.Errorf("claims: %+v", claims)
	}
}

// shows is what has come to the phones so far, by their names.
func (o *office) shows(s *carrier, phones ...*phone) []seen {
	o.t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	out := []seen{}
	for _, p := range s.got {
		for _, ph := range phones {
			if ph.of.Title == p.device {
				out = append(out, ph.opens(o.t, p.body))
			}
		}
	}
	return out
}

func (o *office) titles(s *carrier, want []string, phones ...*phone) {
	o.t.Helper()
	have := []string{}
	for _, n := range o.shows(s, phones...) {
		have = append(have, n.Title)
	}
	if diff := cmp.Diff(want, have); diff != "" {
		o.t.Fatal(diff)
	}
}

func (o *office) wishes(prefs map[string]any) {
	o.t.Helper()
	o.must(store.SetPrefs(o.app, o.people["boris"], prefs))
}

// pushed are the letters to devices in a state.
func (o *office) pushed(state string, n int, reason string) []store.Outgoing {
	o.t.Helper()
	all, _, err := store.Outbox(o.app, o.e.Model(), state, "", 100)
	o.must(err)
	var list []store.Outgoing
	for _, l := range all {
		if l.Kind == store.ByPush {
			list = append(list, l)
		}
	}
	if len(list) != n || n > 0 && !strings.Contains(list[0].Error, reason) {
		o.t.Fatalf("%d letters %s, want %d because of %q: %+v", len(list), state, n, reason, list)
	}
	return list
}

func TestAMessageIsShownOnADeviceOnce(t *testing.T) {
	o := open(t)
	o.listen() // the address of the installation is known
	s := o.carry()
	mine := o.phone(s, "boris", "mine")
	o.phone(s, "anna", "hers")
	id := o.note("Отчёт")
	o.deliver()
	o.deliver()
	if len(s.got) != 1 {
		t.Fatalf("%d parcels", len(s.got))
	}
	got := o.shows(s, mine)
	letter := o.pushed(store.LetterSent, 1, "")[0]
	want := []seen{{Title: "Записка «Отчёт»", Body: got[0].Body, Link: "/t/desk_note/" + id, Tag: letter.Id}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if strings.Contains(got[0].Body, "1234") {
		t.Error("a hidden cell is in the notification")
	}
	o.pushed(store.LetterDropped, 0, "") // nobody else's device was thought of
	if bytes.Contains(s.got[0].body, []byte("Отчёт")) {
		t.Error("the push service can read along")
	}
	h := s.got[0].header
	for name, value := range map[string]string{"TTL": "86400", "Urgency": "normal", "Topic": letter.Id, "Content-Encoding": "aes128gcm"} {
		if h.Get(name) != value {
			t.Errorf("%s: %q, want %q", name, h.Get(name), value)
		}
	}
	o.signed(s, h)
	d, err := store.DeviceOf(o.app, o.people["boris"], mine.of.Id)
	o.must(err)
	if d.Used == "" {
		t.Error("nobody knows that the device is in use")
	}
	o.want(1, "Отчёт") // the mail goes its own way
}

func TestDevicesTakeWhatTheirOwnerLikes(t *testing.T) {
	o := open(t)
	s := o.carry()
	mine := o.phone(s, "boris", "mine")
	o.wishes(map[string]any{"push": "urgent"})
	id := o.note("Раз")
	o.deliver()
	o.titles(s, []string{}, mine)
	o.pushed(store.LetterDropped, 1, "unwanted")
	o.move(id, "burn")
	o.deliver()
	o.titles(s, []string{"Пожар"}, mine)
	if u := s.got[0].header.Get("Urgency"); u != "high" {
		t.Errorf("urgency %q", u)
	}
	o.wishes(map[string]any{"push": "none"})
	o.move(id, "burn")
	o.note("Два")
	o.deliver()
	o.titles(s, []string{"Пожар"}, mine)
	o.wishes(map[string]any{"mail": "none"})
	o.note("Три")
	o.deliver()
	o.titles(s, []string{"Пожар", "Записка «Три»"}, mine)
}

func TestDevicesKeepQuietHours(t *testing.T) {
	o := open(t)
	s := o.carry()
	mine := o.phone(s, "boris", "mine")
	o.wishes(map[string]any{"quiet_from": "20:00", "quiet_to": "08:00", "mail": "digest"})
	o.at("2026-11-23T22:00:00+05:00")
	id := o.note("Ночью")
	o.deliver()
	o.titles(s, []string{}, mine)
	o.move(id, "burn")
	o.deliver()
	o.titles(s, []string{"Пожар"}, mine)
	o.at("2026-11-24T07:59:00+05:00")
	o.deliver()
	o.titles(s, []string{"Пожар"}, mine)
	o.at("2026-11-24T08:00:00+05:00") // the digest of letters waits till nine
	o.deliver()
	o.titles(s, []string{"Пожар", "Записка «Ночью»"}, mine)
}

func TestSeveralMessagesAreOneNotification(t *testing.T) {
	o := open(t)
	s := o.carry()
	mine := o.phone(s, "boris", "mine")
	long := strings.Repeat("Ы", 500)
	for _, subject := range []string{"Раз", long, "Три", "Четыре", "Пять"} {
		o.note(subject)
		o.clock.Add(1)
	}
	o.deliver()
	o.titles(s, []string{"Сообщений: 5"}, mine)
	got := o.shows(s, mine)[0]
	if got.Link != "/" || strings.Count(got.Body, "\n") != 3 || !strings.HasPrefix(got.Body, "Записка «Раз»\nЗаписка «Ы") {
		t.Errorf("shown: %+v", got)
	}
	o.note(long)
	o.deliver()
	if title := []rune(o.shows(s, mine)[1].Title); len(title) != 120 || title[119] != '…' {
		t.Errorf("a title of %d characters", len(title))
	}
}

func TestNothingIsShownToWhoeverLostSight(t *testing.T) {
	o := open(t)
	s := o.carry()
	mine := o.phone(s, "boris", "mine")
	id := o.note("Не тебе")
	o.do(flow.Command{Kind: flow.Edit, Id: id, Fields: map[string]any{"to": nil}, Actor: o.as("anna")}, "desk_note")
	o.deliver()
	o.titles(s, []string{}, mine)
	o.pushed(store.LetterDropped, 1, "unseen")
}

func TestWhatWasReadIsNotShown(t *testing.T) {
	o := open(t)
	s := o.carry()
	mine := o.phone(s, "boris", "mine")
	o.note("Отчёт")
	o.must(store.ReadNotices(o.app, o.people["boris"], nil, o.e.Now()))
	o.deliver()
	o.titles(s, []string{}, mine)
	o.pushed(store.LetterDropped, 1, "read")
}

func TestOnlyTheDeviceThatFailedIsTriedAgain(t *testing.T) {
	o := open(t)
	s := o.carry()
	mine, other := o.phone(s, "boris", "mine"), o.phone(s, "boris", "other")
	s.answer("other", http.StatusServiceUnavailable)
	o.note("Отчёт")
	o.deliver()
	o.titles(s, []string{"Записка «Отчёт»"}, mine)
	waiting := o.pushed(store.LetterQueued, 1, "503")[0]
	if waiting.Tries != 1 || waiting.Next.Sub(o.e.Now()) != time.Minute {
		t.Errorf("tried %d times, again in %s", waiting.Tries, waiting.Next.Sub(o.e.Now()))
	}
	for range 10 {
		o.clock.Add((13 * time.Hour).Milliseconds())
		o.deliver()
	}
	dead := o.pushed(store.LetterDead, 1, "503")
	s.answer("other", 0)
	again, err := store.Resend(o.app, dead[0].Id, o.e.Now())
	o.must(err)
	if !again {
		t.Fatal("not sent again")
	}
	o.deliver()
	o.titles(s, []string{"Записка «Отчёт»"}, mine)
	o.titles(s, []string{"Записка «Отчёт»"}, other)
}

func TestASlowServiceHoldsNobodyUp(t *testing.T) {
	o := open(t)
	o.listen()
	s := o.carry()
	slow := o.phone(s, "boris", "stuck")
	others := []*phone{o.phone(s, "boris", "a"), o.phone(s, "boris", "b"), o.phone(s, "boris", "c"), o.phone(s, "boris", "d")}
	o.note("Отчёт")
	done := make(chan error, 1)
	release := sync.OnceFunc(func() { close(s.stuck) })
	t.Cleanup(release)
	go func() { done <- o.courier.Deliver(context.Background()) }()
	for range 300 {
		if len(o.shows(s, others...)) == len(others) {
			break
		}
		time.Sleep(10 * time.Millisecond)
	}
	o.titles(s, slices.Repeat([]string{"Записка «Отчёт»"}, len(others)), others...)
	o.titles(s, []string{}, slow)
	release()
	o.must(<-done)
	o.titles(s, []string{"Записка «Отчёт»"}, slow)
	o.want(1, "Отчёт")
}

func TestADeviceThatIsGoneIsForgotten(t *testing.T) {
	for _, status := range []int{http.StatusNotFound, http.StatusGone} {
		o := open(t)
		s := o.carry()
		o.phone(s, "boris", "mine")
		s.answer("mine", status)
		o.note("Раз")
		o.deliver()
		left, err := store.Devices(o.app, o.people["boris"])
		o.must(err)
		if len(left) != 0 {
			t.Errorf("%d: still there", status)
		}
		o.pushed(store.LetterDropped, 1, "no_device")
		o.note("Два")
		o.pushed(store.LetterQueued, 0, "")
	}
}

// A browser has one person at a time; what was on its way to the one before is
// not shown to the next.
func TestADeviceThatChangedHandsShowsNothingOfBefore(t *testing.T) {
	o := open(t)
	s := o.carry()
	mine := o.phone(s, "boris", "mine")
	o.note("Борису")
	hers := *mine.of
	hers.User = o.people["anna"]
	o.must(store.AddDevice(o.app, &hers, o.e.Now()))
	o.deliver()
	o.titles(s, []string{}, mine)
	o.pushed(store.LetterDropped, 1, "no_device")
	left, err := store.Devices(o.app, o.people["boris"])
	o.must(err)
	if len(left) != 0 || hers.Id == mine.of.Id {
		t.Errorf("the device is still his: %+v", left)
	}
}

func TestAPersonWhoIsPutAwayLosesTheirDevices(t *testing.T) {
	o := open(t)
	s := o.carry()
	mine := o.phone(s, "boris", "mine")
	o.note("Отчёт")
	o.do(flow.Command{Kind: flow.Archive, Id: o.people["boris"], Actor: flow.Actor{System: true}}, "users")
	o.deliver()
	o.titles(s, []string{}, mine)
	o.pushed(store.LetterDropped, 1, "gone")
	left, err := store.Devices(o.app, o.people["boris"])
	o.must(err)
	if len(left) != 0 {
		t.Error("the device is still there")
	}
}

func TestTheOwnNetworkIsNotCalled(t *testing.T) {
	o := open(t)
	s := o.carry()
	mine := o.phone(s, "boris", "mine")
	o.courier = deliver.New(o.e) // as it runs at a customer's
	o.note("Отчёт")
	o.deliver()
	o.titles(s, []string{}, mine)
	o.pushed(store.LetterQueued, 1, "not the public https address")
}

func TestThePairOfKeysIsMadeOnce(t *testing.T) {
	o := open(t)
	var pairs sync.Map
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			public, private, err := store.PushKeys(o.app, push.NewKeys)
			if err != nil {
				t.Error(err)
			}
			pairs.Store(public+private, true)
		})
	}
	all.Wait()
	n := 0
	pairs.Range(func(any, any) bool { n++; return true })
	if n != 1 {
		t.Errorf("%d pairs", n)
	}
}
