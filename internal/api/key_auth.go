package api

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base32"
	"encoding/hex"
	"slices"
	"strings"

	"kontora/internal/engine"
	"kontora/internal/fault"
	"kontora/internal/model"
	"kontora/internal/store"

	"github.com/pocketbase/pocketbase/core"
)

// keyMark begins every secret, so that leaked ones can be found by scanners.
const keyMark = "kntr_"

// newSecret makes a secret of 160 random bits.
func newSecret() string {
	raw := make([]byte, 20)
	rand.Read(raw) // never fails: it would rather end the program
	return keyMark + strings.ToLower(base32.StdEncoding.EncodeToString(raw))
}

// hashOf is what is kept of a secret. It is random, so one round is enough.
func hashOf(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}

// loadKey lets a program in that bears an API key: it acts for the key's owner,
// within the key's scopes.
func (s *server) loadKey(re *core.RequestEvent) error {
	secret := strings.TrimPrefix(re.Request.Header.Get("Authorization"), "Bearer ")
	if !strings.HasPrefix(secret, keyMark) {
		return re.Next()
	}
	k, err := store.KeyByHash(re.App, hashOf(secret), s.e.Now())
	if err != nil {
		return err
	}
	refused := fault.New(fault.Denied, "key_refused", nil)
	if k == nil || s.e.Model() == nil {
		return refused
	}
	owner, err := re.App.FindRecordById(s.e.Model().Person.Slug, k.User)
	if err != nil {
		return refused
	}
	if !forKeys(re.Request.Method, re.Request.URL.Path) {
		return fault.New(fault.Denied, "key_not_here", nil)
	}
	re.Set(designKey, configurationScope(k.Scopes))
	app, at := re.App, s.e.Now()
	if err := s.e.Aside(func() error { return store.TouchKey(app, k, at) }); err != nil {
		return err
	}
	re.Auth = owner
	re.Set(engine.ScopeKey, engine.Scope(scopeOf(k.Scopes)))
	return re.Next()
}

// forKeys reports whether a route may be called with a key. Whatever gives out
// wider rights than the key has (tokens, streams, other keys) may not.
func forKeys(method, path string) bool {
	if rest, ok := strings.CutPrefix(path, "/api/kontora/"); ok {
		first, _, _ := strings.Cut(rest, "/")
		if first == "views" || first == "notifications" { // what is the person's own, a key only reads
			return method == "GET"
		}
		return !slices.Contains([]string{"keys", "setup", "me", "push"}, first)
	}
	parts := strings.Split(strings.Trim(path, "/"), "/")
	switch {
	case len(parts) < 4 || parts[0] != "api":
		return path == "/api/health"
	case parts[1] == "collections":
		return parts[3] == "records" && len(parts) <= 5
	case parts[1] == "files":
		return method == "GET" && len(parts) == 5
	}
	return false
}

// scopeOf turns scopes into the question that flow asks.
func scopeOf(scopes []string) func(t *model.Type, write bool) bool {
	return func(t *model.Type, write bool) bool {
		for _, s := range scopes {
			slug, verb, narrow := strings.Cut(s, ":")
			if !narrow {
				slug, verb = t.Slug, s
			}
			if slug == t.Slug && (verb == "write" || verb == "read" && !write) {
				return true
			}
		}
		return false
	}
}

// configuration is the word before the colon of the scopes that open the
// configuration; no type of record has it for a slug. Scopes of records do not
// open the configuration, nor the other way round.
const configuration = "configuration"

// designing is how far a key opens the configuration.
type designing int

const (
	designsNothing designing = iota
	designsReading
	designsPublishing
)

var configurationVerbs = map[string]designing{"read": designsReading, "publish": designsPublishing}

// designKey is where a request keeps how far its key opens the configuration.
const designKey = "kontoraDesign"

func configurationScope(scopes []string) designing {
	most := designsNothing
	for _, s := range scopes {
		if word, verb, _ := strings.Cut(s, ":"); word == configuration {
			most = max(most, configurationVerbs[verb])
		}
	}
	return most
}
