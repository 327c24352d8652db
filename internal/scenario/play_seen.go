package scenario

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"kontora/internal/flow"
	"kontora/internal/store"
)

// Seen is what came of a step, as the one who took it sees it.
type Seen struct {
	Play    string     `json:"play"`
	Steps   int        `json:"steps"`
	Ok      bool       `json:"ok"`
	Refused any        `json:"refused"` // the answer of the route; nil when it was done
	Now     string     `json:"now"`
	Next    string     `json:"next,omitempty"` // when something is due
	People  []*Member  `json:"people"`
	Types   []TypeLine `json:"types,omitempty"`
	Record  *SeenCard  `json:"record"`
	Records []*Line    `json:"records"`
	Events  []*Told    `json:"events"`
	Mail    []*Mail    `json:"mail"`
	Lines   []string   `json:"lines"` // of the script, that the step became
}

// TypeLine is a type of which records can be created.
type TypeLine struct {
	Key   string `json:"key"`
	Slug  string `json:"slug"`
	Title string `json:"title"`
	Pack  string `json:"pack"`
}

// SeenCard is the record of a step.
type SeenCard struct {
	Name      string `json:"name"`
	Card      any    `json:"card"` // as the acting person sees it; nil when they do not
	Clocks    any    `json:"clocks"`
	Approvals any    `json:"approvals"`
}

// Line is a record of the play in one line, whoever may see it.
type Line struct {
	Name   string `json:"name"`
	Type   string `json:"type"` // slug
	Id     string `json:"id"`
	Title  string `json:"title"`
	Status string `json:"status,omitempty"`
	State  string `json:"state,omitempty"` // its title
	Phase  string `json:"phase,omitempty"`
	Stage  bool   `json:"stage"` // it was there before the first step
}

// Told is a line of history that the step added.
type Told struct {
	At         string `json:"at"`
	By         string `json:"by"` // key of a member, "system" or "superuser"
	Name       string `json:"name"`
	Action     string `json:"action"`
	Type       string `json:"type"`
	Record     string `json:"record"` // what the play calls it; "" for one that has no name
	Title      string `json:"title"`
	Transition string `json:"transition,omitempty"` // its title
	From       string `json:"from,omitempty"`       // titles of states
	To         string `json:"to,omitempty"`
	Reason     string `json:"reason,omitempty"`
	Verdict    string `json:"verdict,omitempty"` // of what happened beside the record
	Step       string `json:"step,omitempty"`
}

// Mail is a message that somebody got.
type Mail struct {
	At     string `json:"at"`
	To     string `json:"to"` // key of a member
	Name   string `json:"name"`
	Title  string `json:"title"`
	Body   string `json:"body"`
	Record string `json:"record"`
	Mailed bool   `json:"mailed"` // it also goes out by mail
	Urgent bool   `json:"urgent"`
}

// eventsShown bounds what one step tells.
const eventsShown = 200

// look gathers what a step has led to.
func (p *Play) look(seen *Seen, s Step) error {
	seen.Steps, seen.Now, seen.People, seen.Lines = len(p.done), p.Now().Format(time.RFC3339), p.cast, []string{}
	if n := len(p.done); n > 0 {
		seen.Lines = p.done[n-1].lines
	}
	if seen.Steps == 0 {
		seen.Types = p.types()
	}
	var err error
	if seen.Events, err = p.told(); err != nil {
		return err
	}
	if seen.Mail, err = p.mail(); err != nil {
		return err
	}
	if seen.Records, err = p.lines(); err != nil {
		return err
	}
	due, err := store.DueAlarms(p.w.office.app, p.w.office.engine.Model(), p.Now().Add(longest), 1)
	if err != nil {
		return err
	}
	if len(due) > 0 {
		seen.Next = due[0].Next.Format(time.RFC3339)
	}
	seen.Record, err = p.card(s)
	return err
}

func (p *Play) types() []TypeLine {
	var out []TypeLine
	for _, t := range p.w.office.engine.Model().Types {
		if !t.Abstract && t.Owner == nil {
			out = append(out, TypeLine{t.Key, t.Slug, t.Title, t.Pack})
		}
	}
	return out
}

