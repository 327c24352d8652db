package api

import (
	"net/http"
	"strings"
	"time"

	"kontora/internal/engine"
	"kontora/internal/fault"
	"kontora/internal/flow"
	"kontora/internal/model"
	"kontora/internal/paper"
	"kontora/internal/rule"
	"kontora/internal/store"

	"github.com/pocketbase/pocketbase/tools/filesystem"
)

// printMeta is a paper that may be made of a record.
type printMeta struct {
	Key    string `json:"key"`
	Title  string `json:"title"`
	Issues bool   `json:"issues"` // and kept with the record
}

// paperLang is the language in which packs are written, and so their papers.
const paperLang = "ru"

// prints lists the papers that the asker may make of a record.
func (a *asker) prints(rec *flow.Record) ([]printMeta, error) {
	out := []printMeta{}
	t := a.model.TypeByKey(rec.Type.Key)
	if t == nil {
		return out, nil
	}
	found, err := flow.Prints(a.model, a.world(), rec, t.Prints, a.actor, a.now)
	for _, p := range found {
		issues := p.Into != nil && a.mayWrite(t)
		if issues {
			if issues, err = a.mayIssue(rec, p); err != nil {
				return nil, err
			}
		}
		out = append(out, printMeta{p.Key, a.words().print(t, p), issues})
	}
	return out, err
}

// mayIssue reports whether the asker may put a paper into its field now.
func (a *asker) mayIssue(rec *flow.Record, p *model.Print) (bool, error) {
	states, err := flow.FieldStates(a.model, a.world(), rec, a.actor, a.now)
	if err != nil {
		return false, err
	}
	for f, st := range states {
		if f.Key == p.Into.Key {
			return !st.ReadOnly && !rec.IsArchived(), nil
		}
	}
	return false, nil
}

// printOf finds the paper that the path names, and its record.
func (a *asker) printOf() (*flow.Record, *model.Print, error) {
	rec, _, err := a.record()
	if err != nil {
		return nil, nil, err
	}
	key := strings.TrimSuffix(a.re.Request.PathValue("print"), ".pdf")
	if t := a.model.TypeByKey(rec.Type.Key); t != nil {
		if p := t.Print(key); p != nil {
			return rec, p, nil
		}
	}
	return nil, nil, fault.New(fault.Missing, "no_such_print", fault.Params{"print": key})
}

// getPrint draws a paper as the asker may see it.
func getPrint(a *asker) (answer, error) {
	rec, p, err := a.printOf()
	if err != nil {
		return nil, err
	}
	data, name, err := a.paper(rec, p)
	if err != nil {
		return nil, err
	}
	return nil, a.sendPaper(data, name)
}

func (a *asker) sendPaper(data []byte, name string) error {
	h := a.re.Response.Header()
	h.Set("Content-Disposition", "inline; filename="+namedAs(name+".pdf"))
	h.Set("Cache-Control", "no-store")
	return a.re.Blob(http.StatusOK, "application/pdf", data)
}

// issueRequest tells of which revision of the record a paper is issued.
type issueRequest struct {
	Revision *int64 `json:"revision"`
	Comment  string `json:"comment"`
}

// postPrint issues a paper: it is drawn and put into the field that is declared
// for it, by the command that edits a field. Whoever may not edit that may not issue.
func postPrint(a *asker) (answer, error) {
	rec, p, err := a.printOf()
	if err != nil {
		return nil, err
	}
	if p.Into == nil {
		return nil, fault.New(fault.Invalid, "print_not_kept", fault.Params{"print": p.Title})
	}
	var in issueRequest
	if err := a.body(&in); err != nil {
		return nil, err
	}
	data, name, err := a.paper(rec, p)
	if err != nil {
		return nil, err
	}
	file, err := filesystem.NewFileFromBytes(data, name+".pdf")
	if err != nil {
		return nil, err
	}
	t := a.model.TypeByKey(rec.Type.Key)
	files := uploads{p.Into.Key: {file}}
	fields, wrong, err := a.fields(t, rec.Id, commandRequest{}, files)
	if err != nil {
		return nil, err
	}
	out, err := a.e.Do(a.re.App, engine.Input{
		Command: flow.Command{Kind: flow.Edit, Type: t, Id: rec.Id, Fields: fields, Wrong: wrong, Comment: in.Comment, Revision: in.Revision, Actor: a.actor},
		Files:   files, RequestId: a.requestId(),
	})
	if err != nil {
		return nil, a.withCurrent(t, rec.Id, err)
	}
	return a.saved(t, out)
}

