package api_test

import (
	"bytes"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
)

// What a request has come to is a sheet of texts and numbers: nothing in it runs
// (what might is held by an apostrophe), and an amount that no sheet could hold exactly stays as it is written.
func TestResultsAreASheet(t *testing.T) {
	o := open(t)
	got := o.ask("asel", "POST", "/api/kontora/bulk/results", map[string]any{
		"dryRun": false, "done": 2, "refused": 1,
		"results": []any{
			map[string]any{"id": "a", "title": "=cmd|' /C calc'!A0", "ok": true, "amount": "1500.10", "currency": "KZT", "why": []any{}, "undo": map[string]any{"id": "a", "fields": map[string]any{}}},
			map[string]any{"id": "b", "title": "@SUM(1+1)", "ok": false, "code": "may_not_run", "why": []any{"+1", "не вы"}},
			map[string]any{"id": "c", "title": "007", "ok": true, "amount": "1234567890123456.78", "currency": "KZT", "why": []any{}},
		},
		"totals": []any{map[string]any{"currency": "KZT", "amount": "2000.20", "count": 2}},
	}).ok()
	if kind := got.header.Get("Content-Type"); kind != "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" {
		t.Error(kind)
	}
	book, err := excelize.OpenReader(bytes.NewReader([]byte(got.text)))
	if err != nil {
		t.Fatal(err)
	}
	rows, err := book.GetRows("Результат")
	if err != nil {
		t.Fatal(err)
	}
	want := [][]string{
		{"Запись", "Итог", "Сумма", "Валюта", "Почему"},
		{"'=cmd|' /C calc'!A0", "сделано", "1500.1", "KZT"},
		{"'@SUM(1+1)", "отказано", "", "", "'+1; не вы"},
		{"007", "сделано", "1234567890123456.78", "KZT"},
		{"Всего: KZT", "2", "2000.2", "KZT"},
	}
	for i := range rows { // empty texts at the end of a row
		for len(rows[i]) > 0 && rows[i][len(rows[i])-1] == "" {
			rows[i] = rows[i][:len(rows[i])-1]
		}
	}
	if diff := cmp.Diff(want, rows); diff != "" {
		t.Error(diff)
	}
	for cell, want := range map[string]excelize.CellType{"A2": excelize.CellTypeInlineString, "A4": excelize.CellTypeInlineString, "C2": excelize.CellTypeUnset, "C4": excelize.CellTypeInlineString} {
		if kind, err := book.GetCellType("Результат", cell); err != nil || kind != want {
			t.Errorf("%s is of type %d, wanted %d (%v)", cell, kind, want, err)
		}
		if formula, err := book.GetCellFormula("Результат", cell); err != nil || formula != "" {
			t.Errorf("%s runs %q (%v)", cell, formula, err)
		}
	}
	english := o.ask("asel", "POST", "/api/kontora/bulk/results", map[string]any{"dryRun": true, "results": []any{}}, "Accept-Language", "en").ok()
	if book, err = excelize.OpenReader(bytes.NewReader([]byte(english.text))); err != nil || book.GetSheetName(0) != "Check" {
		t.Error(err, book)
	}
	o.ask("asel", "POST", "/api/kontora/bulk/results", map[string]any{"rows": []any{}}).is(400, "unknown_key")
	wrong := o.ask("asel", "POST", "/api/kontora/bulk", map[string]any{"type": "backoffice_payment", "zzzzzz": "true"}).is(400, "unknown_key")
	if known := wrong.at("fault.params.known"); known != "type, ids, view, filter, q, sort, transition, vote, fields, records, comment, dry_run" {
		t.Error(known)
	}
}
