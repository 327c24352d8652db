package extract

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/xml"
	"fmt"
	"io"
	"path"
	"strings"
	"unicode/utf8"

	"github.com/ledongthuc/pdf"
)

// Text is what a document says, by the ending of its name; "" where nothing can be
// read. The error tells why, for a log: a damaged file is no reason to try again.
func Text(ctx context.Context, name string, data []byte) (text string, err error) {
	defer func() {
		if r := recover(); r != nil { // readers of foreign formats meet what nobody foresaw
			text, err = "", fmt.Errorf("%s: %v", path.Ext(name), r)
		}
	}()
	if len(data) > MaxSize {
		return "", fmt.Errorf("%d bytes are too many", len(data))
	}
	switch strings.ToLower(path.Ext(name)) {
	case ".pdf":
		return ofPDF(ctx, data)
	case ".docx":
		return ofArchive(ctx, data, func(part string) bool { return part == "word/document.xml" }, "p")
	case ".xlsx":
		return ofArchive(ctx, data, func(part string) bool {
			return part == "xl/sharedStrings.xml" || strings.HasPrefix(part, "xl/worksheets/sheet")
		}, "si", "is")
	case ".txt", ".csv", ".md", ".eml":
		if !utf8.Valid(data) {
			return "", fmt.Errorf("not UTF-8")
		}
		return cut(string(data)), nil
	}
	return "", nil
}

func ofPDF(ctx context.Context, data []byte) (string, error) {
	r, err := pdf.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return "", err
	}
	var all strings.Builder
	for n := 1; n <= r.NumPage() && all.Len() < maxText; n++ {
		if err := ctx.Err(); err != nil {
			return "", err
		}
		page := r.Page(n)
		if page.V.IsNull() {
			continue
		}
		text, err := page.GetPlainText(nil)
		if err != nil {
			return cut(all.String()), err
		}
		all.WriteString(text)
		all.WriteByte('\n')
	}
	return cut(all.String()), nil
}

// ofArchive reads the texts (<t>) of some parts of an Office document; the given
// elements divide paragraphs and cells.
func ofArchive(ctx context.Context, data []byte, wanted func(part string) bool, dividers ...string) (string, error) {
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return "", err
	}
	var all strings.Builder
	for _, part := range archive.File {
		if !wanted(part.Name) || all.Len() >= maxText {
			continue
		}
		r, err := part.Open()
		if err != nil {
			return cut(all.String()), err
		}
		err = texts(ctx, &all, io.LimitReader(r, maxUnpacked), dividers)
		r.Close()
		if err != nil {
			return cut(all.String()), err
		}
	}
	return cut(all.String()), nil
}

func texts(ctx context.Context, into *strings.Builder, r io.Reader, dividers []string) error {
	d := xml.NewDecoder(r)
	inside := false
	for into.Len() < maxText {
		if err := ctx.Err(); err != nil {
			return err
		}
		token, err := d.Token()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		switch x := token.(type) {
		case xml.StartElement:
			inside = x.Name.Local == "t"
			if x.Name.Local == "tab" || x.Name.Local == "br" {
				into.WriteByte(' ')
			}
		case xml.EndElement:
			inside = false
			for _, divider := range dividers {
				if x.Name.Local == divider {
					into.WriteByte('\n')
				}
			}
		case xml.CharData:
			if inside {
				into.Write(x)
			}
		}
	}
	return nil
}

// cut bounds a text and leaves out what cannot be stored as one.
func cut(text string) string {
	if len(text) > maxText {
		text = text[:maxText]
	}
	return strings.ToValidUTF8(strings.ReplaceAll(text, "\x00", ""), "")
}
