package exchange_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"os"
	"strings"
	"testing"
	"time"

	"kontora/internal/exchange"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
	"github.com/xuri/excelize/v2"
)

var columns = []exchange.Column{
	{Title: "Название"}, {Title: "Сумма, ₸", Kind: exchange.Money, Digits: 2}, {Title: "Доля", Kind: exchange.Number},
	{Title: "Срок", Kind: exchange.Day}, {Title: "Когда", Kind: exchange.Moment}, {Title: "Да?", Kind: exchange.Flag},
}

func row(title string) []any {
	zone := time.FixedZone("", 5*3600)
	return []any{title, decimal.RequireFromString("1234.5"), decimal.RequireFromString("0.125"),
		time.Date(2026, 11, 29, 0, 0, 0, 0, time.UTC), time.Date(2026, 11, 29, 23, 5, 7, 0, zone), true}
}

// What a spreadsheet in Russian reads without questions, byte for byte.
func TestCsvIsWhatARussianSpreadsheetReads(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	w, err := exchange.NewCsv(&out, columns, exchange.Words{Yes: "да", No: "нет"})
	if err != nil {
		t.Fatal(err)
	}
	for _, cells := range [][]any{row(`ТОО "А; Б"`), row("=1+1"), {nil, nil, nil, nil, nil, nil}, row("'-x"), row("'90-е")} {
		if err := w.Row(cells); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	const rest = ";1234,50;0,125;29.11.2026;29.11.2026 23:05:07;да\r\n"
	want := "\xEF\xBB\xBFНазвание;Сумма, ₸;Доля;Срок;Когда;Да?\r\n" + `"ТОО ""А; Б"""` + rest + "'=1+1" + rest + ";;;;;\r\n" + "''-x" + rest + "'90-е" + rest
	if diff := cmp.Diff(want, out.String()); diff != "" {
		t.Error(diff)
	}
}

func TestANeutralTextComesBackAsItWas(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"", "'", "''", "=1", "+7 701", "-", "@x", "\tx", "\rx", "'=1", "''=1", "'90-е", "a=1", "−5"} {
		neutral := exchange.Neutral(text)
		if neutral != "" && strings.ContainsRune("=+-@\t\r", rune(neutral[0])) {
			t.Errorf("%q still runs as %q", text, neutral)
		}
		if got := exchange.Plain(neutral); got != text {
			t.Errorf("%q came back as %q", text, got)
		}
	}
}

func TestXlsxHasCellsOfTheirOwnTypes(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	w, err := exchange.NewXlsx(&out, "Счета: все/[2026]", columns)
	if err != nil {
		t.Fatal(err)
	}
	long := row("=HYPERLINK(1)")
	long[1] = decimal.RequireFromString("1234567890123456.78")
	for _, cells := range [][]any{row("007"), long, {nil, nil, nil, nil, nil, false}} {
		if err := w.Row(cells); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	sheet := part(t, out.Bytes(), "xl/worksheets/sheet1.xml")
	for what, raw := range map[string]string{
		"a text":          `<c r="A2" t="inlineStr"><is><t>007</t></is></c>`,
		"a harmless text": `<c r="A3" t="inlineStr"><is><t>&#39;=HYPERLINK(1)</t></is></c>`,
		"an amount":       `<c r="B2" s="2"><v>1234.5</v></c>`,
		"a long amount":   `<c r="B3" s="2" t="inlineStr"><is><t>1234567890123456.78</t></is></c>`,
		"a number":        `<c r="C2"><v>0.125</v></c>`,
		"a day":           `<c r="D2" s="3"><v>46355</v></c>`,
		"an instant":      `<c r="E2" s="4"><v>46355.961886574`,
		"a flag":          `<c r="F2" t="b"><v>1</v></c>`,
		"no":              `<c r="F4" t="b"><v>0</v></c>`,
		"a fixed header":  `state="frozen"`,
	} {
		if !strings.Contains(sheet, raw) {
			t.Errorf("%s is not %s in\n%s", what, raw, sheet)
		}
	}
	if strings.Contains(sheet, "<f>") {
		t.Error("something runs")
	}
	if filter := part(t, out.Bytes(), "xl/tables/table1.xml"); !strings.Contains(filter, `<autoFilter ref="A1:F4">`) {
		t.Error(filter)
	}
	book, err := excelize.OpenReader(&out)
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	rows, err := book.GetRows(book.GetSheetName(0))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"007", "1,234.50", "0.125", "29.11.2026", "29.11.2026 23:05:07", "TRUE"}, rows[1]); diff != "" {
		t.Error(diff)
	}
}

func part(t *testing.T, book []byte, name string) string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(book), int64(len(book)))
	if err != nil {
		t.Fatal(err)
	}
	f, err := z.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	data, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// BenchmarkSheets writes b.N rows of 15 columns and tells the peak of the process
// beside them: run one of them at a time, with -benchtime=100000x.
func BenchmarkSheets(b *testing.B) {
	wide := make([]exchange.Column, 15)
	cells := make([]any, 15)
	for i := range wide {
		wide[i] = columns[i%len(columns)]
		wide[i].Title = fmt.Sprint(wide[i].Title, i)
		cells[i] = row("Товарищество с ограниченной ответственностью «Альфа»")[i%len(columns)]
	}
	run := func(b *testing.B, w exchange.Writer, err error) {
		for range b.N {
			if err == nil {
				err = w.Row(cells)
			}
		}
		if err == nil {
			err = w.Close()
		}
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "rows/s")
		b.ReportMetric(peak(), "peakMB")
	}
	b.Run("csv", func(b *testing.B) {
		w, err := exchange.NewCsv(io.Discard, wide, exchange.Words{})
		run(b, w, err)
	})
	b.Run("xlsx", func(b *testing.B) {
		w, err := exchange.NewXlsx(io.Discard, "x", wide)
		run(b, w, err)
	})
	b.Run("bare", func(b *testing.B) { // the library by itself, all values as they come
		book := excelize.NewFile()
		w, err := book.NewStreamWriter("Sheet1")
		if err != nil {
			b.Fatal(err)
		}
		line := make([]any, len(cells))
		for i := range b.N {
			for k := range cells {
				if line[k] = cells[k]; k%len(columns) == 1 || k%len(columns) == 2 {
					line[k] = 1234.5
				}
			}
			if err := w.SetRow(fmt.Sprintf("A%d", i+1), line); err != nil {
				b.Fatal(err)
			}
		}
		if err := w.Flush(); err != nil {
			b.Fatal(err)
		}
		if err := book.Write(io.Discard); err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "rows/s")
		b.ReportMetric(peak(), "peakMB")
	})
}

// peak is the most memory that the process ever held, in megabytes; 0 where the
// system does not tell.
func peak() float64 {
	status, _ := os.ReadFile("/proc/self/status")
	_, after, _ := strings.Cut(string(status), "VmHWM:")
	var kb float64
	fmt.Sscan(after, &kb)
	return kb / 1024
}
