package store

import (
	"database/sql/driver"
	"sync"

	"kontora/internal/rule"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase"
	"github.com/pocketbase/pocketbase/core"
	"modernc.org/sqlite" // the driver that Connect opens
)

// pragmas of every connection. busy_timeout stands first, because switching to
// WAL may have to wait. Memory is connections × cache_size, and small caches
// were also the faster ones (research: lists, 5). A command touches some thirty
// pages, mostly the same ones as the command before: copying them into the
// database after every 32 MB of log instead of every 4 saves most of that work.
const pragmas = "?_pragma=busy_timeout(10000)" +
	"&_pragma=journal_mode(WAL)" +
	"&_pragma=journal_size_limit(200000000)" +
	"&_pragma=wal_autocheckpoint(" + checkpointPages + ")" +
	"&_pragma=synchronous(NORMAL)" +
	"&_pragma=foreign_keys(ON)" +
	"&_pragma=temp_store(MEMORY)" +
	"&_pragma=cache_size(-4000)" +
	"&_txlock=immediate"

// checkpointPages is after how much of the log it is copied into the database.
const checkpointPages = "8000"

// Connect opens one of PocketBase's connection pools. A transaction takes the
// write lock at its beginning: upgrading a read later fails as soon as a second
// process writes. Plain reads never begin a transaction, so the readers' pool
// is not held back.
func Connect(path string) (*dbx.DB, error) {
	registerFunctions()
	return open(path + pragmas)
}

// registerFunctions teaches SQLite what conditions call. The driver keeps
// functions for all connections that are opened later, and takes each once.
var registerFunctions = sync.OnceFunc(func() {
	for name, run := range rule.SQLFunctions() {
		sqlite.MustRegisterDeterministicScalarFunction(name, 1, func(_ *sqlite.FunctionContext, args []driver.Value) (driver.Value, error) {
			if text, ok := args[0].(string); ok {
				return run(text), nil
			}
			return args[0], nil
		})
	}
})

// Config is how PocketBase is to be opened: four readers and one writer.
func Config(dataDir string) pocketbase.Config {
	return pocketbase.Config{
		DefaultDataDir:   dataDir,
		DBConnect:        Connect,
		DataMaxOpenConns: 4,
		DataMaxIdleConns: 4,
		AuxMaxOpenConns:  2,
		AuxMaxIdleConns:  2,
	}
}

// Close ends an application: whoever waits for its end is told, PocketBase's
// watcher of the data folder among them, and then the database is closed.
func Close(app core.App) error {
	return app.OnTerminate().Trigger(&core.TerminateEvent{App: app}, func(ev *core.TerminateEvent) error {
		return ev.App.ResetBootstrapState()
	})
}
