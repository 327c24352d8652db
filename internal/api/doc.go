// Package api is the HTTP side of Kontora: it parses a request, asks engine,
// flow and store, and writes what the asker may see. It decides nothing: every
// right is judged by package flow, every table is read by package store. What
// somebody may not see is indistinguishable from what does not exist.
//
// The shapes of all routes are those of ui/src/api/types.ts.
package api
