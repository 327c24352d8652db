package exchange_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"kontora/internal/exchange"
	"kontora/internal/fault"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/charmap"
)

func TestNumbersAsPeopleWriteThem(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"1 234,50": "1234.5", "1\u00A0234,50": "1234.5", "1234.5": "1234.5", "1,234.50": "1234.5", "1.234.567,00": "1234567", "1,234,567.5": "1234567.5",
		"−5": "-5", "12 %": "12", "100 ₸": "100", "7.7123E+06": "7712300", "": "none", "abc": "none", "1,2,3": "none", "1.2.3": "none", "12E9999": "none", "0x10": "none", "1e1000": "none",
		"12,5": "12.5", "1.234,5": "1234.5", "NaN": "none", "0.30000000000000004": "0.3", "Infinity": "none",
	} {
		got := "none"
		if d, ok := exchange.ReadNumber(text); ok {
			got = d.String()
		}
		if got != want {
			t.Errorf("%q is read as %s, wanted %s", text, got, want)
		}
	}
}

func TestDaysAndInstants(t *testing.T) {
	t.Parallel()
	zone := time.FixedZone("", 5*3600)
	for text, want := range map[string]string{
		"29.11.2026": "2026-11-29", "1.2.2026": "2026-02-01", "2026-11-29": "2026-11-29", "46355": "2026-11-29", "46355.5": "2026-11-29",
		"29.11.2026 23:30": "2026-11-29", "31.02.2026": "none", "11/29/2026": "none", "завтра": "none", "": "none", "0": "none", "1 000": "none",
	} {
		got := "none"
		if at, ok := exchange.ReadDay(text); ok {
			got = at.Format("2006-01-02")
		}
		if got != want {
			t.Errorf("%q is the day %s, wanted %s", text, got, want)
		}
	}
	for text, want := range map[string]string{"29.11.2026 23:05:07": "18:05:07", "29.11.2026 23:05": "18:05:00", "46355.961886574076": "18:05:07", "2026-11-29T23:05:07Z": "23:05:07"} {
		if at, ok := exchange.ReadMoment(text, zone); !ok || at.UTC().Format("15:04:05") != want {
			t.Errorf("%q is %v, wanted %s", text, at.UTC(), want)
		}
	}
}

// The same rows come out of every kind of file.
func TestAnySheetIsRead(t *testing.T) {
	t.Parallel()
	const text = "Список на 1 марта;;\r\n\r\nИмя;Сумма;Код\r\nАльфа;1 234,50;007\r\nБета;;'=1\r\n"
	old, err := charmap.Windows1251.NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	book := excelize.NewFile()
	for cell, v := range map[string]any{"A1": "Список на 1 марта", "A3": "Имя", "B3": "Сумма", "C3": "Код", "A4": "Альфа", "B4": "1 234,50", "C4": "007", "A5": "Бета", "C5": "'=1"} {
		if err := book.SetCellValue("Sheet1", cell, v); err != nil {
			t.Fatal(err)
		}
	}
	xlsx, err := book.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string][]byte{"utf-8": []byte(text), "with a mark": []byte("\uFEFF" + text), "cp1251": []byte(old),
		"tabs": []byte(strings.ReplaceAll(text, ";", "\t")), "xlsx": xlsx.Bytes()} {
		f, err := exchange.Open(data)
		if err != nil {
			t.Fatal(name, err)
		}
		head, below, count, err := f.Head(func(s string) bool { return s == "Имя" || s == "Сумма" }, 5)
		if err != nil {
			t.Fatal(name, err)
		}
		if head.At != 3 || count != 2 {
			t.Errorf("%s: header in row %d, %d rows", name, head.At, count)
		}
		want := []exchange.Row{{4, []string{"Альфа", "1 234,50", "007"}}, {5, []string{"Бета", "", "=1"}}}
		if diff := cmp.Diff(want, below); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

// A formula is what it last came to.
func TestFormulasAreNotWorkedOut(t *testing.T) {
	t.Parallel()
	book := excelize.NewFile()
	_ = book.SetCellValue("Sheet1", "A1", 5)
	if err := book.SetCellFormula("Sheet1", "B1", "1+1"); err != nil {
		t.Fatal(err)
	}
	data, err := book.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	f, err := exchange.Open(data.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	err = f.Walk(func(r exchange.Row) error {
		if len(r.Cells) > 1 && r.Cells[1] != "" {
			t.Errorf("worked out: %v", r.Cells)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestBadFilesAreRefused(t *testing.T) {
	t.Parallel()
	var bomb bytes.Buffer
	z := zip.NewWriter(&bomb)
	w, _ := z.Create("xl/worksheets/sheet1.xml")
	zeros := make([]byte, 1<<20)
	for range 320 {
		if _, err := w.Write(zeros); err != nil {
			t.Fatal(err)
		}
	}
	_ = z.Close()
	for name, c := range map[string]struct {
		data []byte
		code string
	}{
		"a bomb":      {bomb.Bytes(), "import_too_large"},
		"too large":   {make([]byte, exchange.MaxFile+1), "import_too_large"},
		"a picture":   {[]byte("\x89PNG\x00\x00"), "import_not_a_sheet"},
		"a broken":    {[]byte("PK\x03\x04 no zip"), "import_not_a_sheet"},
		"nothing":     {[]byte(" \r\n;;\r\n"), "import_empty"},
		"too long":    {[]byte(strings.Repeat("a\n", exchange.MaxRead+30)), "import_too_long"},
		"too wide":    {[]byte(strings.Repeat("a;", 300)), "import_too_wide"},
		"a long cell": {[]byte(strings.Repeat("a", 60_000)), "import_cell_too_long"},
	} {
		f, err := exchange.Open(c.data)
		if err == nil {
			_, _, _, err = f.Head(func(string) bool { return false }, 3)
		}
		if got, ok := fault.As(err); !ok || got.Code != c.code {
			t.Errorf("%s: %s", name, fmt.Sprint(err))
		}
	}
}

// What stands between cells is told from what stands in them.
func TestCommasInTitlesAndNumbersDoNotDivide(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]int{"БИН, ИНН, УНП\tИмя\n1\tАльфа\n": 2, "ИНН, УНП, БИН;Сумма\n1,5;2,5\n3;4\n": 2, "a,b,c\n1,2,3\n": 3, "Список на 1 марта\nа;б\n1,5;2\n": 2, "одна\n1\n": 1} {
		f, err := exchange.Open([]byte(text))
		if err != nil {
			t.Fatal(err)
		}
		width := 0
		err = f.Walk(func(r exchange.Row) error {
			width = len(r.Cells)
			return nil
		})
		if err != nil || width != want {
			t.Errorf("%q has %d columns, wanted %d: %v", text, width, want, err)
		}
	}
}
