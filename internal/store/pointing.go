package store

import (
	"kontora/internal/model"
	"kontora/internal/rule"
)

// PointingAt is a filter that keeps the records whose field points at a record.
// Where the reader may not see the field, it points nowhere.
func PointingAt(m *model.Model, via *model.Field, to rule.Reference) Filter {
	return pointing{m, via, to}
}

type pointing struct {
	m   *model.Model
	via *model.Field
	to  rule.Reference
}

// SQL compares the column, or looks into the list it holds.
func (p pointing) SQL(c rule.Columns, alias string, _ *rule.Scope) (string, []any, error) {
	target := p.to.Id
	if !p.via.Exact {
		target = pointer(p.to)
	}
	if !p.via.Many {
		column, _, ok := c.Column(p.via.Type.Key, alias, p.via.Key)
		if !ok {
			return "0", nil, nil
		}
		return column + " = ?", []any{target}, nil
	}
	list, _, ok := c.List(p.via.Type.Key, alias, p.via.Key)
	if !ok {
		return "0", nil, nil
	}
	return "EXISTS (SELECT 1 FROM json_each(" + list + ") WHERE value = ?)", []any{target}, nil
}
