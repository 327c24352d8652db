package store

import (
	"fmt"
	"strings"

	"kontora/internal/model"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// managedPrefix marks the ids of columns that Sync made.
const managedPrefix = "k_"

func isManagedId(id string) bool { return strings.HasPrefix(id, managedPrefix) }

// Limits that PocketBase applies by itself where a column says nothing. The
// engine knows the real limits; these only keep PocketBase from being stricter.
const (
	maxText  = 1_000_000
	maxJSON  = 4 << 20
	maxItems = 10_000
)

// columns lists the PocketBase fields that a type's collection must have.
func (s *syncer) columns(t *model.Type) []core.Field {
	var list []core.Field
	if t.Owner != nil {
		parent := &core.RelationField{CollectionId: s.ids[t.Owner.Key], MaxSelect: 1}
		list = append(list, named(parent, colParent, colParent), named(&IntegerField{}, colPos, colPos))
	} else {
		list = append(list, named(&IntegerField{}, colN, colN), named(&IntegerField{}, colConfig, colConfig))
	}
	for _, f := range stored(t) {
		if t.Directory == "person" && isAuthField(f.Key) {
			continue
		}
		list = append(list, named(s.column(f), f.Key, f.StableId))
	}
	return list
}

// isAuthField: PocketBase keeps these of people in columns of its own.
func isAuthField(key string) bool {
	return key == core.FieldNameEmail || key == core.FieldNameVerified
}

func named(f core.Field, name, stableId string) core.Field {
	f.SetName(name)
	f.SetId(managedPrefix + stableId)
	return f
}

// column chooses the PocketBase field for a field of the model.
func (s *syncer) column(f *model.Field) core.Field {
	switch f.Kind {
	case model.Integer:
		return &IntegerField{}
	case model.Decimal:
		return &DecimalField{}
	case model.Money:
		m := &MoneyField{Currency: f.Currency}
		if f.CurrencyField != nil {
			m.CurrencyField = f.CurrencyField.Key
		}
		return m
	case model.Bool:
		return &FlagField{}
	case model.Date:
		return &DayField{}
	case model.Instant:
		return &InstantField{}
	case model.Ref:
		return s.reference(f)
	case model.File:
		return files(f)
	case model.Geo, model.JSON:
		return &core.JSONField{MaxSize: maxJSON}
	}
	if isList(f) {
		return &core.JSONField{MaxSize: maxJSON}
	}
	return &core.TextField{Max: maxText}
}

func (s *syncer) reference(f *model.Field) core.Field {
	target, known := s.ids[f.Target]
	switch {
	case f.Exact && known:
		r := &core.RelationField{CollectionId: target, MaxSelect: 1}
		if f.Many {
			r.MaxSelect = maxItems
		}
		return r
	case f.Many:
		return &core.JSONField{MaxSize: maxJSON}
	}
	return &PointerField{}
}

// Thumbs are the sizes in which pictures are served, in PocketBase's writing:
// cut to a square, fitted into one. No other size is made: each takes a file.
var Thumbs = []string{"100x100", "320x320f", "1280x1280f"}

func files(f *model.Field) core.Field {
	file := &core.FileField{Protected: true, MaxSelect: 1, Thumbs: Thumbs}
	if f.Many {
		file.MaxSelect = max(f.MaxItems, 2)
	}
	if f.Files != nil {
		file.MaxSize = f.Files.Max // kinds are checked by the engine: PocketBase knows no image/*
	}
	return file
}

// takeOverDates: PocketBase's own collection of people writes created and
// updated by its own clock. Ours come from the command, so the columns are
// exchanged once; what was in them is carried over.
func (s *syncer) takeOverDates(c *core.Collection) ([][]any, error) {
	var times [][]any
	for _, name := range []string{"created", "updated"} {
		if _, ok := c.Fields.GetByName(name).(*core.AutodateField); !ok {
			continue
		}
		if times == nil {
			rows, err := query(s.tx, `SELECT id, created, updated FROM `+quote(c.Name))
			if err != nil {
				return nil, err
			}
			times = append([][]any{}, rows...)
		}
		c.Fields.RemoveByName(name)
	}
	return times, nil
}

func (s *syncer) restoreDates(c *core.Collection, times [][]any) error {
	for _, row := range times {
		_, err := s.tx.NonconcurrentDB().Update(c.Name,
			dbx.Params{"created": row[1], "updated": row[2]}, dbx.HashExp{"id": row[0]}).Execute()
		if err != nil {
			return fmt.Errorf("carry over dates of %s: %w", c.Name, err)
		}
	}
	return nil
}
