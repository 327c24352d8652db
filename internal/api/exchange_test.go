package api_test

import (
	"bytes"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/charmap"
)

const bankOrder = `{
  "title": "Поручение", "plural": "Поручения",
  "data": {"properties": {
    "no": {"title": "№", "type": "string"}, "amount": {"title": "Сумма", "x-money": "RUB"}, "purpose": {"title": "За что", "type": "string", "format": "multiline"},
    "account": {"title": "Счёт", "type": "string", "default": "40702810100000000001"}, "from": {"title": "С какого счёта", "type": "string", "default": "40702810938000012345"}
  }},
  "lifecycle": {
    "states": {"asked": {"title": "Запрошено", "phase": "new"}, "approved": {"title": "Согласовано", "phase": "active"}, "paid": {"title": "Оплачено", "phase": "done"}},
    "transitions": {"approve": {"title": "Согласовать", "from": "asked", "to": "approved", "who": "role('fin')"}, "pay": {"title": "Оплачено", "from": "approved", "to": "paid", "who": "role('fin')"}}
  },
  "exchange": {"bank": {
    "title": "Файл для банка", "format": "1c_client_bank", "who": "role('fin')", "when": "status == 'approved'",
    "document": {
      "number": "no", "date": "today", "amount": "amount", "purpose": "purpose",
      "payer": "'ООО \"Ромашка\"'", "payer_inn": "'7707083893'", "payer_kpp": "'770701001'", "payer_account": "from", "payer_bank": "'ПАО СБЕРБАНК г. Москва'",
      "payer_bik": "'044525225'", "payer_corr": "'30101810400000000225'",
      "payee": "'ООО \"Альфа\"'", "payee_inn": "'7728168971'", "payee_account": "account", "payee_bank": "'АО «Альфа-Банк»'", "payee_bik": "'044525593'", "payee_corr": "'30101810200000000593'"
    }
  }},
  "access": {"fin": {"who": "role('fin')", "read": "*", "can": ["create", "edit", "export"]}, "staff": {"who": "role('employee')", "read": "*", "can": ["export"]}}
}`

// AC-19: two approved payments make a file that is exact to the byte, one that is
// not approved is never in it, and the second file is made only when that is meant.
func TestPaymentsGoToTheBankOnce(t *testing.T) {
	o := open(t)
	o.publish(map[string]any{"schemas/backoffice/types/order.json": bankOrder})
	made := func(fields map[string]any, approve bool) string {
		id := o.make("backoffice_order", fields)
		if approve {
			o.ask("olga", "POST", "/api/kontora/backoffice_order/"+id+"/approve", map[string]any{}).ok()
		}
		return id
	}
	first := made(map[string]any{"no": "15", "amount": "12345.67", "purpose": "Оплата по счёту № 7"}, true)
	made(map[string]any{"no": "16", "amount": "100", "purpose": "Аванс"}, true)
	never := made(map[string]any{"no": "17", "amount": "1", "purpose": "Не согласовано"}, false)
	const path = "/api/kontora/files/backoffice_order/bank"
	o.ask("asel", "POST", path, map[string]any{"ids": []any{first}}).is(403, "may_not_export")
	o.ask("olga", "POST", path, map[string]any{"ids": []any{first, never}}).is(400, "not_for_file")
	o.ask("olga", "POST", path, map[string]any{"filter": "it.no == '17'"}).is(400, "orders_none")
	o.ask("olga", "POST", "/api/kontora/files/backoffice_order/other", map[string]any{}).is(404, "no_such_file")

	o.now = time.Date(2026, 11, 29, 18, 5, 7, 0, time.UTC)
	got := o.ask("olga", "POST", path, map[string]any{"sort": "no"}).ok()
	const golden = "testdata/bank.txt"
	if os.Getenv("UPDATE") != "" {
		if err := os.WriteFile(golden, []byte(got.text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(want, []byte(got.text)) {
		t.Error(cmp.Diff(windows(t, string(want)), windows(t, got.text)))
	}
	if text := windows(t, got.text); strings.Contains(text, "Не согласовано") || strings.Count(text, "СекцияДокумент=Платежное поручение\r\n") != 2 || got.header.Get("Kontora-Count") != "2" {
		t.Error(text)
	}

	again := o.ask("olga", "POST", path, map[string]any{"sort": "no"}).is(409, "filed_before")
	if again.at("fault.params.count") != float64(2) {
		t.Error(again.text)
	}
	second := o.ask("olga", "POST", path, map[string]any{"sort": "no", "again": true}).ok()
	if name := second.header.Get("Content-Disposition"); second.text != got.text || !strings.Contains(name, "%D0%BF%D0%BE%D0%B2%D1%82%D0%BE%D1%80%D0%BD%D0%B0%D1%8F") {
		t.Error(name)
	}
	var marks []struct {
		Reason string `db:"reason"`
	}
	if err := o.app.DB().NewQuery("SELECT reason FROM k_events WHERE action = 'export' ORDER BY seq").All(&marks); err != nil {
		t.Fatal(err)
	}
	if len(marks) != 4 || marks[0].Reason != `{"again":false}` || marks[3].Reason != `{"again":true}` {
		t.Error(marks)
	}
	made(map[string]any{"no": "18", "amount": "5", "purpose": "С другого счёта", "from": "40702810938000099999"}, true)
	o.ask("olga", "POST", path, map[string]any{"again": true}).is(400, "orders_accounts")
	made(map[string]any{"no": "19", "amount": "5"}, true)
	o.ask("olga", "POST", path, map[string]any{"filter": "it.no == '19'"}).is(400, "file_word_empty")
}

func windows(t *testing.T, text string) string {
	t.Helper()
	out, err := charmap.Windows1251.NewDecoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	return out
}
