// Package sign lets people sign: it keeps the authority that issues certificates,
// people's keys, sealed by what only they know, and carries out in the transaction
// of a command what an effect says of somebody's certificate. Cryptography itself
// is in package pki; it knows no type, field or state of any pack.
package sign
