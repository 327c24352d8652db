package designer

import (
	"fmt"
	"strings"

	"kontora/internal/model"
	"kontora/internal/store"

	"github.com/pocketbase/pocketbase/core"
)

// Impact is one difference with the number of records that it concerns: those
// in a state that would go, those that have a value in a field that would go,
// those that lack what would be required.
type Impact struct {
	model.Difference
	Records int64 `json:"records"`
}

// String is the difference in words, with what it means for records.
func (i Impact) String() string {
	text := i.Difference.String()
	switch {
	case i.Records == 0:
		return text
	case i.Severity == model.Loss && i.What == "state":
		return fmt.Sprintf("%s — %d records are in it: rename it by \"was\", or say by --map where they go", text, i.Records)
	case i.Severity == model.Loss && i.What == "choice":
		return fmt.Sprintf("%s — %d records hold it: rename it by \"was\", or say by --map what they hold instead", text, i.Records)
	case i.Severity == model.Loss:
		return fmt.Sprintf("%s — %d records have it", text, i.Records)
	}
	return fmt.Sprintf("%s — %d records lack it", text, i.Records)
}

// Plan compares a configuration with the one in force (nil: none yet) and counts
// the records concerned.
func Plan(app core.App, live, wanted *model.Model) ([]Impact, error) {
	var list []Impact
	for _, d := range model.Diff(live, wanted) {
		n, err := concerned(app, live, wanted, d)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", d, err)
		}
		list = append(list, Impact{d, n})
	}
	return list, nil
}

func concerned(app core.App, live, wanted *model.Model, d model.Difference) (int64, error) {
	if live == nil || d.Severity == model.Safe {
		return 0, nil
	}
	t := before(live, wanted, d)
	if t == nil {
		return 0, nil
	}
	switch {
	case d.What == "type" && d.Verb == "removed":
		return store.CountRecords(app, t)
	case d.What == "state" && d.Verb == "removed":
		counts, err := store.StateCounts(app, t)
		return counts[d.Key].Count, err
	case d.What == "choice" && d.Verb == "removed":
		field, choice, _ := strings.Cut(d.Key, ".")
		if f := t.Field(field); f != nil && f.Stored() {
			held, err := store.ChoiceCount(app, t, field, choice)
			return held.Count, err
		}
	case d.What == "field" && (d.Verb == "removed" || d.Aspect == "kind"):
		if f := t.Field(d.Key); f != nil {
			return store.CountFilled(app, t, f)
		}
	case d.What == "field" && d.Verb == "changed" && d.Aspect == "required" && d.To != "no":
		return lacking(app, t, d.Key)
	case d.What == "field" && d.Verb == "added":
		return store.CountRecords(app, t)
	}
	return 0, nil
}

func lacking(app core.App, t *model.Type, key string) (int64, error) {
	f := t.Field(key)
	if f == nil {
		return 0, nil
	}
	all, err := store.CountRecords(app, t)
	if err != nil {
		return 0, err
	}
	filled, err := store.CountFilled(app, t, f)
	return all - filled, err
}

// before finds the type of a difference as it is now: its key may have changed.
func before(live, wanted *model.Model, d model.Difference) *model.Type {
	key := d.Type
	if d.What == "type" {
		key = d.Key
	}
	if now := wanted.TypeByKey(key); now != nil {
		for _, t := range live.Types {
			if t.StableId == now.StableId {
				return t
			}
		}
		return nil
	}
	return live.TypeByKey(key)
}
