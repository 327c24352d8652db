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
	"kontora/internal/store"

	"github.com/pocketbase/pocketbase/core"
	"github.com/shopspring/decimal"
)

// bulkRequest does one thing with many records.
type bulkRequest struct {
	Type       string         `json:"type"`
	Ids        []string       `json:"ids"`
	Filter     string         `json:"filter"` // instead of ids: an expression over it
	Transition string         `json:"transition"`
	Vote       *bulkVote      `json:"vote"` // instead of a transition
	Fields     map[string]any `json:"fields"`
	Comment    string         `json:"comment"`
	DryRun     bool           `json:"dry_run"` // tell what would happen, and do nothing
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
	Id       string   `json:"id"`
	Title    string   `json:"title"`
	Ok       bool     `json:"ok"`
	Replayed bool     `json:"replayed,omitempty"`
	Code     string   `json:"code,omitempty"`
	Why      []string `json:"why"`
}

type bulkTotal struct {
	Currency string `json:"currency"`
	Amount   string `json:"amount"`
	Count    int    `json:"count"`
}

// bulkLimit is how many records one request may name where no setting
// bulk_limit of the type's pack says otherwise.
const bulkLimit = 200

// postBulk runs the same command on many records, each in a transaction of its
// own: what is refused stops nobody else. Sent again with the same
// Idempotency-Key it goes on where it was broken off.
func postBulk(a *asker) (answer, error) {
	var in bulkRequest
	if err := a.body(&in); err != nil {
		return nil, err
	}
	t, err := a.e.TypeOf(in.Type)
	if err != nil {
		return nil, err
	}
	if !a.inScope(t) {
		return nil, unknownType(in.Type)
	}
	if (in.Transition == "") == (in.Vote == nil) {
		return nil, fault.New(fault.Invalid, "bulk_what", nil)
	}
	ids, err := a.selected(t, in)
	if err != nil {
		return nil, err
	}
	out := bulkAnswer{DryRun: in.DryRun, Results: []bulkResult{}, Totals: []bulkTotal{}}
	sums := map[string]money.Amount{}
	counts := map[string]int{}
	for _, id := range ids {
		result, amount, err := a.bulkOne(t, id, in)
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

// selected lists the records that a request means, each once.
func (a *asker) selected(t *model.Type, in bulkRequest) ([]string, error) {
	most := a.bulkLimit(t)
	ids := []string{}
	for _, id := range in.Ids {
		if !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	if in.Filter != "" {
		if len(ids) > 0 {
			return nil, fault.New(fault.Invalid, "bulk_which", nil)
		}
		found, err := a.filtered(t, in.Filter, most)
		if err != nil {
			return nil, err
		}
		ids = found
	}
	switch {
	case len(ids) == 0 && in.Filter == "":
		return nil, fault.New(fault.Invalid, "bulk_which", nil)
	case len(ids) > most:
		return nil, fault.New(fault.Limit, "bulk_limit", fault.Params{"max": most})
	}
	return ids, nil
}

// filtered reads pages until there are more than may be named.
func (a *asker) filtered(t *model.Type, filter string, most int) ([]string, error) {
	condition, err := a.condition(t, filter)
	if err != nil {
		return nil, err
	}
	return a.idsOf(store.Query{Type: t, Filters: []store.Filter{condition}}, most)
}

// idsOf lists what a question finds for the asker, until there are more than
// that many.
func (a *asker) idsOf(q store.Query, most int) ([]string, error) {
	reader, err := a.reads()
	if err != nil {
		return nil, err
	}
	ids := []string{}
	q.Limit = maxPageSize
	for {
		page, err := store.ReadPage(a.re.App, a.model, reader, q)
		if err != nil {
			return nil, err
		}
		for _, r := range page.Rows {
			ids = append(ids, r.Record.Id)
		}
		if q.Cursor = page.Next; q.Cursor == "" || len(ids) > most {
			return ids, nil
		}
	}
}

func (a *asker) bulkLimit(t *model.Type) int {
	for _, s := range a.model.SettingsOf(t.Pack) {
		if s.Name != "bulk_limit" {
			continue
		}
		if n, ok := flow.SettingFor(a.model, a.snap, s, "", a.today()).(decimal.Decimal); ok && n.IsPositive() {
			return int(n.IntPart())
		}
	}
	return bulkLimit
}

// errDry takes back what a dry run has done.
var errDry = errors.New("dry run")

// bulkOne does it with one record, or tells what would come of it.
func (a *asker) bulkOne(t *model.Type, id string, in bulkRequest) (bulkResult, *money.Amount, error) {
	result := bulkResult{Id: id, Why: []string{}}
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
	rec, rights, err := a.load(t, id)
	if err != nil {
		return refused(err)
	}
	result.Title = a.headingOf(rec, rights)
	var amount *money.Amount
	if f := t.Work.Amount; f != nil && rights.Reads(f) {
		if v, ok := rec.Values[f.Key].(money.Amount); ok {
			amount = &v
		}
	}
	input := a.bulkInput(t, id, in)
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
	return result, amount, nil
}

// bulkInput is the command for one record. Its key is made of the request's key
// and the record, so that a repeated request does nothing twice.
func (a *asker) bulkInput(t *model.Type, id string, in bulkRequest) engine.Input {
	fields, wrong := flow.ReadFields(t, in.Fields)
	cmd := flow.Command{Kind: flow.Move, Type: t, Id: id, Transition: in.Transition, Fields: fields, Wrong: wrong, Comment: in.Comment, Actor: a.actor}
	if in.Vote != nil {
		cmd.Kind, cmd.Ballot = flow.CastVote, in.Vote.ballot(in.Vote.Route)
	}
	out := engine.Input{Command: cmd, RequestId: a.requestId()}
	if key := a.re.Request.Header.Get("Idempotency-Key"); key != "" && !in.DryRun {
		out.Key = digestOf("bulk", key, id)
		out.Digest = digestOf(jsonText(in.Vote), in.Transition, jsonText(in.Fields), in.Comment, t.Slug, id)
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
