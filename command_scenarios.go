package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"time"

	"kontora/internal/scenario"
	"kontora/internal/spec"

	"github.com/spf13/cobra"
)

// scenarioFlags are the flags of the test command.
type scenarioFlags struct {
	from, folder, run string
	asJSON            bool
}

func (p *program) scenariosCommand() *cobra.Command {
	c := &cobra.Command{Use: "test [pack…]", Short: "Play the scenarios of packs"}
	var f scenarioFlags
	c.Flags().StringVar(&f.from, "from", "", "folder with schemas/ and rules/")
	c.Flags().StringVar(&f.folder, "scenarios", "", "play this file, or the *.txtar of this folder, instead of those of the packs")
	c.Flags().StringVar(&f.run, "run", "", "only scenarios whose name matches this expression")
	c.Flags().BoolVar(&f.asJSON, "json", false, "print the results as JSON")
	c.RunE = func(cmd *cobra.Command, packs []string) error { return p.scenarios(cmd.OutOrStdout(), packs, f) }
	return markOffline(c)
}

func (p *program) scenarios(w io.Writer, packs []string, f scenarioFlags) error {
	scripts, err := f.scripts(packs)
	if err != nil {
		return err
	}
	if len(scripts) == 0 {
		return fmt.Errorf("no scenario found")
	}
	o, err := p.scenarioOptions(f.from)
	if err != nil {
		return err
	}
	results := playAll(o, scripts, func(r played) {
		if !f.asJSON {
			fmt.Fprintf(w, "%s\t%.1fs\n", r.result, r.took.Seconds())
		}
	})
	failed := 0
	for _, r := range results {
		if !r.result.Passed() {
			failed++
		}
	}
	if f.asJSON {
		err = writeJSON(w, asJSON(results))
	} else {
		fmt.Fprintf(w, "%d scenarios, %d failed\n", len(results), failed)
	}
	if err == nil && failed > 0 {
		return errReported
	}
	return err
}

func (f scenarioFlags) scripts(packs []string) ([]*scenario.Script, error) {
	only, err := regexp.Compile(f.run)
	if err != nil {
		return nil, fmt.Errorf("--run: %w", err)
	}
	var all []*scenario.Script
	if f.folder != "" {
		all, err = scenariosAt(filepath.Clean(f.folder))
	} else {
		root, found := configurationAt(f.from)
		if found != nil {
			return nil, found
		}
		all, err = scenario.FindOfPacks(root, packs)
	}
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(all, func(s *scenario.Script) bool { return !only.MatchString(s.Name) }), nil
}

// scenariosAt reads one script, or those of a folder.
func scenariosAt(path string) ([]*scenario.Script, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if info.IsDir() {
		return scenario.Find(os.DirFS(path), ".")
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	name := strings.TrimSuffix(filepath.Base(path), filepath.Ext(path))
	s, err := scenario.Parse(name, path, data)
	if err != nil {
		return nil, err
	}
	return []*scenario.Script{s}, nil
}

// scenarioOptions give scripts the packs of the program and those of --from, the
// latter where both have one.
func (p *program) scenarioOptions(from string) (scenario.Options, error) {
	root, err := configurationAt(from)
	if err != nil {
		return scenario.Options{}, err
	}
	own, found := spec.Load(root)
	if spec.HasErrors(found) {
		_ = spec.Print(os.Stderr, found)
		return scenario.Options{}, errReported
	}
	zone, err := time.LoadLocation(defaultZone)
	return scenario.Options{
		Packs: spec.Overlay(p.packs, own), Zone: zone, Bind: bindPlay,
	}, err
}

type played struct {
	result *scenario.Result
	took   time.Duration
}

// playAll runs scripts side by side and reports each as soon as it and all
// before it have ended.
func playAll(o scenario.Options, scripts []*scenario.Script, done func(played)) []played {
	results := make([]chan played, len(scripts))
	places := make(chan struct{}, runtime.GOMAXPROCS(0))
	for i, s := range scripts {
		results[i] = make(chan played, 1)
		go func() {
			places <- struct{}{}
			defer func() { <-places }()
			begun := time.Now()
			results[i] <- played{scenario.Run(o, s), time.Since(begun)}
		}()
	}
	all := make([]played, len(scripts))
	for i := range results {
		all[i] = <-results[i]
		done(all[i])
	}
	return all
}

func asJSON(results []played) []map[string]any {
	list := []map[string]any{}
	for _, r := range results {
		one := map[string]any{"name": r.result.Script.Name, "passed": r.result.Passed(), "seconds": r.took.Seconds()}
		if !r.result.Passed() {
			one["line"], one["error"], one["output"] = r.result.Line, r.result.Err.Error(), r.result.String()
		}
		list = append(list, one)
	}
	return list
}
