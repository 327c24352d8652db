package api

import (
	"context"
	"os"
	"path/filepath"
	"sync"
	"time"

	"kontora/internal/fault"

	"github.com/pocketbase/pocketbase/core"
)

// Bounds of exports: how long a file waits for its asker, how many of them one
// person and the whole installation may be making.
const (
	exportKept   = time.Hour
	exportsEach  = 2
	exportsAtAll = 4
	exportsHeld  = 200
)

// States of an export.
const (
	jobRunning   = "running"
	jobDone      = "done"
	jobFailed    = "failed"
	jobCancelled = "cancelled"
)

// exportJob is a file that is being made, or waits to be fetched.
type exportJob struct {
	id, owner string
	name      string // of the file, for people
	path      string
	mime      string
	started   time.Time
	stop      context.CancelFunc
	ended     chan struct{}

	mu       sync.Mutex
	state    string
	rows     int // written so far
	withheld int // rows that the asker sees but may not take out
	why      *fault.Fault
	size     int64
	expires  time.Time
}

// exports are the jobs of this process. A restart ends them: their files lie where
// PocketBase clears up when it starts, and making them again does no harm.
type exports struct {
	mu   sync.Mutex
	jobs map[string]*exportJob
}

func newExports() *exports { return &exports{jobs: map[string]*exportJob{}} }

// exportsDir is where the files lie; it is never part of a backup.
func exportsDir(app core.App) string {
	return filepath.Join(app.DataDir(), core.LocalTempDirName, "exports")
}

// add takes in a job unless too many are running. Files that have waited too long
// are thrown away.
func (x *exports) add(j *exportJob, now time.Time) error {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.sweep(now)
	all, own := 0, 0
	for _, other := range x.jobs {
		if other.isRunning() {
			all++
			if other.owner == j.owner {
				own++
			}
		}
	}
	if own >= exportsEach || all >= exportsAtAll || len(x.jobs) >= exportsHeld {
		return fault.New(fault.Limit, "exports_busy", fault.Params{"max": exportsEach})
	}
	x.jobs[j.id] = j
	return nil
}

func (x *exports) sweep(now time.Time) {
	for id, j := range x.jobs {
		if j.isOver(now) {
			_ = os.Remove(j.path)
			delete(x.jobs, id)
		}
	}
}

// find gives a job to whoever asked for it; for anybody else there is none.
func (x *exports) find(id, owner string, now time.Time) (*exportJob, error) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.sweep(now)
	j := x.jobs[id]
	if j == nil || j.owner != owner {
		return nil, fault.New(fault.Missing, "no_export", nil)
	}
	return j, nil
}

func (x *exports) drop(id string) {
	x.mu.Lock()
	defer x.mu.Unlock()
	delete(x.jobs, id)
}

func (j *exportJob) isRunning() bool {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.state == jobRunning
}

func (j *exportJob) isOver(now time.Time) bool {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.state != jobRunning && now.After(j.expires)
}

func (j *exportJob) wrote(rows, withheld int) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.rows, j.withheld = j.rows+rows, j.withheld+withheld
}

func (j *exportJob) end(state string, why *fault.Fault, size int64, now time.Time) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.state, j.why, j.size, j.expires = state, why, size, now.Add(exportKept)
}
