package api

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"kontora/internal/fault"
	"kontora/internal/flow"
	"kontora/internal/model"
	"kontora/internal/rule"
	"kontora/internal/store"
)

type historyAnswer struct {
	Events []historyEvent     `json:"events"`
	Refs   map[string]refInfo `json:"refs"`
	Next   *string            `json:"next"`
}

type historyEvent struct {
	Id      string      `json:"id"`
	At      string      `json:"at"`
	By      *string     `json:"by"`
	Action  string      `json:"action"`
	Title   string      `json:"title,omitempty"`
	From    string      `json:"from,omitempty"`
	To      string      `json:"to,omitempty"`
	Reason  string      `json:"reason,omitempty"`
	Diff    []diffLine  `json:"diff"`
	Hidden  int         `json:"hidden"`
	Comment *commentOut `json:"comment,omitempty"`
	Cause   *causeOf    `json:"cause,omitempty"`
	Twin    *causeOf    `json:"twin,omitempty"`   // of action duplicate: the record that it seems to be
	Behalf  *string     `json:"behalf,omitempty"` // somebody away in whose place it was done
	Acted   string      `json:"acted,omitempty"`  // «А. за Б.»
	Fact    *factOf     `json:"fact,omitempty"`   // what happened beside the record: a timer rang, somebody voted
}

type factOf struct {
	Key     string         `json:"key"`
	Part    string         `json:"part,omitempty"`   // number of a round
	People  []string       `json:"people,omitempty"` // whom it names
	Step    string         `json:"step,omitempty"`
	Verdict string         `json:"verdict,omitempty"`
	Data    map[string]any `json:"data,omitempty"`
}

type diffLine struct {
	Field string `json:"field"`
	Title string `json:"title"`
	Old   any    `json:"old"`
	New   any    `json:"new"`
}

type causeOf struct {
	Type  string `json:"type"`
	Id    string `json:"id"`
	Title string `json:"title"`
}

// told are the events that belong to the story of a record. Others, such as
// signing in, are kept for those who audit.
var told = map[string]bool{"create": true, "edit": true, "transition": true, "comment": true, "archive": true, "restore": true, "migrate": true, "timer": true, "clock": true, "vote": true, "round": true, "duplicate": true}

// historyPage is how many events one answer holds.
const historyPage = 40

func getHistory(a *asker) (answer, error) {
	rec, rights, err := a.record()
	if err != nil {
		return nil, err
	}
	before, err := a.sequence()
	if err != nil {
		return nil, err
	}
	events, err := store.History(a.re.App, rec.Type, rec.Id, before, historyPage+1)
	if err != nil {
		return nil, err
	}
	out := historyAnswer{Events: []historyEvent{}}
	if len(events) > historyPage {
		events = events[:historyPage]
		out.Next = orNull(strconv.FormatInt(events[historyPage-1].Seq, 10))
	}
	refs := a.references()
	causes, err := a.causes(events)
	if err != nil {
		return nil, err
	}
	twins, err := a.twins(events)
	if err != nil {
		return nil, err
	}
	for _, e := range events {
		if !told[e.Action] {
			continue
		}
		drawn, err := a.event(e, rec.Type, rights, refs)
		if err != nil {
			return nil, err
		}
		drawn.Cause, drawn.Twin = causes[e.Cause], twins[e.Id]
		out.Events = append(out.Events, drawn)
	}
	out.Refs, err = refs.resolve()
	a.nameBehalf(out.Events)
	return out, err
}

// nameBehalf says of what was done for somebody away who did it for whom.
func (a *asker) nameBehalf(events []historyEvent) {
	for i, e := range events {
		if e.By != nil && e.Behalf != nil && a.named[*e.By].Title != "" && a.named[*e.Behalf].Title != "" {
			events[i].Acted, _ = a.server.words.text(a.lang, "approval.behalf", map[string]any{"by": a.named[*e.By].Title, "behalf": a.named[*e.Behalf].Title})
		}
	}
}

