package store

import (
	"fmt"
	"strings"
)

// ordering is an order by several keys in SQL. Keys that the reader does not see
// in a row are NULL there; empty keys come last, whichever the direction.
type ordering struct {
	keys    []Key
	desc    bool   // direction of creation, which ends the order
	columns string // the keys under names of their own
	names   string
	by      string
}

func (l *list) newOrdering() ordering {
	keys, desc := l.q.keys()
	o := ordering{keys: keys, desc: desc}
	var columns, names, by []string
	for i, k := range keys {
		columns = append(columns, l.cells.cell(l.q.Type, "t", k.Field)+" AS "+keyName(i))
		names = append(names, keyName(i))
		by = append(by, keyName(i)+" IS NULL", keyName(i)+direction(k.Desc))
	}
	o.columns, o.names = strings.Join(columns, ", "), strings.Join(names, ", ")
	o.by = " ORDER BY " + strings.Join(append(by, "k_n"+direction(desc)), ", ")
	return o
}

func keyName(i int) string { return fmt.Sprintf("k_sort%d", i) }

func direction(desc bool) string {
	if desc {
		return " DESC"
	}
	return ""
}

func beyond(desc bool) string {
	if desc {
		return "<"
	}
	return ">"
}

// behind is the condition to stand after the cursor, key by key: behind by this
// one, or equal and behind by the rest.
func (o ordering) behind(after *cursor) (string, []any) {
	if after == nil {
		return "", nil
	}
	at := after.keys()
	condition, args := fmt.Sprintf("k_n %s %d", beyond(o.desc), after.N), []any{}
	for i := len(o.keys) - 1; i >= 0; i-- {
		name := keyName(i)
		if i >= len(at) || at[i] == nil {
			condition = fmt.Sprintf("(%s IS NULL AND %s)", name, condition)
			continue
		}
		condition = fmt.Sprintf("(%s IS NULL OR %s %s ? OR (%s = ? AND %s))", name, name, beyond(o.keys[i].Desc), name, condition)
		args = append([]any{at[i], at[i]}, args...)
	}
	return " WHERE " + condition, args
}
