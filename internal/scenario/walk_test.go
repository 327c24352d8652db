package scenario_test

import (
	"context"
	"maps"
	"strings"
	"testing"
	"time"

	"kontora/internal/engine"
	"kontora/internal/scenario"
)

const walkPack = `{"title": "Склад", "roles": {"clerk": {"title": "Кладовщик", "owner": true, "design": true}, "boss": "Начальник склада"}}`

const walkPerson = `{"title": "Человек", "directory": "person", "display": "{name}",
 "data": {"properties": {"name": {"title": "Имя", "type": "string"}, "email": {"title": "Почта", "type": "string", "format": "email"},
   "roles": {"title": "Роли", "type": "array", "items": {"type": "string"}}}, "required": ["name"]},
 "access": {"all": {"who": ["role('clerk')", "role('boss')"], "read": "*"}}}`

// walkOrder is checked by somebody; what they may do depends on a product of two
// fields that nobody can change any more. %s closes the hole, or leaves it.
const walkOrder = `{"title": "Заказ",
 "data": {"properties": {
   "qty": {"title": "Сколько", "type": "integer", "minimum": 1, "maximum": 1000}, "price": {"title": "Цена", "type": "integer", "minimum": 1, "maximum": 100000},
   "urgent": {"title": "Срочно", "type": "boolean"}, "note": {"title": "Примечание", "type": "string"}}, "required": ["qty", "price"]},
 "lifecycle": {
   "states": {"draft": {"title": "Черновик", "phase": "new"}, "check": {"title": "На проверке", "phase": "active"}, "done": {"title": "Принят", "phase": "done"}},
   "transitions": {
     "send": {"title": "Отправить", "from": "draft", "to": "check", "who": "author"},
     "take": {"title": "Принять", "from": "check", "to": "done", "who": "role('boss')",
       "guards": [{"check": "qty * price <= 500000", "message": "Дороже 500 000 не принимаем"}]},
     "push": {"title": "Принять срочно", "from": "check", "to": "done", "who": "role('boss')",
       "guards": [{"check": "urgent == true", "message": "Заказ не срочный"}]}%s}},
 "edit": {"*": {"draft": ["author"]}},
 "access": {"all": {"who": ["role('clerk')", "role('boss')"], "read": "*", "can": ["create"]}}}`

const wayBack = `, "back": {"title": "Вернуть", "from": "check", "to": "draft", "who": "role('boss')"}`

func walkOver(t *testing.T, order string, steps int) *scenario.Walked {
	t.Helper()
	o := options(t, shipped)
	with := opening(t, o, "base")
	with.Files = map[string][]byte{"schemas/store/pack.json": []byte(walkPack), "schemas/store/types/person.json": []byte(walkPerson), "schemas/store/types/order.json": []byte(order)}
	if m, found := engine.Check(with.Files); m == nil {
		t.Fatal(found)
	} else if len(found) > 0 {
		t.Fatalf("a fault that analysis sees is none for a walk: %v", found)
	}
	w, err := scenario.Walk(context.Background(), o, with, scenario.WalkOptions{Type: "store/order", Steps: steps, Seed: 7, Within: time.Minute, Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// Analysis sees nothing wrong with the pack: a product of two fields is beyond it.
func TestAWalkFindsWhereARequestStandsStill(t *testing.T) {
	t.Parallel()
	w := walkOver(t, strings.Replace(walkOrder, "%s", "", 1), 3000)
	if w.Found == nil {
		t.Fatalf("nothing found: %+v", w)
	}
	f := w.Found
	if f.Kind != "stuck" || len(f.Steps) != 2 || f.Steps[0].Do != "create" || f.Steps[1].Transition != "send" {
		t.Errorf("%+v", f)
	}
	if keys := maps.Clone(f.Steps[0].Fields); len(keys) != 2 || keys["qty"] == nil || keys["price"] == nil {
		t.Errorf("not as short as can be: %v", f.Steps[0].Fields)
	}
	for i, want := range []string{"1. ", "2. ", "→ order застревает в состоянии «На проверке»: никто ничего не может сделать, и ни один срок не идёт."} {
		if !strings.HasPrefix(f.Story[i], want) {
			t.Errorf("line %d: %s", i, f.Story[i])
		}
	}
	if !strings.Contains(f.Story[0], "создаёт «Заказ» (order): Сколько — ") || !strings.Contains(f.Story[1], "«Отправить» на order") || !strings.Contains(f.Text, "«Принять» — Дороже 500 000 не принимаем") {
		t.Errorf("%s", strings.Join(f.Story, "\n"))
	}
	if !f.Played || !strings.Contains(f.Scenario, "do order send") {
		t.Errorf("played %t: %s", f.Played, f.Scenario)
	}
	s, err := scenario.Parse("found", "found.txtar", []byte(f.Scenario))
	if err != nil {
		t.Fatal(err)
	}
	o := options(t, shipped)
	o.Packs = bundleOf(t, map[string][]byte{"schemas/store/pack.json": []byte(walkPack), "schemas/store/types/person.json": []byte(walkPerson),
		"schemas/store/types/order.json": []byte(strings.Replace(walkOrder, "%s", "", 1))})
	if r := scenario.Run(o, s); !r.Passed() {
		t.Errorf("the script does not lead there: %s\n%s", r, f.Scenario)
	}
	if testing.Verbose() {
		t.Log(strings.Join(f.Story, "\n"), "\n", f.Scenario, w.Steps, w.Walks, f.Walked)
	}
}

func TestAWalkOverASoundPackFindsNothing(t *testing.T) {
	t.Parallel()
	w := walkOver(t, strings.Replace(walkOrder, "%s", wayBack, 1), 300)
	if w.Found != nil || !w.Whole || len(w.Never) > 0 {
		t.Errorf("%+v %+v", w, w.Found)
	}
}
