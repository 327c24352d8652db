package flow

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"kontora/internal/model"
	"kontora/internal/rule"
)

// Entry is one line that a plan adds to a register.
type Entry struct {
	Register *model.Register
	Day      rule.Date
	Key      map[string]string // dimension → value, by stable ids
	Record   rule.Reference
	Posting  string
	Part     string
	Units    map[string]int64 // resource → what is added; of one that keeps the latest, the value
	Gone     map[string]bool  // resources that keep the latest: the value is taken back
	Cause    *Change          // the change that brought it about
}

// DimensionText is the value of a dimension as it is stored; "" for none.
func DimensionText(m *model.Model, d *model.Dimension, v any) string {
	switch x := v.(type) {
	case rule.Reference:
		t := m.TypeByKey(x.Type)
		if t == nil || x.Id == "" || d.Type.Ref == x.Type {
			return x.Id
		}
		return t.StableId + "/" + x.Id
	case rule.Date:
		return x.String()
	case string:
		return x
	}
	return ""
}

// DimensionValue reads the value back; nil for none.
func DimensionValue(m *model.Model, d *model.Dimension, text string) any {
	if text == "" {
		return nil
	}
	switch d.Type.Kind {
	case rule.KindRef:
		i := strings.LastIndex(text, "/")
		if i < 0 {
			return rule.Reference{Type: d.Type.Ref, Id: text}
		}
		for _, t := range m.Types {
			if t.StableId == text[:i] {
				return rule.Reference{Type: t.Key, Id: text[i+1:]}
			}
		}
		return nil
	case rule.KindDate:
		if day, err := rule.ParseDate(text); err == nil {
			return day
		}
		return nil
	}
	return text
}

// entries are the differences between what is contributed now and what was
// before the command.
func (s *session) entries() ([]Entry, error) {
	changes, err := s.factChanges()
	if err != nil {
		return nil, err
	}
	made := map[*Change]bool{}
	for _, c := range s.made {
		made[c] = true
	}
	var out []Entry
	for _, c := range changes {
		if c.Kind != FactPosting {
			continue
		}
		before, _ := c.Before.(*Posted)
		after, _ := c.After.(*Posted)
		cause := s.causes[postingOf{c.Record, c.FactId}]
		if !made[cause] && len(s.made) > 0 {
			cause = s.made[0]
		}
		for _, e := range s.difference(before, after) {
			e.Record, e.Posting, e.Part, e.Cause = c.Record, c.Key, c.Part, cause
			out = append(out, e)
		}
	}
	return out, nil
}

// difference makes the entries between two states of one contribution. One that
// only changes its amount is entered by the difference; one that moves is taken
// back where it stood and entered where it stands; one that ends is taken back
// today.
func (s *session) difference(before, after *Posted) []Entry {
	var out []Entry
	add := func(p *Posted, day string, sign int64, less *Posted) {
		reg := s.m.RegisterKept(p.Register)
		if reg == nil {
			return
		}
		e := Entry{Register: reg, Day: s.dayOf(day), Key: p.Key, Units: map[string]int64{}, Gone: map[string]bool{}}
		for _, res := range reg.Resources {
			units, has := p.Units[res.StableId]
			was, had := int64(0), false
			if less != nil {
				was, had = less.Units[res.StableId]
			}
			switch {
			case res.Last && sign < 0 && has, res.Last && had && !has:
				e.Gone[res.StableId] = true
			case res.Last && has && (!had || was != units):
				e.Units[res.StableId] = units
			case !res.Last && units != was:
				e.Units[res.StableId] = sign * (units - was)
			}
		}
		if len(e.Units)+len(e.Gone) > 0 {
			out = append(out, e)
		}
	}
	switch {
	case before == nil && after == nil:
	case after == nil:
		add(before, "", -1, nil)
	case before == nil:
		add(after, after.Day, 1, nil)
	case before.sums() == after.sums() && before.Day == after.Day:
		add(after, after.Day, 1, before)
	default:
		add(before, before.Day, -1, nil)
		add(after, after.Day, 1, nil)
	}
	return out
}

// dayOf reads the day of a contribution; today when it names none.
func (s *session) dayOf(text string) rule.Date {
	if day, err := rule.ParseDate(text); err == nil {
		return day
	}
	return s.today()
}

func (s *session) today() rule.Date { return rule.DateOf(s.now.In(s.zone())) }

