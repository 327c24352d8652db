package store

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"

	"kontora/internal/fault"
	"kontora/internal/model"
	"kontora/internal/money"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/types"
)

// usersId is PocketBase's own collection of people; the person type becomes it
// and keeps its sign-in settings.
const usersId = "_pb_users_auth_"

// Sync brings the collections into the shape of a model. It only ever adds and
// renames: columns and collections that the model no longer names stay where
// they are and are listed as dropped, so that publishing can never lose data.
// Collections that already fit are not touched, because saving one rebuilds all
// its indexes under the write lock. old may be nil. It reports whether all it did
// was to add: whoever still reads by the old model then misses nothing.
func Sync(tx core.App, old, new *model.Model) (added bool, err error) {
	s := &syncer{tx: tx, old: old, new: new, ids: map[string]string{}}
	for _, t := range new.Types {
		if err := refuseFineScale(t); err != nil {
			return false, err
		}
		if !t.Abstract {
			s.types = append(s.types, t)
			s.ids[t.Key] = collectionId(t)
		}
	}
	for _, step := range []func() error{s.vacateNames, s.createShells, s.fillFields, s.renameValues, s.indexDimensions, s.noteDropped} {
		if err := step(); err != nil {
			return false, err
		}
	}
	return !s.altered, nil
}

type syncer struct {
	tx       core.App
	old, new *model.Model
	types    []*model.Type
	ids      map[string]string // type key → collection id
	altered  bool              // something that was there is not what it was
}

// collectionId follows the stable id, so a renamed type keeps its records.
func collectionId(t *model.Type) string {
	if t.Directory == "person" {
		return usersId
	}
	sum := sha256.Sum256([]byte(t.StableId))
	return "k" + hex.EncodeToString(sum[:7])
}

// vacateNames moves collections out of the way whose name another type takes
// over: two types may swap their names in one publish.
func (s *syncer) vacateNames() error {
	for _, t := range s.types {
		holder, err := s.tx.FindCollectionByNameOrId(t.Slug)
		if err != nil || holder.Id == collectionId(t) {
			continue // free, or its own
		}
		if !s.isOurs(holder.Id) {
			return fault.New(fault.Conflict, "collection_name_taken", fault.Params{"type": t.Key, "collection": t.Slug})
		}
		s.altered, holder.Name = true, "k_moving_"+holder.Id
		if err := s.tx.Save(holder); err != nil {
			return fmt.Errorf("move collection %s: %w", t.Slug, err)
		}
	}
	return nil
}

func (s *syncer) isOurs(id string) bool {
	for _, own := range s.ids {
		if own == id {
			return true
		}
	}
	row, err := one(s.tx, `SELECT 1 FROM k_dropped WHERE id = ?`, "collection:"+id)
	return err == nil && row != nil
}

// createShells makes missing collections, those first that others point at. A
// column that points at what is not there yet, or at its own collection, is
// filled in afterwards: SQLite reads its whole schema again for each such column.
// So people, whose collection is PocketBase's, are given theirs while it is small.
func (s *syncer) createShells() error {
	for _, t := range s.types {
		if t.Directory == "person" {
			if err := s.fill(t, s.placeable(t), false); err != nil {
				return err
			}
		}
	}
	made := map[*model.Type]bool{}
	for _, t := range s.types {
		if err := s.createShell(t, made); err != nil {
			return err
		}
	}
	return nil
}

func (s *syncer) createShell(t *model.Type, made map[*model.Type]bool) error {
	if made[t] {
		return nil
	}
	made[t] = true
	if s.exists(collectionId(t)) {
		return nil
	}
	for _, target := range s.targets(t) {
		if err := s.createShell(target, made); err != nil {
			return err
		}
	}
	c := core.NewBaseCollection(t.Slug, collectionId(t))
	c.Fields.Add(s.placeable(t)...)
	setRules(c)
	if len(s.columns(t)) == len(s.placeable(t)) {
		mergeIndexes(c, s.indexes(t))
	}
	if err := s.tx.Save(c); err != nil {
		return fmt.Errorf("create collection %s: %w", t.Slug, err)
	}
	return nil
}

func (s *syncer) exists(collection string) bool {
	_, err := s.tx.FindCollectionByNameOrId(collection)
	return err == nil
}

// targets are the types that columns of t point at.
func (s *syncer) targets(t *model.Type) []*model.Type {
	var list []*model.Type
	for _, f := range s.columns(t) {
		r, points := f.(*core.RelationField)
		for _, other := range s.types {
			if points && collectionId(other) == r.CollectionId {
				list = append(list, other)
			}
		}
	}
	return list
}

// placeable are the columns of t that point nowhere or at what is there.
func (s *syncer) placeable(t *model.Type) []core.Field {
	var list []core.Field
	for _, f := range s.columns(t) {
		if r, points := f.(*core.RelationField); !points || s.exists(r.CollectionId) {
			list = append(list, f)
		}
	}
	return list
}

// setRules closes PocketBase's own reading and leaves writing to the door,
// which decides every request itself.
func setRules(c *core.Collection) (changed bool) {
	open := func(rule **string) {
		if *rule == nil || **rule != "" {
			*rule, changed = types.Pointer(""), true
		}
	}
	open(&c.CreateRule)
	open(&c.UpdateRule)
	open(&c.DeleteRule)
	if c.ListRule != nil || c.ViewRule != nil {
		c.ListRule, c.ViewRule, changed = nil, nil, true
	}
	return changed
}

