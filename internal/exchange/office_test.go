package exchange_test

import (
	"encoding/xml"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"kontora/internal/exchange"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
)

// officeCell is a cell as LibreOffice has understood it.
type officeCell struct {
	Repeat  int    `xml:"number-columns-repeated,attr"`
	Formula string `xml:"formula,attr"`
	Kind    string `xml:"value-type,attr"`
	Number  string `xml:"value,attr"`
	Day     string `xml:"date-value,attr"`
	Text    string `xml:"p"`
}

func (c officeCell) String() string {
	switch {
	case c.Formula == "of:=TRUE()" || c.Formula == "of:=FALSE()": // as it keeps every yes and no
		return "flag " + c.Text
	case c.Formula != "":
		return "formula " + c.Formula
	case c.Kind == "float":
		return c.Kind + " " + c.Number + " as " + c.Text
	case c.Kind == "date":
		return c.Kind + " " + c.Day + " as " + c.Text
	}
	return strings.TrimSpace(c.Kind + " " + c.Text)
}

// inOffice has LibreOffice open a file, and gives what it sees.
func inOffice(t *testing.T, name string, data []byte, filter ...string) [][]string {
	t.Helper()
	program, err := exec.LookPath("soffice")
	if err != nil {
		t.Skip(err)
	}
	folder := t.TempDir()
	file := filepath.Join(folder, name)
	if err := os.WriteFile(file, data, 0o600); err != nil {
		t.Fatal(err)
	}
	args := append([]string{"-env:UserInstallation=file://" + filepath.Join(folder, "profile"), "--headless"}, filter...)
	said, err := exec.Command(program, append(args, "--convert-to", "fods", "--outdir", folder, file)...).CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, said)
	}
	read, err := os.ReadFile(strings.TrimSuffix(file, filepath.Ext(file)) + ".fods")
	if err != nil {
		t.Fatalf("%v\n%s", err, said)
	}
	var book struct {
		Rows []struct {
			Cells []officeCell `xml:"table-cell"`
		} `xml:"body>spreadsheet>table>table-row"`
		Heads []struct {
			Cells []officeCell `xml:"table-cell"`
		} `xml:"body>spreadsheet>table>table-header-rows>table-row"`
	}
	if err := xml.Unmarshal(read, &book); err != nil {
		t.Fatal(err)
	}
	var out [][]string
	for _, row := range append(book.Heads, book.Rows...) {
		var line []string
		for _, c := range row.Cells {
			for range min(max(c.Repeat, 1), len(columns)-len(line)) {
				line = append(line, c.String())
			}
		}
		if strings.Join(line, "") != "" {
			out = append(out, line)
		}
	}
	return out
}

// Whoever opens an export there can count with it at once: nothing is a text that
// looks like a number, nothing a formula.
func TestLibreOfficeOpensSheetsWithTheRightTypes(t *testing.T) {
	t.Parallel()
	long := row("=HYPERLINK(1)")
	long[1] = decimal.RequireFromString("1234567890123456.78")
	head := []string{"string Название", "string Сумма, ₸", "string Доля", "string Срок", "string Когда", "string Да?"}
	for _, c := range []struct {
		name   string
		make   func(*strings.Builder) (exchange.Writer, error)
		filter []string
		want   [][]string
	}{
		{
			name: "sheet.xlsx",
			make: func(out *strings.Builder) (exchange.Writer, error) {
				return exchange.NewXlsx(out, "Счета", columns)
			},
			want: [][]string{
				head,
				{"string 007", "float 1234.5 as 1,234.50", "float 0.125 as 0.125", "date 2026-11-29 as 29.11.2026", "date 2026-11-29T23:05:07 as 29.11.2026 23:05:07", "flag TRUE"},
				{"string '=HYPERLINK(1)", "string 1234567890123456.78", "float 0.125 as 0.125", "date 2026-11-29 as 29.11.2026", "date 2026-11-29T23:05:07 as 29.11.2026 23:05:07", "flag TRUE"},
				{"", "", "", "", "", "flag FALSE"},
			},
		},
		{
			name: "sheet.csv",
			make: func(out *strings.Builder) (exchange.Writer, error) {
				return exchange.NewCsv(out, columns, exchange.Words{Yes: "да", No: "нет"})
			},
			filter: []string{"--infilter=CSV:59,34,76,1,1/2,1049,false,true"}, // semicolons, UTF-8, the first column is text, in Russian; shown as its reader has it
			want: [][]string{
				head,
				{"string 007", "float 1234.5 as 1234.5", "float 0.125 as 0.125", "date 2026-11-29 as 11/29/26", "date 2026-11-29T23:05:07 as 11/29/26 11:05 PM", "string да"},
				{"string '=HYPERLINK(1)", "float 1.23456789012346E+015 as 1.23456789012346E+015", "float 0.125 as 0.125", "date 2026-11-29 as 11/29/26", "date 2026-11-29T23:05:07 as 11/29/26 11:05 PM", "string да"},
				{"", "", "", "", "", "string нет"},
			},
		},
	} {
		var out strings.Builder
		w, err := c.make(&out)
		for _, cells := range [][]any{row("007"), long, {nil, nil, nil, nil, nil, false}} {
			if err == nil {
				err = w.Row(cells)
			}
		}
		if err == nil {
			err = w.Close()
		}
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(c.want, inOffice(t, c.name, []byte(out.String()), c.filter...)); diff != "" {
			t.Errorf("%s: %s", c.name, diff)
		}
	}
}
