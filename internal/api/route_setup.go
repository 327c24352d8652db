package api

import (
	"crypto/subtle"
	"maps"
	"slices"
	"strings"
	"sync"

	"kontora/internal/engine"
	"kontora/internal/fault"
	"kontora/internal/flow"
	"kontora/internal/model"

	"github.com/pocketbase/pocketbase/core"
)

type setupAnswer struct {
	Needed bool         `json:"needed"`
	Packs  []packOffer  `json:"packs"`
	Oidc   []namedTitle `json:"oidc"`
	Mail   bool         `json:"mail"` // a letter with a new password can be asked for
}

type packOffer struct {
	Key      string   `json:"key"`
	Title    string   `json:"title"`
	About    string   `json:"about"`
	Requires []string `json:"requires"`
}

type namedTitle struct {
	Name  string `json:"name"`
	Title string `json:"title"`
}

// getSetup tells the sign-in page whether there is anybody to sign in, and by
// which other accounts one may.
func getSetup(a *asker) (answer, error) {
	needed, err := a.setupNeeded()
	if err != nil {
		return nil, err
	}
	out := setupAnswer{Needed: needed, Packs: []packOffer{}, Oidc: a.providers(), Mail: !needed && a.app.Settings().SMTP.Enabled}
	if needed && a.o.Packs != nil {
		for _, p := range a.o.Packs.Packs {
			if p.File != nil {
				out.Packs = append(out.Packs, packOffer{p.Key, p.File.Title, p.File.About, orNone(p.File.Requires.Keys())})
			}
		}
	}
	return out, nil
}

// setupNeeded reports whether nobody is there yet.
func (s *server) setupNeeded() (bool, error) {
	m := s.e.Model()
	if m == nil || m.Person == nil {
		return true, nil
	}
	n, err := s.app.CountRecords(m.Person.Slug)
	return n == 0, err
}

func (a *asker) providers() []namedTitle {
	out := []namedTitle{}
	if a.model = a.e.Model(); a.model == nil || a.model.Person == nil {
		return out
	}
	c, err := a.app.FindCachedCollectionByNameOrId(a.model.Person.Slug)
	if err != nil || !c.OAuth2.Enabled {
		return out
	}
	for _, p := range c.OAuth2.Providers {
		title := p.DisplayName
		if title == "" {
			title = p.Name
		}
		out = append(out, namedTitle{p.Name, title})
	}
	return out
}

type setupRequest struct {
	Name     string   `json:"name"`
	Email    string   `json:"email"`
	Password string   `json:"password"`
	Company  string   `json:"company"`
	Packs    []string `json:"packs"`
	Token    string   `json:"token"`
}

// minPassword is how many characters a password needs, the first person's and
// one that is given to somebody else.
const minPassword = 10

// firstRun lets one setup run at a time.
var firstRun sync.Mutex

// postSetup installs packs and makes the first person, who may then do
// everything else from within.
func postSetup(a *asker) (answer, error) {
	var in setupRequest
	if err := a.body(&in); err != nil {
		return nil, err
	}
	firstRun.Lock()
	defer firstRun.Unlock()
	if err := a.checkSetup(&in); err != nil {
		return nil, err
	}
	if _, found, err := a.e.Install(a.o.Packs, in.Packs, "system"); err != nil {
		return nil, asFault(err, found)
	}
	a.model = a.e.Model()
	err := a.app.RunInTransaction(func(tx core.App) error { return a.firstPerson(tx, in) })
	if err != nil {
		return nil, err
	}
	settings := a.app.Settings()
	settings.Meta.AppName = in.Company
	return map[string]bool{"needed": false}, a.app.Save(settings)
}

func (a *asker) checkSetup(in *setupRequest) error {
	needed, err := a.setupNeeded()
	if err != nil {
		return err
	}
	if !needed {
		return fault.New(fault.Conflict, "setup_done", nil)
	}
	if a.o.SetupToken == "" || subtle.ConstantTimeCompare([]byte(in.Token), []byte(a.o.SetupToken)) != 1 {
		return fault.New(fault.Denied, "setup_token", nil).At("token")
	}
	in.Name, in.Company, in.Email = strings.TrimSpace(in.Name), strings.TrimSpace(in.Company), strings.TrimSpace(in.Email)
	var wrong []*fault.Fault
	for field, value := range map[string]string{"name": in.Name, "email": in.Email, "company": in.Company} {
		if value == "" {
			wrong = append(wrong, fault.New(fault.Invalid, "value_needed", nil).At(field))
		}
	}
	if len([]rune(in.Password)) < minPassword {
		wrong = append(wrong, fault.New(fault.Invalid, "password_short", fault.Params{"min": minPassword}).At("password"))
	}
	if f := fault.Join(wrong); f != nil {
		return f
	}
	return a.shipped(in.Packs)
}

// firstPerson makes the organisation, and in it a person who may change the
// configuration.
func (a *asker) firstPerson(tx core.App, in setupRequest) error {
	person := a.model.Person
	values := map[string]any{"email": in.Email, "roles": a.firstRoles()}
	values[nameField(person)] = in.Name
	if unit := a.model.Unit; unit != nil {
		id, err := a.make(tx, unit, map[string]any{nameField(unit): in.Company, "kind": "organization"})
		if err != nil {
			return err
		}
		values["department"] = id
	}
	id, err := a.make(tx, person, values)
	if err != nil {
		return err
	}
	if err := a.e.Activate(tx, id); err != nil {
		return err
	}
	rec, err := tx.FindRecordById(person.Slug, id)
	if err != nil {
		return err
	}
	rec.SetPassword(in.Password)
	rec.SetVerified(true)
	return tx.Save(rec)
}

// make creates a record as the engine; values for fields that the type does
// not have are left out.
func (a *asker) make(tx core.App, t *model.Type, values map[string]any) (string, error) {
	known := map[string]any{}
	for key, v := range values {
		if f := t.Field(key); f != nil {
			if _, wrong := f.Parse(v); wrong == nil || key != "kind" {
				known[key] = v
			}
		}
	}
	fields, wrong := flow.ReadFields(t, known)
	if f := fault.Join(wrong); f != nil {
		return "", f
	}
	out, err := a.e.Do(tx, engine.Input{Command: flow.Command{Kind: flow.Create, Type: t, Fields: fields, Actor: flow.Actor{System: true}}})
	if err != nil {
		return "", err
	}
	return out.Id, nil
}

// firstRoles are those by which somebody may change the configuration and begin
// to work.
func (a *asker) firstRoles() []any {
	var keys []any
	for _, p := range a.model.Packs {
		for _, key := range slices.Sorted(maps.Keys(a.model.Roles)) {
			r := a.model.Roles[key]
			if (r.Design || r.Owner) && strings.HasPrefix(key, p.Key+"/") {
				keys = append(keys, key)
			}
		}
	}
	return keys
}

// nameField is the text that names a record of a type: the first one that its
// display shows.
func nameField(t *model.Type) string {
	seen := map[*model.Field]bool{}
	for _, f := range t.Fields {
		seen[f] = true
	}
	return titleField(t, seen)
}
