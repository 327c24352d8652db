package api

import (
	"encoding/json"
	"fmt"

	"kontora/internal/flow"
	"kontora/internal/model"
	"kontora/internal/rule"
	"kontora/internal/store"
)

// signedAnswer is what was signed, as a card shows values: by the fields as they
// are called now, with what references point at.
type signedAnswer struct {
	Version int                `json:"version"`
	Number  any                `json:"number"`
	Values  map[string]any     `json:"values"`
	Files   []signedFile       `json:"files"`
	Refs    map[string]refInfo `json:"refs"`
}

type signedFile struct {
	Field  string `json:"field"` // or table.index.column, as the content calls them
	Name   string `json:"name"`
	Size   string `json:"size"`
	Sha256 string `json:"sha256"`
}

// signedContent reads what was signed for people.
func (a *asker) signedContent(s *store.Signature, rec *flow.Record) (answer, error) {
	raw, err := store.ContentOf(a.re.App, s.Hash)
	if err != nil {
		return nil, err
	}
	var content struct {
		Version int            `json:"version"`
		Number  any            `json:"number"`
		Fields  map[string]any `json:"fields"`
		Files   []signedFile   `json:"files"`
	}
	if err := json.Unmarshal(raw, &content); err != nil {
		return nil, fmt.Errorf("content of %s: %w", s.Id, err)
	}
	refs := a.references()
	out := signedAnswer{Version: content.Version, Number: content.Number, Values: map[string]any{}, Files: content.Files}
	for _, f := range rec.Type.Fields {
		name := s.Names[f.StableId]
		if name == "" {
			continue
		}
		if f.Kind != model.Rows {
			a.signedCell(out.Values, f, content.Fields[name], refs)
			continue
		}
		rows := []any{}
		lines, _ := content.Fields[name].([]any)
		for i, line := range lines {
			cells, _ := line.(map[string]any)
			row := map[string]any{"id": fmt.Sprint(i + 1)}
			for _, col := range f.RowType.Fields {
				if column := s.Names[f.StableId+"."+col.StableId]; column != "" {
					a.signedCell(row, col, cells[column], refs)
				}
			}
			rows = append(rows, row)
		}
		out.Values[f.Key] = rows
	}
	out.Refs, err = refs.resolve()
	return out, err
}

// signedCell puts one signed value where a card has it: an amount apart from its
// currency.
func (a *asker) signedCell(cells map[string]any, f *model.Field, v any, refs *references) {
	if amount, ok := v.(map[string]any); ok && f.Kind == model.Money {
		if c := f.CurrencyField; c != nil && cells[c.Key] == nil {
			cells[c.Key] = amount["currency"]
		}
		v = amount["amount"]
	}
	if t := a.model.TypeByKey(f.Target); f.Kind == model.Ref && f.Exact && t != nil {
		noteIds(refs, t, v)
	}
	cells[f.Key] = v
}

func noteIds(refs *references, t *model.Type, v any) {
	switch x := v.(type) {
	case string:
		refs.add(rule.Reference{Type: t.Key, Id: x})
	case []any:
		for _, item := range x {
			noteIds(refs, t, item)
		}
	}
}
