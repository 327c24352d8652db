package extract_test

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"testing"

	"kontora/internal/extract"

	"github.com/xuri/excelize/v2"
)

func docx(t *testing.T, body string) []byte {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	w, err := z.Create("word/document.xml")
	if err == nil {
		_, err = io.WriteString(w, `<?xml version="1.0"?><w:document xmlns:w="w"><w:body>`+body+`</w:body></w:document>`)
	}
	if err == nil {
		err = z.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func xlsx(t *testing.T) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	if err := f.SetCellValue("Sheet1", "B2", "Лизинг погрузчика"); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// onePage is a PDF of one line.
func onePage(line string) []byte {
	stream := "BT /F1 12 Tf 72 720 Td (" + line + ") Tj ET"
	parts := []string{"<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
		"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
		fmt.Sprintf("<< /Length %d >>\nstream\n%s\nendstream", len(stream), stream), "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"}
	var out bytes.Buffer
	out.WriteString("%PDF-1.4\n")
	var at []int
	for i, p := range parts {
		at = append(at, out.Len())
		fmt.Fprintf(&out, "%d 0 obj\n%s\nendobj\n", i+1, p)
	}
	start := out.Len()
	fmt.Fprintf(&out, "xref\n0 %d\n0000000000 65535 f \n", len(parts)+1)
	for _, n := range at {
		fmt.Fprintf(&out, "%010d 00000 n \n", n)
	}
	fmt.Fprintf(&out, "trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n", len(parts)+1, start)
	return out.Bytes()
}

func TestDocumentsAreRead(t *testing.T) {
	for name, c := range map[string]struct {
		data []byte
		want string
	}{
		"акт.docx":   {docx(t, `<w:p><w:r><w:t>Акт при</w:t></w:r><w:r><w:t>ёмки</w:t></w:r></w:p><w:p><w:r><w:t>подписан</w:t></w:r></w:p>`), "Акт приёмки\nподписан"},
		"план.xlsx":  {xlsx(t), "Лизинг погрузчика"},
		"rent.PDF":   {onePage("Rent of a warehouse"), "Rent of a warehouse"},
		"note.txt":   {[]byte("Просто текст"), "Просто текст"},
		"photo.jpg":  {[]byte("\xff\xd8\xff"), ""},
		"empty.docx": {docx(t, ``), ""},
	} {
		if got, err := extract.Text(context.Background(), name, c.data); err != nil || !strings.Contains(got, c.want) || c.want == "" && got != "" {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
}

// Whatever is broken in a file, the reader comes back.
func TestDamagedDocumentsAreSurvived(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for name, whole := range map[string][]byte{"a.docx": docx(t, `<w:p><w:r><w:t>Акт</w:t></w:r></w:p>`), "a.xlsx": xlsx(t), "a.pdf": onePage("Act")} {
		for range 200 {
			data := bytes.Clone(whole[:1+random.IntN(len(whole))])
			for range random.IntN(8) {
				data[random.IntN(len(data))] = byte(random.Uint32())
			}
			_, _ = extract.Text(context.Background(), name, data)
		}
	}
	if _, err := extract.Text(context.Background(), "a.pdf", make([]byte, extract.MaxSize+1)); err == nil {
		t.Error("a huge file was read")
	}
}

// A small archive that unpacks to a gigabyte is read as far as the bound.
func TestABombIsNotUnpacked(t *testing.T) {
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	z.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) { return flate.NewWriter(w, flate.BestSpeed) })
	w, err := z.Create("word/document.xml")
	if err != nil {
		t.Fatal(err)
	}
	_, _ = io.WriteString(w, "<d><t>")
	block := bytes.Repeat([]byte("бум "), 1<<18)
	for range 200 {
		if _, err := w.Write(block); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	if got, _ := extract.Text(context.Background(), "bomb.docx", out.Bytes()); len(got) > 1<<20 {
		t.Errorf("%d bytes of text", len(got))
	}
}
