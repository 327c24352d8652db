package main

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"

	"kontora/internal/designer"
	"kontora/internal/engine"
	"kontora/internal/fault"
	"kontora/internal/store"

	"github.com/pocketbase/pocketbase/core"
)

// publication is one change of the configuration, by what it does to records that
// are there already.
type publication struct {
	name, about string
	change      []string // what stands in the type of requests, and what instead
	more        map[string]string
	moves       engine.Moves
	most        time.Duration // target for what a writer waits; 0 for none
}

const deferring = `{"title": "Отложить", "from": "approved", "to": "later", "who": ["assignee", "members(department)"]}`

const requestFile = "schemas/bench/types/request.json"

// publications are measured in this order, each over what the one before left.
var publications = []publication{
	{"additive", "a field, a state with a transition and a type more", []string{
		`"answer":      {`, `"remark": {"title": "Пометка", "type": "string", "maxLength": 200}, "answer":      {`,
		`"done":     {`, `"later":    {"title": "Отложена", "phase": "waiting"}, "done":     {`,
		`"finish":  {`, `"defer": ` + deferring + `, "resume": {"title": "Вернуть из отложенных", "from": "later", "to": "done", "who": "members(department)"}, "finish":  {`},
		map[string]string{"schemas/bench/types/visit.json": `{"title": "Визит", "data": {"properties": {"whom": {"title": "К кому", "x-ref": "person"}}}, "access": {"all": {"who": "role('clerk')", "read": "*", "can": ["create"]}}}`},
		nil, mostPublish},
	{"look", "titles, an order of a list, a bound, a condition", []string{
		`"Описание"`, `"Подробно"`, `"sort": "deadline"`, `"sort": "-deadline"`, `'50000'`, `'60000'`, `"maxLength": 2000`, `"maxLength": 1000`}, nil, nil, mostPublish},
	{"role", "a role sees all: judged by the reader, kept with no record", []string{
		`"overseer":   {"who": "role('overseer')", "read": "*", "can": ["export"]}`, `"overseer":   {"who": "role('overseer')", "read": "*", "can": ["export"]}, "audit": {"who": "role('clerk')", "read": "*"}`}, nil, nil, mostPublish},
	{"index", "an index more on a field", []string{`"amount":      {"title": "Сумма",`, `"amount":      {"title": "Сумма", "x-index": true,`}, nil, nil, 0},
	{"kind", "a field that would hold something else: refused", []string{`"planned":     {"title": "Плановая", "type": "boolean", "default": false}`, `"planned":     {"title": "Плановая", "type": "string"}`}, nil, nil, 0},
	{"state", "a state taken away that a quarter of the records are in, with a map", []string{
		`"defer": ` + deferring + `, `, ``, `"approved": {"title": "Согласована", "phase": "active"},`, ``,
		`"return":  {"title": "Вернуть", "from": "approved", "to": "review", "who": "members(department)"},`, ``,
		`"finish":  {"title": "Выполнена", "from": "approved", "to": "done", "who": ["assignee", "members(department)"]}`, `"finish":  {"title": "Выполнена", "from": "later", "to": "done", "who": "members(department)"}`,
		`"to": "approved"`, `"to": "later"`, `{"approved":`, `{"later":`, `'approved'`, `'later'`},
		nil, engine.Moves{"bench/request": {States: map[string]string{"approved": "later"}}}, 0},
	{"rights", "another rule of access: the rights on all records are worked out anew", []string{`"overseer":   {`, `"watch": {"who": "members(author.department)", "read": "*"}, "overseer":   {`}, nil, nil, 0},
}

// Targets of a publication on the largest size.
const (
	mostPublish = 2 * time.Second
	mostPlan    = 10 * time.Second
)

// publishing is what a publication took.
type publishing struct {
	Done    bool
	Plan    float64 // seconds
	Touched int64
	Publish float64
	Refused string
}

// bindPublish lets the server change its own configuration, and time it.
func (o *office) bindPublish(app core.App) {
	app.OnServe().BindFunc(func(ev *core.ServeEvent) error {
		ev.Router.GET("/bench/publish/{name}/{step}", func(re *core.RequestEvent) error {
			for _, p := range publications {
				if p.name == re.Request.PathValue("name") {
					return o.publishStep(re, p, re.Request.PathValue("step"))
				}
			}
			return re.NotFoundError("no such publication", nil)
		})
		return ev.Next()
	})
}

// publishStep plans, begins to publish, or tells what came of it: no request is
// waited for as long as a million rights may take.
func (o *office) publishStep(re *core.RequestEvent, p publication, step string) error {
	if step == "result" {
		out, _ := o.published.Load(p.name)
		if err, failed := out.(error); failed {
			return err
		}
		return re.JSON(http.StatusOK, out)
	}
	last, err := store.LastRevision(o.App())
	if err != nil {
		return err
	}
	files, err := p.applied(last.Files)
	if err != nil {
		return err
	}
	out := publishing{}
	if step == "plan" {
		if err := o.planned(re, files, p.moves, &out); err != nil {
			return err
		}
		return re.JSON(http.StatusOK, out)
	}
	o.published.Store(p.name, publishing{})
	go func() {
		if err := o.publish(files, p.moves, &out); err != nil {
			o.published.Store(p.name, err)
			return
		}
		out.Done = true
		o.published.Store(p.name, out)
	}()
	return re.JSON(http.StatusOK, publishing{})
}

