package model_test

import (
	"testing"

	"kontora/internal/model"
	"kontora/internal/spec"

	"github.com/google/go-cmp/cmp"
)

const people = `{"title": "Человек", "directory": "person", "display": "{name}", "data": {"properties": {
	"name": {"title": "Имя", "type": "string"}, "email": {"title": "Почта", "type": "string", "format": "email"},
	"roles": {"title": "Роли", "type": "array", "items": {"type": "string"}}}},
	"access": {"all": {"who": "role('clerk')", "read": "*", "can": ["create", "edit"]}}}`

// office compiles a configuration of one type beside people.
func office(t *testing.T, note string) *model.Model {
	t.Helper()
	b, found := spec.LoadFiles(map[string][]byte{
		"schemas/desk/pack.json":       []byte(`{"title": "Стол", "roles": {"clerk": "Служащий"}}`),
		"schemas/desk/types/user.json": []byte(people),
		"schemas/desk/types/note.json": []byte(note),
	})
	if !spec.HasErrors(found) {
		m, more := model.Compile(b)
		if m != nil {
			return m
		}
		found = more
	}
	t.Fatalf("the configuration of the test is wrong: %v", found)
	return nil
}

const note = `{"title": "Записка", "data": {"properties": {
	"subject": {"title": "Тема", "type": "string"},
	"kind": {"title": "Вид", "enum": ["a", "b"], "x-labels": {"a": "Первый", "b": "Второй"}},
	"weight": {"title": "Вес", "type": "integer"}}},
	"lifecycle": {"states": {"draft": "Черновик", "sent": "Отправлена", "done": "Исполнена"}, "transitions": {
		"send": {"title": "Отправить", "from": "draft", "to": "sent", "who": "author"},
		"finish": {"title": "Исполнено", "from": "sent", "to": "done", "who": "role('clerk')"}}},
	"access": {"all": {"who": "role('clerk')", "read": "*", "can": ["create"]}}}`

const changed = `{"title": "Записка", "data": {"properties": {
	"topic": {"title": "Предмет", "type": "string", "was": "subject"},
	"kind": {"title": "Вид", "enum": ["a", "c"], "x-labels": {"a": "Первый", "c": "Третий"}},
	"due": {"title": "Срок", "type": "string", "format": "date"}}, "required": ["topic", "due"]},
	"lifecycle": {"states": {"draft": "Черновик", "posted": {"title": "Отправлена", "was": "sent"}}, "transitions": {
		"send": {"title": "Отправить", "from": "draft", "to": "posted", "who": "role('clerk')", "require": ["kind"]}}},
	"access": {"all": {"who": "role('clerk')", "read": "*", "can": ["create"]}}}`

func TestDiff(t *testing.T) {
	t.Parallel()
	old, now := office(t, note), office(t, changed)
	var got []string
	for _, d := range model.Diff(old, now) {
		got = append(got, string(d.Severity)+" "+d.String())
	}
	want := []string{
		"safe desk/note: field topic «Предмет» is the former subject",
		"strict desk/note: field topic «Предмет»: required no → always",
		"safe desk/note: field topic «Предмет»: title Тема → Предмет",
		"safe desk/note: choice kind.c «Третий» added",
		"loss desk/note: choice kind.b «Второй» removed",
		"strict desk/note: field due «Срок» added",
		"loss desk/note: field weight «Вес» removed",
		"safe desk/note: state posted «Отправлена» is the former sent",
		"safe desk/note: state posted «Отправлена»: phase active → done",
		"loss desk/note: state done «Исполнена» removed",
		"safe desk/note: transition send «Отправить»: who author → role('clerk')",
		"strict desk/note: transition send «Отправить»: require nothing → kind",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestDiffOfTheSame(t *testing.T) {
	t.Parallel()
	if got := model.Diff(office(t, note), office(t, note)); len(got) != 0 {
		t.Errorf("nothing was changed, but: %v", got)
	}
}

func TestDiffFromNothing(t *testing.T) {
	t.Parallel()
	found := model.Diff(nil, office(t, note))
	verbs := map[string]int{}
	for _, d := range found {
		verbs[d.Verb+" "+d.What]++
	}
	if diff := cmp.Diff(map[string]int{"added pack": 1, "added role": 1, "added type": 2}, verbs); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
