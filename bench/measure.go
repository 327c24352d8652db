package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// smallRows is the size that lists of the largest one are compared with.
const smallRows = 10000

// coldStarts is how often a server is started to time it; the median counts.
const coldStarts = 3

// measure does everything: the sizes one after another, then the verdict.
func measure(o options) error {
	if err := os.MkdirAll(o.data, 0o755); err != nil {
		return err
	}
	if o.profile != "" {
		if err := os.MkdirAll(o.profile, 0o755); err != nil {
			return err
		}
	}
	r := newReport(o)
	alone := map[string]func(*report, int) error{"publish": o.publish, "export": o.export}[o.only]
	if alone != nil { // over the engine's records alone
		for _, rows := range o.rows {
			if err := alone(r, rows); err != nil {
				return err
			}
		}
		r.verdict()
		return r.failure()
	}
	if err := o.lists(r, smallRows); err != nil {
		return err
	}
	for _, rows := range o.rows {
		if err := o.size(r, rows); err != nil {
			return err
		}
	}
	r.verdict()
	return r.failure()
}

// size compares both servers over so many records.
func (o options) size(r *report, rows int) error {
	pair := map[string]*child{}
	for _, role := range []string{plain, kontora} {
		c, err := o.open(role, rows)
		if err != nil {
			return err
		}
		defer c.stop()
		pair[role] = c
	}
	r.begin(rows, pair)
	pool := poolOf(rows)
	for _, op := range operations {
		if !o.wants(op.name) {
			continue
		}
		for _, clients := range o.clients {
			if err := o.compare(r, pair, op, rows, clients, pool); err != nil {
				return err
			}
		}
	}
	if !o.wants("alarms") {
		return nil
	}
	return o.alarms(r, pair[kontora], rows, pool, o.due)
}

// compare has the servers take turns in one operation.
func (o options) compare(r *report, pair map[string]*child, op operation, rows, clients int, pool [][]string) error {
	sums := map[string]*sample{}
	for round := range o.rounds {
		for _, role := range []string{plain, kontora} {
			if role == plain && op.plain == nil || role == kontora && op.kontora == nil {
				continue
			}
			if round == 0 {
				drive(pair[role], op, clients, o.round/3, pool) // warms caches and plans
				sums[role] = &sample{statements: statements(pair[role], op, pool)}
			}
			s := o.profiled(pair[role], op, rows, clients, func() sample { return drive(pair[role], op, clients, o.round, pool) })
			sums[role].add(s)
		}
	}
	r.add(op, rows, clients, sums)
	return nil
}

// statements tells how many an operation costs, by a short run of its own.
func statements(c *child, op operation, pool [][]string) float64 {
	var s sample
	n := c.counting(func() { s = drive(c, op, 1, 200*time.Millisecond, pool) })
	return float64(n) / float64(max(s.done, 1))
}

// profiled runs a drive, and beside it a CPU profile where one was asked for.
func (o options) profiled(c *child, op operation, rows, clients int, run func() sample) sample {
	if o.profile == "" || c.role != kontora {
		return run()
	}
	file := filepath.Join(o.profile, fmt.Sprintf("%s-%d-%d.pprof", strings.ReplaceAll(op.name, " ", "_"), rows, clients))
	done := make(chan error, 1)
	go func() { done <- c.profile(file, max(1, int(o.round/time.Second))) }()
	s := run()
	if err := <-done; err != nil {
		fmt.Fprintln(os.Stderr, "bench: profile:", err)
	}
	return s
}

// lists measures the engine's lists alone, to see whether they stay flat.
func (o options) lists(r *report, rows int) error {
	c, err := o.open(kontora, rows)
	if err != nil {
		return err
	}
	defer c.stop()
	pair := map[string]*child{kontora: c}
	r.begin(rows, pair)
	pool := poolOf(rows)
	for _, op := range operations {
		if !op.isList() || !o.wants(op.name) {
			continue
		}
		op.plain = nil
		if err := o.compare(r, pair, op, rows, 1, pool); err != nil {
			return err
		}
	}
	return nil
}

// open fills what is missing, and starts a server a few times to time it.
func (o options) open(role string, rows int) (*child, error) {
	folder, err := prepare(role, o.data, rows)
	if err != nil {
		return nil, err
	}
	var times []time.Duration
	for {
		c, err := start(role, folder)
		if err != nil {
			return nil, err
		}
		if times = append(times, c.started); len(times) == coldStarts {
			c.started = median(times)
			return c, nil
		}
		c.stop()
	}
}

// poolSize is how many records of each department are read and moved.
const poolSize = 400

// poolOf lists, by department, records that may be approved and returned,
// spread over the whole table.
func poolOf(rows int) [][]string {
	pool := make([][]string, departments)
	step := max(1, rows/(departments*poolSize*8))
	for n := 1; n <= rows; n += step {
		q := requestAt(n)
		if q.state == "review" && (q.basis != "" || q.amount <= threshold*100) && len(pool[q.department]) < poolSize {
			pool[q.department] = append(pool[q.department], q.id())
		}
	}
	return pool
}
