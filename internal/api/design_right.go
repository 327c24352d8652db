package api

import (
	"bytes"
	"maps"
	"slices"
	"strings"

	"kontora/internal/engine"
	"kontora/internal/fault"
	"kontora/internal/flow"
	"kontora/internal/spec"
	"kontora/internal/store"
)

// publishFiles puts a configuration in force for the asker, as far as it is
// theirs to change.
func (a *asker) publishFiles(p engine.Publishing) (answer, error) {
	if err := a.mayPublish(&p); err != nil {
		return nil, err
	}
	rev, found, err := a.e.Publish(p)
	return a.published(rev, found, err)
}

// installer refuses those who may not install packs.
func (a *asker) installer() error {
	if err := a.designer(designsPublishing); err != nil {
		return err
	}
	if !a.design().All {
		return fault.New(fault.Denied, "may_not_install", nil)
	}
	return nil
}

// mayPublish refuses what whoever designs some packs may not change: files of
// other packs, which packs there are, and who may design. What was compared with
// must then still be in force when it is published.
func (a *asker) mayPublish(p *engine.Publishing) error {
	design := a.design()
	if design.All {
		return nil
	}
	live, err := store.LastRevision(a.re.App)
	if err != nil {
		return err
	}
	if live == nil {
		return fault.New(fault.Denied, "may_not_install", nil)
	}
	if p.Base == "" {
		p.Base = live.Hash
	}
	return mayAll(design, live.Files, *p)
}

// mayAll judges a publication over what is in force for somebody who designs so much.
func mayAll(design flow.Design, was map[string][]byte, p engine.Publishing) error {
	if design.All {
		return nil
	}
	for _, path := range changed(was, p.Files) {
		if err := mayChange(design, path, was[path], p.Files[path]); err != nil {
			return err
		}
	}
	for _, key := range slices.Sorted(maps.Keys(p.Moves)) {
		if pack, _, _ := strings.Cut(key, "/"); !design.May(pack) {
			return notYourPack(pack)
		}
	}
	return nil
}

func notYourPack(pack string) error {
	return fault.New(fault.Denied, "may_not_design_pack", fault.Params{"pack": pack})
}

// changed lists the files in which two configurations differ.
func changed(was, now map[string][]byte) []string {
	var paths []string
	for path, data := range now {
		if before, is := was[path]; !is || !bytes.Equal(before, data) {
			paths = append(paths, path)
		}
	}
	for path := range was {
		if _, stays := now[path]; !stays {
			paths = append(paths, path)
		}
	}
	slices.Sort(paths)
	return paths
}

// mayChange judges one file. nil is none.
func mayChange(design flow.Design, path string, was, now []byte) error {
	pack := spec.Pos{File: path}.Pack()
	if pack == "" || !design.May(pack) {
		return notYourPack(pack)
	}
	if path == "schemas/"+pack+"/pack.json" {
		if was == nil || now == nil {
			return fault.New(fault.Denied, "may_not_install", nil)
		}
		if !spec.SameDesigners(was, now) {
			return fault.New(fault.Denied, "may_not_give_design", fault.Params{"pack": pack})
		}
	}
	for _, text := range [][]byte{was, now} {
		if other := spec.Augmented(path, text); other != "" && !design.May(other) {
			return notYourPack(other)
		}
	}
	return nil
}
