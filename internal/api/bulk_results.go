package api

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"kontora/internal/exchange"
	"kontora/internal/fault"

	"github.com/shopspring/decimal"
	"github.com/xuri/excelize/v2"
)

const xlsxType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

// maxResults bounds the lines of a sheet; more cannot be done at once.
const maxResults = 10_000

// postBulkResults gives an answer of a bulk request, as it came, in an .xlsx
// file. It tells nothing that the asker has not been told: what a sheet says is
// what they send.
func postBulkResults(a *asker) (answer, error) {
	var in bulkAnswer
	if err := a.body(&in); err != nil {
		return nil, err
	}
	if len(in.Results) > maxResults {
		return nil, fault.New(fault.Limit, "bulk_limit", fault.Params{"max": maxResults})
	}
	book, err := a.resultsBook(in)
	if err != nil {
		return nil, fmt.Errorf("results as xlsx: %w", err)
	}
	defer book.Close()
	h := a.re.Response.Header()
	h.Set("Content-Type", xlsxType)
	h.Set("Content-Disposition", `attachment; filename="kontora-`+a.today().String()+`.xlsx"`)
	h.Set("Cache-Control", "no-store")
	a.re.Response.WriteHeader(http.StatusOK)
	return nil, book.Write(a.re.Response)
}

// resultsBook has one sheet: a line for each record, then the totals.
func (a *asker) resultsBook(in bulkAnswer) (*excelize.File, error) {
	book := excelize.NewFile()
	word := func(key string, params map[string]any) string {
		text, _ := a.server.words.text(a.lang, "results."+key, params)
		return text
	}
	name, good := word("sheet_done", nil), word("did", nil)
	if in.DryRun {
		name, good = word("sheet_tried", nil), word("would", nil)
	}
	if err := book.SetSheetName(book.GetSheetName(0), name); err != nil {
		return nil, err
	}
	w, err := book.NewStreamWriter(name)
	if err != nil {
		return nil, err
	}
	for i, width := range []float64{50, 18, 10, 18, 70} {
		if err := w.SetColWidth(i+1, i+1, width); err != nil {
			return nil, err
		}
	}
	lines := [][]any{{word("record", nil), word("outcome", nil), word("amount", nil), word("currency", nil), word("why", nil)}}
	for _, r := range in.Results {
		outcome := good
		if !r.Ok {
			outcome = word("refused", nil)
		}
		lines = append(lines, []any{r.Title, outcome, amountCell(r.Amount), r.Currency, strings.Join(r.Why, "; ")})
	}
	for _, t := range in.Totals {
		lines = append(lines, []any{word("total", map[string]any{"currency": t.Currency}), t.Count, amountCell(t.Amount), t.Currency})
	}
	for i, line := range lines {
		for k, cell := range line {
			line[k] = exchange.Cell(cell)
		}
		if err := w.SetRow("A"+strconv.Itoa(i+1), line); err != nil {
			return nil, err
		}
	}
	return book, w.Flush()
}

// amountCell is a number, unless somebody has sent something else for one.
func amountCell(amount string) any {
	d, err := decimal.NewFromString(amount)
	if err != nil {
		return amount
	}
	return d
}
