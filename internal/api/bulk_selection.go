package api

import (
	"kontora/internal/fault"
	"kontora/internal/flow"
	"kontora/internal/model"
	"kontora/internal/store"

	"github.com/shopspring/decimal"
)

// bulkSelection says which records are meant: these, or those of a list.
type bulkSelection struct {
	Type string   `json:"type"`
	Ids  []string `json:"ids"`
	listWords
}

// bulkList names a list, to be told what is in it.
type bulkList struct {
	Type string `json:"type"`
	listWords
}

type bulkSelected struct {
	Ids []string `json:"ids"`
}

// bulkLimit is how many records one request may name where neither a role of
// the asker nor a setting bulk_limit of the type's pack says otherwise.
const bulkLimit = 200

// byCondition reports whether records are meant by what holds for them.
func (s bulkSelection) byCondition() bool { return s.Filter != "" || s.View != "" || s.Q != "" }

// selected lists the records that a request means, each once.
func (a *asker) selected(t *model.Type, s bulkSelection) ([]string, error) {
	if (len(s.Ids) > 0) == s.byCondition() {
		return nil, fault.New(fault.Invalid, "bulk_which", nil)
	}
	if s.byCondition() {
		return a.meeting(t, s.listWords)
	}
	ids, seen := []string{}, map[string]bool{}
	for _, id := range s.Ids {
		if !seen[id] {
			seen[id] = true
			ids = append(ids, id)
		}
	}
	return ids, a.notTooMany(t, len(ids))
}

// meeting lists the records of a list, in its order.
func (a *asker) meeting(t *model.Type, words listWords) ([]string, error) {
	q, err := a.listQuery(t, words)
	if err != nil {
		return nil, err
	}
	q.WithRows = false
	ids, err := a.idsOf(q, a.bulkLimit(t))
	if err != nil {
		return nil, err
	}
	return ids, a.notTooMany(t, len(ids))
}

func (a *asker) notTooMany(t *model.Type, n int) error {
	if most := a.bulkLimit(t); n > most {
		return fault.New(fault.Limit, "bulk_limit", fault.Params{"max": most})
	}
	return nil
}

// postBulkSelection lists the ids of what a list shows, all of it: those that
// were counted when it was asked, whatever comes to meet the condition later.
func postBulkSelection(a *asker) (answer, error) {
	var in bulkList
	if err := a.body(&in); err != nil {
		return nil, err
	}
	t, err := a.typeNamed(in.Type)
	if err != nil {
		return nil, err
	}
	ids, err := a.meeting(t, in.listWords)
	return bulkSelected{Ids: ids}, err
}

// idsOf lists what a question finds for the asker, until there are more than
// that many.
func (a *asker) idsOf(q store.Query, most int) ([]string, error) {
	reader, err := a.reads()
	if err != nil {
		return nil, err
	}
	ids := []string{}
	q.Limit = maxPageSize
	for {
		page, err := store.ReadPage(a.re.App, a.model, reader, q)
		if err != nil {
			return nil, err
		}
		for _, r := range page.Rows {
			ids = append(ids, r.Record.Id)
		}
		if q.Cursor = page.Next; q.Cursor == "" || len(ids) > most {
			return ids, nil
		}
	}
}

// bulkLimit is the greatest number that one of the asker's roles allows; of
// roles that say nothing, what holds for everybody.
func (a *asker) bulkLimit(t *model.Type) int {
	if most := a.bulkOfRoles(); most > 0 {
		return most
	}
	for _, s := range a.model.SettingsOf(t.Pack) {
		if s.Name != "bulk_limit" {
			continue
		}
		if n, ok := flow.SettingFor(a.model, a.snap, s, "", a.today()).(decimal.Decimal); ok && n.IsPositive() {
			return int(n.IntPart())
		}
	}
	return bulkLimit
}

func (a *asker) bulkOfRoles() int {
	most := 0
	if p := a.actor.Person; p != nil {
		for _, key := range p.Roles {
			if role := a.model.Roles[key]; role != nil {
				most = max(most, role.Bulk)
			}
		}
	}
	return most
}
