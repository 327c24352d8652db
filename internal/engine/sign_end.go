package engine

import (
	"fmt"
	"time"

	"kontora/internal/flow"
	"kontora/internal/store"

	"github.com/pocketbase/pocketbase/core"
)

// endSignatures notes which signatures no longer stand after a plan: what they
// are about has changed, or the vote that they are was taken back.
func (e *Engine) endSignatures(tx core.App, plan *flow.Plan, at time.Time) error {
	seen := map[string]bool{}
	for i := len(plan.Changes) - 1; i >= 0; i-- {
		c := plan.Changes[i]
		key := c.After.Type.Key + "/" + c.After.Id
		if seen[key] || !signs(c.After) || c.Before == nil && c.Happening == nil {
			continue
		}
		seen[key] = true
		if err := e.endOf(tx, c, actorOf(plan), at); err != nil {
			return fmt.Errorf("signatures of %s: %w", key, err)
		}
	}
	return nil
}

func signs(rec *flow.Record) bool {
	if rec.Type.Facts == nil {
		return false
	}
	for _, d := range rec.Type.Facts.Approvals {
		if d.Signed() != nil {
			return true
		}
	}
	return false
}

func (e *Engine) endOf(tx core.App, c *flow.Change, by flow.Actor, at time.Time) error {
	standing, err := store.StandingSignatures(tx, c.After.Type.StableId, c.After.Id)
	if err != nil || len(standing) == 0 {
		return err
	}
	snap, err := e.Snapshot(tx)
	if err != nil {
		return err
	}
	facts, err := snap.Facts(c.After.Reference())
	if err != nil {
		return err
	}
	for _, s := range standing {
		end := store.SignatureEnd{Signature: s.Id, At: at, By: ActorId(by)}
		if end.Reason, end.Version = ending(c.After, s, facts); end.Reason == "" {
			continue
		}
		if err := store.EndSignature(tx, end); err != nil {
			return err
		}
	}
	return nil
}

// ending tells why a signature no longer stands, "" when it does, and by which
// version.
func ending(rec *flow.Record, s *store.Signature, facts []*flow.Fact) (reason string, version int) {
	d := rec.Type.Facts.Approval(s.Route)
	latest := 0 // version that any route counts which signs the same
	for _, f := range facts {
		round, ok := f.Doc.(*flow.Round)
		if !ok {
			continue
		}
		if f.Key == s.Route || flow.SignSame(d, rec.Type.Facts.Approval(f.Key)) {
			latest = max(latest, round.Version)
		}
		if f.Key != s.Route {
			continue
		}
		for _, v := range round.Votes {
			switch {
			case v.Signature != s.Id || !v.Void:
			case !v.Withdrawn.IsZero():
				reason = store.EndTakenBack
			case !v.Stale:
				reason = store.EndReturned
			}
		}
	}
	if d == nil {
		return reason, 0
	}
	if step := d.Step(s.Step); step != nil && flow.Covered(rec, step.Covers) != s.Covered {
		reason = store.EndChanged
	}
	if reason == store.EndChanged && latest > s.Version {
		version = latest
	}
	return reason, version
}
