package store

import (
	"fmt"

	"kontora/internal/model"
)

// renameValues moves stored keys of renamed states, choices and types. An old
// key that the model uses again for something else is left alone.
func (s *syncer) renameValues() error {
	for _, t := range s.types {
		if err := s.renameStates(t); err != nil {
			return fmt.Errorf("rename states of %s: %w", t.Key, err)
		}
		for _, f := range stored(t) {
			if err := s.renameChoices(t, f); err != nil {
				return fmt.Errorf("rename choices of %s.%s: %w", t.Key, f.Key, err)
			}
		}
	}
	return s.renameTypes()
}

func (s *syncer) renameStates(t *model.Type) error {
	if t.Lifecycle == nil {
		return nil
	}
	for _, state := range t.Lifecycle.States {
		for _, was := range state.Was {
			if t.Lifecycle.State(was) != nil {
				continue
			}
			for _, column := range []string{"status", "previous"} {
				if err := s.alter(`UPDATE `+table(t)+` SET `+column+` = ? WHERE `+column+` = ?`, state.Key, was); err != nil {
					return err
				}
			}
			if err := s.renameToken(stateWord(t, was), stateWord(t, state.Key)); err != nil {
				return err
			}
		}
	}
	return nil
}

// renameToken gives the number of a word to another one; rights, feeds and
// counters hold only the number.
func (s *syncer) renameToken(from, to string) error {
	row, err := one(s.tx, `SELECT (SELECT id FROM k_tokens WHERE key = ?), (SELECT id FROM k_tokens WHERE key = ?)`, from, to)
	if err != nil || row[0] == nil {
		return err
	}
	s.altered = true
	defer internerOf(s.tx).forget()
	if row[1] == nil {
		_, err = exec(s.tx, `UPDATE k_tokens SET key = ? WHERE id = ?`, to, row[0])
		return err
	}
	return s.mergeStates(number(row[0]), number(row[1]))
}

// mergeStates files everything of one state under another: two states became
// one, or the new one was already in use.
func (s *syncer) mergeStates(from, to int64) error {
	for _, name := range []string{"k_items", "k_acl", "k_open"} {
		if _, err := exec(s.tx, `UPDATE `+name+` SET st = ? WHERE st = ?`, to, from); err != nil {
			return err
		}
	}
	_, err := exec(s.tx, `INSERT INTO k_counters (p, ty, st, c) SELECT p, ty, ?, c FROM k_counters WHERE st = ?
		ON CONFLICT (p, ty, st) DO UPDATE SET c = c + excluded.c`, to, from)
	if err != nil {
		return err
	}
	if _, err := exec(s.tx, `DELETE FROM k_counters WHERE st = ?`, from); err != nil {
		return err
	}
	_, err = exec(s.tx, `DELETE FROM k_tokens WHERE id = ?`, from)
	return err
}

func (s *syncer) renameChoices(t *model.Type, f *model.Field) error {
	current := map[string]bool{}
	for _, e := range f.Enum {
		current[e.Key] = true
	}
	for to, from := range f.WasEnum {
		if current[from] {
			continue
		}
		column := quote(f.Key)
		statement, args := `UPDATE `+table(t)+` SET `+column+` = ? WHERE `+column+` = ?`, []any{to, from}
		if isList(f) {
			statement = `UPDATE ` + table(t) + ` SET ` + column + ` = (SELECT json_group_array(CASE value WHEN ? THEN ? ELSE value END)
				FROM json_each(` + column + `)) WHERE ` + column + ` IS NOT NULL AND EXISTS (SELECT 1 FROM json_each(` + column + `) WHERE value = ?)`
			args = []any{from, to, from}
		}
		if err := s.alter(statement, args...); err != nil {
			return err
		}
	}
	return nil
}

// alter runs a statement over what is stored.
func (s *syncer) alter(statement string, args ...any) error {
	changed, err := exec(s.tx, statement, args...)
	s.altered = s.altered || changed > 0
	return err
}

// renameTypes rewrites references of the form pack/type/id.
func (s *syncer) renameTypes() error {
	if s.old == nil {
		return nil
	}
	was := map[string]string{}
	for _, t := range s.old.Types {
		was[t.StableId] = t.Key
	}
	for _, t := range s.types {
		old, known := was[t.StableId]
		if !known || old == t.Key {
			continue
		}
		s.altered = true
		for _, holder := range s.types {
			for _, f := range stored(holder) {
				if f.Kind == model.Ref && !f.Exact {
					if err := s.repoint(holder, f, old, t.Key); err != nil {
						return err
					}
				}
			}
		}
		_, err := exec(s.tx, `UPDATE k_keys SET name = ? || substr(name, ?) WHERE name >= ? AND name < ?`,
			t.Key+".", len(old)+2, old+".", old+"/")
		if err != nil {
			return err
		}
	}
	return nil
}

func (s *syncer) repoint(holder *model.Type, f *model.Field, from, to string) error {
	column := quote(f.Key)
	statement := `UPDATE ` + table(holder) + ` SET ` + column + ` = ? || substr(` + column + `, ?) WHERE ` + column + ` >= ? AND ` + column + ` < ?`
	args := []any{to + "/", len(from) + 2, from + "/", from + "0"}
	if f.Many {
		statement = `UPDATE ` + table(holder) + ` SET ` + column + ` = (SELECT json_group_array(
			CASE WHEN substr(value, 1, ?) = ? THEN ? || substr(value, ?) ELSE value END) FROM json_each(` + column + `))
			WHERE ` + column + ` LIKE ?`
		args = []any{len(from) + 1, from + "/", to + "/", len(from) + 2, `%"` + from + `/%`}
	}
	_, err := exec(s.tx, statement, args...)
	return err
}
