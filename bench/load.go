package main

import (
	"fmt"
	"math/rand"
	"net/http"
	"slices"
	"sync"
	"time"
)

// sample is what one operation cost on one server.
type sample struct {
	done       int
	elapsed    time.Duration
	latencies  []time.Duration
	processor  time.Duration
	statements float64 // per operation
	peak       float64 // MB
	failed     map[string]int
}

// drive runs a closed loop of clients against one server for some time.
func drive(c *child, op operation, clients int, length time.Duration, pool [][]string) sample {
	act := op.plain
	if c.role == kontora {
		act = op.kontora
	}
	transport := &http.Transport{MaxIdleConnsPerHost: clients, DisableCompression: true}
	defer transport.CloseIdleConnections()
	out := sample{failed: map[string]int{}}
	var mu sync.Mutex
	var wg sync.WaitGroup
	c.forgetPeak()
	processor, begun := c.processor(), time.Now()
	for i := range clients {
		v := &visitor{
			server: c, client: &http.Client{Transport: transport, Timeout: time.Hour},
			rand: rand.New(rand.NewSource(time.Now().UnixNano() + int64(i))),
			slug: slugs[c.role], records: share(pool, i, clients),
		}
		wg.Go(func() {
			latencies, failed := v.loop(act, op.person, begun.Add(length))
			mu.Lock()
			defer mu.Unlock()
			out.latencies = append(out.latencies, latencies...)
			for message, n := range failed {
				out.failed[message] += n
			}
		})
	}
	wg.Wait()
	out.done, out.elapsed = len(out.latencies), time.Since(begun)
	out.processor, out.peak = c.processor()-processor, c.peak()
	return out
}

var slugs = map[string]string{plain: "requests", kontora: "bench_request"}

// loop acts until the time is over, or until too much has failed.
func (v *visitor) loop(act func(*visitor) error, person int, end time.Time) (latencies []time.Duration, failed map[string]int) {
	failed = map[string]int{}
	for time.Now().Before(end) {
		v.me = v.server.people[v.someone(person)]
		begun := time.Now()
		if err := act(v); err != nil {
			failed[err.Error()]++
			if len(failed) > 20 {
				break
			}
			continue
		}
		latencies = append(latencies, time.Since(begun))
	}
	return latencies, failed
}

func (v *visitor) someone(person int) int {
	if person == anyDepartment {
		return v.rand.Intn(departments)
	}
	return person
}

// share gives each client records of its own out of each department's.
func share(pool [][]string, i, clients int) [][]string {
	out := make([][]string, len(pool))
	for d, ids := range pool {
		for k, id := range ids {
			if k%clients == i {
				out[d] = append(out[d], id)
			}
		}
	}
	return out
}

// add joins the rounds of one operation.
func (s *sample) add(o sample) {
	s.done += o.done
	s.elapsed += o.elapsed
	s.latencies = append(s.latencies, o.latencies...)
	s.processor += o.processor
	s.peak = max(s.peak, o.peak)
	if s.failed == nil {
		s.failed = map[string]int{}
	}
	for message, n := range o.failed {
		s.failed[message] += n
	}
}

func (s sample) perSecond() float64 { return float64(s.done) / s.elapsed.Seconds() }

// milliseconds of processor time that one operation took.
func (s sample) milliseconds() float64 {
	return float64(s.processor.Microseconds()) / 1000 / float64(max(s.done, 1))
}

func (s sample) percentile(share float64) string {
	if len(s.latencies) == 0 {
		return "-"
	}
	return fmt.Sprintf("%.1f", float64(s.at(share).Microseconds())/1000)
}

// at is what so large a share of the operations took at most.
func (s sample) at(share float64) time.Duration {
	if len(s.latencies) == 0 {
		return 0
	}
	slices.Sort(s.latencies)
	return s.latencies[min(int(share*float64(len(s.latencies))), len(s.latencies)-1)]
}
