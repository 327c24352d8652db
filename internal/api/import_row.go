package api

import (
	"encoding/json"
	"errors"
	"strings"

	"kontora/internal/engine"
	"kontora/internal/exchange"
	"kontora/internal/fault"
	"kontora/internal/flow"
	"kontora/internal/model"
	"kontora/internal/store"

	"github.com/pocketbase/pocketbase/core"
)

// importWhy is a reason why a row was refused: of one cell, or of the whole row.
type importWhy struct {
	Field  string `json:"field,omitempty"`
	Column *int   `json:"column,omitempty"`
	Text   string `json:"text"`
}

// row brings one row in, inside a transaction that takes down what has become of
// it as well. What is refused leaves nothing behind but that.
func (r *importing) row(app core.App, named map[*model.Type]map[string][]string, row exchange.Row, trial bool) (store.ImportRow, error) {
	out := store.ImportRow{At: row.At}
	err := app.RunInTransaction(func(tx core.App) error {
		a, err := r.asked.anew(tx)
		if err != nil {
			return err
		}
		cells := &importCells{a: a, t: r.t, plan: r.plan, named: named}
		if err := r.put(cells, row, &out); err != nil {
			return err
		}
		if trial {
			return nil // all of it is taken back
		}
		return store.AddImportRow(tx, r.of.Id, false, out)
	})
	f, told := fault.As(err)
	if !told {
		return out, err
	}
	out = store.ImportRow{At: row.At, Outcome: store.RowRefused}
	out.Why, err = json.Marshal(r.why(f))
	return out, err
}

// why tells a refusal cell by cell.
func (r *importing) why(f *fault.Fault) []importWhy {
	a := r.asked
	list := f.Fields
	if len(list) == 0 {
		list = []*fault.Fault{f}
	}
	out := make([]importWhy, 0, len(list))
	for _, part := range list {
		key, _, _ := strings.Cut(part.Field, ".")
		w := importWhy{Field: key, Text: strings.Join(a.allTexts(part), "; ")}
		for _, c := range r.plan.Columns {
			if c.Field == key && key != "" {
				w.Column = &c.Column
			}
		}
		out = append(out, w)
	}
	return out
}

// put decides what a row is, and has the engine do it.
func (r *importing) put(c *importCells, row exchange.Row, out *store.ImportRow) error {
	id, err := r.target(c, row)
	if err != nil {
		return err
	}
	if id == "" {
		return r.create(c, row, out)
	}
	return r.update(c, row, id, out)
}

// target finds the record that a row is about; "" when it is a new one.
func (r *importing) target(c *importCells, row exchange.Row) (string, error) {
	if r.plan.Key == "" {
		return "", nil
	}
	var text string
	for _, col := range r.plan.Columns {
		if col.Field == r.plan.Key {
			text = cellOf(row, col)
		}
	}
	ids, err := r.known(c, text)
	if err != nil {
		return "", err
	}
	seen, err := c.seen(r.t, ids)
	if err != nil {
		return "", err
	}
	switch {
	case len(seen) > 1:
		return "", fault.New(fault.Invalid, "import_ambiguous", fault.Params{"value": short(text), "type": c.a.words().typ(r.t)}).At(r.plan.Key)
	case len(seen) == 1:
		return seen[0], nil
	case r.plan.Mode == "update" || r.plan.Key == "id" && text != "":
		return "", fault.New(fault.Invalid, "import_no_such", fault.Params{"value": short(text), "type": c.a.words().typ(r.t)}).At(r.plan.Key)
	}
	return "", nil
}

func (r *importing) known(c *importCells, text string) ([]string, error) {
	if text == "" {
		return nil, nil
	}
	if r.plan.Key == "id" {
		return []string{text}, nil
	}
	f := r.t.Field(r.plan.Key)
	v, err := c.one(f, text)
	if err != nil {
		return nil, err
	}
	if f.Kind == model.Number { // given by the engine; only compared here
		return store.Holding(c.a.re.App, r.t, f, v)
	}
	value, wrong := f.Parse(v)
	if wrong != nil {
		return nil, wrong
	}
	return store.Holding(c.a.re.App, r.t, f, value)
}

