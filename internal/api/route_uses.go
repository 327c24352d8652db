package api

import (
	"kontora/internal/fault"
	"kontora/internal/model"
	"kontora/internal/spec"
)

// askedThing is one thing of a configuration: {what, type, key}.
type askedThing struct {
	changes
	model.Symbol
	To string `json:"to"`
}

type usesAnswer struct {
	Uses  []model.Use `json:"uses"`
	Whole bool        `json:"whole"` // false: the configuration is too wrong for all places to be known
}

// postUses tells where a thing of the configuration is named, changes included.
func postUses(a *asker) (answer, error) {
	in, g, err := a.graph()
	if err != nil {
		return nil, err
	}
	if !g.Known(in.Symbol) {
		return nil, fault.New(fault.Missing, "thing_unknown", fault.Params{"what": in.What, "key": in.Key}).At("key")
	}
	return usesAnswer{listed(g.Uses(in.Symbol, a.scripts())), g.Whole()}, nil
}

type renameAnswer struct {
	Files       map[string]*string `json:"files"`
	Uses        []model.Use        `json:"uses"`
	Left        []model.Use        `json:"left"`
	Diagnostics []saidFinding      `json:"diagnostics"` // that there would be and are not now
}

// postRename gives a thing another key and answers the files that differ. Nothing
// is published.
func postRename(a *asker) (answer, error) {
	in, g, err := a.graph()
	if err != nil {
		return nil, err
	}
	if !g.Whole() {
		return nil, fault.New(fault.Invalid, "rename_broken", nil)
	}
	r, err := g.Rename(in.Symbol, in.To, a.scripts())
	if err != nil {
		return nil, err
	}
	return renameAnswer{r.Files, listed(r.Uses), listed(r.Left), a.said(r.Found)}, nil
}

// graph reads which thing is asked about, and where what is named in the
// configuration with the changes.
func (a *asker) graph() (in askedThing, g *model.Graph, err error) {
	if err := a.designer(designsReading); err != nil {
		return in, nil, err
	}
	if err := a.body(&in); err != nil {
		return in, nil, err
	}
	files, err := a.edited(in.changes)
	if err != nil {
		return in, nil, err
	}
	b, _ := spec.LoadFiles(files)
	return in, model.References(b), nil
}

// scripts are the hooks of this installation by name, for what names things there.
func (s *server) scripts() map[string][]byte {
	if s.o.Scripts == nil {
		return nil
	}
	return s.o.Scripts()
}

// listed is a list even when there is no place.
func listed(uses []model.Use) []model.Use {
	if uses == nil {
		return []model.Use{}
	}
	return uses
}
