package flow_test

import (
	"testing"

	"kontora/internal/flow"
	"kontora/internal/rule"
)

const cells = `
-- types/file.json --
{"title": "Дело", "display": "Дело {name}",
 "data": {"properties": {
   "name":   {"title": "Имя", "type": "string"},
   "salary": {"title": "Оклад", "type": "integer"},
   "grade":  {"title": "Разряд", "type": "integer"},
   "unit":   {"title": "Отдел", "x-ref": "base/unit"},
   "open_to": {"title": "Кому открыто", "type": "boolean"}}},
 "rules": {"cap": {"check": "salary <= 100", "when": "salary != nil", "message": "Оклад {salary} больше 100 у «{name}»", "fields": ["grade"]}},
 "access": {
   "clerks": {"who": "role('clerk', unit)", "read": ["name", "unit"], "can": ["edit", "create"]},
   "fin":    {"who": "role('fin')", "when": "open_to == true", "read": ["name", "salary", "unit"]},
   "heads":  {"who": "head(unit)", "read": "*", "can": ["edit", "create"]},
   "self":   {"who": "author", "read": ["name", "grade"], "can": ["edit"]}},
 "deny": {
   "nograde": {"who": "role('clerk')", "fields": ["grade"]},
   "keep":    {"who": "role('boss')", "when": "open_to == true", "fields": ["salary"], "level": "edit"}}}
`

func TestRightsAreOfCells(t *testing.T) {
	t.Parallel()
	w := newWorld(t, cells)
	author := w.actor("eve").Person.Fields.Reference()
	w.put("file", "f", map[string]any{"name": "Ф", "salary": dec("50"), "grade": dec("3"), "unit": ref("base/unit", "shop"), "author": author, "open_to": true})
	file := w.records[ref("app/file", "f")]

	t.Run("a cell is seen when a matching rule names it", func(t *testing.T) {
		tests := []struct {
			who                 string
			row                 bool
			name, salary, grade bool
		}{
			{"ann", true, true, false, false}, // clerk of sales, above shop
			{"eve", true, true, false, false}, // author too, but clerks are denied the grade
			{"bob", true, true, true, true},   // head of shop through sales
			{"fay", true, true, true, false},
			{"leo", false, false, false, false}, // head of hq only: sales has its own
			{"out", false, false, false, false},
			{"super", true, true, true, true},
		}
		for _, tt := range tests {
			r, err := flow.RightsOf(w.m, w, file, w.actor(tt.who))
			if err != nil {
				t.Fatal(err)
			}
			if r.Row() != tt.row {
				t.Errorf("%s: row %v", tt.who, r.Row())
			}
			for field, want := range map[string]bool{"name": tt.name, "salary": tt.salary, "grade": tt.grade} {
				if r.Reads(file.Type.Field(field)) != want {
					t.Errorf("%s reads %s: %v", tt.who, field, !want)
				}
			}
		}
	})
	t.Run("a right to edit is of the cells of its own rule", func(t *testing.T) {
		w.refused("eve", "edit file:f", `{"grade": 4}`, "unknown_field@grade") // seen in no file
		w.refused("fay", "edit file:f", `{"name": "И"}`, "field_closed@name")
		w.refused("bob", "edit file:f", `{"salary": 60}`, "field_not_yours@salary")
		w.do("bob", "edit file:f", `{"grade": 4}`)
		w.do("ann", "edit file:f", `{"name": "И"}`)
	})
	t.Run("what one rule shows and another lets edit is not edited", func(t *testing.T) {
		w.put("file", "h", map[string]any{"name": "Х", "salary": dec("5"), "open_to": true, "author": w.actor("fay").Person.Fields.Reference()})
		w.refused("fay", "edit file:h", `{"salary": 6}`, "field_closed@salary")
		w.do("fay", "edit file:h", `{"name": "Ц", "grade": 2}`)
	})
	t.Run("guessing at a hidden cell tells nothing", func(t *testing.T) {
		w.refused("ann", "edit file:f", `{"salary": 50}`, "field_not_yours@salary")
		w.refused("ann", "edit file:f", `{"salary": 51}`, "field_not_yours@salary")
	})
	t.Run("a check of what its reader may not see says no more than that it failed", func(t *testing.T) {
		w.put("file", "g", map[string]any{"name": "Г", "salary": dec("500"), "unit": ref("base/unit", "shop"), "author": author})
		for who, want := range map[string]string{"ann": "hidden_reason ", "bob": "rule_failed Оклад 500 больше 100 у «Д»"} {
			err := w.try(who, "edit file:g", `{"name": "Д"}`)
			f := faultOf(t, err)
			if got := f.Fields[0].Code + " " + f.Fields[0].Text; got != want {
				t.Errorf("%s reads %q", who, got)
			}
		}
	})
	t.Run("an unseen record is not there", func(t *testing.T) {
		w.refused("out", "edit file:f", `{"name": "x"}`, "not_found")
		w.refused("out", "edit file:zz", `{"name": "x"}`, "not_found")
	})
	t.Run("the right to create is judged on what is proposed", func(t *testing.T) {
		w.refused("eve", "create file:n", `{"name": "Н", "unit": "@sales"}`, "may_not_create")
		w.do("eve", "create file:n", `{"name": "Н", "unit": "@shop"}`)
	})
	t.Run("grants name every principal of the narrow rules", func(t *testing.T) {
		grants, err := flow.Grants(w.m, w, file)
		if err != nil {
			t.Fatal(err)
		}
		got := map[rule.Principal]uint64{}
		for _, g := range grants {
			got[g.Principal] = g.Mask
		}
		want := map[rule.Principal]uint64{
			rule.RolePrincipal("base/clerk", id("shop")): 1 << 0,
			rule.RolePrincipal("base/fin", ""):           1 << 1,
			rule.HeadPrincipal(id("shop")):               1 << 2,
			rule.UserPrincipal(id("eve")):                1 << 3,
			rule.RolePrincipal("base/boss", ""):          1 << 5,
		}
		for p, mask := range want {
			if got[p] != mask {
				t.Errorf("%s has %b, want %b", p, got[p], mask)
			}
		}
		if len(got) != len(want) {
			t.Errorf("grants %v", got)
		}
	})
	t.Run("a rule about the record itself is no wide one", func(t *testing.T) {
		user := w.typ("base/user")
		if user.Access[0].Wide {
			t.Error("«record» depends on the record")
		}
		wide, err := flow.Wide(w.m, w, w.typ("file"), w.actor("ann"))
		if err != nil || wide.Row() || wide.Mask != 1<<4 {
			t.Errorf("wide rights %b, %v", wide.Mask, err)
		}
	})
}
