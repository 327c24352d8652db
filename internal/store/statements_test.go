package store_test

import (
	"fmt"
	"path/filepath"
	"testing"

	"kontora/internal/store"

	"github.com/pocketbase/dbx"
)

func connected(t *testing.T) *dbx.DB {
	t.Helper()
	db, err := store.Connect(filepath.Join(t.TempDir(), "data.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	db.DB().SetMaxOpenConns(1)
	run(t, db, `CREATE TABLE words (n INTEGER PRIMARY KEY, word TEXT)`)
	for i := range 5 {
		run(t, db, `INSERT INTO words (n, word) VALUES ({:n}, {:w})`, i, fmt.Sprint("word ", i))
	}
	return db
}

func run(t *testing.T, db dbx.Builder, statement string, args ...any) {
	t.Helper()
	params := dbx.Params{}
	for i, name := range []string{"n", "w"}[:len(args)] {
		params[name] = args[i]
	}
	if _, err := db.NewQuery(statement).Bind(params).Execute(); err != nil {
		t.Fatal(err)
	}
}

func words(t *testing.T, db dbx.Builder, upTo int) (found []string) {
	t.Helper()
	err := db.NewQuery(`SELECT word FROM words WHERE n < {:n} ORDER BY n`).Bind(dbx.Params{"n": upTo}).Column(&found)
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// A kept statement must not remember the arguments or the rows of its last run.
func TestAStatementIsRunAnew(t *testing.T) {
	t.Parallel()
	db := connected(t)
	for _, n := range []int{3, 0, 5, 1} {
		if got := words(t, db, n); len(got) != n {
			t.Errorf("%d words, want %d", len(got), n)
		}
	}
}

// The same query may run inside the loop over its own rows.
func TestAStatementRunsWithinItself(t *testing.T) {
	t.Parallel()
	db := connected(t)
	err := db.Transactional(func(tx *dbx.Tx) error {
		rows, err := tx.NewQuery(`SELECT word FROM words WHERE n < {:n} ORDER BY n`).Bind(dbx.Params{"n": 5}).Rows()
		if err != nil {
			return err
		}
		defer rows.Close()
		outer := 0
		for rows.Next() {
			outer++
			if got := words(t, tx, 2); len(got) != 2 {
				t.Errorf("inner: %d words", len(got))
			}
		}
		if outer != 5 {
			t.Errorf("outer: %d words", outer)
		}
		return rows.Err()
	})
	if err != nil {
		t.Fatal(err)
	}
}

// A kept statement follows changes of the schema, and survives a refusal.
func TestAStatementSurvives(t *testing.T) {
	t.Parallel()
	db := connected(t)
	var all []dbx.NullStringMap
	read := func() int {
		all = nil
		if err := db.NewQuery(`SELECT * FROM words WHERE n = 1`).All(&all); err != nil {
			t.Fatal(err)
		}
		return len(all[0])
	}
	if read() != 2 {
		t.Fatal(all)
	}
	run(t, db, `ALTER TABLE words ADD COLUMN more TEXT`)
	if read() != 3 {
		t.Errorf("the new column is missing: %v", all)
	}
	insert := `INSERT INTO words (n, word) VALUES ({:n}, 'x')`
	if _, err := db.NewQuery(insert).Bind(dbx.Params{"n": 1}).Execute(); err == nil {
		t.Error("the same key twice was taken")
	}
	run(t, db, insert, 99)
	for i := range 400 { // more than are kept
		run(t, db, fmt.Sprintf(`UPDATE words SET word = 'y' WHERE n = %d`, i))
	}
	if got := words(t, db, 2); len(got) != 2 || got[0] != "y" {
		t.Errorf("%v", got)
	}
}