func (a *asker) sequence() (int64, error) {
	text := a.query("cursor")
	if text == "" {
		return 0, nil
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n < 1 {
		return 0, fault.New(fault.Invalid, "bad_cursor", nil)
	}
	return n, nil
}

// event projects one line of history: of what changed, only the cells that the
// asker may see now; the others are counted.
func (a *asker) event(e *store.Event, t *model.Type, rights flow.Rights, refs *references) (historyEvent, error) {
	out := historyEvent{Id: e.Id, At: e.At, Action: e.Action, Reason: e.Reason, Diff: []diffLine{}}
	if isPerson(e.Actor) && rights.Reads(t.Field("author")) {
		out.By = refs.person(e.Actor)
		out.Behalf = refs.person(e.Behalf)
	}
	if status := t.Field("status"); status != nil && rights.Reads(status) {
		out.From, out.To = e.From, e.To
	}
	if tr := t.Lifecycle.Transition(e.Transition); tr != nil {
		out.Title = a.words().transition(tr)
	}
	if h, err := store.HappenedOf(e); err != nil || h != nil {
		return a.happened(out, h, e, t, refs), err
	}
	var lines []struct {
		Field    string `json:"field"`
		Old, New any
	}
	if err := json.Unmarshal([]byte(e.Diff), &lines); err != nil {
		return out, fmt.Errorf("diff of event %s: %w", e.Id, err)
	}
	noted := pastNotes{refs, e.Record, seesAuthor(rights)}
	for _, l := range lines {
		f := fieldByStableId(t, l.Field)
		if f == nil || !rights.Reads(f) {
			out.Hidden++
			continue
		}
		if f.Engine && f.Key == "status" {
			continue // said by from and to
		}
		out.Diff = append(out.Diff, diffLine{f.Key, a.words().field(f), a.past(f, l.Old, noted), a.past(f, l.New, noted)})
	}
	return out, nil
}

// isPerson tells people from the engine and operators among actors of history.
func isPerson(actor string) bool { return actor != "system" && actor != "super" }

// happened tells of a fact beside the record: in the words of its declaration.
func (a *asker) happened(out historyEvent, h *store.Happened, e *store.Event, t *model.Type, refs *references) historyEvent {
	if h == nil || e.Action == string(flow.Duplicate) {
		return out // the twin is told to those who see it
	}
	if strings.HasPrefix(e.Transition, string(flow.FactRound)+":") {
		out.Title = a.toldOfRound(t, e, h)
		out.Fact = &factOf{Key: h.Fact, Part: h.Part, Step: h.Step, Verdict: h.Verdict, People: peopleIn(h, refs)}
		return out
	}
	out.Fact = &factOf{Key: h.Fact, Step: h.Step, Verdict: h.Verdict, Data: h.Data}
	out.Title = a.words().fact(t, e.Action, h.Fact)
	return out
}

func fieldByStableId(t *model.Type, id string) *model.Field {
	for _, f := range t.Fields {
		if f.StableId == id {
			return f
		}
	}
	return nil
}

// pastNotes is where values of history note what they point at: the record, or
// row, that they were in.
type pastNotes struct {
	*references
	record     string
	withPerson bool
}

// past writes a value of history as values are written now, and notes what it
// points at. A reference that may point at several types is stored with the
// stable id of its type.
func (a *asker) past(f *model.Field, v any, noted pastNotes) any {
	if f.Kind == model.File {
		noted.file(noted.record, v, noted.withPerson)
		return v
	}
	switch x := v.(type) {
	case []any:
		if f.Kind == model.Rows {
			return a.pastRows(f, x, noted)
		}
		out := make([]any, len(x))
		for i, item := range x {
			out[i] = a.past(f, item, noted)
		}
		return out
	case string:
		if f.Kind != model.Ref || x == "" {
			return x
		}
		if f.Exact {
			noted.add(rule.Reference{Type: f.Target, Id: x})
			return x
		}
		if value, wrong := f.Parse(x); wrong == nil {
			noted.add(value)
		}
	}
	return v
}

func (a *asker) pastRows(f *model.Field, rows []any, noted pastNotes) []any {
	out := make([]any, 0, len(rows))
	for _, item := range rows {
		cells, _ := item.(map[string]any)
		noted.record, _ = cells["id"].(string)
		row := map[string]any{"id": cells["id"]}
		for _, c := range f.RowType.Fields {
			if v, there := cells[c.StableId]; there {
				row[c.Key] = a.past(c, v, noted)
			} else if v, there := cells[c.Key]; there {
				row[c.Key] = a.past(c, v, noted)
			}
		}
		out = append(out, row)
	}
	return out
}

// causes names the records whose change set events off, where the asker may
// see them.
func (a *asker) causes(events []*store.Event) (map[string]*causeOf, error) {
	var ids []string
	for _, e := range events {
		if e.Cause != "" {
			ids = append(ids, e.Cause)
		}
	}
	places, err := store.EventPlaces(a.re.App, a.model, ids)
	if err != nil {
		return nil, err
	}
	refs := a.references()
	for _, ref := range places {
		refs.add(ref)
	}
	infos, err := refs.resolve()
	out := map[string]*causeOf{}
	for id, ref := range places {
		t := a.model.TypeByKey(ref.Type)
		if info := infos[t.Slug+"/"+ref.Id]; !info.Gone && !isOf(events, ref.Id) {
			out[id] = &causeOf{info.Type, info.Id, info.Title}
		}
	}
	return out, err
}

// isOf reports whether events are of the record itself: what a record sets off
// in itself needs no explanation.
func isOf(events []*store.Event, id string) bool { return len(events) > 0 && events[0].Record == id }
