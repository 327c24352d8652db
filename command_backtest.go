package main

import (
	"fmt"
	"io"
	"time"

	"kontora/internal/api"
	"kontora/internal/designer"

	"github.com/spf13/cobra"
)

func (p *program) backtestCommand() *cobra.Command {
	c := &cobra.Command{Use: "backtest", Short: "Decide the last months once more by another configuration, and list what would have gone differently", Args: cobra.NoArgs}
	from := fromFlag(c)
	months := c.Flags().Int("months", 3, "how far back")
	typ := c.Flags().String("type", "", "only records of this type: pack/type")
	within := c.Flags().Duration("within", 10*time.Minute, "how long it may take")
	asJSON := c.Flags().Bool("json", false, "print as JSON")
	c.RunE = func(cmd *cobra.Command, _ []string) error {
		_, draft, err := readConfiguration(*from, cmd.ErrOrStderr())
		if err != nil {
			return err
		}
		switch {
		case p.engine.Model() == nil:
			return fmt.Errorf("nothing is installed")
		case *months < 1:
			return fmt.Errorf("--months: at least 1")
		}
		past := designer.Past{Since: time.Now().AddDate(0, -*months, 0), Type: *typ, Within: *within, Now: time.Now}
		b, err := designer.Replay(cmd.Context(), p.app, p.engine, draft, past)
		if err != nil {
			return err
		}
		words := api.Words()
		for i, key := range b.Assumptions {
			b.Assumptions[i] = words("en", "play.assume_"+key, nil)
		}
		if *asJSON {
			return writeJSON(cmd.OutOrStdout(), b)
		}
		return sayBacktest(cmd.OutOrStdout(), b)
	}
	return c
}

// sayBacktest prints what would have gone differently, with a few examples each.
func sayBacktest(w io.Writer, b *designer.Backtest) error {
	const examples = 5
	for _, d := range b.Differences {
		fmt.Fprintf(w, "%-16s %s %s «%s»: %d\n", d.Kind, d.Type, d.Key, d.Title, d.Count)
		for _, one := range d.Sample[:min(len(d.Sample), examples)] {
			fmt.Fprintf(w, "    %s %s %s %s\n", one.At, one.Number, one.Title, one.Text)
		}
	}
	fmt.Fprintf(w, "%d of %d steps checked, %d of them not wholly known; %d terms: %d missed, %d would be\n",
		b.Checked, b.Total, b.Unsure, b.Clocks.Checked, b.Clocks.Late, b.Clocks.Would)
	if !b.Whole {
		fmt.Fprintf(w, "there was no time for all: it got from %s to %s\n", b.From, b.To)
	}
	for _, text := range b.Assumptions {
		fmt.Fprintln(w, "assumed:", text)
	}
	if len(b.Differences) > 0 {
		return exitChanges
	}
	return nil
}