// moves adds up what the command has changed so far, by sums.
func (s *session) moves() (map[SumKey]map[string]int64, error) {
	by, err := s.movesBy()
	if err != nil {
		return nil, err
	}
	out := map[SumKey]map[string]int64{}
	for _, own := range by {
		for k, units := range own {
			if out[k] == nil {
				out[k] = map[string]int64{}
			}
			for res, n := range units {
				out[k][res] += n
			}
		}
	}
	return out, nil
}

// movesBy tells the same of each record.
func (s *session) movesBy() (map[rule.Reference]map[SumKey]map[string]int64, error) {
	out := map[rule.Reference]map[SumKey]map[string]int64{}
	for ref, now := range s.kept {
		was, err := s.storedFacts(ref)
		if err != nil {
			return nil, err
		}
		own := map[SumKey]map[string]int64{}
		add := func(doc Doc, sign int64) {
			p, ok := doc.(*Posted)
			if !ok {
				return
			}
			k := p.sums()
			if own[k] == nil {
				own[k] = map[string]int64{}
			}
			for res, units := range p.Units {
				own[k][res] += sign * units
			}
		}
		for id, doc := range was {
			if now[id] != doc {
				add(doc, -1)
			}
		}
		for id, doc := range now {
			if was[id] != doc {
				add(doc, 1)
			}
		}
		if len(own) > 0 {
			out[ref] = own
		}
	}
	return out, nil
}

// holding is what a register holds as the command sees it now: for the given
// values of dimensions by stable id, the others summed over.
func (s *session) holding(reg *model.Register, by map[string]string) (map[string]int64, error) {
	sums, err := s.stand(reg, by)
	if err != nil {
		return nil, err
	}
	sums = maps.Clone(sums)
	moves, err := s.moves()
	if err != nil {
		return nil, err
	}
	for k, units := range moves {
		if k.Register != reg.StableId || !matches(k.Key, by) {
			continue
		}
		for _, res := range reg.Resources {
			if !res.Last {
				sums[res.StableId] += units[res.StableId]
			}
		}
	}
	return sums, s.latest(reg, by, sums)
}

// latest finds the value of resources of which the latest counts, where the
// command has changed one of those values.
func (s *session) latest(reg *model.Register, by map[string]string, sums map[string]int64) error {
	for _, res := range reg.Resources {
		if !res.Last || len(by) < len(reg.Dimensions) {
			continue
		}
		changed, now, err := s.changedLast(reg, res, by)
		if err != nil {
			return err
		}
		if len(changed) == 0 {
			continue
		}
		held, err := s.snap.Latest(reg, res, by, len(changed)+1)
		if err != nil {
			return fmt.Errorf("latest %s of %s: %w", res.Key, reg.Key, err)
		}
		best := (*Held)(nil)
		for i := range held {
			if !changed[postingOf{held[i].Record, held[i].FactId}] {
				best = &held[i]
				break
			}
		}
		for i := range now {
			if best == nil || now[i].Day.Compare(best.Day) >= 0 {
				best = &now[i]
			}
		}
		sums[res.StableId] = 0
		if best != nil {
			sums[res.StableId] = best.Units
		}
	}
	return nil
}

// Held is a value that a record keeps in a register of which the latest counts.
type Held struct {
	Record rule.Reference
	FactId
	Day   rule.Date
	Units int64
}

// changedLast lists the contributions to a resource that the command has
// changed, and those among them that there are now.
func (s *session) changedLast(reg *model.Register, res *model.Resource, by map[string]string) (changed map[postingOf]bool, now []Held, err error) {
	changed = map[postingOf]bool{}
	at := SumKey{reg.StableId, KeyText(withoutEmpty(by))}
	for ref, set := range s.kept {
		was, err := s.storedFacts(ref)
		if err != nil {
			return nil, nil, err
		}
		for id, doc := range was {
			if p, ok := doc.(*Posted); ok && set[id] != doc && p.sums() == at {
				changed[postingOf{ref, id}] = true
			}
		}
		for id, doc := range set {
			p, ok := doc.(*Posted)
			if !ok || was[id] == doc || p.sums() != at {
				continue
			}
			changed[postingOf{ref, id}] = true
			if units, has := p.Units[res.StableId]; has {
				now = append(now, Held{ref, id, s.dayOf(p.Day), units})
			}
		}
	}
	slices.SortFunc(now, func(a, b Held) int { return cmp.Or(a.Day.Compare(b.Day), cmp.Compare(a.Record.Id, b.Record.Id)) })
	return changed, now, nil
}

// withoutEmpty is a key as it is stored.
func withoutEmpty(by map[string]string) map[string]string {
	key := map[string]string{}
	for dim, v := range by {
		if v != "" {
			key[dim] = v
		}
	}
	return key
}