// applied is a configuration with the change made.
func (p publication) applied(sources map[string][]byte) (map[string][]byte, error) {
	files := maps.Clone(sources)
	text := string(files[requestFile])
	for i := 0; i < len(p.change); i += 2 {
		if !strings.Contains(text, p.change[i]) {
			return nil, fmt.Errorf("%s: %q is not there", p.name, p.change[i])
		}
		text = strings.ReplaceAll(text, p.change[i], p.change[i+1])
	}
	files[requestFile] = []byte(text)
	for path, text := range p.more {
		files[path] = []byte(text)
	}
	return files, nil
}

func (o *office) planned(re *core.RequestEvent, files map[string][]byte, moves engine.Moves, out *publishing) error {
	begun := time.Now()
	m, found := engine.Check(files)
	if m == nil {
		return fmt.Errorf("%v", found)
	}
	report, err := designer.Planning{Engine: o.Engine, Wanted: m, Moves: moves, Speech: designer.Speech{Lang: "en"}}.Plan(re.Request.Context())
	if err != nil {
		return err
	}
	if err := o.Stranded(m, moves); err != nil {
		if _, told := fault.As(err); !told {
			return err
		}
		out.Refused = err.Error()
	}
	out.Plan, out.Touched = time.Since(begun).Seconds(), report.RecordsTouched
	return nil
}

func (o *office) publish(files map[string][]byte, moves engine.Moves, out *publishing) error {
	begun := time.Now()
	_, found, err := o.Publish(engine.Publishing{Files: files, By: "system", Moves: moves})
	if _, told := fault.As(err); told {
		out.Refused, err = err.Error(), nil
	}
	if err != nil {
		return fmt.Errorf("%w %v", err, found)
	}
	out.Publish = time.Since(begun).Seconds()
	return nil
}

// publish measures what publications take, and what those feel who write and read
// meanwhile.
func (o options) publish(r *report, rows int) error {
	folder, err := prepare(kontora, o.data, rows)
	if err != nil {
		return err
	}
	c, err := start(kontora, folder)
	if err != nil {
		return err
	}
	defer c.stop()
	fmt.Printf("\npublications over %d records\n  %-10s %9s %10s %12s %12s %12s %12s\n", rows, "what", "plan s", "publish s", "writes p50", "longest", "reads p50", "longest")
	pool := poolOf(rows)
	for _, p := range publications {
		var plan, done publishing
		if err := c.ask("/bench/publish/"+p.name+"/plan", &plan); err != nil {
			return err
		}
		failed := make(chan error, 1)
		go func() {
			time.Sleep(time.Second) // the loops are under way
			failed <- c.publish(p.name, &done)
		}()
		writes, reads, err := meanwhile(c, pool, failed)
		if err != nil {
			return err
		}
		r.publication(rows, p, plan, done, writes, reads)
	}
	return nil
}

// publish begins a publication and waits for its end.
func (c *child) publish(name string, out *publishing) error {
	err := c.ask("/bench/publish/"+name+"/publish", out)
	for err == nil && !out.Done {
		time.Sleep(50 * time.Millisecond)
		err = c.ask("/bench/publish/"+name+"/result", out)
	}
	return err
}

// meanwhile writes and reads until something is done.
func meanwhile(c *child, pool [][]string, done <-chan error) (writes, reads sample, err error) {
	stop := make(chan struct{})
	loop := func(op operation, out chan<- sample) {
		all := sample{failed: map[string]int{}}
		for {
			all.add(drive(c, op, 1, 200*time.Millisecond, pool))
			select {
			case <-stop:
				out <- all
				return
			default:
			}
		}
	}
	w, g := make(chan sample), make(chan sample)
	go loop(create, w)
	go loop(get, g)
	err = <-done
	time.Sleep(time.Second)
	close(stop)
	return <-w, <-g, err
}

var get = operation{"get", "", nil, (*visitor).get, anyDepartment, 0}

// publication prints what one publication took.
func (r *report) publication(rows int, p publication, plan, done publishing, writes, reads sample) {
	took := fmt.Sprintf("%.2f", done.Publish)
	if done.Refused != "" {
		took = "refused"
	}
	fmt.Printf("  %-10s %9.2f %10s %12s %12s %12s %12s   %s\n", p.name, plan.Plan, took,
		writes.percentile(.5), writes.percentile(1), reads.percentile(.5), reads.percentile(1), p.about)
	longest := slices.Max(append(writes.latencies, 0))
	if p.most > 0 {
		r.target(fmt.Sprintf("a writer's wait for a publication (%s), %d records", p.name, rows), fmt.Sprintf("%.2f s", longest.Seconds()), fmt.Sprintf("≤ %.0f s", p.most.Seconds()), longest <= p.most)
	}
	r.target(fmt.Sprintf("impact plan (%s), %d records", p.name, rows), fmt.Sprintf("%.2f s", plan.Plan), fmt.Sprintf("≤ %.0f s", mostPlan.Seconds()), plan.Plan <= mostPlan.Seconds())
	for _, s := range []sample{writes, reads} {
		for message, n := range s.failed {
			r.wrong += n
			fmt.Printf("    failed %d×: %s\n", n, message)
		}
	}
}
