package holiday_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"kontora/internal/holiday"

	"github.com/google/go-cmp/cmp"
)

// The packs are written in the canonical form, so that an import changes only
// the lines of the days that it adds.
func TestCalendarsOfThePacksAreCanonical(t *testing.T) {
	t.Parallel()
	paths, err := filepath.Glob("../../schemas/*/calendars/*.json")
	if err != nil || len(paths) < 3 {
		t.Fatal(paths, err)
	}
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		f, err := holiday.Parse(data)
		if err != nil {
			t.Fatal(path, err)
		}
		if diff := cmp.Diff(string(data), string(f.Text())); diff != "" {
			t.Errorf("%s:\n%s", path, diff)
		}
	}
}

// Each keyword of the grammar is written back as it was read.
func TestTextKeepsWhatWasRead(t *testing.T) {
	t.Parallel()
	const text = `{"years": {"2028": {}, "2027": {
		"custom": {"2027-07-20": {"hours": [["10:00", "15:00"]]}, "2027-07-19": {"title": "Учёт «А» & <Б>", "hours": []}},
		"working": {"2027-03-21": "fri"}, "swaps": {"2027-05-07": "2027-05-15"}, "note": "n", "short": {"2027-10-25": 60}}},
		"all_year": true, "note": "Заметка", "week": {"sun": [], "mon": [["00:00", "24:00"]]},
		"zone": "Asia/Almaty", "title": "Склад", "$schema": "../../meta/calendar.schema.json"}`
	f, err := holiday.Parse([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	written := f.Text()
	again, err := holiday.Parse(written)
	if diff := cmp.Diff(f, again); err != nil || diff != "" {
		t.Errorf("%v\n%s\n%s", err, diff, written)
	}
	const head = "{\n  \"$schema\": \"../../meta/calendar.schema.json\",\n  \"title\": \"Склад\",\n"
	if !strings.HasPrefix(string(written), head) || strings.Contains(string(written), `\u`) {
		t.Error(string(written))
	}
	_, err = holiday.Parse([]byte(`{"title": "Склад", "colour": "red"}`))
	if err == nil || !strings.Contains(err.Error(), "colour") {
		t.Errorf("a keyword that would be lost: %v", err)
	}
}
