package api

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"kontora/internal/engine"
	"kontora/internal/exchange"
	"kontora/internal/fault"
	"kontora/internal/flow"
	"kontora/internal/model"
	"kontora/internal/store"

	"github.com/pocketbase/pocketbase/core"
)

// exportPart is how many records are read at once: all that an export keeps in
// memory.
const exportPart = 500

// exporting is one run of an export.
type exporting struct {
	job     *exportJob
	in      exportRequest
	t       *model.Type
	columns []sheetColumn
	asked   *asker // who asked, and what the configuration was then
}

// run makes the file and says how it went. It outlives the request.
func (x *exporting) run(ctx context.Context) {
	defer close(x.job.ended)
	defer x.job.stop()
	s := x.asked.server
	err := x.make(ctx)
	switch f, told := fault.As(err); {
	case err == nil:
		info, failed := os.Stat(x.job.path)
		if failed == nil {
			x.job.end(jobDone, nil, info.Size(), s.e.Now())
			return
		}
		x.job.end(jobFailed, internalFault(), 0, s.e.Now())
	case errors.Is(err, context.Canceled):
		x.job.end(jobCancelled, nil, 0, s.e.Now())
	case told:
		x.job.end(jobFailed, f, 0, s.e.Now())
	default:
		s.app.Logger().Error("export failed", "type", x.t.Key, "error", err)
		x.job.end(jobFailed, internalFault(), 0, s.e.Now())
	}
	_ = os.Remove(x.job.path)
}

func internalFault() *fault.Fault { return fault.New(fault.Internal, "internal", nil) }

// make writes the file and notes in the history that it was taken out: before
// anybody can fetch it.
func (x *exporting) make(ctx context.Context) error {
	if err := os.MkdirAll(filepath.Dir(x.job.path), 0o700); err != nil {
		return err
	}
	file, err := os.OpenFile(x.job.path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer file.Close()
	out := bufio.NewWriterSize(file, 1<<16)
	w, err := x.writer(out)
	if err != nil {
		return err
	}
	if err := x.rows(ctx, w); err != nil {
		w.Abandon()
		return err
	}
	if err := w.Close(); err != nil {
		return err
	}
	if err := out.Flush(); err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	return x.note()
}

func (x *exporting) writer(out *bufio.Writer) (exchange.Writer, error) {
	columns := make([]exchange.Column, len(x.columns))
	for i, c := range x.columns {
		columns[i] = c.Column
	}
	a := x.asked
	if x.in.Format == "csv" {
		return exchange.NewCsv(out, columns, exchange.Words{Yes: a.sheetWord("yes", nil), No: a.sheetWord("no", nil)})
	}
	return exchange.NewXlsx(out, a.words().plural(x.t), columns)
}

// eyes opens the asker's eyes anew: what was read for one part is forgotten, and
// rights that were taken away meanwhile count.
func (x *exporting) eyes() (*asker, error) {
	was := x.asked
	if was.e.Model() != was.model {
		return nil, fault.New(fault.Conflict, "export_config_changed", nil)
	}
	return was.anew(was.server.app)
}

// anew is who asked, looking once more through an application, which may be a
// transaction: with the rights of now. It serves work that outlives its request.
func (a *asker) anew(app core.App) (*asker, error) {
	out := &asker{server: a.server, re: &core.RequestEvent{App: app}, lang: a.lang, now: a.e.Now(), model: a.model, actor: a.actor}
	out.re.Request = a.re.Request
	var err error
	if out.snap, err = a.e.Snapshot(app); err != nil {
		return nil, err
	}
	p := a.actor.Person
	if p == nil {
		return out, nil
	}
	now, known := out.snap.Directory().Person(p.Id)
	if !known || !now.Active {
		return nil, fault.New(fault.Denied, "account_inactive", nil)
	}
	out.actor.Person = now
	return out, nil
}

// rows writes all rows, part by part.
func (x *exporting) rows(ctx context.Context, w exchange.Writer) error {
	ids, cursor, written := x.in.Ids, "", 0
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		a, err := x.eyes()
		if err != nil {
			return err
		}
		var rows []store.Row
		if len(x.in.Ids) > 0 {
			part := ids[:min(exportPart, len(ids))]
			ids = ids[len(part):]
			rows, err = a.rowsById(x.t, part)
		} else {
			rows, cursor, err = x.page(a, cursor)
		}
		if err != nil {
			return err
		}
		n, err := x.write(a, w, rows)
		if err != nil {
			return err
		}
		x.job.wrote(n, len(rows)-n)
		if written += n; written > exchange.MaxRows {
			return fault.New(fault.Limit, "export_too_long", fault.Params{"max": exchange.MaxRows})
		}
		if len(ids) == 0 && cursor == "" {
			return nil
		}
	}
}

