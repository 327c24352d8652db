package api

import (
	"errors"
	"mime"
	"strings"
	"unicode"

	"kontora/internal/fault"
	"kontora/internal/store"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/filesystem"
)

// Bounds of what comes with one comment. docs/api.md and the composer of the
// interface say the same.
const (
	maxCommentFiles    = 10
	maxCommentFileSize = 20 << 20
	maxFileTitle       = 200 // characters
)

func checkCommentFiles(files []*filesystem.File) error {
	if len(files) > maxCommentFiles {
		return fault.New(fault.Limit, "too_many_files", fault.Params{"max": maxCommentFiles}).At("files")
	}
	for _, f := range files {
		if f.Size > maxCommentFileSize {
			return fault.New(fault.Limit, "file_too_big", fault.Params{"name": fileTitle(f), "max": maxCommentFileSize >> 20}).At("files")
		}
	}
	return nil
}

// fileTitle is the name under which a file came, fit to be shown.
func fileTitle(f *filesystem.File) string {
	printable := strings.Map(func(r rune) rune {
		if unicode.IsPrint(r) {
			return r
		}
		return -1
	}, f.OriginalName)
	if letters := []rune(printable); len(letters) > maxFileTitle {
		printable = string(letters[len(letters)-maxFileTitle:]) // the end tells what sort it is
	}
	if printable = strings.TrimSpace(printable); printable == "" {
		return f.Name
	}
	return printable
}

// withCommentFiles stores the files of a comment and then keeps the comment: no
// file is written within a transaction. What was not kept leaves no files.
func (a *asker) withCommentFiles(c *store.Comment, files []*filesystem.File, keep func() error) error {
	if len(files) == 0 {
		return keep()
	}
	storage, err := a.re.App.NewFilesystem()
	if err != nil {
		return err
	}
	defer storage.Close()
	folder := store.CommentFolder(c.Id)
	if err = storeCommentFiles(storage, folder, c, files); err == nil {
		err = keep()
	}
	if err != nil {
		return errors.Join(append(storage.DeletePrefix(folder+"/"), err)...)
	}
	return nil
}

func storeCommentFiles(storage *filesystem.System, folder string, c *store.Comment, files []*filesystem.File) error {
	for _, f := range files {
		path := folder + "/" + f.Name
		if err := storage.UploadFile(f, path); err != nil {
			return err
		}
		stored, err := storage.Attributes(path)
		if err != nil {
			return err
		}
		c.Files = append(c.Files, store.CommentFile{Name: f.Name, Title: fileTitle(f), Type: stored.ContentType, Size: f.Size})
	}
	return nil
}

// getCommentFile sends a file of a comment to whoever may read the record, or
// its thumb. A link carries a token, as with other files.
func (s *server) getCommentFile(re *core.RequestEvent) error {
	missing := fault.New(fault.Missing, "file_missing", nil)
	if !knowsAsker(re) {
		return missing
	}
	a, err := s.asker(re)
	if err != nil {
		return err
	}
	c, err := a.commentOf(re.Request.PathValue("comment"))
	if isMissing(err) {
		return missing
	}
	if err != nil {
		return err
	}
	name := re.Request.PathValue("file")
	for _, f := range c.Files {
		if f.Name == name {
			re.Response.Header().Set("Content-Disposition", disposition(f, re.Request.URL.Query().Get("download") != ""))
			return s.serveFile(re, store.CommentFolder(c.Id), f.Name, f.Title, missing)
		}
	}
	return missing
}

// commentOf is a comment of the record named in the path; missing when the asker
// may not see either.
func (a *asker) commentOf(id string) (*store.Comment, error) {
	rec, _, err := a.record()
	if err != nil {
		return nil, err
	}
	c, err := store.CommentOf(a.re.App, rec.Type, rec.Id, id)
	if err == nil && c == nil {
		err = fault.New(fault.Missing, "comment_missing", nil)
	}
	return c, err
}

// disposition lets the browser show pictures and papers, and has everything else
// saved under the name that it came with.
func disposition(f store.CommentFile, save bool) string {
	how := "attachment"
	if isPicture := strings.HasPrefix(f.Type, "image/") && !strings.Contains(f.Type, "svg"); !save && (isPicture || f.Type == "application/pdf") {
		how = "inline"
	}
	return mime.FormatMediaType(how, map[string]string{"filename": f.Title})
}
