package engine_test

import (
	"maps"
	"strings"
	"testing"

	"kontora/internal/engine"
	"kontora/internal/store"
)

// What is stored for lists, search and rights is worked out anew when it would come
// out otherwise, and only then: a million records are not read for a new field.
func TestRecordsAreFiledAnewOnlyWhereItMatters(t *testing.T) {
	t.Parallel()
	prepared := t.TempDir()
	prepare(t, prepared)
	for _, tt := range []struct {
		name, from, to string
		anew           bool
	}{
		{"a new field", `"text":    {`, `"room": {"title": "Кабинет", "type": "string", "x-index": true}, "text":    {`, false},
		{"a new table", `"text":    {`, `"rows": {"title": "Строки", "type": "array", "items": {"properties": {"a": {"title": "А", "type": "string"}}}}, "text":    {`, false},
		{"a title", `"title": "Тема"`, `"title": "О чём"`, false},
		{"a bound", `"maxLength": 255`, `"maxLength": 200`, false},
		{"a demand", `"answer", "message"`, `"text", "message"`, false},
		{"a message", `, "then": [{"notify": "memo_sent", "to": "to"}]`, ``, false},
		{"a list", `"sort": "due"`, `"sort": "-due"`, false},
		{"a new state, from where its people go on already", `"transitions": {`, `"transitions": {"lose": {"title": "Потерять", "from": "draft", "to": "lost", "who": "author"}, `, false},
		{"a new way on for others", `"transitions": {`, `"transitions": {"skip": {"title": "Сразу", "from": "draft", "to": "done", "who": "to"}, `, true},
		{"who goes on", `"to": "sent", "who": "author"`, `"to": "sent", "who": ["author", "to"]`, true},
		{"a right", `"access": {`, `"access": {"unit": {"who": "members(to.department)", "read": "*"}, `, true},
		{"a right of a role, which no record keeps", `"can": ["create", "comment"]}}`, `"can": ["create", "comment"]}, "keeper": {"who": "role('keeper')", "read": "*"}}`, false},
		{"a right of a role that moves the others", `"access": {`, `"access": {"keeper": {"who": "role('keeper')", "read": "*"}, `, true},
		{"cells", `"read": "*", "can"`, `"read": ["*", "!subject"], "can"`, true},
		{"how a record is called", `{number} {subject}`, `{subject} {number}`, true},
		{"the deadline of lists", `"deadline": "due", `, ``, true},
		{"a phase", `"sent": "Отправлена"`, `"sent": {"title": "Отправлена", "phase": "decision"}`, true},
		{"a field goes", `"text":    {"title": "Текст", "type": "string", "format": "multiline"},`, ``, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			d := openDesk(t, copied(t, prepared))
			last, err := store.LastRevision(d.App())
			if err != nil {
				t.Fatal(err)
			}
			files := maps.Clone(last.Files)
			const path = "schemas/base/types/memo.json"
			files[path] = []byte(strings.Replace(string(files[path]), tt.from, tt.to, 1))
			if strings.Contains(tt.to, `"lost"`) {
				files[path] = []byte(strings.Replace(string(files[path]), `"done": "Исполнена"`, `"done": "Исполнена", "lost": {"title": "Потеряна", "phase": "closed"}`, 1))
			}
			if string(files[path]) == string(last.Files[path]) {
				t.Fatal("nothing was changed")
			}
			before := d.Model()
			if _, _, err := d.Publish(engine.Publishing{Files: files, By: "system"}); err != nil {
				t.Fatal(err)
			}
			if anew := engine.RefiledTypes(before, d.Model()); (len(anew) > 0) != tt.anew {
				t.Errorf("filed anew: %v", anew)
			}
			wrong, err := store.CheckDerived(d.App(), d.Model().Types, engine.GrantsOf(d.Engine, d.Model()), d.Titles())
			if err != nil || len(wrong) > 0 {
				t.Error(wrong, err)
			}
		})
	}
}
