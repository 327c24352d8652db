package api

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"slices"
	"strings"
	"time"

	"kontora/internal/engine"
	"kontora/internal/exchange"
	"kontora/internal/fault"
	"kontora/internal/model"
	"kontora/internal/store"

	"github.com/pocketbase/pocketbase/core"
)

// importAnswer tells how an import stands.
type importAnswer struct {
	Id      string          `json:"id"`
	Type    string          `json:"type"`
	Name    string          `json:"name"`
	State   string          `json:"state"`
	Rows    int64           `json:"rows"`
	Plan    importPlan      `json:"plan"`
	Columns []importSample  `json:"columns,omitempty"` // right after the upload
	Fields  []importField   `json:"fields,omitempty"`
	Trial   map[string]int  `json:"trial"` // rows by what would become of them
	Tally   map[string]int  `json:"tally"` // rows by what has become of them
	Refused []importRefused `json:"refused"`
	Brought []importBrought `json:"brought"` // the first records that it has created or changed
	Created string          `json:"created"` // when the file came
	Why     []importWhy     `json:"why,omitempty"`
}

// importSample is a column of the sheet.
type importSample struct {
	Title   string   `json:"title"`
	Samples []string `json:"samples"`
}

// importField is a field that a column may fill, or that records are known by.
type importField struct {
	Key   string `json:"key"`
	Title string `json:"title"`
	Fills bool   `json:"fills"`
	Knows bool   `json:"knows"`
}

type importRefused struct {
	Row int         `json:"row"` // number in the sheet
	Why []importWhy `json:"why"`
}

// importBrought is a record that a row has become.
type importBrought struct {
	Row     int    `json:"row"`
	Id      string `json:"id"`
	Title   string `json:"title"`
	Outcome string `json:"outcome"`
}

// Bounds: samples of a column, refusals and records told at once, imports listed,
// how long files are kept.
const (
	importSamples = 3
	importTold    = 200
	importShown   = 20
	importListed  = 5
	importKept    = 7 * 24 * time.Hour
)

// postImport takes a file in and guesses what its columns mean.
func postImport(a *asker) (answer, error) {
	t, err := a.typeNamed(a.query("type"))
	if err != nil {
		return nil, err
	}
	if ever, err := a.everCan(t, "import"); err != nil || !ever || !a.mayWrite(t) {
		if err == nil {
			err = fault.New(fault.Denied, "may_not_import", fault.Params{"type": a.words().plural(t)})
		}
		return nil, err
	}
	data, err := io.ReadAll(http.MaxBytesReader(a.re.Response, a.re.Request.Body, exchange.MaxFile+1))
	if err != nil {
		return nil, fault.New(fault.Limit, "import_too_large", fault.Params{"max": exchange.MaxFile >> 20})
	}
	file, err := exchange.Open(data)
	if err != nil {
		return nil, err
	}
	if file.IsStatement() && t.Intake == nil {
		return nil, fault.New(fault.Invalid, "statement_elsewhere", fault.Params{"type": a.words().plural(t)})
	}
	titles, err := a.titlesOf(t)
	if err != nil {
		return nil, err
	}
	head, below, count, err := file.Head(func(s string) bool { return titles[exchange.Title(s)] != "" }, importSamples)
	if err != nil {
		return nil, err
	}
	plan, err := a.planFor(t, head, titles)
	if err != nil {
		return nil, err
	}
	i := &store.Import{Owner: engine.ActorId(a.actor), Type: t.StableId, Name: short(a.query("name")), State: importUploaded, Rows: int64(count), File: data}
	if i.Head, err = json.Marshal(head.Cells); err != nil {
		return nil, err
	}
	if i.Plan, err = json.Marshal(plan); err != nil {
		return nil, err
	}
	err = a.re.App.RunInTransaction(func(tx core.App) error {
		if err := store.DropImportsBefore(tx, a.now.Add(-importKept)); err != nil {
			return err
		}
		return store.AddImport(tx, i, a.now)
	})
	if err != nil {
		return nil, err
	}
	out, err := a.importSaid(i, t)
	if err != nil {
		return nil, err
	}
	for k, title := range head.Cells {
		s := importSample{Title: strings.TrimSpace(title), Samples: []string{}}
		for _, row := range below {
			s.Samples = append(s.Samples, short(cellOf(row, importColumn{Column: k})))
		}
		out.Columns = append(out.Columns, s)
	}
	out.Fields, err = a.importFields(t)
	return out, err
}

// planFor guesses: columns by title, records by what they are known by.
func (a *asker) planFor(t *model.Type, head exchange.Row, titles map[string]string) (importPlan, error) {
	var before map[string]string
	last, err := store.LastImports(a.re.App, engine.ActorId(a.actor), t.StableId, 1)
	if err != nil {
		return importPlan{}, err
	}
	if len(last) > 0 && last[0].State != importUploaded {
		before = chosenBefore(last[0].Head, last[0].Plan)
	}
	plan := importPlan{Columns: guess(head.Cells, titles, before), Mode: "create", Empty: "keep", From: head.At}
	for _, want := range []func(*model.Field) bool{
		func(f *model.Field) bool { return f != nil && f.Kind == model.Number }, isUniqueField,
	} {
		for _, c := range plan.Columns {
			if plan.Key == "" && want(t.Field(c.Field)) {
				plan.Key, plan.Mode = c.Field, "upsert"
			}
		}
	}
	for _, c := range plan.Columns {
		if c.Field == "id" {
			plan.Key, plan.Mode = "id", "upsert"
		}
	}
	return plan, nil
}

