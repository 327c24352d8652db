package flow

import (
	"fmt"

	"kontora/internal/model"
	"kontora/internal/rule"
)

// Opened reports whether a person has opened what a record holds now: each of its
// files in its present version; of a record without files, the card as it is.
func (x source) Opened(ref rule.Reference, person string) (bool, error) {
	rec, err := x.s.follow(ref)
	if err != nil || rec == nil {
		return false, err
	}
	opened, err := x.s.snap.Opened(ref, person)
	if err != nil {
		return false, fmt.Errorf("what was opened of %s/%s: %w", ref.Type, ref.Id, err)
	}
	files := attached(rec)
	for _, name := range files {
		if _, seen := opened[name]; !seen {
			return false, nil
		}
	}
	return len(files) > 0 || opened[""] >= rec.Revision(), nil
}

// attached lists the names under which the files of a record are stored.
func attached(rec *Record) []string {
	var names []string
	add := func(v any) {
		if a, is := v.(rule.Attachment); is && a.Name != "" {
			names = append(names, a.Name)
		}
	}
	for _, f := range rec.Type.Fields {
		if f.Kind != model.File {
			continue
		}
		if list, many := rec.Values[f.Key].([]any); many {
			for _, v := range list {
				add(v)
			}
			continue
		}
		add(rec.Values[f.Key])
	}
	return names
}
