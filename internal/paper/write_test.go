package paper

import (
	"bytes"
	"fmt"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"kontora/internal/extract"
)

// run passes a paper through a program of poppler, which is how people's readers
// see it.
func run(t *testing.T, data []byte, program string, args ...string) string {
	t.Helper()
	if _, err := exec.LookPath(program); err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal(err)
		}
		t.Skip(err)
	}
	file := filepath.Join(t.TempDir(), "paper.pdf")
	if err := os.WriteFile(file, data, 0o600); err != nil {
		t.Fatal(err)
	}
	for i, a := range args {
		args[i] = strings.ReplaceAll(a, "FILE", file)
	}
	out, err := exec.Command(program, args...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v\n%s", program, err, out)
	}
	return string(out)
}

func textOf(t *testing.T, data []byte) string {
	return run(t, data, "pdftotext", "-layout", "FILE", "-")
}

func write(t *testing.T, d *Document) []byte {
	t.Helper()
	d.Pages, d.Sign = "стр. {page} из {pages}", "подпись"
	data, err := Write(d)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func wants(t *testing.T, text string, all ...string) {
	t.Helper()
	for _, want := range all {
		if !strings.Contains(text, want) {
			t.Errorf("the paper does not say %q:\n%s", want, text)
		}
	}
}

func TestEveryBlockIsRead(t *testing.T) {
	t.Parallel()
	data := write(t, &Document{Title: "Счёт", Foot: "Счёт № 1", Mark: "ЧЕРНОВИК", Blocks: []Block{
		Text{Text: "Счёт на оплату № 1", Style: Title},
		Text{Text: "әғқңөұүһі ӘҒҚҢӨҰҮҺІ ₸ ₽ № «»—", Align: Center},
		Pairs{{"Поставщик", "ТОО «Ромашка»"}, {"Покупатель", ""}},
		Table{Columns: []Column{{"№", 3, Right}, {"Товар", 30, Left}, {"Сумма", 10, Right}}, Totals: []string{"", "Итого", "1\u00a0234,50"},
			Rows: []Row{{Cells: []Cell{{Text: "1"}, {Text: "Диск"}, {Text: "1\u00a0234,50"}}}}},
		Sides{{"Исполнитель", "ООО «А»"}, {"Заказчик", "ОАО «Б»"}},
		Stamps{{Title: "Документ подписан НЭП", Lines: []string{"Сертификат № 77"}, Link: "https://example.org/verify/ABC"}},
		Code{Holds: "ST00012|Name=Ромашка", Text: "Отсканируйте в банке"},
		Signatures{{"Руководитель", "Иванов И. И."}},
	}})
	wants(t, textOf(t, data), "Счёт на оплату № 1", "әғқңөұүһі ӘҒҚҢӨҰҮҺІ ₸ ₽ № «»—", "ТОО «Ромашка»", "Диск", "Итого", "Исполнитель", "ОАО «Б»",
		"Документ подписан НЭП", "Сертификат № 77", "Отсканируйте", "Иванов И. И.", "подпись", "ЧЕРНОВИК", "Счёт № 1", "стр. 1 из 1")
	info := run(t, data, "pdfinfo", "FILE")
	wants(t, info, "Title:           Счёт", "Pages:           1", "A4")
	if own, err := extract.Text(t.Context(), "paper.pdf", data); err != nil || !strings.Contains(own, "ТОО «Ромашка»") || !strings.Contains(own, "әғқңөұүһі") {
		t.Errorf("our own search reads %q, %v", own, err)
	}
	if found := run(t, data, "pdfinfo", "FILE"); strings.Contains(found, "Syntax") {
		t.Error(found)
	}
	fonts := run(t, data, "pdffonts", "FILE")
	if strings.Count(fonts, "Identity-H       yes ") != 2 {
		t.Errorf("the letters are not embedded:\n%s", fonts)
	}
	if len(data) > 120<<10 {
		t.Errorf("a page takes %d bytes", len(data))
	}
}

// The same paper is the same bytes: it is kept by its hash.
func TestTheSamePaperIsTheSameBytes(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	make := func() []byte {
		return write(t, &Document{Title: "Акт", Made: at, Blocks: []Block{Text{Text: "Работы выполнены"}, Code{Holds: "x"}}})
	}
	if !bytes.Equal(make(), make()) {
		t.Error("two papers of the same differ")
	}
}

func TestALongTableRepeatsItsHead(t *testing.T) {
	t.Parallel()
	table := Table{Columns: []Column{{"№", 5, Right}, {"Наименование", 40, Left}}}
	for i := range 300 {
		table.Rows = append(table.Rows, Row{Cells: []Cell{{Text: fmt.Sprint(i + 1)}, {Text: fmt.Sprintf("Строка-%03d", i+1)}}})
	}
	for _, landscape := range []bool{false, true} {
		data := write(t, &Document{Title: "Опись", Landscape: landscape, Blocks: []Block{table}})
		pages := strings.Split(strings.TrimRight(textOf(t, data), "\f"), "\f")
		if len(pages) < 5 || len(pages) > 20 {
			t.Fatalf("300 lines take %d pages", len(pages))
		}
		for i, page := range pages {
			wants(t, page, "Наименование", fmt.Sprintf("стр. %d из %d", i+1, len(pages)))
		}
		all := strings.Join(pages, "")
		for i := range 300 {
			if n := strings.Count(all, fmt.Sprintf("Строка-%03d", i+1)); n != 1 {
				t.Errorf("line %d stands %d times", i+1, n)
			}
		}
	}
}

// What people write must not break a paper, nor be lost from it.
func TestWhatPeopleWriteFits(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("Сверхдлинноеслово", 60)
	high := strings.Repeat("Очень подробное описание работ. ", 600)
	data := write(t, &Document{Title: "🙂", Foot: strings.Repeat("длинный низ ", 50), Blocks: []Block{
		Text{Text: ""},
		Text{Text: "до 🙂👍🏽👨‍👩‍👧 после\x00\x07\tтабуляция"},
		Text{Text: long},
		Pairs{{long, long}, {"", ""}},
		Table{Columns: []Column{{long, 1, Left}, {"Текст", 4, Left}}, Rows: []Row{
			{Cells: []Cell{{Text: long}, {Text: high + "конец-ячейки"}}},
			{Cells: []Cell{{Text: "коротко"}}},
			{},
		}},
		Table{},
		Sides{}, Signatures{}, Stamps{}, Pairs{}, Break{}, Break{},
		Signatures{{long, long}},
		Stamps{{Title: long, Lines: []string{long}}},
	}})
	text := textOf(t, data)
	wants(t, text, "до", "после", "табуляция", "конец-ячейки", "коротко")
	if squeezed := strings.NewReplacer("\n", "", " ", "", "\f", "").Replace(text); strings.Count(squeezed, "Очень") != 600 {
		t.Errorf("of a cell higher than a page %d of 600 sentences are left", strings.Count(squeezed, "Очень"))
	}
	if widest := widest(text); widest > 400 {
		t.Errorf("a line runs out of the page: %d signs", widest)
	}
}

func widest(text string) (most int) {
	for _, line := range strings.Split(text, "\n") {
		most = max(most, len([]rune(line)))
	}
	return most
}

// Ink stays within the margins: nothing runs out of the page.
func TestNothingRunsOutOfThePage(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("Щ", 400)
	data := write(t, &Document{Title: "Края", Foot: long, Blocks: []Block{
		Text{Text: long}, Pairs{{long, long}},
		Table{Columns: []Column{{long, 1, Left}, {long, 1, Right}, {long, 1, Center}}, Rows: []Row{{Cells: []Cell{{Text: long}, {Text: long}, {Stamps: []Stamp{{Title: long, Lines: []string{long}, Link: "https://example.org"}}}}}}},
		Sides{{long, long}, {long, long}}, Signatures{{long, long}},
	}})
	folder := t.TempDir()
	run(t, data, "pdftoppm", "-r", "50", "-png", "FILE", filepath.Join(folder, "page"))
	files, _ := filepath.Glob(filepath.Join(folder, "*.png"))
	if len(files) == 0 {
		t.Fatal("no pages")
	}
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		img, err := png.Decode(bytes.NewReader(raw))
		if err != nil {
			t.Fatal(err)
		}
		b := img.Bounds()
		mm := float64(b.Dx()) / 210
		for y := b.Min.Y; y < b.Max.Y; y++ {
			for x := b.Min.X; x < b.Max.X; x++ {
				r, _, _, _ := img.At(x, y).RGBA()
				inside := float64(x) > 18*mm && float64(x) < 202*mm && float64(y) > 5*mm && float64(y) < 292*mm
				if r < 0x8000 && !inside {
					t.Fatalf("%s: ink at %.0f, %.0f mm", filepath.Base(file), float64(x)/mm, float64(y)/mm)
				}
			}
		}
	}
}

