package engine

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"

	"kontora/internal/flow"
	"kontora/internal/model"
	"kontora/internal/rule"
	"kontora/internal/store"

	"github.com/pocketbase/pocketbase/core"
)

// sums are hashes of stored files by path. A stored file never changes under its
// name, so that what was read before a transaction holds in it.
type sums map[string]stored

type stored struct {
	sum  string
	size int64
}

// look reads the files of what would be signed, ahead of the transaction.
func (s sums) look(app core.App, would *flow.Signing) error {
	for _, f := range would.Covers {
		if f.Kind == model.Rows {
			for _, row := range would.Record.Rows[f.Key] {
				for _, col := range row.Type.Fields {
					if err := s.lookAt(app, row, row.Values[col.Key]); err != nil {
						return err
					}
				}
			}
		}
		if err := s.lookAt(app, would.Record, would.Record.Values[f.Key]); err != nil {
			return err
		}
	}
	return nil
}

func (s sums) lookAt(app core.App, owner *flow.Record, v any) error {
	switch x := v.(type) {
	case rule.Attachment:
		_, err := s.of(app, owner, x.Name)
		return err
	case []any:
		for _, item := range x {
			if err := s.lookAt(app, owner, item); err != nil {
				return err
			}
		}
	}
	return nil
}

// of is the hash of a stored file, by its bytes.
func (s sums) of(app core.App, owner *flow.Record, name string) (stored, error) {
	path := CollectionId(owner.Type) + "/" + owner.Id + "/" + name
	if known, ok := s[path]; ok {
		return known, nil
	}
	files, err := app.NewFilesystem()
	if err != nil {
		return stored{}, err
	}
	defer files.Close()
	r, err := files.GetReader(path)
	if err != nil {
		return stored{}, fmt.Errorf("read %s to sign it: %w", path, err)
	}
	defer r.Close()
	sum := sha256.New()
	n, err := io.Copy(sum, r)
	if err != nil {
		return stored{}, fmt.Errorf("read %s to sign it: %w", path, err)
	}
	s[path] = stored{hex.EncodeToString(sum.Sum(nil)), n}
	return s[path], nil
}

// content writes what is signed, with the files as they are stored.
func (e *Engine) content(app core.App, rec *flow.Record, known sums, c *flow.SignedContent) ([]byte, error) {
	c.File = func(owner *flow.Record, name string) (flow.Attached, error) {
		file, err := known.of(app, owner, name)
		if err != nil {
			return flow.Attached{}, err
		}
		at := store.FileName{Record: owner.Id, Name: name}
		told, err := store.Files(app, []store.FileName{at})
		if err != nil {
			return flow.Attached{}, err
		}
		title := name
		if f := told[at]; f != nil {
			title = f.Title
		}
		return flow.Attached{Name: title, Size: file.size, Sum: file.sum}, nil
	}
	return c.Write(rec)
}

// isGone reports that a file is not where it was stored.
func isGone(err error) bool { return errors.Is(err, fs.ErrNotExist) }