// paper draws one.
func (a *asker) paper(rec *flow.Record, p *model.Print) (data []byte, name string, err error) {
	doc, name, err := flow.Paper(a.model, a.world(), &flow.Printing{
		Print: p, Record: rec, Actor: a.actor, Now: a.now, Signed: a.stamps, Say: a.paperWord, Kept: a.kept,
	})
	if err != nil {
		return nil, "", err
	}
	data, err = paper.Write(doc)
	return data, name, err
}

// kept are the names of the files of a field, by those under which they are stored.
func (a *asker) kept(rec *flow.Record, f *model.Field) (map[string]string, error) {
	items, many := rec.Values[f.Key].([]any)
	if !many {
		items = []any{rec.Values[f.Key]}
	}
	var names []store.FileName
	for _, item := range items {
		if file, is := item.(rule.Attachment); is {
			names = append(names, store.FileName{Record: rec.Id, Name: file.Name})
		}
	}
	found, err := store.Files(a.re.App, names)
	out := map[string]string{}
	for name, file := range found {
		out[name.Name] = file.Title
	}
	return out, err
}

func (a *asker) paperWord(key string, params map[string]any) string {
	text, _ := a.server.words.text(paperLang, "paper."+key, params)
	return text
}

// stamps are those of the signatures of a record that stand, by step.
func (a *asker) stamps(rec *flow.Record) (map[string][]paper.Stamp, error) {
	if rec.Type.Facts == nil || !signs(rec.Type) {
		return nil, nil
	}
	list, err := store.StandingSignatures(a.re.App, rec.Type.StableId, rec.Id)
	if err != nil {
		return nil, err
	}
	out := map[string][]paper.Stamp{}
	for _, s := range list {
		v, err := a.e.Verify(a.re.App, s)
		if err != nil {
			return nil, err
		}
		out[s.Step] = append(out[s.Step], a.stamp(v))
	}
	return out, nil
}

func signs(t *model.Type) bool {
	for _, d := range t.Facts.Approvals {
		for _, step := range d.Steps {
			if step.Sign != "" {
				return true
			}
		}
	}
	return false
}

func (a *asker) stamp(v *engine.Verification) paper.Stamp {
	at := func(t time.Time, layout string) string { return t.In(a.e.Zone()).Format(layout) }
	out := paper.Stamp{Title: a.paperWord(v.Kind, nil)}
	if v.Verdict != engine.VerdictValid {
		out.Title = a.paperWord("invalid", nil)
	}
	if v.Certificate != "" {
		out.Lines = append(out.Lines, a.paperWord("certificate", map[string]any{"serial": v.Certificate}))
	}
	for _, line := range []string{v.Name, v.Position, v.Organization} {
		if line != "" {
			out.Lines = append(out.Lines, line)
		}
	}
	if v.Certificate != "" {
		out.Lines = append(out.Lines, a.paperWord("valid", map[string]any{"from": at(v.NotBefore, "02.01.2006"), "to": at(v.NotAfter, "02.01.2006")}))
	}
	out.Lines = append(out.Lines, a.paperWord("signed", map[string]any{"at": at(v.At, "02.01.2006 15:04")}))
	out.Link = strings.TrimSuffix(a.re.App.Settings().Meta.AppURL, "/") + "/verify/" + v.Code
	return out
}
