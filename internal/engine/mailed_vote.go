package engine

import (
	"errors"
	"fmt"
	"time"

	"kontora/internal/fault"
	"kontora/internal/flow"

	"github.com/golang-jwt/jwt/v5"
	"github.com/pocketbase/pocketbase/core"
)

// MailedVote is a vote that a letter offers: to one person, about one step of one
// round, on what they would vote on when the letter was written. Following its
// link decides nothing: it leads to the question.
type MailedVote struct {
	Person string
	Type   string // slug
	Record string
	Ballot flow.Ballot // Route, Step, Verdict, Round and Hash
}

// mailedFor is how long such a link is good for.
const mailedFor = 7 * 24 * time.Hour

const mailedVoteKind = "mailed_vote"

type mailedClaims struct {
	jwt.RegisteredClaims
	Kind    string `json:"type"` // PocketBase takes no token of an unknown type for a sign-in
	Of      string `json:"of"`
	Route   string `json:"route"`
	Step    string `json:"step"`
	Verdict string `json:"verdict"`
	Round   int    `json:"round"`
	Hash    string `json:"hash"`
}

// SignVote writes the token of a link. It dies with the person's sign-ins: a new
// password makes it worthless.
func (e *Engine) SignVote(v MailedVote) (string, error) {
	key, err := e.mailKey(v.Person)
	if err != nil {
		return "", err
	}
	return jwt.NewWithClaims(jwt.SigningMethodHS256, mailedClaims{
		RegisteredClaims: jwt.RegisteredClaims{Subject: v.Person, ID: v.Record, ExpiresAt: jwt.NewNumericDate(e.Now().Add(mailedFor))},
		Kind:             mailedVoteKind, Of: v.Type,
		Route: v.Ballot.Route, Step: v.Ballot.Step, Verdict: v.Ballot.Verdict, Round: v.Ballot.Round, Hash: v.Ballot.Hash,
	}).SignedString(key)
}

// ReadVote reads a token for whoever has signed in.
func (e *Engine) ReadVote(token, person string) (MailedVote, error) {
	var c mailedClaims
	if _, _, err := jwt.NewParser().ParseUnverified(token, &c); err != nil || c.Kind != mailedVoteKind {
		return MailedVote{}, fault.New(fault.Invalid, "mailed_vote_unreadable", nil)
	}
	if c.Subject != person {
		return MailedVote{}, fault.New(fault.Denied, "mailed_vote_not_yours", nil)
	}
	key, err := e.mailKey(person)
	if err != nil {
		return MailedVote{}, err
	}
	read := jwt.NewParser(jwt.WithValidMethods([]string{jwt.SigningMethodHS256.Name}), jwt.WithTimeFunc(e.Now), jwt.WithExpirationRequired())
	switch _, err := read.ParseWithClaims(token, &c, func(*jwt.Token) (any, error) { return key, nil }); {
	case errors.Is(err, jwt.ErrTokenExpired):
		return MailedVote{}, fault.New(fault.Conflict, "mailed_vote_expired", fault.Params{"slug": c.Of, "id": c.ID})
	case err != nil:
		return MailedVote{}, fault.New(fault.Invalid, "mailed_vote_unreadable", nil)
	}
	return MailedVote{Person: c.Subject, Type: c.Of, Record: c.ID,
		Ballot: flow.Ballot{Route: c.Route, Step: c.Step, Verdict: c.Verdict, Round: c.Round, Hash: c.Hash}}, nil
}

// mailKey signs for one person. It is of no use for anything that PocketBase signs.
func (e *Engine) mailKey(person string) ([]byte, error) {
	rec, err := e.person(person)
	if err != nil {
		return nil, err
	}
	return []byte(mailedVoteKind + rec.TokenKey() + rec.Collection().AuthToken.Secret), nil
}

func (e *Engine) person(id string) (*core.Record, error) {
	m := e.Model()
	if m == nil || m.Person == nil {
		return nil, fault.New(fault.Missing, "not_found", nil)
	}
	rec, err := e.app.FindRecordById(m.Person.Slug, id)
	if err != nil {
		return nil, fmt.Errorf("person %s: %w", id, err)
	}
	return rec, nil
}
