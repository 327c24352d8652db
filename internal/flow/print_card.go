package flow

import (
	"slices"
	"strings"

	"kontora/internal/model"
	"kontora/internal/paper"
	"kontora/internal/rule"
)

// card draws fields as the card of a record has them: by sections, each value with
// its label, rows as tables. What is empty, or not shown on the card, is left out.
func (w *writer) card(fields []*model.Field) ([]paper.Block, error) {
	t := w.s.m.TypeByKey(w.Record.Type.Key)
	if t == nil {
		return nil, nil
	}
	var out []paper.Block
	for _, section := range t.Sections {
		var pairs paper.Pairs
		var tables []paper.Block
		for _, f := range section.Fields {
			shown, err := w.isOnCard(f)
			if err != nil {
				return nil, err
			}
			if !shown || !slices.Contains(fields, f) {
				continue
			}
			if f.Kind == model.Rows {
				rows, err := w.cardRows(f)
				if err != nil {
					return nil, err
				}
				tables = append(tables, rows...)
			} else if text := w.cell(view{s: w.s, r: w.Record, eyes: w.eyes}, f); text != "" {
				pairs = append(pairs, paper.Pair{Label: f.Title, Text: text})
			}
		}
		if len(pairs)+len(tables) == 0 {
			continue
		}
		if section.Title != "" {
			out = append(out, paper.Text{Text: section.Title, Style: paper.Bold})
		}
		if len(pairs) > 0 {
			out = append(out, pairs)
		}
		out = append(out, tables...)
	}
	return out, nil
}

func (w *writer) isOnCard(f *model.Field) (bool, error) {
	if f.Widget == "hidden" {
		return false, nil
	}
	return w.s.isVisible(f, w.Record, nil, nil)
}

// cell tells a value of a record as its card does, amounts with their currency;
// what the reader does not see is empty.
func (w *writer) cell(of view, f *model.Field) string {
	v, err := of.Field(f.Key)
	if err != nil || v == nil {
		return ""
	}
	if f.Kind == model.File {
		return w.fileNames(of.r, f, v)
	}
	text := w.s.say(v, f.RuleType(), of.r.Type, w.eyes)
	if text != "" && f.Unit != "" {
		text += "\u00a0" + f.Unit
	}
	return text
}

func (w *writer) fileNames(rec *Record, f *model.Field, v any) string {
	var titles map[string]string
	if w.Kept != nil {
		titles, _ = w.Kept(rec, f) // without them the names under which files are stored do
	}
	items, many := v.([]any)
	if !many {
		items = []any{v}
	}
	var out []string
	for _, item := range items {
		if file, is := item.(rule.Attachment); is {
			name := file.Name
			if title := titles[name]; title != "" {
				name = title
			}
			out = append(out, name)
		}
	}
	return strings.Join(out, ", ")
}

// cardRows draws rows under the label of their field, without the columns in which
// no row says anything.
func (w *writer) cardRows(f *model.Field) ([]paper.Block, error) {
	v, err := view{s: w.s, r: w.Record, eyes: w.eyes}.Field(f.Key)
	if err != nil {
		return nil, err
	}
	items, _ := v.([]any)
	if err := w.count(len(items)); err != nil {
		return nil, err
	}
	var table paper.Table
	table.Rows = make([]paper.Row, len(items))
	for _, column := range f.RowType.Fields {
		if column.Engine || column.Widget == "hidden" {
			continue
		}
		texts, said := make([]string, len(items)), false
		for i, item := range items {
			if row, is := item.(view); is {
				texts[i] = w.cell(row, column)
				said = said || texts[i] != ""
			}
		}
		if !said {
			continue
		}
		table.Columns = append(table.Columns, cardColumn(column))
		for i := range table.Rows {
			table.Rows[i].Cells = append(table.Rows[i].Cells, paper.Cell{Text: texts[i]})
		}
	}
	if len(table.Columns) == 0 {
		return nil, nil
	}
	return []paper.Block{paper.Text{Text: f.Title}, table}, nil
}

// cardColumn gives words more room than numbers, which stand at the right.
func cardColumn(f *model.Field) paper.Column {
	out := paper.Column{Head: f.Title, Width: 12}
	switch f.Kind {
	case model.Integer, model.Decimal, model.Money:
		out.Align = paper.Right
	case model.Text, model.File:
		out.Width = 24
	case model.Bool:
		out.Width = 9
	}
	return out
}

// blank draws texts at their places.
func (w *writer) blank(boxes []*model.Box) ([]paper.Block, error) {
	var out paper.Boxes
	for _, b := range boxes {
		holds, err := w.holds(b.When, nil)
		if err != nil {
			return nil, err
		}
		if holds {
			out = append(out, paper.Box{
				Left: float64(b.Left), Top: float64(b.Top), Width: float64(b.Width), Height: float64(b.Height),
				Text: w.text(b.Text, nil), Align: paper.Align(b.Align), Style: paper.Style(b.Style), Frame: paper.Frame(b.Frame),
			})
		}
	}
	return []paper.Block{out}, nil
}
