package api

import (
	"context"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"kontora/internal/engine"
	"kontora/internal/fault"
	"kontora/internal/model"

	"github.com/pocketbase/pocketbase/core"
)

// exportRequest says which records go into a file, and what of them: the records
// of a list, or chosen ones.
type exportRequest struct {
	Type     string   `json:"type"`
	Ids      []string `json:"ids"`
	Archived bool     `json:"archived"`
	Columns  []string `json:"columns"` // none: everything that fits a cell
	Format   string   `json:"format"`  // xlsx or csv
	listWords
}

// exportAnswer tells how an export stands.
type exportAnswer struct {
	Id       string `json:"id"`
	State    string `json:"state"`
	Rows     int    `json:"rows"`
	Withheld int    `json:"withheld,omitempty"`
	Name     string `json:"name,omitempty"`
	Size     int64  `json:"size,omitempty"`
	Expires  string `json:"expires,omitempty"`
	Code     string `json:"code,omitempty"`
	Why      string `json:"why,omitempty"`
}

// maxChosen bounds the records that are named one by one.
const maxChosen = 10_000

// firstWait is how long a request waits for a short export to end.
const firstWait = 700 * time.Millisecond

var exportTypes = map[string]string{"xlsx": xlsxType, "csv": "text/csv; charset=utf-8"}

// postExport begins to make a file.
func postExport(a *asker) (answer, error) {
	var in exportRequest
	if err := a.body(&in); err != nil {
		return nil, err
	}
	t, err := a.typeNamed(in.Type)
	if err != nil {
		return nil, err
	}
	if err := a.checkExport(t, &in); err != nil {
		return nil, err
	}
	columns, err := a.sheetColumns(t, in.Columns)
	if err != nil {
		return nil, err
	}
	ctx, stop := context.WithCancel(context.Background())
	id := core.GenerateDefaultRandomId()
	job := &exportJob{
		id: id, owner: engine.ActorId(a.actor), state: jobRunning, started: a.now, stop: stop, ended: make(chan struct{}), mime: exportTypes[in.Format],
		name: a.words().plural(t) + " " + a.today().String() + "." + in.Format, path: filepath.Join(exportsDir(a.re.App), id+"."+in.Format),
	}
	if err := a.exports.add(job, a.now); err != nil {
		stop()
		return nil, err
	}
	x := &exporting{job: job, in: in, t: t, columns: columns, asked: a}
	go x.run(ctx)
	select {
	case <-job.ended:
	case <-time.After(firstWait):
	}
	return a.exportSaid(job), nil
}

func (a *asker) checkExport(t *model.Type, in *exportRequest) error {
	if in.Format == "" {
		in.Format = "xlsx"
	}
	if exportTypes[in.Format] == "" {
		return fault.New(fault.Invalid, "export_format", fault.Params{"format": in.Format}).At("format")
	}
	ever, err := a.everCan(t, "export")
	if err != nil {
		return err
	}
	if !ever {
		return fault.New(fault.Denied, "may_not_export", fault.Params{"type": a.words().plural(t)})
	}
	if len(in.Ids) > maxChosen {
		return fault.New(fault.Limit, "bulk_limit", fault.Params{"max": maxChosen})
	}
	if len(in.Ids) > 0 {
		return nil
	}
	_, err = a.listQuery(t, in.listWords) // a filter that means nothing is told at once
	return err
}

// everCan reports whether there can be a record on which the asker has a right.
func (a *asker) everCan(t *model.Type, what string) (bool, error) {
	if !a.inScope(t) {
		return false, nil
	}
	wide, err := a.wideRights(t)
	if err != nil || wide.Can(what) {
		return err == nil, err
	}
	for _, rule := range t.Access {
		if rule.Can[what] && !rule.Wide {
			return true, nil
		}
	}
	return false, nil
}

func (a *asker) exportJob() (*exportJob, error) {
	return a.exports.find(a.re.Request.PathValue("id"), engine.ActorId(a.actor), a.now)
}

func getExport(a *asker) (answer, error) {
	j, err := a.exportJob()
	if err != nil {
		return nil, err
	}
	return a.exportSaid(j), nil
}

// deleteExport stops an export, or throws its file away.
func deleteExport(a *asker) (answer, error) {
	j, err := a.exportJob()
	if err != nil {
		return nil, err
	}
	j.stop()
	<-j.ended
	a.exports.drop(j.id)
	_ = os.Remove(j.path)
	return nil, nil
}

// getExportFile gives the file, as often as it is asked for while it waits.
func getExportFile(a *asker) (answer, error) {
	j, err := a.exportJob()
	if err != nil {
		return nil, err
	}
	if said := a.exportSaid(j); said.State != jobDone {
		return nil, fault.New(fault.Conflict, "export_not_ready", nil)
	}
	file, err := os.Open(j.path)
	if err != nil {
		return nil, fault.New(fault.Missing, "no_export", nil)
	}
	defer file.Close()
	h := a.re.Response.Header()
	h.Set("Content-Type", j.mime)
	h.Set("Content-Disposition", "attachment; filename="+namedAs(j.name))
	h.Set("Cache-Control", "no-store")
	http.ServeContent(a.re.Response, a.re.Request, "", time.Time{}, file)
	return nil, nil
}

func (a *asker) exportSaid(j *exportJob) exportAnswer {
	j.mu.Lock()
	defer j.mu.Unlock()
	out := exportAnswer{Id: j.id, State: j.state, Rows: j.rows, Withheld: j.withheld}
	if j.state == jobDone {
		out.Name, out.Size, out.Expires = j.name, j.size, j.expires.UTC().Format(time.RFC3339)
	}
	if j.why != nil {
		out.Code, out.Why = j.why.Code, a.textOf(j.why)
	}
	return out
}
