package main

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"kontora/internal/api"
	"kontora/internal/model"
	"kontora/internal/scenario"
	"kontora/internal/spec"

	"github.com/spf13/cobra"
)

// walkFlags are the flags of the walk command.
type walkFlags struct {
	from, typ, lang string
	steps           int
	seed            int64
	within          time.Duration
	asJSON          bool
}

func (p *program) walkCommand() *cobra.Command {
	c := &cobra.Command{Use: "walk [pack…]", Short: "Have made-up people do at random what they may, and tell how a record comes to stand still"}
	var f walkFlags
	c.Flags().StringVar(&f.from, "from", "", "folder with schemas/ and rules/")
	c.Flags().StringVar(&f.typ, "type", "", "only this type: pack/type")
	c.Flags().StringVar(&f.lang, "lang", "en", "language of the story: ru, en")
	c.Flags().IntVar(&f.steps, "steps", 300, "steps over each type")
	c.Flags().Int64Var(&f.seed, "seed", 1, "the same seed walks the same way")
	c.Flags().DurationVar(&f.within, "within", 2*time.Minute, "how long each type may take")
	c.Flags().BoolVar(&f.asJSON, "json", false, "print as JSON")
	c.RunE = func(cmd *cobra.Command, packs []string) error { return p.walk(cmd, packs, f) }
	return markOffline(c)
}

func (p *program) walk(cmd *cobra.Command, packs []string, f walkFlags) error {
	b, m, err := readConfiguration(f.from, cmd.ErrOrStderr())
	if err != nil {
		return err
	}
	o, err := p.scenarioOptions(f.from)
	if err != nil {
		return err
	}
	files, err := withNeeded(b, packs)
	if err != nil {
		return err
	}
	opening := scenario.Opening{Files: files, At: time.Date(2026, 3, 2, 9, 0, 0, 0, o.Zone), Language: f.lang, Words: api.Words()}
	all, broken := []*scenario.Walked{}, false
	for _, t := range walkable(m, packs, f.typ) {
		w, err := scenario.Walk(cmd.Context(), o, opening, scenario.WalkOptions{Type: t.Key, Steps: f.steps, Seed: f.seed, Within: f.within, Now: time.Now})
		if err != nil {
			return fmt.Errorf("%s: %w", t.Key, err)
		}
		all, broken = append(all, w), broken || w.Found != nil
		if !f.asJSON {
			sayWalk(cmd.OutOrStdout(), t, w)
		}
	}
	switch {
	case len(all) == 0:
		return fmt.Errorf("no type with states found")
	case f.asJSON:
		err = writeJSON(cmd.OutOrStdout(), all)
	}
	if err == nil && broken {
		return errReported
	}
	return err
}

// withNeeded are the sources of some packs and of those that they need; all of them
// when none is named.
func withNeeded(b *spec.Bundle, packs []string) (map[string][]byte, error) {
	if len(packs) == 0 {
		return b.Files, nil
	}
	sub, found := spec.Subset(b, packs)
	if spec.HasErrors(found) {
		return nil, fmt.Errorf("%s", found[0])
	}
	return sub.Files, nil
}

// walkable lists the types of some packs that have states.
func walkable(m *model.Model, packs []string, only string) []*model.Type {
	var out []*model.Type
	for _, t := range m.Types {
		if t.Abstract || t.Owner != nil || t.Lifecycle == nil || t.Directory != "" || len(packs) > 0 && !slices.Contains(packs, t.Pack) {
			continue
		}
		if only == "" || t.Key == only {
			out = append(out, t)
		}
	}
	return out
}

func sayWalk(w io.Writer, t *model.Type, r *scenario.Walked) {
	switch {
	case r.Found != nil:
		fmt.Fprintf(w, "%s: %s\n", t.Key, r.Found.Kind)
		for _, line := range r.Found.Story {
			fmt.Fprintln(w, "  "+line)
		}
		if r.Found.Scenario != "" {
			fmt.Fprintln(w, "  as a scenario:\n    "+strings.ReplaceAll(strings.TrimSpace(r.Found.Scenario), "\n", "\n    "))
		}
	case r.Steps == 0:
		fmt.Fprintf(w, "%s: nobody could begin: %s\n", t.Key, r.Unable)
	default:
		fmt.Fprintf(w, "%s: %d steps in %d walks, everything held\n", t.Key, r.Steps, r.Walks)
	}
	var never []string
	for _, n := range r.Never {
		never = append(never, n.Kind+" "+n.Key)
	}
	if len(never) > 0 && r.Found == nil && r.Steps > 0 {
		fmt.Fprintln(w, "  not walked:", strings.Join(never, ", "))
	}
	for _, s := range r.Silent {
		fmt.Fprintf(w, "  message %s: %d times, nobody to read it\n", s.Message, s.Times)
	}
}
