package store

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/pocketbase/pocketbase/core"
)

// The chains of history that nobody may shorten.
const (
	chainEvents    = "events"
	chainRevisions = "revisions"
)

// head is how far a chain has come: its length and the hash of its last line. It
// is written with every line, so a chain whose end was cut off does not fit it.
// New lines follow the head, not the last line that is left: what was cut off
// stays missing.
type head struct {
	length int64
	hash   string
}

func headOf(app core.App, chain string) (head, error) {
	row, err := one(app, `SELECT length, hash FROM k_heads WHERE chain = ?`, chain)
	if err != nil || row == nil {
		return head{}, fmt.Errorf("head of %s: %w", chain, orMissing(err))
	}
	return head{number(row[0]), text(row[1])}, nil
}

// orMissing is the error of a read that found nothing.
func orMissing(err error) error {
	if err != nil {
		return err
	}
	return errNoHead
}

var errNoHead = errors.New("it is gone")

// advance moves the head of a chain from where it was.
func advance(tx core.App, chain string, from, to head) error {
	n, err := exec(tx, `UPDATE k_heads SET length = ?, hash = ? WHERE chain = ? AND length = ?`, to.length, to.hash, chain, from.length)
	if err == nil && n != 1 {
		err = fmt.Errorf("it is not at %d any more", from.length)
	}
	if err != nil {
		return fmt.Errorf("head of %s: %w", chain, err)
	}
	return nil
}

// link is the hash of a line: of everything in it and of the line before. An
// array has one JSON form only.
func link(values []any) string {
	data, err := json.Marshal(values)
	if err != nil {
		panic(err) // texts and numbers always marshal
	}
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// Flaw is the first line of a chain that is not as it was written, or is missing.
type Flaw struct {
	Chain  string // events, revisions
	Seq    int64
	Id, At string // of an event that was changed
	Length int64  // of a chain that was cut off: how long it was
}

// String says it for operators.
func (f *Flaw) String() string {
	switch {
	case f.Length > 0:
		return fmt.Sprintf("%s end before line %d, but %d were written", f.Chain, f.Seq, f.Length)
	case f.Chain == chainEvents:
		return fmt.Sprintf("history is broken at line %d (event %s of %s)", f.Seq, f.Id, f.At)
	}
	return fmt.Sprintf("the configurations are broken at number %d", f.Seq)
}

// VerifyAudit walks the whole history, that of records and that of the
// configuration, and checks every hash and both ends. It returns how many events
// are sound and the first line that is not.
func VerifyAudit(app core.App) (count int, first *Flaw, err error) {
	count, first, err = verifyEvents(app)
	if first == nil && err == nil {
		first, err = verifyRevisions(app)
	}
	return count, first, err
}

func verifyEvents(app core.App) (count int, first *Flaw, err error) {
	at := head{}
	for {
		rows, err := query(app, `SELECT `+eventColumns+` FROM k_events WHERE seq > ? ORDER BY seq LIMIT 1000`, at.length)
		if err != nil {
			return count, nil, err
		}
		if len(rows) == 0 {
			first, err := atHead(app, chainEvents, at)
			return count, first, err
		}
		for _, row := range rows {
			e := readEvent(row)
			if e.Seq != at.length+1 || e.PrevHash != at.hash || e.digest() != e.Hash {
				return count, &Flaw{Chain: chainEvents, Seq: e.Seq, Id: e.Id, At: e.At}, nil
			}
			at = head{e.Seq, e.Hash}
			count++
		}
	}
}

func verifyRevisions(app core.App) (*Flaw, error) {
	rows, err := query(app, `SELECT number, hash, at, actor, note, files FROM k_revisions ORDER BY number`)
	if err != nil {
		return nil, err
	}
	begun, err := one(app, `SELECT since FROM k_heads WHERE chain = ?`, chainRevisions)
	if err != nil || begun == nil {
		return nil, fmt.Errorf("head of %s: %w", chainRevisions, orMissing(err))
	}
	at := head{}
	for _, row := range rows {
		rev := readRevision(row)
		if rev.Number != at.length+1 {
			return &Flaw{Chain: chainRevisions, Seq: at.length + 1}, nil
		}
		at.length = rev.Number
		if rev.Number > number(begun[0]) { // earlier ones are older than the chain
			at.hash = rev.digest(at.hash, []byte(text(row[5])))
		}
	}
	return atHead(app, chainRevisions, at)
}

// atHead compares where a chain ends with where it was.
func atHead(app core.App, chain string, at head) (*Flaw, error) {
	end, err := headOf(app, chain)
	switch {
	case err != nil:
		return nil, err
	case end.length > at.length:
		return &Flaw{Chain: chain, Seq: at.length + 1, Length: end.length}, nil
	case end != at:
		return &Flaw{Chain: chain, Seq: at.length}, nil
	}
	return nil, nil
}
