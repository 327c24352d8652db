package api

import (
	"slices"

	"kontora/internal/engine"
	"kontora/internal/flow"
	"kontora/internal/model"
	"kontora/internal/store"
)

// card is everything that the page of a record shows.
type card struct {
	Row      row                   `json:"row"`
	Refs     map[string]refInfo    `json:"refs"`
	Revision int64                 `json:"revision"`
	Title    string                `json:"title"`
	Number   string                `json:"number"`
	Path     []pathStep            `json:"path"`
	Exits    []exit                `json:"exits"`
	Actions  []action              `json:"actions"`
	Waiting  []waiting             `json:"waiting"`
	Fields   map[string]fieldState `json:"fields"`
	Related  []related             `json:"related"`
	People   people                `json:"people"`
	Can      abilities             `json:"can"`
	Prints   []printMeta           `json:"prints"` // papers that may be made of it
	Config   configOf              `json:"config"`
	Archived bool                  `json:"archived"`
	Account  *account              `json:"account,omitempty"` // of a person, for those who may let them in
}

type people struct {
	Author   *string `json:"author"`
	Assignee *string `json:"assignee"`
}

type abilities struct {
	Comment bool `json:"comment"`
	Archive bool `json:"archive"`
	Export  bool `json:"export"`
	Edit    bool `json:"edit"`
}

type configOf struct {
	Revision int64  `json:"revision"`
	At       string `json:"at"`
}

// pathEvents bounds the history from which the way is drawn.
const pathEvents = 200

func getCard(a *asker) (answer, error) {
	rec, rights, err := a.record()
	if err != nil {
		return nil, err
	}
	if err := a.opened(rec.Type, rec.Id, "", rec.Revision()); err != nil {
		return nil, err
	}
	return a.card(rec, rights)
}

// card draws a record as the asker sees it.
func (a *asker) card(rec *flow.Record, rights flow.Rights) (*card, error) {
	refs := a.references()
	refs.record(rec, rights)
	out := &card{
		Revision: rec.Revision(), Title: a.headingOf(rec, rights), Number: a.numberOf(rec, rights),
		Path: []pathStep{}, Exits: []exit{}, Archived: rec.IsArchived(),
		People: a.people(rec, rights, refs),
	}
	var err error
	if out.Config, err = a.configOf(rec); err != nil {
		return nil, err
	}
	if out.Row, err = a.row(rec, rights); err != nil {
		return nil, err
	}
	if f := rec.Type.Field("status"); f != nil && rights.Reads(f) {
		events, err := store.History(a.re.App, rec.Type, rec.Id, 0, pathEvents)
		if err != nil {
			return nil, err
		}
		slices.Reverse(events)
		if out.Path, err = a.path(rec, events); err != nil {
			return nil, err
		}
		out.Exits = a.exits(rec)
	}
	if out.Actions, err = a.actions(rec, rights, refs); err != nil {
		return nil, err
	}
	if out.Waiting, err = a.waiting(rec, rights, refs); err != nil {
		return nil, err
	}
	if err := a.abilities(out, rec, rights); err != nil {
		return nil, err
	}
	if out.Related, err = a.related(rec, rights, refs); err != nil {
		return nil, err
	}
	if out.Prints, err = a.prints(rec); err != nil {
		return nil, err
	}
	if out.Account, err = a.account(rec, rights, refs); err != nil {
		return nil, err
	}
	out.Refs, err = refs.resolve()
	return out, err
}

// abilities tells what the asker may do besides transitions. An API key that
// only reads may nothing.
func (a *asker) abilities(out *card, rec *flow.Record, rights flow.Rights) error {
	out.Fields = map[string]fieldState{}
	if !a.mayWrite(rec.Type) {
		return nil
	}
	states, err := flow.FieldStates(a.model, a.snap, rec, a.actor, a.now)
	if err != nil {
		return err
	}
	out.Fields = a.fieldStates(states, rights)
	out.Can = abilities{Comment: rights.Can("comment"), Archive: rights.Can("archive"), Export: rights.Can("export")}
	for f, st := range states {
		out.Can.Edit = out.Can.Edit || !st.ReadOnly && !f.Engine && rights.Reads(f) && !rec.IsArchived()
	}
	return nil
}

func (a *asker) people(rec *flow.Record, rights flow.Rights, refs *references) people {
	var p people
	if f := rec.Type.Field("author"); f != nil && rights.Reads(f) {
		p.Author = refs.person(refId(rec.Values[f.Key]))
	}
	if f := rec.Type.Work.Assignee; f != nil && rights.Reads(f) {
		p.Assignee = refs.person(refId(rec.Values[f.Key]))
	}
	return p
}

// configOf names the configuration revision that the record lives by: the one
// in force, or for an open record the one it was made under.
func (a *asker) configOf(rec *flow.Record) (configOf, error) {
	active := a.e.Active()
	if !rec.Type.Pinned() {
		return configOf{active.Number, jsonInstant(active.At)}, nil
	}
	at, err := store.RevisionTime(a.re.App, rec.Config)
	return configOf{rec.Config, jsonInstant(at)}, err
}

