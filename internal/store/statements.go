package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"strings"

	"github.com/pocketbase/dbx"
)

// Compiling a statement costs as much as running it, and the same hundred come
// again and again: PocketBase's own as well as ours. So every connection keeps
// those it used last, compiled.
const (
	keptStatements = 150
	keptLength     = 8 << 10 // longer ones are made for one occasion
)

// driverName is the driver's, and for dbx the dialect.
const driverName = "sqlite"

// open opens a pool of such connections.
func open(dsn string) (*dbx.DB, error) {
	plain, err := sql.Open(driverName, dsn) // only to get at the registered driver
	if err != nil {
		return nil, err
	}
	defer plain.Close()
	return dbx.NewFromDB(sql.OpenDB(connector{plain.Driver(), dsn}), driverName), nil
}

type connector struct {
	driver driver.Driver
	dsn    string
}

// Driver is the one that is wrapped.
func (c connector) Driver() driver.Driver { return c.driver }

// Connect opens a connection.
func (c connector) Connect(context.Context) (driver.Conn, error) {
	opened, err := c.driver.Open(c.dsn)
	if err != nil {
		return nil, err
	}
	inner, ok := opened.(innerConn)
	if !ok {
		return nil, errors.Join(errors.New("the SQLite driver lacks contexts"), opened.Close())
	}
	return &conn{innerConn: inner, kept: map[string]*statement{}}, nil
}

// innerConn is what the driver's connections can do.
type innerConn interface {
	driver.Conn
	driver.ConnPrepareContext
	driver.ConnBeginTx
	driver.ExecerContext
	driver.QueryerContext
	driver.Pinger
	driver.SessionResetter
	driver.Validator
}

// conn is one connection; database/sql lets one goroutine use it at a time.
type conn struct {
	innerConn
	kept map[string]*statement // none of them is running
	uses int64
}

type statement struct {
	compiled innerStmt
	used     int64
}

type innerStmt interface {
	driver.Stmt
	driver.StmtExecContext
	driver.StmtQueryContext
}

// ExecContext runs a statement that answers no rows.
func (c *conn) ExecContext(ctx context.Context, text string, args []driver.NamedValue) (driver.Result, error) {
	if !keeps(text) {
		return c.innerConn.ExecContext(ctx, text, args)
	}
	s, err := c.take(ctx, text)
	if err != nil {
		return nil, err
	}
	res, err := s.compiled.ExecContext(ctx, args)
	if err != nil {
		return nil, errors.Join(err, s.compiled.Close())
	}
	return res, c.keep(text, s)
}

// QueryContext runs a statement; it is kept when its rows are closed.
func (c *conn) QueryContext(ctx context.Context, text string, args []driver.NamedValue) (driver.Rows, error) {
	if !keeps(text) {
		return c.innerConn.QueryContext(ctx, text, args)
	}
	s, err := c.take(ctx, text)
	if err != nil {
		return nil, err
	}
	found, err := s.compiled.QueryContext(ctx, args)
	if err != nil {
		return nil, errors.Join(err, s.compiled.Close())
	}
	inner, ok := found.(innerRows)
	if !ok {
		return nil, errors.Join(errors.New("the SQLite driver does not describe columns"), found.Close(), s.compiled.Close())
	}
	return &rows{innerRows: inner, done: func() error { return c.keep(text, s) }}, nil
}

// Close lets go of the statements first.
func (c *conn) Close() error {
	var all []error
	for _, s := range c.kept {
		all = append(all, s.compiled.Close())
	}
	c.kept = nil
	return errors.Join(append(all, c.innerConn.Close())...)
}

// take gives a compiled statement that nobody else runs: a query may be asked
// again while the rows of its first run are still being read.
func (c *conn) take(ctx context.Context, text string) (*statement, error) {
	if s := c.kept[text]; s != nil {
		delete(c.kept, text)
		return s, nil
	}
	prepared, err := c.innerConn.PrepareContext(ctx, text)
	if err != nil {
		return nil, err
	}
	compiled, ok := prepared.(innerStmt)
	if !ok {
		return nil, errors.Join(errors.New("the SQLite driver lacks contexts"), prepared.Close())
	}
	return &statement{compiled: compiled}, nil
}

// keep puts a statement back; the one that was unused for longest makes room.
func (c *conn) keep(text string, s *statement) error {
	if c.kept == nil || c.kept[text] != nil {
		return s.compiled.Close()
	}
	c.uses++
	s.used = c.uses
	c.kept[text] = s
	if len(c.kept) <= keptStatements {
		return nil
	}
	oldest, at := "", c.uses
	for t, other := range c.kept {
		if other.used < at {
			oldest, at = t, other.used
		}
	}
	s = c.kept[oldest]
	delete(c.kept, oldest)
	return s.compiled.Close()
}

// keeps reports whether a statement is worth keeping. Pragmas and changes of
// the schema may act while they are compiled, so they never are.
func keeps(text string) bool {
	if len(text) > keptLength {
		return false
	}
	word, _, _ := strings.Cut(strings.TrimSpace(text), " ")
	switch strings.ToUpper(word) {
	case "SELECT", "INSERT", "UPDATE", "DELETE", "WITH":
		return true
	}
	return false
}

type innerRows interface {
	driver.Rows
	driver.RowsColumnTypeDatabaseTypeName
	driver.RowsColumnTypeLength
	driver.RowsColumnTypeNullable
	driver.RowsColumnTypePrecisionScale
	driver.RowsColumnTypeScanType
}

// rows gives its statement back when it is closed.
type rows struct {
	innerRows
	done func() error
}

// Close ends the run of the statement.
func (r *rows) Close() error {
	err := r.innerRows.Close()
	if r.done == nil {
		return err
	}
	done := r.done
	r.done = nil
	return errors.Join(err, done())
}
