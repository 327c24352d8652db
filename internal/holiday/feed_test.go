package holiday_test

import (
	"os"
	"strings"
	"testing"
	"time"

	"kontora/internal/holiday"
	"kontora/internal/worktime"

	"github.com/google/go-cmp/cmp"
)

func read(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func feed(t testing.TB, name string) []holiday.Day {
	t.Helper()
	days, err := holiday.Read(read(t, name))
	if err != nil {
		t.Fatal(err)
	}
	return days
}

func on(year int, month time.Month, day int) worktime.Date {
	return worktime.Date{Year: year, Month: month, Day: day}
}

func TestReadICalendar(t *testing.T) {
	t.Parallel()
	public := []string{"Public"}
	want := []holiday.Day{
		{Date: on(2027, 1, 1), Name: "Новогодние каникулы", Types: public},
		{Date: on(2027, 1, 2), Name: "Новогодние каникулы", Types: public},
		{Date: on(2027, 1, 3), Name: "Новогодние каникулы", Types: public},
		{Date: on(2027, 1, 7), Name: "Рождество Христово, православное", Types: []string{"Религия", "PUBLIC"}},
		{Date: on(2027, 1, 25), Name: "Татьянин день", Types: []string{"Optional"}},
		{Date: on(2027, 2, 23), Name: "День защитника Отечества", Remark: "Public holiday"},
		{Date: on(2027, 4, 12), Name: "День космонавтики", Remark: "Observance"},
		{Date: on(2027, 6, 12), Name: "День России", Types: []string{"Holiday"}, Remark: "В этот день принята декларация."},
		{Date: on(2027, 11, 4), Name: "День народного единства", Types: public, Flaw: "repeats by a rule: take a feed that names each year's days"},
		{Date: on(2027, 11, 5), Name: "Собрание", Types: public, Flaw: "has a time of day"},
		{Date: on(2027, 11, 11), Name: "Отменённый день", Types: public, Flaw: "cancelled"},
		{Date: on(2027, 6, 1), Name: "Летние каникулы", Types: []string{"School"}, Flaw: "lasts more than 31 days"},
	}
	if diff := cmp.Diff(want, feed(t, "ru-2027.ics")); diff != "" {
		t.Error(diff)
	}
}

func TestReadJSON(t *testing.T) {
	t.Parallel()
	days, err := holiday.Read([]byte("\ufeff\n" + `[
		{"date": "2027-03-21", "localName": " Наурыз\nмейрамы ", "name": "Nauryz", "types": ["Public", "Bank"], "counties": null},
		{"date": "2027-06-11", "localName": "", "name": "Day of Turkistan", "type": "Public", "counties": ["KZ-61"]},
		{"date": "2027-10-30", "localName": "Праздник без вида"}]`))
	if err != nil {
		t.Fatal(err)
	}
	want := []holiday.Day{
		{Date: on(2027, 3, 21), Name: "Наурыз мейрамы", Types: []string{"Public", "Bank"}},
		{Date: on(2027, 6, 11), Name: "Day of Turkistan", Types: []string{"Public"}, Regions: []string{"KZ-61"}},
		{Date: on(2027, 10, 30), Name: "Праздник без вида"},
	}
	if diff := cmp.Diff(want, days); diff != "" {
		t.Error(diff)
	}
}

func TestReadRefuses(t *testing.T) {
	t.Parallel()
	event := func(lines ...string) string {
		return "BEGIN:VCALENDAR\nBEGIN:VEVENT\n" + strings.Join(lines, "\n") + "\nEND:VEVENT\nEND:VCALENDAR\n"
	}
	for _, c := range []struct{ name, feed, want string }{
		{"a page instead of a feed", "<html>", "neither iCalendar"},
		{"nothing", "", "neither iCalendar"},
		{"a date that is none", `[{"date": "2027-02-29", "localName": "x"}]`, `day 1: "2027-02-29" is not a date`},
		{"a day without a name", `[{"date": "2027-02-28", "localName": " "}]`, "day 1: 2027-02-28 has no name"},
		{"a list that breaks off", `[{"date": "2027-02-28"`, "unexpected end"},
		{"a calendar that breaks off", "BEGIN:VCALENDAR\nBEGIN:VEVENT\n", "EOF"},
		{"a property without a value", event("DTSTART;VALUE=DATE"), "a property has no value"},
		{"an event without a day", event("SUMMARY:Новый год"), "«Новый год»: no DTSTART"},
		{"an event without a name", event("DTSTART;VALUE=DATE:20270101"), "2027-01-01 has no SUMMARY"},
		{"an event of a day that is none", event("SUMMARY:Новый год", "DTSTART;VALUE=DATE:20271301"), `"20271301" is not a date`},
		{"an event that ends on a day that is none", event("SUMMARY:Новый год", "DTSTART:20270101", "DTEND:20270132"), `DTEND: "20270132"`},
		{"a duration that is none", event("SUMMARY:Новый год", "DTSTART:20270101", "DURATION:1D"), "DURATION"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			days, err := holiday.Read([]byte(c.feed))
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%v, error %v; want %q", days, err, c.want)
			}
		})
	}
}

// Whatever a feed says, it is read or refused, and each day that is read has a
// name and a date.
func FuzzRead(f *testing.F) {
	f.Add(read(f, "ru-2027.ics"))
	f.Add(read(f, "kz-2027.json"))
	f.Add([]byte("BEGIN:VCALENDAR\nX;Y=\"\nEND:VCALENDAR"))
	f.Fuzz(func(t *testing.T, data []byte) {
		days, err := holiday.Read(data)
		if err != nil && days != nil {
			t.Fatalf("%v with error %v", days, err)
		}
		for _, d := range days {
			if d.Name == "" || strings.ContainsAny(d.Name, "\r\n") || d.Date == (worktime.Date{}) {
				t.Fatalf("%+v", d)
			}
		}
	})
}