func (r *importing) create(c *importCells, row exchange.Row, out *store.ImportRow) error {
	raw, err := r.raw(c, row, nil)
	if err != nil {
		return err
	}
	if err := r.match(c, raw); err != nil {
		return err
	}
	done, err := r.do(c, flow.Command{Kind: flow.Create, Reuse: true}, raw)
	if err != nil {
		return err
	}
	out.Outcome, out.Record = store.RowCreated, done.Id
	if done.Existing {
		out.Outcome = store.RowSame
	}
	return r.mayImport(c, done.Id)
}

// update changes the cells that say something else than the record does.
func (r *importing) update(c *importCells, row exchange.Row, id string, out *store.ImportRow) error {
	rec, rights, err := c.a.load(r.t, id)
	if err != nil {
		return err
	}
	values, _, err := c.a.e.ValuesWithFaults(c.a.snap, rec, rights, c.a.actor)
	if err != nil {
		return err
	}
	keys := []string{}
	for _, col := range r.plan.Columns {
		keys = append(keys, col.Field)
	}
	refs := c.a.references()
	refs.record(rec, rights, keys...)
	names, err := refs.resolve()
	if err != nil {
		return err
	}
	raw, err := r.raw(c, row, func(f *model.Field, text string) bool {
		if text == "" && r.plan.Empty == "keep" {
			return true
		}
		return c.same(f, text, rec, values, names)
	})
	if err != nil {
		return err
	}
	out.Outcome, out.Record = store.RowSame, id
	if len(raw) == 0 {
		return nil
	}
	if err := r.mayImport(c, id); err != nil {
		return err
	}
	if _, err := r.do(c, flow.Command{Kind: flow.Edit, Id: id}, raw); err != nil {
		return err
	}
	out.Outcome = store.RowUpdated
	return nil
}

// raw reads the cells of a row, but those to be skipped; all that are wrong are
// told at once. A new record leaves its empty cells to their defaults.
func (r *importing) raw(c *importCells, row exchange.Row, skip func(*model.Field, string) bool) (map[string]any, error) {
	raw := map[string]any{}
	var wrong []*fault.Fault
	for _, col := range r.plan.Columns {
		f := r.t.Field(col.Field)
		if !takesIn(f) {
			continue
		}
		text := cellOf(row, col)
		if skip == nil && text == "" || skip != nil && skip(f, text) {
			continue
		}
		v, err := c.value(f, text)
		var told *fault.Fault
		if errors.As(err, &told) {
			wrong = append(wrong, told)
			continue
		}
		if err != nil {
			return nil, err
		}
		raw[f.Key] = v
	}
	if f := fault.Join(wrong); f != nil {
		return nil, f
	}
	return raw, nil
}

// do passes the door, as any command of the asker.
func (r *importing) do(c *importCells, cmd flow.Command, raw map[string]any) (*engine.Outcome, error) {
	cmd.Type, cmd.Actor = r.t, c.a.actor
	cmd.Fields, cmd.Wrong = flow.ReadFields(r.t, raw)
	return c.a.e.Do(c.a.re.App, engine.Input{Command: cmd, RequestId: "import:" + r.of.Id})
}

// mayImport refuses a record on which the asker has no right to import.
func (r *importing) mayImport(c *importCells, id string) error {
	a, err := r.asked.anew(c.a.re.App)
	if err != nil {
		return err
	}
	wide, err := a.wideRights(r.t)
	if err != nil || wide.Can("import") {
		return err
	}
	rec, err := a.snap.Load(r.t, id)
	if err != nil {
		return err
	}
	rights, err := flow.RightsOf(a.model, a.snap, rec, a.actor)
	if err == nil && !rights.Can("import") {
		err = fault.New(fault.Denied, "may_not_import", fault.Params{"type": a.words().plural(r.t)})
	}
	return err
}
