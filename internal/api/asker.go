package api

import (
	"net/http"
	"strings"
	"time"

	"kontora/internal/engine"
	"kontora/internal/fault"
	"kontora/internal/flow"
	"kontora/internal/model"
	"kontora/internal/store"

	"github.com/pocketbase/pocketbase/core"
)

// asker is one request: who asks, in which language, and the world as it is
// shown to them. It is made for one request and thrown away.
type asker struct {
	*server
	re     *core.RequestEvent
	lang   string
	now    time.Time
	model  *model.Model
	snap   *store.Snapshot
	actor  flow.Actor
	wide   map[string]flow.Rights
	reader *store.Reader
	named  map[string]refInfo // references already resolved

	expansions int // records written into others so far

	drafted flow.Snapshot // set: the world under a configuration that is not in force
}

// answer is what a handler gives back: a body for 200, or nil for 204.
type answer = any

// handler answers one route.
type handler func(a *asker) (answer, error)

// open serves whoever comes, also before anything is installed.
func (s *server) open(h handler) func(*core.RequestEvent) error {
	return func(re *core.RequestEvent) error {
		return write(&asker{server: s, re: re, lang: language(re.Request), now: s.e.Now()}, h)
	}
}

// asked serves people who have signed in.
func (s *server) asked(h handler) func(*core.RequestEvent) error {
	return func(re *core.RequestEvent) error {
		a, err := s.asker(re)
		if err != nil {
			return err
		}
		return write(a, h)
	}
}

func write(a *asker, h handler) error {
	body, err := h(a)
	if err != nil {
		return err
	}
	if a.re.Written() {
		return nil
	}
	a.re.Response.Header().Set("Cache-Control", "no-store")
	if body == nil {
		return a.re.NoContent(http.StatusNoContent)
	}
	return a.re.JSON(http.StatusOK, body)
}

// asker says who asks. Guests are refused: no route here is for them.
func (s *server) asker(re *core.RequestEvent) (*asker, error) {
	a := &asker{server: s, re: re, lang: language(re.Request), now: s.e.Now(), model: s.e.Model()}
	if re.Auth == nil {
		return nil, fault.New(fault.Denied, "sign_in", nil)
	}
	var err error
	if a.actor, err = s.e.RequestActor(re); err != nil {
		return nil, err
	}
	if err := a.checkQuery(); err != nil {
		return nil, err
	}
	a.snap, err = s.e.Snapshot(re.App)
	return a, err
}

// language is that of the Accept-Language header: Russian unless another one
// that we speak stands first.
func language(r *http.Request) string {
	first, _, _ := strings.Cut(r.Header.Get("Accept-Language"), ",")
	if strings.HasPrefix(strings.ToLower(strings.TrimSpace(first)), "en") {
		return "en"
	}
	return "ru"
}

// person is the id of who asks; operators have no person and are refused.
func (a *asker) person() (string, error) {
	if a.actor.Person == nil {
		return "", fault.New(fault.Denied, "people_only", nil)
	}
	return a.actor.Person.Id, nil
}

// typeOf finds the type named in the path.
func (a *asker) typeOf() (*model.Type, error) { return a.typeNamed(a.re.Request.PathValue("slug")) }

// typeNamed finds a type by its slug. A type outside the scope of an API key does
// not exist for its bearer.
func (a *asker) typeNamed(slug string) (*model.Type, error) {
	t, err := a.e.TypeOf(slug)
	if err == nil && !a.inScope(t) {
		return nil, unknownType(slug)
	}
	return t, err
}

func unknownType(slug string) error {
	return fault.New(fault.Missing, "unknown_type", fault.Params{"type": slug})
}

func (a *asker) inScope(t *model.Type) bool { return a.actor.Scope == nil || a.actor.Scope(t, false) }

func (a *asker) mayWrite(t *model.Type) bool { return a.actor.Scope == nil || a.actor.Scope(t, true) }

// record loads the record named in the path with what the asker may see of it.
func (a *asker) record() (*flow.Record, flow.Rights, error) {
	t, err := a.typeOf()
	if err != nil {
		return nil, flow.Rights{}, err
	}
	return a.load(t, a.re.Request.PathValue("id"))
}

