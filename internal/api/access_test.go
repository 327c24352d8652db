package api_test

import (
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"

	"kontora/internal/flow"
	"kontora/internal/model"
	"kontora/internal/rule"
	"kontora/internal/store"
)

// matrix asks who has what, and finds a cell.
func (o *office) matrix(files map[string]any) func(row, state string) map[string]any {
	o.t.Helper()
	r := o.ask("admin", "POST", "/api/kontora/config/access", map[string]any{"files": files, "type": "backoffice_payment"}).ok()
	var answer struct {
		Rows []struct {
			Key   string
			Title string
			Cells map[string]map[string]any
		}
	}
	if err := json.Unmarshal([]byte(r.text), &answer); err != nil {
		o.t.Fatal(err)
	}
	return func(row, state string) map[string]any {
		o.t.Helper()
		for _, x := range answer.Rows {
			if x.Key == row {
				return x.Cells[state]
			}
		}
		o.t.Fatalf("no row %s: %s", row, r.text)
		return nil
	}
}

func has(list any, want string) bool {
	items, _ := list.([]any)
	return slices.ContainsFunc(items, func(x any) bool {
		m, isMap := x.(map[string]any)
		return x == want || isMap && (m["key"] == want || m["path"] == want)
	})
}

func TestTheMatrixTellsWhoHasWhat(t *testing.T) {
	o := open(t)
	cell := o.matrix(map[string]any{})
	for _, tt := range []struct{ row, state, scope string }{
		{"role:backoffice/fin", "new", "all"}, {"role:backoffice/coord", "new", "unit"}, {"person:author", "done", "own"},
		{"head:department", "approval", "unit"}, {"role:backoffice/contractor", "new", "none"}, {"role:base/admin", "new", "all"},
	} {
		if got := cell(tt.row, tt.state)["scope"]; got != tt.scope {
			t.Errorf("%s in %s sees %v, want %s", tt.row, tt.state, got, tt.scope)
		}
	}
	fin := cell("role:backoffice/fin", "approval")
	if !has(fin["buttons"], "correct") || !has(fin["editable"], "amount") || fin["votes"] != 1.0 {
		t.Errorf("finance in approval: %v", fin)
	}
	if admin := cell("role:base/admin", "new"); has(admin["readable"], "amount") || !has(admin["readable"], "title") || admin["edit"] != 0.0 {
		t.Errorf("the admin: %v", admin)
	}
	why := cell("role:backoffice/fin", "approval")["why"]
	if !has(why, "access.fin") || !has(why, "approvals.main.steps.fin") || !has(why, "lifecycle.transitions.correct") {
		t.Errorf("the declarations are not named: %v", why)
	}
	if taken := cell("role:backoffice/contractor", "new")["why"]; !has(taken, "deny.contractor") && !has(taken, "contractor") {
		t.Errorf("what is taken away is not named: %v", taken)
	}
}

func TestTheMatrixFollowsADraft(t *testing.T) {
	o := open(t)
	data, err := os.ReadFile("../../" + paymentFile)
	if err != nil {
		t.Fatal(err)
	}
	text := strings.Replace(string(data), `"access": {`, `"access": {"late": {"who": "role('contractor')", "when": "status == 'done'", "read": ["title"], "can": ["comment"]}, "some": {"who": "role('it')", "when": "amount > 5", "read": ["title"]},`, 1)
	text = strings.Replace(text, `"when": "amount > 5"`, `"when": "title == 'x'"`, 1)
	text = strings.ReplaceAll(text, "role('it')", "role('exec')")
	cell := o.matrix(map[string]any{paymentFile: text})
	if got := cell("role:backoffice/contractor", "done"); got["scope"] != "all" || got["reads"] != 1.0 {
		t.Errorf("in done: %v", got)
	}
	if got := cell("role:backoffice/contractor", "new"); got["scope"] != "none" {
		t.Errorf("in new: %v", got)
	}
	if got := cell("role:backoffice/exec", "new"); got["scope"] != "some" {
		t.Errorf("by a condition: %v", got)
	}
	o.ask("olga", "POST", "/api/kontora/config/access", map[string]any{"files": map[string]any{}, "type": "backoffice_payment"}).is(403, "may_not_design")
	o.ask("admin", "POST", "/api/kontora/config/access", map[string]any{"files": map[string]any{}, "type": "nothing"}).is(404, "unknown_type")
}

// What the engine gives a person on a record, the matrix has for some party that
// the person is; what it says of all records, the engine gives on each.
func TestTheMatrixAndTheEngineAgree(t *testing.T) {
	o := company(t)
	m := o.e.Model()
	matrices := map[*model.Type]*model.Matrix{}
	var people []*rule.Person
	for _, role := range []string{"base/admin", "backoffice/fin", "backoffice/coord", "backoffice/contractor"} {
		people = append(people, o.anybody(role))
	}
	judged, given := 0, 0
	o.everyRecord(20, func(snap *store.Snapshot, rec *flow.Record) {
		t.Helper()
		if matrices[rec.Type] == nil {
			matrices[rec.Type] = model.MatrixOf(rec.Type)
		}
		for _, p := range people {
			actor := flow.Actor{Person: p}
			rights, err := flow.RightsOf(m, snap, rec, actor)
			if err != nil {
				t.Fatal(err)
			}
			if rights.Lent != 0 {
				continue
			}
			cells, sure := cellsOf(snap, matrices[rec.Type], rec, p)
			o.agrees(rec, p, rights, cells, sure)
			judged++
			if !rights.Row() {
				continue
			}
			if given++; given%3 == 0 {
				o.agreesOnEdits(snap, rec, actor, rights, cells)
			}
		}
	})
	t.Logf("%d rights judged, %d of them seen", judged, given)
	if given < 80 {
		t.Errorf("only %d", given)
	}
}

