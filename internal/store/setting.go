package store

import (
	"encoding/json"
	"fmt"
	"time"

	"kontora/internal/model"
	"kontora/internal/money"
	"kontora/internal/rule"

	"github.com/pocketbase/pocketbase/core"
	"github.com/shopspring/decimal"
)

func sharedSettings(app core.App) *shared[map[string]any] {
	return sharedOf[map[string]any](app, "kontora.settings")
}

// Settings are the values that the installation gave to settings of the model,
// as canonical values by full key. The map is shared: read it only.
func Settings(app core.App, m *model.Model) (map[string]any, error) {
	return sharedSettings(app).get(app, m, func() (map[string]any, error) { return loadSettings(app, m) })
}

func loadSettings(app core.App, m *model.Model) (map[string]any, error) {
	rows, err := query(app, `SELECT key, value FROM k_settings`)
	if err != nil {
		return nil, fmt.Errorf("read settings: %w", err)
	}
	given := map[string]any{}
	for _, row := range rows {
		setting := m.Settings[text(row[0])]
		if setting == nil {
			continue // of a pack that is not installed now
		}
		var raw any
		if err := json.Unmarshal([]byte(text(row[1])), &raw); err != nil {
			return nil, fmt.Errorf("setting %s: %w", setting.Key, err)
		}
		value, err := decodeAs(setting.Type, raw)
		if err != nil || !setting.Takes(value) {
			continue // given when the setting was of another kind: the value of the file holds
		}
		given[setting.Key] = value
	}
	return given, nil
}

// SetSetting stores a canonical value; nil returns to the default of the file.
func SetSetting(tx core.App, key string, value any) error {
	defer func() { sharedSettings(tx).touch(tx) }()
	if value == nil {
		_, err := exec(tx, `DELETE FROM k_settings WHERE key = ?`, key)
		return err
	}
	data, err := jsonText(plainValue(value))
	if err != nil {
		return err
	}
	_, err = exec(tx, `INSERT INTO k_settings (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value`, key, data)
	return err
}

func plainValue(v any) any {
	switch x := v.(type) {
	case decimal.Decimal:
		return x.String()
	case money.Amount:
		return map[string]any{"value": x.Value.String(), "currency": x.Currency}
	case rule.Date:
		return dayText(x)
	case time.Time:
		return instantText(x)
	case rule.Span:
		return x.String()
	case rule.Reference:
		return pointer(x)
	case []any:
		list := make([]any, len(x))
		for i := range x {
			list[i] = plainValue(x[i])
		}
		return list
	}
	return v
}

// decodeAs reads back what plainValue wrote.
func decodeAs(typ rule.Type, raw any) (any, error) {
	word := text(raw)
	switch typ.Kind {
	case rule.KindNumber:
		return decimal.NewFromString(word)
	case rule.KindMoney:
		parts, _ := raw.(map[string]any)
		d, err := decimal.NewFromString(text(parts["value"]))
		return money.Amount{Value: d, Currency: text(parts["currency"])}, err
	case rule.KindDate:
		return parseDay(word)
	case rule.KindInstant:
		return parseInstant(word)
	case rule.KindSpan:
		return rule.ParseSpan(word)
	case rule.KindRef:
		ref, ok := parsePointer(word)
		if !ok {
			return nil, fmt.Errorf("%q is not a reference", word)
		}
		return ref, nil
	case rule.KindList:
		list, _ := raw.([]any)
		out := make([]any, len(list))
		for i := range list {
			var err error
			if out[i], err = decodeAs(*typ.Elem, list[i]); err != nil {
				return nil, err
			}
		}
		return out, nil
	}
	return raw, nil
}
