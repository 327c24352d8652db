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
	Vote       *bulkVote      `json:"vote"`    // instead of a transition
	Fields     map[string]any `json:"fields"`  // of the transition or the vote; without either they are what is edited
	Records    []bulkRecord   `json:"records"` // instead of ids and fields: edits that differ, as an undo does
	Comment    string         `json:"comment"`
	DryRun     bool           `json:"dry_run"` // tell what would happen, and do nothing
}

// bulkRecord is an edit of one record, refused when that was changed since.
type bulkRecord struct {
	Id       string         `json:"id"`
	Revision *int64         `json:"revision"`
	Fields   map[string]any `json:"fields"`
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
	// Of an edit that can be taken back: what records, sent again, restores.
	Undo *bulkRecord `json:"undo,omitempty"`
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
	ids, err := a.selected(t, in.Ids, in.Filter)
	if err != nil {
		return nil, err
	}
	out := bulkAnswer{DryRun: in.DryRun, Results: []bulkResult{}, Totals: []bulkTotal{}}
	sums := map[string]money.Amount{}
	counts := map[string]int{}
	for _, id := range ids {
		one, own := of[id]
		if !own {
			one = bulkRecord{Id: id, Fields: in.Fields}
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

// clear reports whether a request says one thing to be done.
func (in bulkRequest) clear() bool {
	edits := in.Transition == "" && in.Vote == nil
	if len(in.Records) > 0 {
		return edits && len(in.Ids) == 0 && in.Filter == "" && len(in.Fields) == 0
	}
	return edits && len(in.Fields) > 0 || !edits && (in.Transition == "" || in.Vote == nil)
}

// selected lists the records that a request means, each once.
func (a *asker) selected(t *model.Type, named []string, filter string) ([]string, error) {
	most := a.bulkLimit(t)
	ids := []string{}
	for _, id := range named {
		if !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	if filter != "" {
		if len(ids) > 0 {
			return nil, fault.New(fault.Invalid, "bulk_which", nil)
		}
		found, err := a.filtered(t, filter, most)
		if err != nil {
			return nil, err
		}
		ids = found
	}
	switch {
	case len(ids) == 0 && filter == "":
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
			amount = &v
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
	if input.Kind == flow.Edit && !in.DryRun && !out.Replayed {
		result.Undo = undoOf(rec, rights, one, out.Revision)
	}
	return result, amount, nil
}

// undoOf is the edit that takes an edit back; nil when the asker does not see
// what was there, or when it is a table or a file.
func undoOf(before *flow.Record, rights flow.Rights, done bulkRecord, revision int64) *bulkRecord {
	undo := &bulkRecord{Id: done.Id, Revision: &revision, Fields: map[string]any{}}
	for key := range done.Fields {
		f := before.Type.Field(key)
		if f == nil || f.Kind == model.Rows || f.Kind == model.File || !rights.Reads(f) {
			return nil
		}
		undo.Fields[key] = f.JSON(before.Values[key])
	}
	return undo
}

// bulkInput is the command for one record. Its key is made of the request's key
// and the record, so that a repeated request does nothing twice.
func (a *asker) bulkInput(t *model.Type, one bulkRecord, in bulkRequest) engine.Input {
	fields, wrong := flow.ReadFields(t, one.Fields)
	cmd := flow.Command{Kind: flow.Edit, Type: t, Id: one.Id, Fields: fields, Wrong: wrong, Comment: in.Comment, Revision: one.Revision, Actor: a.actor}
	switch {
	case in.Vote != nil:
		cmd.Kind, cmd.Ballot = flow.CastVote, in.Vote.ballot(in.Vote.Route)
	case in.Transition != "":
		cmd.Kind, cmd.Transition = flow.Move, in.Transition
	}
	out := engine.Input{Command: cmd, RequestId: a.requestId()}
	if key := a.re.Request.Header.Get("Idempotency-Key"); key != "" && !in.DryRun {
		out.Key = digestOf("bulk", key, one.Id)
		out.Digest = digestOf(jsonText(in.Vote), in.Transition, jsonText(one.Fields), in.Comment, t.Slug, one.Id)
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

// bulkActions asks what may be done with some records at once.
type bulkActions struct {
	Type   string   `json:"type"`
	Ids    []string `json:"ids"`
	Filter string   `json:"filter"`
}

type bulkActionsAnswer struct {
	Actions []bulkAction `json:"actions"`
}

// bulkAction is a button that some of the records have.
type bulkAction struct {
	Key    string   `json:"key"` // of a transition, or route.step.verdict of a vote
	Title  string   `json:"title"`
	Count  int      `json:"count"` // of the records that were looked at and have it
	Danger bool     `json:"danger"`
	Reason bool     `json:"reason"` // it asks for one
	Fields []string `json:"fields"` // and for these
	Vote   bool     `json:"vote"`
}

// bulkLook is how many of the records are looked at for their buttons.
const bulkLook = 50

// postBulkActions lists the buttons that the asker may press on at least one of
// the records, those that most of them have first.
func postBulkActions(a *asker) (answer, error) {
	var in bulkActions
	if err := a.body(&in); err != nil {
		return nil, err
	}
	t, err := a.typeNamed(in.Type)
	if err != nil {
		return nil, err
	}
	ids, err := a.selected(t, in.Ids, in.Filter)
	if err != nil {
		return nil, err
	}
	out := bulkActionsAnswer{Actions: []bulkAction{}}
	at := map[string]int{}
	for _, id := range ids[:min(len(ids), bulkLook)] {
		rec, rights, err := a.load(t, id)
		if f, is := fault.As(err); is && f.Kind == fault.Missing {
			continue
		}
		if err != nil {
			return nil, err
		}
		found, err := a.actions(rec, rights, a.references())
		if err != nil {
			return nil, err
		}
		for _, act := range found {
			if !act.Allowed {
				continue
			}
			i, known := at[act.Key]
			if !known {
				i = len(out.Actions)
				at[act.Key] = i
				out.Actions = append(out.Actions, bulkAction{Key: act.Key, Title: act.Title, Danger: act.Danger, Vote: act.Vote != nil, Fields: []string{}})
			}
			b := &out.Actions[i]
			b.Count++
			b.Reason = b.Reason || act.Asks.Reason
			for _, key := range act.Asks.Fields {
				if !slices.Contains(b.Fields, key) {
					b.Fields = append(b.Fields, key)
				}
			}
		}
	}
	sort.SliceStable(out.Actions, func(i, j int) bool { return out.Actions[i].Count > out.Actions[j].Count })
	return out, nil
}