// cellsOf are the cells of the parties that a person may be on a record, and of
// those that they are for sure.
func cellsOf(snap flow.Snapshot, m *model.Matrix, rec *flow.Record, p *rule.Person) (out, sure []*model.MatrixCell) {
	i := slices.IndexFunc(m.States, func(s *model.State) bool { return s == nil || s.Key == rec.Status() })
	tokens := snap.Directory().Tokens(p.Id)
	for _, row := range m.Rows {
		is, known := true, true
		switch party := row.Party; {
		case party.Kind == rule.PartyRole:
			is = tokens[rule.RolePrincipal(party.Role, "")]
		case party.Kind == rule.PartyPerson && len(party.Of) == 1 && len(party.Of[0].Fields) == 1:
			is = names(rec.Values[party.Of[0].Fields[0]], p.Id)
		default: // what is read from further away
			known = false
		}
		if is {
			out = append(out, row.Cells[i])
		}
		if is && known {
			sure = append(sure, row.Cells[i])
		}
	}
	return out, sure
}

func names(v any, id string) bool {
	switch x := v.(type) {
	case rule.Reference:
		return x.Id == id
	case []any:
		return slices.ContainsFunc(x, func(item any) bool { return names(item, id) })
	}
	return false
}

func (o *office) agrees(rec *flow.Record, p *rule.Person, rights flow.Rights, cells, sure []*model.MatrixCell) {
	o.t.Helper()
	seen := slices.ContainsFunc(cells, func(c *model.MatrixCell) bool { return c.Scope != model.ScopeNone })
	if rights.Row() && !seen {
		o.t.Errorf("%s %s: %s sees it, the matrix says nobody like that", rec.Type.Key, rec.Id, p.Name)
	}
	for _, f := range rec.Type.Fields {
		if f.Engine {
			continue
		}
		may := slices.ContainsFunc(cells, func(c *model.MatrixCell) bool { return slices.Contains(c.Reads, f) })
		if rights.Reads(f) && !may {
			o.t.Errorf("%s %s: %s reads %s, the matrix says no", rec.Type.Key, rec.Id, p.Name, f.Key)
		}
		denied := slices.ContainsFunc(cells, func(c *model.MatrixCell) bool {
			return slices.ContainsFunc(c.Why, func(g model.Given) bool { return g.What == model.ByDeny && slices.Contains(g.Fields, f) })
		})
		must := slices.ContainsFunc(sure, func(c *model.MatrixCell) bool {
			return slices.ContainsFunc(c.Why, func(g model.Given) bool { return g.What == model.ByAccess && g.Sure && slices.Contains(g.Fields, f) })
		})
		if must && !denied && !rights.Reads(f) && rec.State() != nil && !rec.Type.Pinned() {
			o.t.Errorf("%s %s: %s does not read %s, the matrix says always", rec.Type.Key, rec.Id, p.Name, f.Key)
		}
	}
}

func (o *office) agreesOnEdits(snap flow.Snapshot, rec *flow.Record, actor flow.Actor, rights flow.Rights, cells []*model.MatrixCell) {
	o.t.Helper()
	states, err := flow.FieldStates(o.e.Model(), snap, rec, actor, o.e.Now())
	if err != nil {
		o.t.Fatal(err)
	}
	for f, st := range states {
		may := slices.ContainsFunc(cells, func(c *model.MatrixCell) bool {
			return slices.ContainsFunc(c.Why, func(g model.Given) bool {
				return g.What != model.ByDeny && g.What != model.ByAccess && slices.Contains(g.Fields, f)
			}) || slices.Contains(c.Edits, f)
		})
		if !st.ReadOnly && rights.Reads(f) && !may {
			o.t.Errorf("%s %s: %s edits %s, the matrix says no", rec.Type.Key, rec.Id, actor.Person.Name, f.Key)
		}
	}
	actions, err := flow.Actions(o.e.Model(), snap, rec, actor, o.e.Now())
	if err != nil {
		o.t.Fatal(err)
	}
	for _, a := range actions {
		may := a.Transition == nil || slices.ContainsFunc(cells, func(c *model.MatrixCell) bool {
			return slices.ContainsFunc(c.Transitions, func(tr *model.Transition) bool { return tr.Key == a.Transition.Key })
		})
		if a.Allowed && !may {
			o.t.Errorf("%s %s: %s may %s, the matrix says no", rec.Type.Key, rec.Id, actor.Person.Name, a.Transition.Key)
		}
	}
}
