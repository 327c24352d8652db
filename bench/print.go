package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"path/filepath"
	"strconv"
	"time"

	"kontora/internal/paper"

	"github.com/jung-kurt/gofpdf"
	"github.com/pocketbase/pocketbase/core"
)

// volumeRows is how many entries the journal has that is printed: as many as one
// paper may hold.
const volumeRows = paper.MaxRows

// printedType is the journal.
const printedType = "bench_volume"

// printed has a server of its own draw the journal for who sees everything.
func printed(folder, _ string) (sheet, error) {
	v, err := reader(folder)
	if err != nil {
		return sheet{}, err
	}
	c := v.server
	defer c.stop()
	data, err := v.request(http.MethodGet, "/api/kontora/lists/"+printedType, nil)
	if err != nil {
		return sheet{}, err
	}
	var page struct{ Rows []struct{ Id string } }
	if err := json.Unmarshal(data, &page); err != nil || len(page.Rows) != 1 {
		return sheet{}, fmt.Errorf("journals: %s", data)
	}
	var of struct{ Count int }
	if data, err = v.request(http.MethodGet, "/api/kontora/counts/bench_entry", nil); err == nil {
		err = json.Unmarshal(data, &of)
	}
	if err != nil {
		return sheet{}, err
	}
	c.forgetPeak()
	out, begun := sheet{Rows: of.Count, before: c.peak()}, time.Now()
	out.Bytes, err = v.fetched("/api/kontora/prints/" + printedType + "/" + page.Rows[0].Id + "/volume.pdf")
	out.Seconds, out.peak = time.Since(begun).Seconds(), c.peak()
	return out, err
}

// widths of the columns of the journal, mm; together a page between its margins.
var widths = []float64{15.1, 22.7, 55.4, 113.3, 30.2, 30.2}

// The line of a letter of 8 points, and what stands between it and its frame, mm.
const (
	lineHeight = 3.5
	cellMargin = 1.0
)

// printBare draws the same journal by hand: a cell is as many lines as its text takes,
// a row goes to the next page where it does not fit, the head is repeated there.
func printBare(folder, path, _ string) (n int, err error) {
	db, err := core.DefaultDBConnect(filepath.Join(folder, "data.db"))
	if err != nil {
		return 0, err
	}
	defer db.Close()
	pdf := gofpdf.New("L", "mm", "A4", "")
	pdf.AddUTF8FontFromBytes("paper", "", paper.Regular)
	pdf.SetFont("paper", "", 8)
	pdf.SetMargins(20, 14, 10)
	pdf.SetAutoPageBreak(false, 16)
	pdf.SetCellMargin(cellMargin)
	pdf.AliasNbPages("{nb}")
	pdf.SetFooterFunc(func() {
		pdf.SetXY(20, 200)
		pdf.CellFormat(0, 4, fmt.Sprintf("%d / {nb}", pdf.PageNo()), "", 0, "R", false, 0, "")
	})
	row := func(cells []string) {
		lines := 1
		texts := make([][]string, len(cells))
		for i, text := range cells {
			texts[i] = pdf.SplitText(text, widths[i])
			lines = max(lines, len(texts[i]))
		}
		x, y, height := 20.0, pdf.GetY(), float64(lines)*lineHeight+2*cellMargin
		for i := range cells {
			pdf.Rect(x, y, widths[i], height, "D")
			for n, line := range texts[i] {
				pdf.SetXY(x, y+cellMargin+float64(n)*lineHeight)
				align := "L"
				if i == 0 || i == 5 {
					align = "R"
				}
				pdf.CellFormat(widths[i], lineHeight, line, "", 0, align, false, 0, "")
			}
			x += widths[i]
		}
		pdf.SetXY(20, y+height)
	}
	head := []string{"№", "Дата", "Тема", "Содержание", "Исполнитель", "Сумма"}
	pdf.AddPage()
	pdf.CellFormat(0, 8, "Journal", "", 1, "C", false, 0, "")
	row(head)
	rows, err := db.DB().Query(`SELECT e.seq, e.day, e.title, e.description, p.name, e.amount FROM bench_entry e LEFT JOIN users p ON p.id = e.by ORDER BY e.seq`)
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	var total int64
	for rows.Next() {
		var seq, amount int64
		var day, title, text, by string
		if err := rows.Scan(&seq, &day, &title, &text, &by, &amount); err != nil {
			return 0, err
		}
		if pdf.GetY() > 180 {
			pdf.AddPage()
			row(head)
		}
		at, err := time.Parse(time.DateOnly, day[:10])
		if err != nil {
			return 0, err
		}
		row([]string{strconv.FormatInt(seq, 10), at.Format("02.01.2006"), title, text, by, rubles(amount)})
		total += amount
		n++
	}
	if err := rows.Err(); err != nil {
		return 0, err
	}
	row([]string{"", "", "", "", "", rubles(total)})
	return n, pdf.OutputFileAndClose(path)
}

func rubles(kopecks int64) string { return fmt.Sprintf("%d,%02d", kopecks/100, kopecks%100) }
