package designer_test

import (
	"encoding/json"
	"os"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"kontora/internal/designer"
	"kontora/internal/model"
	"kontora/internal/spec"

	"github.com/google/go-cmp/cmp"
)

func words(t *testing.T, lang string) map[string]string {
	t.Helper()
	data, err := os.ReadFile("words_" + lang + ".json")
	if err != nil {
		t.Fatal(err)
	}
	var out map[string]string
	if err := json.Unmarshal(data, &out); err != nil {
		t.Fatal(err)
	}
	return out
}

var slots = regexp.MustCompile(`\{\{(\w+)`)

// Both languages say the same things, of the same parts.
func TestWordsAreWhole(t *testing.T) {
	t.Parallel()
	ru, en := words(t, "ru"), words(t, "en")
	for code, text := range ru {
		other, ok := en[code]
		if !ok {
			t.Errorf("%s is missing in English", code)
			continue
		}
		a, b := map[string]bool{}, map[string]bool{}
		for _, m := range slots.FindAllStringSubmatch(text, -1) {
			a[m[1]] = m[1] != "end"
		}
		for _, m := range slots.FindAllStringSubmatch(other, -1) {
			b[m[1]] = true
		}
		delete(a, "end")
		if !cmp.Equal(a, b) {
			t.Errorf("%s tells of %v in Russian and of %v in English", code, a, b)
		}
	}
	for code := range en {
		if _, ok := ru[code]; !ok {
			t.Errorf("%s is missing in Russian", code)
		}
	}
}

// Every word of the language has a name that people read.
func TestEveryWordHasAName(t *testing.T) {
	t.Parallel()
	ru := words(t, "ru")
	seen := map[reflect.Type]bool{}
	var walk func(x reflect.Type)
	walk = func(x reflect.Type) {
		if x.Kind() == reflect.Pointer || x.Kind() == reflect.Slice {
			walk(x.Elem())
			return
		}
		if get, isMap := x.MethodByName("Get"); isMap {
			walk(get.Type.Out(0))
			return
		}
		if x.Kind() != reflect.Struct || seen[x] || !strings.HasSuffix(x.PkgPath(), "spec") {
			return
		}
		seen[x] = true
		for i := range x.NumField() {
			f := x.Field(i)
			word := f.Tag.Get("json")
			if !f.IsExported() || f.Anonymous || word == "-" {
				continue
			}
			if word != "" && word != "$schema" && f.Tag.Get("later") == "" && ru["aspect."+word] == "" {
				t.Errorf("%s of %s has no name", word, x.Name())
			}
			walk(f.Type)
		}
	}
	for _, root := range []any{spec.PackFile{}, spec.SettingsFile{}, spec.NumbersFile{}, spec.NotifyFile{}, spec.TypeFile{}, spec.RegisterFile{}, spec.SeedFile{}, spec.CalendarFile{}, spec.CasesFile{}} {
		walk(reflect.TypeOf(root))
	}
}

const told = `{"title": "Счёт", "display": "{subject}", "data": {"properties": {
	"subject": {"title": "Тема", "type": "string"},
	"amount": {"title": "Сумма", "x-money": "KZT"},
	"center": {"title": "Центр затрат", "type": "string"},
	"kind": {"title": "Вид", "enum": ["a", "b"], "x-labels": {"a": "Услуги", "b": "Товары"}},
	"lines": {"title": "Строки", "type": "array", "items": {"properties": {"what": {"title": "Что", "type": "string"}}}},
	"paid": {"title": "Оплачен", "type": "boolean"}}, "required": ["subject"]},
	"lifecycle": {"states": {"draft": "Черновик", "legal": "Проверка юриста", "approving": "На согласовании", "done": {"title": "Оплачен", "phase": "done"}, "off": {"title": "Отменён", "phase": "cancelled"}},
	  "transitions": {
	    "check": {"title": "Юристу", "from": "draft", "to": "legal", "who": "author"},
	    "checked": {"title": "Проверено", "from": "legal", "to": "approving", "who": "role('clerk')"},
	    "submit": {"title": "На согласование", "from": "draft", "to": "approving", "who": "author", "guards": [{"check": "amount > money('0', 'KZT')", "message": "Сумма больше нуля"}]},
	    "approved": {"title": "Согласован", "from": "approving", "to": "done", "who": "system"},
	    "cancel": {"title": "Отменить", "from": "@open", "to": "off", "who": ["author", "role('clerk')"]}}},
	"approvals": {"main": {"title": "Согласование", "in": "approving", "on": {"approved": "approved"}, "steps": {
	    "head": {"title": "Руководитель", "who": "role('clerk')"},
	    "cfo": {"title": "Финдиректор", "who": "role('boss')", "when": "amount >= money('500000', 'KZT')"}}}},
	"sla": {"answer": {"title": "Решение", "start": ["approving"], "stop": ["done"], "target": "24h"}},
	"access": {"all": {"who": ["role('clerk')", "role('boss')"], "read": "*", "can": ["create", "edit"]}},
	"views": {"mine": {"title": "Мои", "columns": ["subject", "amount"]}}}`

