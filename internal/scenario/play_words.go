package scenario

import (
	"time"

	"kontora/internal/model"
	"kontora/internal/worktime"
)

func typeByStableId(m *model.Model, id string) *model.Type {
	for _, t := range m.Types {
		if t.StableId == id {
			return t
		}
	}
	return nil
}

func stateTitle(t *model.Type, key string) string {
	if s := t.Lifecycle.State(key); s != nil {
		return s.Title
	}
	return key
}

// zone is that of the installation.
func (of *office) zone() *time.Location { return of.engine.Zone() }

// calendar is the one by which a wait in working time is counted: the only one,
// or the one that settings name; nil for none.
func (of *office) calendar() *worktime.Calendar {
	m := of.engine.Model()
	if m == nil {
		return nil
	}
	for _, key := range sortedKeys(m.Settings) {
		set := m.Settings[key]
		if set.Name != "calendar" {
			continue
		}
		if name, ok := set.Default.(string); ok {
			if c := m.CalendarFor(name); c != nil {
				return c.Calendar
			}
		}
	}
	for _, key := range sortedKeys(m.Calendars) {
		return m.Calendars[key].Calendar
	}
	return nil
}
