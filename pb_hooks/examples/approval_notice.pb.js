/// <reference path="../kontora.d.ts" />

// Copy this file into pb_hooks and change the words in capitals: files in
// folders below are not loaded.
//
// PACK_TYPE is a type, for instance backoffice_payment; AMOUNT and REMARK are
// fields of it; APPROVE is a transition.

// Refuse or amend, while the change is being decided.
onTransition((e) => {
  const { isLarge } = require(`${__hooks}/examples/approval_notice.js`)
  if (e.transition !== "APPROVE") return
  if (isLarge(e.record.AMOUNT) && e.comment === "") {
    e.reject({ AMOUNT: "A large amount needs a comment" })
  }
  e.set("REMARK", `Approved by ${e.user ? e.user.name : "the engine"}`)
}, "PACK_TYPE")

// Tell another system, once the change is safe.
onEffect((e) => {
  if (e.transition !== "APPROVE") return
  const answer = $http.send({
    method: "POST",
    url: "https://example.com/approved",
    headers: { "content-type": "application/json", "idempotency-key": e.id },
    body: JSON.stringify({ id: e.record.id, amount: e.record.AMOUNT }),
    timeout: 10,
  })
  if (answer.statusCode >= 300) throw new Error(`answered ${answer.statusCode}`)
}, "PACK_TYPE")
