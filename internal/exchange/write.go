package exchange

import (
	"archive/zip"
	"bufio"
	"encoding/csv"
	"fmt"
	"io"

	"github.com/shopspring/decimal"
	"github.com/xuri/excelize/v2"
)

// Writer takes a sheet row by row; the header is written at the beginning. A
// sheet is whole only after Close.
type Writer interface {
	Row(cells []any) error
	Close() error
	Abandon() // instead of Close: nobody wants the sheet any more
}

// MaxRows is how many rows a sheet holds below its header.
const MaxRows = 1_048_575

// exactDigits is how many digits a spreadsheet keeps: it counts in binary.
const exactDigits = 15

// NewCsv writes what a Russian spreadsheet opens without questions: UTF-8 with a
// mark, semicolons, decimal commas.
func NewCsv(w io.Writer, columns []Column, words Words) (Writer, error) {
	buf := bufio.NewWriter(w)
	if _, err := buf.WriteString("\uFEFF"); err != nil {
		return nil, err
	}
	c := &csvSheet{columns: columns, words: words, buf: buf, w: csv.NewWriter(buf), line: make([]string, len(columns))}
	c.w.Comma, c.w.UseCRLF = ';', true
	for i, col := range columns {
		c.line[i] = Neutral(col.Title)
	}
	return c, c.w.Write(c.line)
}

type csvSheet struct {
	columns []Column
	words   Words
	buf     *bufio.Writer
	w       *csv.Writer
	line    []string
}

func (c *csvSheet) Row(cells []any) error {
	for i, col := range c.columns {
		c.line[i] = col.Said(cells[i], c.words)
	}
	return c.w.Write(c.line)
}

func (c *csvSheet) Close() error {
	c.w.Flush()
	if err := c.w.Error(); err != nil {
		return err
	}
	return c.buf.Flush()
}

// Abandon leaves nothing behind: all there is stands in the buffer.
func (*csvSheet) Abandon() {}

// NewXlsx writes a workbook with one sheet: a fixed header, a filter over each
// column, cells of their own types. Rows go to a temporary file, not to memory.
func NewXlsx(w io.Writer, sheet string, columns []Column) (Writer, error) {
	x := &xlsxSheet{w: w, columns: columns, book: excelize.NewFile(), line: make([]any, len(columns)), at: 1}
	if err := x.open(sheet); err != nil {
		x.book.Close()
		return nil, err
	}
	return x, nil
}

type xlsxSheet struct {
	w       io.Writer
	columns []Column
	styles  []int
	book    *excelize.File
	stream  *excelize.StreamWriter
	line    []any
	at      int // rows written, the header included
}

func (x *xlsxSheet) open(sheet string) error {
	name := sheetName(sheet)
	if err := x.book.SetSheetName(x.book.GetSheetName(0), name); err != nil {
		return err
	}
	var err error
	if x.stream, err = x.book.NewStreamWriter(name); err != nil {
		return err
	}
	head, err := x.book.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}})
	if err != nil {
		return err
	}
	if err := x.stream.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	x.styles = make([]int, len(x.columns))
	seen := map[string]int{}
	for i, c := range x.columns {
		if x.styles[i], err = x.style(c); err != nil {
			return err
		}
		if err := x.stream.SetColWidth(i+1, i+1, width(c.Kind)); err != nil {
			return err
		}
		title := Neutral(c.Title)
		if seen[title]++; seen[title] > 1 { // a filter wants names that differ
			title = fmt.Sprintf("%s (%d)", title, seen[title])
		}
		x.line[i] = excelize.Cell{StyleID: head, Value: title}
	}
	return x.stream.SetRow("A1", x.line)
}

// sheetName is a name that a workbook takes: short, without signs that mean
// something there.
func sheetName(title string) string {
	out := make([]rune, 0, 31)
	for _, r := range title {
		switch r {
		case ':', '\\', '/', '?', '*', '[', ']', '\'':
			r = ' '
		}
		if len(out) < 31 {
			out = append(out, r)
		}
	}
	if len(out) == 0 {
		return "1"
	}
	return string(out)
}

func width(k Kind) float64 {
	switch k {
	case Number, Money, Moment:
		return 18
	case Day, Flag:
		return 12
	}
	return 28
}

func (x *xlsxSheet) style(c Column) (int, error) {
	form := ""
	switch c.Kind {
	case Money:
		form = "#,##0"
		for i := range c.Digits {
			if i == 0 {
				form += "."
			}
			form += "0"
		}
	case Day:
		form = "dd.mm.yyyy"
	case Moment:
		form = "dd.mm.yyyy hh:mm:ss"
	default:
		return 0, nil
	}
	return x.book.NewStyle(&excelize.Style{CustomNumFmt: &form})
}

func (x *xlsxSheet) Row(cells []any) error {
	for i := range x.columns {
		x.line[i] = excelize.Cell{StyleID: x.styles[i], Value: Cell(cells[i])}
	}
	x.at++
	return x.stream.SetRow(fmt.Sprintf("A%d", x.at), x.line)
}

// Cell is a value as a workbook keeps it: a number where it is exact there, else
// its text.
func Cell(v any) any {
	switch x := v.(type) {
	case string:
		if x == "" {
			return nil
		}
		return Neutral(x)
	case decimal.Decimal:
		if x.NumDigits() > exactDigits {
			return x.String()
		}
		return x.InexactFloat64()
	}
	return v
}

func (x *xlsxSheet) Close() error {
	defer x.book.Close()
	if x.at > 1 {
		last, err := excelize.CoordinatesToCellName(len(x.columns), x.at)
		if err != nil {
			return err
		}
		plain := false
		if err := x.stream.AddTable(&excelize.Table{Range: "A1:" + last, ShowRowStripes: &plain}); err != nil {
			return err
		}
	}
	if err := x.stream.Flush(); err != nil {
		return err
	}
	// What Write writes is kept in memory first, all of it.
	x.book.SetZipWriter(func(io.Writer) excelize.ZipWriter { return zip.NewWriter(x.w) })
	_, err := x.book.WriteToBuffer()
	return err
}

// Abandon throws the temporary file away.
func (x *xlsxSheet) Abandon() { _ = x.book.Close() }
