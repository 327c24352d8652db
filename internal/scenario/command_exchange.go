package scenario

import (
	"bytes"
	"encoding/csv"
	"encoding/hex"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/charmap"
)

// How long a job that goes on behind its request is waited for.
const (
	jobLook = 20 * time.Millisecond
	jobWait = 1500 // looks
)

// ended waits for a job and leaves how it stands as the last answer.
func (c *call) ended(path string) error {
	for range jobWait {
		switch state, _ := lookup(c.last.json, "state"); state {
		case "running", "checking":
		default:
			return nil
		}
		time.Sleep(jobLook)
		if err := c.read(path); err != nil {
			return err
		}
	}
	return fmt.Errorf("%s does not end", path)
}

// runImport brings the records of a file in by the plan that is guessed, changed by
// name=value; with -check it is only tried.
func runImport(c *call) error {
	trial := c.toggle("check")
	words, err := c.takes("type", "file")
	if err != nil {
		return err
	}
	t, err := c.typ(words[0])
	if err != nil {
		return err
	}
	data, known := c.script.Files[words[1]]
	if !known {
		return fmt.Errorf("there is no file %s in the archive", words[1])
	}
	changes := c.args
	c.args = nil
	asked := url.Values{"type": {t.Slug}, "name": {words[1]}}
	not := c.not
	c.not = false
	if err := c.ask(request{method: http.MethodPost, path: "/api/kontora/imports?" + asked.Encode(), raw: data}); err != nil {
		if not && c.last != nil && c.last.refused() {
			return nil
		}
		return err
	}
	c.not = not
	id, _ := lookup(c.last.json, "id")
	plan, _ := lookup(c.last.json, "plan")
	body, ok := plan.(map[string]any)
	if !ok {
		return fmt.Errorf("no plan was guessed")
	}
	for _, a := range changes {
		if body[a.key] = any(a.text); a.text == "true" || a.text == "false" {
			body[a.key] = a.text == "true"
		}
	}
	path := fmt.Sprint("/api/kontora/imports/", id)
	what := "/run"
	if trial {
		what = "/check"
	}
	if err := c.ask(request{method: http.MethodPost, path: path + what, body: body}); err != nil || c.last.refused() {
		return err
	}
	return c.ended(path)
}

// runExport takes a list out; the answer lists its rows.
func runExport(c *call) error {
	words, err := c.takes("type", "format")
	if err != nil {
		return err
	}
	t, err := c.typ(words[0])
	if err != nil {
		return err
	}
	body := map[string]any{"type": t.Slug, "format": words[1]}
	for _, a := range c.args {
		if body[a.key] = any(a.text); a.key == "columns" {
			body[a.key] = strings.Split(a.text, ",")
		}
	}
	c.args = nil
	if err := c.ask(request{method: http.MethodPost, path: "/api/kontora/exports", body: body}); err != nil || c.last.refused() {
		return err
	}
	id, _ := lookup(c.last.json, "id")
	path := fmt.Sprint("/api/kontora/exports/", id)
	if err := c.ended(path); err != nil {
		return err
	}
	if err := c.read(path + "/file"); err != nil {
		return err
	}
	return c.last.asSheet(words[1])
}

// asSheet lists the rows of a file below the header, and how its bytes begin.
func (r *response) asSheet(format string) error {
	var rows [][]string
	var err error
	if format == "xlsx" {
		var book *excelize.File
		if book, err = excelize.OpenReader(bytes.NewReader(r.raw)); err == nil {
			rows, err = book.GetRows(book.GetSheetName(0), excelize.Options{RawCellValue: true})
		}
	} else {
		in := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(r.raw, []byte("\uFEFF"))))
		in.Comma = ';'
		rows, err = in.ReadAll()
	}
	if err != nil {
		return err
	}
	list := make([]any, len(rows))
	for i, row := range rows {
		cells := make([]any, len(row))
		for k, cell := range row {
			cells[k] = cell
		}
		list[i] = cells
	}
	r.json = map[string]any{"count": max(0, len(list)-1), "rows": list, "begins": hex.EncodeToString(r.raw[:min(3, len(r.raw))])}
	return nil
}

// runFile makes a file for another program of named records, or of all that are fit.
func runFile(c *call) error {
	again := c.toggle("again")
	words, err := c.takes("type", "key")
	if err != nil {
		return err
	}
	t, err := c.typ(words[0])
	if err != nil {
		return err
	}
	body := map[string]any{"again": again}
	var ids []any
	for len(c.args) > 0 {
		name, err := c.take("record")
		if err != nil {
			return err
		}
		r, err := c.record(name)
		if err != nil {
			return err
		}
		ids = append(ids, r.id)
	}
	if len(ids) > 0 {
		body["ids"] = ids
	}
	if err := c.ask(request{method: http.MethodPost, path: "/api/kontora/files/" + t.Slug + "/" + words[1], body: body}); err != nil || c.last.refused() {
		return err
	}
	text, err := charmap.Windows1251.NewDecoder().Bytes(c.last.raw)
	if err != nil {
		return err
	}
	var lines []any
	for line := range strings.SplitSeq(strings.TrimSuffix(string(text), "\r\n"), "\r\n") {
		lines = append(lines, line)
	}
	name, _ := url.PathUnescape(c.last.head.Get("Content-Disposition"))
	c.last.raw = text
	c.last.json = map[string]any{"count": c.last.head.Get("Kontora-Count"), "lines": lines, "name": name, "crlf": !strings.Contains(strings.ReplaceAll(string(text), "\r\n", ""), "\n")}
	return nil
}
