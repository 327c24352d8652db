package engine

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"

	"kontora/internal/model"
	"kontora/internal/store"

	"github.com/gabriel-vasile/mimetype"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/filesystem"
	"github.com/pocketbase/pocketbase/tools/hook"
)

// bindVersions keeps replaced files of fields that keep versions.
func (e *Engine) bindVersions() {
	e.app.OnRecordAfterUpdateSuccess().Bind(&hook.Handler[*core.RecordEvent]{Id: "kontoraVersions", Priority: outermost, Func: func(ev *core.RecordEvent) error {
		if t := e.managed(ev.Record.Collection()); t != nil {
			store.SpareVersions(t, ev.Record)
		}
		return ev.Next()
	}})
}

// contentsOf looks at uploads for fields that keep versions, by stored names. It
// reads whole files, so it comes before the transaction.
func contentsOf(t *model.Type, uploads func(field string) []*filesystem.File) (map[string]store.Content, error) {
	found := map[string]store.Content{}
	if t == nil {
		return found, nil
	}
	for _, f := range t.Fields {
		if !f.KeepsVersions() {
			continue
		}
		for _, u := range uploads(f.Key) {
			is, err := contentOf(u)
			if err != nil {
				return nil, fmt.Errorf("read %s: %w", u.Name, err)
			}
			found[u.Name] = is
		}
	}
	return found, nil
}

func contentOf(u *filesystem.File) (store.Content, error) {
	r, err := u.Reader.Open()
	if err != nil {
		return store.Content{}, err
	}
	defer r.Close()
	kind, err := mimetype.DetectReader(r)
	if err != nil {
		return store.Content{}, err
	}
	if _, err := r.Seek(0, io.SeekStart); err != nil {
		return store.Content{}, err
	}
	sum := sha256.New()
	if _, err := io.Copy(sum, r); err != nil {
		return store.Content{}, err
	}
	return store.Content{Sha256: hex.EncodeToString(sum.Sum(nil)), Type: kind.String()}, nil
}
