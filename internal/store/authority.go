package store

import (
	"fmt"
	"time"

	"github.com/pocketbase/pocketbase/core"
)

// Authority is who issues certificates of people, its key sealed.
type Authority struct {
	Id          string
	Certificate []byte // DER
	Sealed      string
	Current     bool // issues now; the others are of the past
}

// Authorities lists all authorities there have been, the present one first.
func Authorities(app core.App) ([]*Authority, error) {
	rows, err := query(app, `SELECT id, certificate, sealed, current FROM k_authorities ORDER BY current DESC, at DESC`)
	if err != nil {
		return nil, fmt.Errorf("read authorities: %w", err)
	}
	var out []*Authority
	for _, r := range rows {
		out = append(out, &Authority{text(r[0]), blob(r[1]), text(r[2]), number(r[3]) == 1})
	}
	return out, nil
}

// AddAuthority makes another authority the present one.
func AddAuthority(tx core.App, a *Authority, at time.Time) error {
	a.Id, a.Current = core.GenerateDefaultRandomId(), true
	if _, err := exec(tx, `UPDATE k_authorities SET current = 0 WHERE current = 1`); err != nil {
		return err
	}
	_, err := exec(tx, `INSERT INTO k_authorities (id, certificate, sealed, at, current) VALUES (?, ?, ?, ?, 1)`, a.Id, a.Certificate, a.Sealed, instantText(at))
	return err
}

// RevocationList is the signed list of what an authority has revoked.
type RevocationList struct {
	Number int64
	DER    []byte
	Until  time.Time // when the next one must have been made
}

// LastRevocationList finds the latest list of an authority; nil when there is none.
func LastRevocationList(app core.App, authority string) (*RevocationList, error) {
	row, err := one(app, `SELECT number, der, until FROM k_revocation_lists WHERE authority = ? ORDER BY number DESC LIMIT 1`, authority)
	if err != nil || row == nil {
		return nil, err
	}
	until, err := parseInstant(text(row[2]))
	return &RevocationList{number(row[0]), blob(row[1]), until}, err
}

// AddRevocationList keeps a list. A number is used once.
func AddRevocationList(tx core.App, authority string, l *RevocationList, at time.Time) error {
	_, err := exec(tx, `INSERT INTO k_revocation_lists (authority, number, der, at, until) VALUES (?, ?, ?, ?, ?)`,
		authority, l.Number, l.DER, instantText(at), instantText(l.Until))
	return err
}

func blob(v any) []byte {
	switch b := v.(type) {
	case []byte:
		return b
	case string:
		return []byte(b)
	}
	return nil
}
