package designer

import (
	"context"
	"fmt"
	"time"

	"kontora/internal/engine"
	"kontora/internal/model"
	"kontora/internal/rule"
	"kontora/internal/store"

	"github.com/pocketbase/pocketbase/core"
)

// Sample is a record that something is about, as far as the reader may see it.
type Sample struct {
	Id     string `json:"id"`
	Type   string `json:"type"` // as in addresses
	Number string `json:"number,omitempty"`
	Title  string `json:"title,omitempty"`
}

// Option is one way to decide what becomes of records.
type Option struct {
	Code  string `json:"code"` // move, ask, fill, finish, migrate, archive
	Title string `json:"title"`
	Text  string `json:"text"`
}

// Impact is one difference with what it means for the records that exist.
type Impact struct {
	model.Difference
	Text        string   `json:"text"`
	Records     int64    `json:"records"`
	Sample      []Sample `json:"sample"`
	Consequence string   `json:"consequence,omitempty"`
	Needs       string   `json:"needs"`   // what has to be decided: state, choice, type, fill, kind; "" for nothing
	Must        bool     `json:"must"`    // it is not published before that is decided
	Decided     bool     `json:"decided"` // the moves that came along say it
	Options     []Option `json:"options"`
}

// Open tells how many open records of a type go on by the rules they were made
// under, unless the moves take them along.
type Open struct {
	Type     string `json:"type"`
	Key      string `json:"key"`
	Title    string `json:"title"`
	Records  int64  `json:"records"`
	Migrates bool   `json:"migrates"`
	Text     string `json:"text"`
}

// Reference is something people have made that refers to what goes.
type Reference struct {
	What  string `json:"what"` // view
	Type  string `json:"type"`
	Title string `json:"title"`
	Count int    `json:"count"` // of that name
	Text  string `json:"text"`
}

// Report is everything that a publication would mean.
type Report struct {
	Differences []Impact      `json:"differences"`
	Open        []Open        `json:"open"`
	People      []PeopleLose  `json:"people"`
	Clocks      []ClockChange `json:"clocks"`
	Approvals   []RouteChange `json:"approvals"`
	References  []Reference   `json:"references"`
	// RecordsTouched is how many records a difference is about; of a type each
	// counts once.
	RecordsTouched int64 `json:"records_touched"`
}

// Namer names records as far as somebody may see them; those left out are
// unnamed.
type Namer func([]rule.Reference) (map[rule.Reference]Sample, error)

// Planning is a question about a publication.
type Planning struct {
	Engine *engine.Engine
	Wanted *model.Model
	Moves  engine.Moves
	Speech Speech
	Names  Namer // nil: everything is in sight
}

// evaluating bounds the time for what has to be judged record by record; what was
// not looked at then is said.
const evaluating = 3 * time.Second

// Plan compares a configuration with the one in force and tells what publishing
// it would mean. It changes nothing, and reads in statements of bounded size.
func (q Planning) Plan(ctx context.Context) (*Report, error) {
	if q.Names == nil {
		q.Names = AllNames(q.Engine.App(), q.Engine.Model())
	}
	p := &planner{Planning: q, app: q.Engine.App(), live: q.Engine.Model(), report: &Report{
		Differences: []Impact{}, Open: []Open{}, People: []PeopleLose{}, Clocks: []ClockChange{}, Approvals: []RouteChange{}, References: []Reference{},
	}}
	for _, d := range model.Diff(p.live, p.Wanted) {
		p.report.Differences = append(p.report.Differences, Impact{Difference: d, Text: q.Speech.Difference(p.live, p.Wanted, d), Sample: []Sample{}, Options: []Option{}})
	}
	if p.live == nil {
		return p.report, nil
	}
	short, done := context.WithTimeout(ctx, evaluating)
	defer done()
	for _, step := range []func(context.Context) error{p.records, p.people, p.clocks, p.rounds, p.views, p.name} {
		if err := step(short); err != nil {
			return nil, err
		}
	}
	return p.report, nil
}

type planner struct {
	Planning
	app    core.App
	live   *model.Model
	report *Report
	staff  []*rule.Person // who may act, once asked
}

// AllNames names every record.
func AllNames(app core.App, m *model.Model) Namer {
	return func(refs []rule.Reference) (map[rule.Reference]Sample, error) {
		out := map[rule.Reference]Sample{}
		if m == nil {
			return out, nil
		}
		found, err := store.Known(app, m, store.Superuser(), refs)
		for _, k := range found {
			out[rule.Reference{Type: k.Type.Key, Id: k.Id}] = Sample{k.Id, k.Type.Slug, k.Number, k.Title}
		}
		return out, err
	}
}

// samples makes room for the names of records, which are found at once in the end.
func (p *planner) samples(t *model.Type, ids []string) []Sample {
	out := make([]Sample, len(ids))
	for i, id := range ids {
		out[i] = Sample{Id: id, Type: t.Slug}
	}
	return out
}

// name finds the names of all samples.
func (p *planner) name(context.Context) error {
	var lists [][]Sample
	for _, d := range p.report.Differences {
		lists = append(lists, d.Sample)
	}
	for _, c := range p.report.Clocks {
		lists = append(lists, c.Sample)
	}
	for _, r := range p.report.Approvals {
		for _, s := range r.Steps {
			lists = append(lists, s.Sample)
		}
	}
	var refs []rule.Reference
	for _, list := range lists {
		for _, s := range list {
			if t := p.live.TypeBySlug(s.Type); t != nil {
				refs = append(refs, rule.Reference{Type: t.Key, Id: s.Id})
			}
		}
	}
	for _, one := range p.report.People {
		for _, person := range one.Sample {
			refs = append(refs, rule.Reference{Type: p.live.Person.Key, Id: person.Id})
		}
	}
	names, err := p.Names(refs)
	if err != nil {
		return fmt.Errorf("name records: %w", err)
	}
	for _, one := range p.report.People {
		for i, person := range one.Sample {
			one.Sample[i].Name = names[rule.Reference{Type: p.live.Person.Key, Id: person.Id}].Title
		}
	}
	for _, list := range lists {
		for i, s := range list {
			if t := p.live.TypeBySlug(s.Type); t != nil {
				if known, seen := names[rule.Reference{Type: t.Key, Id: s.Id}]; seen {
					list[i] = known
				}
			}
		}
	}
	return nil
}

// now is the present type of one in force; nil when it goes.
func (p *planner) now(was *model.Type) *model.Type { return twin(p.Wanted, was) }

// before finds the type of a difference as it is in force: its key may have
// changed; nil for a new one.
func (p *planner) before(d model.Difference) *model.Type {
	key := d.Type
	if d.What == "type" {
		key = d.Key
	}
	if now := p.Wanted.TypeByKey(key); now != nil {
		return twin(p.live, now)
	}
	return p.live.TypeByKey(key)
}
