package holiday_test

import (
	"testing"

	"kontora/internal/holiday"
	"kontora/internal/worktime"

	"github.com/google/go-cmp/cmp"
)

func calendar(t *testing.T) holiday.File {
	t.Helper()
	f, err := holiday.Parse(read(t, "kz.json"))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

var public = holiday.Options{Types: holiday.PublicTypes}

func TestMerge(t *testing.T) {
	t.Parallel()
	before := calendar(t)
	merged, plan := holiday.Merge(before, feed(t, "kz-2027.json"), public)
	const weekend = "free anyway: if the day off moves, write where to"
	want := holiday.Plan{
		NewYears: []int{2028},
		Added: []holiday.Change{
			{"2027-01-07", "Православное Рождество", ""},
			{"2027-03-08", "Международный женский день", ""},
			{"2027-03-22", "Наурыз мейрамы", ""},
			{"2027-05-17", "Курбан-айт", ""},
			{"2027-12-16", "День Независимости", ""},
			{"2028-01-01", "Новый год", weekend},
		},
		Kept: []holiday.Change{
			{"2027-03-21", "Наурыз мейрамы", "the file has the hours of fri"},
			{"2027-05-07", "День защитника Отечества", "the file has hours traded with 2027-05-15"},
			{"2027-07-06", "Астана күні", "the file has «День Столицы»"},
			{"2027-07-19", "Ремонтный день", "the file has hours of its own, «Инвентаризация»"},
			{"2027-10-25", "День Республики", "the file has a day shorter by 60 minutes"},
		},
		LeftOut: []holiday.Change{
			{"2027-02-15", "День вывода войск из Афганистана", "Observance"},
			{"2027-04-12", "День работников науки", "Optional"},
			{"2027-05-17", "Второй день Курбан-айта", "Optional"},
			{"2027-06-11", "День Туркестана", "only in KZ-61"},
			{"2027-09-01", "День знаний", "School"},
			{"2027-10-30", "Праздник без вида", "the feed does not say what it is"},
		},
		Missing: []holiday.Change{{"2027-12-31", "Выходной за 4 января", ""}},
		Same:    1,
	}
	if diff := cmp.Diff(want, plan); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(string(read(t, "kz-want.json")), string(merged.Text())); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(calendar(t), before); diff != "" {
		t.Errorf("the calendar that was read has changed:\n%s", diff)
	}
	if _, problems := worktime.New(merged.Spec); len(problems) > 0 {
		t.Error(problems)
	}
	again, plan := holiday.Merge(merged, feed(t, "kz-2027.json"), public)
	if diff := cmp.Diff(merged, again); diff != "" || !plan.IsEmpty() || plan.Same != 7 {
		t.Errorf("taken twice: %+v\n%s", plan, diff)
	}
}

// What a feed calls optional, an observance or a school day does not move a
// deadline: only public days are no working days.
func TestOptionalDaysDoNotBecomeDaysOff(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		day    holiday.Day
		option holiday.Options
		off    bool
	}{
		{"public", holiday.Day{Types: []string{"Public"}}, public, true},
		{"public in other letters", holiday.Day{Types: []string{"PUBLIC HOLIDAY"}}, public, true},
		{"public among others", holiday.Day{Types: []string{"Bank", "Public"}}, public, true},
		{"public by its description", holiday.Day{Remark: "Public holiday"}, public, true},
		{"optional", holiday.Day{Types: []string{"Optional"}}, public, false},
		{"observance", holiday.Day{Types: []string{"Observance"}}, public, false},
		{"school", holiday.Day{Types: []string{"School"}}, public, false},
		{"bank", holiday.Day{Types: []string{"Bank"}}, public, false},
		{"a word that nobody knows", holiday.Day{Types: []string{"Праздник"}}, public, false},
		{"a word that is named", holiday.Day{Types: []string{"Праздник"}}, holiday.Options{Types: []string{"праздник"}}, true},
		{"public when another word is named", holiday.Day{Types: []string{"Public"}}, holiday.Options{Types: []string{"праздник"}}, false},
		{"optional by its description, whatever is untyped", holiday.Day{Remark: "Optional holiday"}, holiday.Options{Types: holiday.PublicTypes, Untyped: true}, false},
		{"the type goes before the description", holiday.Day{Types: []string{"Optional"}, Remark: "Public holiday"}, public, false},
		{"untyped", holiday.Day{}, public, false},
		{"untyped, and they are taken", holiday.Day{}, holiday.Options{Untyped: true}, true},
		{"a holiday of no kind", holiday.Day{Types: []string{"Holiday"}}, public, false},
		{"a holiday of no kind, and they are taken", holiday.Day{Types: []string{"Holiday"}}, holiday.Options{Untyped: true}, true},
		{"a holiday of no kind by a prose description", holiday.Day{Remark: "Празднуют с 1990 года"}, holiday.Options{Untyped: true}, true},
		{"optional, when untyped ones are taken", holiday.Day{Types: []string{"Holiday", "Optional"}}, holiday.Options{Untyped: true}, false},
		{"of a region", holiday.Day{Types: []string{"Public"}, Regions: []string{"KZ-61"}}, public, false},
		{"of the region that is named", holiday.Day{Types: []string{"Public"}, Regions: []string{"KZ-61", "KZ-75"}},
			holiday.Options{Types: holiday.PublicTypes, Regions: []string{"KZ-75"}}, true},
		{"optional in the region that is named", holiday.Day{Types: []string{"Optional"}, Regions: []string{"KZ-75"}},
			holiday.Options{Types: holiday.PublicTypes, Regions: []string{"KZ-75"}}, false},
		{"cancelled", holiday.Day{Types: []string{"Public"}, Flaw: "cancelled"}, public, false},
		{"of another year", holiday.Day{Types: []string{"Public"}}, holiday.Options{Types: holiday.PublicTypes, Years: []int{2028}}, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			c.day.Date, c.day.Name = on(2027, 4, 12), "День" // a Monday
			merged, plan := holiday.Merge(calendar(t), []holiday.Day{c.day}, c.option)
			counted, problems := worktime.New(merged.Spec)
			if len(problems) > 0 {
				t.Fatal(problems)
			}
			worked, err := counted.Workdays(on(2027, 4, 12), on(2027, 4, 13))
			if err != nil || (worked == 0) != c.off {
				t.Errorf("%d working days, error %v, plan %+v", worked, err, plan)
			}
		})
	}
}

func TestHolidaysOfOneDay(t *testing.T) {
	t.Parallel()
	day := func(name string) holiday.Day {
		return holiday.Day{Date: on(2027, 4, 12), Name: name, Types: []string{"Public"}}
	}
	_, plan := holiday.Merge(calendar(t), []holiday.Day{day("Курбан-айт"), day("День Столицы"), day("Курбан-айт")}, public)
	want := []holiday.Change{{Date: "2027-04-12", Name: "Курбан-айт, День Столицы"}}
	if diff := cmp.Diff(want, plan.Added); diff != "" {
		t.Error(diff)
	}
}
