package store

import (
	"encoding/json"
	"fmt"

	"github.com/pocketbase/pocketbase/core"
)

// Prefs reads how a person likes the interface; empty when they never said.
func Prefs(app core.App, user string) (map[string]any, error) {
	row, err := one(app, `SELECT json FROM k_prefs WHERE user = ?`, user)
	if err != nil {
		return nil, fmt.Errorf("read preferences: %w", err)
	}
	prefs := map[string]any{}
	if row == nil {
		return prefs, nil
	}
	return prefs, json.Unmarshal([]byte(text(row[0])), &prefs)
}

// SetPrefs keeps how a person likes the interface.
func SetPrefs(app core.App, user string, prefs map[string]any) error {
	data, err := jsonText(prefs)
	if err != nil {
		return err
	}
	_, err = exec(app, `INSERT INTO k_prefs (user, json) VALUES (?, ?) ON CONFLICT (user) DO UPDATE SET json = excluded.json`, user, data)
	return err
}
