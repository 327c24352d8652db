package main

import (
	"context"
	databasesql "database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/pprof"
	"os"
	"path/filepath"
	"strconv"
	"sync/atomic"
	"time"

	"kontora/internal/store"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase"
	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/core"
)

// The command starts itself again as a server, so that CPU and memory of each
// can be read from the process table. These variables say as which.
const (
	roleVariable    = "KONTORA_BENCH_SERVER"
	folderVariable  = "KONTORA_BENCH_FOLDER"
	addressVariable = "KONTORA_BENCH_ADDRESS"
	rowsVariable    = "KONTORA_BENCH_ROWS" // fill the folder with so many records and stop
)

const (
	plain   = "plain"
	kontora = "kontora"
)

// subject is one of the two servers.
type subject struct {
	app *pocketbase.PocketBase
	// names are the slugs of what the workload touches.
	names names
	fill  func(rows int) error // an empty folder
	check func() error         // of a filled one
}

type names struct {
	Request, Person string
}

// serve is the life of a child process.
func serve(role string) error {
	folder := os.Getenv(folderVariable)
	if role == bare {
		return serveBare(folder)
	}
	make := map[string]func(string) (*subject, error){plain: newPlain, kontora: newKontora}[role]
	if make == nil {
		return fmt.Errorf("unknown server %q", role)
	}
	s, err := make(folder)
	if err != nil {
		return err
	}
	if err := s.app.Bootstrap(); err != nil {
		return err
	}
	if rows := os.Getenv(rowsVariable); rows != "" {
		n, err := strconv.Atoi(rows)
		if err != nil {
			return err
		}
		return s.fillAndClose(n)
	}
	if err := s.app.RunAllMigrations(); err != nil {
		return err
	}
	s.bindControl()
	err = apis.Serve(s.app, apis.ServeConfig{HttpAddr: os.Getenv(addressVariable), AllowedOrigins: []string{"*"}})
	if errors.Is(err, http.ErrServerClosed) {
		return nil
	}
	return err
}

func (s *subject) fillAndClose(rows int) error {
	if err := s.app.RunAllMigrations(); err != nil {
		return err
	}
	if err := s.fill(rows); err != nil {
		return fmt.Errorf("fill: %w", err)
	}
	for _, statement := range []string{`PRAGMA wal_checkpoint(TRUNCATE)`, `PRAGMA optimize`} {
		if _, err := s.app.NonconcurrentDB().NewQuery(statement).Execute(); err != nil {
			return err
		}
	}
	return store.Close(s.app)
}

// member is a person as the workload needs them.
type member struct {
	Id, Department, Token string
	Position              int
}

// control answers the questions that no public route answers.
type control struct {
	*subject
	statements atomic.Int64
}

func (s *subject) bindControl() {
	c := &control{subject: s}
	s.app.OnServe().BindFunc(func(ev *core.ServeEvent) error {
		ev.InstallerFunc = nil
		g := ev.Router.Group("/bench")
		g.GET("/people", c.people)
		g.GET("/counted/{on}", func(re *core.RequestEvent) error {
			c.countStatements(re.Request.PathValue("on") == "on")
			return re.JSON(http.StatusOK, c.statements.Swap(0))
		})
		g.GET("/check", func(re *core.RequestEvent) error {
			if s.check == nil {
				return re.JSON(http.StatusOK, "")
			}
			if err := s.check(); err != nil {
				return re.JSON(http.StatusOK, err.Error())
			}
			return re.JSON(http.StatusOK, "")
		})
		g.GET("/profile", apis.WrapStdHandler(http.HandlerFunc(pprof.Profile)))
		return ev.Next()
	})
}

// countStatements counts what goes to the database of records, or stops doing
// so. BEGIN and COMMIT are not counted. PocketBase writes out the text of every
// statement that it tells of, so nothing else is measured meanwhile.
func (c *control) countStatements(on bool) {
	var exec dbx.ExecLogFunc
	var query dbx.QueryLogFunc
	if on {
		exec = func(context.Context, time.Duration, string, databasesql.Result, error) { c.statements.Add(1) }
		query = func(context.Context, time.Duration, string, *databasesql.Rows, error) { c.statements.Add(1) }
	}
	for _, b := range []dbx.Builder{c.app.NonconcurrentDB(), c.app.ConcurrentDB()} {
		if db, ok := b.(*dbx.DB); ok {
			db.ExecLogFunc, db.QueryLogFunc = exec, query
		}
	}
}

// people signs everybody in: passwords are not what is measured.
func (c *control) people(re *core.RequestEvent) error {
	var found []member
	for i := range people {
		rec, err := c.app.FindFirstRecordByData(c.names.Person, "email", personEmail(i))
		if err != nil {
			return err
		}
		token, err := rec.NewAuthToken()
		if err != nil {
			return err
		}
		found = append(found, member{Id: rec.Id, Department: rec.GetString("department"), Token: token, Position: i})
	}
	return re.JSON(http.StatusOK, found)
}

// marker is written when a folder has been filled.
const marker = "filled.json"

type filled struct {
	Version int
	Rows    int
}

// fillVersion changes with the law of the records.
const fillVersion = 5

func isFilled(folder string, rows int) bool {
	var f filled
	data, err := os.ReadFile(filepath.Join(folder, marker))
	return err == nil && json.Unmarshal(data, &f) == nil && f == filled{fillVersion, rows}
}

func markFilled(folder string, rows int) error {
	data, err := json.Marshal(filled{fillVersion, rows})
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(folder, marker), data, 0o644)
}