func isUniqueField(f *model.Field) bool { return f != nil && isUnique(f) }

func (a *asker) importFields(t *model.Type) ([]importField, error) {
	out := []importField{}
	for _, f := range t.Fields {
		ever, err := a.everReads(f)
		if err != nil {
			return nil, err
		}
		if ever && (takesIn(f) || knows(f)) {
			out = append(out, importField{f.Key, a.words().field(f), takesIn(f), knows(f)})
		}
	}
	return append(out, importField{Key: "id", Title: "ID", Knows: true}), nil
}

// theImport finds the asker's own import, with its type.
func (a *asker) theImport() (*store.Import, *model.Type, error) {
	missing := fault.New(fault.Missing, "no_import", nil)
	i, err := store.ImportOf(a.re.App, a.re.Request.PathValue("id"), engine.ActorId(a.actor))
	if err != nil {
		return nil, nil, err
	}
	if i == nil {
		return nil, nil, missing
	}
	for _, t := range a.model.Types {
		if t.StableId == i.Type && a.inScope(t) {
			return i, t, nil
		}
	}
	return nil, nil, missing
}

// getImports lists the asker's latest imports into a type: what was broken off can
// be gone on with.
func getImports(a *asker) (answer, error) {
	t, err := a.typeNamed(a.query("type"))
	if err != nil {
		return nil, err
	}
	list, err := store.LastImports(a.re.App, engine.ActorId(a.actor), t.StableId, importListed)
	if err != nil {
		return nil, err
	}
	items := make([]*importAnswer, len(list))
	for k, i := range list {
		if items[k], err = a.importSaid(i, t); err != nil {
			return nil, err
		}
	}
	return map[string]any{"items": items}, nil
}

func getImport(a *asker) (answer, error) {
	i, t, err := a.theImport()
	if err != nil {
		return nil, err
	}
	return a.importSaid(i, t)
}

// postImportCheck tells what would become of each row.
func postImportCheck(a *asker) (answer, error) { return a.runImport(true) }

// postImportRun brings the rows in; after a break it goes on with those that are
// left.
func postImportRun(a *asker) (answer, error) { return a.runImport(false) }

func (a *asker) runImport(trial bool) (answer, error) {
	i, t, err := a.theImport()
	if err != nil {
		return nil, err
	}
	var plan importPlan
	if err := a.body(&plan); err != nil {
		return nil, err
	}
	var kept importPlan
	var head []string
	if err := json.Unmarshal(i.Plan, &kept); err != nil {
		return nil, err
	}
	if err := json.Unmarshal(i.Head, &head); err != nil {
		return nil, err
	}
	plan.From = kept.From
	if err := plan.check(a, t, head, int(i.Rows)); err != nil {
		return nil, err
	}
	if i.State == importDone {
		return nil, fault.New(fault.Conflict, "import_done", nil)
	}
	file, err := exchange.Open(i.File)
	if err != nil {
		return nil, err
	}
	ctx, stop := context.WithCancel(context.Background())
	r := &importing{asked: a, of: i, t: t, plan: plan, file: file, trial: trial, stop: stop, ended: make(chan struct{})}
	if err := a.imports.add(r); err != nil {
		stop()
		return nil, err
	}
	if err := r.begin(); err != nil {
		stop()
		a.imports.drop(i.Id)
		return nil, err
	}
	go r.run(ctx)
	select {
	case <-r.ended:
	case <-time.After(firstWait):
	}
	if i, err = store.ImportOf(a.re.App, i.Id, i.Owner); err != nil || i == nil {
		return nil, err
	}
	return a.importSaid(i, t)
}

// begin writes down that it has begun, and by which plan.
func (r *importing) begin() error {
	r.of.State, r.of.Why = importRunning, nil
	if r.trial {
		r.of.State = importChecking
	}
	var err error
	if r.of.Plan, err = json.Marshal(r.plan); err != nil {
		return err
	}
	return r.asked.re.App.RunInTransaction(func(tx core.App) error {
		if err := store.ClearImportRows(tx, r.of.Id, true); err != nil {
			return err
		}
		return store.SetImport(tx, r.of)
	})
}

// deleteImport stops a run, or forgets an import. The records it brought stay.
func deleteImport(a *asker) (answer, error) {
	i, _, err := a.theImport()
	if err != nil {
		return nil, err
	}
	if r := a.imports.of(i.Id); r != nil {
		r.stop()
		<-r.ended
		return nil, nil
	}
	return nil, a.re.App.RunInTransaction(func(tx core.App) error { return store.DropImport(tx, i.Id) })
}

