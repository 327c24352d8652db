package store_test

import (
	"syscall"
	"testing"
	"time"

	"kontora/internal/flow"
	"kontora/internal/model"
	"kontora/internal/rule"
	"kontora/internal/spec"
	"kontora/internal/store"

	"github.com/pocketbase/pocketbase/core"
)

// budgetPack has a register whose lines are records with a branch and a month.
var budgetPack = map[string][]byte{
	"schemas/p/pack.json": []byte(`{"title": "П", "roles": {"a": {"title": "А", "design": true}}}`),
	"schemas/p/types/user.json": []byte(`{"title": "Ч", "directory": "person", "data": {"properties": {
		"roles": {"title": "Роли", "type": "array", "items": {"type": "string"}}, "name": {"title": "Имя", "type": "string"}}}, "access": {"a": {"who": "role('a')"}}}`),
	"schemas/p/types/line.json": []byte(`{"title": "Строка", "data": {"properties": {
		"name": {"title": "Имя", "type": "string"}, "branch": {"title": "Филиал", "type": "string"}, "month": {"title": "Месяц", "type": "string"}, "owner": {"title": "Кто", "x-ref": "user"}}},
		"access": {"a": {"who": "role('a')", "read": "*"}, "own": {"who": "owner", "read": "*"}}}`),
	"schemas/p/registers/budget.json": []byte(`{"title": "Бюджет", "dimensions": {"line": {"x-ref": "line"}},
		"resources": {"plan": {"x-money": "KZT"}, "fact": {"x-money": "KZT"}, "commitment": {"x-money": "KZT"}, "pipeline": {"x-money": "KZT"}},
		"derived": {"available": "plan - fact - commitment", "forecast": "fact + commitment + pipeline"}}`),
}

const (
	manyLines = `WITH RECURSIVE i(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM i WHERE n < 10000)
		INSERT INTO p_line (id, n, name, branch, month, revision) SELECT printf('line%011d', n), n, 'Строка ' || n, 'Филиал ' || (n % 40), printf('2026-%02d', 1 + n % 12), 1 FROM i`
	manyEntries = `WITH RECURSIVE i(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM i WHERE n < 100000)
		INSERT INTO k_entries (seq, event, day, register, key, type, record, posting, part, resource, units)
		SELECT n, 'e', printf('2026-%02d-15', 1 + n % 12), 'p/budget', printf('{"line":"line%011d"}', 1 + n % 10000), 'p/invoice', printf('inv%012d', n), 'x', '',
			CASE n / 10000 % 4 WHEN 0 THEN 'plan' WHEN 1 THEN 'fact' WHEN 2 THEN 'commitment' ELSE 'pipeline' END, n FROM i`
	theirSums = `INSERT INTO k_balances (register, key, resource, units) SELECT register, key, resource, sum(units) FROM k_entries GROUP BY register, key, resource`
)

// manySums fills a budget of 10,000 lines with 100,000 entries.
func manySums(t testing.TB) (*core.BaseApp, *model.Model) {
	t.Helper()
	b, found := spec.LoadFiles(budgetPack)
	m, more := model.Compile(b)
	if m == nil {
		t.Fatal(found, more)
	}
	app := openFor(t)
	err := app.RunInTransaction(func(tx core.App) error {
		if err := store.Sync(tx, nil, m); err != nil {
			return err
		}
		for _, s := range []string{manyLines, manyEntries, theirSums} {
			if _, err := tx.NonconcurrentDB().NewQuery(s).Execute(); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return app, m
}

// BenchmarkBudgetMatrix reads the whole matrix: line by line, and by branch and
// month, with what is derived.
func BenchmarkBudgetMatrix(b *testing.B) {
	app, m := manySums(b)
	reg, line := m.Register("p/budget"), m.TypeByKey("p/line")
	snap, err := store.NewSnapshot(app, m, nil)
	if err != nil {
		b.Fatal(err)
	}
	reader, err := store.NewReader(app, map[rule.Principal]bool{}, map[string]uint64{"p/line": 1 << line.Access[0].Bit})
	if err != nil {
		b.Fatal(err)
	}
	dim := reg.Dimensions[0]
	for name, by := range map[string][]store.Axis{
		"lines":            {{Dimension: dim}},
		"branch and month": {{Dimension: dim, Field: line.Field("branch")}, {Dimension: dim, Field: line.Field("month")}},
	} {
		b.Run(name, func(b *testing.B) {
			measures := flow.NewMeasures(m, snap, reg)
			before := processorTime(b)
			for b.Loop() {
				lines, _, err := store.ReadSums(app, m, reader, store.Sums{Register: reg, By: by})
				if err != nil {
					b.Fatal(err)
				}
				for _, l := range lines {
					if _, err := measures.Of(l.Units, nil); err != nil {
						b.Fatal(err)
					}
				}
				b.ReportMetric(float64(len(lines)), "lines")
			}
			b.ReportMetric(float64((processorTime(b)-before).Milliseconds())/float64(b.N), "cpu-ms/op")
		})
	}
}

// processorTime is what the process has used so far: it tells of the work where
// others use the machine too.
func processorTime(b *testing.B) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
