package main

import (
	"fmt"

	"kontora/internal/store"

	"github.com/spf13/cobra"
)

func (p *program) auditCommand() *cobra.Command {
	group := &cobra.Command{Use: "audit", Short: "The history that nobody can change"}
	verify := &cobra.Command{Use: "verify", Short: "Recompute the chain of history, every signature and what it is about, and name the first that differs", Args: cobra.NoArgs}
	verify.RunE = func(cmd *cobra.Command, _ []string) error {
		count, bad, err := store.VerifyAudit(p.app)
		if err != nil {
			return err
		}
		if bad != nil {
			return fmt.Errorf("%s: %d lines before it are sound", bad, count)
		}
		fmt.Fprintf(cmd.OutOrStdout(), "%d lines, all sound\n", count)
		if p.engine.Model() == nil {
			return nil
		}
		signed, flaw, err := p.engine.VerifySignatures()
		if err != nil {
			return err
		}
		if flaw != nil {
			return fmt.Errorf("%s: %d signatures before it are sound", flaw, signed)
		}
		fmt.Fprintf(cmd.OutOrStdout(), "%d signatures, all sound\n", signed)
		return nil
	}
	group.AddCommand(verify)
	return group
}
