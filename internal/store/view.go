package store

import (
	"encoding/json"
	"fmt"

	"kontora/internal/model"

	"github.com/pocketbase/pocketbase/core"
)

// SavedView is a list as a person has arranged it.
type SavedView struct {
	Id      string
	Type    *model.Type
	Title   string
	View    string // ready-made list it was made from
	Filter  string
	State   string // JSON: the conditions in the browser's own form
	Sort    string
	Columns []string
}

const viewColumns = `id, type, title, view, filter, state, sort, columns`

// Views lists what a person has saved, by title.
func Views(app core.App, m *model.Model, user string) ([]*SavedView, error) {
	rows, err := query(app, `SELECT `+viewColumns+` FROM k_views WHERE user = ? ORDER BY title, id`, user)
	if err != nil {
		return nil, fmt.Errorf("read views: %w", err)
	}
	var list []*SavedView
	for _, row := range rows {
		v, err := readView(m, row)
		if err != nil {
			return nil, err
		}
		if v.Type != nil {
			list = append(list, v)
		}
	}
	return list, nil
}

// ViewOf finds one saved list of a person; nil when it is not theirs.
func ViewOf(app core.App, m *model.Model, user, id string) (*SavedView, error) {
	row, err := one(app, `SELECT `+viewColumns+` FROM k_views WHERE user = ? AND id = ?`, user, id)
	if err != nil || row == nil {
		return nil, err
	}
	return readView(m, row)
}

func readView(m *model.Model, row []any) (*SavedView, error) {
	v := &SavedView{Id: text(row[0]), Type: typeByStableId(m, text(row[1])), Title: text(row[2]), View: text(row[3]),
		Filter: text(row[4]), State: text(row[5]), Sort: text(row[6])}
	if err := json.Unmarshal([]byte(text(row[7])), &v.Columns); err != nil {
		return nil, fmt.Errorf("columns of view %s: %w", v.Id, err)
	}
	return v, nil
}

// SaveView keeps a list of a person; one without id is new.
func SaveView(app core.App, user string, v *SavedView) error {
	if v.Id == "" {
		v.Id = core.GenerateDefaultRandomId()
	}
	columns, err := jsonText(v.Columns)
	if err != nil {
		return err
	}
	_, err = exec(app, `INSERT INTO k_views (id, user, type, title, view, filter, state, sort, columns) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET title = excluded.title, view = excluded.view, filter = excluded.filter, state = excluded.state,
		sort = excluded.sort, columns = excluded.columns WHERE user = excluded.user`,
		v.Id, user, v.Type.StableId, v.Title, v.View, v.Filter, v.State, v.Sort, columns)
	return err
}

// DropView forgets a saved list; false when it is not the person's.
func DropView(app core.App, user, id string) (bool, error) {
	n, err := exec(app, `DELETE FROM k_views WHERE user = ? AND id = ?`, user, id)
	return n > 0, err
}

// CountViews counts a person's saved lists.
func CountViews(app core.App, user string) (int64, error) {
	row, err := one(app, `SELECT count(*) FROM k_views WHERE user = ?`, user)
	if err != nil {
		return 0, err
	}
	return number(row[0]), nil
}
