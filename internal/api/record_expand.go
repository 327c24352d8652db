package api

import (
	"maps"
	"slices"
	"strings"

	"kontora/internal/fault"
	"kontora/internal/flow"
	"kontora/internal/model"
	"kontora/internal/rule"
	"kontora/internal/store"
)

// Bounds of one expand.
const (
	maxExpandDepth = 3
	maxExpand      = 30   // paths
	expandedRows   = 200  // records of one derived relation
	maxExpanded    = 5000 // records in one answer: a full page with five references
)

// expansion is the fields to follow, each with what to follow from there.
type expansion map[string]expansion

func readExpand(text string) (expansion, error) {
	tree := expansion{}
	paths := strings.Split(text, ",")
	if len(paths) > maxExpand {
		return nil, fault.New(fault.Limit, "expand_too_wide", fault.Params{"max": maxExpand}).At("expand")
	}
	for _, path := range paths {
		names := strings.Split(strings.TrimSpace(path), ".")
		if len(names) > maxExpandDepth {
			return nil, fault.New(fault.Limit, "expand_too_deep", fault.Params{"max": maxExpandDepth}).At("expand")
		}
		at := tree
		for _, name := range names {
			if at[name] == nil {
				at[name] = expansion{}
			}
			at = at[name]
		}
	}
	return tree, nil
}

// expand adds to written records what they point at, as far as the asker sees
// it: a reference to an unseen record expands to nothing. Each level is read
// with one statement per type.
func (a *asker) expand(tree expansion, records []*flow.Record, rights []flow.Rights, items []map[string]any) error {
	for _, name := range slices.Sorted(maps.Keys(tree)) {
		if err := a.loadTargets(name, records, rights); err != nil {
			return err
		}
		for i, rec := range records {
			f := rec.Type.Field(name)
			if f == nil || !rights[i].Reads(f) {
				continue
			}
			value, err := a.expanded(f, rec, tree[name])
			if err != nil {
				return err
			}
			if value == nil {
				continue
			}
			into, _ := items[i]["expand"].(map[string]any)
			if into == nil {
				into = map[string]any{}
				items[i]["expand"] = into
			}
			into[name] = value
		}
	}
	return nil
}

// loadTargets reads everything that a reference of the records points at.
func (a *asker) loadTargets(name string, records []*flow.Record, rights []flow.Rights) error {
	ids := map[*model.Type][]string{}
	for i, rec := range records {
		f := rec.Type.Field(name)
		if f == nil || f.Kind != model.Ref || !rights[i].Reads(f) {
			continue
		}
		for _, ref := range referencesIn(rec.Values[name]) {
			if t := a.model.TypeByKey(ref.Type); t != nil && !t.Abstract {
				ids[t] = append(ids[t], ref.Id)
			}
		}
	}
	for t, list := range ids {
		if err := a.snap.LoadAll(t, list); err != nil {
			return err
		}
	}
	return nil
}

func referencesIn(v any) []rule.Reference {
	switch x := v.(type) {
	case rule.Reference:
		return []rule.Reference{x}
	case []any:
		var out []rule.Reference
		for _, item := range x {
			out = append(out, referencesIn(item)...)
		}
		return out
	}
	return nil
}

// expanded is one record or a list of them; nil when there is nothing to see.
func (a *asker) expanded(f *model.Field, rec *flow.Record, deeper expansion) (any, error) {
	var records []*flow.Record
	var rights []flow.Rights
	switch f.Kind {
	case model.Ref:
		for _, ref := range referencesIn(rec.Values[f.Key]) {
			t := a.model.TypeByKey(ref.Type)
			if t == nil || t.Abstract || t.Owner != nil || !a.inScope(t) {
				continue
			}
			target, its, err := a.load(t, ref.Id)
			if isMissing(err) {
				continue
			}
			if err != nil {
				return nil, err
			}
			records, rights = append(records, target), append(rights, its)
		}
	case model.Inverse:
		if f.From.Owner != nil {
			return nil, nil
		}
		found, err := a.pointing(f, rec)
		if err != nil {
			return nil, err
		}
		for _, r := range found {
			records, rights = append(records, r.Record), append(rights, a.rightsBy(r.Record.Type, r.Mask))
		}
	}
	if len(records) == 0 {
		return nil, nil
	}
	if a.expansions += len(records); a.expansions > maxExpanded {
		return nil, fault.New(fault.Limit, "expand_limit", fault.Params{"max": maxExpanded}).At("expand")
	}
	items := make([]map[string]any, len(records))
	for i := range records {
		var err error
		if items[i], err = a.e.RecordJSON(a.snap, records[i], rights[i], a.actor); err != nil {
			return nil, err
		}
	}
	if err := a.expand(deeper, records, rights, items); err != nil {
		return nil, err
	}
	if f.Many || f.Kind == model.Inverse {
		return items, nil
	}
	return items[0], nil
}

// pointing reads the visible records that point at a record.
func (a *asker) pointing(f *model.Field, rec *flow.Record) ([]store.Row, error) {
	reader, err := a.reads()
	if err != nil {
		return nil, err
	}
	var all []store.Row
	for _, from := range a.model.Descendants(f.From.Key) {
		via := from.Field(f.Via.Key)
		if via == nil || !a.inScope(from) {
			continue
		}
		page, err := store.ReadPage(a.re.App, a.model, reader, store.Query{
			Type: from, Filters: []store.Filter{store.PointingAt(a.model, via, rec.Reference())}, Limit: expandedRows, WithRows: true,
		})
		if err != nil {
			return nil, err
		}
		all = append(all, page.Rows...)
	}
	return all, nil
}
