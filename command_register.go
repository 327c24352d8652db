package main

import (
	"fmt"

	"github.com/spf13/cobra"
)

func (p *program) registerCommand() *cobra.Command {
	group := &cobra.Command{Use: "register", Short: "Budgets, stock and other sums that records contribute to"}
	verify := &cobra.Command{Use: "verify", Short: "Recompute registers from their entries and from the records, and name the first difference", Args: cobra.NoArgs}
	verify.RunE = func(cmd *cobra.Command, _ []string) error {
		sums, contributions, bad, err := p.engine.VerifyRegisters()
		if err != nil {
			return err
		}
		if bad != nil {
			return fmt.Errorf("%s", bad)
		}
		fmt.Fprintf(cmd.OutOrStdout(), "%d sums of %d contributions, all sound\n", sums, contributions)
		return nil
	}
	group.AddCommand(verify)
	return group
}