func compiled(t *testing.T, bill string) *model.Model {
	t.Helper()
	b, found := spec.LoadFiles(map[string][]byte{
		"schemas/desk/pack.json":         []byte(`{"title": "Стол", "roles": {"clerk": "Служащий", "boss": "Начальник"}}`),
		"schemas/desk/types/person.json": []byte(strings.Replace(person, `"data"`, `"display": "{name}", "data"`, 0)),
		"schemas/desk/types/bill.json":   []byte(bill),
	})
	if !spec.HasErrors(found) {
		m, more := model.Compile(b)
		if m != nil {
			return m
		}
		found = more
	}
	t.Fatal(found)
	return nil
}

func TestDifferencesAreTold(t *testing.T) {
	t.Parallel()
	old := compiled(t, told)
	for _, tt := range []struct {
		name   string
		change []string // pairs of what stands and what stands instead
		ru, en []string
	}{
		{"a state goes with what led through it", []string{
			`"legal": "Проверка юриста", `, ``, `"check": {"title": "Юристу", "from": "draft", "to": "legal", "who": "author"},`, ``,
			`"checked": {"title": "Проверено", "from": "legal", "to": "approving", "who": "role('clerk')"},`, ``},
			[]string{"Убрано состояние «Проверка юриста» и 2 перехода через него"}, []string{"Removed state «Проверка юриста» and 2 transitions through it"}},
		{"a transition demands a field", []string{`"who": "author", "guards"`, `"who": "author", "require": ["center"], "guards"`},
			[]string{"Переход «На согласование» теперь требует поле «Центр затрат»"}, []string{"Transition «На согласование» now requires field «Центр затрат»"}},
		{"a threshold moves", []string{`amount >= money('500000', 'KZT')`, `amount >= money('1000000', 'KZT')`},
			[]string{"Шаг «Финдиректор» (Согласование): Сумма от 500\u00a0000 KZT → 1\u00a0000\u00a0000 KZT"}, []string{"Step «Финдиректор» (Согласование): Сумма from 500\u00a0000 KZT → 1\u00a0000\u00a0000 KZT"}},
		{"a norm shrinks", []string{`"target": "24h"`, `"target": "16h"`}, []string{"Срок «Решение»: 24 ч → 16 ч"}, []string{"Clock «Решение»: 24 h → 16 h"}},
		{"somebody loses a button", []string{`["author", "role('clerk')"], "read"`, ``, `"who": ["author", "role('clerk')"]}}}`, `"who": ["author"]}}}`},
			[]string{"Переход «Отменить» больше не выполняет роль «Служащий»"}, []string{"Transition «Отменить» may no longer be run by role «Служащий»"}},
		{"a new obligatory field", []string{`"paid": {`, `"reason": {"title": "Обоснование", "type": "string"}, "paid": {`, `"required": ["subject"]`, `"required": ["subject", "reason", "center"]`},
			[]string{"Поле «Центр затрат» стало обязательным", "Добавлено обязательное поле «Обоснование»"}, []string{"Field «Центр затрат» has become required", "Added the required field «Обоснование»"}},
		{"a condition comes and one goes", []string{`{"check": "amount > money('0', 'KZT')", "message": "Сумма больше нуля"}`, `{"check": "amount < money('100', 'KZT')", "message": "Сумма меньше ста"}`},
			[]string{"Переход «На согласование»: больше не проверяется — Сумма больше нуля", "Переход «На согласование»: новое условие — Сумма меньше ста"},
			[]string{"Transition «На согласование»: no longer checked — Сумма больше нуля", "Transition «На согласование»: a new condition — Сумма меньше ста"}},
		{"what is renamed is told once", []string{`"amount": {"title": "Сумма", `, `"total": {"title": "Сумма", "was": "amount", `, `amount > money('0', 'KZT')`, `total > money('0', 'KZT')`, `amount >= money('500000', 'KZT')`, `total >= money('500000', 'KZT')`, `"columns": ["subject", "amount"]`, `"columns": ["subject", "total"]`},
			[]string{"Новый ключ: поле «Сумма»: amount → total, данные остаются"}, []string{"New key: field «Сумма»: amount → total, nothing stored is lost"}},
		{"a choice and its kind", []string{`"b": "Товары"`, `"c": "Аренда"`, `["a", "b"]`, `["a", "c"]`, `"type": "boolean"`, `"type": "integer"`},
			[]string{"Добавлен вариант «Аренда» (Вид)", "Убран вариант «Товары» (Вид)", "Поле «Оплачен» хранит другое: да или нет → целое число"},
			[]string{"Added choice «Аренда» (Вид)", "Removed choice «Товары» (Вид)", "Field «Оплачен» holds something else: yes or no → whole number"}},
		{"a column and the order of states", []string{`"what": {"title": "Что", "type": "string"}`, `"what": {"title": "Что", "type": "string", "maxLength": 10}`, `"done": {"title": "Оплачен", "phase": "done"}, "off": {"title": "Отменён", "phase": "cancelled"}`, `"off": {"title": "Отменён", "phase": "cancelled"}, "done": {"title": "Оплачен", "phase": "done"}`},
			[]string{"Поле «Что» (Строки): наибольшая длина: теперь 10", "Тип «Счёт»: порядок состояний: Черновик, Проверка юриста, На согласовании, Оплачен, Отменён → Черновик, Проверка юриста, На согласовании, Отменён, Оплачен"}, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			bill := told
			for i := 0; i < len(tt.change); i += 2 {
				bill = strings.ReplaceAll(bill, tt.change[i], tt.change[i+1])
			}
			next := compiled(t, bill)
			for lang, want := range map[string][]string{"ru": tt.ru, "en": tt.en} {
				var got []string
				for _, d := range model.Diff(old, next) {
					got = append(got, designer.Speech{Lang: lang}.Difference(old, next, d))
				}
				if want != nil && !slices.Equal(want, got) {
					t.Errorf("%s (-want +got):\n%s", lang, cmp.Diff(want, got))
				}
			}
		})
	}
}

