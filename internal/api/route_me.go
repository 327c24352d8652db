package api

import (
	"slices"
	"time"

	"kontora/internal/fault"
	"kontora/internal/flow"
	"kontora/internal/store"
)

type me struct {
	Id       string         `json:"id"`
	Name     string         `json:"name"`
	Email    string         `json:"email"`
	Position string         `json:"position"`
	Unit     string         `json:"unit"`
	Roles    []titled       `json:"roles"`
	Design   bool           `json:"design"`
	Designs  []string       `json:"design_packs"` // whose files the person may publish; null for all or none
	Settings bool           `json:"settings"`     // may change some parameter
	Zone     string         `json:"zone"`
	Prefs    map[string]any `json:"prefs"`
}

// me tells who asks. Operators have no person: they are named by their address.
func (a *asker) me() (me, error) {
	out := me{Id: a.re.Auth.Id, Email: a.re.Auth.Email(), Roles: []titled{}, Zone: a.e.Zone().String(), Design: a.mayDesign(), Designs: a.designPacks(), Prefs: map[string]any{}}
	var err error
	if out.Settings, err = a.maySetAny(); err != nil {
		return out, err
	}
	p := a.actor.Person
	if p == nil {
		out.Name = out.Email
		return out, nil
	}
	for _, key := range p.Roles {
		if a.model.Roles[key] != nil {
			out.Roles = append(out.Roles, titled{key, a.words().role(key)})
		}
	}
	rec, err := a.snap.Load(a.model.Person, p.Id)
	if err != nil || rec == nil {
		return out, err
	}
	out.Name = flow.Title(a.model, a.snap, rec) // everybody knows their own name
	own := flow.Rights{Type: a.model.Person, All: true}
	if out.Position, err = positionOf(a.model.Person, p, own); err != nil {
		return out, err
	}
	if a.model.Unit != nil && p.Unit != "" {
		unit, err := a.snap.Load(a.model.Unit, p.Unit)
		if err != nil {
			return out, err
		}
		if unit != nil {
			out.Unit = flow.Title(a.model, a.snap, unit)
		}
	}
	out.Prefs, err = store.Prefs(a.re.App, p.Id)
	return out, err
}

// mayDesign reports whether who has signed in may change the configuration. For
// keys it is false: they open its routes alone, see designer.
func (a *asker) mayDesign() bool { return a.actor.Scope == nil && a.isDesigner() }

// isDesigner tells operators, and people in a role that says so.
func (a *asker) isDesigner() bool { return a.design().Any() }

// mayDesignAll reports whether who has signed in may change every pack.
func (a *asker) mayDesignAll() bool { return a.actor.Scope == nil && a.design().All }

// design is what of the configuration the asker may change.
func (a *asker) design() flow.Design {
	if a.actor.Super {
		return flow.Design{All: true}
	}
	return flow.DesignOf(a.model, a.actor.Person)
}

// designPacks are the packs that who has signed in may change, where not all.
func (a *asker) designPacks() []string {
	if d := a.design(); a.mayDesign() && !d.All {
		return d.Packs()
	}
	return nil
}

// prefValues are the preferences that there are, with what they may be; true
// and false for a switch.
var prefValues = map[string][]any{
	"lang":    {"ru", "en"},
	"scheme":  {"light", "dark", "auto"},
	"density": {"dense", "normal", "loose"},
	"letters": {true, false},
	"mail":    {"each", "digest", "none"},
	"push":    {"all", "urgent", "none"},
}

// prefClocks are preferences that are a time of day.
var prefClocks = []string{"quiet_from", "quiet_to", "digest_at"}

// isPref reports whether a preference may have a value.
func isPref(key string, v any) bool {
	if text, ok := v.(string); ok && slices.Contains(prefClocks, key) {
		at, err := time.Parse("15:04", text)
		return err == nil && at.Format("15:04") == text
	}
	return slices.Contains(prefValues[key], v)
}

func patchMe(a *asker) (answer, error) {
	id, err := a.person()
	if err != nil {
		return nil, err
	}
	var in struct {
		Prefs map[string]any `json:"prefs"`
	}
	if err := a.body(&in); err != nil {
		return nil, err
	}
	prefs, err := store.Prefs(a.re.App, id)
	if err != nil {
		return nil, err
	}
	for key, v := range in.Prefs {
		switch {
		case v == nil:
			delete(prefs, key)
		case !isPref(key, v):
			return nil, fault.New(fault.Invalid, "unknown_preference", fault.Params{"name": key}).At("prefs." + key)
		default:
			prefs[key] = v
		}
	}
	if err := store.SetPrefs(a.re.App, id, prefs); err != nil {
		return nil, err
	}
	return a.me()
}
