package api

import (
	"fmt"
	"slices"

	"kontora/internal/fault"
	"kontora/internal/flow"
	"kontora/internal/model"
	"kontora/internal/paper"
	"kontora/internal/rule"
	"kontora/internal/spec"
	"kontora/internal/store"
)

const (
	proofPages   = 30 // shown of one paper; the file has them all
	proofRecords = 20 // the latest ones, among which one is looked for that fits the paper
)

type proofRequest struct {
	Files  map[string]*string `json:"files"`
	Base   string             `json:"base"`   // hash of what the changes began with; "" is not compared
	Type   string             `json:"type"`   // key or slug
	Print  string             `json:"print"`  // key
	Record string             `json:"record"` // id; "" is the latest of which the paper is made, else the latest
}

type proofAnswer struct {
	Record string       `json:"record"`
	Name   string       `json:"name"`   // of the file
	Offers bool         `json:"offers"` // its condition holds for the record
	May    bool         `json:"may"`    // the asker is one of those who print it
	Failed []proofFault `json:"failed"` // what stays empty because it cannot be worked out
	Pages  []paper.Page `json:"pages"`
	More   int          `json:"more"` // pages that are not shown
}

type proofFault struct {
	Block string `json:"block"` // key; "" is the condition, the name or the mark
	Text  string `json:"text"`
}

// proofWorld is what the paper of a draft reads: nothing that its designer may not
// see, and the votes on records that they do see, whose stamps stand on papers.
type proofWorld struct{ *glimpse }

var _ flow.Snapshot = proofWorld{}

func (w proofWorld) Facts(ref rule.Reference) ([]*flow.Fact, error) {
	if seen, err := w.sees(ref); err != nil || !seen {
		return nil, err
	}
	return w.glimpse.Snapshot.Facts(ref)
}

// Opened tells of the asker alone.
func (w proofWorld) Opened(ref rule.Reference, person string) (map[string]int64, error) {
	if own := w.a.actor.Person; own == nil || own.Id != person {
		return nil, nil
	}
	return w.glimpse.Snapshot.Opened(ref, person)
}

// postProof draws the paper of a draft on a record there is, as the asker would
// print it, and keeps nothing.
func postProof(a *asker) (answer, error) {
	p, rec, err := a.proof()
	if err != nil {
		return nil, err
	}
	pages, err := paper.Pages(p.Doc)
	if err != nil {
		return nil, err
	}
	shown := pages[:min(len(pages), proofPages)]
	out := proofAnswer{Record: rec.Id, Name: p.Name, Offers: p.Offers, May: p.May, Failed: []proofFault{}, Pages: shown, More: len(pages) - len(shown)}
	for _, f := range p.Failed {
		out.Failed = append(out.Failed, proofFault{f.Block, a.textOf(f.Fault)})
	}
	return out, nil
}

// postProofFile is the same as a file.
func postProofFile(a *asker) (answer, error) {
	p, _, err := a.proof()
	if err != nil {
		return nil, err
	}
	data, err := paper.Write(p.Doc)
	if err != nil {
		return nil, err
	}
	return nil, a.sendPaper(data, p.Name)
}

func (a *asker) proof() (*flow.Proof, *flow.Record, error) {
	if err := a.designer(designsReading); err != nil {
		return nil, nil, err
	}
	var in proofRequest
	if err := a.body(&in); err != nil {
		return nil, nil, err
	}
	m, err := a.proofModel(in)
	if err != nil {
		return nil, nil, err
	}
	t := typeIn(m, in.Type)
	if t == nil || t.Abstract || t.Owner != nil {
		return nil, nil, unknownType(in.Type)
	}
	if !a.design().May(t.Pack) {
		return nil, nil, notYourPack(t.Pack)
	}
	print := t.Print(in.Print)
	if print == nil {
		return nil, nil, fault.New(fault.Missing, "no_such_print", fault.Params{"print": in.Print}).At("print")
	}
	world := proofWorld{a.glimpse(m)}
	looks := preview{asker: &asker{server: a.server, re: a.re, lang: a.lang, model: m}, designer: a, world: world.glimpse}
	actor, err := looks.looker()
	if err != nil {
		return nil, nil, err
	}
	of := &flow.Printing{Print: print, Actor: actor, Now: a.now, Signed: a.stamps, Say: a.paperWord}
	if in.Record != "" {
		of.Record, err = world.Load(t, in.Record)
		if err == nil && of.Record == nil {
			err = fault.New(fault.Missing, "not_found", fault.Params{"type": t.Slug, "id": in.Record}).At("record")
		}
	} else {
		of.Record, err = a.latestToPrint(world, t, of)
	}
	if err != nil {
		return nil, nil, err
	}
	out, err := flow.Proofread(m, world, of)
	return out, of.Record, err
}

// proofModel compiles a draft, or tells why there is nothing to print by.
func (a *asker) proofModel(in proofRequest) (*model.Model, error) {
	if in.Base != "" && in.Base != a.model.Hash {
		return nil, fault.New(fault.Conflict, "configuration_moved_on", fault.Params{"base": in.Base, "current": a.model.Hash})
	}
	if len(in.Files) == 0 {
		return a.model, nil
	}
	files, err := a.edited(changes{Files: in.Files})
	if err != nil {
		return nil, err
	}
	m, found := a.compiled.check(files)
	if m == nil {
		at := slices.IndexFunc(found, func(d spec.Diagnostic) bool { return d.Severity == spec.SeverityError })
		if at < 0 {
			return nil, fmt.Errorf("a draft does not compile and nothing is wrong with it")
		}
		d := a.said(found[at : at+1])[0]
		return nil, fault.New(fault.Invalid, "configuration_refused", fault.Params{"file": d.File, "line": d.Line, "message": d.Text})
	}
	return m, nil
}

// latestToPrint is the latest record that the paper is made of, as far as a few of
// the latest go; where none of these fits, the latest.
func (a *asker) latestToPrint(world proofWorld, t *model.Type, of *flow.Printing) (*flow.Record, error) {
	live := a.inForce(t)
	none := fault.New(fault.Missing, "no_record_to_print", nil).At("record")
	if live == nil || live.Abstract || !a.inScope(live) {
		return nil, none
	}
	reader, err := a.reads()
	if err != nil {
		return nil, err
	}
	page, err := store.ReadPage(a.re.App, a.model, reader, store.Query{Type: live, Desc: true, Limit: proofRecords})
	if err != nil {
		return nil, err
	}
	fitting := *of.Print
	fitting.Who = nil // who prints it is told apart
	var latest *flow.Record
	for _, row := range page.Rows {
		rec, err := world.Load(t, row.Record.Id)
		if err != nil {
			return nil, err
		}
		if rec == nil {
			continue
		}
		fits, err := flow.Prints(world.model, world, rec, []*model.Print{&fitting}, of.Actor, of.Now)
		if err != nil {
			return nil, err
		}
		if len(fits) > 0 {
			return rec, nil
		}
		if latest == nil {
			latest = rec
		}
	}
	if latest == nil {
		return nil, none
	}
	return latest, nil
}
