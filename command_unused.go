package main

import (
	"fmt"
	"io"
	"strings"
	"time"

	"kontora/internal/designer"

	"github.com/spf13/cobra"
)

func (p *program) unusedCommand() *cobra.Command {
	c := &cobra.Command{Use: "unused", Short: "List what of the configuration nobody has used for some days", Args: cobra.NoArgs}
	days := c.Flags().Int("days", 90, "how many days back")
	all := c.Flags().Bool("all", false, "also what was used, and what is too new to tell")
	asJSON := c.Flags().Bool("json", false, "print as JSON")
	c.RunE = func(cmd *cobra.Command, _ []string) error {
		m := p.engine.Model()
		switch {
		case m == nil:
			return fmt.Errorf("nothing is installed")
		case *days < 1:
			return fmt.Errorf("--days: at least 1")
		}
		u, err := designer.UsageOf(p.app, m, time.Now(), *days)
		if err != nil {
			return err
		}
		if !*all {
			u.Unused()
		}
		if *asJSON {
			return writeJSON(cmd.OutOrStdout(), u)
		}
		return sayUsage(cmd.OutOrStdout(), u, *all)
	}
	return c
}

// sayUsage prints a line for each thing: what, where, how often, when last.
func sayUsage(w io.Writer, u *designer.Usage, all bool) error {
	shown := 0
	for _, one := range u.Items {
		if one.Young && !all {
			continue
		}
		shown++
		last := "never"
		if one.Last != "" {
			last = "last " + one.Last[:len("2006-01-02")]
		}
		line := fmt.Sprintf("%-12s %s %s «%s»: %d in %d days, %d in all, %s", one.Kind, one.Type, one.Key, one.Title, one.Recent, u.Days, one.Ever, last)
		if one.Now > 0 {
			line += fmt.Sprintf(", now %d", one.Now)
		}
		if _, err := fmt.Fprintln(w, strings.Join(strings.Fields(line), " ")); err != nil {
			return err
		}
	}
	how := "all of history"
	if !u.Whole {
		how = "the newest part of history and records"
	}
	_, err := fmt.Fprintf(w, "%d things; looked at %d events, %s. Not counted: %s\n", shown, u.Events, how, strings.Join(u.Uncounted, ", "))
	return err
}
