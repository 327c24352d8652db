// Package store keeps records, rights, history and lists in PocketBase's
// SQLite database. It is the only package that knows the names of collections,
// tables and columns.
//
// It decides nothing: what may happen is decided in package flow, and a plan
// arrives here finished. It never asks what time it is and never talks to the
// network; every write happens in the transaction that the caller opened.
package store
