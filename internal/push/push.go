package push

import (
	"context"
	"crypto/ecdh"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"errors"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"syscall"
	"time"

	"github.com/SherClockHolmes/webpush-go"
)

// Subscription is where and for whose eyes a browser takes messages.
type Subscription struct {
	Endpoint string
	P256dh   string // public key of the browser
	Auth     string // secret that it shares with us
}

// Keys are the pair by which push services know this installation.
type Keys struct{ Public, Private string }

// NewKeys makes a pair.
func NewKeys() (public, private string, err error) {
	private, public, err = webpush.GenerateVAPIDKeys()
	return public, private, err
}

// Message is what is sent, and how much it matters.
type Message struct {
	Payload []byte // 3 900 bytes at most: it is one encrypted record of 4 096
	Topic   string // a later message of the same topic replaces one that still waits
	Urgent  bool
	TTL     time.Duration // how long the push service keeps it for a device that is off
}

// ErrGone tells that the browser has taken its subscription back.
var ErrGone = errors.New("the device takes no messages any more")

// ErrKeys refuses keys of a browser that are none.
var ErrKeys = errors.New("not the keys of a subscription")

const (
	authSize = 16
	patience = 5 * time.Second
	heard    = 200 // bytes of a refusal that are kept
)

// CheckKeys refuses keys with which nothing could be encrypted.
func CheckKeys(s Subscription) error {
	point, err := base64.RawURLEncoding.DecodeString(strings.TrimRight(s.P256dh, "="))
	if err != nil {
		return ErrKeys
	}
	if _, err := ecdh.P256().NewPublicKey(point); err != nil {
		return ErrKeys
	}
	auth, err := base64.RawURLEncoding.DecodeString(strings.TrimRight(s.Auth, "="))
	if err != nil || len(auth) != authSize {
		return ErrKeys
	}
	return nil
}

// Client posts messages to push services.
type Client struct {
	http    *http.Client
	allowed func(netip.Addr) bool
}

// NewClient makes a client that connects to allowed addresses only, whatever a
// name resolves to, follows nobody elsewhere and asks no proxy. roots are the
// authorities it trusts; nil for those of the machine.
func NewClient(allowed func(netip.Addr) bool, roots *x509.CertPool) *Client {
	dialer := &net.Dialer{Timeout: patience, Control: func(_, address string, _ syscall.RawConn) error {
		at, err := netip.ParseAddrPort(address)
		if err != nil || !allowed(at.Addr()) {
			return ErrAddress
		}
		return nil
	}}
	return &Client{allowed: allowed, http: &http.Client{
		Timeout:       patience,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Transport: &http.Transport{
			DialContext: dialer.DialContext, TLSClientConfig: &tls.Config{RootCAs: roots}, ForceAttemptHTTP2: true,
			MaxIdleConns: 20, IdleConnTimeout: time.Minute, TLSHandshakeTimeout: patience,
		},
	}}
}

// Send encrypts a message and posts it. subject is whom a push service may turn
// to: an address of mail, or of the installation.
func (c *Client) Send(ctx context.Context, keys Keys, subject string, to Subscription, m Message) error {
	if err := CheckEndpoint(to.Endpoint, c.allowed); err != nil {
		return err
	}
	urgency := webpush.UrgencyNormal
	if m.Urgent {
		urgency = webpush.UrgencyHigh
	}
	answer, err := webpush.SendNotificationWithContext(ctx, m.Payload,
		&webpush.Subscription{Endpoint: to.Endpoint, Keys: webpush.Keys{P256dh: to.P256dh, Auth: to.Auth}},
		&webpush.Options{
			HTTPClient: c.http, Subscriber: subject, VAPIDPublicKey: keys.Public, VAPIDPrivateKey: keys.Private,
			Topic: m.Topic, TTL: int(m.TTL.Seconds()), Urgency: urgency,
		})
	if err != nil {
		return withoutAddress(err)
	}
	defer answer.Body.Close()
	switch code := answer.StatusCode; {
	case code >= 200 && code < 300:
		return nil
	case code == http.StatusNotFound || code == http.StatusGone:
		return ErrGone
	}
	said, _ := io.ReadAll(io.LimitReader(answer.Body, heard))
	return errors.New(strings.Join(strings.Fields(answer.Status+" "+strings.ToValidUTF8(string(said), "")), " "))
}

// withoutAddress keeps the endpoint, which is half a secret, out of what is
// written down.
func withoutAddress(err error) error {
	var u *url.Error
	if errors.As(err, &u) {
		return u.Err
	}
	return err
}
