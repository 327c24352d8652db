package engine

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"path"
	"sort"
	"strings"

	"kontora/internal/fault"
	"kontora/internal/model"
	"kontora/internal/spec"
	"kontora/internal/store"

	"github.com/pocketbase/pocketbase/core"
)

// ErrRefused is returned when a configuration has errors; they are among the
// diagnostics.
var ErrRefused = errors.New("configuration refused")

// Publishing is a configuration that somebody wants in force.
type Publishing struct {
	Files map[string][]byte // whole: sources by path
	By    string            // id of a person, "super" or "system"
	Note  string
	Base  string // hash that the author started from; "" skips the check
	Moves Moves  // where records go that it leaves no place
	// With is what is written down together with it, in one transaction, also
	// when the configuration is in force already; nil for nothing more.
	With func(tx core.App, rev *store.Revision) error
}

// together writes down what belongs to a publication.
func (p *Publishing) together(tx core.App, rev *store.Revision) error {
	if p.With == nil {
		return nil
	}
	return p.With(tx, rev)
}

// Check compiles a configuration without publishing it.
func Check(files map[string][]byte) (*model.Model, []spec.Diagnostic) {
	return check(files, model.Compile)
}

// recheck is Check for a configuration that has been in force: a newer program
// knows more errors than the one that published it, and must not stand still for
// them.
func recheck(files map[string][]byte) (*model.Model, []spec.Diagnostic) {
	return check(files, model.Recompile)
}

func check(files map[string][]byte, compile func(*spec.Bundle) (*model.Model, []spec.Diagnostic)) (*model.Model, []spec.Diagnostic) {
	b, found := spec.LoadFiles(files)
	if spec.HasErrors(found) {
		return nil, found
	}
	m, more := compile(b)
	found = append(found, more...)
	if m != nil {
		unfit := store.Unfit(m)
		b.Annotate(unfit)
		found = append(found, unfit...)
	}
	spec.Sort(found)
	if spec.HasErrors(found) {
		return nil, found
	}
	return m, found
}

// Publish puts a configuration in force, or leaves everything as it was. Whoever
// writes waits meanwhile; whoever reads waits while collections change, and for the
// moment in which it comes into force. No request fails.
func (e *Engine) Publish(p Publishing) (*store.Revision, []spec.Diagnostic, error) {
	m, found := Check(p.Files)
	if m == nil {
		return nil, found, ErrRefused
	}
	if err := e.refuses(m, p); err != nil {
		return nil, found, err
	}
	rev, err := e.enforce(m, p)
	if err != nil || len(p.Moves) == 0 {
		return rev, found, err
	}
	_, err = e.Migrate(context.Background(), movedAtOnce)
	return rev, found, err
}

// refuses tells what would be refused before anybody has to wait for it; what has
// changed by then is looked at again.
func (e *Engine) refuses(m *model.Model, p Publishing) error {
	if old := e.active.Load(); old == nil || p.Base != "" && p.Base != old.Model.Hash || old.Model.Hash == m.Hash {
		return refusedMoves(m, p.Moves)
	}
	return e.Stranded(m, p.Moves)
}

// movedAtOnce is how many records move before a publish is answered; the others
// follow while everybody works.
const movedAtOnce = 200

// enforce puts a configuration in force that has been checked.
func (e *Engine) enforce(m *model.Model, p Publishing) (*store.Revision, error) {
	e.pen.Lock()
	defer e.pen.Unlock()
	old := e.active.Load()
	if old != nil && p.Base != "" && p.Base != old.Model.Hash {
		return nil, fault.New(fault.Conflict, "configuration_moved_on", fault.Params{"base": p.Base, "current": old.Model.Hash})
	}
	if old != nil && old.Model.Hash == m.Hash {
		if brings, err := e.bringsScenarios(p.Files); err != nil || !brings {
			return e.unchanged(m, old.Number, p, err)
		}
	}
	rev, err := e.commit(old, m, p)
	if err != nil {
		return nil, err
	}
	e.announceConfig(m.Hash)
	e.published(rev)
	return rev, nil
}

