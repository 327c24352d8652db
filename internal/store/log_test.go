package store_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"kontora/internal/store"

	"github.com/pocketbase/pocketbase/core"
)

// What is in the log reaches the database while somebody is writing.
func TestTheLogIsCopiedBesideAWriter(t *testing.T) {
	app := open(t)
	file := filepath.Join(app.DataDir(), "data.db")
	size := func() int64 {
		info, err := os.Stat(file)
		if err != nil {
			t.Fatal(err)
		}
		return info.Size()
	}
	before := size()
	within(t, app, func(tx core.App) error {
		go store.CopyLog(t.Context(), app)
		for deadline := time.Now().Add(20 * time.Second); size() == before; time.Sleep(10 * time.Millisecond) {
			if time.Now().After(deadline) {
				t.Fatalf("%d bytes still", before)
			}
		}
		_, err := tx.NonconcurrentDB().NewQuery(`CREATE TABLE words (word TEXT)`).Execute()
		return err
	})
}
