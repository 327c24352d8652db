package store

import (
	"slices"
	"time"

	"kontora/internal/flow"
	"kontora/internal/model"
	"kontora/internal/rule"

	"github.com/pocketbase/pocketbase/core"
)

// loadAbsences reads who stands in for whom, whenever that is. Where absences
// have states of their own, one counts while its state is of the phase active.
func loadAbsences(app core.App, m *model.Model) ([]rule.Absence, error) {
	if m.Absence == nil {
		return nil, nil
	}
	found, err := records(app, m.Absence, `WHERE archived IS NULL ORDER BY n`)
	if err != nil {
		return nil, err
	}
	var out []rule.Absence
	for _, rec := range found {
		if isActive(rec) {
			out = append(out, absence(m, rec))
		}
	}
	return out, nil
}

func absence(m *model.Model, rec *flow.Record) rule.Absence {
	a := rule.Absence{Id: rec.Id, Person: refId(rec.Values["person"]), Substitute: refId(rec.Values["substitute"])}
	a.From, _ = rec.Values["from"].(rule.Date)
	a.To, _ = rec.Values["to"].(rule.Date)
	a.NewOnly, _ = rec.Values["new_only"].(bool)
	var scope []any
	switch v := rec.Values["scope"].(type) {
	case []any:
		scope = v
	case string:
		scope = []any{v}
	default:
		scope = []any{"tasks"}
	}
	a.Tasks = slices.Contains(scope, any("tasks"))
	a.Read = slices.Contains(scope, any("read"))
	a.Inform = slices.Contains(scope, any("inform"))
	for _, row := range rec.Rows["rules"] {
		if r, ok := standIn(m, row); ok {
			a.Rules = append(a.Rules, r)
		}
	}
	return a
}

// standIn reads one rule of an absence. One that the configuration does not
// understand any more holds for no record: the type is gone, or a field is.
func standIn(m *model.Model, row *flow.Record) (rule.StandIn, bool) {
	name, _ := row.Values["type"].(string)
	condition, _ := row.Values["condition"].(string)
	t := m.StandInType(name)
	if t == nil {
		return rule.StandIn{}, false
	}
	r, issues := m.CompileStandIn(t, condition)
	return rule.StandIn{Type: t.Key, Condition: r, Substitute: refId(row.Values["substitute"])}, len(issues) == 0
}

// At makes the snapshot that of an instant: who is away is judged by its day.
func (s *Snapshot) At(now time.Time) *Snapshot {
	s.now = now
	return s
}

// Absences lists who stands in for whom at the snapshot's instant.
func (s *Snapshot) Absences() []rule.Absence {
	d, ok := s.directory.(*directory)
	if !ok || len(d.absences) == 0 {
		return nil
	}
	now := s.now
	if s.zone != nil {
		now = now.In(s.zone)
	}
	var out []rule.Absence
	for _, a := range d.absences {
		if a.On(rule.DateOf(now)) {
			out = append(out, a)
		}
	}
	return out
}
