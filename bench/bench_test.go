package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	"kontora/internal/engine"
	"kontora/internal/spec"
)

// TestMain serves when the test starts itself as one of the servers.
func TestMain(m *testing.M) {
	if role := os.Getenv(roleVariable); role != "" {
		exit(serve(role))
	}
	os.Exit(m.Run())
}

const testRows = 500

// servers starts both over equal records.
func servers(t *testing.T) map[string]*visitor {
	t.Helper()
	if testing.Short() {
		t.Skip("starts two servers")
	}
	both := map[string]*visitor{}
	for _, role := range []string{plain, kontora} {
		folder, err := prepare(role, t.TempDir(), testRows)
		if err != nil {
			t.Fatal(err)
		}
		c, err := start(role, folder)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(c.stop)
		both[role] = &visitor{server: c, client: http.DefaultClient, slug: slugs[role]}
	}
	return both
}

func (v *visitor) read(t *testing.T, path string, into any) {
	t.Helper()
	data, err := v.request(http.MethodGet, path, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, into); err != nil {
		t.Fatal(err)
	}
}

type found struct {
	Id, Title, Status, Number string
}

// listed reads the records of one status by deadline, and their count. Equal
// deadlines may stand in any order on the plain side, so deadlines are compared.
func (v *visitor) listed(t *testing.T, status string) (deadlines []string, total int) {
	t.Helper()
	if v.server.role == plain {
		var page struct {
			Items []struct{ Deadline string }
			Total int `json:"totalItems"`
		}
		filter := fmt.Sprintf("(status='%s'&&department='%s')", status, v.me.Department)
		v.read(t, v.collection()+"?perPage=50&sort=deadline&filter="+url.QueryEscape(filter), &page)
		for _, r := range page.Items {
			deadlines = append(deadlines, r.Deadline[:10])
		}
		return deadlines, page.Total
	}
	var page struct {
		Rows []struct{ Values struct{ Deadline string } }
	}
	var count struct{ Count int }
	filter := "filter=" + url.QueryEscape("it.status == '"+status+"'")
	v.read(t, "/api/kontora/lists/"+v.slug+"?sort=deadline&"+filter, &page)
	v.read(t, "/api/kontora/counts/"+v.slug+"?"+filter, &count)
	for _, r := range page.Rows {
		deadlines = append(deadlines, r.Values.Deadline)
	}
	return deadlines, count.Count
}

// What is compared must be equal, or the ratios mean nothing.
func TestBothServersAnswerTheSame(t *testing.T) {
	both := servers(t)
	pool := poolOf(testRows)
	for position := range departments {
		answers := map[string]string{}
		for role, v := range both {
			v.me = v.server.people[position]
			var text strings.Builder
			for _, status := range states {
				deadlines, total := v.listed(t, status)
				fmt.Fprintln(&text, status, total, deadlines)
			}
			if len(pool[position]) > 0 {
				var r found
				v.read(t, v.collection()+"/"+pool[position][0]+"?expand=department,author", &r)
				fmt.Fprintln(&text, r)
			}
			if foreign := pool[(position+1)%departments]; len(foreign) > 0 {
				_, err := v.request(http.MethodGet, v.collection()+"/"+foreign[0], nil)
				fmt.Fprintln(&text, err != nil && strings.Contains(err.Error(), " 404 "))
			}
			answers[role] = text.String()
		}
		if answers[plain] != answers[kontora] {
			t.Errorf("department %d\nplain:\n%s\nkontora:\n%s", position, answers[plain], answers[kontora])
		}
	}
}

// Every operation of the workload must be carried out, and leave nothing derived
// that differs from the records.
func TestEveryOperationSucceeds(t *testing.T) {
	both := servers(t)
	for role, v := range both {
		for _, op := range operations {
			if role == plain && op.plain == nil {
				continue
			}
			s := drive(v.server, op, 2, 200*time.Millisecond, poolOf(testRows))
			for message, n := range s.failed {
				if !strings.HasSuffix(message, ": 0 records") { // so few records leave some lists empty
					t.Errorf("%s %s: %d× %s", role, op.name, n, message)
				}
			}
		}
	}
	var answered answered
	set := 0
	if err := both[kontora].server.ask("/bench/alarms/set/20", &set); err != nil {
		t.Fatal(err)
	}
	if err := both[kontora].server.ask("/bench/alarms/answer", &answered); err != nil || answered.Alarms != 20 || answered.Waited <= 0 {
		t.Errorf("%d alarms answered of 20, longest wait %g s, %v", answered.Alarms, answered.Waited, err)
	}
	var wrong string
	if err := both[kontora].server.ask("/bench/check", &wrong); err != nil || wrong != "" {
		t.Errorf("%v %s", err, wrong)
	}
}

// Both ways of making a sheet take out the same records.
func TestExportsHoldTheSame(t *testing.T) {
	if testing.Short() {
		t.Skip("starts servers")
	}
	folder, err := prepare(kontora, t.TempDir(), testRows)
	if err != nil {
		t.Fatal(err)
	}
	for _, format := range []string{"xlsx", "csv", "pdf"} {
		by, err := barely(folder, format)
		if err != nil || by.Rows != testRows || by.Bytes == 0 || by.peak == 0 {
			t.Errorf("bare %s: %+v %v", format, by, err)
		}
		take := options{}.exported
		if format == "pdf" {
			take = printed
		}
		ours, err := take(folder, format)
		if err != nil || ours.Rows != testRows || ours.Bytes < by.Bytes/2 || ours.Bytes > 3*by.Bytes || ours.peak == 0 {
			t.Errorf("%s: %+v, bare %+v, %v", format, ours, by, err)
		}
	}
}

// The publications that are measured are configurations, one after another.
func TestPublications(t *testing.T) {
	sources, found := spec.Load(declared)
	if spec.HasErrors(found) {
		t.Fatal(found)
	}
	files := maps.Clone(sources.Files)
	for _, p := range publications {
		next, err := p.applied(files)
		if err != nil {
			t.Fatal(err)
		}
		if m, found := engine.Check(next); m == nil {
			t.Fatalf("%s: %v", p.name, found)
		}
		if p.name != "kind" { // refused
			files = next
		}
	}
}
