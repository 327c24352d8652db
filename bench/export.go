package main

import (
	"bufio"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/pocketbase/pocketbase/core"
	"github.com/xuri/excelize/v2"
)

// bare is the role of a process that makes the same file by hand: one SELECT over the
// engine's records, and excelize, encoding/csv or gofpdf used bare. It judges no rights,
// names nothing behind references and disarms no formulas.
const bare = "bare"

// sheetVariable says in which format the bare process writes.
const sheetVariable = "KONTORA_BENCH_SHEET"

// sheetColumns are the fifteen columns that are taken out. References are names with the
// engine and, bare, names by a join.
var sheetColumns = []string{"number", "title", "description", "department", "category", "assignee", "priority", "deadline", "amount", "quantity", "planned", "place", "basis", "answer", "status"}

// What an export of so many records may take beside what the server had before.
const (
	exportRows = 100_000
	exportMost = 100.0 // MB
)

// sheet is what a file took: rows of a table, or of a paper.
type sheet struct {
	Rows    int
	Bytes   int64
	Seconds float64
	before  float64 // MB that the process had when it began
	peak    float64 // MB
}

func (s sheet) perSecond() float64 { return float64(s.Rows) / s.Seconds }

// export measures files of all records, the engine beside what one would write by hand.
func (o options) export(r *report, rows int) error {
	folder, err := prepare(kontora, o.data, rows)
	if err != nil {
		return err
	}
	fmt.Printf("\nexports of %d records, %d columns, and a paper of %d rows\n  %-6s %-8s %9s %9s %9s %9s %9s\n", rows, len(sheetColumns), min(rows, volumeRows), "format", "by", "s", "rows/s", "file MB", "peak MB", "before MB")
	for _, format := range []string{"xlsx", "csv", "pdf"} {
		wanted, ours := rows, o.exported
		if format == "pdf" {
			wanted, ours = min(rows, volumeRows), printed
		}
		var best [2]sheet
		for round := range o.rounds {
			for i, take := range []func(string, string) (sheet, error){barely, ours} {
				s, err := take(folder, format)
				if err != nil {
					return err
				}
				if s.Rows != wanted {
					return fmt.Errorf("%s: %d rows of %d", format, s.Rows, wanted)
				}
				if round == 0 || s.Seconds < best[i].Seconds {
					s.peak = max(s.peak, best[i].peak)
					best[i] = s
				} else {
					best[i].peak = max(best[i].peak, s.peak)
				}
			}
		}
		for i, by := range []string{bare, kontora} {
			s := best[i]
			fmt.Printf("  %-6s %-8s %9.2f %9.0f %9.1f %9.0f %9.0f\n", format, by, s.Seconds, s.perSecond(), float64(s.Bytes)/(1<<20), s.peak, s.before)
		}
		fmt.Printf("  %-6s %.2f × the rows/s of bare\n", format, best[1].perSecond()/best[0].perSecond())
		if wanted == exportRows {
			r.target(fmt.Sprintf("memory, export of %d records as %s", rows, format), fmt.Sprintf("%.0f MB more, %.0f MB in all", best[1].peak-best[1].before, best[1].peak), fmt.Sprintf("≤ %.0f MB", exportMost), best[1].peak-best[1].before <= exportMost)
		}
	}
	return nil
}

// exported has a server of its own make a file for who sees everything, and fetches it:
// from the first request to the last byte.
func (o options) exported(folder, format string) (sheet, error) {
	v, err := reader(folder)
	if err != nil {
		return sheet{}, err
	}
	c := v.server
	defer c.stop()
	out, begun := sheet{before: c.peak()}, time.Now()
	data, err := v.request(http.MethodPost, "/api/kontora/exports", map[string]any{"type": v.slug, "format": format, "columns": sheetColumns})
	var job struct {
		Id, State, Code string
		Rows            int
	}
	for {
		if err == nil {
			err = json.Unmarshal(data, &job)
		}
		if err != nil {
			return out, err
		}
		if job.State != "running" {
			break
		}
		time.Sleep(20 * time.Millisecond)
		data, err = v.request(http.MethodGet, "/api/kontora/exports/"+job.Id, nil)
	}
	if job.State != "done" {
		return out, fmt.Errorf("export: %s", data)
	}
	out.Rows = job.Rows
	out.Bytes, err = v.fetched("/api/kontora/exports/" + job.Id + "/file")
	out.Seconds, out.peak = time.Since(begun).Seconds(), c.peak()
	return out, err
}

// reader starts a server, and is who sees everything; the server has been at work.
func reader(folder string) (*visitor, error) {
	c, err := start(kontora, folder)
	if err != nil {
		return nil, err
	}
	v := &visitor{server: c, client: &http.Client{Timeout: time.Hour}, slug: slugs[kontora], me: c.people[widePerson]}
	if err := v.expect("/api/kontora/lists/"+v.slug, "rows", 1); err != nil {
		c.stop()
		return nil, err
	}
	c.forgetPeak()
	return v, nil
}

