package api_test

import (
	"crypto/ecdh"
	"crypto/rand"
	"encoding/base64"
	"fmt"
	"strings"
	"testing"

	"kontora/internal/push"
	"kontora/internal/store"
)

const firefox = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:130.0) Gecko/20100101 Firefox/130.0"

// subscription is what a browser sends.
func subscription(t *testing.T, endpoint string) map[string]any {
	t.Helper()
	key, err := ecdh.P256().GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	encode := base64.RawURLEncoding.EncodeToString
	return map[string]any{"endpoint": endpoint, "keys": map[string]any{"p256dh": encode(key.PublicKey().Bytes()), "auth": encode(make([]byte, 16))}}
}

func (o *office) subscribe(who, endpoint string) reply {
	o.t.Helper()
	return o.ask(who, "POST", "/api/kontora/push", subscription(o.t, endpoint), "User-Agent", firefox)
}

const service = "https://updates.push.services.mozilla.com/wpush/v2/"

func TestADeviceIsMineAlone(t *testing.T) {
	o := open(t)
	first := o.get("asel", "/api/kontora/push").ok()
	if key, _ := first.at("key").(string); len(key) != 87 || o.get("olga", "/api/kontora/push").ok().at("key") != key {
		t.Errorf("the key is no key, or not everybody's: %s", first.text)
	}
	made := o.subscribe("asel", service+"a").ok()
	o.ids["device"] = made.at("id").(string)
	if made.at("title") != "Firefox, Windows" || made.at("used") != nil || strings.Contains(made.text, "wpush") {
		t.Errorf("made: %s", made.text)
	}
	if again := o.subscribe("asel", service+"a").ok(); again.at("id") != made.at("id") || o.get("asel", "/api/kontora/push").size("devices") != 1 {
		t.Error("the same browser is two devices")
	}
	if o.get("olga", "/api/kontora/push").ok().size("devices") != 0 {
		t.Error("others see it")
	}
	o.ask("olga", "DELETE", "/api/kontora/push/{device}", nil).is(404, "device_missing")
	o.ask("asel", "DELETE", "/api/kontora/push/{device}", nil).ok()
	o.ask("asel", "DELETE", "/api/kontora/push/{device}", nil).is(404, "device_missing")
	o.get("", "/api/kontora/push").is(401, "sign_in")
	o.operator()
	o.get("operator", "/api/kontora/push").is(403, "people_only")
}

func TestASubscriptionIsReadStrictly(t *testing.T) {
	o := open(t)
	for _, endpoint := range []string{"", "http://updates.push.services.mozilla.com/x", "https://localhost/x", "https://10.0.0.1/x", "https://169.254.169.254/x",
		service + strings.Repeat("x", push.MaxEndpoint)} {
		o.subscribe("asel", endpoint).is(400, "push_endpoint")
	}
	bad := subscription(t, service+"a")
	bad["keys"] = map[string]any{"p256dh": "AAAA", "auth": "AAAA"}
	o.ask("asel", "POST", "/api/kontora/push", bad).is(400, "push_keys")
	for i := range 20 {
		o.subscribe("asel", fmt.Sprint(service, i)).ok()
	}
	o.subscribe("asel", service+"one-more").is(429, "too_many_devices")
	o.subscribe("asel", service+"7").ok() // known already
}

func TestThePrivateKeyStaysInside(t *testing.T) {
	o := open(t)
	o.subscribe("asel", service+"a").ok()
	public, private, err := store.PushKeys(o.app, push.NewKeys)
	if err != nil || public == private || private == "" {
		t.Fatal(err)
	}
	o.operator()
	for _, who := range []string{"asel", "admin", "operator"} {
		for _, path := range []string{"/api/kontora/push", "/api/kontora/meta", "/api/kontora/settings", "/api/kontora/config", "/api/kontora/config/export",
			"/api/settings", "/api/collections", "/api/collections/k_push_keys/records", "/api/collections/k_devices/records"} {
			if r := o.get(who, path); strings.Contains(r.text, private) || strings.Contains(r.text, "wpush") {
				t.Errorf("%s reads it at %s", who, path)
			}
		}
	}
}

// Devices end as tokens do.
func TestDevicesEndWithTheSignIn(t *testing.T) {
	for name, end := range map[string]func(o *office){
		"a password of one's own": func(o *office) {
			rec, err := o.app.FindRecordById("users", o.ids["olga"])
			if err != nil {
				o.t.Fatal(err)
			}
			rec.SetPassword("correct horse")
			if err := o.app.Save(rec); err != nil {
				o.t.Fatal(err)
			}
		},
		"a password that was given": func(o *office) {
			o.ask("admin", "PUT", "/api/kontora/password/{olga}", map[string]any{"password": "correct horse"}).ok()
		},
		"another address": func(o *office) { o.set("users", "{olga}", map[string]any{"email": "other@example.kz"}) },
		"dismissal": func(o *office) {
			o.ask("admin", "POST", "/api/kontora/users/{olga}/dismiss", map[string]any{"comment": "Уволена", "fields": map[string]any{}}).ok()
		},
	} {
		t.Run(name, func(t *testing.T) {
			o := open(t)
			o.subscribe("olga", service+"olga").ok()
			o.subscribe("asel", service+"asel").ok()
			o.set("users", "{olga}", map[string]any{"full_name": "Ольга"})
			devices := func(who string) int {
				list, err := store.Devices(o.app, o.ids[who])
				if err != nil {
					t.Fatal(err)
				}
				return len(list)
			}
			if devices("olga") != 1 {
				t.Fatal("another name takes the device away")
			}
			end(o)
			if devices("olga") != 0 || devices("asel") != 1 {
				t.Errorf("devices left: %d and %d", devices("olga"), devices("asel"))
			}
		})
	}
}

func TestPushIsAPreference(t *testing.T) {
	o := open(t)
	o.ask("asel", "PATCH", "/api/kontora/me", map[string]any{"prefs": map[string]any{"push": "urgent"}}).ok()
	o.ask("asel", "PATCH", "/api/kontora/me", map[string]any{"prefs": map[string]any{"push": "digest"}}).is(400, "unknown_preference")
}
