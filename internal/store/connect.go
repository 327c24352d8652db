package store

import (
	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase"
	_ "modernc.org/sqlite" // the driver that Connect opens
)

// pragmas of every connection. busy_timeout stands first, because switching to
// WAL may have to wait. Memory is connections × cache_size, and small caches
// were also the faster ones (research: lists, 5).
const pragmas = "?_pragma=busy_timeout(10000)" +
	"&_pragma=journal_mode(WAL)" +
	"&_pragma=journal_size_limit(200000000)" +
	"&_pragma=synchronous(NORMAL)" +
	"&_pragma=foreign_keys(ON)" +
	"&_pragma=temp_store(MEMORY)" +
	"&_pragma=cache_size(-4000)" +
	"&_txlock=immediate"

// Connect opens one of PocketBase's connection pools. A transaction takes the
// write lock at its beginning: upgrading a read later fails as soon as a second
// process writes. Plain reads never begin a transaction, so the readers' pool
// is not held back.
func Connect(path string) (*dbx.DB, error) { return dbx.Open("sqlite", path+pragmas) }

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
