package scenario

import (
	"context"
	"errors"
	"io/fs"
	"path"
	"runtime"
	"strings"
	"sync"
	"time"

	"kontora/internal/fault"
	"kontora/internal/spec"
)

// Rehearsal is how the scenarios of packs went under a configuration.
type Rehearsal struct {
	Total  int       `json:"total"`
	Played int       `json:"played"` // of them, in the time there was
	Passed int       `json:"passed"`
	Failed []Failure `json:"failed"`
	Left   []string  `json:"left"` // names of those that were not played to their end
	Within int       `json:"within"`
	Took   float64   `json:"took"` // seconds
}

// Failure is a scenario that does not hold.
type Failure struct {
	Name   string `json:"name"`
	Line   int    `json:"line"`
	Text   string `json:"text"`
	Output string `json:"output"`
}

const (
	usualPatience = 60 * time.Second
	mostPatience  = 180 * time.Second
)

// Scenarios plays the scenarios that packs of a configuration carry, under it.
// dropped are paths of scenarios that it takes away.
func (s *Stage) Scenarios(ctx context.Context, files map[string][]byte, dropped map[string]bool, seconds int) (any, error) {
	s.clean.Do(s.sweep)
	if !s.busy.TryLock() {
		return nil, fault.New(fault.Limit, "play_busy", nil)
	}
	defer s.busy.Unlock()
	scripts, out := s.scripts(files, dropped)
	within := usualPatience
	if seconds > 0 {
		within = min(time.Duration(seconds)*time.Second, mostPatience)
	}
	out.Within = int(within / time.Second)
	ctx, cancel := context.WithTimeout(ctx, within)
	defer cancel()
	o := s.o.Options
	own, _ := spec.LoadFiles(files)
	if o.Packs = own; s.o.Packs != nil {
		o.Packs = spec.Overlay(s.o.Packs, own)
	}
	begun := s.o.Now()
	out.take(rehearse(ctx, o, scripts))
	out.Took = s.o.Now().Sub(begun).Seconds()
	return out, nil
}

func (r *Rehearsal) take(results []*Result) {
	for _, one := range results {
		switch {
		case errors.Is(one.Err, context.DeadlineExceeded) || errors.Is(one.Err, context.Canceled):
			r.Left = append(r.Left, one.Script.Name)
		case one.Passed():
			r.Played, r.Passed = r.Played+1, r.Passed+1
		default:
			r.Played++
			r.Failed = append(r.Failed, Failure{one.Script.Name, one.Line, one.Err.Error(), one.String()})
		}
	}
}

// scripts gathers scenarios: those among the files, and those that came with the
// program for the packs that the configuration has.
func (s *Stage) scripts(files map[string][]byte, dropped map[string]bool) ([]*Script, *Rehearsal) {
	found := map[string][]byte{}
	packs := map[string]bool{}
	for name, data := range files {
		parts := strings.Split(name, "/")
		if len(parts) > 2 && parts[0] == "schemas" {
			packs[parts[1]] = true
		}
		if isScenario(name) {
			found[name] = data
		}
	}
	if s.o.Shipped != nil {
		names, _ := fs.Glob(s.o.Shipped, "schemas/*/scenarios/*.txtar")
		for _, name := range names {
			if _, own := found[name]; own || dropped[name] || !packs[strings.Split(name, "/")[1]] {
				continue
			}
			if data, err := fs.ReadFile(s.o.Shipped, name); err == nil {
				found[name] = data
			}
		}
	}
	out := &Rehearsal{Total: len(found), Failed: []Failure{}, Left: []string{}}
	var scripts []*Script
	for _, name := range sortedKeys(found) {
		parts := strings.Split(name, "/")
		title := parts[1] + "/" + strings.TrimSuffix(path.Base(name), ".txtar")
		script, err := Parse(title, name, found[name])
		if err != nil {
			out.Played++
			out.Failed = append(out.Failed, Failure{Name: title, Text: err.Error(), Output: err.Error()})
			continue
		}
		scripts = append(scripts, script)
	}
	return scripts, out
}

func isScenario(name string) bool {
	ok, err := path.Match("schemas/*/scenarios/*.txtar", name)
	return ok && err == nil
}

// rehearse plays scripts side by side, with half of the machine: people work on
// the other half.
func rehearse(ctx context.Context, o Options, scripts []*Script) []*Result {
	results := make([]*Result, len(scripts))
	places := make(chan struct{}, max(1, runtime.GOMAXPROCS(0)/2))
	var all sync.WaitGroup
	for i, s := range scripts {
		all.Add(1)
		go func() {
			defer all.Done()
			places <- struct{}{}
			defer func() { <-places }()
			if err := ctx.Err(); err != nil {
				results[i] = &Result{Script: s, Err: err}
				return
			}
			results[i] = RunWithin(ctx, o, s)
		}()
	}
	all.Wait()
	return results
}
