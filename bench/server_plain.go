package main

import (
	"fmt"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/types"
)

// newPlain is PocketBase as it comes: its own connections, request log, rules.
func newPlain(folder string) (*subject, error) {
	app := pocketbase.NewWithConfig(pocketbase.Config{DefaultDataDir: folder, HideStartBanner: true})
	s := &subject{app: app, names: names{Request: "requests", Person: "users"}}
	s.fill = func(rows int) error { return fillPlain(app, rows) }
	return s, nil
}

// departmentRule binds people to one department: the usual way to say it in
// PocketBase, and the cheaper half of what the engine checks.
const departmentRule = "department = @request.auth.department"

func fillPlain(app core.App, rows int) error {
	units, err := plainNamed(app, "units", departments, departmentName)
	if err != nil {
		return err
	}
	kinds, err := plainNamed(app, "categories", categories, categoryName)
	if err != nil {
		return err
	}
	staff, err := plainPeople(app, units)
	if err != nil {
		return err
	}
	c := plainRequests(staff.Id, units.Id, kinds.Id)
	if err := app.Save(c); err != nil {
		return err
	}
	ids, err := idsOf(app, units.Name, kinds.Name, staff.Name)
	if err != nil {
		return err
	}
	return insert(app, c.Name, rows, func(q request) dbx.Params {
		return dbx.Params{
			"id": q.id(), "number": q.serial(), "title": q.title, "description": q.description, "place": q.place, "basis": q.basis,
			"answer": q.answer, "priority": q.priority, "status": q.state, "department": ids[0][q.department], "category": ids[1][q.category],
			"assignee": ids[2][q.assignee], "author": ids[2][q.department], "deadline": q.deadline.Format(types.DefaultDateLayout),
			"amount": float64(q.amount) / 100, "quantity": q.quantity, "planned": q.planned,
			"created": q.created.Format(types.DefaultDateLayout), "updated": q.created.Format(types.DefaultDateLayout),
		}
	})
}

// plainNamed makes a catalogue whose records have a name only.
func plainNamed(app core.App, name string, count int, title func(int) string) (*core.Collection, error) {
	c := core.NewBaseCollection(name)
	c.ListRule, c.ViewRule = types.Pointer(`@request.auth.id != ""`), types.Pointer(`@request.auth.id != ""`)
	c.Fields.Add(&core.TextField{Name: "name", Required: true, Max: 100})
	if err := app.Save(c); err != nil {
		return nil, err
	}
	for i := range count {
		rec := core.NewRecord(c)
		rec.Set("name", title(i))
		if err := app.Save(rec); err != nil {
			return nil, err
		}
	}
	return c, nil
}

func plainPeople(app core.App, units *core.Collection) (*core.Collection, error) {
	c, err := app.FindCollectionByNameOrId("users")
	if err != nil {
		return nil, err
	}
	c.ListRule, c.ViewRule = types.Pointer(`@request.auth.id != ""`), types.Pointer(`@request.auth.id != ""`)
	c.Fields.Add(&core.RelationField{Name: "department", CollectionId: units.Id, MaxSelect: 1})
	if err := app.Save(c); err != nil {
		return nil, err
	}
	places, err := idsOf(app, units.Name)
	if err != nil {
		return nil, err
	}
	for i := range people {
		rec := core.NewRecord(c)
		rec.SetEmail(personEmail(i))
		rec.SetRandomPassword()
		rec.SetVerified(true)
		rec.Set("name", personName(i))
		if d := departmentOf(i); d >= 0 {
			rec.Set("department", places[0][d])
		}
		if err := app.Save(rec); err != nil {
			return nil, err
		}
	}
	return c, nil
}

// plainRequests declares what schemas/bench/types/request.json declares, with
// the indexes that the engine makes of it and one for the list that is measured.
func plainRequests(people, units, kinds string) *core.Collection {
	c := core.NewBaseCollection("requests")
	rule := types.Pointer(departmentRule)
	c.ListRule, c.ViewRule, c.UpdateRule = rule, rule, rule
	c.CreateRule = types.Pointer(departmentRule + " && author = @request.auth.id")
	c.Fields.Add(
		&core.TextField{Name: "number", Max: 30},
		&core.TextField{Name: "title", Required: true, Max: 200},
		&core.TextField{Name: "description", Max: 5000},
		&core.RelationField{Name: "department", Required: true, CollectionId: units, MaxSelect: 1},
		&core.RelationField{Name: "category", CollectionId: kinds, MaxSelect: 1},
		&core.RelationField{Name: "assignee", CollectionId: people, MaxSelect: 1},
		&core.RelationField{Name: "author", Required: true, CollectionId: people, MaxSelect: 1},
		&core.SelectField{Name: "priority", Values: priorities, MaxSelect: 1},
		&core.DateField{Name: "deadline", Required: true},
		&core.NumberField{Name: "amount"},
		&core.NumberField{Name: "quantity", OnlyInt: true},
		&core.BoolField{Name: "planned"},
		&core.TextField{Name: "place", Max: 200},
		&core.TextField{Name: "basis", Max: 200},
		&core.TextField{Name: "answer", Max: 2000},
		&core.SelectField{Name: "status", Required: true, Values: states, MaxSelect: 1},
		&core.AutodateField{Name: "created", OnCreate: true},
		&core.AutodateField{Name: "updated", OnCreate: true, OnUpdate: true},
	)
	for _, column := range []string{"number", "status", "deadline", "category", "assignee", "author", "created"} {
		c.AddIndex("idx_"+column, false, column, "")
	}
	c.AddIndex("idx_list", false, "department, status, deadline", "")
	return c
}

// idsOf lists the ids of small collections in the order in which they were made.
func idsOf(app core.App, collections ...string) ([][]string, error) {
	order := map[string]string{"users": "email"}
	out := make([][]string, len(collections))
	for i, name := range collections {
		column := order[name]
		if column == "" {
			column = "name"
		}
		if err := app.DB().NewQuery(fmt.Sprintf("SELECT id FROM {{%s}} ORDER BY [[%s]]", name, column)).Column(&out[i]); err != nil {
			return nil, err
		}
	}
	return out, nil
}
