package script

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"
	"time"

	"github.com/fsnotify/fsnotify"
	"github.com/pocketbase/pocketbase/core"
)

// calm is how long the folder must be quiet before it is read: editors write a
// file in several steps.
const calm = 100 * time.Millisecond

// Watch loads the hooks anew whenever their folder changes. What is wrong with
// them is logged; then those before stay in force. The folder above it is
// watched too: hooks may be put there, or taken away whole, at any time.
func (s *Scripts) Watch() error {
	w, err := fsnotify.NewWatcher()
	if err != nil {
		return fmt.Errorf("watch hooks: %w", err)
	}
	if err := errors.Join(w.Add(filepath.Dir(s.o.Dir)), addFolders(w, s.o.Dir)); err != nil {
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
			if ev.Name != s.o.Dir && !strings.HasPrefix(ev.Name, s.o.Dir+string(filepath.Separator)) {
				continue // a neighbour of the folder
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
