package flow

import (
	"slices"
	"time"

	"kontora/internal/model"
)

// Signing is a signature that a vote is to become: over what, as of which
// version, and in whose place.
type Signing struct {
	Id      string // of the signature, as the vote names it
	Kind    string // simple, nep
	Route   string
	Step    string
	Round   int
	Version int
	Record  *Record // as the voter decided on it
	Covers  []*model.Field
	Covered string // the hash by which the vote counts
	By, For string // ids of people
	Blind   bool   // the voter does not say what they have seen
}

// signs reports whether the ballot is a signature.
func (v *voting) signs() bool {
	return v.at != nil && v.at.step.Sign != "" && v.Verdict == Approve
}

// signing describes the signature of the vote that was just marked in a round;
// nil when it is none.
func (a *attempt) signing(round *Round, rec *Record) *Signing {
	v := a.v
	if !v.signs() || len(round.Votes) == 0 {
		return nil
	}
	vote := round.Votes[len(round.Votes)-1]
	return &Signing{
		Id: vote.Signature, Kind: v.at.step.Sign, Route: v.d.Key, Step: v.at.kept.Key, Round: v.n, Version: max(round.Version, 1),
		Record: rec, Covers: v.at.step.Covers, Covered: vote.Hash, By: vote.By, For: vote.For,
	}
}

// renumber counts the versions of what a round's signatures are about. Routes
// that sign the same of a record count together.
func (s *session) renumber(d *model.Approval, rec *Record, round *Round) error {
	covers := d.Signed()
	hash := s.hashOf(rec, covers)
	if covers == nil || hash == round.Content {
		return nil
	}
	set, err := s.facts(rec.Reference())
	if err != nil {
		return err
	}
	latest := Round{Version: round.Version, Content: round.Content}
	for _, other := range rec.Type.Facts.Approvals {
		if !sameFields(other.Signed(), covers) {
			continue
		}
		for _, r := range roundsOf(set, other.Key) {
			if r.Version > latest.Version || r.Version == latest.Version && r.Content == hash {
				latest = *r
			}
		}
	}
	if round.Version, round.Content = latest.Version, hash; latest.Content != hash {
		round.Version++
	}
	return nil
}

// SignSame reports whether two routes sign the same of a record, so that they
// count its versions together.
func SignSame(x, y *model.Approval) bool {
	return x != nil && y != nil && x.Signed() != nil && sameFields(x.Signed(), y.Signed())
}

func sameFields(x, y []*model.Field) bool {
	return len(x) == len(y) && !slices.ContainsFunc(x, func(f *model.Field) bool { return !slices.Contains(y, f) })
}

// Covered is the hash of what some fields of a record hold: that by which votes
// count.
func Covered(rec *Record, fields []*model.Field) string {
	var s session
	return s.hashOf(rec, fields)
}

// WouldSign tells what a vote would sign if it were cast now, and refuses one
// that would be refused. nil is a vote that is no signature.
func WouldSign(m *model.Model, snap Snapshot, cmd Command, now time.Time) (*Signing, error) {
	if cmd.Kind != CastVote || cmd.Type.Facts == nil || !slices.ContainsFunc(cmd.Type.Facts.Approvals, func(d *model.Approval) bool { return d.Signed() != nil }) {
		return nil, nil
	}
	s := newSession(m, snap, cmd.Actor, now)
	a, err := s.prepare(cmd, nil)
	if err != nil {
		return nil, told(err)
	}
	if a.v == nil || !a.v.signs() {
		return nil, nil
	}
	if err := a.refusal(); err != nil {
		return nil, err
	}
	round := a.v.round.clone()
	if err := s.renumber(a.v.d, a.rec, round); err != nil {
		return nil, err
	}
	return &Signing{
		Kind: a.v.at.step.Sign, Route: a.v.d.Key, Step: a.v.at.kept.Key, Round: a.v.n, Version: max(round.Version, 1),
		Record: a.rec, Covers: a.v.at.step.Covers, Covered: s.hashOf(a.rec, a.v.at.step.Covers), Blind: a.cmd.Revision == nil && a.v.Hash == "",
	}, nil
}
