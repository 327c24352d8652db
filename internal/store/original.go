package store

import (
	"fmt"

	"kontora/internal/spec"

	"github.com/pocketbase/pocketbase/core"
)

// KeepOriginal keeps the files of a pack as they came, and returns their hash.
func KeepOriginal(tx core.App, files map[string][]byte) (string, error) {
	hash := spec.FilesHash(files)
	packed, err := pack(files)
	if err != nil {
		return "", err
	}
	_, err = exec(tx, `INSERT INTO k_originals (hash, files) VALUES (?, ?) ON CONFLICT (hash) DO NOTHING`, hash, packed)
	return hash, err
}

// OriginalFiles are the files of a pack as they came; nil when they are not
// kept.
func OriginalFiles(app core.App, hash string) (map[string][]byte, error) {
	row, err := one(app, `SELECT files FROM k_originals WHERE hash = ?`, hash)
	if err != nil || row == nil {
		return nil, err
	}
	return unpack([]byte(text(row[0])))
}

// SetOrigin notes what a pack is made from since a configuration; "" is not
// known.
func SetOrigin(tx core.App, pack string, config int64, hash string) error {
	_, err := exec(tx, `INSERT INTO k_origins (pack, config, hash) VALUES (?, ?, ?) ON CONFLICT (pack, config) DO UPDATE SET hash = excluded.hash`, pack, config, hash)
	return err
}

// Origins tell what each pack was made from under a configuration: hashes of
// originals, those that are not known left out.
func Origins(app core.App, config int64) (map[string]string, error) {
	rows, err := query(app, `SELECT pack, hash FROM k_origins o WHERE config = (SELECT MAX(config) FROM k_origins WHERE pack = o.pack AND config <= ?)`, config)
	if err != nil {
		return nil, fmt.Errorf("read origins of packs: %w", err)
	}
	out := map[string]string{}
	for _, r := range rows {
		if hash := text(r[1]); hash != "" {
			out[text(r[0])] = hash
		}
	}
	return out, nil
}
