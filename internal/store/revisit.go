package store

import (
	"slices"
	"time"

	"kontora/internal/flow"
	"kontora/internal/model"
	"kontora/internal/rule"

	"github.com/pocketbase/pocketbase/core"
)

// revisitTurns sets an alarm for every record that waits for somebody whose
// standing has changed, if they were asked by name or have left nobody behind who
// is: what is still needed of its round may have come, or somebody else is asked.
func revisitTurns(tx core.App, m *model.Model, t *touch, now time.Time) error {
	if t.before == nil || !sameType(t.after.Type, m.Person) {
		return nil
	}
	was, is := person(t.before), person(t.after)
	if was.Active == is.Active && was.Unit == is.Unit && slices.Equal(was.Roles, is.Roles) {
		return nil
	}
	dir, err := DirectoryOf(tx, m)
	if err != nil {
		return err
	}
	borne := map[string]rule.Principal{}
	for _, p := range principalsOf(dir, was) {
		borne[principalWord(p)] = p
	}
	words := make([]string, 0, len(borne))
	for word := range borne {
		words = append(words, word)
	}
	known, err := internerOf(tx).lookup(tx, words)
	if err != nil {
		return err
	}
	for word, token := range known {
		p := borne[word]
		if p != rule.UserPrincipal(was.Id) && len(dir.Resolve(p)) > 0 {
			continue
		}
		if err := revisitTurn(tx, token, now); err != nil {
			return err
		}
	}
	return nil
}

// principalsOf lists what a person is: themselves, their roles, everywhere and in
// the units below theirs.
func principalsOf(dir rule.Directory, p *rule.Person) []rule.Principal {
	list := []rule.Principal{rule.UserPrincipal(p.Id)}
	for _, role := range p.Roles {
		list = append(list, rule.Principal("role:"+role))
		for _, unit := range dir.Subtree(p.Unit) {
			list = append(list, rule.Principal("role:"+role+"@"+unit))
		}
	}
	return list
}

func revisitTurn(tx core.App, token int64, now time.Time) error {
	at := instantText(now)
	_, err := exec(tx, `INSERT OR IGNORE INTO k_alarms (record, type, kind, key, part, level, at, tries, next, error)
		SELECT i.id, substr(w.key, 3), ?, '', '', '', ?, 0, ?, '' FROM k_open o
		JOIN k_items i ON i.n = o.n JOIN k_tokens w ON w.id = i.ty WHERE o.p = ?`,
		string(flow.Revisit), at, at, turnOf(token))
	return err
}
