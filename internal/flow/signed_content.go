package flow

import (
	"bytes"
	"encoding/json"
	"fmt"

	"kontora/internal/model"
	"kontora/internal/money"
	"kontora/internal/rule"

	"github.com/shopspring/decimal"
)

// ContentFormat names how signed content is written. docs/signatures.md tells it
// so that anybody can write the same bytes; another way gets another name.
const ContentFormat = "kontora.content/1"

// Attached is a file as signatures know it.
type Attached struct {
	Name string // as people call it
	Size int64  // bytes
	Sum  string // SHA-256 of them, in lower-case hex
}

// SignedContent is what a signature is about.
type SignedContent struct {
	Type, Record, Route string
	Number              any // of the record; nil when it has none
	Version             int
	Fields              []*model.Field
	Names               map[string]string // stable id of a field or column → what the content calls it
	// File finds a stored file of a record or of a row.
	File func(owner *Record, stored string) (Attached, error)
}

// NamesOf are what fields and their columns are called now, by stable id.
func NamesOf(fields []*model.Field) map[string]string {
	names := map[string]string{}
	for _, f := range fields {
		names[f.StableId] = f.Key
		if f.Kind == model.Rows {
			for _, col := range f.RowType.Fields {
				names[f.StableId+"."+col.StableId] = col.Key
			}
		}
	}
	return names
}

// Write gives the content of a record as bytes: JSON with sorted keys, no white
// space, every number as text, every instant in UTC. Equal content has equal
// bytes, and nothing in them changes by itself.
func (c *SignedContent) Write(rec *Record) ([]byte, error) {
	w := contentWriter{c: c, files: []any{}}
	fields := map[string]any{}
	for _, f := range c.Fields {
		name, known := c.Names[f.StableId]
		if !known {
			continue
		}
		if f.Kind == model.Rows {
			fields[name] = w.rows(rec, f, name)
			continue
		}
		fields[name] = w.value(rec, rec.Type.PastValue(f, rec.Values[f.Key]), name)
	}
	if w.err != nil {
		return nil, w.err
	}
	return canonical(map[string]any{
		"format": ContentFormat, "type": c.Type, "record": c.Record, "route": c.Route, "number": model.JSONValue(c.Number),
		"version": c.Version, "fields": fields, "files": w.files,
	})
}

type contentWriter struct {
	c     *SignedContent
	files []any
	err   error
}

func (w *contentWriter) rows(rec *Record, f *model.Field, name string) []any {
	rows := []any{}
	for i, row := range rec.Rows[f.Key] {
		cells := map[string]any{}
		for _, col := range row.Type.Fields {
			column, known := w.c.Names[f.StableId+"."+col.StableId]
			if !known || col.Engine || col.Live {
				continue
			}
			cells[column] = w.value(row, row.Type.PastValue(col, row.Values[col.Key]), fmt.Sprintf("%s.%d.%s", name, i, column))
		}
		rows = append(rows, cells)
	}
	return rows
}

// value writes one value; files go to their own list, by place.
func (w *contentWriter) value(owner *Record, v any, place string) any {
	switch x := v.(type) {
	case rule.Attachment:
		return w.file(owner, x, place)
	case []any:
		out := make([]any, len(x))
		for i, item := range x {
			out[i] = w.value(owner, item, place)
		}
		return out
	case decimal.Decimal:
		return x.String()
	case money.Amount:
		return map[string]any{"amount": x.Text(), "currency": x.Currency}
	case rule.Reference:
		return x.Id
	}
	return model.JSONValue(v)
}

// file lists a file and answers its hash, which stands in its place.
func (w *contentWriter) file(owner *Record, x rule.Attachment, place string) any {
	if w.err != nil {
		return nil
	}
	known, err := w.c.File(owner, x.Name)
	if err != nil {
		w.err = err
		return nil
	}
	w.files = append(w.files, map[string]any{"field": place, "name": known.Name, "size": fmt.Sprint(known.Size), "sha256": known.Sum})
	return known.Sum
}

// canonical writes JSON with keys sorted and signs as they are.
func canonical(v any) ([]byte, error) {
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(buf.Bytes(), []byte("\n")), nil
}
