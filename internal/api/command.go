package api

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"maps"
	"net/http"
	"slices"
	"strings"
	"unicode/utf8"

	"kontora/internal/fault"
	"kontora/internal/flow"
	"kontora/internal/model"
	"kontora/internal/rule"

	"github.com/pocketbase/pocketbase/tools/filesystem"
	"github.com/pocketbase/pocketbase/tools/router"
)

// commandRequest is the body of a command; with files it is the part "json".
type commandRequest struct {
	Fields     map[string]any `json:"fields"`
	Comment    string         `json:"comment"`
	Transition string         `json:"transition"`
	Revision   *int64         `json:"revision"`
	Force      bool           `json:"force"`
	ballotRequest
}

// maxReason bounds a reason, which is kept in the history, in characters.
const maxReason = 5_000

func tooLong(max, is int, field string) error {
	return fault.New(fault.Invalid, "too_long", fault.Params{"max": max, "is": is}).At(field)
}

// maxParts is the memory that a multipart body may take before it goes to disk.
const maxParts = 8 << 20

// read takes in a command and its uploads, and the digest by which a repeated
// request is recognised.
func (a *asker) read(t *model.Type) (in commandRequest, files uploads, digest string, err error) {
	files, digest, err = a.readWithFiles(&in, func(name string) bool {
		f := t.Field(name)
		return f != nil && f.Kind == model.File
	})
	if n := utf8.RuneCountInString(in.Comment); err == nil && n > maxReason {
		err = tooLong(maxReason, n, "comment")
	}
	return in, files, digest, err
}

// uploads are the files of a request by the names of their parts.
type uploads = map[string][]*filesystem.File

// readWithFiles takes in a body: JSON alone, or JSON in the part "json" with
// files beside it in parts that take them.
func (a *asker) readWithFiles(in any, takes func(part string) bool) (files uploads, digest string, err error) {
	sum := sha256.New()
	fmt.Fprintln(sum, a.re.Request.Method, a.re.Request.URL.Path)
	if !strings.HasPrefix(a.re.Request.Header.Get("Content-Type"), "multipart/form-data") {
		err = decode(io.TeeReader(a.re.Request.Body, sum), in)
		return nil, hex.EncodeToString(sum.Sum(nil)), err
	}
	if err := a.re.Request.ParseMultipartForm(maxParts); err != nil {
		var tooBig *router.ApiError
		if errors.As(err, &tooBig) {
			return nil, "", err
		}
		return nil, "", fault.New(fault.Invalid, "not_multipart", nil)
	}
	text := a.re.Request.FormValue("json")
	fmt.Fprint(sum, text)
	if err := decode(strings.NewReader(text), in); err != nil {
		return nil, "", err
	}
	files, err = a.uploads(takes, sum)
	return files, hex.EncodeToString(sum.Sum(nil)), err
}

// uploads reads the file parts.
func (a *asker) uploads(takes func(part string) bool, sum hash.Hash) (uploads, error) {
	files := uploads{}
	for _, name := range slices.Sorted(maps.Keys(a.re.Request.MultipartForm.File)) {
		if !takes(name) {
			return nil, fault.New(fault.Invalid, "not_a_file_field", fault.Params{"name": name}).At(name)
		}
		found, err := a.re.FindUploadedFiles(name)
		if err != nil && !errors.Is(err, http.ErrMissingFile) {
			return nil, err
		}
		files[name] = found
		for _, f := range found {
			fmt.Fprintln(sum, name, f.OriginalName, f.Size)
			if err := addContent(sum, f); err != nil {
				return nil, err
			}
		}
	}
	return files, nil
}

func addContent(sum hash.Hash, f *filesystem.File) error {
	r, err := f.Reader.Open()
	if err != nil {
		return err
	}
	defer r.Close()
	_, err = io.Copy(sum, r)
	return err
}

// fields reads the values of a command; uploads join the files that the body
// keeps, or those stored when it says nothing. wrong are the values that could
// not be read.
func (a *asker) fields(t *model.Type, id string, in commandRequest, files uploads) (fields map[string]any, wrong []*fault.Fault, err error) {
	raw := map[string]any{}
	for key, v := range in.Fields {
		raw[key] = v
	}
	for key, uploads := range files {
		f := t.Field(key)
		if !f.Many {
			raw[key] = attachment(uploads[len(uploads)-1])
			continue
		}
		kept, err := a.keptFiles(t, id, f, raw)
		if err != nil {
			return nil, nil, err
		}
		for _, u := range uploads {
			kept = append(kept, attachment(u))
		}
		raw[key] = kept
	}
	fields, wrong = flow.ReadFields(t, raw)
	return fields, wrong, nil
}

func (a *asker) keptFiles(t *model.Type, id string, f *model.Field, raw map[string]any) ([]any, error) {
	if v, named := raw[f.Key]; named || id == "" {
		kept, _ := v.([]any)
		return kept, nil
	}
	rec, rights, err := a.load(t, id)
	if err != nil || !rights.Reads(f) {
		return nil, err
	}
	kept, _ := rec.Values[f.Key].([]any)
	return append([]any(nil), kept...), nil
}

func attachment(f *filesystem.File) rule.Attachment {
	return rule.Attachment{Name: f.Name, Size: f.Size}
}

// jsonText writes a value so that two can be compared.
func jsonText(v any) string {
	data, err := json.Marshal(v)
	if err != nil {
		return ""
	}
	return string(data)
}
