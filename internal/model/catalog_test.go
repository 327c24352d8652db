package model_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

const bill = `{"title": "Счёт", "plural": "Счета", "data": {"properties": {
	"title": {"title": "Тема", "type": "string"},
	"kind": {"title": "Вид", "enum": ["a", "b"]},
	"place": {"title": "Место", "type": "string"},
	"deadline": {"title": "Срок", "type": "string", "format": "date"},
	"owner": {"title": "Кто ведёт", "x-ref": "user"},
	"amount": {"title": "Сумма", "x-money": "KZT"}}},
	"work": {"assignee": "owner"},
	"lifecycle": {"states": {"draft": "Черновик", "done": "Готов"}, "transitions": {"end": {"title": "Готово", "from": "draft", "to": "done", "who": "role('clerk')"}}},
	"access": {"all": {"who": "role('clerk')", "read": "*", "can": ["create"]}},
	"views": {
		"all": {"title": "Все"},
		"board": {"title": "Доска", "group": "status"},
		"kinds": {"title": "По видам", "group": "kind"},
		"short": {"title": "Коротко", "group": "kind", "columns": ["title"]}}}`

func TestViewsThatNameNoColumnsShowWhatOneLooksForFirst(t *testing.T) {
	t.Parallel()
	got := map[string][]string{}
	for _, l := range office(t, bill).TypeByKey("desk/note").Lists {
		for _, f := range l.Columns {
			got[l.Key] = append(got[l.Key], f.Key)
		}
	}
	want := map[string][]string{
		"all":   {"title", "status", "kind", "place", "deadline", "owner", "amount"},
		"board": {"title", "amount", "deadline", "owner", "kind", "place"},
		"kinds": {"title", "status", "amount", "deadline", "owner", "place"},
		"short": {"title"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
