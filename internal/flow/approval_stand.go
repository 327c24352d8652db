package flow

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"kontora/internal/model"
	"kontora/internal/money"

	"github.com/shopspring/decimal"
)

// StandState is where a step stands.
type StandState string

// The states of a step.
const (
	StandNeedless StandState = "needless" // its condition does not hold
	StandSkipped  StandState = "skipped"  // nobody to ask, and the route passes over that
	StandPassed   StandState = "passed"
	StandLost     StandState = "lost" // its votes cannot suffice any more
	StandOpen     StandState = "open" // its turn
	StandAhead    StandState = "ahead"
)

// stand is where one step of a round stands now.
type stand struct {
	step     *model.Step
	kept     *RoundStep
	stage    int
	unknown  bool // its condition cannot be told, so it applies
	hash     string
	asked    []Asked
	looked   bool // asked is filled in
	skip     string
	needs    int
	given    []*Vote // approvals that count
	against  []*Vote
	opinions []*Opinion // that were asked on it
	state    StandState
}

// stands works out where the steps of a round stand. The turn is at the first
// stage that is not through; a stage is a step with those that go on beside it.
func (s *session) stands(d *model.Approval, round *Round, rec *Record) ([]*stand, error) {
	var out []*stand
	stage := 0
	for _, st := range round.Steps {
		step := stepOf(d, st)
		if step == nil {
			continue // of an earlier version of the route
		}
		if !step.Parallel {
			stage++
		}
		one := &stand{step: step, kept: st, stage: stage, hash: s.hashOf(rec, step.Covers)}
		for _, o := range round.Opinions {
			if o.Step == st.Key {
				one.opinions = append(one.opinions, o)
			}
		}
		if err := s.judgeStand(d, round, rec, one); err != nil {
			return nil, fmt.Errorf("step %s: %w", st.Key, err)
		}
		out = append(out, one)
	}
	return out, s.takeTurns(d, rec, out)
}

// judgeStand tells whether a step applies and whether its votes suffice.
func (s *session) judgeStand(d *model.Approval, round *Round, rec *Record, one *stand) error {
	applies, unknown, err := s.stepApplies(one.step, rec)
	if err != nil {
		return err
	}
	if one.unknown = unknown; !applies {
		one.state = StandNeedless
		return nil
	}
	for _, v := range round.Votes {
		if v.Step != one.kept.Key || v.Void || v.Hash != one.hash {
			continue
		}
		switch v.Verdict {
		case Approve:
			one.given = append(one.given, v)
		case Reject:
			one.against = append(one.against, v)
		}
	}
	one.needs = one.step.Mode.Needs(0)
	if m := one.step.Mode; (m.Any() || m.Quorum > 0) && len(one.given) >= one.needs {
		one.state = StandPassed
		return nil
	}
	if one.kept.Skip != "" && len(one.given)+len(one.against) == 0 {
		one.state, one.skip = StandSkipped, one.kept.Skip
		return nil
	}
	if len(one.given)+len(one.against) == 0 {
		one.state = StandAhead
		return nil
	}
	if err := s.summon(d, rec, one); err != nil {
		return err
	}
	switch {
	case one.enough():
		one.state = StandPassed
	case len(one.against) > 0 && (one.step.Mode.Any() || len(one.given)+one.undecided() < one.needs):
		one.state = StandLost
	default:
		one.state = StandAhead
	}
	return nil
}

// stepApplies evaluates the condition of a step; what cannot be told applies.
func (s *session) stepApplies(step *model.Step, rec *Record) (applies, unknown bool, err error) {
	if step.When == nil {
		return true, false, nil
	}
	yes, known, err := s.holds(step.When, rec, rec, nil)
	if faultOfRule(err) != nil {
		return true, true, nil
	}
	return yes || !known, !known, err
}

// summon finds out whom a step asks.
func (s *session) summon(d *model.Approval, rec *Record, one *stand) error {
	if one.looked {
		return nil
	}
	var err error
	one.asked, one.skip, err = s.approvers(d, one.step, one.kept, rec)
	one.looked = true
	one.needs = one.step.Mode.Needs(len(one.asked))
	return err
}

// takeTurns opens the steps of the first stage that is not through.
func (s *session) takeTurns(d *model.Approval, rec *Record, all []*stand) error {
	turn := 0
	for _, one := range all {
		if turn == 0 && (one.state == StandAhead || one.state == StandLost) {
			turn = one.stage
		}
	}
	for _, one := range all {
		if turn == 0 || one.stage != turn || one.state != StandAhead {
			continue
		}
		one.state = StandOpen
		if err := s.summon(d, rec, one); err != nil {
			return err
		}
	}
	return nil
}

// enough reports whether the approvals pass the step. Where each one counts, all
// who are asked now must be among those who approved.
func (st *stand) enough() bool {
	if !st.step.Mode.All {
		return len(st.given) >= st.needs
	}
	for _, p := range st.asked {
		if !st.votedIn(p.Id) {
			return false
		}
	}
	return len(st.given) > 0
}

// votedIn reports whether somebody's approval counts already.
func (st *stand) votedIn(id string) bool {
	return slices.ContainsFunc(st.given, func(v *Vote) bool { return v.For == id })
}

// hasVoted reports whether somebody has decided.
func (st *stand) hasVoted(id string) bool {
	return st.votedIn(id) || slices.ContainsFunc(st.against, func(v *Vote) bool { return v.For == id })
}

// undecided counts those who may still vote.
func (st *stand) undecided() int {
	n := 0
	for _, p := range st.asked {
		if !st.hasVoted(p.Id) {
			n++
		}
	}
	return n
}

// isThrough reports that every step that applies is passed.
func isThrough(all []*stand) bool {
	return !slices.ContainsFunc(all, func(st *stand) bool {
		return st.state == StandOpen || st.state == StandAhead || st.state == StandLost
	})
}

func find(all []*stand, key string) *stand {
	for _, st := range all {
		if st.kept.Key == key {
			return st
		}
	}
	return nil
}

// hashOf is the hash of what a vote covers. Fields go by their stable ids and in
// the words of the version that the record lives by, so that renaming changes
// nothing.
func (s *session) hashOf(rec *Record, fields []*model.Field) string {
	parts := make([]string, 0, len(fields))
	for _, f := range fields {
		parts = append(parts, f.StableId+"\x00"+jsonText(content(rec, f)))
	}
	slices.Sort(parts)
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return hex.EncodeToString(sum[:])
}

// content is the value of a field in a form of which equal values have one.
func content(rec *Record, f *model.Field) any {
	if f.Kind != model.Rows {
		return plainContent(rec.Type.PastValue(f, rec.Values[f.Key]), f)
	}
	rows := []any{}
	for _, row := range rec.Rows[f.Key] {
		cells := map[string]any{}
		for _, col := range row.Type.Fields {
			if v := row.Values[col.Key]; v != nil && !col.Engine && !col.Live {
				cells[col.StableId] = plainContent(row.Type.PastValue(col, v), col)
			}
		}
		rows = append(rows, cells)
	}
	return rows
}

func plainContent(v any, f *model.Field) any {
	switch x := v.(type) {
	case decimal.Decimal:
		text := x.String()
		if strings.Contains(text, ".") {
			text = strings.TrimRight(strings.TrimRight(text, "0"), ".")
		}
		return text
	case money.Amount:
		return x.Text() + " " + x.Currency
	case []any:
		out := make([]any, len(x))
		for i, item := range x {
			out[i] = plainContent(item, f)
		}
		return out
	}
	return model.JSONValue(v)
}
