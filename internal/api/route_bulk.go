package api

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"slices"
	"sort"

	"kontora/internal/engine"
	"kontora/internal/fault"
	"kontora/internal/flow"
	"kontora/internal/model"
	"kontora/internal/money"

	"github.com/pocketbase/pocketbase/core"
)

// bulkRequest does one thing with many records.
type bulkRequest struct {
	bulkSelection
	Transition string         `json:"transition"`
	Vote       *bulkVote      `json:"vote"`    // instead of a transition
	Fields     map[string]any `json:"fields"`  // of the transition or the vote; without either they are what is edited
	Records    []bulkRecord   `json:"records"` // instead of all these: something else with each, as an undo does
	Comment    string         `json:"comment"`
	DryRun     bool           `json:"dry_run"` // tell what would happen, and do nothing
}

// bulkRecord is what is done with one record, refused when that was changed since.
type bulkRecord struct {
	Id         string         `json:"id"`
	Revision   *int64         `json:"revision,omitempty"`
	Transition string         `json:"transition,omitempty"`
	Vote       *bulkVote      `json:"vote,omitempty"`
	Fields     map[string]any `json:"fields,omitempty"`
}

type bulkVote struct {
	Route string `json:"route"`
	ballotRequest
}

type bulkAnswer struct {
	DryRun  bool         `json:"dryRun"`
	Done    int          `json:"done"`
	Refused int          `json:"refused"`
	Results []bulkResult `json:"results"`
	Totals  []bulkTotal  `json:"totals"` // of those that are done, by currency, as far as the asker sees amounts
}

type bulkResult struct {
	Id       string      `json:"id"`
	Title    string      `json:"title"`
	Amount   string      `json:"amount,omitempty"`
	Currency string      `json:"currency,omitempty"`
	Ok       bool        `json:"ok"`
	Replayed bool        `json:"replayed,omitempty"`
	Code     string      `json:"code,omitempty"`
	Why      []string    `json:"why"`
	Undo     *bulkRecord `json:"undo,omitempty"` // sent again among records it takes back what was done
}

type bulkTotal struct {
	Currency string `json:"currency"`
	Amount   string `json:"amount"`
	Count    int    `json:"count"`
}

// postBulk runs the same command on many records, each in a transaction of its
// own: what is refused stops nobody else. Sent again with the same
// Idempotency-Key it goes on where it was broken off.
func postBulk(a *asker) (answer, error) {
	var in bulkRequest
	if err := a.body(&in); err != nil {
		return nil, err
	}
	t, err := a.typeNamed(in.Type)
	if err != nil {
		return nil, err
	}
	if !in.clear() {
		return nil, fault.New(fault.Invalid, "bulk_what", nil)
	}
	of := map[string]bulkRecord{}
	for _, r := range in.Records {
		of[r.Id] = r
		in.Ids = append(in.Ids, r.Id)
	}
	ids, err := a.selected(t, in.bulkSelection)
	if err != nil {
		return nil, err
	}
	out := bulkAnswer{DryRun: in.DryRun, Results: []bulkResult{}, Totals: []bulkTotal{}}
	sums := map[string]money.Amount{}
	counts := map[string]int{}
	for _, id := range ids {
		one, own := of[id]
		if !own {
			one = bulkRecord{Id: id, Transition: in.Transition, Vote: in.Vote, Fields: in.Fields}
		}
		result, amount, err := a.bulkOne(t, one, in)
		if err != nil {
			return nil, err
		}
		out.Results = append(out.Results, result)
		if !result.Ok {
			out.Refused++
			continue
		}
		out.Done++
		if amount != nil {
			sum := sums[amount.Currency]
			sums[amount.Currency] = money.Amount{Value: sum.Value.Add(amount.Value), Currency: amount.Currency}
			counts[amount.Currency]++
		}
	}
	for currency, sum := range sums {
		out.Totals = append(out.Totals, bulkTotal{currency, sum.Text(), counts[currency]})
	}
	sort.Slice(out.Totals, func(i, j int) bool { return out.Totals[i].Currency < out.Totals[j].Currency })
	return out, nil
}

