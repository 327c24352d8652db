package paper

import (
	"strings"
	"testing"
)

// What is shown as pages is what stands in the file: the same lines, on the same
// pages, no wider than their places.
func TestPagesSayWhatTheFileSays(t *testing.T) {
	t.Parallel()
	rows := make([]Row, 90)
	for i := range rows {
		rows[i] = Row{Cells: []Cell{{Text: "Кабель силовой"}, {Text: "1\u00a0234,50"}}, Struck: i == 3}
	}
	d := &Document{Title: "Счёт", Foot: "Счёт № 7", Mark: "ЧЕРНОВИК", Pages: "стр. {page} из {pages}", Sign: "подпись", Blocks: []Block{
		Text{Text: "Счёт на оплату № 7", Style: Title},
		Pairs{{"Поставщик", "ТОО «Ромашка»"}},
		Table{Columns: []Column{{"Товар", 30, Left}, {"Сумма", 10, Right}}, Totals: []string{"Итого", "9,00"}, Rows: rows},
		Code{Holds: "ST00012|Name=Ромашка", Text: "Отсканируйте"},
		Stamps{{Title: "Документ подписан", Lines: []string{"Сертификат № 77"}, Link: "https://example.org/verify/ABC"}},
		Signatures{{"Руководитель", "Иванов И. И."}},
	}}
	pages, err := Pages(d)
	if err != nil {
		t.Fatal(err)
	}
	data, err := Write(d)
	if err != nil {
		t.Fatal(err)
	}
	files := strings.Split(strings.TrimRight(run(t, data, "pdftotext", "-raw", "FILE", "-"), "\f"), "\f")
	if len(pages) != len(files) || len(pages) < 2 {
		t.Fatalf("%d pages are shown, the file has %d", len(pages), len(files))
	}
	for i, page := range pages {
		last := ""
		for _, line := range page.Lines {
			if !strings.Contains(files[i], strings.ReplaceAll(line.Text, "\u00a0", " ")) && !strings.Contains(files[i], line.Text) {
				t.Errorf("page %d shows %q, which the file does not say", i+1, line.Text)
			}
			if line.X < left-0.01 || line.X+line.Width > page.Width-right+1 || line.Y < 0 || line.Y > page.Height {
				t.Errorf("page %d: %q stands off the page: %+v", i+1, line.Text, line)
			}
			last = line.Text
		}
		if want := "из " + string(rune('0'+len(files))); !strings.HasSuffix(last, want) {
			t.Errorf("page %d ends with %q, want %q", i+1, last, want)
		}
		if words, shown := len(strings.Fields(files[i])), len(strings.Fields(joined(page))); words != shown {
			t.Errorf("page %d shows %d words, the file has %d", i+1, shown, words)
		}
	}
	first := pages[0]
	if !first.Lines[0].Bold || first.Lines[0].Text != "ЧЕРНОВИК" || first.Width != 210 || first.Height != 297 {
		t.Errorf("%+v", first.Lines[0])
	}
	if len(first.Paths) == 0 || !strings.HasPrefix(first.Paths[0].D, "M20 ") || first.Paths[0].Fill != "#eeeeee" {
		t.Errorf("the head of the table: %+v", first.Paths)
	}
}

func joined(p Page) string {
	var b strings.Builder
	for _, line := range p.Lines {
		b.WriteString(line.Text + " ")
	}
	return b.String()
}
