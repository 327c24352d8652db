package designer

import (
	"archive/zip"
	"bytes"
	"io"
	"time"

	"kontora/internal/fault"
	"kontora/internal/spec"

	"github.com/pocketbase/pocketbase/core"
)

// MaxPackArchive bounds the archive of a pack, and what it holds, in bytes.
const MaxPackArchive = MaxDraft

// PackArchive is a pack as one file that another installation takes: a zip of its
// folders schemas/<pack> and rules/<pack>.
type PackArchive struct {
	Key   string
	Title string
	Files map[string][]byte
}

// ReadPack reads the archive of one pack. Whether the pack compiles is not
// asked: the draft says.
func ReadPack(data []byte) (*PackArchive, error) {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, notPack("zip")
	}
	p := &PackArchive{Files: map[string][]byte{}}
	left := int64(MaxPackArchive)
	for _, f := range z.File {
		if f.FileInfo().IsDir() {
			continue
		}
		text, err := unpack(f, left)
		if err != nil {
			return nil, err
		}
		left -= int64(len(text))
		p.Files[f.Name] = text
	}
	b, _ := spec.LoadFiles(p.Files)
	if len(b.Packs) != 1 {
		return nil, notPack("pack.json")
	}
	p.Key, p.Title = b.Packs[0].Key, b.Packs[0].File.Title
	for path := range p.Files {
		if (spec.Pos{File: path}).Pack() != p.Key {
			return nil, notPack(path)
		}
	}
	return p, nil
}

func unpack(f *zip.File, left int64) ([]byte, error) {
	r, err := f.Open()
	if err != nil {
		return nil, notPack(f.Name)
	}
	defer r.Close()
	text, err := io.ReadAll(io.LimitReader(r, left+1))
	if err != nil {
		return nil, notPack(f.Name)
	}
	if int64(len(text)) > left {
		return nil, fault.New(fault.Invalid, "pack_archive_too_large", fault.Params{"max": MaxPackArchive >> 20})
	}
	return text, nil
}

// notPack names the part of an archive that keeps it from being a pack.
func notPack(at string) error {
	return fault.New(fault.Invalid, "not_a_pack_archive", fault.Params{"at": at})
}

// AdoptPack begins a draft in which a pack is what its archive says: files that
// it does not have are gone.
func AdoptPack(tx core.App, p *PackArchive, title, by string, at time.Time) (*Draft, error) {
	d, err := NewDraft(tx, title, by, at)
	if err != nil {
		return nil, err
	}
	texts := map[string]*string{}
	for path := range d.base {
		if (spec.Pos{File: path}).Pack() == p.Key {
			texts[path] = nil
		}
	}
	for path, data := range p.Files {
		if text := string(data); !bytes.Equal(d.base[path], data) {
			texts[path] = &text
		} else {
			delete(texts, path)
		}
	}
	return d, d.fill(tx, texts, by, at)
}
