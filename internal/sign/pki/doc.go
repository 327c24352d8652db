// Package pki is the cryptography of signatures: keys sealed by what a person
// knows, certificates and their revocation, detached signatures (CAdES-BES over
// CMS, RFC 5652 and 5126), trusted timestamps (RFC 3161). It knows X.509 only: no
// table, no person, no record, no clock.
package pki
