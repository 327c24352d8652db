package engine

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"kontora/internal/extract"
	"kontora/internal/store"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/filesystem"
)

// Files and comments are read for search behind everything else, one at a time and
// outside of any transaction.
const (
	readTextsEvery = 2 * time.Second
	textBatch      = 20
	textPatience   = 20 * time.Second // with one file
)

// ReadTexts reads what waits until the context ends.
func (e *Engine) ReadTexts(ctx context.Context) {
	tick := time.NewTicker(readTextsEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			if _, err := e.ReadWaiting(ctx); err != nil && ctx.Err() == nil {
				e.app.Logger().Error("texts not read", "error", err)
			}
		}
	}
}

// ReadWaiting reads all that waits now and reports how much it was.
func (e *Engine) ReadWaiting(ctx context.Context) (int, error) {
	done := 0
	for e.Model() != nil && ctx.Err() == nil {
		jobs, err := store.TextJobs(e.app, e.Model(), textBatch)
		if err != nil || len(jobs) == 0 {
			return done, err
		}
		for _, j := range jobs {
			if err := e.readText(ctx, j); err != nil {
				return done, fmt.Errorf("text of %s %s: %w", j.Kind, j.Name, err)
			}
			done++
		}
	}
	return done, ctx.Err()
}

// readText reads one text. A file that cannot be read is found by its name.
func (e *Engine) readText(ctx context.Context, j *store.TextJob) error {
	if j.Kind == store.TextOfFile && j.Type != nil {
		data, err := e.fileOf(ctx, j)
		if err != nil {
			return err // of the storage: tried again
		}
		body, err := patiently(ctx, j.Title, data)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err != nil {
			e.app.Logger().Warn("text of a file not read", "record", j.Record, "file", j.Name, "error", err)
		}
		j.Body = body
	}
	return e.app.RunInTransaction(func(tx core.App) error { return store.KeepText(tx, j) })
}

// fileOf is what is in a file; nothing of one that is too large or was replaced since.
func (e *Engine) fileOf(ctx context.Context, j *store.TextJob) ([]byte, error) {
	files, err := e.app.NewFilesystem()
	if err != nil {
		return nil, err
	}
	defer files.Close()
	files.SetContext(ctx)
	r, err := files.GetReader(CollectionId(j.Type) + "/" + j.Record + "/" + j.Name)
	if errors.Is(err, filesystem.ErrNotFound) {
		return nil, nil // replaced since
	}
	if err != nil {
		return nil, err
	}
	defer r.Close()
	if r.Size() > extract.MaxSize {
		return nil, nil
	}
	return io.ReadAll(io.LimitReader(r, extract.MaxSize))
}

// patiently waits for a text so long and no longer. A reader of PDF looks at the
// context between pages only: one that hangs within a page is left behind.
func patiently(ctx context.Context, name string, data []byte) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, textPatience)
	defer cancel()
	type outcome struct {
		text string
		err  error
	}
	read := make(chan outcome, 1)
	go func() {
		text, err := extract.Text(ctx, name, data)
		read <- outcome{text, err}
	}()
	select {
	case o := <-read:
		return o.text, o.err
	case <-ctx.Done():
		return "", ctx.Err()
	}
}
