package api

import (
	"bytes"
	"crypto/rand"
	"errors"
	"io"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"regexp"
	"strconv"
	"strings"

	"kontora/internal/fault"

	"github.com/pocketbase/pocketbase/core"
)

// hashed are names that carry a digest of their content: they never change.
var hashed = regexp.MustCompile(`^assets/.+-[A-Za-z0-9_-]{8,}\.[a-z0-9]+$`)

// encodings are the precompressed forms looked for beside a file, best first.
var encodings = []struct{ name, suffix string }{{"br", ".br"}, {"gzip", ".gz"}}

const indexPage = "index.html"

// static serves the browser application: its files, and its first page for any
// address that it knows itself. Addresses of the API and of PocketBase's
// dashboard are never answered with a page.
func (s *server) static() func(*core.RequestEvent) error {
	return func(re *core.RequestEvent) error {
		name := path.Clean(strings.TrimPrefix(re.Request.URL.Path, "/"))
		first, _, _ := strings.Cut(name, "/")
		if first == "api" || first == "_" {
			return fault.New(fault.Missing, "unknown_route", nil)
		}
		isPage := name == "." || name == indexPage
		if !isPage && !isFile(s.o.Dist, name) {
			if path.Ext(name) != "" {
				return fault.New(fault.Missing, "unknown_route", nil) // a file that is gone, not a page
			}
			isPage = true
		}
		if isPage {
			return s.servePage(re)
		}
		protect(re, "")
		return s.serveAsset(re, name)
	}
}

// servePage sends the first page with a nonce of its own.
func (s *server) servePage(re *core.RequestEvent) error {
	page, err := fs.ReadFile(s.o.Dist, indexPage)
	if errors.Is(err, fs.ErrNotExist) {
		return fault.New(fault.Missing, "unknown_route", nil)
	}
	if err != nil {
		return err
	}
	nonce := rand.Text()
	protect(re, nonce)
	h := re.Response.Header()
	h.Set("Cache-Control", "no-cache")
	return re.Blob(http.StatusOK, contentType(indexPage), bytes.ReplaceAll(page, []byte(noncePlace), []byte(nonce)))
}

func isFile(files fs.FS, name string) bool {
	info, err := fs.Stat(files, name)
	return err == nil && !info.IsDir()
}

func (s *server) serveAsset(re *core.RequestEvent, name string) error {
	h := re.Response.Header()
	h.Set("Content-Type", contentType(name))
	h.Set("Vary", "Accept-Encoding")
	if hashed.MatchString(name) {
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
	} else {
		h.Set("Cache-Control", "no-cache")
	}
	stored := name
	for _, e := range encodings {
		if accepts(re.Request, e.name) && isFile(s.o.Dist, name+e.suffix) {
			stored = name + e.suffix
			h.Set("Content-Encoding", e.name)
			break
		}
	}
	return s.sendFile(re, stored)
}

func (s *server) sendFile(re *core.RequestEvent, name string) error {
	f, err := s.o.Dist.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return fault.New(fault.Missing, "unknown_route", nil)
	}
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	re.Response.Header().Set("Content-Length", strconv.FormatInt(info.Size(), 10))
	re.Response.WriteHeader(http.StatusOK)
	if re.Request.Method == http.MethodHead {
		return nil
	}
	_, err = io.Copy(re.Response, f)
	return err
}

// accepts reads the Accept-Encoding header; a coding with q=0 is refused.
func accepts(r *http.Request, coding string) bool {
	for _, part := range strings.Split(r.Header.Get("Accept-Encoding"), ",") {
		name, q, _ := strings.Cut(strings.TrimSpace(part), ";")
		if strings.TrimSpace(name) == coding {
			return strings.ReplaceAll(q, " ", "") != "q=0"
		}
	}
	return false
}

// contentType does not depend on what the machine has installed.
func contentType(name string) string {
	switch ext := path.Ext(name); ext {
	case ".js", ".mjs":
		return "text/javascript; charset=utf-8"
	case ".webmanifest":
		return "application/manifest+json"
	case ".woff2":
		return "font/woff2"
	default:
		if t := mime.TypeByExtension(ext); t != "" {
			return t
		}
	}
	return "application/octet-stream"
}
