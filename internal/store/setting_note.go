package store

import (
	"fmt"
	"time"

	"github.com/pocketbase/pocketbase/core"
)

// settingType is how history files changes of settings.
const settingType = "setting"

// NoteSetting writes the change of a setting into history.
func NoteSetting(tx core.App, key string, old, now any, actor string, config int64, at time.Time) error {
	diff, err := jsonText([]any{map[string]any{"field": "value", "old": old, "new": now}})
	if err != nil {
		return fmt.Errorf("setting %s: %w", key, err)
	}
	return AppendEvents(tx, []*Event{{
		At: instantText(at), Type: settingType, Record: key, Action: "config_change", Actor: actor, Diff: diff, Config: config,
	}})
}
