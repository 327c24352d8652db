package holiday

import (
	"cmp"
	"encoding/json"
	"fmt"
)

// publicHoliday is a day as public holiday services write it. They name more,
// which is of no use here.
type publicHoliday struct {
	Date      string   `json:"date"`
	LocalName string   `json:"localName"`
	Name      string   `json:"name"` // English
	Types     []string `json:"types"`
	Type      string   `json:"type"` // older versions have only one
	Counties  []string `json:"counties"`
}

func readJSON(data []byte) ([]Day, error) {
	var list []publicHoliday
	if err := json.Unmarshal(data, &list); err != nil {
		return nil, err
	}
	days := make([]Day, 0, len(list))
	for i, h := range list {
		d, err := h.day()
		if err != nil {
			return nil, fmt.Errorf("day %d: %w", i+1, err)
		}
		days = append(days, d)
	}
	return days, nil
}

func (h publicHoliday) day() (Day, error) {
	date, err := parseDate(h.Date)
	if err != nil {
		return Day{}, err
	}
	d := Day{Date: date, Name: oneLine(cmp.Or(h.LocalName, h.Name)), Types: h.Types, Regions: h.Counties}
	if d.Name == "" {
		return Day{}, fmt.Errorf("%s has no name", date)
	}
	if len(d.Types) == 0 && h.Type != "" {
		d.Types = []string{h.Type}
	}
	return d, nil
}
