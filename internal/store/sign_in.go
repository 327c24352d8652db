package store

import (
	"fmt"
	"strings"

	"kontora/internal/model"

	"github.com/pocketbase/pocketbase/core"
	"golang.org/x/crypto/bcrypt"
)

// SignIn is one account as a list of accounts shows it.
type SignIn struct {
	Email string
	About string // name and position
}

// SignIns lists active accounts by the order in which they were made.
func SignIns(app core.App, m *model.Model) ([]SignIn, error) {
	dir, err := DirectoryOf(app, m)
	if err != nil {
		return nil, err
	}
	rows, err := query(app, `SELECT id, email FROM `+table(m.Person)+` WHERE archived IS NULL ORDER BY n`)
	if err != nil {
		return nil, err
	}
	var list []SignIn
	for _, r := range rows {
		p, ok := dir.Person(text(r[0]))
		if !ok || !p.Active {
			continue
		}
		about := []string{p.Name}
		if v, err := p.Fields.Field("position"); err == nil && v != nil {
			about = append(about, fmt.Sprint(v))
		}
		list = append(list, SignIn{Email: text(r[1]), About: strings.Join(about, ", ")})
	}
	return list, nil
}

// SetPasswords gives every account the same password. For demonstrations only:
// it changes nothing but the hash and logs nobody out.
func SetPasswords(app core.App, password string) error {
	hash, err := bcrypt.GenerateFromPassword([]byte(password), bcrypt.DefaultCost)
	if err != nil {
		return err
	}
	_, err = exec(app, `UPDATE users SET password = ?`, string(hash))
	return err
}