// related is the records that point at this one by one relation.
type related struct {
	Field string `json:"field"`
	Title string `json:"title"`
	Type  string `json:"type"`
	Via   string `json:"via"`            // their field that points here
	Here  string `json:"here,omitempty"` // what it holds in a new one; absent when none may be added
	Count int64  `json:"count"`
	Open  *int64 `json:"open,omitempty"` // how many of them are not finished; only of types with states
	Rows  []row  `json:"rows"`
}

// relatedRows is how many of them a card shows.
const relatedRows = 20

func (a *asker) related(rec *flow.Record, rights flow.Rights, refs *references) ([]related, error) {
	out := []related{}
	for _, f := range rec.Type.Fields {
		if f.Kind != model.Inverse || !rights.Reads(f) || f.From.Owner != nil {
			continue
		}
		for _, from := range a.model.Descendants(f.From.Key) {
			if !a.inScope(from) {
				continue
			}
			part, err := a.relatedOf(rec, f, from, refs)
			if err != nil {
				return nil, err
			}
			out = append(out, part)
		}
	}
	return out, nil
}

func (a *asker) relatedOf(rec *flow.Record, f *model.Field, from *model.Type, refs *references) (related, error) {
	out := related{Field: f.Key, Title: a.words().field(f), Type: from.Slug, Rows: []row{}}
	via := from.Field(f.Via.Key)
	reader, err := a.reads()
	if err != nil || via == nil {
		return out, err
	}
	out.Via = via.Key
	if isTyped(via) && !via.Many && rec.IsOpen() {
		if out.Here = rec.Id; !via.Exact {
			out.Here = rec.Type.Key + "/" + rec.Id
		}
	}
	q := store.Query{Type: from, Filters: []store.Filter{store.PointingAt(a.model, via, rec.Reference())}, Desc: true, Limit: relatedRows}
	if from.Lifecycle == nil && store.ByIndex(via) {
		q.Filters, q.Pointing = nil, &store.Pointing{Via: via, To: rec.Reference()}
	}
	parts := []store.Query{q}
	if from.Lifecycle != nil {
		parts = openFirst(q)
	}
	for i, part := range parts {
		if part.Limit = relatedRows - len(out.Rows); part.Limit == 0 {
			break
		}
		page, err := store.ReadPage(a.re.App, a.model, reader, part)
		if err != nil {
			return out, err
		}
		rows, err := a.page(page.Rows, refs)
		if err != nil {
			return out, err
		}
		n := int64(len(page.Rows))
		if page.Next != "" {
			if n, _, err = store.Count(a.re.App, a.model, reader, part); err != nil {
				return out, err
			}
		}
		if out.Rows = append(out.Rows, rows...); i == 0 && len(parts) > 1 {
			out.Open = &n
		}
		out.Count += n
	}
	if len(out.Rows) == relatedRows { // the parts that were left out count too
		out.Count, _, err = store.Count(a.re.App, a.model, reader, q)
	}
	if slices.ContainsFunc(out.Rows, func(r row) bool { return r.Values["status"] == nil }) {
		out.Open = nil // there are some whose state is not the asker's to know
	}
	return out, err
}

// openFirst parts a list into what is owed, the most pressing first, and what is
// finished, the latest first.
func openFirst(q store.Query) []store.Query {
	owed, done := q, q
	for _, s := range q.Type.Lifecycle.States {
		if s.Phase.Open() {
			owed.States = append(owed.States, s.Key)
		} else {
			done.States = append(done.States, s.Key)
		}
	}
	owed.Desc = false
	owed.Sort = q.Type.Work.Deadline
	return []store.Query{owed, done}
}

// getActions answers which buttons there are now; cheaper than the card.
func getActions(a *asker) (answer, error) {
	rec, rights, err := a.record()
	if err != nil {
		return nil, err
	}
	refs := a.references()
	actions, err := a.actions(rec, rights, refs)
	if err != nil {
		return nil, err
	}
	waits, err := a.waiting(rec, rights, refs)
	return map[string]any{"revision": rec.Revision(), "actions": actions, "waiting": waits}, err
}

// saved answers a command with the record as it is now.
type saved struct {
	Id       string `json:"id"`
	Revision int64  `json:"revision"`
	Existing bool   `json:"existing,omitempty"` // another system had sent it before; nothing was created
	Card     *card  `json:"card"`               // null when the command took the record out of sight
}

func (a *asker) saved(t *model.Type, out *engine.Outcome) (answer, error) {
	var err error
	if a.snap, err = a.e.Snapshot(a.re.App); err != nil { // the old one remembers what was
		return nil, err
	}
	out.Mark(a.re.Response.Header())
	rec, rights, err := a.load(t, out.Id)
	if isMissing(err) {
		return saved{Id: out.Id, Revision: out.Revision, Existing: out.Existing}, nil
	}
	if err != nil {
		return nil, err
	}
	drawn, err := a.card(rec, rights)
	return saved{out.Id, rec.Revision(), out.Existing, drawn}, err
}
