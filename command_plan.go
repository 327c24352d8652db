package main

import (
	"fmt"
	"io"

	"kontora/internal/designer"
	"kontora/internal/fault"
	"kontora/internal/model"

	"github.com/spf13/cobra"
)

func (p *program) planCommand() *cobra.Command {
	c := &cobra.Command{Use: "plan", Short: "Say what publishing a configuration would change, and for how many records", Args: cobra.NoArgs}
	from := fromFlag(c)
	live := remoteFlags(c, "compare with the server at this address instead of the data folder, without counting records")
	c.RunE = func(cmd *cobra.Command, _ []string) error {
		_, m, err := readConfiguration(*from, cmd.ErrOrStderr())
		if err != nil {
			return err
		}
		if live.given() {
			return planRemote(cmd, live, m)
		}
		if err := p.open(); err != nil {
			return err
		}
		return p.sayPlan(cmd.OutOrStdout(), m)
	}
	return markOffline(c)
}

func planRemote(cmd *cobra.Command, r *remote, wanted *model.Model) error {
	live, err := r.configuration(cmd.Context())
	if err != nil {
		return err
	}
	running, err := live.model()
	if err != nil {
		return err
	}
	return sayDifferences(cmd.OutOrStdout(), model.Diff(running, wanted), false)
}

func (p *program) sayPlan(w io.Writer, m *model.Model) error {
	impacts, err := designer.Plan(p.app, p.engine.Model(), m)
	if err != nil {
		return err
	}
	for _, i := range impacts {
		fmt.Fprintln(w, i)
	}
	refused := p.engine.Stranded(m)
	if _, told := fault.As(refused); refused != nil && !told {
		return refused
	}
	if refused != nil {
		fmt.Fprintln(w, "publishing would be refused:"+sayError(refused))
	}
	if len(impacts) > 0 || refused != nil {
		return exitChanges
	}
	fmt.Fprintln(w, "no difference")
	return nil
}