// unchanged leaves the configuration that is in force already; records may go over
// to it all the same.
func (e *Engine) unchanged(m *model.Model, number int64, p Publishing, err error) (*store.Revision, error) {
	if err != nil {
		return nil, err
	}
	var rev *store.Revision
	err = e.app.RunInTransaction(func(tx core.App) error {
		if err := store.AddMoves(tx, p.Moves.list(m, number)); err != nil {
			return fmt.Errorf("store moves: %w", err)
		}
		if rev, err = store.LastRevision(tx); err != nil {
			return err
		}
		return p.together(tx, rev)
	})
	return rev, err
}

// bringsScenarios reports whether files hold a scenario that is not kept yet: it is
// no part of what is in force, but somebody wants it kept with it.
func (e *Engine) bringsScenarios(files map[string][]byte) (bool, error) {
	last, err := store.LastRevision(e.app)
	if err != nil || last == nil {
		return false, err
	}
	for name, data := range files {
		is, err := path.Match("schemas/*/scenarios/*.txtar", name)
		if kept, there := last.Files[name]; err == nil && is && (!there || !bytes.Equal(kept, data)) {
			return true, nil
		}
	}
	return false, nil
}

// commit writes the configuration down, with the rights on records that are others
// under it, and puts it in force, all in one transaction. Until that ends, readers
// see what stood before, by the rules that stood before.
func (e *Engine) commit(old *Active, m *model.Model, p Publishing) (*store.Revision, error) {
	rev := &store.Revision{Hash: m.Hash, Actor: p.By, Note: p.Note, Files: p.Files}
	var types []*model.Type
	if old != nil {
		types = refiledTypes(old.Model, m)
	}
	if len(types) > 0 {
		defer store.HoldCheckpoints(e.app)() // once everybody reads again
	}
	readers := closing{gate: &e.gate}
	defer readers.open()
	err := e.app.RunInTransaction(func(tx core.App) error {
		if err := readers.shut(); err != nil {
			return err
		}
		added, err := e.publish(tx, old, m, rev, p.Moves)
		if err != nil {
			return err
		}
		if len(types) > 0 {
			if added {
				readers.open()
			}
			if err := e.rebuild(tx, m, types); err != nil {
				return fmt.Errorf("grant anew: %w", err)
			}
		}
		if err := p.together(tx, rev); err != nil {
			return err
		}
		return readers.shut()
	})
	if err != nil {
		return nil, errors.Join(err, e.app.ReloadCachedCollections())
	}
	e.activate(m, rev)
	return rev, nil
}

// publish writes down all but the rights on records, and reports whether it only
// added to the tables.
func (e *Engine) publish(tx core.App, old *Active, m *model.Model, rev *store.Revision, moves Moves) (added bool, err error) {
	var before *model.Model
	if old != nil {
		before = old.Model
		if err := e.stranded(tx, old, m, moves); err != nil {
			return false, err
		}
	}
	if added, err = store.Sync(tx, before, m); err != nil {
		return false, e.unsynced(err)
	}
	return added, e.note(tx, before, m, rev, moves)
}

// note writes down what belongs to a configuration besides its tables.
func (e *Engine) note(tx core.App, before, m *model.Model, rev *store.Revision, moves Moves) error {
	if err := store.AddRevision(tx, rev, e.Now()); err != nil {
		return fmt.Errorf("store revision: %w", err)
	}
	if err := store.AddMoves(tx, moves.list(m, rev.Number)); err != nil {
		return fmt.Errorf("store moves: %w", err)
	}
	if err := store.NoteTypes(tx, m, rev.Number); err != nil {
		return fmt.Errorf("note types: %w", err)
	}
	if before != nil && !sameCalendars(before, m) {
		if err := store.RevisitClocks(tx, e.Now()); err != nil {
			return fmt.Errorf("revisit clocks: %w", err)
		}
	}
	return e.sow(tx, before, m, rev.Number)
}

