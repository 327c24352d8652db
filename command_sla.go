package main

import (
	"fmt"

	"kontora/internal/store"

	"github.com/spf13/cobra"
)

func (p *program) slaCommand() *cobra.Command {
	group := &cobra.Command{Use: "sla", Short: "Clocks: the terms that people have"}
	verify := &cobra.Command{Use: "verify", Short: "Work out every clock anew from history and name the first that stands elsewhere", Args: cobra.NoArgs}
	verify.RunE = func(cmd *cobra.Command, _ []string) error {
		m := p.engine.Model()
		if m == nil {
			return fmt.Errorf("nothing is installed")
		}
		count, bad, err := store.VerifyClocks(p.app, m, p.engine.Zone())
		if err != nil {
			return err
		}
		if bad != nil {
			return fmt.Errorf("clock %s of %s/%s: %s (%d before it are sound)", bad.Key, bad.Record.Type, bad.Record.Id, bad.Reason, count)
		}
		fmt.Fprintf(cmd.OutOrStdout(), "%d clocks, all sound\n", count)
		return nil
	}
	group.AddCommand(verify)
	return group
}
