package api

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strings"

	"kontora/internal/engine"
	"kontora/internal/fault"
	"kontora/internal/flow"
	"kontora/internal/model"
)

// ballotRequest is what the body of a vote says besides fields and comment.
type ballotRequest struct {
	Verdict  string   `json:"verdict,omitempty"`
	Step     string   `json:"step,omitempty"`
	Round    int      `json:"round,omitempty"`
	Hash     string   `json:"hash,omitempty"`
	ToStep   string   `json:"to_step,omitempty"`
	People   []string `json:"people,omitempty"`
	Remark   string   `json:"remark,omitempty"`
	Opinion  string   `json:"opinion,omitempty"`
	Blocking bool     `json:"blocking,omitempty"`
	Pin      string   `json:"pin,omitempty"` // of a signature: of the key, or the password
}

func (b ballotRequest) ballot(route string) flow.Ballot {
	return flow.Ballot{
		Route: route, Step: b.Step, Verdict: b.Verdict, Round: b.Round, Hash: b.Hash,
		ToStep: b.ToStep, To: b.People, Remark: b.Remark, Opinion: b.Opinion, Blocking: b.Blocking,
	}
}

// voteKey is the key of a vote's button: route.step.verdict, or the step's own
// answer in place of the verdict.
func voteKey(b flow.Ballot) string { return b.Route + "." + b.Step + "." + b.Verdict }

// ballotOf reads the key of a vote's button.
func ballotOf(t *model.Type, key string) (route, step, verdict string, ok bool) {
	parts := strings.Split(key, ".")
	if len(parts) != 3 || t.Lifecycle == nil || t.Lifecycle.Transition(key) != nil {
		return "", "", "", false
	}
	return parts[0], parts[1], parts[2], true
}

// isButton turns the key of a button into the vote that it casts.
func (b *ballotRequest) isButton(t *model.Type, key string) (route string, is bool) {
	route, step, verdict, is := ballotOf(t, key)
	if is {
		b.Step, b.Verdict = step, verdict
	}
	return route, is
}

// postVote does something with the round of a route: decides a step, changes the
// route within what it allows, or speaks about it.
func postVote(a *asker) (answer, error) {
	if a.re.Request.PathValue("part") != "approvals" { // the pattern leaves room for other routes as long
		return nil, fault.New(fault.Missing, "missing", nil)
	}
	t, err := a.typeOf()
	if err != nil {
		return nil, err
	}
	in, files, digest, err := a.read(t)
	if err != nil {
		return nil, err
	}
	if in.Pin != "" {
		digest = withoutPin(a.re.Request.URL.Path, in, files)
	}
	id := a.re.Request.PathValue("id")
	fields, wrong, err := a.fields(t, id, in, files)
	if err != nil {
		return nil, err
	}
	out, err := a.e.Do(a.re.App, engine.Input{
		Command: flow.Command{
			Kind: flow.CastVote, Type: t, Id: id, Fields: fields, Wrong: wrong, Comment: in.Comment, Revision: in.Revision,
			Actor: a.actor, Ballot: in.ballot(a.re.Request.PathValue("route")),
		},
		Files: files, Key: a.re.Request.Header.Get("Idempotency-Key"), Digest: digest, RequestId: a.requestId(), Pin: in.Pin,
	})
	if err != nil {
		return nil, a.withCurrent(t, id, err)
	}
	return a.saved(t, out)
}

// noBallot refuses words of a vote in any other command, where they would mean
// nothing.
func (b ballotRequest) noBallot() error {
	if jsonText(b) != "{}" {
		return fault.New(fault.Invalid, "not_a_vote", nil)
	}
	return nil
}

// withoutPin is the digest of a vote that signs: what is kept of a request must
// not let anybody guess the PIN that came with it.
func withoutPin(path string, in commandRequest, files uploads) string {
	in.Pin = ""
	sum := sha256.New()
	fmt.Fprintln(sum, path, jsonText(in))
	for _, name := range slices.Sorted(maps.Keys(files)) {
		for _, f := range files[name] {
			fmt.Fprintln(sum, name, f.OriginalName, f.Size)
		}
	}
	return hex.EncodeToString(sum.Sum(nil))
}
