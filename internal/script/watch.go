package script

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"

	"github.com/fsnotify/fsnotify"
	"github.com/pocketbase/pocketbase/core"
)

// calm is how long the folder must be quiet before it is read: editors write a
// file in several steps.
const calm = 100 * time.Millisecond

// Watch loads the hooks anew whenever their folder changes. What is wrong with
// them is logged; then those before stay in force. Without a folder there is
// nothing to watch.
func (s *Scripts) Watch() error {
	if _, err := os.Stat(s.o.Dir); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	w, err := fsnotify.NewWatcher()
	if err != nil {
		return fmt.Errorf("watch hooks: %w", err)
	}
	if err := addFolders(w, s.o.Dir); err != nil {
		return errors.Join(err, w.Close())
	}
	s.app.OnTerminate().BindFunc(func(ev *core.TerminateEvent) error {
		if err := w.Close(); err != nil {
			s.app.Logger().Warn("watch of hooks not ended", "error", err)
		}
		return ev.Next()
	})
	go s.follow(w)
	return nil
}

func addFolders(w *fsnotify.Watcher, dir string) error {
	return walk(dir, func(path string, d fs.DirEntry) error {
		if !d.IsDir() {
			return nil
		}
		return w.Add(path)
	})
}

// follow ends when the watcher is closed.
func (s *Scripts) follow(w *fsnotify.Watcher) {
	quiet := time.NewTimer(calm)
	quiet.Stop()
	for {
		select {
		case ev, ok := <-w.Events:
			if !ok {
				return
			}
			if ev.Has(fsnotify.Create) {
				if err := addFolders(w, s.o.Dir); err != nil {
					s.app.Logger().Warn("new folder of hooks is not watched", "error", err)
				}
			}
			quiet.Reset(calm)
		case err, ok := <-w.Errors:
			if !ok {
				return
			}
			s.app.Logger().Warn("watch of hooks", "error", err)
		case <-quiet.C:
			s.reloaded()
		}
	}
}

func (s *Scripts) reloaded() {
	before := s.current.Load()
	if err := s.Reload(); err != nil {
		s.app.Logger().Error("hooks refused; those before stay in force", "error", err)
		return
	}
	if s.current.Load() != before {
		s.app.Logger().Info("hooks loaded")
	}
}
