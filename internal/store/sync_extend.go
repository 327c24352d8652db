package store

import (
	"fmt"
	"slices"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/dbutils"
)

// extend gives a collection further columns and indexes without touching those
// that it has. PocketBase's own way of saving drops every index and makes it anew,
// which takes as long as the table is large, while everybody waits. It reports
// false for whatever is more than that: names, kinds, options.
func (s *syncer) extend(c *core.Collection) (bool, error) {
	old, err := s.tx.FindCollectionByNameOrId(c.Id)
	if err != nil {
		return false, fmt.Errorf("find collection %s: %w", c.Name, err)
	}
	if old.Name != c.Name || old.Type != core.CollectionTypeBase || c.Type != core.CollectionTypeBase {
		return false, nil
	}
	var added []core.Field
	for _, f := range c.Fields {
		was := old.Fields.GetById(f.GetId())
		switch {
		case was == nil && old.Fields.GetByName(f.GetName()) == nil:
			added = append(added, f)
		case was == nil || !sameField(was, f):
			return false, nil
		}
	}
	if len(old.Fields)+len(added) != len(c.Fields) {
		return false, nil
	}
	if err := s.tx.ReloadCachedCollections(); err != nil { // what was made before in this transaction may be pointed at
		return false, err
	}
	for _, f := range added {
		if _, err := s.tx.DB().AddColumn(c.Name, f.GetName(), f.ColumnType(s.tx)).Execute(); err != nil {
			return false, fmt.Errorf("add column %s to %s: %w", f.GetName(), c.Name, err)
		}
	}
	if err := s.reindex(old.Indexes, c.Indexes); err != nil {
		return false, fmt.Errorf("indexes of %s: %w", c.Name, err)
	}
	return true, s.store(c)
}

// reindex drops the indexes that are not wanted any more and makes those that are
// new.
func (s *syncer) reindex(before, after []string) error {
	old, wanted := built(before), built(after)
	for _, raw := range old {
		if !slices.Contains(wanted, raw) {
			if _, err := s.tx.DB().DropIndex("", dbutils.ParseIndex(raw).IndexName).Execute(); err != nil {
				return err
			}
		}
	}
	for _, raw := range wanted {
		if !slices.Contains(old, raw) {
			if _, err := s.tx.DB().NewQuery(raw).Execute(); err != nil {
				return err
			}
		}
	}
	return nil
}

// built are indexes in one way of writing them.
func built(list []string) []string {
	out := make([]string, len(list))
	for i, raw := range list {
		out[i] = dbutils.ParseIndex(raw).Build()
	}
	return out
}

// store writes down what PocketBase knows of a collection.
func (s *syncer) store(c *core.Collection) error {
	row, err := c.DBExport(s.tx)
	if err != nil {
		return fmt.Errorf("write collection %s: %w", c.Name, err)
	}
	delete(row, "id")
	if _, err := s.tx.DB().Update("_collections", dbx.Params(row), dbx.HashExp{"id": c.Id}).Execute(); err != nil {
		return fmt.Errorf("write collection %s: %w", c.Name, err)
	}
	return s.tx.ReloadCachedCollections()
}
