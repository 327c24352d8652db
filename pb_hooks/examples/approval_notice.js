// Functions that several handlers share stand in a module: a handler sees
// nothing of what stands around it in its own file.

/** Amounts come as text, so that no digit is lost: "1500.00". */
function isLarge(amount) {
  return amount !== null && parseFloat(amount) > 1000
}

module.exports = { isLarge }