func (x *exporting) page(a *asker, cursor string) ([]store.Row, string, error) {
	q, err := a.listQuery(x.t, x.in.listWords)
	if err != nil {
		return nil, "", err
	}
	q.Archived, q.Cursor, q.Limit = x.in.Archived, cursor, exportPart
	reader, err := a.reads()
	if err != nil {
		return nil, "", err
	}
	page, err := store.ReadPage(a.re.App, a.model, reader, q)
	if err != nil {
		return nil, "", err
	}
	if page.Newest { // half a list in a file would be taken for the whole
		return nil, "", fault.New(fault.Limit, "too_many_to_sort", fault.Params{"max": page.Scanned, "field": q.Sort.Key}).At("sort")
	}
	return page.Rows, page.Next, nil
}

// rowsById are chosen records, as far as the asker sees them.
func (a *asker) rowsById(t *model.Type, ids []string) ([]store.Row, error) {
	if err := a.snap.LoadAll(t, ids); err != nil {
		return nil, err
	}
	var rows []store.Row
	for _, id := range ids {
		rec, rights, err := a.load(t, id)
		if isMissing(err) {
			continue
		}
		if err != nil {
			return nil, err
		}
		rows = append(rows, store.Row{Record: rec, Mask: rights.Mask | rights.Lent})
	}
	return rows, nil
}

// write writes the rows that may be taken out, and tells how many they were.
func (x *exporting) write(a *asker, w exchange.Writer, rows []store.Row) (int, error) {
	keys := make([]string, 0, len(x.columns))
	for _, c := range x.columns {
		if c.field != nil {
			keys = append(keys, c.field.Key)
		}
	}
	var taken []store.Row
	refs := a.references()
	for _, r := range rows {
		may, err := a.mayExport(x.t, r)
		if err != nil {
			return 0, err
		}
		if !may {
			continue
		}
		taken = append(taken, r)
		refs.record(r.Record, a.rightsBy(x.t, r.Mask), keys...)
	}
	names, err := refs.resolve()
	if err != nil {
		return 0, err
	}
	cells := make([]any, len(x.columns))
	for _, r := range taken {
		values, _, err := a.e.ValuesWithFaults(a.snap, r.Record, a.rightsBy(x.t, r.Mask), a.actor)
		if err != nil {
			return 0, err
		}
		for i, c := range x.columns {
			cells[i] = a.sheetCell(c, r.Record, values, names)
		}
		if err := w.Row(cells); err != nil {
			return 0, fmt.Errorf("row of sheet: %w", err)
		}
	}
	return len(taken), nil
}

// mayExport reports whether the asker may take a row out. Who reads in place of
// somebody away reads only, so their own rights are judged then.
func (a *asker) mayExport(t *model.Type, r store.Row) (bool, error) {
	wide, err := a.wideRights(t)
	if err != nil || wide.Can("export") {
		return err == nil, err
	}
	if !a.rightsBy(t, r.Mask).Can("export") {
		return false, nil
	}
	rights, err := flow.RightsOf(a.model, a.snap, r.Record, a.actor)
	return err == nil && rights.Can("export"), err
}

// note writes into the history who has taken out what.
func (x *exporting) note() error {
	a, taken := x.asked, x.job.taken()
	return a.server.app.RunInTransaction(func(tx core.App) error {
		return store.NoteTaken(tx, x.t, store.Taken{
			Rows: taken, Format: x.in.Format, View: x.in.View, Filter: x.in.Filter, Words: x.in.Q, Chosen: len(x.in.Ids), Archived: x.in.Archived,
		}, engine.ActorId(a.actor), a.requestId(), a.server.e.Now())
	})
}

func (j *exportJob) taken() int {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.rows
}
