package engine

import (
	"mime"
	"path/filepath"
	"slices"
	"strings"

	"kontora/internal/fault"
	"kontora/internal/model"

	"github.com/gabriel-vasile/mimetype"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/filesystem"
	"github.com/pocketbase/pocketbase/tools/hook"
)

// bindFiles checks uploads in the one place that all ways of saving go through.
func (e *Engine) bindFiles() {
	e.app.OnRecordValidate().Bind(&hook.Handler[*core.RecordEvent]{Id: "kontoraFiles", Priority: innermost, Func: e.checkFiles})
}

// checkFiles refuses uploads that are empty, or of a kind that the field does not
// take by what is in them and by what they are called.
func (e *Engine) checkFiles(ev *core.RecordEvent) error {
	t := e.managed(ev.Record.Collection())
	if t == nil {
		return ev.Next()
	}
	var wrong []*fault.Fault
	for _, f := range t.Fields {
		if f.Kind != model.File {
			continue
		}
		for _, upload := range ev.Record.GetUnsavedFiles(f.Key) {
			fl, err := wrongFile(f, upload)
			if err != nil {
				return err
			}
			if fl != nil {
				wrong = append(wrong, fl.At(f.Key))
			}
		}
	}
	if f := fault.Join(wrong); f != nil {
		return f
	}
	return ev.Next()
}

func wrongFile(f *model.Field, upload *filesystem.File) (*fault.Fault, error) {
	if upload.Size == 0 {
		return fault.New(fault.Invalid, "file_empty", fault.Params{"name": upload.OriginalName}), nil
	}
	if f.Files == nil || len(f.Files.Accept) == 0 {
		return nil, nil
	}
	r, err := upload.Reader.Open()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	found, err := mimetype.DetectReader(r)
	if err != nil {
		return nil, err
	}
	if isAccepted(f.Files.Accept, found, upload.OriginalName) {
		return nil, nil
	}
	return fault.New(fault.Invalid, "file_kind", fault.Params{"name": upload.OriginalName, "accept": strings.Join(f.Files.Accept, ", ")}), nil
}

// isAccepted reports whether one pattern fits both the name and the content.
func isAccepted(accept []string, content *mimetype.MIME, name string) bool {
	named := kindByName(name)
	return slices.ContainsFunc(accept, func(pattern string) bool {
		return fits(pattern, named) && (contains(pattern, content) || content.Is("application/octet-stream") && mimetype.Lookup(pattern) == nil && !strings.HasSuffix(pattern, "/*"))
	})
}

// contains reports whether content is of a kind, or of one that is told apart from
// it only by its name: a table in a text file is plain text to whoever looks.
func contains(pattern string, content *mimetype.MIME) bool {
	for at := content; at != nil; at = at.Parent() {
		if kind, _, _ := strings.Cut(at.String(), ";"); kind != "application/octet-stream" && fits(pattern, kind) {
			return true
		}
	}
	wanted := mimetype.Lookup(pattern)
	for at := wanted; at != nil && !at.Is("application/octet-stream"); at = at.Parent() {
		if content.Is(at.String()) && content.Is("text/plain") {
			return true
		}
	}
	return false
}

func fits(pattern, kind string) bool {
	if family, isFamily := strings.CutSuffix(pattern, "*"); isFamily {
		return strings.HasPrefix(kind, family)
	}
	return pattern == kind
}

// kindByName is the kind that a name promises. The common ones are fixed here:
// what the system knows differs from one machine to another.
func kindByName(name string) string {
	ext := strings.ToLower(filepath.Ext(name))
	if kind := kinds[ext]; kind != "" {
		return kind
	}
	kind, _, _ := strings.Cut(mime.TypeByExtension(ext), ";")
	return kind
}

var kinds = map[string]string{
	".pdf": "application/pdf", ".doc": "application/msword", ".xls": "application/vnd.ms-excel", ".ppt": "application/vnd.ms-powerpoint",
	".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
	".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
	".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
	".odt":  "application/vnd.oasis.opendocument.text", ".ods": "application/vnd.oasis.opendocument.spreadsheet",
	".rtf": "text/rtf", ".txt": "text/plain", ".csv": "text/csv", ".xml": "text/xml", ".json": "application/json", ".html": "text/html",
	".zip": "application/zip", ".rar": "application/x-rar-compressed", ".7z": "application/x-7z-compressed",
	".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".png": "image/png", ".gif": "image/gif", ".webp": "image/webp", ".heic": "image/heic",
	".heif": "image/heif", ".avif": "image/avif", ".bmp": "image/bmp", ".tif": "image/tiff", ".tiff": "image/tiff", ".svg": "image/svg+xml",
	".mp3": "audio/mpeg", ".wav": "audio/wav", ".mp4": "video/mp4", ".mov": "video/quicktime", ".webm": "video/webm",
	".p7s": "application/pkcs7-signature", ".eml": "message/rfc822",
}
