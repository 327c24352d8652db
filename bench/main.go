// Command bench measures the engine against plain PocketBase: one run starts
// both servers over equal records, drives the same closed loop over loopback
// HTTP in interleaved rounds, and prints both beside their ratio and its target.
// See README.md.
package main

import (
	"flag"
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"
)

// options are what the command line asks for.
type options struct {
	rows    []int         // sizes to measure, ascending
	clients []int         // connections of the closed loop
	round   time.Duration // of one operation on one server
	rounds  int
	data    string // where seeded folders are kept between runs
	profile string // folder for CPU profiles; "" takes none
	due     int    // alarms that come at once
	only    string // names of operations, comma separated
}

func main() {
	if role := os.Getenv(roleVariable); role != "" {
		exit(serve(role))
	}
	o, err := parse(os.Args[1:])
	if err == nil {
		err = measure(o)
	}
	exit(err)
}

func exit(err error) {
	if err == nil {
		os.Exit(0)
	}
	fmt.Fprintln(os.Stderr, "bench:", err)
	os.Exit(1)
}

func parse(args []string) (options, error) {
	set := flag.NewFlagSet("bench", flag.ExitOnError)
	rows := set.String("rows", "200000,1000000", "records to measure with")
	clients := set.String("clients", "1,16", "clients of the closed loop")
	seconds := set.Float64("seconds", 3, "length of a round of one operation on one server")
	rounds := set.Int("rounds", 3, "rounds; the servers take turns")
	quick := set.Bool("quick", false, "20000 records, 1 and 4 clients, one short round: shows the table, proves nothing")
	data := set.String("data", os.TempDir()+"/kontora-bench", "keeps seeded databases between runs")
	profile := set.String("profile", "", "write a CPU profile of the engine for each operation into this folder")
	only := set.String("only", "", "measure these operations only, by name")
	if err := set.Parse(args); err != nil {
		return options{}, err
	}
	o := options{round: time.Duration(*seconds * float64(time.Second)), rounds: *rounds, data: *data, profile: *profile, only: *only, due: dueAlarms}
	if *quick {
		*rows, *clients, o.rounds, o.round, o.due = "20000", "1,4", 1, time.Second, 500
	}
	var err error
	if o.rows, err = numbers(*rows); err != nil {
		return o, err
	}
	o.clients, err = numbers(*clients)
	return o, err
}

func numbers(list string) ([]int, error) {
	var out []int
	for _, word := range strings.Split(list, ",") {
		n, err := strconv.Atoi(strings.TrimSpace(word))
		if err != nil || n < 1 {
			return nil, fmt.Errorf("%q is not a number of rows or clients", word)
		}
		out = append(out, n)
	}
	return out, nil
}

// wants reports whether an operation is to be measured.
func (o options) wants(name string) bool {
	if o.only == "" {
		return true
	}
	for _, word := range strings.Split(o.only, ",") {
		if word == name {
			return true
		}
	}
	return false
}
