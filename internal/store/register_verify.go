package store

import (
	"cmp"
	"fmt"
	"slices"

	"kontora/internal/flow"
	"kontora/internal/model"

	"github.com/pocketbase/pocketbase/core"
)

// Discrepancy is a place where registers do not agree with what they are made of.
type Discrepancy struct {
	Between  string // balance and entries; entries and contributions; contributions and records
	Register string // stable ids
	Key      string
	Resource string
	Type     string
	Record   string
	Posting  string
	Part     string
	Is, Want int64
}

func (d *Discrepancy) String() string {
	at := fmt.Sprintf("%s of %s at %s", d.Resource, d.Register, d.Key)
	if d.Record != "" {
		at += fmt.Sprintf(", posting %s of %s/%s", d.Posting, d.Type, d.Record)
		if d.Part != "" {
			at += " for " + d.Part
		}
	}
	return fmt.Sprintf("%s differ: %s is %d, should be %d units", d.Between, at, d.Is, d.Want)
}

// tally is sums by what they are of.
type tally map[Discrepancy]int64

// VerifyRegisters recomputes sums from entries, entries from what records are
// known to contribute, and that from the records themselves. It returns how many
// sums and contributions there are, and the first difference. snapshot opens the
// world anew, as each may be read only so far.
func VerifyRegisters(app core.App, m *model.Model, snapshot func() (*Snapshot, error)) (sums, contributions int, bad *Discrepancy, err error) {
	latest := map[[2]string]bool{}
	for _, r := range m.Registers {
		for _, res := range r.Resources {
			if res.Last {
				latest[[2]string{r.StableId, res.StableId}] = true
			}
		}
	}
	entered, bySource, err := entered(app, latest)
	if err != nil {
		return 0, 0, nil, err
	}
	balances, err := balances(app)
	if err != nil {
		return 0, 0, nil, err
	}
	held, err := contributed(app)
	if err != nil {
		return 0, 0, nil, err
	}
	sums, contributions = len(balances), len(held)
	if bad = difference("balance and entries", balances, entered); bad != nil {
		return sums, contributions, bad, nil
	}
	if bad = difference("entries and contributions", bySource, held); bad != nil {
		return sums, contributions, bad, nil
	}
	due, err := recounted(app, m, snapshot)
	if err != nil {
		return 0, 0, nil, err
	}
	return sums, contributions, difference("contributions and records", held, due), nil
}

// entered adds up the entries, by sums and by who contributes. Of a resource of
// which the latest counts, the last live value of each.
func entered(app core.App, latest map[[2]string]bool) (sums, bySource tally, err error) {
	type dated struct {
		day string
		seq int64
		n   int64
	}
	sums, bySource = tally{}, tally{}
	live := map[Discrepancy]dated{}
	for seq := int64(0); ; {
		rows, err := query(app, `SELECT seq, day, register, key, type, record, posting, part, resource, units FROM k_entries WHERE seq > ? ORDER BY seq LIMIT 5000`, seq)
		if err != nil {
			return nil, nil, err
		}
		for _, row := range rows {
			seq = number(row[0])
			at := Discrepancy{Register: text(row[2]), Key: text(row[3]), Resource: text(row[8])}
			source := at
			source.Type, source.Record, source.Posting, source.Part = text(row[4]), text(row[5]), text(row[6]), text(row[7])
			switch {
			case !latest[[2]string{at.Register, at.Resource}]:
				sums[at] += number(row[9])
				bySource[source] += number(row[9])
			case row[9] == nil:
				delete(live, source)
			default:
				live[source] = dated{text(row[1]), seq, number(row[9])}
			}
		}
		if len(rows) == 0 {
			break
		}
	}
	best := map[Discrepancy]dated{}
	for source, v := range live {
		bySource[source] = v.n
		at := Discrepancy{Register: source.Register, Key: source.Key, Resource: source.Resource}
		if b, there := best[at]; !there || cmp.Or(cmp.Compare(v.day, b.day), cmp.Compare(v.seq, b.seq)) > 0 {
			best[at] = v
		}
	}
	for at, v := range best {
		sums[at] = v.n
	}
	return sums, bySource, nil
}

func balances(app core.App) (tally, error) {
	rows, err := query(app, `SELECT register, key, resource, units FROM k_balances`)
	all := make(tally, len(rows))
	for _, row := range rows {
		all[Discrepancy{Register: text(row[0]), Key: text(row[1]), Resource: text(row[2])}] = number(row[3])
	}
	return all, err
}

// contributed reads what records are known to contribute.
func contributed(app core.App) (tally, error) {
	rows, err := query(app, `SELECT type, record, key, part, doc FROM k_facts WHERE kind = ?`, string(flow.FactPosting))
	if err != nil {
		return nil, err
	}
	all := tally{}
	for _, row := range rows {
		doc, err := flow.DecodeFact(flow.FactPosting, []byte(text(row[4])))
		if err != nil {
			return nil, err
		}
		all.add(doc.(*flow.Posted), Discrepancy{Type: text(row[0]), Record: text(row[1]), Posting: text(row[2]), Part: text(row[3])})
	}
	return all, nil
}

func (t tally) add(p *flow.Posted, source Discrepancy) {
	source.Register, source.Key = p.Register, flow.KeyText(p.Key)
	for res, units := range p.Units {
		source.Resource = res
		t[source] = units
	}
}

// recounted works out from every record what it should contribute.
func recounted(app core.App, m *model.Model, snapshot func() (*Snapshot, error)) (tally, error) {
	all := tally{}
	for _, t := range m.Types {
		if t.Abstract || t.Owner != nil || t.Lifecycle == nil {
			continue
		}
		for id := ""; ; {
			rows, err := query(app, `SELECT id FROM `+table(t)+` WHERE id > ? ORDER BY id LIMIT 500`, id)
			if err != nil {
				return nil, err
			}
			if len(rows) == 0 {
				break
			}
			snap, err := snapshot()
			if err != nil {
				return nil, err
			}
			for _, row := range rows {
				id = text(row[0])
				rec, err := snap.Load(t, id)
				if err != nil || rec == nil {
					return nil, err
				}
				due, err := flow.Contributions(m, snap, rec)
				if err != nil {
					return nil, fmt.Errorf("recount %s/%s: %w", t.Key, id, err)
				}
				for fact, p := range due {
					all.add(p, Discrepancy{Type: t.StableId, Record: id, Posting: fact.Key, Part: fact.Part})
				}
			}
		}
	}
	return all, nil
}

// difference finds the first place, in a fixed order, where two tallies differ;
// nothing is the same as zero.
func difference(between string, is, want tally) *Discrepancy {
	var places []Discrepancy
	for at, n := range is {
		if want[at] != n {
			places = append(places, at)
		}
	}
	for at, n := range want {
		if _, seen := is[at]; !seen && n != 0 {
			places = append(places, at)
		}
	}
	if len(places) == 0 {
		return nil
	}
	first := slices.MinFunc(places, func(a, b Discrepancy) int { return slices.Compare(a.words(), b.words()) })
	first.Between, first.Is, first.Want = between, is[first], want[first]
	return &first
}

func (d Discrepancy) words() []string {
	return []string{d.Register, d.Key, d.Resource, d.Type, d.Record, d.Posting, d.Part}
}
