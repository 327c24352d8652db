package engine

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"kontora/internal/model"
	"kontora/internal/store"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/filesystem"
)

// orphanAge is how old a stored file must be before it can be an orphan: an upload
// whose transaction is still open is none.
const orphanAge = 24 * time.Hour

// bindSweep looks for orphaned files every night.
func (e *Engine) bindSweep() {
	e.app.OnServe().BindFunc(func(ev *core.ServeEvent) error {
		if err := e.app.Cron().Add("kontoraOrphans", "40 3 * * *", func() {
			gone, err := e.SweepFiles(context.Background())
			if err != nil {
				e.app.Logger().Error("orphaned files not swept", "error", err)
			}
			if gone > 0 {
				e.app.Logger().Info("orphaned files swept", "files", gone)
			}
		}); err != nil {
			return err
		}
		return ev.Next()
	})
}

// SweepFiles deletes stored files that no record, no version and no comment speaks
// of, and reports how many. It lists the folder of one type at a time.
func (e *Engine) SweepFiles(ctx context.Context) (int, error) {
	if e.Model() == nil {
		return 0, nil
	}
	files, err := e.app.NewFilesystem()
	if err != nil {
		return 0, err
	}
	defer files.Close()
	files.SetContext(ctx)
	gone := 0
	for _, t := range e.Model().Types {
		if t.Abstract || t.Owner != nil || !slices.ContainsFunc(t.Fields, func(f *model.Field) bool { return f.Kind == model.File }) {
			continue
		}
		n, err := e.sweepType(files, t)
		if gone += n; err != nil {
			return gone, err
		}
	}
	n, err := e.sweepComments(files)
	return gone + n, err
}

func (e *Engine) sweepType(files *filesystem.System, t *model.Type) (int, error) {
	stored, err := e.oldFiles(files, CollectionId(t))
	if err != nil {
		return 0, err
	}
	orphans, err := store.OrphanFiles(e.app, t, stored)
	if err != nil {
		return 0, err
	}
	for i, f := range orphans {
		folder := CollectionId(t) + "/" + f.Record
		if err := files.Delete(folder + "/" + f.Name); err != nil && !errors.Is(err, filesystem.ErrNotFound) {
			return i, err
		}
		if err := errors.Join(files.DeletePrefix(folder + "/thumbs_" + f.Name + "/")...); err != nil {
			return i, err
		}
	}
	return len(orphans), nil
}

// sweepComments deletes what belongs to comments that were never kept.
func (e *Engine) sweepComments(files *filesystem.System) (int, error) {
	stored, err := e.oldFiles(files, store.CommentsFolder)
	if err != nil {
		return 0, err
	}
	var ids []string
	for _, f := range stored {
		ids = append(ids, f.Record)
	}
	slices.Sort(ids)
	orphans, err := store.OrphanComments(e.app, slices.Compact(ids))
	if err != nil {
		return 0, err
	}
	for i, id := range orphans {
		if err := errors.Join(files.DeletePrefix(store.CommentFolder(id) + "/")...); err != nil {
			return i, err
		}
	}
	return len(orphans), nil
}

// oldFiles lists what lies in folders of records, thumbs left out.
func (e *Engine) oldFiles(files *filesystem.System, folder string) ([]store.FileName, error) {
	listed, err := files.List(folder + "/")
	if err != nil {
		return nil, err
	}
	var found []store.FileName
	for _, o := range listed {
		parts := strings.Split(strings.TrimPrefix(o.Key, folder+"/"), "/")
		if len(parts) == 2 && !o.IsDir && !strings.HasSuffix(parts[1], ".attrs") && e.Now().Sub(o.ModTime) > orphanAge {
			found = append(found, store.FileName{Record: parts[0], Name: parts[1]})
		}
	}
	return found, nil
}
