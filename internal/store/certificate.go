package store

import (
	"fmt"
	"time"

	"kontora/internal/model"
	"kontora/internal/rule"

	"github.com/pocketbase/pocketbase/core"
)

// Certificate is one that was issued to a person.
type Certificate struct {
	Serial    string
	Person    string
	Key       string
	Authority string
	DER       []byte
	Since     time.Time
	Until     time.Time
	Record    rule.Reference // under which it was issued
	Current   bool           // the one that its person signs with
	Revoked   time.Time      // zero for not
	Reason    int64          // by RFC 5280
	Note      string         // why, in words
}

const certificateColumns = `serial, person, key, authority, der, since, until, type, record, current, coalesce(revoked, ''), reason, note`

func readCertificate(m *model.Model, r []any) (*Certificate, error) {
	c := &Certificate{Serial: text(r[0]), Person: text(r[1]), Key: text(r[2]), Authority: text(r[3]), DER: blob(r[4]),
		Record: rule.Reference{Type: typeKey(m, text(r[7])), Id: text(r[8])}, Current: number(r[9]) == 1, Reason: number(r[11]), Note: text(r[12])}
	for _, x := range []struct {
		to   *time.Time
		from any
	}{{&c.Since, r[5]}, {&c.Until, r[6]}, {&c.Revoked, r[10]}} {
		if text(x.from) == "" {
			continue
		}
		at, err := parseInstant(text(x.from))
		if err != nil {
			return nil, fmt.Errorf("certificate %s: %w", c.Serial, err)
		}
		*x.to = at
	}
	return c, nil
}

func certificates(app core.App, m *model.Model, where string, args ...any) ([]*Certificate, error) {
	rows, err := query(app, `SELECT `+certificateColumns+` FROM k_certificates WHERE `+where, args...)
	if err != nil {
		return nil, fmt.Errorf("read certificates: %w", err)
	}
	out := make([]*Certificate, 0, len(rows))
	for _, r := range rows {
		c, err := readCertificate(m, r)
		if err != nil {
			return nil, err
		}
		out = append(out, c)
	}
	return out, nil
}

// CurrentCertificate is the one a person signs with, also when it has expired; nil for none.
func CurrentCertificate(app core.App, m *model.Model, person string) (*Certificate, error) {
	found, err := certificates(app, m, `person = ? AND current = 1`, person)
	if err != nil || len(found) == 0 {
		return nil, err
	}
	return found[0], nil
}

// CertificatesOf lists a person's certificates, latest first.
func CertificatesOf(app core.App, m *model.Model, person string) ([]*Certificate, error) {
	return certificates(app, m, `person = ? ORDER BY since DESC, serial LIMIT 100`, person)
}

// Certificates lists certificates of all people, those that end first at the top,
// from after a serial ("" for the beginning).
func Certificates(app core.App, m *model.Model, after string, most int) ([]*Certificate, error) {
	return certificates(app, m, `serial > ? ORDER BY serial LIMIT ?`, after, most)
}

// CertificateBySerial finds one certificate; nil for none.
func CertificateBySerial(app core.App, m *model.Model, serial string) (*Certificate, error) {
	found, err := certificates(app, m, `serial = ?`, serial)
	if err != nil || len(found) == 0 {
		return nil, err
	}
	return found[0], nil
}

// RevokedBy lists what an authority has issued and what was revoked of it.
func RevokedBy(app core.App, m *model.Model, authority string) ([]*Certificate, error) {
	return certificates(app, m, `authority = ? AND revoked IS NOT NULL ORDER BY revoked, serial`, authority)
}

// AddCertificate keeps an issued certificate as the present one of its person.
// The database refuses a second present one.
func AddCertificate(tx core.App, m *model.Model, c *Certificate) error {
	_, err := exec(tx, `INSERT INTO k_certificates (serial, person, key, authority, der, since, until, type, record, current) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 1)`,
		c.Serial, c.Person, c.Key, c.Authority, c.DER, instantText(c.Since), instantText(c.Until), stableId(m, c.Record.Type), c.Record.Id)
	if err != nil {
		return fmt.Errorf("keep certificate: %w", err)
	}
	return nil
}

// EndCertificate takes a certificate from its person; it is revoked unless it has
// run out by itself.
func EndCertificate(tx core.App, c *Certificate, at time.Time, reason int64, note string) error {
	var revoked any
	if at.Before(c.Until) {
		revoked = instantText(at)
	}
	_, err := exec(tx, `UPDATE k_certificates SET current = 0, revoked = ?, reason = ?, note = ? WHERE serial = ? AND revoked IS NULL`, revoked, reason, note, c.Serial)
	if err != nil {
		return fmt.Errorf("end certificate %s: %w", c.Serial, err)
	}
	return nil
}
