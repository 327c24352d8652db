package api

import (
	"io"
	"net/http"

	"kontora/internal/designer"
	"kontora/internal/fault"

	"github.com/pocketbase/pocketbase/core"
)

// getPacks lists the packs that are installed or come with the program.
func getPacks(a *asker) (answer, error) {
	if err := a.designer(designsReading); err != nil {
		return nil, err
	}
	list, err := designer.Packs(a.re.App, a.o.Packs)
	return map[string]any{"items": list}, err
}

// updatePack begins a draft that brings a pack to the one that comes with the
// program.
func updatePack(a *asker) (answer, error) {
	return a.packDraft(func(tx core.App, pack designer.Pack) (*designer.Draft, error) {
		version := ""
		if pack.Shipped != nil {
			version = *pack.Shipped
		}
		title := a.packTitle("builtin.draft_update", pack, version)
		return designer.UpdatePack(tx, a.o.Packs, pack.Key, title, a.author(), a.now)
	})
}

// removePack begins a draft without a pack.
func removePack(a *asker) (answer, error) {
	return a.packDraft(func(tx core.App, pack designer.Pack) (*designer.Draft, error) {
		return designer.RemovePack(tx, pack.Key, a.packTitle("builtin.draft_remove", pack, ""), a.author(), a.now)
	})
}

func (a *asker) packTitle(key string, pack designer.Pack, version string) string {
	title, _ := a.server.words.text(a.lang, key, map[string]any{"pack": pack.Title, "version": version})
	return title
}

// uploadPack begins a draft with the pack of the archive that the body is.
func uploadPack(a *asker) (answer, error) {
	if err := a.designer(designsPublishing); err != nil {
		return nil, err
	}
	data, err := io.ReadAll(http.MaxBytesReader(a.re.Response, a.re.Request.Body, designer.MaxPackArchive))
	if err != nil {
		return nil, fault.New(fault.Invalid, "pack_archive_too_large", fault.Params{"max": designer.MaxPackArchive >> 20})
	}
	archive, err := designer.ReadPack(data)
	if err != nil {
		return nil, err
	}
	title := a.packTitle("builtin.draft_upload", designer.Pack{Title: archive.Title}, "")
	return a.begun(func(tx core.App) (*designer.Draft, error) {
		return designer.AdoptPack(tx, archive, title, a.author(), a.now)
	})
}

// packDraft begins a draft about the pack that the body names.
func (a *asker) packDraft(begin func(tx core.App, pack designer.Pack) (*designer.Draft, error)) (answer, error) {
	if err := a.designer(designsPublishing); err != nil {
		return nil, err
	}
	var in struct {
		Pack string `json:"pack"`
	}
	if err := a.body(&in); err != nil {
		return nil, err
	}
	list, err := designer.Packs(a.re.App, a.o.Packs)
	if err != nil {
		return nil, err
	}
	for _, pack := range list {
		if pack.Key == in.Pack {
			return a.begun(func(tx core.App) (*designer.Draft, error) { return begin(tx, pack) })
		}
	}
	return nil, fault.New(fault.Missing, "unknown_pack", fault.Params{"pack": in.Pack}).At("pack")
}

// begun makes a draft in one transaction and answers with it.
func (a *asker) begun(begin func(tx core.App) (*designer.Draft, error)) (answer, error) {
	var d *designer.Draft
	err := a.re.App.RunInTransaction(func(tx core.App) (err error) {
		d, err = begin(tx)
		return err
	})
	return a.draftSaved(d, err)
}
