package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"sync"
	"time"

	"kontora/internal/store"

	"github.com/pocketbase/pocketbase/core"
)

// ordersPerPerson is how many orders each person begins with; more clients at
// once make more.
const ordersPerPerson = 20

// order is a record that goes back and forth between draft and review.
type order struct {
	id     string
	review bool
}

// orders are handed out one by one, so that no two clients move the same.
type orders struct {
	mu   sync.Mutex
	free map[int][]order // by the position of their author
}

func (o *orders) take(person int) (order, bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	list := o.free[person]
	if len(list) == 0 {
		return order{}, false
	}
	o.free[person] = list[:len(list)-1]
	return list[len(list)-1], true
}

func (o *orders) give(person int, done order) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.free == nil {
		o.free = map[int][]order{}
	}
	o.free[person] = append([]order{done}, o.free[person]...)
}

// process sends an order to be approved, or takes it back: a round of approval,
// a clock, two register entries and three messages each time.
func (v *visitor) process() error {
	me := v.me.Position
	o, there := v.server.orders.take(me)
	if !there {
		var err error
		if o.id, err = v.order(); err != nil {
			return err
		}
	}
	transition := map[bool]string{false: "submit", true: "withdraw"}[o.review]
	_, err := v.request(http.MethodPost, "/api/kontora/bench_order/"+o.id+"/"+transition, map[string]any{})
	if err == nil {
		o.review = !o.review
	}
	v.server.orders.give(me, o)
	return err
}

func (v *visitor) order() (string, error) {
	answer, err := v.request(http.MethodPost, "/api/kontora/bench_order", map[string]any{"fields": map[string]any{
		"title": phrase(v.rand, 3), "department": v.me.Department, "amount": strconv.Itoa(1 + v.rand.Intn(threshold)),
	}})
	if err != nil {
		return "", err
	}
	var made struct{ Id string }
	err = json.Unmarshal(answer, &made)
	return made.Id, err
}

// bindAlarms lets the clock have much to do at once, and do it: the first route
// answers when everything has come, the second when it has been answered.
func (o *office) bindAlarms(app core.App) {
	app.OnServe().BindFunc(func(ev *core.ServeEvent) error {
		g := ev.Router.Group("/bench/alarms")
		g.GET("/set/{n}", func(re *core.RequestEvent) error {
			n, err := strconv.Atoi(re.Request.PathValue("n"))
			if err != nil {
				return err
			}
			return o.setAlarms(re, n)
		})
		g.GET("/answer", func(re *core.RequestEvent) error {
			begun := time.Now()
			waited := o.waits()
			n, err := o.Tick(context.Background())
			longest := waited()
			if err != nil {
				return err
			}
			return re.JSON(http.StatusOK, answered{n, time.Since(begun).Seconds(), longest.Seconds()})
		})
		return ev.Next()
	})
}

type answered struct {
	Alarms  int
	Seconds float64
	Waited  float64 // the longest that a writer waited for its turn, in seconds
}

// waits asks for the write lock again and again until what it returns is called,
// which tells the longest wait.
func (o *office) waits() func() time.Duration {
	stop, longest := make(chan struct{}), make(chan time.Duration)
	go func() {
		var most time.Duration
		for {
			asked := time.Now()
			_ = o.App().RunInTransaction(func(core.App) error {
				most = max(most, time.Since(asked))
				return nil
			})
			select {
			case <-stop:
				longest <- most
				return
			case <-time.After(probeEvery):
			}
		}
	}()
	return func() time.Duration {
		close(stop)
		return <-longest
	}
}

// probeEvery is often enough to meet most of what holds the lock for long.
const probeEvery = 5 * time.Millisecond

func (o *office) setAlarms(re *core.RequestEvent, n int) error {
	units, err := re.App.FindAllRecords("bench_unit")
	if err != nil {
		return err
	}
	at := time.Now().Add(2*time.Second + time.Duration(n)*settingTakes) // what is past already is not waited for
	due := store.InstantText(at)
	for i := range n {
		if _, err := o.create("bench_order", map[string]any{
			"title": fmt.Sprintf("Order %d", i), "department": units[i%len(units)].Id, "amount": "1", "ring": due,
		}); err != nil {
			return err
		}
	}
	time.Sleep(time.Until(at))
	return re.JSON(http.StatusOK, n)
}

// settingTakes is more than it takes to make one order.
const settingTakes = 15 * time.Millisecond

// dueAlarms is how many the clock has to answer in one go, and mostWait how long
// a writer may wait for it meanwhile.
const (
	dueAlarms = 10_000
	mostWait  = 100 * time.Millisecond
)

// alarms measures how long writers wait while the clock works off everything that
// has come while it was away, and what somebody feels who creates records meanwhile.
func (o options) alarms(r *report, c *child, rows int, pool [][]string, n int) error {
	var set int
	if err := c.ask("/bench/alarms/set/"+strconv.Itoa(n), &set); err != nil {
		return err
	}
	calm := drive(c, create, 1, o.round, pool)
	var done answered
	failed := make(chan error, 1)
	go func() { failed <- c.ask("/bench/alarms/answer", &done) }()
	busy := sample{failed: map[string]int{}}
	for {
		s := drive(c, create, 1, 200*time.Millisecond, pool)
		busy.add(s)
		select {
		case err := <-failed:
			if err != nil {
				return err
			}
			r.clockwork(rows, done, calm, busy)
			return nil
		default:
		}
	}
}

var create = operation{"create", "", nil, (*visitor).create, anyDepartment, 0}