// clear reports whether a request says one thing to be done with each record.
func (in bulkRequest) clear() bool {
	all := bulkRecord{Transition: in.Transition, Vote: in.Vote, Fields: in.Fields}
	if len(in.Records) == 0 {
		return all.clear()
	}
	saysNothing := in.Transition == "" && in.Vote == nil && len(in.Fields) == 0 && len(in.Ids) == 0 && !in.byCondition()
	return saysNothing && !slices.ContainsFunc(in.Records, func(r bulkRecord) bool { return !r.clear() })
}

func (r bulkRecord) clear() bool {
	if r.Transition == "" && r.Vote == nil {
		return len(r.Fields) > 0
	}
	return r.Transition == "" || r.Vote == nil
}

// errDry takes back what a dry run has done.
var errDry = errors.New("dry run")

// bulkOne does it with one record, or tells what would come of it.
func (a *asker) bulkOne(t *model.Type, one bulkRecord, in bulkRequest) (bulkResult, *money.Amount, error) {
	result := bulkResult{Id: one.Id, Why: []string{}}
	refused := func(err error) (bulkResult, *money.Amount, error) {
		f, ok := fault.As(err)
		if !ok {
			return result, nil, err
		}
		f = a.translated(a.lang, f)
		result.Code, result.Why = f.Code, a.allTexts(f)
		if len(f.Fields) == 1 {
			result.Code = f.Fields[0].Code
		}
		return result, nil, nil
	}
	rec, rights, err := a.load(t, one.Id)
	if err != nil {
		return refused(err)
	}
	result.Title = a.headingOf(rec, rights)
	var amount *money.Amount
	if f := t.Work.Amount; f != nil && rights.Reads(f) {
		if v, ok := rec.Values[f.Key].(money.Amount); ok {
			amount, result.Amount, result.Currency = &v, v.Text(), v.Currency
		}
	}
	input := a.bulkInput(t, one, in)
	var out *engine.Outcome
	run := func(app core.App) error {
		out, err = a.e.Do(app, input)
		return err
	}
	if in.DryRun {
		err = a.re.App.RunInTransaction(func(tx core.App) error {
			if err := run(tx); err != nil {
				return err
			}
			return errDry
		})
		if errors.Is(err, errDry) {
			err = nil
		}
	} else {
		err = run(a.re.App)
	}
	if err != nil {
		return refused(err)
	}
	result.Ok, result.Replayed = true, out.Replayed
	if !in.DryRun {
		result.Undo, err = a.undoOf(rec, rights, one, out)
	}
	return result, amount, err
}

// bulkInput is the command for one record. Its key is made of the request's key
// and the record, so that a repeated request does nothing twice.
func (a *asker) bulkInput(t *model.Type, one bulkRecord, in bulkRequest) engine.Input {
	fields, wrong := flow.ReadFields(t, one.Fields)
	cmd := flow.Command{Kind: flow.Edit, Type: t, Id: one.Id, Fields: fields, Wrong: wrong, Comment: in.Comment, Revision: one.Revision, Actor: a.actor}
	switch {
	case one.Vote != nil:
		cmd.Kind, cmd.Ballot = flow.CastVote, one.Vote.ballot(one.Vote.Route)
	case one.Transition != "":
		cmd.Kind, cmd.Transition = flow.Move, one.Transition
	}
	out := engine.Input{Command: cmd, RequestId: a.requestId()}
	if key := a.re.Request.Header.Get("Idempotency-Key"); key != "" && !in.DryRun {
		out.Key = digestOf("bulk", key, one.Id)
		out.Digest = digestOf(jsonText(one.Vote), one.Transition, jsonText(one.Fields), in.Comment, t.Slug, one.Id)
	}
	return out
}

func digestOf(parts ...string) string {
	sum := sha256.New()
	for _, p := range parts {
		sum.Write([]byte(p + "\x00"))
	}
	return hex.EncodeToString(sum.Sum(nil))
}
