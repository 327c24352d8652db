package designer

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"time"

	"kontora/internal/engine"
	"kontora/internal/spec"
	"kontora/internal/store"

	"github.com/fsnotify/fsnotify"
)

// quiet is how long a folder must rest before it is read: editors and git write
// a file in several steps.
const quiet = 200 * time.Millisecond

// Watch publishes the configuration of a folder now and whenever its files
// change, until ctx is done. Files of the folder replace those in force; packs
// that the folder does not have stay. A refused configuration is reported and
// the one in force goes on.
func Watch(ctx context.Context, e *engine.Engine, folder string, report func([]spec.Diagnostic, error)) error {
	events, err := fsnotify.NewWatcher()
	if err != nil {
		return err
	}
	w := &watcher{e: e, folder: folder, report: report, events: events, had: map[string]bool{}}
	if err := w.follow(); err != nil {
		return errors.Join(err, events.Close())
	}
	if err := w.read(); err != nil {
		return errors.Join(err, events.Close())
	}
	go w.run(ctx)
	return nil
}

type watcher struct {
	e      *engine.Engine
	folder string
	report func([]spec.Diagnostic, error)
	events *fsnotify.Watcher
	had    map[string]bool // files that the folder has had: missing now means deleted
}

func (w *watcher) run(ctx context.Context) {
	defer w.events.Close()
	rest := time.NewTimer(0)
	if !rest.Stop() {
		<-rest.C
	}
	for {
		select {
		case <-ctx.Done():
			return
		case err := <-w.events.Errors:
			w.report(nil, err)
		case <-w.events.Events:
			rest.Reset(quiet)
		case <-rest.C:
			if err := errors.Join(w.follow(), w.read()); err != nil {
				w.report(nil, err)
			}
		}
	}
}

// follow watches every folder below schemas and rules: the system reports only
// what happens directly in a folder.
func (w *watcher) follow() error {
	if err := w.events.Add(w.folder); err != nil {
		return fmt.Errorf("watch %s: %w", w.folder, err)
	}
	for _, root := range []string{"schemas", "rules"} {
		err := filepath.WalkDir(filepath.Join(w.folder, root), func(path string, entry fs.DirEntry, err error) error {
			if err != nil || !entry.IsDir() {
				return err
			}
			return w.events.Add(path)
		})
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

// read publishes what the folder holds now.
func (w *watcher) read() error {
	b, found := spec.Load(os.DirFS(w.folder))
	if len(b.Files) == 0 && len(w.had) == 0 {
		return nil // an empty folder waits for its first file
	}
	rev, err := store.LastRevision(w.e.App())
	if err != nil {
		return err
	}
	files := map[string][]byte{}
	if rev != nil {
		maps.Copy(files, rev.Files)
	}
	for path := range w.had {
		delete(files, path)
	}
	w.had = map[string]bool{}
	for path, data := range b.Files {
		files[path], w.had[path] = data, true
	}
	before := ""
	if m := w.e.Model(); m != nil {
		before = m.Hash
	}
	_, found, err = w.e.Publish(engine.Publishing{Files: files, By: "system", Note: "files of " + filepath.Base(w.folder)})
	if err != nil || w.e.Model().Hash != before {
		w.report(found, err)
	}
	return nil
}
