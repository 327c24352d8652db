package api

import (
	"context"
	"fmt"
	"image"
	"slices"
	"time"

	"kontora/internal/store"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/filesystem"
)

// pictures are the sorts of files that PocketBase makes thumbs of.
var pictures = []string{"image/png", "image/jpg", "image/jpeg", "image/gif", "image/webp"}

// maxPixels bounds the picture that a thumb is made of: a small file may unpack
// to gigabytes.
const maxPixels = 50 << 20

// thumbPatience is how long a request waits for its turn to make a thumb.
const thumbPatience = time.Minute

// thumb finds the small form of a picture, made when it is asked for first, and
// kept beside the original; PocketBase deletes both together. Whatever else is
// asked for is the original, as PocketBase answers.
func (s *server) thumb(re *core.RequestEvent, files *filesystem.System, folder, name string) (path, served string) {
	original := folder + "/" + name
	size := re.Request.URL.Query().Get("thumb")
	if !slices.Contains(store.Thumbs, size) {
		return original, name
	}
	about, err := files.Attributes(original)
	if err != nil || !slices.Contains(pictures, about.ContentType) {
		return original, name
	}
	served = size + "_" + name
	path = folder + "/thumbs_" + name + "/" + served
	if err := s.makeThumb(re.Request.Context(), files, original, path, size); err != nil {
		re.App.Logger().Warn("thumb", "path", path, "error", err)
		return original, name
	}
	return path, served
}

// makeThumb makes one thumb at a time: unpacked pictures are what fills memory.
func (s *server) makeThumb(ctx context.Context, files *filesystem.System, original, path, size string) error {
	if made, err := files.Exists(path); err != nil || made {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, thumbPatience)
	defer cancel()
	select {
	case s.thumbs <- struct{}{}:
		defer func() { <-s.thumbs }()
	case <-ctx.Done():
		return ctx.Err()
	}
	if made, err := files.Exists(path); err != nil || made { // by who was before
		return err
	}
	r, err := files.GetReader(original)
	if err != nil {
		return err
	}
	about, _, err := image.DecodeConfig(r)
	r.Close()
	switch {
	case err != nil:
		return err
	case about.Width < 1 || about.Height < 1 || about.Width > maxPixels/about.Height:
		return fmt.Errorf("a picture of %d × %d", about.Width, about.Height)
	}
	return files.CreateThumb(original, path, size)
}
