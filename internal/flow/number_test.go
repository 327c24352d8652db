package flow_test

import (
	"testing"
	"time"
)

const numbered = `
-- numbers.json --
{"numbers": {"common": "П-{yy}{mm}-{seq:04}"}}
-- types/paper.json --
{"title": "Бумага",
 "data": {"properties": {
   "no":    {"title": "Номер", "x-number": "common"},
   "kind":  {"title": "Вид", "enum": ["in", "out"]},
   "local": {"title": "Номер вида", "x-number": {"format": "{kind}/{seq}", "per": ["kind"], "reset": "year"}},
   "late":  {"title": "Номер подписи", "x-number": {"format": "{n}", "at": "signed", "gapless": true}},
   "peer":  {"title": "Пара", "x-ref": "paper"},
   "code":  {"title": "Код", "type": "string"}}},
 "unique": {"code": {"key": ["code"], "while": "status == 'signed'"}},
 "lifecycle": {"states": {"draft": "Черновик", "signed": "Подписан"},
  "transitions": {
   "sign": {"title": "Подписать", "from": "draft", "to": "signed", "who": "role('clerk')"},
   "auto": {"from": "draft", "to": "signed", "auto": "kind == 'out'", "then": [{"fire": {"transition": "sign", "on": "peer"}}]}}},
 "access": {"all": {"who": "role('clerk')", "can": ["create"]}}}
-- types/letter.json --
{"title": "Письмо", "data": {"properties": {"no": {"title": "Номер", "x-number": "common"}}},
 "access": {"all": {"who": "role('clerk')", "can": ["create"]}}}
`

func TestNumbers(t *testing.T) {
	t.Parallel()
	w := newWorld(t, numbered)
	w.do("ann", "create paper:a", `{"kind": "in"}`)
	w.has("paper:a no", "П-2603-0001")
	w.has("paper:a local", "in/1")
	w.has("paper:a late", nil)

	w.do("ann", "create letter:l", "") // the same series for another type
	w.has("letter:l no", "П-2603-0002")

	w.refused("ann", "create paper:b", `{"kind": "in", "no": "мой"}`, "field_numbered@no")
	w.do("ann", "create paper:b", `{"kind": "in"}`)
	w.has("paper:b no", "П-2603-0003")
	w.has("paper:b local", "in/2")

	w.do("ann", "create paper:c", `{"kind": "out", "code": "k"}`)
	w.has("paper:c local", "out/1")
	w.has("paper:c late", 1)

	// An automatic transition that is tried and refused gives its number back.
	w.refused("ann", "create paper:d sign", `{"kind": "in", "code": "k"}`, "not_unique@code")
	w.do("ann", "create paper:d", `{"kind": "out", "code": "k"}`)
	w.has("paper:d status", "draft")
	w.do("ann", "create paper:f", `{"kind": "out", "peer": "@c"}`) // c is signed: the number was taken in vain
	w.has("paper:f status", "draft")
	w.do("ann", "sign paper:a", "")
	w.has("paper:a late", 2)

	// Midnight of the installation's zone, not of UTC.
	w.now = time.Date(2026, 3, 31, 20, 0, 0, 0, time.UTC)
	w.do("ann", "create letter:m", "")
	w.has("letter:m no", "П-2604-0001")
	w.now = time.Date(2027, 1, 5, 9, 0, 0, 0, time.UTC)
	w.do("ann", "create paper:e", `{"kind": "in"}`)
	w.has("paper:e local", "in/1")
	w.has("paper:e no", "П-2701-0001")
}