// fillFields gives every collection its name, columns and indexes.
func (s *syncer) fillFields() error {
	for _, t := range s.types {
		if err := s.fill(t, s.columns(t), true); err != nil {
			return err
		}
	}
	return nil
}

func (s *syncer) fill(t *model.Type, columns []core.Field, indexes bool) error {
	c, err := s.tx.FindCollectionByNameOrId(collectionId(t))
	if err != nil {
		return fmt.Errorf("find collection %s: %w", t.Slug, err)
	}
	changed := setRules(c)
	if c.Name != t.Slug {
		c.Name, changed = t.Slug, true
	}
	times, err := s.takeOverDates(c)
	if err != nil {
		return err
	}
	fieldsChanged, err := mergeFields(t, c, columns)
	if err != nil {
		return err
	}
	changed = fieldsChanged || changed || times != nil
	if indexes {
		changed = mergeIndexes(c, s.indexes(t)) || changed
	}
	if !changed {
		return nil
	}
	if extended, err := s.extend(c); extended || err != nil {
		return err
	}
	s.altered = true
	if err := s.tx.Save(c); err != nil {
		return fmt.Errorf("save collection %s: %w", t.Slug, err)
	}
	return s.restoreDates(c, times)
}

// mergeFields adds and renames columns; it never removes one.
func mergeFields(t *model.Type, c *core.Collection, columns []core.Field) (changed bool, err error) {
	for _, want := range columns {
		have := c.Fields.GetById(want.GetId())
		if namesake := c.Fields.GetByName(want.GetName()); have == nil && namesake != nil {
			if namesake.Type() == want.Type() && !isManagedId(namesake.GetId()) {
				want.SetId(namesake.GetId()) // PocketBase's own name or avatar of people: its values are kept
				have = namesake
			}
		}
		if have != nil && sameField(have, want) {
			continue
		}
		if have != nil {
			if err := refuseKindChange(t, have, want); err != nil {
				return false, err
			}
		}
		if namesake := c.Fields.GetByName(want.GetName()); namesake != nil && namesake.GetId() != want.GetId() {
			if !isManagedId(namesake.GetId()) {
				return false, fault.New(fault.Conflict, "column_name_taken", fault.Params{"type": t.Key, "field": want.GetName()})
			}
			namesake.SetName(namesake.GetName() + "_was_" + shortHash(namesake.GetId()))
		}
		c.Fields.Add(want)
		changed = true
	}
	return changed, nil
}

// sameField compares everything but what administrators may set by hand.
func sameField(a, b core.Field) bool {
	x, _ := json.Marshal(a)
	y, _ := json.Marshal(b)
	return string(x) == string(y)
}

// refuseKindChange: a column's storage cannot be reinterpreted. The way is a new
// field and a migration that copies.
func refuseKindChange(t *model.Type, have, want core.Field) error {
	same := have.Type() == want.Type()
	if m, ok := have.(core.MultiValuer); same && ok {
		same = m.IsMultiple() == want.(core.MultiValuer).IsMultiple()
	}
	if r, ok := have.(*core.RelationField); same && ok {
		same = r.CollectionId == want.(*core.RelationField).CollectionId
	}
	if m, ok := have.(*MoneyField); same && ok { // minor units of another size
		to := want.(*MoneyField)
		same = m.Currency == "" || to.Currency == "" || money.Digits(m.Currency) == money.Digits(to.Currency)
	}
	if same {
		return nil
	}
	return fault.New(fault.Conflict, "field_kind_changed", fault.Params{
		"type": t.Key, "field": want.GetName(), "from": have.Type(), "to": want.Type(),
	}).At(want.GetName())
}

// refuseFineScale: decimal columns hold millionths.
func refuseFineScale(t *model.Type) error {
	for _, f := range t.Fields {
		if f.Kind == model.Decimal && f.Scale > decimalPlaces {
			return fault.New(fault.Invalid, "scale_too_fine", fault.Params{"type": t.Key, "field": f.Key, "most": decimalPlaces}).At(f.Key)
		}
	}
	return nil
}

func shortHash(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:3])
}

// noteDropped lists the columns and collections that nothing declares any more.
func (s *syncer) noteDropped() error {
	if _, err := exec(s.tx, `DELETE FROM k_dropped WHERE id NOT LIKE 'collection:%'`); err != nil {
		return err
	}
	var args []any
	for _, t := range s.types {
		c, err := s.tx.FindCollectionByNameOrId(collectionId(t))
		if err != nil {
			return err
		}
		live := map[string]bool{}
		for _, f := range s.columns(t) {
			live[f.GetId()] = true
		}
		for _, f := range c.Fields {
			if isManagedId(f.GetId()) && !live[f.GetId()] {
				args = append(args, c.Id+":"+f.GetId(), t.Slug+"."+f.GetName())
			}
		}
	}
	if s.old != nil {
		for _, t := range s.old.Types {
			if id := collectionId(t); !t.Abstract && !s.isLive(id) {
				args = append(args, "collection:"+id, t.Slug)
			}
		}
	}
	if len(args) == 0 {
		return nil
	}
	_, err := exec(s.tx, `INSERT INTO k_dropped (id, name) VALUES `+tuples(len(args)/2, 2)+
		` ON CONFLICT (id) DO UPDATE SET name = excluded.name`, args...)
	return err
}

func (s *syncer) isLive(id string) bool {
	for _, own := range s.ids {
		if own == id {
			return true
		}
	}
	return false
}
