package store

import (
	"strings"
	"time"

	"kontora/internal/flow"
	"kontora/internal/model"
	"kontora/internal/money"
	"kontora/internal/rule"
)

// noDeadline sorts records without a deadline behind all others.
const noDeadline = "9999"

// item is what lists across types know about a record.
type item struct {
	n, ty, st                                      int64
	id, number, title, unit, author, assignee      string
	deadline, currency, priority, created, updated string
	amount                                         any
	open, inFeed                                   bool
}

// project makes the item of a record. title names it for people.
func project(rec *flow.Record, n int64, tokens map[string]int64, title func(*flow.Record) string) item {
	w := rec.Type.Work
	it := item{
		n: n, id: rec.Id, ty: tokens[typeWord(rec.Type)], st: tokens[stateWord(rec.Type, filedUnder(rec))],
		number: wordOf(rec, w.Number), title: title(rec), unit: wordOf(rec, w.Department),
		author: refId(rec.Values["author"]), assignee: wordOf(rec, w.Assignee), deadline: wordOf(rec, w.Deadline),
		priority: wordOf(rec, w.Priority), created: instantWord(rec.Values["created"]), updated: instantWord(rec.Values["updated"]),
		open: rec.IsOpen() && !rec.IsArchived(),
	}
	it.inFeed = it.open && rec.Type.Lifecycle != nil
	if w.Amount != nil {
		if a, ok := rec.Values[w.Amount.Key].(money.Amount); ok {
			it.amount, it.currency = a.Minor(), a.Currency
		}
	}
	return it
}

// filedUnder is the state under which lists count a record.
func filedUnder(rec *flow.Record) string {
	if rec.IsArchived() {
		return archivedState
	}
	return rec.Status()
}

// wordOf reads a field as the text that the projection keeps; of several
// people the first is shown.
func wordOf(rec *flow.Record, f *model.Field) string {
	if f == nil {
		return ""
	}
	v := rec.Values[f.Key]
	if list, ok := v.([]any); ok && len(list) > 0 {
		v = list[0]
	}
	switch x := v.(type) {
	case string:
		return x
	case rule.Reference:
		return x.Id
	case rule.Date:
		return dayText(x)
	case time.Time:
		return instantText(x)
	case interface{ String() string }:
		return x.String()
	}
	return ""
}

func instantWord(v any) string {
	if t, ok := v.(time.Time); ok {
		return instantText(t)
	}
	return ""
}

// sort is the place in the feed of open work.
func (it item) sort() string { return feedKey(it.deadline) }

func feedKey(deadline string) string {
	if deadline == "" {
		return noDeadline
	}
	return deadline
}

const itemColumns = `n, id, ty, st, open, number, title, unit, author, assignee, deadline, amount, currency, priority, created, updated`

func (it item) values() []any {
	return []any{it.n, it.id, it.ty, it.st, flag(it.open), orNull(it.number), orNull(it.title), orNull(it.unit), orNull(it.author),
		orNull(it.assignee), orNull(it.deadline), it.amount, orNull(it.currency), orNull(it.priority), orNull(it.created), orNull(it.updated)}
}

func orNull(s string) any {
	if s == "" {
		return nil
	}
	return s
}

func flag(b bool) int64 {
	if b {
		return 1
	}
	return 0
}

// plainTitle names a record by one field, whichever the type has first.
func plainTitle(rec *flow.Record) string { return wordOf(rec, titleField(rec.Type)) }

// titleField is the title, the number or the first text of a type.
func titleField(t *model.Type) *model.Field {
	if t.Work.Title != nil {
		return t.Work.Title
	}
	if t.Work.Number != nil {
		return t.Work.Number
	}
	for _, f := range t.Fields {
		if f.Kind == model.Text && !f.Engine {
			return f
		}
	}
	return nil
}

// seesTitle reports whether a record's name shows nothing but cells that the
// reader may see: it was made with everything in sight.
func (r *Reader) seesTitle(t *model.Type, mask uint64) bool {
	if t.Display == nil {
		f := titleField(t)
		return f == nil || r.Sees(f, mask)
	}
	for _, path := range t.Display.Reads() {
		if len(path.Fields) == 0 {
			continue
		}
		if f := t.Field(path.Fields[0]); f != nil && !r.Sees(f, mask) {
			return false
		}
	}
	return true
}

// searchBody gathers the words by which everybody who sees the record may find
// it: only cells that every rule of access shows and none takes away, because a
// hit would tell what a hidden cell holds.
func searchBody(rec *flow.Record) string {
	if rec == nil {
		return ""
	}
	var words []string
	for _, f := range rec.Type.Fields {
		if f.Engine || !f.ReadByAll() {
			continue
		}
		switch f.Kind {
		case model.Text, model.Number, model.Texts:
			words = append(words, textsOf(rec.Values[f.Key])...)
		case model.Rows:
			for _, row := range rec.Rows[f.Key] {
				for _, c := range row.Type.Fields {
					if c.Kind == model.Text {
						words = append(words, textsOf(row.Values[c.Key])...)
					}
				}
			}
		}
	}
	return strings.Join(stems(strings.Join(words, " ")), " ")
}

func textsOf(v any) []string {
	switch x := v.(type) {
	case string:
		return []string{x}
	case []any:
		var all []string
		for _, item := range x {
			all = append(all, textsOf(item)...)
		}
		return all
	}
	return nil
}
