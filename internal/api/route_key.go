package api

import (
	"strings"
	"time"

	"kontora/internal/fault"
	"kontora/internal/store"
)

type apiKey struct {
	Id      string   `json:"id"`
	Title   string   `json:"title"`
	Prefix  string   `json:"prefix"`
	Scopes  []string `json:"scopes"`
	Created string   `json:"created"`
	Used    *string  `json:"used"`
	Until   *string  `json:"until"`
	Secret  string   `json:"secret,omitempty"` // answered once
}

// Bounds of one person's keys.
const (
	maxKeys     = 50
	maxKeyTitle = 120
	maxScopes   = 200
	prefixSize  = len(keyMark) + 6
)

func keyOut(k *store.ApiKey) apiKey {
	return apiKey{k.Id, k.Title, k.Prefix, k.Scopes, k.Created, orNull(k.Used), orNull(k.Until), ""}
}

func getKeys(a *asker) (answer, error) {
	me, err := a.person()
	if err != nil {
		return nil, err
	}
	found, err := store.Keys(a.re.App, me)
	if err != nil {
		return nil, err
	}
	out := []apiKey{}
	for _, k := range found {
		out = append(out, keyOut(k))
	}
	return map[string]any{"keys": out}, nil
}

type keyRequest struct {
	Title  string   `json:"title"`
	Scopes []string `json:"scopes"`
	Until  string   `json:"until"`
}

func postKey(a *asker) (answer, error) {
	me, err := a.person()
	if err != nil {
		return nil, err
	}
	var in keyRequest
	if err := a.body(&in); err != nil {
		return nil, err
	}
	if err := a.checkKey(&in, me); err != nil {
		return nil, err
	}
	secret := newSecret()
	k := &store.ApiKey{User: me, Title: in.Title, Prefix: secret[:prefixSize], Scopes: in.Scopes, Until: in.Until}
	if err := store.AddKey(a.re.App, k, hashOf(secret), a.now); err != nil {
		return nil, err
	}
	out := keyOut(k)
	out.Secret = secret
	return out, nil
}

func (a *asker) checkKey(in *keyRequest, me string) error {
	in.Title = strings.TrimSpace(in.Title)
	switch n := len([]rune(in.Title)); {
	case n == 0:
		return fault.New(fault.Invalid, "title_empty", nil).At("title")
	case n > maxKeyTitle:
		return fault.New(fault.Invalid, "too_long", fault.Params{"max": maxKeyTitle, "is": n}).At("title")
	case len(in.Scopes) == 0:
		return fault.New(fault.Invalid, "scope_empty", nil).At("scopes")
	}
	if len(in.Scopes) > maxScopes {
		return fault.New(fault.Limit, "too_many_items", fault.Params{"max": maxScopes}).At("scopes")
	}
	for _, s := range in.Scopes {
		if err := a.checkScope(s); err != nil {
			return err
		}
	}
	if err := a.checkUntil(in); err != nil {
		return err
	}
	known, err := store.Keys(a.re.App, me)
	if err == nil && len(known) >= maxKeys {
		return fault.New(fault.Limit, "too_many_keys", fault.Params{"max": maxKeys})
	}
	return err
}

// checkScope refuses scopes that mean nothing, and those of the configuration
// to who may not design: such a key would open nothing today and everything on
// the day its owner is given the role.
func (a *asker) checkScope(s string) error {
	unknown := fault.New(fault.Invalid, "scope_unknown", fault.Params{"scope": s}).At("scopes")
	slug, verb, narrow := strings.Cut(s, ":")
	switch {
	case slug == configuration && configurationVerbs[verb] == designsNothing:
		return unknown
	case slug == configuration && !a.mayDesign():
		return fault.New(fault.Denied, "may_not_design", nil).At("scopes")
	case slug == configuration:
		return nil
	case !narrow:
		verb = s
	default:
		if _, err := a.e.TypeOf(slug); err != nil {
			return unknown
		}
	}
	if verb != "read" && verb != "write" {
		return unknown
	}
	return nil
}

// checkUntil reads the end of a key: an instant, or a day, whose end is meant.
func (a *asker) checkUntil(in *keyRequest) error {
	if in.Until == "" {
		return nil
	}
	until, err := time.Parse(time.RFC3339, in.Until)
	if err != nil {
		until, err = store.ParseInstant(in.Until)
	}
	if err != nil {
		if until, err = time.ParseInLocation(time.DateOnly, in.Until, a.e.Zone()); err == nil {
			until = until.AddDate(0, 0, 1)
		}
	}
	if err != nil {
		return fault.New(fault.Invalid, "not_instant", fault.Params{"value": in.Until}).At("until")
	}
	if !until.After(a.now) {
		return fault.New(fault.Invalid, "until_past", nil).At("until")
	}
	in.Until = jsonInstant(until)
	return nil
}

func deleteKey(a *asker) (answer, error) {
	me, err := a.person()
	if err != nil {
		return nil, err
	}
	was, err := store.RevokeKey(a.re.App, me, a.re.Request.PathValue("id"), a.now)
	if err == nil && !was {
		err = fault.New(fault.Missing, "key_missing", nil)
	}
	return nil, err
}
