package main

import (
	"errors"
	"fmt"
	"os"
	"runtime"
	"slices"
	"strings"
	"time"
)

// Targets that are not a share of plain's throughput.
const (
	mostMemory = 300.0 // MB, of the engine under all of it
	mostStart  = time.Second
	mostGrowth = 1.5                    // of a list from smallRows to the largest size
	mostSearch = 100 * time.Millisecond // p95, one client
)

// report prints rows as they are measured and keeps what the verdict needs.
type report struct {
	o       options
	lines   []line // of the verdict
	growing map[string]map[int]float64
	wrong   int // operations that failed
}

// line is one target.
type line struct {
	what, is, target string
	met              bool
}

func newReport(o options) *report {
	fmt.Printf("%s, %d processors, %s\n", runtime.Version(), runtime.NumCPU(), processorName())
	fmt.Printf("%d rounds of %s, the servers take turns; the load runs on the same machine\n", o.rounds, o.round)
	return &report{o: o, growing: map[string]map[int]float64{}}
}

func (r *report) begin(rows int, pair map[string]*child) {
	fmt.Printf("\n%d records\n", rows)
	for _, role := range []string{plain, kontora} {
		if c := pair[role]; c != nil {
			fmt.Printf("  %-8s cold start %d ms\n", role, c.started.Milliseconds())
		}
	}
	if c := pair[kontora]; c != nil && rows > smallRows {
		r.target(fmt.Sprintf("cold start, %d records", rows), fmt.Sprintf("%d ms", c.started.Milliseconds()),
			fmt.Sprintf("≤ %d ms", mostStart.Milliseconds()), c.started <= mostStart)
	}
	fmt.Printf("  %-14s %3s %-8s %9s %8s %8s %8s %8s %7s %5s %8s %8s\n",
		"operation", "cl", "server", "per s", "p50 ms", "p95 ms", "p99 ms", "CPU ms", "RSS MB", "SQL", "per s ×", "CPU ×")
}

// add prints one operation, the engine beside plain.
func (r *report) add(op operation, rows, clients int, sums map[string]*sample) {
	p, k := sums[plain], sums[kontora]
	if p != nil {
		r.row(op.name, clients, plain, *p, "")
	}
	if k == nil {
		return
	}
	ratio := ""
	if p != nil {
		throughput := k.perSecond() / p.perSecond()
		ratio = fmt.Sprintf("%8.2f %8.2f", throughput, p.milliseconds()/k.milliseconds())
		if op.least > 0 {
			r.target(fmt.Sprintf("%s, %d records, %d clients", op.name, rows, clients),
				fmt.Sprintf("%.2f × plain (by CPU %.2f)", throughput, p.milliseconds()/k.milliseconds()), fmt.Sprintf("≥ %.2f", op.least), throughput >= op.least)
		}
	}
	r.row(op.name, clients, kontora, *k, ratio)
	if rows > smallRows && k.peak > mostMemory {
		r.target(fmt.Sprintf("memory, %s, %d records, %d clients", op.name, rows, clients), fmt.Sprintf("%.0f MB", k.peak), fmt.Sprintf("≤ %.0f MB", mostMemory), false)
	}
	if op.name == "search" && clients == 1 {
		r.target(fmt.Sprintf("search, %d records", rows), k.percentile(.95)+" ms at p95", fmt.Sprintf("≤ %d ms", mostSearch.Milliseconds()), k.at(.95) <= mostSearch)
	}
	if op.isList() && clients == 1 {
		if r.growing[op.name] == nil {
			r.growing[op.name] = map[int]float64{}
		}
		r.growing[op.name][rows] = k.milliseconds()
	}
}

func (r *report) row(name string, clients int, role string, s sample, ratio string) {
	fmt.Printf("  %-14s %3d %-8s %9.1f %8s %8s %8s %8.2f %7.0f %5.1f %s\n", name, clients, role, s.perSecond(),
		s.percentile(.5), s.percentile(.95), s.percentile(.99), s.milliseconds(), s.peak, s.statements, ratio)
	for message, n := range s.failed {
		r.wrong += n
		fmt.Printf("    failed %d×: %s\n", n, message)
	}
}

// clockwork prints what the clock did in one go, and what a writer felt of it.
func (r *report) clockwork(rows int, done answered, calm, busy sample) {
	waited := time.Duration(done.Waited * float64(time.Second))
	fmt.Printf("  %d alarms answered in %.1f s, %.0f per s; creates meanwhile %s/%s/%s ms (p50/p99/longest), without %s/%s/%s\n",
		done.Alarms, done.Seconds, float64(done.Alarms)/done.Seconds, busy.percentile(.5), busy.percentile(.99),
		busy.percentile(1), calm.percentile(.5), calm.percentile(.99), calm.percentile(1))
	r.target(fmt.Sprintf("a writer's wait while %d alarms are answered, %d records", done.Alarms, rows),
		fmt.Sprintf("%.1f ms at most", float64(waited.Microseconds())/1000), fmt.Sprintf("≤ %d ms", mostWait.Milliseconds()), waited <= mostWait)
	for message, n := range busy.failed {
		r.wrong += n
		fmt.Printf("    failed %d×: %s\n", n, message)
	}
}

// verdict prints every target, met or not.
func (r *report) verdict() {
	largest := r.o.rows[len(r.o.rows)-1]
	for _, op := range operations {
		costs := r.growing[op.name]
		if small, large := costs[smallRows], costs[largest]; small > 0 && large > 0 {
			r.target(fmt.Sprintf("%s, %d records against %d", op.name, largest, smallRows),
				fmt.Sprintf("%.2f × the CPU (%.2f → %.2f ms)", large/small, small, large), fmt.Sprintf("≤ %.1f", mostGrowth), large/small <= mostGrowth)
		}
	}
	if !slices.ContainsFunc(r.lines, func(l line) bool { return strings.HasPrefix(l.what, "memory") }) {
		r.target("memory, all of it", "within", fmt.Sprintf("≤ %.0f MB", mostMemory), true)
	}
	fmt.Printf("\n%-48s %-36s %-10s\n", "target", "measured", "wanted")
	for _, l := range r.lines {
		word := "met"
		if !l.met {
			word = "MISSED"
		}
		fmt.Printf("%-48s %-36s %-10s %s\n", l.what, l.is, l.target, word)
	}
}

func (r *report) target(what, is, target string, met bool) {
	r.lines = append(r.lines, line{what, is, target, met})
}

// failure is the error of a run in which requests were refused: its figures
// mean nothing. A missed target is no error.
func (r *report) failure() error {
	if r.wrong > 0 {
		return errors.New("some requests failed: the figures above do not count")
	}
	return nil
}

func (op operation) isList() bool {
	return strings.HasPrefix(op.name, "list") || strings.HasPrefix(op.name, "newest")
}

func median(times []time.Duration) time.Duration {
	slices.Sort(times)
	return times[len(times)/2]
}

// processorName reads what the machine says of itself.
func processorName() string {
	data, _ := os.ReadFile("/proc/cpuinfo")
	for l := range strings.Lines(string(data)) {
		if name, ok := strings.CutPrefix(l, "model name"); ok {
			return strings.TrimSpace(strings.TrimLeft(name, " \t:"))
		}
	}
	return runtime.GOARCH
}
