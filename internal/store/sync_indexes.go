package store

import (
	"strings"

	"kontora/internal/model"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/dbutils"
)

const indexPrefix = "k_i_"

// indexes lists what a type's collection needs: its number, every reference,
// every column a list is sorted or grouped by, what configuration asks for.
func (s *syncer) indexes(t *model.Type) []string {
	if t.Owner != nil {
		list := []string{buildIndex(t, false, colParent, colPos)}
		for _, f := range stored(t) {
			if isReference(f) {
				list = append(list, buildIndex(t, false, f.Key))
			}
		}
		return list
	}
	list := []string{buildIndex(t, true, colN)}
	seen := map[*model.Field]bool{}
	add := func(f *model.Field) {
		if f == nil || seen[f] || !f.Stored() || isList(f) || f.Kind == model.Geo || f.Kind == model.JSON || f.Kind == model.File {
			return
		}
		if t.Directory == "person" && isAuthField(f.Key) {
			return
		}
		seen[f] = true
		list = append(list, buildIndex(t, false, f.Key, colN))
	}
	add(t.Work.Deadline)
	for _, l := range t.Lists {
		add(l.Sort)
		add(l.Group)
	}
	for _, f := range stored(t) {
		if f.Index || isReference(f) || f.Kind == model.Number || f.Key == "status" {
			add(f)
		}
	}
	return list
}

// isReference: these are looked up backwards, by derived relations too.
func isReference(f *model.Field) bool { return f.Kind == model.Ref && !f.Many }

func buildIndex(t *model.Type, unique bool, columns ...string) string {
	i := dbutils.Index{
		IndexName: indexPrefix + strings.Trim(collectionId(t), "_") + "_" + strings.Join(columns, "_"),
		TableName: t.Slug, Unique: unique,
	}
	for _, c := range columns {
		i.Columns = append(i.Columns, dbutils.IndexColumn{Name: c})
	}
	return i.Build()
}

// mergeIndexes replaces our indexes by the wanted ones and keeps the others.
func mergeIndexes(c *core.Collection, want []string) (changed bool) {
	var have, others []string
	for _, raw := range c.Indexes {
		if strings.HasPrefix(dbutils.ParseIndex(raw).IndexName, indexPrefix) {
			have = append(have, raw)
		} else {
			others = append(others, raw)
		}
	}
	if sameIndexes(have, want) {
		return false
	}
	c.Indexes = append(others, want...)
	return true
}

func sameIndexes(a, b []string) bool {
	if len(a) != len(b) {
		return false
	}
	built := map[string]bool{}
	for _, raw := range a {
		built[dbutils.ParseIndex(raw).Build()] = true
	}
	for _, raw := range b {
		if !built[dbutils.ParseIndex(raw).Build()] {
			return false
		}
	}
	return true
}
