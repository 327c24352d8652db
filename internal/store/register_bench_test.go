package store_test

import (
	"maps"
	"slices"
	"strings"
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
		"derived": {"available": "plan - fact - commitment", "forecast": "fact + commitment + pipeline"},
		"limits": {"month": {"by": {"branch": "line.branch", "month": "line.month"}, "check": "available >= money('0', 'KZT')", "message": "{branch}: {available}"}}}`),
}

const (
	manyLines = `WITH RECURSIVE i(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM i WHERE n < 10000)
		INSERT INTO p_line (id, n, name, owner, branch, month, revision) SELECT printf('line%011d', n), n, 'Строка ' || n, 'owner0000000001', 'Филиал ' || (n % 40), printf('2026-%02d', 1 + n % 12), 1 FROM i`
	manyEntries = `WITH RECURSIVE i(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM i WHERE n < 100000)
		INSERT INTO k_entries (seq, event, day, register, key, type, record, posting, part, resource, units)
		SELECT n, 'e', printf('2026-%02d-15', 1 + n % 12), 'p/budget', printf('{"line":"line%011d"}', 1 + n % 10000), 'p/invoice', printf('inv%012d', n), 'x', '',
			CASE n / 10000 % 4 WHEN 0 THEN 'plan' WHEN 1 THEN 'fact' WHEN 2 THEN 'commitment' ELSE 'pipeline' END, n FROM i`
	theirSums = `INSERT INTO k_balances (register, key, resource, units) SELECT register, key, resource, sum(units) FROM k_entries GROUP BY register, key, resource`
)

// owner answers for all lines.
var owner = rule.Reference{Type: "p/user", Id: "owner0000000001"}

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
		if _, err := store.Sync(tx, nil, m); err != nil {
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
	for name, by := range map[string][]model.Axis{
		"lines":            {{Dimension: dim}},
		"branch and month": {{Dimension: dim, Field: line.Field("branch")}, {Dimension: dim, Field: line.Field("month")}},
	} {
		b.Run(name, func(b *testing.B) {
			measures := flow.NewMeasures(m, snap, reg, flow.Actor{System: true})
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

// BenchmarkSumsTogether adds up what a limit over several lines looks at: 250 lines of one
// branch among 10,000, those of one month, and all that one owner answers for.
func BenchmarkSumsTogether(b *testing.B) {
	app, m := manySums(b)
	reg, line := m.Register("p/budget"), m.TypeByKey("p/line")
	for name, where := range map[string]map[string]any{
		"250 lines":           {"branch": "Филиал 7"},
		"a branch in a month": {"branch": "Филиал 7", "month": "2026-04"},
		"all 10,000":          {"owner": owner},
	} {
		b.Run(name, func(b *testing.B) {
			var values []flow.AxisValue
			for _, key := range slices.Sorted(maps.Keys(where)) {
				values = append(values, flow.AxisValue{Axis: model.Axis{Dimension: reg.Dimensions[0], Field: line.Field(key)}, Value: where[key]})
			}
			before := processorTime(b)
			for b.Loop() {
				snap, err := store.NewSnapshot(app, m, nil)
				if err != nil {
					b.Fatal(err)
				}
				lines, err := snap.Together(reg, values, nil)
				if err != nil || len(lines) != 1 || lines[0].Units["plan"] == 0 {
					b.Fatal(lines, err)
				}
			}
			b.ReportMetric(float64((processorTime(b)-before).Microseconds())/float64(b.N)/1000, "cpu-ms/op")
		})
	}
}

// The sums that a limit takes together are found by indexes, however much else the register
// holds; all of them are there.
func TestSumsTogetherAreFoundByIndex(t *testing.T) {
	app, m := manySums(t)
	reg, line := m.Register("p/budget"), m.TypeByKey("p/line")
	where := []flow.AxisValue{{Axis: model.Axis{Dimension: reg.Dimensions[0], Field: line.Field("owner")}, Value: owner}}
	by := []model.Axis{{Dimension: reg.Dimensions[0], Field: line.Field("branch")}}
	statement, args, err := store.SumsTogether(m, reg, where, nil)
	if err != nil {
		t.Fatal(err)
	}
	rows := []struct {
		Detail string `db:"detail"`
	}{}
	for _, a := range args {
		statement = strings.Replace(statement, "?", "'"+a.(string)+"'", 1)
	}
	if err := app.NonconcurrentDB().NewQuery("EXPLAIN QUERY PLAN " + statement).All(&rows); err != nil {
		t.Fatal(err)
	}
	for _, row := range rows {
		if strings.HasPrefix(row.Detail, "SCAN") {
			t.Errorf("%s in the plan of %s", row.Detail, statement)
		}
	}
	snap, err := store.NewSnapshot(app, m, nil)
	if err != nil {
		t.Fatal(err)
	}
	all, err := snap.Together(reg, where, nil)
	if err != nil || len(all) != 1 {
		t.Fatal(all, err)
	}
	apart, err := snap.Together(reg, where, by)
	if err != nil || len(apart) != 40 {
		t.Fatal(len(apart), err)
	}
	for _, res := range reg.Resources {
		sum := int64(0)
		for _, line := range apart {
			sum += line.Units[res.StableId]
		}
		if sum != all[0].Units[res.StableId] || sum == 0 {
			t.Errorf("%s: %d apart, %d together", res.Key, sum, all[0].Units[res.StableId])
		}
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