// Who may change the configuration is told, too.
func TestRightsToDesignAreTold(t *testing.T) {
	t.Parallel()
	desk := func(design string) *model.Model {
		b, _ := spec.LoadFiles(map[string][]byte{
			"schemas/desk/pack.json":         []byte(`{"title": "Стол", "roles": {"clerk": {"title": "Служащий"` + design + `}}}`),
			"schemas/desk/types/person.json": []byte(person),
		})
		m, found := model.Compile(b)
		if m == nil {
			t.Fatal(found)
		}
		return m
	}
	none, some, all := desk(``), desk(`, "design": ["desk"]`), desk(`, "design": true`)
	for _, tt := range []struct {
		from, to *model.Model
		want     []string
	}{
		{none, all, []string{"Роль «Служащий» теперь может менять конфигурацию"}},
		{all, none, []string{"Роль «Служащий» больше не может менять конфигурацию"}},
		{none, some, []string{"Роль «Служащий»: право менять пакеты: теперь desk"}},
		{none, none, nil},
	} {
		var got []string
		for _, d := range model.Diff(tt.from, tt.to) {
			got = append(got, designer.Speech{Lang: "ru"}.Difference(tt.from, tt.to, d))
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	}
}

// Nothing is told by a code or with a slot left empty, whatever is compared.
func TestEverythingIsTold(t *testing.T) {
	t.Parallel()
	b, _ := spec.Load(os.DirFS("../.."))
	m, _ := model.Compile(b)
	library, _ := spec.Load(os.DirFS("../../schemas/examples/library"))
	other, _ := model.Compile(library)
	if m == nil || other == nil {
		t.Fatal("the packs do not compile")
	}
	codes := words(t, "ru")
	for _, pair := range [][2]*model.Model{{m, other}, {other, m}, {nil, m}} {
		for _, d := range model.Diff(pair[0], pair[1]) {
			for _, lang := range []string{"ru", "en"} {
				text := designer.Speech{Lang: lang}.Difference(pair[0], pair[1], d)
				if _, isCode := codes[text]; isCode || strings.Contains(text, "noun.") || strings.Contains(text, "{{") || strings.Contains(text, "  ") {
					t.Errorf("%s is told as %q", d, text)
				}
			}
		}
	}
}