func decodeKey(text string) map[string]string {
	key := map[string]string{}
	if err := json.Unmarshal([]byte(text), &key); err != nil {
		return nil
	}
	return key
}

// stand is what a register held before the command.
func (s *session) stand(reg *model.Register, by map[string]string) (map[string]int64, error) {
	at := SumKey{reg.StableId, jsonText(by)}
	if sums, known := s.sums[at]; known {
		return sums, nil
	}
	sums, err := s.snap.Balance(reg, by)
	if err != nil {
		return nil, fmt.Errorf("balance of %s: %w", reg.Key, err)
	}
	if sums == nil {
		sums = map[string]int64{}
	}
	s.sums[at] = sums
	return sums, nil
}

// matches reports whether a stored key has the given values; a dimension given
// as empty must be missing.
func matches(key string, by map[string]string) bool {
	have := decodeKey(key)
	for dim, want := range by {
		if have[dim] != want {
			return false
		}
	}
	return true
}

// measured is what the rules of a register read: its dimensions, resources and
// what is derived from them, by key.
func (s *session) measured(reg *model.Register, key map[string]string, sums map[string]int64) (map[string]any, error) {
	vars := map[string]any{}
	for _, d := range reg.Dimensions {
		vars[d.Key] = DimensionValue(s.m, d, key[d.StableId])
	}
	for _, res := range reg.Resources {
		vars[res.Key] = res.Value(sums[res.StableId], res.CurrencyOf(key))
	}
	return s.derive(reg, vars)
}

// derive adds what is derived.
func (s *session) derive(reg *model.Register, vars map[string]any) (map[string]any, error) {
	if len(reg.Derived) == 0 {
		return vars, nil
	}
	sc := s.registerScope(nil, reg, nil)
	settings := sc.Vars["settings"]
	sc.Vars = vars // each measure may read those above it
	vars["settings"] = settings
	defer delete(vars, "settings")
	for _, d := range reg.Derived {
		v, err := d.Value.Eval(sc)
		if err != nil && faultOfRule(err) == nil {
			return nil, err
		}
		vars[d.Key] = v
	}
	return vars, nil
}

func (s *session) registerScope(r *rule.Rule, reg *model.Register, vars map[string]any) *rule.Scope {
	sc := s.scope(r, nil, nil, vars)
	sc.Vars["settings"] = s.settings(reg.Pack, nil)
	return sc
}

// Measures works out what is derived from sums that stand together in a line of
// a report; dimensions have no value there.
type Measures struct {
	s   *session
	reg *model.Register
}

// NewMeasures serves one report, as somebody may see it.
func NewMeasures(m *model.Model, snap Snapshot, reg *model.Register, reader Actor) *Measures {
	return &Measures{newSession(m, snap, reader, noTime), reg}
}

// Of gives resources and derived measures by key. Amounts whose currency the given
// dimensions, by stable id, do not tell are not known.
func (m *Measures) Of(sums map[string]int64, key map[string]string) (map[string]any, error) {
	known := map[string]any{}
	for _, res := range m.reg.Resources {
		if units, has := sums[res.StableId]; has || !res.Last {
			known[res.Key] = res.Value(units, res.CurrencyOf(key))
		}
	}
	vars, err := m.s.derive(m.reg, known)
	for _, res := range m.reg.Resources {
		if _, has := vars[res.Key]; !has && vars != nil {
			vars[res.Key] = nil
		}
	}
	return vars, err
}

// stirred lists the records that read a balance which a contribution has changed.
func (s *session) stirred(mv moved) ([]waiting, error) {
	var out []waiting
	for _, p := range []*Posted{mv.before, mv.after} {
		if p == nil {
			continue
		}
		reg := s.m.RegisterKept(p.Register)
		if reg == nil {
			continue
		}
		for _, dim := range reg.Dimensions {
			readers := s.m.Readers(reg, dim.Key)
			ref, ok := DimensionValue(s.m, dim, p.Key[dim.StableId]).(rule.Reference)
			if len(readers) == 0 || !ok {
				continue
			}
			at, err := s.follow(ref)
			if err != nil {
				return nil, err
			}
			if at == nil {
				continue
			}
			for _, d := range readers {
				found, err := s.back([]*Record{at}, d)
				if err != nil {
					return nil, err
				}
				for _, r := range found {
					if !slices.ContainsFunc(out, func(w waiting) bool { return w.record == r.Reference() }) {
						out = append(out, waiting{r.Reference(), mv.cause})
					}
				}
			}
		}
	}
	return out, nil
}
