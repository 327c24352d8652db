package engine

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"maps"
	"mime/multipart"
	"net/http"
	"slices"

	"kontora/internal/flow"
	"kontora/internal/model"

	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/core"
)

// errAnswered ends a save that is not to happen: its key was answered by another
// request meanwhile, or another system has sent its record before.
var errAnswered = errors.New("the request was answered before")

// onceOf reads the Idempotency-Key of a request to PocketBase's own routes, and
// the digest by which its repetition is known.
func onceOf(ev *core.RecordRequestEvent, actor flow.Actor, body map[string]any) (Input, error) {
	in := Input{Command: flow.Command{Actor: actor}, Key: ev.Request.Header.Get("Idempotency-Key")}
	if in.Key == "" {
		return in, nil
	}
	sum := sha256.New()
	fmt.Fprintln(sum, ev.Request.Method, ev.Collection.Name, ev.Record.Original().Id)
	if err := json.NewEncoder(sum).Encode(body); err != nil {
		return in, err
	}
	if form := ev.Request.MultipartForm; form != nil {
		for _, name := range slices.Sorted(maps.Keys(form.File)) {
			for _, f := range form.File[name] {
				fmt.Fprintln(sum, name, f.Filename, f.Size)
				if err := addPart(sum, f); err != nil {
					return in, err
				}
			}
		}
	}
	in.Digest = hex.EncodeToString(sum.Sum(nil))
	return in, nil
}

func addPart(sum hash.Hash, f *multipart.FileHeader) error {
	r, err := f.Open()
	if err != nil {
		return err
	}
	defer r.Close()
	_, err = io.Copy(sum, r)
	return err
}

// notYet looks again, in the transaction that writes, whether the key of a
// request was answered.
func (e *Engine) notYet(tx core.App, s *seat) error {
	known, err := e.Answered(tx, s.once)
	if err == nil && known != nil {
		s.answered, err = known, errAnswered
	}
	return err
}

// replay answers with the record that the key made or changed, or that was sent
// before, as its reader sees it now.
func (e *Engine) replay(ev *core.RecordRequestEvent, t *model.Type, actor flow.Actor, known *Outcome, err error) error {
	if err != nil {
		return err
	}
	known.Mark(ev.Response.Header())
	if ev.Request.Method == http.MethodDelete {
		return ev.NoContent(http.StatusNoContent)
	}
	if !actor.Super {
		if err := e.mayRead(ev.RequestEvent, t.Slug, known.Id, notThere(ev)); err != nil {
			return err
		}
	}
	rec, err := ev.App.FindRecordById(ev.Collection, known.Id)
	if err != nil {
		return err
	}
	if err := apis.EnrichRecord(ev.RequestEvent, rec); err != nil {
		return err
	}
	return ev.JSON(http.StatusOK, rec)
}
