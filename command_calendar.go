package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"kontora/internal/engine"
	"kontora/internal/holiday"
	"kontora/internal/model"
	"kontora/internal/spec"

	"github.com/spf13/cobra"
)

func (p *program) calendarCommand() *cobra.Command {
	group := &cobra.Command{Use: "calendar", Short: "Working calendars of a configuration"}
	group.AddCommand(calendarImportCommand())
	return group
}

// calendarImport is what the command line of calendar import says.
type calendarImport struct {
	from     string
	calendar string
	options  holiday.Options
	write    bool
	asJSON   bool
}

func calendarImportCommand() *cobra.Command {
	var given calendarImport
	c := &cobra.Command{
		Use:   "import FEED",
		Short: "Take public holidays from a feed (iCalendar or JSON) into a calendar's file",
		Long: `Take public holidays from a feed into a calendar's file.

FEED is a file of iCalendar (.ics), or of JSON as public holiday services give it:
date, localName, types. Days of which the feed says that they are public become days
off; all others are listed with what the feed calls them. What the file says of a date
already stays: names of holidays, moved, short and worked days. Without --write the
differences are printed and nothing is changed.`,
		Example: `  kontora calendar import kz-2027.json --calendar base/kz
  kontora calendar import kz-2027.json --calendar base/kz --from office --write`,
		Args: cobra.ExactArgs(1),
	}
	from := fromFlag(c)
	flags := c.Flags()
	flags.StringVar(&given.calendar, "calendar", "", "the calendar: base/kz, or kz where only one pack has it")
	flags.StringSliceVar(&given.options.Types, "type", holiday.PublicTypes, "the feed's words for days off")
	flags.BoolVar(&given.options.Untyped, "untyped", false, "take days of which the feed does not say what they are, too")
	flags.StringSliceVar(&given.options.Regions, "region", nil, "take the days of this region, too: KZ-75")
	flags.IntSliceVar(&given.options.Years, "year", nil, "take these years only (default: all years of the feed)")
	flags.BoolVar(&given.write, "write", false, "write the file instead of printing what would change")
	flags.BoolVar(&given.asJSON, "json", false, "print the differences as JSON")
	c.RunE = func(cmd *cobra.Command, args []string) error {
		given.from = *from
		return given.run(cmd, args[0])
	}
	return markOffline(c)
}

func (c calendarImport) run(cmd *cobra.Command, feed string) error {
	if c.write && !isFolder(c.from) {
		return errNotWritable
	}
	days, err := readFeed(feed)
	if err != nil {
		return err
	}
	b, m, err := readConfiguration(c.from, cmd.ErrOrStderr())
	if err != nil {
		return err
	}
	path, err := calendarPath(b, m, c.calendar)
	if err != nil {
		return err
	}
	file, err := holiday.Parse(b.Files[path])
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	isCanonical := bytes.Equal(file.Text(), b.Files[path])
	merged, plan := holiday.Merge(file, days, c.options)
	files := maps.Clone(b.Files)
	files[path] = merged.Text()
	if changed, found := engine.Check(files); changed == nil {
		_ = spec.Print(cmd.ErrOrStderr(), found)
		return errReported
	}
	if err := c.say(cmd.OutOrStdout(), path, plan, isCanonical); err != nil || plan.IsEmpty() {
		return err
	}
	return c.finish(cmd.OutOrStdout(), path, files[path])
}

// finish writes the file if it has been asked for.
func (c calendarImport) finish(w io.Writer, path string, text []byte) error {
	if !c.write {
		return exitChanges
	}
	if err := os.WriteFile(filepath.Join(c.from, filepath.FromSlash(path)), text, 0o644); err != nil {
		return err
	}
	if !c.asJSON {
		fmt.Fprintln(w, path, "is written")
	}
	return nil
}

var errNotWritable = errors.New("the packs in the program cannot be changed: name a folder by --from")

func readFeed(name string) ([]holiday.Day, error) {
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	days, err := holiday.Read(data)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return days, nil
}

// calendarPath finds the file of a calendar.
func calendarPath(b *spec.Bundle, m *model.Model, name string) (string, error) {
	c := m.CalendarFor(name)
	if c == nil {
		known := strings.Join(slices.Sorted(maps.Keys(m.Calendars)), ", ")
		if name == "" {
			return "", fmt.Errorf("name the calendar by --calendar: %s", known)
		}
		return "", fmt.Errorf("there is no calendar %q, or several packs have it: %s", name, known)
	}
	pack, key, _ := strings.Cut(c.Key, "/")
	declared, _ := b.Pack(pack).Calendars.Get(key)
	return declared.File, nil
}

// say prints what would change, or has been changed, and what is left alone.
func (c calendarImport) say(w io.Writer, path string, plan holiday.Plan, isCanonical bool) error {
	if c.asJSON {
		return writeJSON(w, map[string]any{"file": path, "plan": plan})
	}
	fmt.Fprintln(w, path)
	for _, year := range plan.NewYears {
		fmt.Fprintf(w, "%d is new; a feed does not name moved, short and worked days: add them\n", year)
	}
	sayDays(w, "days off, added:", "+", plan.Added)
	sayDays(w, "kept as the file has them:", "!", plan.Kept)
	sayDays(w, "not in the feed, kept:", "?", plan.Missing)
	sayDays(w, "left out:", "-", plan.LeftOut)
	fmt.Fprintf(w, "%d added, %d there already, %d kept, %d left out\n", len(plan.Added), plan.Same, len(plan.Kept), len(plan.LeftOut))
	switch {
	case plan.IsEmpty():
		fmt.Fprintln(w, "no difference")
	case !isCanonical:
		fmt.Fprintln(w, "the rest of the file is put in order, too")
	}
	if !plan.IsEmpty() && !c.write {
		fmt.Fprintln(w, "nothing is written without --write")
	}
	return nil
}

func sayDays(w io.Writer, title, mark string, list []holiday.Change) {
	if len(list) > 0 {
		fmt.Fprintln(w, title)
	}
	for _, d := range list {
		line := fmt.Sprintf("%s %s %s", mark, dayOfWeek(d.Date), d.Name)
		if d.Reason != "" {
			line += " — " + d.Reason
		}
		fmt.Fprintln(w, " ", line)
	}
}

// dayOfWeek puts the day of the week behind a date.
func dayOfWeek(date string) string {
	t, err := time.Parse(time.DateOnly, date)
	if err != nil {
		return date
	}
	return t.Format(time.DateOnly + " Mon")
}
