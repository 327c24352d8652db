package api

import (
	"strings"

	"kontora/internal/model"
	"kontora/internal/rule"
)

type accessAnswer struct {
	Type        string        `json:"type"` // key
	Title       string        `json:"title"`
	States      []target      `json:"states"`
	Fields      []titled      `json:"fields"` // that people know of; those of cells are among them
	Rows        []accessRow   `json:"rows"`
	Under       string        `json:"under"` // draft, or live where the draft does not compile
	Diagnostics []saidFinding `json:"diagnostics"`
}

type accessRow struct {
	Key    string                `json:"key"`
	Kind   rule.PartyKind        `json:"kind"`
	Title  string                `json:"title"`
	About  string                `json:"about,omitempty"`
	People *int                  `json:"people,omitempty"` // how many hold the role
	Cells  map[string]accessCell `json:"cells"`            // by state; "" for a type without states
}

type accessCell struct {
	Scope       model.Scope `json:"scope"` // all, some, unit, own, none
	Words       string      `json:"words"` // the same in words
	Reads       int         `json:"reads"`
	Edit        int         `json:"edit"`
	Transitions int         `json:"transitions"`
	Votes       int         `json:"votes"`
	Readable    []string    `json:"readable"`
	Editable    []string    `json:"editable"`
	Buttons     []titled    `json:"buttons"`
	Can         []string    `json:"can"`
	Why         []grantOut  `json:"why"`
}

type grantOut struct {
	What   model.GivenBy `json:"what"` // access, deny, edit, transition, approval, author
	Key    string        `json:"key,omitempty"`
	Title  string        `json:"title,omitempty"`
	File   string        `json:"file"`
	Path   string        `json:"path"`
	Line   int           `json:"line"`
	Who    string        `json:"who"`
	When   string        `json:"when,omitempty"`
	Sure   bool          `json:"sure"` // for every record of the state
	Idle   bool          `json:"idle,omitempty"`
	Fields []string      `json:"fields"`
}

// postAccess tells who has what in which state by the declarations of a type.
func postAccess(a *asker) (answer, error) {
	if err := a.designer(designsReading); err != nil {
		return nil, err
	}
	var in struct {
		Files map[string]*string `json:"files"`
		Type  string             `json:"type"`
	}
	if err := a.body(&in); err != nil {
		return nil, err
	}
	files, err := a.edited(changes{Files: in.Files})
	if err != nil {
		return nil, err
	}
	d := a.under(files, len(in.Files) > 0)
	t := typeIn(d.model, in.Type)
	if t == nil || t.Owner != nil {
		return nil, unknownType(in.Type)
	}
	out := &accessAnswer{Type: t.Key, Under: "draft", Diagnostics: a.said(d.found), States: []target{}, Fields: []titled{}, Rows: []accessRow{}}
	if d.live {
		out.Under = "live"
	}
	(&accessDrawing{a: a, d: d, w: a.wordsUnder(d.model), out: out}).draw(model.MatrixOf(t))
	return out, nil
}

// accessDrawing writes a matrix down in words.
type accessDrawing struct {
	a   *asker
	d   drafted
	w   *words
	out *accessAnswer
}

func (x *accessDrawing) draw(m *model.Matrix) {
	t := m.Type
	x.out.Title = x.w.typ(t)
	for _, f := range t.Fields {
		if !f.Engine {
			x.out.Fields = append(x.out.Fields, titled{f.Key, x.w.field(f)})
		}
	}
	for _, s := range m.States {
		if s != nil {
			x.out.States = append(x.out.States, target{s.Key, x.w.state(t, s), s.Phase})
		}
	}
	for _, r := range m.Rows {
		row := accessRow{Key: r.Party.Key(), Kind: r.Party.Kind, Cells: map[string]accessCell{}}
		row.Title, row.About = x.party(r.Party)
		if r.Party.Kind == rule.PartyRole {
			n := len(x.a.snap.Directory().Resolve(rule.RolePrincipal(r.Party.Role, "")))
			row.People = &n
		}
		for i, s := range m.States {
			key := ""
			if s != nil {
				key = s.Key
			}
			row.Cells[key] = x.cell(t, r.Cells[i])
		}
		x.out.Rows = append(x.out.Rows, row)
	}
}

// party names who stands in a row.
func (x *accessDrawing) party(p rule.Party) (title, about string) {
	switch p.Kind {
	case rule.PartyRole:
		if r := x.d.model.Roles[p.Role]; r != nil {
			return x.w.role(p.Role), r.About
		}
		return p.Role, ""
	case rule.PartyGuest:
		return x.say("party_guest", nil), ""
	}
	of := x.paths(p)
	switch p.Kind {
	case rule.PartyHead:
		return x.say("party_head", map[string]any{"unit": of}), p.Src
	case rule.PartyMembers:
		return x.say("party_members", map[string]any{"unit": of}), p.Src
	}
	return of, p.Src
}

// paths names the fields from which somebody is read.
func (x *accessDrawing) paths(p rule.Party) string {
	var all []string
	for _, path := range p.Of {
		var titles []string
		for i, name := range path.Fields {
			if f := x.d.model.Field(path.Types[i], name); f != nil {
				titles = append(titles, x.w.field(f))
			} else {
				titles = append(titles, name)
			}
		}
		all = append(all, strings.Join(titles, " → "))
	}
	if len(all) == 0 {
		return p.Src
	}
	return strings.Join(all, ", ")
}

func (x *accessDrawing) say(key string, params map[string]any) string {
	text, _ := x.w.builtin.text(x.w.lang, "rules."+key, params)
	return text
}

func (x *accessDrawing) cell(t *model.Type, c *model.MatrixCell) accessCell {
	out := accessCell{
		Scope: c.Scope, Words: x.say("scope_"+string(c.Scope), nil),
		Reads: len(c.Reads), Edit: len(c.Edits), Transitions: len(c.Transitions), Votes: len(c.Votes),
		Readable: keys(c.Reads), Editable: keys(c.Edits), Buttons: []titled{}, Can: orNone(c.Can), Why: []grantOut{},
	}
	for _, tr := range c.Transitions {
		out.Buttons = append(out.Buttons, titled{tr.Key, x.w.transition(tr)})
	}
	for _, g := range c.Why {
		out.Why = append(out.Why, grantOut{
			What: g.What, Key: g.Key, Title: g.Title, File: g.At.File, Path: g.At.Path, Line: g.At.Line, Who: g.Who, When: g.When, Sure: g.Sure, Idle: g.Idle, Fields: keys(g.Fields),
		})
	}
	return out
}
