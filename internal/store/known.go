package store

import (
	"fmt"

	"kontora/internal/model"
	"kontora/internal/rule"

	"github.com/pocketbase/pocketbase/core"
)

// KnownRecord is what the projection knows about one record, with the rules by
// which a reader sees it: whoever shows it judges each cell. Title is made with
// everything in sight.
type KnownRecord struct {
	Type   *model.Type
	Id     string
	Number string
	Title  string
	Status string
	Mask   uint64
}

// Known finds what references point at: two statements, however many they are.
// References to nothing are left out; those the reader may not see are not.
func Known(app core.App, m *model.Model, r *Reader, refs []rule.Reference) ([]*KnownRecord, error) {
	names, err := namesOf(app, m)
	if err != nil {
		return nil, err
	}
	var all []*KnownRecord
	for len(refs) > 0 {
		part := refs[:min(len(refs), 400)]
		refs = refs[len(part):]
		found, err := known(app, r, names, part)
		if err != nil {
			return nil, err
		}
		all = append(all, found...)
	}
	return all, nil
}

func known(app core.App, r *Reader, names *itemNames, refs []rule.Reference) ([]*KnownRecord, error) {
	var args []any
	for _, ref := range refs {
		if ty, ok := names.byKey[ref.Type]; ok {
			args = append(args, ref.Id, ty)
		}
	}
	if len(args) == 0 {
		return nil, nil
	}
	rows, err := query(app, `SELECT n, id, ty, st, number, title FROM k_items WHERE (id, ty) IN (VALUES `+tuples(len(args)/2, 2)+`)`, args...)
	if err != nil {
		return nil, fmt.Errorf("read references: %w", err)
	}
	of := map[int64]*model.Type{}
	for _, row := range rows {
		of[number(row[0])] = names.types[number(row[2])]
	}
	masks, err := r.masks(app, of)
	if err != nil {
		return nil, err
	}
	found := make([]*KnownRecord, len(rows))
	for i, row := range rows {
		n := number(row[0])
		found[i] = &KnownRecord{Type: of[n], Id: text(row[1]), Status: names.states[number(row[3])], Number: text(row[4]), Title: text(row[5]), Mask: masks[n]}
	}
	return found, nil
}

// LoadAll reads records of a type at once; later questions about them cost
// nothing.
func (s *Snapshot) LoadAll(t *model.Type, ids []string) error {
	var missing []any
	for _, id := range ids {
		if _, known := s.loaded[rule.Reference{Type: t.Key, Id: id}]; !known {
			missing = append(missing, id)
		}
	}
	for len(missing) > 0 {
		part := missing[:min(len(missing), 400)]
		missing = missing[len(part):]
		found, err := records(s.app, t, `WHERE id IN (`+places(len(part))+`)`, part...)
		if err == nil {
			err = s.pin(found)
		}
		if err != nil {
			return err
		}
		s.remember(found)
		for _, id := range part {
			ref := rule.Reference{Type: t.Key, Id: id.(string)}
			if _, known := s.loaded[ref]; !known {
				s.loaded[ref] = nil
			}
		}
	}
	return nil
}