// A code that holds more than a code can is told, and nothing is written.
func TestACodeThatHoldsTooMuch(t *testing.T) {
	t.Parallel()
	if _, err := Write(&Document{Blocks: []Block{Code{Holds: strings.Repeat("Я", 4000)}}}); err == nil {
		t.Error("it was drawn")
	}
}

func BenchmarkTable300(b *testing.B) {
	table := Table{Columns: []Column{{"№", 5, Right}, {"Наименование", 40, Left}, {"Сумма", 10, Right}}}
	for i := range 300 {
		table.Rows = append(table.Rows, Row{Cells: []Cell{{Text: fmt.Sprint(i)}, {Text: "Накопитель твердотельный, 480 ГБ"}, {Text: "12 345,00"}}})
	}
	for b.Loop() {
		if _, err := Write(&Document{Blocks: []Block{table}}); err != nil {
			b.Fatal(err)
		}
	}
}

// TestABlank writes texts at their places: what is longer than its box gets smaller
// letters and stays inside.
func TestABlank(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("Оплата по договору о поставке оборудования. ", 8)
	data := write(t, &Document{Title: "Бланк", Blocks: []Block{
		Boxes{
			{Left: 0, Top: 0, Width: 60, Height: 20, Text: long},
			{Left: 120, Top: 0, Width: 60, Height: 6, Text: "справа", Align: Right},
			{Left: 0, Top: 40, Width: 60, Height: 6, Text: "внизу", Frame: None},
		},
		Text{Text: "после бланка"},
	}})
	text := textOf(t, data)
	wants(t, text, "справа", "внизу", "после бланка")
	if strings.Count(strings.Join(strings.Fields(text), " "), "Оплата по договору") < 6 {
		t.Errorf("the long text was cut instead of written smaller:\n%s", text)
	}
	places := run(t, data, "pdftotext", "-bbox", "FILE", "-")
	top := func(word string) (at float64) {
		for _, line := range strings.Split(places, "\n") {
			if strings.Contains(line, ">"+word+"<") {
				fmt.Sscanf(line[strings.Index(line, "yMin=\"")+6:], "%f", &at)
			}
		}
		return at / 72 * 25.4
	}
	for word, want := range map[string]float64{"справа": 14, "внизу": 54, "бланка": 62} {
		if got := top(word); got < want || got > want+4 {
			t.Errorf("%q stands %.1f mm from above, not about %.0f", word, got, want)
		}
	}
}