// fetched reads a file to its end and keeps nothing of it.
func (v *visitor) fetched(path string) (int64, error) {
	req, err := http.NewRequest(http.MethodGet, v.server.url+path, nil)
	if err != nil {
		return 0, err
	}
	req.Header.Set("Authorization", v.me.Token)
	res, err := v.client.Do(req)
	if err != nil {
		return 0, err
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		return 0, fmt.Errorf("%s: %d", path, res.StatusCode)
	}
	return io.Copy(io.Discard, res.Body)
}

// barely runs the bare process and reads its memory when it is over.
func barely(folder, format string) (sheet, error) {
	cmd := command(bare, folder, sheetVariable+"="+format)
	var told strings.Builder
	cmd.Stdout = &told
	if err := cmd.Run(); err != nil {
		return sheet{}, fmt.Errorf("bare: %w", err)
	}
	var out sheet
	if usage, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage); ok {
		out.peak = float64(usage.Maxrss) / 1024
	}
	return out, json.Unmarshal([]byte(told.String()), &out)
}

// serveBare is the life of the bare process: one sheet, and how it went.
func serveBare(folder string) error {
	begun := time.Now()
	format := os.Getenv(sheetVariable)
	path, write := filepath.Join(folder, "bare."+format), writeBare
	if format == "pdf" {
		write = printBare
	}
	rows, err := write(folder, path, format)
	if err != nil {
		return err
	}
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	return json.NewEncoder(os.Stdout).Encode(sheet{Rows: rows, Bytes: info.Size(), Seconds: time.Since(begun).Seconds()})
}

func writeBare(folder, path, format string) (n int, err error) {
	db, err := core.DefaultDBConnect(filepath.Join(folder, "data.db"))
	if err != nil {
		return 0, err
	}
	defer db.Close()
	file, err := os.Create(path)
	if err != nil {
		return 0, err
	}
	defer file.Close()
	put, end, err := bareWriter(bufio.NewWriterSize(file, 1<<16), format)
	if err != nil {
		return 0, err
	}
	rows, err := db.DB().Query(`SELECT r.number, r.title, r.description, d.name, c.name, p.name, r.priority, r.deadline, r.amount, r.quantity, r.planned, r.place, r.basis, r.answer, r.status
		FROM bench_request r LEFT JOIN bench_unit d ON d.id = r.department LEFT JOIN bench_category c ON c.id = r.category LEFT JOIN users p ON p.id = r.assignee ORDER BY r.rowid DESC`)
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	for rows.Next() {
		var text [12]*string
		var amount, quantity int64
		var planned bool
		if err := rows.Scan(&text[0], &text[1], &text[2], &text[3], &text[4], &text[5], &text[6], &text[7], &amount, &quantity, &planned, &text[8], &text[9], &text[10], &text[11]); err != nil {
			return 0, err
		}
		cells := make([]any, 0, len(sheetColumns))
		for i, t := range text {
			switch {
			case t == nil:
				cells = append(cells, nil)
			case i == 7:
				day, err := time.Parse(time.DateOnly, (*t)[:10])
				if err != nil {
					return 0, err
				}
				cells = append(cells, day, float64(amount)/100, quantity, planned)
			default:
				cells = append(cells, *t)
			}
		}
		if err := put(cells); err != nil {
			return 0, err
		}
		n++
	}
	if err := rows.Err(); err != nil {
		return 0, err
	}
	return n, end()
}

// bareWriter is excelize's stream of rows, or encoding/csv, as they come.
func bareWriter(w *bufio.Writer, format string) (put func([]any) error, end func() error, err error) {
	if format == "csv" {
		out := csv.NewWriter(w)
		line := make([]string, len(sheetColumns))
		put = func(cells []any) error {
			for i, c := range cells {
				line[i] = ""
				switch x := c.(type) {
				case string:
					line[i] = x
				case int64:
					line[i] = strconv.FormatInt(x, 10)
				case nil:
				default:
					line[i] = fmt.Sprint(x)
				}
			}
			return out.Write(line)
		}
		return put, func() error { out.Flush(); return w.Flush() }, out.Write(sheetColumns)
	}
	book := excelize.NewFile()
	stream, err := book.NewStreamWriter("Sheet1")
	if err != nil {
		return nil, nil, err
	}
	day, err := book.NewStyle(&excelize.Style{NumFmt: 14})
	if err != nil {
		return nil, nil, err
	}
	at := 1
	put = func(cells []any) error {
		if t, is := cells[7].(time.Time); is {
			cells[7] = excelize.Cell{StyleID: day, Value: t}
		}
		at++
		return stream.SetRow("A"+strconv.Itoa(at), cells)
	}
	head := make([]any, len(sheetColumns))
	for i, name := range sheetColumns {
		head[i] = name
	}
	end = func() error {
		if err := stream.Flush(); err != nil {
			return err
		}
		if err := book.Write(w); err != nil {
			return err
		}
		if err := w.Flush(); err != nil {
			return err
		}
		return book.Close()
	}
	return put, end, stream.SetRow("A1", head)
}
