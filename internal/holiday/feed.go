package holiday

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"time"

	"kontora/internal/worktime"
)

// Day is one day as a feed names it.
type Day struct {
	Date    worktime.Date
	Name    string
	Types   []string // the feed's words: Public, Optional; none when it does not say
	Remark  string   // the first line of a description, which some feeds use for the type
	Regions []string // where alone it is kept; none when everywhere
	Flaw    string   // why it cannot be taken whatever its type: "cancelled"
}

var errUnknownFeed = errors.New("neither iCalendar, which begins with BEGIN:VCALENDAR, nor a JSON array of days")

// Read reads a feed in either form, told by how it begins.
func Read(data []byte) ([]Day, error) {
	data = bytes.TrimSpace(bytes.TrimPrefix(data, []byte("\ufeff")))
	switch {
	case bytes.HasPrefix(data, []byte("[")):
		return readJSON(data)
	case len(data) > len(calendarBegins) && strings.EqualFold(string(data[:len(calendarBegins)]), calendarBegins):
		return readICalendar(data)
	}
	return nil, errUnknownFeed
}

func parseDate(text string) (worktime.Date, error) {
	t, err := time.Parse(time.DateOnly, text)
	if err != nil {
		return worktime.Date{}, fmt.Errorf("%q is not a date like 2026-01-31", text)
	}
	return worktime.DateOf(t), nil
}

// oneLine makes a name fit into a line of a file and of a terminal.
func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }
