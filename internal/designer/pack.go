package designer

import (
	"maps"
	"slices"
	"time"

	"kontora/internal/fault"
	"kontora/internal/spec"
	"kontora/internal/store"

	"github.com/pocketbase/pocketbase/core"
)

// Pack is a pack that is installed, or could be.
type Pack struct {
	Key       string   `json:"key"`
	Title     string   `json:"title"`
	Installed *string  `json:"installed"` // its version; nil: it is not installed
	Version   *string  `json:"version"`   // the same
	Shipped   *string  `json:"shipped"`   // version that comes with the program; nil: it comes from elsewhere
	Update    bool     `json:"update"`    // another one has come than it was made from
	Changed   bool     `json:"changed_here"`
	Known     bool     `json:"original_known"` // what it was made from is kept, or comes with the program
	Requires  []string `json:"requires"`
}

// packs are the configuration in force and the one that comes with the program,
// looked at pack by pack.
type packs struct {
	number  int64
	live    *spec.Bundle
	shipped *spec.Bundle
	origins map[string]string
}

func readPacks(app core.App, shipped *spec.Bundle) (*packs, error) {
	last, err := store.LastRevision(app)
	if err != nil {
		return nil, err
	}
	if last == nil {
		last = &store.Revision{}
	}
	p := &packs{number: last.Number, shipped: shipped}
	p.live, _ = spec.LoadFiles(last.Files)
	if p.shipped == nil {
		p.shipped = &spec.Bundle{}
	}
	p.origins, err = store.Origins(app, last.Number)
	return p, err
}

// Packs lists the packs that come with the program and those installed.
func Packs(app core.App, shipped *spec.Bundle) ([]Pack, error) {
	p, err := readPacks(app, shipped)
	if err != nil {
		return nil, err
	}
	list := []Pack{}
	for _, s := range p.shipped.Packs {
		list = append(list, p.state(s.Key))
	}
	for _, l := range p.live.Packs {
		if p.shipped.Pack(l.Key) == nil {
			list = append(list, p.state(l.Key))
		}
	}
	return list, nil
}

func (p *packs) state(key string) Pack {
	out := Pack{Key: key}
	for _, pack := range []*spec.Pack{p.shipped.Pack(key), p.live.Pack(key)} {
		if pack != nil { // what is installed says its own name
			out.Title, out.Requires = pack.File.Title, append([]string{}, pack.File.Requires.Keys()...)
		}
	}
	if s := p.shipped.Pack(key); s != nil {
		out.Shipped = &s.File.Version
	}
	l := p.live.Pack(key)
	if l == nil {
		return out
	}
	out.Installed, out.Version = &l.File.Version, &l.File.Version
	mine, ships := spec.FilesHash(p.mine(key)), spec.FilesHash(p.ships(key))
	origin := p.origin(key)
	out.Known = origin != ""
	switch {
	case out.Shipped != nil && mine == ships:
	case out.Known:
		out.Update, out.Changed = out.Shipped != nil && origin != ships, mine != origin
	case out.Shipped != nil:
		out.Update, out.Changed = true, true
	}
	return out
}

func (p *packs) mine(key string) map[string][]byte  { return spec.PackFiles(p.live.Files, key) }
func (p *packs) ships(key string) map[string][]byte { return spec.PackFiles(p.shipped.Files, key) }

// origin is the hash of what a pack was made from; "" when nobody knows.
func (p *packs) origin(key string) string {
	ships := p.ships(key)
	if hash := spec.FilesHash(ships); len(ships) > 0 && hash == spec.FilesHash(p.mine(key)) {
		return hash
	}
	return p.origins[key]
}

