package push_test

import (
	"context"
	"crypto/ecdh"
	"crypto/rand"
	"crypto/x509"
	"encoding/base64"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"

	"kontora/internal/push"
)

func anywhere(netip.Addr) bool { return true }

func TestOnlyAddressesOfTheInternetArePublic(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"142.250.74.10", "8.8.8.8", "2a00:1450:4010:c05::bc"} {
		if !push.Public(netip.MustParseAddr(text)) {
			t.Errorf("%s is refused", text)
		}
	}
	for _, text := range []string{
		"127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1", "255.255.255.255",
		"::1", "::", "fe80::1", "fd00::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "::7f00:1",
	} {
		if push.Public(netip.MustParseAddr(text)) {
			t.Errorf("%s is public", text)
		}
	}
}

func TestAnEndpointIsAPublicHTTPSAddress(t *testing.T) {
	t.Parallel()
	for _, endpoint := range []string{
		"https://fcm.googleapis.com/fcm/send/abc", "https://updates.push.services.mozilla.com/wpush/v2/abc", "https://8.8.8.8/x",
	} {
		if err := push.CheckEndpoint(endpoint, push.Public); err != nil {
			t.Errorf("%s is refused: %v", endpoint, err)
		}
	}
	for _, endpoint := range []string{
		"", "http://fcm.googleapis.com/x", "ftp://fcm.googleapis.com/x", "https://", "https:///x", "https://localhost/x", "https://router/x",
		"https://127.0.0.1/x", "https://[::1]/x", "https://192.168.0.1:8443/x", "https://169.254.169.254/latest", "https://user@fcm.googleapis.com/x",
		"https://fcm.googleapis.com/x#y", "https://fcm.googleapis.com/" + strings.Repeat("x", push.MaxEndpoint),
	} {
		if err := push.CheckEndpoint(endpoint, push.Public); !errors.Is(err, push.ErrAddress) {
			t.Errorf("%s is taken: %v", endpoint, err)
		}
	}
}

func subscription(t *testing.T, endpoint string) push.Subscription {
	t.Helper()
	key, err := ecdh.P256().GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	encode := base64.RawURLEncoding.EncodeToString
	return push.Subscription{Endpoint: endpoint, P256dh: encode(key.PublicKey().Bytes()), Auth: encode(make([]byte, 16))}
}

func TestKeysOfABrowserAreAPointAndASecret(t *testing.T) {
	t.Parallel()
	good := subscription(t, "https://push.example.com/x")
	if err := push.CheckKeys(good); err != nil {
		t.Fatal(err)
	}
	spoil := map[string]func(*push.Subscription){
		"no point":        func(s *push.Subscription) { s.P256dh = "" },
		"not on a curve":  func(s *push.Subscription) { s.P256dh = base64.RawURLEncoding.EncodeToString(make([]byte, 65)) },
		"not base64":      func(s *push.Subscription) { s.P256dh = "?" },
		"no secret":       func(s *push.Subscription) { s.Auth = "" },
		"a short secret":  func(s *push.Subscription) { s.Auth = "YWJj" },
		"a secret as hex": func(s *push.Subscription) { s.Auth = strings.Repeat("00", 16) },
	}
	for name, f := range spoil {
		bad := good
		f(&bad)
		if err := push.CheckKeys(bad); !errors.Is(err, push.ErrKeys) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// service answers every message with a status.
func service(t *testing.T, status int, header http.Header) (*httptest.Server, *int) {
	t.Helper()
	called := 0
	s := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		called++
		for name, values := range header {
			w.Header()[name] = values
		}
		w.WriteHeader(status)
		_, _ = w.Write([]byte("because\r\nso"))
	}))
	t.Cleanup(s.Close)
	return s, &called
}

func send(t *testing.T, allowed func(netip.Addr) bool, s *httptest.Server, endpoint string) error {
	t.Helper()
	roots := x509.NewCertPool()
	roots.AddCert(s.Certificate())
	public, private, err := push.NewKeys()
	if err != nil {
		t.Fatal(err)
	}
	return push.NewClient(allowed, roots).Send(context.Background(), push.Keys{Public: public, Private: private}, "office@example.com",
		subscription(t, endpoint), push.Message{Payload: []byte("{}")})
}

func TestAnAnswerSaysWhatBecameOfAMessage(t *testing.T) {
	t.Parallel()
	for status, check := range map[int]func(error) bool{
		201: func(err error) bool { return err == nil },
		404: func(err error) bool { return errors.Is(err, push.ErrGone) },
		410: func(err error) bool { return errors.Is(err, push.ErrGone) },
		429: func(err error) bool { return err != nil && err.Error() == "429 Too Many Requests because so" },
		500: func(err error) bool { return err != nil && !errors.Is(err, push.ErrGone) },
	} {
		s, _ := service(t, status, nil)
		if err := send(t, anywhere, s, s.URL+"/secret"); !check(err) {
			t.Errorf("%d: %v", status, err)
		}
	}
}

func TestARedirectLeadsNowhere(t *testing.T) {
	t.Parallel()
	inner, called := service(t, 201, nil)
	s, _ := service(t, 307, http.Header{"Location": {inner.URL}})
	if err := send(t, anywhere, s, s.URL); err == nil || *called != 0 {
		t.Errorf("followed %d times: %v", *called, err)
	}
}

// A name may stand for anything, and for something else each time it is asked:
// what counts is the address that is really called.
func TestTheAddressIsJudgedWhenItIsCalled(t *testing.T) {
	t.Parallel()
	s, called := service(t, 201, nil)
	if err := send(t, push.Public, s, s.URL); !errors.Is(err, push.ErrAddress) || *called != 0 {
		t.Errorf("the own machine was called: %v", err)
	}
	asked := 0
	turned := func(netip.Addr) bool { asked++; return asked == 1 }
	if err := send(t, turned, s, s.URL); !errors.Is(err, push.ErrAddress) || *called != 0 || asked != 2 {
		t.Errorf("judged %d times, called %d times: %v", asked, *called, err)
	}
}

func TestAnEndpointIsJudgedAgainWhenSending(t *testing.T) {
	t.Parallel()
	s, called := service(t, 201, nil)
	for _, endpoint := range []string{strings.Replace(s.URL, "https://", "https://me@", 1), s.URL + "#part"} {
		if err := send(t, anywhere, s, endpoint); !errors.Is(err, push.ErrAddress) || *called != 0 {
			t.Errorf("%s was called: %v", endpoint, err)
		}
	}
}

func TestARefusalDoesNotTellTheEndpoint(t *testing.T) {
	t.Parallel()
	s, _ := service(t, 201, nil)
	s.Close()
	if err := send(t, anywhere, s, s.URL+"/secret"); err == nil || strings.Contains(err.Error(), "secret") {
		t.Errorf("told: %v", err)
	}
}
