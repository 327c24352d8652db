package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math/rand"
	"net/http"
	"net/url"
	"time"
)

// operation is one kind of request of the workload, as both servers take it. A
// side without a function does not offer it.
type operation struct {
	name    string
	about   string
	plain   func(*visitor) error
	kontora func(*visitor) error
	person  int     // who asks; anyDepartment for people in turn
	least   float64 // target: throughput as a share of plain's; 0 for none
}

const anyDepartment = -1

var operations = []operation{
	{"get", "one record with two relations", (*visitor).get, (*visitor).get, anyDepartment, 0.6},
	{"card", "one record with its buttons, path and fields", nil, (*visitor).card, anyDepartment, 0},
	{"create", "POST to the collection: every rule, number, rights, history", (*visitor).create, (*visitor).create, anyDepartment, 0.5},
	{"transition", "plain: PATCH of the status; engine: the transition, answered with the card", (*visitor).patchStatus, (*visitor).move, anyDepartment, 0.45},
	{"process", "plain: the same PATCH; engine: a transition with a round of approval, a clock, two register entries, three messages", (*visitor).patchStatus, (*visitor).process, anyDepartment, 0.3},
	{"list", "50 records of one status by deadline, with count and relation", (*visitor).plainList, (*visitor).list, anyDepartment, 5},
	{"newest", "50 newest records, with count and relation", (*visitor).plainNewest, (*visitor).newest, anyDepartment, 5},
	{"list narrow", "the same list for who sees what is assigned to them", nil, (*visitor).list, narrowPerson, 0},
	{"list wide", "the same list for who sees everything", nil, (*visitor).list, widePerson, 0},
	{"newest narrow", "", nil, (*visitor).newest, narrowPerson, 0},
	{"newest wide", "", nil, (*visitor).newest, widePerson, 0},
	{"search", "20 newest hits of one word", nil, (*visitor).search, anyDepartment, 0},
}

// visitor is one client of the closed loop. Each moves records of its own, so
// that no two wait for one another.
type visitor struct {
	server  *child
	client  *http.Client
	rand    *rand.Rand
	me      member
	slug    string     // of requests
	records [][]string // by department: they wait in review, or were approved here
}

// request sends one request and reads the answer whole.
func (v *visitor) request(method, path string, body any) ([]byte, error) {
	var reader io.Reader
	if body != nil {
		data, err := json.Marshal(body)
		if err != nil {
			return nil, err
		}
		reader = bytes.NewReader(data)
	}
	req, err := http.NewRequest(method, v.server.url+path, reader)
	if err != nil {
		return nil, err
	}
	req.Header.Set("Authorization", v.me.Token)
	if body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	res, err := v.client.Do(req)
	if err != nil {
		return nil, err
	}
	defer res.Body.Close()
	data, err := io.ReadAll(res.Body)
	if err == nil && res.StatusCode >= 300 {
		err = fmt.Errorf("%s %s: %d %.300s", method, path, res.StatusCode, data)
	}
	return data, err
}

// expect asks for a page and refuses one with fewer records than wanted.
func (v *visitor) expect(path, list string, least int) error {
	data, err := v.request(http.MethodGet, path, nil)
	if err != nil {
		return err
	}
	var page map[string]json.RawMessage
	var rows []json.RawMessage
	if err := json.Unmarshal(data, &page); err != nil {
		return err
	}
	if err := json.Unmarshal(page[list], &rows); err != nil {
		return err
	}
	if len(rows) < least {
		return fmt.Errorf("%s: %d records", path, len(rows))
	}
	return nil
}

func (v *visitor) own() string {
	mine := v.records[v.me.Position%departments]
	return mine[v.rand.Intn(len(mine))]
}

func (v *visitor) collection() string { return "/api/collections/" + v.slug + "/records" }

func (v *visitor) get() error {
	_, err := v.request(http.MethodGet, v.collection()+"/"+v.own()+"?expand=department,author", nil)
	return err
}

func (v *visitor) card() error {
	_, err := v.request(http.MethodGet, "/api/kontora/card/"+v.slug+"/"+v.own(), nil)
	return err
}

func (v *visitor) create() error {
	day := firstDay.AddDate(0, 0, v.rand.Intn(730))
	body := map[string]any{
		"title": phrase(v.rand, 3), "description": phrase(v.rand, 12), "department": v.me.Department, "priority": priorities[v.rand.Intn(4)],
		"deadline": day.Format(time.DateOnly), "quantity": 1 + v.rand.Intn(20), "planned": true, "place": phrase(v.rand, 2),
		"assignee": v.me.Id,
	}
	amount := v.rand.Intn(threshold * 100)
	if v.server.role == plain {
		body["amount"], body["author"], body["status"] = float64(amount)/100, v.me.Id, states[0]
	} else {
		body["amount"] = fmt.Sprintf("%d.%02d", amount/100, amount%100)
	}
	_, err := v.request(http.MethodPost, v.collection(), body)
	return err
}

// patchStatus is the plain form of a transition: back and forth between review
// and approved.
func (v *visitor) patchStatus() error {
	id, _, to := v.turn()
	_, err := v.request(http.MethodPatch, v.collection()+"/"+id, map[string]any{"status": to})
	return err
}

func (v *visitor) move() error {
	id, transition, _ := v.turn()
	_, err := v.request(http.MethodPost, "/api/kontora/"+v.slug+"/"+id+"/"+transition, map[string]any{})
	return err
}

// turn picks a record and where it goes next: those of the pool begin in review.
func (v *visitor) turn() (id, transition, status string) {
	id = v.own()
	if v.server.flip(id) {
		return id, "approve", "approved"
	}
	return id, "return", "review"
}

func (v *visitor) plainList() error {
	filter := fmt.Sprintf("(status='%s'&&department='%s')", v.state(), v.me.Department)
	return v.expect(v.collection()+"?page=1&perPage=50&sort=deadline&expand=category&filter="+url.QueryEscape(filter), "items", 1)
}

func (v *visitor) plainNewest() error {
	return v.expect(v.collection()+"?page=1&perPage=50&sort=-created&expand=category", "items", 1)
}

// list asks for a page and for how many there are: two requests here, one there.
func (v *visitor) list() error {
	return v.pageAndCount("filter="+url.QueryEscape("it.status == '"+v.state()+"'"), "sort=deadline")
}

func (v *visitor) newest() error { return v.pageAndCount("filter=", "limit=50") }

func (v *visitor) pageAndCount(filter, more string) error {
	if err := v.expect("/api/kontora/lists/"+v.slug+"?"+filter+"&"+more, "rows", 1); err != nil {
		return err
	}
	_, err := v.request(http.MethodGet, "/api/kontora/counts/"+v.slug+"?"+filter, nil)
	return err
}

func (v *visitor) search() error {
	_, err := v.request(http.MethodGet, "/api/kontora/search?q="+vocabulary[v.rand.Intn(len(vocabulary))], nil)
	return err
}

func (v *visitor) state() string { return states[v.rand.Intn(len(states))] }
