package api

import (
	"strconv"

	"kontora/internal/engine"
	"kontora/internal/fault"
	"kontora/internal/flow"
	"kontora/internal/model"
	"kontora/internal/rule"
)

// previewed is how many records one request is told about.
const previewed = 50

// previewOut is what a publication would make of one record.
type previewOut struct {
	Id      string          `json:"id"`
	Number  string          `json:"number"`
	Title   string          `json:"title"`
	From    string          `json:"from"`
	To      string          `json:"to"`
	Changes []previewChange `json:"changes"`
	Refused []string        `json:"refused"`
}

type previewChange struct {
	Field string `json:"field"`
	Title string `json:"title"`
	Old   any    `json:"old"`
	New   any    `json:"new"`
}

// previewConfig tells for a page of records what moves would make of each, or why
// it would be refused, and does nothing.
func previewConfig(a *asker) (answer, error) {
	if err := a.designer(designsReading); err != nil {
		return nil, err
	}
	var in struct {
		changes
		Type  string `json:"type"`
		After string `json:"after"`
	}
	if err := a.body(&in); err != nil {
		return nil, err
	}
	files, err := a.edited(in.changes)
	if err != nil {
		return nil, err
	}
	m, found := engine.Check(files)
	if m == nil {
		return nil, asFault(engine.ErrRefused, found)
	}
	t := m.TypeByKey(in.Type)
	if t == nil {
		t = m.TypeBySlug(in.Type)
	}
	if t == nil || t.Abstract || t.Owner != nil {
		return nil, unknownType(in.Type)
	}
	after, err := afterNumber(in.After)
	if err != nil {
		return nil, err
	}
	records, next, err := a.e.Preview(m, in.Moves, t, after, previewed)
	if err != nil {
		return nil, err
	}
	items, err := a.previews(m, records)
	out := map[string]any{"items": items, "next": nil}
	if next > 0 {
		out["next"] = strconv.FormatInt(next, 10)
	}
	return out, err
}

// afterNumber reads where the page before ended.
func afterNumber(text string) (int64, error) {
	if text == "" {
		return 0, nil
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n < 0 {
		return 0, fault.New(fault.Invalid, "bad_cursor", nil).At("after")
	}
	return n, nil
}

// previews shows records as far as the asker may see them: what happens to cells
// that are hidden is not told.
func (a *asker) previews(m *model.Model, records []engine.Previewed) ([]previewOut, error) {
	var refs []rule.Reference
	for _, r := range records {
		refs = append(refs, r.Record.Reference())
	}
	names, err := a.recordNames(refs)
	if err != nil {
		return nil, err
	}
	out := make([]previewOut, len(records))
	for i, r := range records {
		name := names[r.Record.Reference()]
		one := previewOut{Id: r.Record.Id, Number: name.Number, Title: name.Title, Changes: []previewChange{}, Refused: []string{}}
		rights, err := flow.RightsOf(a.model, a.snap, r.Record, a.actor)
		if err != nil {
			return nil, err
		}
		if rights.Row() {
			one.From, one.To = r.From, r.To
			one.Changes = a.previewChanges(r, rights)
		}
		if r.Refused != nil {
			one.Refused = a.allTexts(a.translated(a.lang, asSeen(r.Refused, rights)))
		}
		out[i] = one
	}
	return out, nil
}

// asSeen tells why a record would be refused to those who may see it; others learn
// that it would be.
func asSeen(f *fault.Fault, rights flow.Rights) *fault.Fault {
	if rights.Row() {
		return f
	}
	return fault.New(f.Kind, "refused", nil)
}

func (a *asker) previewChanges(r engine.Previewed, rights flow.Rights) []previewChange {
	out := []previewChange{}
	for _, d := range r.Changes {
		was := r.Record.Type.Current(d.Field)
		if was != nil && !rights.Reads(was) {
			continue
		}
		out = append(out, previewChange{d.Field.Key, a.words().titled(d.Field.Title), previewValue(d.Field, d.Old), previewValue(d.Field, d.New)})
	}
	return out
}

// previewValue is a value as clients get it; rows by their columns.
func previewValue(f *model.Field, v any) any {
	if f.RowType == nil {
		return f.JSON(v)
	}
	items, _ := v.([]any)
	out := make([]any, 0, len(items))
	for _, item := range items {
		row, _ := item.(map[string]any)
		cells := map[string]any{"id": row["id"]}
		for _, col := range f.RowType.Fields {
			if x, has := row[col.Key]; has && col.Key != "parent" {
				cells[col.Key] = col.JSON(x)
			}
		}
		out = append(out, cells)
	}
	return out
}

// diffRevisions tells how a configuration of the past differs from another, or
// from the one before it.
func diffRevisions(a *asker) (answer, error) {
	if err := a.designer(designsReading); err != nil {
		return nil, err
	}
	number, err := revisionNumber(a.re.Request.PathValue("number"))
	if err != nil {
		return nil, err
	}
	from := number - 1
	if text := a.query("from"); text != "" {
		if from, err = revisionNumber(text); err != nil {
			return nil, err
		}
	}
	to, err := a.pastModel(number)
	if err != nil {
		return nil, err
	}
	var old *model.Model
	if from > 0 {
		if old, err = a.pastModel(from); err != nil {
			return nil, err
		}
	}
	out := []toldDifference{}
	for _, d := range model.Diff(old, to) {
		out = append(out, toldDifference{d, a.speech().Difference(old, to, d)})
	}
	return map[string]any{"from": from, "to": number, "differences": out}, nil
}

type toldDifference struct {
	model.Difference
	Text string `json:"text"`
}

func revisionNumber(text string) (int64, error) {
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n < 0 {
		return 0, fault.New(fault.Missing, "unknown_revision", fault.Params{"revision": text})
	}
	return n, nil
}

// pastModel compiles a configuration of the past.
func (a *asker) pastModel(number int64) (*model.Model, error) {
	if _, err := a.revision(number); err != nil {
		return nil, err
	}
	return a.e.ModelAt(number)
}
