package store

import (
	"encoding/json"
	"fmt"
	"time"

	"kontora/internal/flow"
	"kontora/internal/model"
	"kontora/internal/money"
	"kontora/internal/rule"

	"github.com/pocketbase/pocketbase/core"
	"github.com/shopspring/decimal"
)

func sharedSettings(app core.App) *shared[map[string][]flow.Given] {
	return sharedOf[map[string][]flow.Given](app, "kontora.settings")
}

// Settings are the values that the installation gave to settings of the model,
// canonical, by full key. The map is shared: read it only.
func Settings(app core.App, m *model.Model) (map[string][]flow.Given, error) {
	return sharedSettings(app).get(app, m, func() (map[string][]flow.Given, error) { return loadSettings(app, m) })
}

func loadSettings(app core.App, m *model.Model) (map[string][]flow.Given, error) {
	rows, err := query(app, `SELECT key, unit, since, value FROM k_setting_values ORDER BY key, unit, since`)
	if err != nil {
		return nil, fmt.Errorf("read settings: %w", err)
	}
	given := map[string][]flow.Given{}
	for _, row := range rows {
		setting := m.Settings[text(row[0])]
		if setting == nil || text(row[1]) != "" && !setting.PerUnit {
			continue // of a pack that is not installed now, or units have no say any more
		}
		var raw any
		if err := json.Unmarshal([]byte(text(row[3])), &raw); err != nil {
			return nil, fmt.Errorf("setting %s: %w", setting.Key, err)
		}
		value, err := decodeAs(setting.Type, raw)
		if err != nil || !setting.Takes(value) {
			continue // given when the setting was of another kind: the value of the file holds
		}
		g := flow.Given{Unit: text(row[1]), Value: value}
		if day := text(row[2]); day != "" {
			if g.Since, err = rule.ParseDate(day); err != nil {
				return nil, fmt.Errorf("setting %s: %w", setting.Key, err)
			}
		}
		given[setting.Key] = append(given[setting.Key], g)
	}
	return given, nil
}

// SetSetting stores a canonical value for a unit ("" for all) from a day on. A
// zero day means at once: what held until now is forgotten, what is to come
// stays. A nil value takes back the value of exactly that day, or what holds now.
func SetSetting(tx core.App, key, unit string, since, today rule.Date, value any) error {
	defer func() { sharedSettings(tx).touch(tx) }()
	from, until := "", today.String()
	if !since.IsZero() {
		from = since.String()
		until = from
	}
	if _, err := exec(tx, `DELETE FROM k_setting_values WHERE key = ? AND unit = ? AND since BETWEEN ? AND ?`, key, unit, from, until); err != nil || value == nil {
		return err
	}
	data, err := jsonText(plainValue(value))
	if err != nil {
		return err
	}
	_, err = exec(tx, `INSERT INTO k_setting_values (key, unit, since, value) VALUES (?, ?, ?, ?)`, key, unit, from, data)
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
