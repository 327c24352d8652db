package exchange

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"kontora/internal/fault"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/charmap"
)

// Bounds of a file that is read: bytes of the upload, bytes of a workbook once it
// is unpacked, rows, columns.
const (
	MaxFile    = 20 << 20
	maxUnpack  = 300 << 20
	MaxRead    = 50_000
	maxColumns = 200
	maxCell    = 50_000 // characters
)

// headLooked is how many rows at the top may stand above the header.
const headLooked = 20

// File is a sheet somebody has sent, to be walked through as often as needed.
type File struct {
	data   []byte
	isXlsx bool
	comma  rune
	sheet  []Row // of a bank's statement, read already
}

// IsStatement reports whether the rows are the documents of a bank's statement, under
// the words that they say (StatementWords).
func (f *File) IsStatement() bool { return f.sheet != nil }

// Row is one row of a sheet. At is its number there, from 1.
type Row struct {
	At    int
	Cells []string
}

// Open looks at what kind of a file it is. What stands in it is read by Walk.
func Open(data []byte) (*File, error) {
	if len(data) > MaxFile {
		return nil, fault.New(fault.Limit, "import_too_large", fault.Params{"max": MaxFile >> 20})
	}
	if bytes.HasPrefix(data, []byte("PK\x03\x04")) {
		return &File{data: data, isXlsx: true}, nil
	}
	if isStatement(data) {
		return openStatement(data)
	}
	text, err := Decode(data)
	if err != nil {
		return nil, err
	}
	return &File{data: []byte(text), comma: separator(text)}, nil
}

// separator is what stands between the cells of a text: a tab, a semicolon or a
// comma, whichever is in most of its first lines. A title or a number may have a comma.
func separator(text string) rune {
	var lines []string
	for line := range strings.Lines(text) {
		if lines = append(lines, line); len(lines) == headLooked {
			break
		}
	}
	best, most := ';', 0
	for _, comma := range []rune{'\t', ';', ','} {
		n := 0
		for _, line := range lines {
			if strings.ContainsRune(line, comma) {
				n++
			}
		}
		if n > most {
			best, most = comma, n
		}
	}
	return best
}

// Decode reads a text that is UTF-8, or else Windows-1251.
func Decode(data []byte) (string, error) {
	if bytes.IndexByte(data, 0) >= 0 {
		return "", fault.New(fault.Invalid, "import_not_a_sheet", nil)
	}
	if utf8.Valid(data) {
		return strings.TrimPrefix(string(data), "\uFEFF"), nil
	}
	text, err := charmap.Windows1251.NewDecoder().Bytes(data)
	if err != nil {
		return "", fault.New(fault.Invalid, "import_not_a_sheet", nil)
	}
	return string(text), nil
}

// Walk calls what for every row that is not empty, in order. A formula is what it
// last came to: nothing is worked out. Dates of a workbook come as its numbers.
func (f *File) Walk(what func(Row) error) error {
	read := f.walkCsv
	switch {
	case f.isXlsx:
		read = f.walkXlsx
	case f.sheet != nil:
		read = f.walkStatement
	}
	rows := 0
	return read(func(r Row) error {
		if isEmpty(r.Cells) {
			return nil
		}
		if rows++; rows > MaxRead+headLooked {
			return fault.New(fault.Limit, "import_too_long", fault.Params{"max": MaxRead})
		}
		if len(r.Cells) > maxColumns {
			return fault.New(fault.Limit, "import_too_wide", fault.Params{"max": maxColumns})
		}
		for i, text := range r.Cells {
			if utf8.RuneCountInString(text) > maxCell {
				return fault.New(fault.Limit, "import_cell_too_long", fault.Params{"row": r.At, "max": maxCell})
			}
			if f.sheet == nil {
				r.Cells[i] = Plain(text)
			}
		}
		return what(r)
	})
}

func isEmpty(cells []string) bool {
	for _, c := range cells {
		if strings.TrimSpace(c) != "" {
			return false
		}
	}
	return true
}

func (f *File) walkCsv(what func(Row) error) error {
	r := csv.NewReader(bytes.NewReader(f.data))
	r.Comma, r.LazyQuotes, r.FieldsPerRecord = f.comma, true, -1
	for {
		cells, err := r.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fault.New(fault.Invalid, "import_not_a_sheet", nil)
		}
		at, _ := r.FieldPos(0)
		if err := what(Row{at, cells}); err != nil {
			return err
		}
	}
}

func (f *File) walkStatement(what func(Row) error) error {
	for _, r := range f.sheet {
		if err := what(Row{r.At, append([]string(nil), r.Cells...)}); err != nil {
			return err
		}
	}
	return nil
}

func (f *File) walkXlsx(what func(Row) error) error {
	book, err := excelize.OpenReader(bytes.NewReader(f.data), excelize.Options{UnzipSizeLimit: maxUnpack, UnzipXMLSizeLimit: 16 << 20, RawCellValue: true})
	if err != nil {
		return notASheet(err)
	}
	defer book.Close()
	rows, err := book.Rows(book.GetSheetName(0))
	if err != nil {
		return notASheet(err)
	}
	defer rows.Close()
	for at := 1; rows.Next(); at++ {
		cells, err := rows.Columns()
		if err != nil {
			return notASheet(err)
		}
		if err := what(Row{at, cells}); err != nil {
			return err
		}
	}
	if err := rows.Error(); err != nil {
		return notASheet(err)
	}
	return nil
}

func notASheet(err error) error {
	if strings.Contains(err.Error(), "size limit") || strings.Contains(err.Error(), "exceeds") {
		return fault.New(fault.Limit, "import_too_large", fault.Params{"max": maxUnpack >> 20})
	}
	return fault.New(fault.Invalid, "import_not_a_sheet", nil)
}

// Head finds the header: among the first rows the one in which most cells are
// titles that are known, else the first with anything in it. samples are the first
// rows below.
func (f *File) Head(isTitle func(string) bool, samples int) (head Row, below []Row, count int, err error) {
	var top []Row
	err = f.Walk(func(r Row) error {
		if count++; len(top) < headLooked+samples {
			top = append(top, r)
		}
		return nil
	})
	if err != nil {
		return head, nil, 0, err
	}
	best, most := 0, 0
	for i, r := range top[:min(headLooked, len(top))] {
		known := 0
		for _, c := range r.Cells {
			if isTitle(strings.TrimSpace(c)) {
				known++
			}
		}
		if known > most {
			best, most = i, known
		}
	}
	if len(top) == 0 {
		return head, nil, 0, fault.New(fault.Invalid, "import_empty", nil)
	}
	if count -= best + 1; count > MaxRead {
		return head, nil, 0, fault.New(fault.Limit, "import_too_long", fault.Params{"max": MaxRead})
	}
	below = top[best+1:]
	return top[best], below[:min(samples, len(below))], count, nil
}

// Title is what a header is compared by.
func Title(text string) string { return strings.ToLower(strings.Join(strings.Fields(text), " ")) }
