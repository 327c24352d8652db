package flow

import (
	"kontora/internal/model"
	"kontora/internal/rule"
)

// Given is a value that the installation gave to a setting: for a unit and those
// below it, or for all when Unit is ""; from the day Since on, or from the start
// when it is zero.
type Given struct {
	Unit  string
	Since rule.Date
	Value any
}

// InForce picks from the values given to a setting the one that holds on a day:
// the latest of the nearest unit that has any, then the latest of the whole
// installation. The line of units stands nearest first.
func InForce(given []Given, line []string, day rule.Date) (Given, bool) {
	for _, unit := range line {
		if g, ok := latest(given, unit, day); ok {
			return g, true
		}
	}
	return latest(given, "", day)
}

func latest(given []Given, unit string, day rule.Date) (found Given, ok bool) {
	for _, g := range given {
		if g.Unit == unit && !day.Before(g.Since) && (!ok || found.Since.Before(g.Since)) {
			found, ok = g, true
		}
	}
	return found, ok
}

// settings gives the parameters that expressions of a pack see about a record;
// without a record those of the whole installation. The map is shared.
func (s *session) settings(pack string, rec *Record) map[string]any {
	at := place{pack: pack}
	all := s.m.SettingsOf(pack)
	for _, set := range all {
		if set.PerUnit {
			at.unit = s.unitOf(s.whole(rec))
			break
		}
	}
	if v, ok := s.values[at]; ok {
		return v
	}
	v := map[string]any{}
	for _, set := range all {
		v[set.Name] = SettingFor(s.m, s.snap, set, at.unit, s.today())
	}
	s.values[at] = v
	return v
}

// place is where settings are asked for.
type place struct{ pack, unit string }

// SettingFor is the value of a setting in force for a unit ("" for the whole
// installation) on a day.
func SettingFor(m *model.Model, snap Snapshot, set *model.Setting, unit string, day rule.Date) any {
	var line []string
	if set.PerUnit && unit != "" {
		line = snap.Directory().Ancestors(unit)
	}
	if g, ok := InForce(snap.Given(set.Key), line, day); ok {
		return g.Value
	}
	return set.Default
}
