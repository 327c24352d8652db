package main

import (
	"os"
	"path/filepath"
)

// importHolidays takes the feeds of package holiday into a folder that has its
// calendar.
func (s shell) importHolidays() {
	s.t.Helper()
	const kz = "schemas/desk/calendars/kz.json"
	const path, other = "a/" + kz, "a/schemas/desk/calendars/ru.json"
	copyOf := func(from, to string) string {
		data, err := os.ReadFile(from)
		if err != nil {
			s.t.Fatal(err)
		}
		s.write(to, string(data))
		return string(data)
	}
	is := func(path, want string) {
		s.t.Helper()
		if got, err := os.ReadFile(filepath.Join(s.dir, path)); err != nil || string(got) != want {
			s.t.Errorf("%s: %v\n%s", path, err, got)
		}
	}
	before := copyOf("internal/holiday/testdata/kz.json", path)
	russia := copyOf("schemas/base/calendars/ru.json", other)
	copyOf("internal/holiday/testdata/kz-2027.json", "kz-2027.json")
	copyOf("internal/holiday/testdata/ru-2027.ics", "ru-2027.ics")
	want, err := os.ReadFile("internal/holiday/testdata/kz-want.json")
	if err != nil {
		s.t.Fatal(err)
	}
	take := []string{"calendar", "import", "kz-2027.json", "--calendar", "desk/kz", "--from", "a"}

	out, _ := s.run(2, take...)
	s.expect(out, kz+"\n2028 is new")
	s.expect(out, "days off, added:\n  + 2027-01-07 Thu Православное Рождество\n")
	s.expect(out, "  ! 2027-10-25 Mon День Республики — the file has a day shorter by 60 minutes\n")
	s.expect(out, "not in the feed, kept:\n  ? 2027-12-31 Fri Выходной за 4 января\n")
	s.expect(out, "  - 2027-04-12 Mon День работников науки — Optional\n")
	s.expect(out, "6 added, 1 there already, 5 kept, 6 left out\nthe rest of the file is put in order, too\nnothing is written without --write\n")
	is(path, before)
	out, _ = s.run(2, append(take, "--json")...)
	s.expect(out, `"date": "2027-04-12",`)

	out, _ = s.run(0, append(take, "--write")...)
	s.expect(out, "the rest of the file is put in order, too\n"+kz+" is written\n")
	is(path, string(want))
	is(other, russia)
	s.run(0, "check", "--from", "a")
	out, _ = s.run(0, append(take, "--write")...)
	s.expect(out, "0 added, 7 there already, 5 kept, 6 left out\nno difference\n")
	out, _ = s.run(2, append(take, "--year", "2027", "--region", "KZ-61", "--type", "Public,Optional")...)
	s.expect(out, "+ 2027-04-12 Mon День работников науки\n  + 2027-06-11 Fri День Туркестана\n")

	// The packs of the program are read and never written.
	out, _ = s.run(2, "calendar", "import", "ru-2027.ics", "--calendar", "ru", "--year", "2027")
	s.expect(out, "+ 2027-01-07 Thu Рождество Христово, православное\n")
	_, errs := s.run(1, "calendar", "import", "ru-2027.ics", "--calendar", "ru", "--write")
	s.expect(errs, "cannot be changed")

	_, errs = s.run(1, "calendar", "import", "ru-2027.ics", "--from", "a")
	s.expect(errs, "name the calendar by --calendar: desk/kz, desk/ru")
	_, errs = s.run(1, "calendar", "import", "ru-2027.ics", "--calendar", "de", "--from", "a")
	s.expect(errs, `no calendar "de"`)
	_, errs = s.run(1, "calendar", "import", "nowhere.ics", "--calendar", "ru", "--from", "a")
	s.expect(errs, "nowhere.ics: no such file")
	s.write("page.ics", "<html>")
	_, errs = s.run(1, "calendar", "import", "page.ics", "--calendar", "ru", "--from", "a")
	s.expect(errs, "page.ics: neither iCalendar")
	s.write("old.json", `[{"date": "1900-01-01", "localName": "Новый год", "types": ["Public"]}]`)
	_, errs = s.run(1, "calendar", "import", "old.json", "--calendar", "ru", "--from", "a", "--write")
	s.expect(errs, `"1900" is not a year`)
	is(other, russia)
}
