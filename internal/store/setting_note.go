package store

import (
	"encoding/json"
	"fmt"

	"github.com/pocketbase/pocketbase/core"
)

// settingType is how history files changes of settings.
const settingType = "setting"

// SettingChange is one change of a setting, as history keeps it.
type SettingChange struct {
	At, Actor, Reason string
	Unit, Since       string // what was changed; "" for all units, and for at once
	Old, New          any    // as clients see values; a New of nil took the value back
}

// NoteSetting writes the change of a setting into history.
func NoteSetting(tx core.App, key string, c SettingChange, config int64) error {
	diff, err := jsonText([]settingDiff{{Field: "value", Unit: c.Unit, Since: c.Since, Old: c.Old, New: c.New}})
	if err != nil {
		return fmt.Errorf("setting %s: %w", key, err)
	}
	return AppendEvents(tx, []*Event{{
		At: c.At, Type: settingType, Record: key, Action: "config_change", Actor: c.Actor, Reason: c.Reason, Diff: diff, Config: config,
	}})
}

type settingDiff struct {
	Field string `json:"field"`
	Unit  string `json:"unit,omitempty"`
	Since string `json:"since,omitempty"`
	Old   any    `json:"old"`
	New   any    `json:"new"`
}

// SettingChanges tells of settings who changed them last, by key.
func SettingChanges(app core.App, keys []string) (map[string]SettingChange, error) {
	changes := map[string]SettingChange{}
	if len(keys) == 0 {
		return changes, nil
	}
	rows, err := query(app, `SELECT record, at, actor, reason, diff FROM k_events WHERE seq IN
		(SELECT max(seq) FROM k_events WHERE record IN (`+places(len(keys))+`) AND type = '`+settingType+`' GROUP BY record)`, anys(keys)...)
	if err != nil {
		return nil, fmt.Errorf("read changes of settings: %w", err)
	}
	for _, row := range rows {
		change := SettingChange{At: text(row[1]), Actor: text(row[2]), Reason: text(row[3])}
		var diff []settingDiff
		if err := json.Unmarshal([]byte(text(row[4])), &diff); err != nil {
			return nil, fmt.Errorf("change of setting %s: %w", text(row[0]), err)
		}
		if len(diff) > 0 {
			change.Unit, change.Since, change.Old, change.New = diff[0].Unit, diff[0].Since, diff[0].Old, diff[0].New
		}
		changes[text(row[0])] = change
	}
	return changes, nil
}
