package api

import (
	"archive/zip"
	"maps"
	"net/http"
	"slices"
	"time"

	"kontora/internal/fault"
	"kontora/internal/spec"
	"kontora/internal/store"
)

// exportConfig sends the configuration in force as an archive of its files, the
// same bytes each time; with ?pack= only those of one pack, for another
// installation to take.
func exportConfig(a *asker) (answer, error) {
	if err := a.designer(designsReading); err != nil {
		return nil, err
	}
	rev, err := store.LastRevision(a.re.App)
	if err != nil || rev == nil {
		return nil, err
	}
	at, err := store.ParseInstant(rev.At)
	if err != nil {
		return nil, err
	}
	files, name := rev.Files, "kontora-"+rev.Hash[:min(len(rev.Hash), 12)]
	if pack := a.query("pack"); pack != "" {
		files, name = filesOf(files, pack), pack
		if len(files) == 0 {
			return nil, fault.New(fault.Missing, "unknown_pack", fault.Params{"pack": pack})
		}
	}
	h := a.re.Response.Header()
	h.Set("Content-Type", "application/zip")
	h.Set("Content-Disposition", `attachment; filename="`+name+`.zip"`)
	a.re.Response.WriteHeader(http.StatusOK)
	return nil, writeZip(zip.NewWriter(a.re.Response), files, at)
}

// filesOf are the files of one pack.
func filesOf(files map[string][]byte, pack string) map[string][]byte {
	own := map[string][]byte{}
	for path, data := range files {
		if (spec.Pos{File: path}).Pack() == pack {
			own[path] = data
		}
	}
	return own
}

func writeZip(z *zip.Writer, files map[string][]byte, at time.Time) error {
	for _, path := range slices.Sorted(maps.Keys(files)) {
		w, err := z.CreateHeader(&zip.FileHeader{Name: path, Method: zip.Deflate, Modified: at.UTC()})
		if err != nil {
			return err
		}
		if _, err := w.Write(files[path]); err != nil {
			return err
		}
	}
	return z.Close()
}
