package api

import (
	"kontora/internal/model"
)

type fieldMeta struct {
	Key           string          `json:"key"`
	Title         string          `json:"title"`
	About         string          `json:"about,omitempty"`
	Kind          model.FieldKind `json:"kind"`
	Many          bool            `json:"many,omitempty"`
	Format        string          `json:"format,omitempty"`
	Options       []titled        `json:"options,omitempty"`
	Target        *string         `json:"target,omitempty"`
	Targets       []string        `json:"targets,omitempty"`
	Currency      string          `json:"currency,omitempty"`
	CurrencyField string          `json:"currencyField,omitempty"`
	Scale         int             `json:"scale,omitempty"`
	Unit          string          `json:"unit,omitempty"`
	Widget        string          `json:"widget,omitempty"`
	Columns       []fieldMeta     `json:"columns,omitempty"`
	Accept        []string        `json:"accept,omitempty"`
	MaxSize       int64           `json:"maxSize,omitempty"`
	Versions      bool            `json:"versions,omitempty"`
	Min           any             `json:"min,omitempty"`
	Max           any             `json:"max,omitempty"`
	MaxLength     int             `json:"maxLength,omitempty"`
	Acyclic       bool            `json:"acyclic,omitempty"`
	Engine        bool            `json:"engine,omitempty"`
	ReadOnly      bool            `json:"readOnly,omitempty"`
	Sortable      bool            `json:"sortable,omitempty"`
	Filterable    bool            `json:"filterable,omitempty"`
}

func (a *asker) fieldMeta(f *model.Field) fieldMeta {
	words := a.words()
	out := fieldMeta{
		Key: f.Key, Title: words.field(f), About: words.fieldAbout(f), Kind: f.Kind, Many: f.Many, Format: f.Format,
		Currency: f.Currency, Unit: f.Unit, Widget: f.Widget, Min: model.JSONValue(f.Min), Max: model.JSONValue(f.Max),
		Acyclic:  f.Acyclic,
		Engine:   f.Engine,
		ReadOnly: !isTyped(f),
		Sortable: f.Sortable(), Filterable: filterable(f),
	}
	for _, e := range f.Enum {
		out.Options = append(out.Options, titled{e.Key, words.option(f, e)})
	}
	switch f.Kind {
	case model.Text:
		out.MaxLength = f.MaxLength
	case model.Decimal:
		out.Scale = f.Scale
	case model.Money:
		if f.CurrencyField != nil {
			out.CurrencyField = f.CurrencyField.Key
		}
	case model.File:
		if f.Files != nil {
			out.Accept, out.MaxSize, out.Versions = f.Files.Accept, f.Files.Max, f.KeepsVersions()
		}
	case model.Ref:
		a.aim(&out, f.Target)
	case model.Inverse:
		a.aim(&out, f.From.Key)
	case model.Rows:
		for _, c := range f.RowType.Fields {
			if c.Key != "parent" {
				out.Columns = append(out.Columns, a.fieldMeta(c))
			}
		}
	}
	return out
}

// aim names what a reference may point at, of the types that exist for the
// asker.
func (a *asker) aim(out *fieldMeta, target string) {
	slugs := []string{}
	for _, t := range a.model.Descendants(target) {
		if a.inScope(t) {
			slugs = append(slugs, t.Slug)
		}
	}
	one := ""
	if t := a.model.TypeByKey(target); t != nil && !t.Abstract && len(slugs) == 1 {
		one, slugs = slugs[0], nil
	}
	out.Target, out.Targets = &one, slugs
}

// filterable reports whether a condition may be about a field.
func filterable(f *model.Field) bool {
	switch f.Kind {
	case model.Texts, model.File, model.Geo, model.JSON, model.Rows, model.Inverse:
		return false
	}
	return f.Stored() && (!f.Many || f.Kind == model.Enum || f.Kind == model.Ref)
}
