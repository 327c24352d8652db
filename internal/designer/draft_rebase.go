package designer

import (
	"maps"
	"slices"
	"time"

	"kontora/internal/spec"

	"github.com/pocketbase/pocketbase/core"
)

// basesKept is how many configurations a draft remembers to have stood on.
const basesKept = 20

// Rebase puts a draft on the configuration in force. What both have changed is
// merged; files where that cannot be done are given back, and as long as
// resolve does not say what becomes of each, the draft stays as it is.
func Rebase(app core.App, id string, resolve map[string]*string, by string, at time.Time) (d *Draft, left []Clash, err error) {
	err = app.RunInTransaction(func(tx core.App) error {
		if d, err = DraftOf(tx, id); err != nil {
			return err
		}
		left, err = d.rebase(tx, resolve, by, at)
		return err
	})
	return d, left, err
}

func (d *Draft) rebase(tx core.App, resolve map[string]*string, by string, at time.Time) ([]Clash, error) {
	live, err := inForce(tx)
	if err != nil || live.Number == d.Base().Number {
		return nil, err
	}
	files, err := filesOf(tx, live)
	if err != nil {
		return nil, err
	}
	for path, text := range resolve {
		if err := checkFile(path, text); err != nil {
			return nil, err
		}
	}
	texts, left := d.over(files, resolve)
	if len(left) > 0 {
		return left, nil
	}
	before := d.Changes()
	d.Revision++
	live.Since = d.Revision
	d.base, d.Behind = files, false
	d.Bases = append(d.Bases, live)
	d.Bases = d.Bases[max(0, len(d.Bases)-basesKept):]
	for _, path := range slices.Sorted(maps.Keys(texts)) {
		was, changed := before[path]
		if changed && sameText(was, texts[path]) && !sameText(was, fileIn(files, path)) {
			continue // it stays what somebody made of it
		}
		if err := d.put(tx, path, texts[path], by, at); err != nil {
			return nil, err
		}
	}
	return nil, d.keep(tx, at)
}

// over merges the files of the draft with those of another configuration: what
// each becomes, and those of which somebody has to decide.
func (d *Draft) over(files map[string][]byte, resolve map[string]*string) (map[string]*string, []Clash) {
	texts := d.Changes()
	var left []Clash
	for _, path := range slices.Sorted(maps.Keys(texts)) {
		base, ours, theirs := fileIn(d.base, path), texts[path], fileIn(files, path)
		merged, found := spec.Merge3(path, base, ours, theirs)
		texts[path] = merged
		if _, decided := resolve[path]; len(found) > 0 && !decided {
			left = append(left, Clash{Path: path, Base: base, Ours: ours, Theirs: theirs, Merged: merged, Places: places(found)})
		}
	}
	maps.Copy(texts, resolve)
	return texts, left
}
