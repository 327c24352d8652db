package flow_test

import (
	"testing"

	"kontora/internal/flow"
	"kontora/internal/model"
)

type typ = model.Type

const bills = `
-- settings.json --
{"settings": {"rate": {"title": "Ставка", "type": "number", "default": 12}}}
-- types/bill.json --
{"title": "Счёт",
 "data": {"properties": {
   "title":    {"title": "Тема", "type": "string", "default": "Без темы"},
   "amount":   {"title": "Сумма", "x-money": "currency", "exclusiveMinimum": 0},
   "fee":      {"title": "Сбор", "x-money": "currency", "default": "10.50"},
   "currency": {"title": "Валюта", "enum": ["KZT", "USD", "JPY", "KWD"], "default": "KZT"},
   "tenge":    {"title": "В тенге", "x-money": "KZT", "x-computed": "amount"},
   "part":     {"title": "Треть", "x-money": "currency", "x-computed": "amount * 0.3333"},
   "proposal": {"title": "Предложение", "type": "integer", "x-default": "settings.rate + 1"},
   "frozen":   {"title": "Заморожено", "type": "integer", "x-computed": "settings.rate", "x-while": ["draft"]},
   "payments": {"title": "Оплаты", "x-inverse": "pay.bill"},
   "paid":     {"title": "Оплачено", "type": "integer", "x-computed": "count(payments, true)"}},
  "required": []},
 "lifecycle": {"states": {"draft": "Черновик", "sent": "Отправлен", "done": "Закрыт"},
  "transitions": {
   "send":  {"title": "Отправить", "from": "draft", "to": "sent", "who": "author"},
   "close": {"title": "Закрыть", "from": "sent", "to": "done", "who": "author", "require": ["payments"]}}},
 "access": {"all": {"who": "role('clerk')", "can": ["create"]}},
 "edit": {"amount": {"draft": ["author"]}, "currency": {"draft sent": ["author"]}, "title fee proposal": {"draft sent": ["author"]}}}
-- types/pay.json --
{"title": "Оплата", "data": {"properties": {"bill": {"title": "Счёт", "x-ref": "bill"}}},
 "access": {"all": {"who": "role('clerk')", "can": ["create", "edit"]}}}
`

func TestMoneyAndFormulas(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		run  func(w *world)
	}{
		{"an amount takes the currency that a default gives", func(w *world) {
			w.do("ann", "create bill:a", `{"amount": "100"}`)
			w.has("bill:a amount", "100.00")
			w.has("bill:a fee", "10.50")
			w.has("bill:a tenge", "100.00")
		}},
		{"a formula of another currency is refused", func(w *world) {
			w.refused("ann", "create bill:a", `{"amount": "100", "currency": "USD"}`, "currency_mismatch@tenge")
		}},
		{"an amount has the places of its currency", func(w *world) {
			w.refused("ann", "create bill:a", `{"amount": "1.5", "fee": null, "currency": "JPY"}`, "not_amount@amount", "currency_mismatch@tenge")
			w.refused("ann", "create bill:a", `{"amount": "1.505", "fee": null}`, "not_amount@amount")
		}},
		{"three places are read where the currency has three", func(w *world) {
			w.refused("ann", "create bill:a", `{"amount": "1.505", "currency": "KWD"}`, "currency_mismatch@tenge")
		}},
		{"an amount without a currency asks for it", func(w *world) {
			w.refused("ann", "create bill:a", `{"amount": "5", "currency": null}`, "field_required@currency")
		}},
		{"a bound holds in every currency", func(w *world) {
			w.refused("ann", "create bill:a", `{}`)
			if _, wrong := flow.ReadFields(w.typ("bill"), map[string]any{"amount": "0"}); len(wrong) != 1 || wrong[0].Code != "not_above" {
				w.t.Errorf("wrong: %v", wrong)
			}
		}},
		{"a stored amount is rounded once, half away from zero", func(w *world) {
			w.do("ann", "create bill:a", `{"amount": "0.05"}`)
			w.has("bill:a part", "0.02")
		}},
		{"another currency is another amount", func(w *world) {
			w.put("bill", "z", map[string]any{"author": w.actor("ann").Person.Fields.Reference(), "status": "sent", "currency": "KZT", "fee": nil})
			w.do("ann", "edit bill:z", `{"currency": "USD"}`)
			w.do("ann", "create bill:a", `{"amount": "5"}`)
			w.do("ann", "send bill:a", "")
			w.refused("ann", "edit bill:a", `{"currency": "USD"}`, "field_closed@currency", "currency_mismatch@tenge")
		}},
		{"an explicit null is no absence", func(w *world) {
			w.do("ann", "create bill:a", `{"title": null, "fee": null, "proposal": null}`)
			w.has("bill:a title", nil)
			w.has("bill:a fee", nil)
			w.has("bill:a proposal", nil)
			w.do("ann", "create bill:b", `{}`)
			w.has("bill:b title", "Без темы")
			w.has("bill:b proposal", 13)
		}},
		{"a formula is refused from clients", func(w *world) {
			w.refused("ann", "create bill:a", `{"frozen": 5, "paid": 3}`, "field_computed@frozen", "field_computed@paid")
		}},
		{"a formula is frozen outside its states", func(w *world) {
			w.do("ann", "create bill:a", `{}`)
			w.settings["app/rate"] = dec("15")
			w.do("ann", "edit bill:a", `{"title": "x"}`)
			w.has("bill:a frozen", 15)
			w.do("ann", "send bill:a", "")
			w.settings["app/rate"] = dec("20")
			w.do("ann", "edit bill:a", `{"title": "y"}`)
			w.has("bill:a frozen", 15)
		}},
		{"what a formula reads of other records is computed when it is read", func(w *world) {
			w.do("ann", "create bill:a", `{}`)
			w.do("ann", "send bill:a", "")
			w.refused("ann", "close bill:a", "", "field_required@payments")
			w.do("ann", "create pay:p", `{"bill": "@a"}`)
			live, _, err := flow.LiveValues(w.m, w, w.records[ref("app/bill", "a")], flow.Actor{System: true}, noon, []*model.Field{w.typ("bill").Field("paid")})
			if err != nil || model.JSONValue(live["paid"]) != int64(1) {
				w.t.Errorf("paid is %v, %v", live["paid"], err)
			}
			w.do("ann", "close bill:a", "")
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			tt.run(newWorld(t, bills))
		})
	}
}
