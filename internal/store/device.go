package store

import (
	"fmt"
	"time"

	"github.com/pocketbase/pocketbase/core"
)

// Device is a browser in which a person takes messages: where its push service
// is, and how to encrypt for it.
type Device struct {
	Id       string
	User     string
	Title    string // Chrome, Windows; "" when nobody knows
	Endpoint string
	P256dh   string
	Auth     string
	Created  string
	Used     string // when something last reached it; "" for never
}

const deviceColumns = `id, user, title, endpoint, p256dh, auth, created, used`

func devices(app core.App, tail string, args ...any) ([]*Device, error) {
	rows, err := query(app, `SELECT `+deviceColumns+` FROM k_devices `+tail, args...)
	if err != nil {
		return nil, fmt.Errorf("read devices: %w", err)
	}
	list := make([]*Device, len(rows))
	for i, row := range rows {
		list[i] = &Device{Id: text(row[0]), User: text(row[1]), Title: text(row[2]), Endpoint: text(row[3]),
			P256dh: text(row[4]), Auth: text(row[5]), Created: text(row[6]), Used: text(row[7])}
	}
	return list, nil
}

// Devices lists a person's devices, newest first.
func Devices(app core.App, user string) ([]*Device, error) {
	return devices(app, `WHERE user = ? ORDER BY created DESC, id`, user)
}

// DeviceOf finds a person's device; nil when they have it no more.
func DeviceOf(app core.App, user, id string) (*Device, error) {
	found, err := devices(app, `WHERE user = ? AND id = ?`, user, id)
	if err != nil || len(found) == 0 {
		return nil, err
	}
	return found[0], nil
}

// AddDevice keeps a device. A browser has one person at a time: whoever asks
// last, and it stays the same device when they ask again.
func AddDevice(app core.App, d *Device, at time.Time) error {
	rows, err := change(app, `INSERT INTO k_devices (`+deviceColumns+`) VALUES (?, ?, ?, ?, ?, ?, ?, NULL)
		ON CONFLICT (endpoint) DO UPDATE SET title = excluded.title, p256dh = excluded.p256dh, auth = excluded.auth,
			id = CASE user WHEN excluded.user THEN id ELSE excluded.id END,
			created = CASE user WHEN excluded.user THEN created ELSE excluded.created END,
			used = CASE user WHEN excluded.user THEN used END, user = excluded.user
		RETURNING id, created, used`,
		core.GenerateDefaultRandomId(), d.User, d.Title, d.Endpoint, d.P256dh, d.Auth, instantText(at))
	if err != nil {
		return err
	}
	d.Id, d.Created, d.Used = text(rows[0][0]), text(rows[0][1]), text(rows[0][2])
	return nil
}

// TouchDevice notes that something has reached a device.
func TouchDevice(app core.App, id string, at time.Time) error {
	_, err := exec(app, `UPDATE k_devices SET used = ? WHERE id = ?`, instantText(at), id)
	return err
}

// ForgetDevice drops one device of a person; false when there is none.
func ForgetDevice(app core.App, user, id string) (bool, error) {
	n, err := exec(app, `DELETE FROM k_devices WHERE user = ? AND id = ?`, user, id)
	return n > 0, err
}

// ForgetDevices drops all devices of a person.
func ForgetDevices(app core.App, user string) error {
	_, err := exec(app, `DELETE FROM k_devices WHERE user = ?`, user)
	return err
}

// savePushes puts beside each mail a letter to every device of its reader: each
// is sent, tried again and given up for itself. A device is told of a message
// once, so the two of them are the id.
func savePushes(tx core.App, mails []any) error {
	for len(mails) > 0 {
		part := mails[:min(len(mails), maxParameters)]
		mails = mails[len(part):]
		_, err := exec(tx, `INSERT INTO k_outbox (`+letterColumns+`)
			SELECT o.ref || d.id, '`+ByPush+`', o.user, o.ref, o.level, o.at, o.next, o.state, 0, '', d.id
			FROM k_outbox o JOIN k_devices d ON d.user = o.user WHERE o.id IN (`+places(len(part))+`)`, part...)
		if err != nil {
			return err
		}
	}
	return nil
}

// PushKeys reads the pair by which push services know this installation. It is
// made once: of two that try, both get the pair of the first.
func PushKeys(app core.App, make func() (public, private string, err error)) (public, private string, err error) {
	const read = `SELECT public, private FROM k_push_keys`
	row, err := one(app, read)
	if err != nil {
		return "", "", err
	}
	if row == nil {
		if public, private, err = make(); err != nil {
			return "", "", err
		}
		if _, err = exec(app, `INSERT INTO k_push_keys (one, public, private) VALUES (1, ?, ?) ON CONFLICT DO NOTHING`, public, private); err != nil {
			return "", "", err
		}
		if row, err = one(app, read); err != nil {
			return "", "", err
		}
	}
	return text(row[0]), text(row[1]), nil
}
