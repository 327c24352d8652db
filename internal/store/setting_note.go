package store

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/pocketbase/pocketbase/core"
)

// settingType is how history files changes of settings.
const settingType = "setting"

// NoteSetting writes the change of a setting into history.
func NoteSetting(tx core.App, key string, old, now any, reason, actor string, config int64, at time.Time) error {
	diff, err := jsonText([]settingDiff{{Field: "value", Old: old, New: now}})
	if err != nil {
		return fmt.Errorf("setting %s: %w", key, err)
	}
	return AppendEvents(tx, []*Event{{
		At: instantText(at), Type: settingType, Record: key, Action: "config_change", Actor: actor, Reason: reason, Diff: diff, Config: config,
	}})
}

type settingDiff struct {
	Field string `json:"field"`
	Old   any    `json:"old"`
	New   any    `json:"new"`
}

// SettingChange is the last change of a setting.
type SettingChange struct {
	At, Actor, Reason string
	Old               any // as clients see values
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
			change.Old = diff[0].Old
		}
		changes[text(row[0])] = change
	}
	return changes, nil
}
