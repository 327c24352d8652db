package main

import (
	"fmt"

	"kontora/internal/store"

	"github.com/spf13/cobra"
)

func (p *program) auditCommand() *cobra.Command {
	group := &cobra.Command{Use: "audit", Short: "The history that nobody can change"}
	verify := &cobra.Command{Use: "verify", Short: "Recompute the chain of history and name the first line that differs", Args: cobra.NoArgs}
	verify.RunE = func(cmd *cobra.Command, _ []string) error {
		count, bad, err := store.VerifyAudit(p.app)
		if err != nil {
			return err
		}
		if bad != nil {
			return fmt.Errorf("%s: %d lines before it are sound", bad, count)
		}
		fmt.Fprintf(cmd.OutOrStdout(), "%d lines, all sound\n", count)
		return nil
	}
	group.AddCommand(verify)
	return group
}
