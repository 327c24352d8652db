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
	c := &cobra.Command{Use: "plan", Short: "Say what publishing a configuration would change, and what that means for records and people", Args: cobra.NoArgs}
	from := fromFlag(c)
	mapping := mapFlag(c)
	lang := langFlag(c)
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
			live.lang = *lang
			return planRemote(cmd, live, b, moves)
		}
		if err := p.open(); err != nil {
			return err
		}
		plan := designer.Planning{Engine: p.engine, Wanted: m, Moves: moves, Speech: designer.Speech{Lang: *lang}}
		report, err := plan.Plan(cmd.Context())
		if err != nil {
			return err
		}
		return sayPlan(cmd.OutOrStdout(), *lang, report, p.engine.Stranded(m, moves))
	}
	return markOffline(c)
}

func langFlag(c *cobra.Command) *string {
	return c.Flags().String("lang", "en", "language of what is said: en or ru")
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
		return sayPlan(cmd.OutOrStdout(), r.lang, &out.Report, out.Refused)
	}
	return sayPlan(cmd.OutOrStdout(), r.lang, &out.Report, nil)
}

// sayPlan prints what would change, and why it would be refused.
func sayPlan(w io.Writer, lang string, report *designer.Report, refused error) error {
	if _, told := fault.As(refused); refused != nil && !told {
		return refused
	}
	report.Print(w, lang)
	if refused != nil {
		fmt.Fprintln(w, "publishing would be refused:"+sayError(refused))
	}
	if len(report.Differences) > 0 || refused != nil {
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