// getImportResult gives the rows of the sheet with what has become of each.
func getImportResult(a *asker) (answer, error) {
	i, _, err := a.theImport()
	if err != nil {
		return nil, err
	}
	trial := i.State != importDone && i.State != importRunning && i.State != importCancelled && i.State != importFailed
	outcomes := map[int]store.ImportRow{}
	rows, err := store.ImportRows(a.re.App, i.Id, trial, "", 0, exchange.MaxRead)
	if err != nil {
		return nil, err
	}
	for _, row := range rows {
		outcomes[row.At] = row
	}
	var head []string
	var plan importPlan
	if err := json.Unmarshal(i.Head, &head); err != nil {
		return nil, err
	}
	if err := json.Unmarshal(i.Plan, &plan); err != nil {
		return nil, err
	}
	columns := []exchange.Column{{Title: a.sheetWord("row", nil), Kind: exchange.Number}, {Title: a.sheetWord("outcome", nil)}, {Title: a.sheetWord("why", nil)}}
	for _, title := range head {
		columns = append(columns, exchange.Column{Title: title})
	}
	file, err := exchange.Open(i.File)
	if err != nil {
		return nil, err
	}
	h := a.re.Response.Header()
	h.Set("Content-Type", xlsxType)
	h.Set("Content-Disposition", "attachment; filename="+namedAs("import-"+a.today().String()+".xlsx"))
	h.Set("Cache-Control", "no-store")
	w, err := exchange.NewXlsx(a.re.Response, a.sheetWord("result", nil), columns)
	if err != nil {
		return nil, err
	}
	err = file.Walk(func(row exchange.Row) error {
		if row.At <= plan.From {
			return nil
		}
		return w.Row(a.resultLine(row, outcomes[row.At], len(head)))
	})
	if err != nil {
		w.Abandon()
		return nil, err
	}
	return nil, w.Close()
}

func (a *asker) resultLine(row exchange.Row, out store.ImportRow, width int) []any {
	var why []importWhy
	_ = json.Unmarshal(out.Why, &why)
	var texts []string
	for _, w := range why {
		texts = append(texts, w.Text)
	}
	outcome := out.Outcome
	if outcome == "" {
		outcome = "left"
	}
	line := []any{decimalOf(int64(row.At)), a.sheetWord(outcome, nil), strings.Join(texts, "; ")}
	for k := range width {
		line = append(line, cellOf(row, importColumn{Column: k}))
	}
	return line
}

func (a *asker) importSaid(i *store.Import, t *model.Type) (*importAnswer, error) {
	out := &importAnswer{Id: i.Id, Type: t.Slug, Name: i.Name, State: i.State, Rows: i.Rows, Created: strings.Replace(i.Created, " ", "T", 1), Refused: []importRefused{}}
	if running := a.imports.of(i.Id) != nil; !running && (i.State == importRunning || i.State == importChecking) {
		out.State = importBroken
	}
	if err := json.Unmarshal(i.Plan, &out.Plan); err != nil {
		return nil, err
	}
	if len(i.Why) > 0 {
		if err := json.Unmarshal(i.Why, &out.Why); err != nil {
			return nil, err
		}
	}
	var err error
	if out.Trial, err = store.ImportTally(a.re.App, i.Id, true); err != nil {
		return nil, err
	}
	if out.Tally, err = store.ImportTally(a.re.App, i.Id, false); err != nil {
		return nil, err
	}
	trial := slices.Contains([]string{importChecking, importChecked, importUploaded}, i.State)
	rows, err := store.ImportRows(a.re.App, i.Id, trial, store.RowRefused, 0, importTold)
	for _, row := range rows {
		told := importRefused{Row: row.At}
		if err := json.Unmarshal(row.Why, &told.Why); err != nil {
			return nil, err
		}
		out.Refused = append(out.Refused, told)
	}
	if err == nil {
		out.Brought, err = a.importBrought(i, t)
	}
	return out, err
}

// importBrought names the first records that an import has created or changed, those
// that the asker sees.
func (a *asker) importBrought(i *store.Import, t *model.Type) ([]importBrought, error) {
	out := []importBrought{}
	for _, outcome := range []string{store.RowCreated, store.RowUpdated} {
		rows, err := store.ImportRows(a.re.App, i.Id, false, outcome, 0, importShown)
		if err != nil {
			return nil, err
		}
		for _, row := range rows {
			out = append(out, importBrought{Row: row.At, Id: row.Record, Outcome: outcome})
		}
	}
	refs := a.references()
	for _, b := range out {
		refs.key(t, b.Id)
	}
	names, err := refs.resolve()
	if err != nil {
		return nil, err
	}
	slices.SortFunc(out, func(x, y importBrought) int { return x.Row - y.Row })
	seen := out[:0]
	for _, b := range out {
		if b.Title = names[t.Slug+"/"+b.Id].Title; b.Title != "" && len(seen) < importShown {
			seen = append(seen, b)
		}
	}
	return seen, nil
}
