package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"

	"kontora/internal/designer"
	"kontora/internal/engine"
	"kontora/internal/fault"
	"kontora/internal/spec"

	"github.com/spf13/cobra"
)

func (p *program) planCommand() *cobra.Command {
	c := &cobra.Command{Use: "plan", Short: "Say what publishing a configuration would change, and for how many records", Args: cobra.NoArgs}
	from := fromFlag(c)
	mapping := mapFlag(c)
	live := remoteFlags(c, "ask the server at this address instead of the data folder")
	c.RunE = func(cmd *cobra.Command, _ []string) error {
		moves, err := readMoves(*mapping)
		if err != nil {
			return err
		}
		b, m, err := readConfiguration(*from, cmd.ErrOrStderr())
		if err != nil {
			return err
		}
		if live.given() {
			return planRemote(cmd, live, b, moves)
		}
		if err := p.open(); err != nil {
			return err
		}
		impacts, err := designer.Plan(p.app, p.engine.Model(), m)
		if err != nil {
			return err
		}
		return sayPlan(cmd.OutOrStdout(), impacts, p.engine.Stranded(m, moves))
	}
	return markOffline(c)
}

func planRemote(cmd *cobra.Command, r *remote, b *spec.Bundle, moves engine.Moves) error {
	live, err := r.configuration(cmd.Context())
	if err != nil {
		return err
	}
	out, err := r.plan(cmd.Context(), live, b.Files, moves)
	if err != nil {
		return err
	}
	if spec.HasErrors(out.Diagnostics) {
		_ = spec.Print(cmd.ErrOrStderr(), out.Diagnostics)
		return errReported
	}
	if out.Refused != nil {
		return sayPlan(cmd.OutOrStdout(), out.Differences, out.Refused)
	}
	return sayPlan(cmd.OutOrStdout(), out.Differences, nil)
}

// sayPlan prints what would change, and why it would be refused.
func sayPlan(w io.Writer, impacts []designer.Impact, refused error) error {
	if _, told := fault.As(refused); refused != nil && !told {
		return refused
	}
	for _, i := range impacts {
		fmt.Fprintln(w, i)
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

func mapFlag(c *cobra.Command) *string {
	return c.Flags().String("map", "", "a JSON file that says where records go whose state or choice is gone")
}

// readMoves reads a file of moves; none without a name.
func readMoves(name string) (engine.Moves, error) {
	if name == "" {
		return nil, nil
	}
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	var moves engine.Moves
	from := json.NewDecoder(bytes.NewReader(data))
	from.DisallowUnknownFields()
	if err := from.Decode(&moves); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return moves, nil
}
