package flow

import (
	"maps"
	"slices"

	"kontora/internal/model"
	"kontora/internal/rule"
)

// Design is what of the configuration somebody may change.
type Design struct {
	All   bool            // everything
	packs map[string]bool // otherwise, the files of these packs
}

// DesignOf unites what the roles of a person let them change.
func DesignOf(m *model.Model, p *rule.Person) Design {
	d := Design{packs: map[string]bool{}}
	if p == nil {
		return d
	}
	for _, key := range p.Roles {
		if r := m.Roles[key]; r != nil {
			d.All = d.All || r.Design
			for _, pack := range r.DesignPacks {
				d.packs[pack] = true
			}
		}
	}
	return d
}

// Any reports whether there is something to change.
func (d Design) Any() bool { return d.All || len(d.packs) > 0 }

// May reports whether files of a pack may be changed.
func (d Design) May(pack string) bool { return d.All || d.packs[pack] }

// Packs lists the packs, where not everything may be changed.
func (d Design) Packs() []string { return slices.Sorted(maps.Keys(d.packs)) }

// Covers reports whether it reaches as far as another.
func (d Design) Covers(o Design) bool {
	if d.All || !o.Any() {
		return true
	}
	return !o.All && !slices.ContainsFunc(o.Packs(), func(pack string) bool { return !d.packs[pack] })
}