// load gives a record that the asker may see; missing otherwise.
func (a *asker) load(t *model.Type, id string) (*flow.Record, flow.Rights, error) {
	missing := fault.New(fault.Missing, "not_found", fault.Params{"type": t.Slug, "id": id})
	rec, err := a.snap.Load(t, id)
	if err != nil {
		return nil, flow.Rights{}, err
	}
	if rec == nil {
		return nil, flow.Rights{}, missing
	}
	rights, err := flow.RightsOf(a.model, a.snap, rec, a.actor)
	if err == nil && !rights.Row() {
		err = missing
	}
	return rec, rights, err
}

// world is what is stored, as the configuration that the asker looks at sees it.
func (a *asker) world() flow.Snapshot {
	if a.drafted != nil {
		return a.drafted
	}
	return a.snap
}

// wideRights judges once what the asker may do with all records of a type.
func (a *asker) wideRights(t *model.Type) (flow.Rights, error) {
	if r, known := a.wide[t.Key]; known {
		return r, nil
	}
	r, err := flow.Wide(a.model, a.world(), t, a.actor)
	if a.wide == nil {
		a.wide = map[string]flow.Rights{}
	}
	a.wide[t.Key] = r
	return r, err
}

// reads opens the asker's eyes on lists.
func (a *asker) reads() (*store.Reader, error) {
	if a.reader != nil {
		return a.reader, nil
	}
	if a.actor.Super {
		a.reader = store.Superuser()
		return a.reader, nil
	}
	masks := map[string]uint64{}
	var closed []*model.Type
	for _, t := range a.model.Types {
		if t.Abstract || t.Owner != nil {
			continue
		}
		if !a.inScope(t) {
			closed = append(closed, t)
			continue
		}
		r, err := a.wideRights(t)
		if err != nil {
			return nil, err
		}
		masks[t.Key] = r.Mask | r.Lent
	}
	tokens, err := a.e.Tokens(a.re.App, a.actor)
	if err != nil {
		return nil, err
	}
	reader, err := store.NewReader(a.re.App, tokens, masks)
	if err != nil {
		return nil, err
	}
	if p := a.actor.Person; p != nil {
		reading, turns := flow.Lent(a.snap, p.Id)
		if reader, err = reader.InPlaceOf(a.re.App, reading, turns, a.deputy); err != nil {
			return nil, err
		}
	}
	a.reader = reader.Without(closed)
	return a.reader, nil
}

// deputy tells which of some records wait for the asker in place of somebody who
// is away, and by which rules they see each.
func (a *asker) deputy(t *model.Type, ids []string) (map[string]uint64, error) {
	if err := a.snap.LoadAll(t, ids); err != nil {
		return nil, err
	}
	if err := a.snap.LoadFacts(t, ids); err != nil {
		return nil, err
	}
	mine := map[string]uint64{}
	for _, id := range ids {
		rec, err := a.snap.Load(t, id)
		if err != nil || rec == nil {
			return nil, err
		}
		is, rights, err := flow.InPlace(a.model, a.snap, rec, a.actor, a.now)
		if err != nil {
			return nil, err
		}
		if is {
			mine[id] = rights.Mask | rights.Lent
		}
	}
	return mine, nil
}

// rightsBy turns the mask that came with a list row into rights.
func (a *asker) rightsBy(t *model.Type, mask uint64) flow.Rights {
	return flow.Rights{Type: t, Mask: mask, All: a.actor.Super}
}

// visibleTypes lists the types of records that exist for the asker.
func (a *asker) visibleTypes() []*model.Type {
	var out []*model.Type
	for _, t := range a.model.Types {
		if !t.Abstract && t.Owner == nil && a.inScope(t) {
			out = append(out, t)
		}
	}
	return out
}

// body reads a JSON object into v, numbers kept exact, keys none but those of v.
func (a *asker) body(v any) error { return decode(a.re.Request.Body, v) }

// query is one word of the query string.
func (a *asker) query(name string) string { return a.re.Request.URL.Query().Get(name) }

func isMissing(err error) bool { return fault.IsKind(err, fault.Missing) }

// requestId names the request in logs and history.
func (a *asker) requestId() string { return engine.RequestId(a.re) }