// card reads the record of a step as the acting person, clocks and sheet as the
// operator.
func (p *Play) card(s Step) (*SeenCard, error) {
	rec := p.w.records[s.Record]
	if rec == nil {
		return nil, nil
	}
	out := &SeenCard{Name: s.Record}
	about := rec.typ.Slug + "/" + rec.id
	as := p.w.actors[s.As]
	if as == nil {
		as = p.w.actor
	}
	super := p.w.actors["superuser"]
	for _, one := range []struct {
		as    *actor
		route string
		into  *any
	}{{as, "card", &out.Card}, {super, "clocks", &out.Clocks}, {super, "approvals", &out.Approvals}} {
		if one.route == "clocks" && rec.typ.Facts == nil || one.route == "approvals" && (rec.typ.Facts == nil || len(rec.typ.Facts.Approvals) == 0) {
			continue
		}
		res, err := p.as(one.as, request{method: http.MethodGet, path: "/api/kontora/" + one.route + "/" + about})
		if err != nil {
			return nil, err
		}
		if !res.refused() {
			*one.into = res.json
		}
	}
	return out, nil
}

// as sends a request for somebody beside the script.
func (p *Play) as(who *actor, q request) (*response, error) {
	was := p.w.actor
	p.w.actor = who
	defer func() { p.w.actor = was }()
	return p.w.send(q)
}

// lines lists the records of the play.
func (p *Play) lines() ([]*Line, error) {
	of := p.w.office
	m := of.engine.Model()
	snap, err := of.engine.Snapshot(of.app)
	if err != nil {
		return nil, err
	}
	staged := strings.Join(p.head, "\n") + "\n"
	out := []*Line{}
	for _, name := range sortedKeys(p.w.records) {
		r := p.w.records[name]
		t := m.TypeByKey(r.typ.Key)
		if t == nil || t.Directory != "" && strings.Contains(staged, " "+name+" ") {
			continue
		}
		rec, err := snap.Load(t, r.id)
		if err != nil {
			return nil, err
		}
		if rec == nil {
			continue
		}
		line := &Line{Name: name, Type: t.Slug, Id: r.id, Title: flow.Title(m, snap, rec), Status: rec.Status(), Stage: strings.Contains(staged, " "+name+" ")}
		if st := rec.State(); st != nil {
			line.State, line.Phase = st.Title, string(st.Phase)
		}
		out = append(out, line)
	}
	return out, nil
}

// told reads what history has got since it was read last.
func (p *Play) told() ([]*Told, error) {
	of := p.w.office
	m := of.engine.Model()
	events, err := store.EventsAfter(of.app, p.events, eventsShown)
	if err != nil {
		return nil, err
	}
	snap, err := of.engine.Snapshot(of.app)
	if err != nil {
		return nil, err
	}
	names := p.w.names()
	out := []*Told{}
	for _, e := range events {
		t := typeByStableId(m, e.Type)
		if t == nil {
			continue
		}
		one := &Told{At: e.At, By: e.Actor, Action: e.Action, Type: t.Slug, Record: names[e.Record], Reason: e.Reason}
		if who := p.member(e.Actor); who != nil {
			one.By, one.Name = who.Key, who.Name
		}
		if rec, err := snap.Load(t, e.Record); err == nil && rec != nil {
			one.Title = flow.Title(m, snap, rec)
		}
		if tr := t.Lifecycle.Transition(e.Transition); tr != nil {
			one.Transition = tr.Title
		}
		one.From, one.To = stateTitle(t, e.From), stateTitle(t, e.To)
		if h, err := store.HappenedOf(e); err == nil && h != nil {
			one.Verdict, one.Step = h.Verdict, h.Step
		}
		out = append(out, one)
	}
	last, err := store.LastEvent(of.app)
	p.events = last
	return out, err
}

// mail lists the messages that have come since they were listed last.
func (p *Play) mail() ([]*Mail, error) {
	of := p.w.office
	found, err := store.Deliveries(of.app, of.engine.Model(), 10_000)
	if err != nil {
		return nil, err
	}
	names := p.w.names()
	out := []*Mail{}
	for _, d := range found {
		if p.notices[d.Id] {
			continue
		}
		p.notices[d.Id] = true
		one := &Mail{At: d.At, To: names[d.User], Title: d.Title, Body: d.Body, Record: names[d.Record], Mailed: d.Level != "", Urgent: d.Level == "urgent"}
		if who := p.member(d.User); who != nil {
			one.Name = who.Name
		}
		out = append(out, one)
	}
	return out, nil
}

func (p *Play) member(id string) *Member {
	if i := slices.IndexFunc(p.cast, func(c *Member) bool { return c.Id == id }); i >= 0 {
		return p.cast[i]
	}
	return nil
}