// NoteOrigins remembers of packs that are as they come with the program that they
// were made from that, however they got here.
func NoteOrigins(app core.App, shipped *spec.Bundle) error {
	p, err := readPacks(app, shipped)
	if err != nil {
		return err
	}
	for _, l := range p.live.Packs {
		ships := p.ships(l.Key)
		hash := spec.FilesHash(ships)
		if len(ships) == 0 || hash != spec.FilesHash(p.mine(l.Key)) || p.origins[l.Key] == hash {
			continue
		}
		err := app.RunInTransaction(func(tx core.App) error {
			if _, err := store.KeepOriginal(tx, ships); err != nil {
				return err
			}
			return store.SetOrigin(tx, l.Key, p.number, hash)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// RestoreOrigins says of a configuration that is one of the past again that its
// packs are made from what they were then.
func RestoreOrigins(tx core.App, past, now int64) error {
	then, err := store.Origins(tx, past)
	if err != nil {
		return err
	}
	before, err := store.Origins(tx, now)
	if err != nil {
		return err
	}
	keys := maps.Clone(before)
	maps.Copy(keys, then)
	for key := range keys {
		if then[key] == before[key] {
			continue
		}
		if err := store.SetOrigin(tx, key, now, then[key]); err != nil {
			return err
		}
	}
	return nil
}

// UpdatePack begins a draft that brings a pack to the one that comes with the
// program: what was changed here stays, and where both changed the same, the
// draft says so and waits for a decision. Of a pack of which nobody knows what it
// was made from, every difference is such a place.
func UpdatePack(tx core.App, shipped *spec.Bundle, key, title, by string, at time.Time) (*Draft, error) {
	p, err := readPacks(tx, shipped)
	if err != nil {
		return nil, err
	}
	if err := p.updatable(key); err != nil {
		return nil, err
	}
	var base map[string][]byte
	if hash := p.origin(key); hash != "" {
		if base, err = store.OriginalFiles(tx, hash); err != nil {
			return nil, err
		}
	}
	d, err := NewDraft(tx, title, by, at)
	if err != nil {
		return nil, err
	}
	texts, clashes := p.upgrade(key, base)
	d.Clashes = clashes
	hash, err := store.KeepOriginal(tx, p.ships(key))
	if err != nil {
		return nil, err
	}
	d.Upgrades = map[string]string{key: hash}
	return d, d.fill(tx, texts, by, at)
}

func (p *packs) updatable(key string) error {
	state := p.state(key)
	switch {
	case state.Shipped == nil:
		return fault.New(fault.Missing, "unknown_pack", fault.Params{"pack": key}).At("pack")
	case state.Installed == nil:
		return fault.New(fault.Invalid, "pack_not_installed", fault.Params{"pack": key}).At("pack")
	case !state.Update:
		return fault.New(fault.Invalid, "pack_up_to_date", fault.Params{"pack": key}).At("pack")
	}
	return nil
}

// upgrade merges a pack with the one that has come; base is nil where it is not
// known what it was made from.
func (p *packs) upgrade(key string, base map[string][]byte) (map[string]*string, []Clash) {
	mine, ships := p.mine(key), p.ships(key)
	all := maps.Clone(ships)
	maps.Copy(all, mine)
	maps.Copy(all, base)
	texts, clashes := map[string]*string{}, []Clash{}
	for _, path := range slices.Sorted(maps.Keys(all)) {
		was, ours, theirs := fileIn(base, path), fileIn(mine, path), fileIn(ships, path)
		merged, found := spec.Merge3(path, was, ours, theirs)
		at := places(found)
		if base == nil && !spec.SameFile(path, ours, theirs) {
			merged, at = ours, []string{""}
		}
		if len(at) > 0 {
			clashes = append(clashes, Clash{Path: path, Base: was, Ours: ours, Theirs: theirs, Merged: merged, Places: at})
		}
		if !sameText(merged, ours) {
			texts[path] = merged
		}
	}
	return texts, clashes
}

// RemovePack begins a draft without the files of a pack.
func RemovePack(tx core.App, key, title, by string, at time.Time) (*Draft, error) {
	p, err := readPacks(tx, nil)
	if err != nil {
		return nil, err
	}
	if p.live.Pack(key) == nil {
		return nil, fault.New(fault.Invalid, "pack_not_installed", fault.Params{"pack": key}).At("pack")
	}
	d, err := NewDraft(tx, title, by, at)
	if err != nil {
		return nil, err
	}
	texts := map[string]*string{}
	for path := range d.base {
		if (spec.Pos{File: path}).Pack() == key {
			texts[path] = nil
		}
	}
	return d, d.fill(tx, texts, by, at)
}

// fill writes files into a draft that has just begun.
func (d *Draft) fill(tx core.App, texts map[string]*string, by string, at time.Time) error {
	d.Revision++
	for _, path := range slices.Sorted(maps.Keys(texts)) {
		if err := d.put(tx, path, texts[path], by, at); err != nil {
			return err
		}
	}
	return d.keep(tx, at)
}