// sameCalendars reports whether working time is what it was.
func sameCalendars(a, b *model.Model) bool {
	return maps.EqualFunc(a.Calendars, b.Calendars, func(x, y *model.Calendar) bool { return x.Digest == y.Digest })
}

// unsynced tells the designer what the tables would not take, where that was not
// foreseen; what PocketBase or SQLite says is better than nothing.
func (e *Engine) unsynced(err error) error {
	if _, told := fault.As(err); told {
		return err
	}
	e.app.Logger().Error("collections could not follow the configuration", "error", err)
	return fault.New(fault.Conflict, "publish_failed", fault.Params{"why": err.Error()})
}

func byStableId(m *model.Model, id string) *model.Type {
	for _, t := range m.Types {
		if t.StableId == id {
			return t
		}
	}
	return nil
}

func (e *Engine) activate(m *model.Model, rev *store.Revision) {
	at, err := store.ParseInstant(rev.At)
	if err != nil {
		at = e.Now()
	}
	e.active.Store(&Active{Model: m, Number: rev.Number, At: at})
	store.DropDirectory(e.app)
}

// Install adds packs from a set of sources to the configuration in force.
func (e *Engine) Install(sources *spec.Bundle, packs []string, by string) (*store.Revision, []spec.Diagnostic, error) {
	sub, found := spec.Subset(sources, packs)
	if spec.HasErrors(found) {
		return nil, found, ErrRefused
	}
	files := map[string][]byte{}
	last, err := store.LastRevision(e.app)
	if err != nil {
		return nil, nil, err
	}
	if last != nil {
		maps.Copy(files, last.Files)
	}
	for path, data := range sub.Files {
		if _, own := files[path]; !own { // an installed pack may have been changed here
			files[path] = data
		}
	}
	sort.Strings(packs)
	return e.Publish(Publishing{Files: files, By: by, Note: "+" + strings.Join(packs, ", +"),
		With: func(tx core.App, rev *store.Revision) error { return keepOriginals(tx, rev, sub, last) }})
}

// keepOriginals remembers of packs that were not installed before what they are
// made from.
func keepOriginals(tx core.App, rev *store.Revision, sub *spec.Bundle, last *store.Revision) error {
	for _, p := range sub.Packs {
		if last != nil && len(spec.PackFiles(last.Files, p.Key)) > 0 {
			continue
		}
		hash, err := store.KeepOriginal(tx, spec.PackFiles(sub.Files, p.Key))
		if err != nil {
			return fmt.Errorf("keep pack %s: %w", p.Key, err)
		}
		if err := store.SetOrigin(tx, p.Key, rev.Number, hash); err != nil {
			return fmt.Errorf("keep pack %s: %w", p.Key, err)
		}
	}
	return nil
}

// bindBoot loads the configuration in force when the application starts.
func (e *Engine) bindBoot() {
	e.app.OnBootstrap().BindFunc(func(ev *core.BootstrapEvent) error {
		if err := ev.Next(); err != nil {
			return err
		}
		if err := e.app.RunAllMigrations(); err != nil { // commands other than serve need the tables too
			return err
		}
		return e.Boot()
	})
}

// Boot reads the last revision and puts it in force. A change of rights that was
// interrupted is finished before anybody asks for anything.
func (e *Engine) Boot() error {
	rev, err := store.LastRevision(e.app)
	if err != nil || rev == nil {
		return err
	}
	m, found := recheck(rev.Files)
	if m == nil {
		return fmt.Errorf("stored configuration %d does not compile: %v", rev.Number, found)
	}
	old := e.active.Load()
	e.activate(m, rev)
	if old != nil { // whoever published may be done while this process still filed by the earlier rules
		if err := store.NoteRegrants(e.app, refiledTypes(old.Model, m), rev.Number); err != nil {
			return err
		}
	}
	return e.regrant()
}
