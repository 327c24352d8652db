package api

import (
	"context"
	"encoding/json"
	"errors"
	"sync"

	"kontora/internal/exchange"
	"kontora/internal/fault"
	"kontora/internal/model"
	"kontora/internal/store"

	"github.com/pocketbase/pocketbase/core"
)

// importPart is how many rows are read, and tried together, at once: others who
// write wait no longer than for these.
const importPart = 50

// States of an import. One that says it is running while nobody runs it was broken
// off and can go on.
const (
	importUploaded  = "uploaded"
	importChecking  = "checking"
	importChecked   = "checked"
	importRunning   = "running"
	importBroken    = "broken" // never stored
	importDone      = "done"
	importFailed    = "failed"
	importCancelled = "cancelled"
)

// importing is a run, or a trial, of an import.
type importing struct {
	asked *asker
	of    *store.Import
	t     *model.Type
	plan  importPlan
	file  *exchange.File
	trial bool
	stop  context.CancelFunc
	ended chan struct{}
}

// imports are what this process is running, by id: one for each.
type imports struct {
	mu   sync.Mutex
	jobs map[string]*importing
}

// importsAtAll is how many run at once.
const importsAtAll = 3

func newImports() *imports { return &imports{jobs: map[string]*importing{}} }

func (x *imports) of(id string) *importing {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.jobs[id]
}

func (x *imports) add(r *importing) error {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.jobs[r.of.Id] != nil {
		return fault.New(fault.Conflict, "import_running", nil)
	}
	if len(x.jobs) >= importsAtAll {
		return fault.New(fault.Limit, "imports_busy", fault.Params{"max": importsAtAll})
	}
	x.jobs[r.of.Id] = r
	return nil
}

func (x *imports) drop(id string) {
	x.mu.Lock()
	defer x.mu.Unlock()
	delete(x.jobs, id)
}

// run goes through the file and writes down how it went.
func (r *importing) run(ctx context.Context) {
	defer close(r.ended)
	defer r.stop()
	app := r.asked.server.app
	err := r.through(ctx)
	if r.of.State, r.of.Why = importDone, nil; r.trial {
		r.of.State = importChecked
	}
	switch f, told := fault.As(err); {
	case err == nil:
	case errors.Is(err, errRefused):
		r.of.State = importChecked
	case errors.Is(err, context.Canceled):
		r.of.State = importCancelled
	case told:
		r.fail(f)
	default:
		app.Logger().Error("import failed", "type", r.t.Key, "import", r.of.Id, "error", err)
		r.fail(internalFault())
	}
	r.asked.imports.drop(r.of.Id)
	if err := store.SetImport(app, r.of); err != nil {
		app.Logger().Error("import not written down", "import", r.of.Id, "error", err)
	}
}

func (r *importing) fail(f *fault.Fault) {
	r.of.State = importFailed
	r.of.Why, _ = json.Marshal(r.why(f))
}

// errRefused says that of all rows or none it was none.
var errRefused = errors.New("a row was refused")

func (r *importing) through(ctx context.Context) error {
	if r.asked.e.Model() != r.asked.model {
		return fault.New(fault.Conflict, "import_config_changed", nil)
	}
	if r.plan.Whole && !r.trial {
		return r.whole(ctx)
	}
	done, err := r.done()
	if err != nil {
		return err
	}
	return r.inParts(ctx, func(rows []exchange.Row) error {
		left := rows[:0:0]
		for _, row := range rows {
			if !done[row.At] {
				left = append(left, row)
			}
		}
		if r.trial {
			return r.try(left)
		}
		return r.bring(left)
	})
}

// inParts calls what for the rows below the header, some at a time.
func (r *importing) inParts(ctx context.Context, what func([]exchange.Row) error) error {
	var part []exchange.Row
	flush := func() error {
		if err := ctx.Err(); err != nil {
			return err
		}
		if r.asked.e.Model() != r.asked.model {
			return fault.New(fault.Conflict, "import_config_changed", nil)
		}
		rows := part
		part = nil
		return what(rows)
	}
	err := r.file.Walk(func(row exchange.Row) error {
		if row.At <= r.plan.From {
			return nil
		}
		if part = append(part, row); len(part) < importPart {
			return nil
		}
		return flush()
	})
	if err == nil && len(part) > 0 {
		err = flush()
	}
	return err
}

// done are the rows of which an earlier run, broken off, has made something.
func (r *importing) done() (map[int]bool, error) {
	done := map[int]bool{}
	if r.trial {
		return done, nil
	}
	rows, err := store.ImportRows(r.asked.server.app, r.of.Id, false, "", 0, exchange.MaxRead)
	for _, row := range rows {
		if row.Outcome != store.RowRefused {
			done[row.At] = true
		}
	}
	return done, err
}

// names looks up what rows refer to.
func (r *importing) names(app core.App, rows []exchange.Row) (map[*model.Type]map[string][]string, error) {
	a, err := r.asked.anew(app)
	if err != nil {
		return nil, err
	}
	cells := &importCells{a: a, t: r.t, plan: r.plan}
	err = cells.look(rows)
	return cells.named, err
}

// bring brings rows in, each in a transaction of its own.
func (r *importing) bring(rows []exchange.Row) error {
	app := r.asked.server.app
	named, err := r.names(app, rows)
	if err != nil {
		return err
	}
	for _, row := range rows {
		out, err := r.row(app, named, row, false)
		if err != nil {
			return err
		}
		if out.Outcome != store.RowRefused {
			continue // written down with its record
		}
		if err := store.AddImportRow(app, r.of.Id, false, out); err != nil {
			return err
		}
	}
	return nil
}

// try tells what would become of rows: it brings them in together, so that they
// meet one another, and takes all of it back.
func (r *importing) try(rows []exchange.Row) error {
	outs, err := r.together(rows, true)
	if err != nil {
		return err
	}
	return r.write(outs)
}

func (r *importing) write(outs []store.ImportRow) error {
	return r.asked.server.app.RunInTransaction(func(tx core.App) error {
		for _, out := range outs {
			if err := store.AddImportRow(tx, r.of.Id, r.trial, out); err != nil {
				return err
			}
		}
		return nil
	})
}

// together brings rows in within one transaction, which is taken back in a trial
// or when one of them is refused.
func (r *importing) together(rows []exchange.Row, trial bool) ([]store.ImportRow, error) {
	var outs []store.ImportRow
	err := r.asked.server.app.RunInTransaction(func(tx core.App) error {
		outs = outs[:0]
		named, err := r.names(tx, rows)
		if err != nil {
			return err
		}
		refused := false
		for _, row := range rows {
			out, err := r.row(tx, named, row, trial)
			if err != nil {
				return err
			}
			outs, refused = append(outs, out), refused || out.Outcome == store.RowRefused
		}
		if trial {
			return errDry
		}
		if refused {
			return errRefused
		}
		return nil
	})
	if errors.Is(err, errDry) {
		err = nil
	}
	return outs, err
}

// whole brings all rows in or none.
func (r *importing) whole(ctx context.Context) error {
	var all []exchange.Row
	err := r.inParts(ctx, func(rows []exchange.Row) error {
		all = append(all, rows...)
		return nil
	})
	if err != nil {
		return err
	}
	outs, err := r.together(all, false)
	if errors.Is(err, errRefused) {
		r.trial = true // what is told is what would have come of it
		return errors.Join(r.write(outs), err)
	}
	return err
}
