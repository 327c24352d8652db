package api

import (
	"encoding/json"
	"strings"

	"kontora/internal/fault"
	"kontora/internal/model"
	"kontora/internal/store"
)

// savedView is a list as the asker has arranged it.
type savedView struct {
	Id      string          `json:"id"`
	Type    string          `json:"type"`
	Title   string          `json:"title"`
	View    string          `json:"view"`
	Filter  string          `json:"filter"`
	State   json.RawMessage `json:"state"`
	Sort    string          `json:"sort"`
	Columns []string        `json:"columns"`
}

// Bounds of what one person may save.
const (
	maxViews       = 200
	maxViewTitle   = 120
	maxViewState   = 20_000
	maxViewColumns = 200
)

// viewOut is a stored view in the names of today: fields, states and choices may
// have been renamed since.
func (a *asker) viewOut(v *store.SavedView) savedView {
	out := savedView{Id: v.Id, Type: v.Type.Slug, Title: v.Title, View: v.View, Filter: a.model.ConditionNow(v.Type, v.Filter)}
	name := func(key string) string {
		if f := v.Type.FieldNow(key); f != nil {
			return f.Key
		}
		return key
	}
	for _, key := range orNone(v.Columns) {
		out.Columns = append(out.Columns, name(key))
	}
	key, falls := strings.CutPrefix(v.Sort, "-")
	if out.Sort = name(key); falls {
		out.Sort = "-" + out.Sort
	}
	out.Columns, out.State = orNone(out.Columns), stateNow(v.Type, v.State)
	return out
}

// stateNow does the same for the conditions that the screen keeps for itself, a
// list of [field, operator, value]; anything else is its own affair.
func stateNow(t *model.Type, state string) json.RawMessage {
	var conditions [][]any
	if json.Unmarshal([]byte(state), &conditions) != nil {
		return json.RawMessage(state)
	}
	for _, c := range conditions {
		if len(c) == 0 {
			continue
		}
		key, _ := c[0].(string)
		f := t.FieldNow(key)
		if f == nil {
			continue
		}
		c[0] = f.Key
		for i := 2; i < len(c); i++ {
			c[i] = valueNow(t, f, c[i])
		}
	}
	out, err := json.Marshal(conditions)
	if err != nil {
		return json.RawMessage(state)
	}
	return out
}

func valueNow(t *model.Type, f *model.Field, v any) any {
	switch v := v.(type) {
	case string:
		return t.ValueNow(f, v)
	case []any:
		for i := range v {
			v[i] = valueNow(t, f, v[i])
		}
	}
	return v
}

func getViews(a *asker) (answer, error) {
	me, err := a.person()
	if err != nil {
		return nil, err
	}
	found, err := store.Views(a.re.App, a.model, me)
	if err != nil {
		return nil, err
	}
	out := []savedView{}
	for _, v := range found {
		if a.inScope(v.Type) {
			out = append(out, a.viewOut(v))
		}
	}
	return map[string]any{"views": out}, nil
}

func postView(a *asker) (answer, error) {
	me, err := a.person()
	if err != nil {
		return nil, err
	}
	n, err := store.CountViews(a.re.App, me)
	if err != nil {
		return nil, err
	}
	if n >= maxViews {
		return nil, fault.New(fault.Limit, "too_many_views", fault.Params{"max": maxViews})
	}
	var in savedView
	if err := a.body(&in); err != nil {
		return nil, err
	}
	t, err := a.e.TypeOf(in.Type)
	if err != nil || !a.inScope(t) {
		return nil, unknownType(in.Type)
	}
	return a.keepView(me, &store.SavedView{Type: t}, in)
}

func patchView(a *asker) (answer, error) {
	me, err := a.person()
	if err != nil {
		return nil, err
	}
	v, err := store.ViewOf(a.re.App, a.model, me, a.re.Request.PathValue("id"))
	if err != nil {
		return nil, err
	}
	if v == nil || v.Type == nil || !a.inScope(v.Type) {
		return nil, fault.New(fault.Missing, "view_missing", nil)
	}
	in := a.viewOut(v) // what the body does not name stays
	if err := a.body(&in); err != nil {
		return nil, err
	}
	return a.keepView(me, v, in)
}

// keepView checks and stores a view; a condition that does not compile is
// refused now rather than when the list is opened.
func (a *asker) keepView(me string, v *store.SavedView, in savedView) (answer, error) {
	in.Title = strings.TrimSpace(in.Title)
	switch {
	case in.Title == "":
		return nil, fault.New(fault.Invalid, "title_empty", nil).At("title")
	case len([]rune(in.Title)) > maxViewTitle:
		return nil, fault.New(fault.Invalid, "too_long", fault.Params{"max": maxViewTitle, "is": len([]rune(in.Title))}).At("title")
	case len(in.State) > maxViewState:
		return nil, fault.New(fault.Limit, "view_too_big", nil).At("state")
	case in.View != "" && listOf(v.Type, in.View) == nil:
		return nil, fault.New(fault.Missing, "unknown_view", fault.Params{"view": in.View}).At("view")
	}
	if len(in.Columns) > maxViewColumns {
		return nil, fault.New(fault.Limit, "too_many_items", fault.Params{"max": maxViewColumns}).At("columns")
	}
	if err := a.checkColumns(v.Type, in.Columns); err != nil {
		return nil, err
	}
	if in.Filter != "" {
		if _, err := a.condition(v.Type, in.Filter); err != nil {
			return nil, err
		}
	}
	if len(in.State) == 0 {
		in.State = json.RawMessage("null")
	}
	v.Title, v.View, v.Filter, v.State, v.Sort, v.Columns = in.Title, in.View, in.Filter, string(in.State), in.Sort, orNone(in.Columns)
	if err := a.order(&store.Query{Type: v.Type}, v.Sort); err != nil {
		return nil, err
	}
	if err := store.SaveView(a.re.App, me, v); err != nil {
		return nil, err
	}
	return a.viewOut(v), nil
}

func deleteView(a *asker) (answer, error) {
	me, err := a.person()
	if err != nil {
		return nil, err
	}
	was, err := store.DropView(a.re.App, me, a.re.Request.PathValue("id"))
	if err == nil && !was {
		err = fault.New(fault.Missing, "view_missing", nil)
	}
	return nil, err
}
