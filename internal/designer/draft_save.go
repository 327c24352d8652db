package designer

import (
	"maps"
	"slices"
	"strings"

	"kontora/internal/fault"
	"kontora/internal/spec"
	"kontora/internal/store"

	"github.com/pocketbase/pocketbase/core"
)

// SaveDraft takes what somebody has done to a draft. What others have saved since
// the revision that they saw stays: the same file is merged, and where that
// cannot be done, nothing is saved and a *Crossing says so.
func SaveDraft(app core.App, id string, in Edit) (saved *Draft, err error) {
	err = app.RunInTransaction(func(tx core.App) error {
		d, err := DraftOf(tx, id)
		if err == nil {
			saved, err = d, d.edit(tx, in)
		}
		return err
	})
	return saved, err
}

func (d *Draft) edit(tx core.App, in Edit) error {
	if in.Revision < 1 || in.Revision > d.Revision {
		return fault.New(fault.Invalid, "draft_revision", fault.Params{"revision": in.Revision, "current": d.Revision}).At("revision")
	}
	wanted, err := d.wanted(in)
	if err != nil {
		return err
	}
	merged, err := d.meet(tx, in.Revision, wanted)
	if err != nil {
		return err
	}
	isDecided := d.decide(slices.Collect(maps.Keys(wanted)))
	isRetitled := in.Title != nil && d.retitle(*in.Title)
	if !isDecided && !isRetitled && len(merged) == 0 {
		return nil
	}
	d.Revision++
	for _, path := range slices.Sorted(maps.Keys(merged)) {
		if err := d.put(tx, path, merged[path], in.By, in.At); err != nil {
			return err
		}
	}
	return d.keep(tx, in.At)
}

// wanted are the files that somebody wants, those to be as in force included.
func (d *Draft) wanted(in Edit) (map[string]*string, error) {
	out := map[string]*string{}
	for _, path := range in.Revert {
		out[path] = fileIn(d.base, path)
	}
	maps.Copy(out, in.Files)
	for _, path := range slices.Sorted(maps.Keys(out)) {
		if err := checkFile(path, out[path]); err != nil {
			return nil, err
		}
	}
	if in.Title != nil {
		return out, titled(*in.Title)
	}
	return out, nil
}

func (d *Draft) retitle(title string) bool {
	title = strings.TrimSpace(title)
	isNew := title != d.Title
	d.Title = title
	return isNew
}

// decide takes files off the list of those of which somebody has yet to decide.
func (d *Draft) decide(paths []string) bool {
	before := len(d.Clashes)
	d.Clashes = slices.DeleteFunc(d.Clashes, func(c Clash) bool { return slices.Contains(paths, c.Path) })
	return len(d.Clashes) < before
}

// meet brings wanted files together with what others have saved since, and gives
// those that differ from what the draft holds.
func (d *Draft) meet(tx core.App, since int64, wanted map[string]*string) (map[string]*string, error) {
	merged, crossing := map[string]*string{}, &Crossing{}
	for _, path := range slices.Sorted(maps.Keys(wanted)) {
		now := d.file(path)
		seen, known, err := d.seen(tx, path, since)
		if err != nil {
			return nil, err
		}
		text, places := meet(path, seen, wanted[path], now, known)
		if len(places) > 0 {
			last := d.Texts[path]
			crossing.Files = append(crossing.Files, Crossed{Path: path, Theirs: now, By: last.By, At: last.At, Places: places})
		} else if !sameText(text, now) {
			merged[path] = text
		}
	}
	if len(crossing.Files) > 0 {
		return nil, crossing
	}
	return merged, nil
}

// meet merges one file; places are where that cannot be done.
func meet(path string, seen, wanted, now *string, known bool) (*string, []string) {
	switch {
	case sameText(wanted, now):
		return now, nil
	case !known:
		return nil, []string{""}
	case sameText(seen, now):
		return wanted, nil
	}
	text, found := spec.Merge3(path, seen, wanted, now)
	return text, places(found)
}

// seen is a file as the draft had it at one of its revisions, if that is still
// known.
func (d *Draft) seen(tx core.App, path string, revision int64) (*string, bool, error) {
	if revision == d.Revision {
		return d.file(path), true, nil
	}
	t, known, err := store.DraftTextAt(tx, d.Id, path, revision)
	if err != nil || !known {
		return nil, false, err
	}
	if t != nil && t.Kind != store.DraftAsBase {
		return textOf(*t), true, nil
	}
	base, known := d.baseAt(revision)
	if !known || base.Number == d.Base().Number {
		return fileIn(d.base, path), known, nil
	}
	files, err := filesOf(tx, base)
	return fileIn(files, path), true, err
}

// baseAt is what the draft stood on at one of its revisions, if still known.
func (d *Draft) baseAt(revision int64) (store.DraftBase, bool) {
	for _, b := range slices.Backward(d.Bases) {
		if b.Since <= revision {
			return b, true
		}
	}
	return store.DraftBase{}, false
}

// Finish forgets a draft whose configuration is coming into force under a number,
// unless somebody has changed it since it was read.
func Finish(tx core.App, d *Draft, number int64) error {
	now, err := store.DraftOf(tx, d.Id)
	if err != nil {
		return err
	}
	if now == nil || now.Revision != d.Revision {
		return fault.New(fault.Conflict, "draft_moved_on", fault.Params{"draft": d.Title})
	}
	for pack, hash := range d.Upgrades {
		if err := store.SetOrigin(tx, pack, number, hash); err != nil {
			return err
		}
	}
	_, err = store.DropDraft(tx, d.Id)
	return err
}
