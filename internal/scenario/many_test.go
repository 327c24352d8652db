package scenario_test

import (
	"fmt"
	"strings"
	"testing"

	"kontora/internal/scenario"
)

// However many rules a type has, each of them counts: the last invariant refuses,
// the last timer rings, the last child is made.
func TestEveryOneOfManyRulesCounts(t *testing.T) {
	t.Parallel()
	const many = 150
	each := func(line string) string {
		lines := make([]string, many)
		for i := range lines {
			lines[i] = strings.ReplaceAll(line, "N", fmt.Sprint(i+1))
		}
		return strings.Join(lines, ",\n")
	}
	script := `packs works
now 2026-11-23T10:00:00+05:00
person nina roles=works/clerk
as nina
! create works/job a size=150 due=2026-11-23T12:00:00+05:00
text 'Не 150'
faults 1
create works/job a size=0 due=2026-11-23T12:00:00+05:00
total works/note
count 150
now 2026-11-23T12:00:00+05:00
get a
field marks == 150
-- schemas/works/pack.json --
{"title": "Работы", "roles": {"clerk": {"title": "Служащий", "design": true}}}
-- schemas/works/types/person.json --
{"title": "Человек", "directory": "person", "display": "{name}",
 "data": {"properties": {"name": {"title": "Имя", "type": "string"}, "email": {"title": "Почта", "type": "string", "format": "email"},
   "department": {"title": "Отдел", "x-ref": "unit"}, "roles": {"title": "Роли", "type": "array", "items": {"type": "string"}}}, "required": ["name"]},
 "access": {"all": {"who": "role('clerk')", "read": "*"}}}
-- schemas/works/types/unit.json --
{"title": "Отдел", "directory": "unit", "display": "{name}",
 "data": {"properties": {"name": {"title": "Название", "type": "string"}, "parent": {"title": "Входит в", "x-ref": "unit"}, "head": {"title": "Начальник", "x-ref": "person"}}, "required": ["name"]},
 "access": {"all": {"who": "role('clerk')", "read": "*"}}}
-- schemas/works/types/job.json --
{"title": "Работа",
 "data": {"properties": {
   "size": {"title": "Размер", "type": "integer"}, "due": {"title": "Срок", "type": "string", "format": "date-time"},
   "marks": {"title": "Отметок", "type": "integer", "default": 0, "readOnly": true}}, "required": ["size", "due"]},
 "rules": {` + each(`"rN": {"check": "size != N", "message": "Не N", "fields": ["size"]}`) + `},
 "lifecycle": {"states": {"open": "Открыта", "closed": {"title": "Закрыта", "phase": "done"}},
   "transitions": {
     "mark": {"from": "open", "to": "@same", "who": "system", "then": [{"set": {"marks": "=marks + 1"}}]},
     "close": {"title": "Закрыть", "from": "open", "to": "closed", "who": "author"}}},
 "timers": {` + each(`"tN": {"title": "Таймер N", "in": "open", "at": ["due"], "fire": "mark"}`) + `},
 "ensure": {` + each(`"eN": {"title": "Заметка N", "type": "note", "in": "open", "set": {"text": "Заметка N"}}`) + `},
 "access": {"all": {"who": "role('clerk')", "read": "*", "can": ["create"]}}}
-- schemas/works/types/note.json --
{"title": "Заметка",
 "data": {"properties": {"text": {"title": "Текст", "type": "string"}, "job": {"title": "Работа", "x-ref": "job"}}, "required": ["text"]},
 "lifecycle": {"states": {"open": "Открыта", "read": {"title": "Прочитана", "phase": "done"}},
   "transitions": {"read": {"title": "Прочитать", "from": "open", "to": "read", "who": "role('clerk')"}}},
 "access": {"all": {"who": "role('clerk')", "read": "*"}}}
`
	s, err := scenario.Parse("many", "many.txtar", []byte(script))
	if err != nil {
		t.Fatal(err)
	}
	if r := scenario.Run(options(t, shipped), s); !r.Passed() {
		t.Error(r)
	}
}
