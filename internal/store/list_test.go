package store_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"sort"
	"strings"
	"testing"

	"kontora/internal/flow"
	"kontora/internal/model"
	"kontora/internal/rule"
	"kontora/internal/store"

	"github.com/google/go-cmp/cmp"
	"github.com/pocketbase/pocketbase/core"
	"github.com/shopspring/decimal"
)

// atLeast is a filter in SQL and in Go.
type atLeast struct {
	f     *model.Field
	value int64
}

func (a atLeast) SQL(c rule.Columns, alias string, _ *rule.Scope) (string, []any, error) {
	column, _, ok := c.Column(a.f.Type.Key, alias, a.f.Key)
	if !ok {
		return "", nil, fmt.Errorf("no column")
	}
	return column + " >= ?", []any{a.value}, nil
}

// world is a set of records with their grants, as the oracle knows them.
type world struct {
	app    core.App
	m      *model.Model
	t      *model.Type
	recs   []*flow.Record
	grants map[string][]flow.Grant
}

var principals = []rule.Principal{"user:a", "user:b", "role:x/y", "member:u", "head:u", "role:x/z"}

func randomGrants(rnd *rand.Rand) []flow.Grant {
	var list []flow.Grant
	for _, p := range principals {
		if mask := uint64(rnd.IntN(8)); rnd.IntN(3) == 0 && mask != 0 {
			list = append(list, flow.Grant{Principal: p, Mask: mask})
		}
	}
	return list
}

func randomValues(rnd *rand.Rand) map[string]any {
	v := map[string]any{"title": fmt.Sprintf("Договор %d", rnd.IntN(30)), "status": []string{"draft", "sent", "done"}[rnd.IntN(3)]}
	if rnd.IntN(4) > 0 {
		v["count"] = decimal.NewFromInt(int64(rnd.IntN(12)))
	}
	if rnd.IntN(3) > 0 {
		v["due"] = rule.Date{Year: 2026, Month: 5, Day: 1 + rnd.IntN(9)}
	}
	if rnd.IntN(3) > 0 {
		v["kind"] = []string{"a", "b"}[rnd.IntN(2)]
	}
	if rnd.IntN(10) == 0 {
		v["archived"] = noon
	}
	return v
}

// populate makes n random records and then changes some of them at random.
func populate(t *testing.T, rnd *rand.Rand, n int) *world {
	t.Helper()
	w := &world{app: open(t), m: office(), grants: map[string][]flow.Grant{}}
	w.t = w.m.TypeByKey("money/payment")
	sync(t, w.app, nil, w.m)
	var changes []*flow.Change
	for i := range n {
		id := fmt.Sprintf("pay%012d", i)
		w.grants[id] = randomGrants(rnd)
		c := create(w.t, id, randomValues(rnd), w.grants[id]...)
		w.recs = append(w.recs, c.After)
		changes = append(changes, c)
	}
	apply(t, w.app, w.m, changes...)
	changes = nil
	for i, rec := range w.recs {
		if rnd.IntN(3) == 0 {
			w.grants[rec.Id] = randomGrants(rnd)
			c := edit(rec, randomValues(rnd), w.grants[rec.Id]...)
			w.recs[i] = c.After
			changes = append(changes, c)
		}
	}
	apply(t, w.app, w.m, changes...)
	return w
}

func (w *world) grantsOf(_ core.App, rec *flow.Record) ([]flow.Grant, error) {
	return w.grants[rec.Id], nil
}

// reading is a reader as the oracle knows them.
type reading struct {
	tokens map[rule.Principal]bool
	wide   uint64
}

func (r reading) mask(w *world, id string) uint64 {
	mask := r.wide
	for _, g := range w.grants[id] {
		if r.tokens[g.Principal] {
			mask |= g.Mask
		}
	}
	return mask
}

// expected evaluates a query in Go.
func (w *world) expected(r reading, store_ *store.Reader, q store.Query) []string {
	type hit struct {
		id   string
		keys []string
		pos  int
	}
	var by []store.Key
	if q.Sort != nil {
		by = append([]store.Key{{Field: q.Sort, Desc: q.Desc}}, q.Then...)
	}
	var hits []hit
	for i, rec := range w.recs {
		mask := r.mask(w, rec.Id)
		if mask&3 == 0 || rec.IsArchived() != q.Archived || !q.Archived && len(q.States) > 0 && !strings.Contains(strings.Join(q.States, " "), rec.Status()) {
			continue
		}
		cell := func(f *model.Field) any {
			if !store_.Sees(f, mask) {
				return nil
			}
			return rec.Values[f.Key]
		}
		keep := true
		for _, f := range q.Filters {
			a := f.(atLeast)
			d, ok := cell(a.f).(decimal.Decimal)
			keep = keep && ok && d.IntPart() >= a.value
		}
		if !keep {
			continue
		}
		h := hit{id: rec.Id, pos: i}
		for _, k := range by {
			key := ""
			if v := cell(k.Field); v != nil {
				key = fmt.Sprintf("%v", store.Plain(k.Field, v))
				if d, ok := v.(decimal.Decimal); ok {
					key = fmt.Sprintf("%08d", d.IntPart())
				}
			}
			h.keys = append(h.keys, key)
		}
		hits = append(hits, h)
	}
	sort.Slice(hits, func(i, j int) bool {
		a, b := hits[i], hits[j]
		desc := q.Desc
		for n, k := range by {
			desc = k.Desc
			switch x, y := a.keys[n], b.keys[n]; {
			case (x == "") != (y == ""):
				return y == ""
			case x != y:
				return x < y != k.Desc
			}
		}
		return a.pos < b.pos != desc
	})
	ids := []string{}
	for _, h := range hits {
		ids = append(ids, h.id)
	}
	return ids
}

// tallied counts what a reader sees in one column of a list.
func (w *world) tallied(r reading, eyes *store.Reader, ids []string, by *model.Field) map[string]store.Tally {
	tallies := map[string]store.Tally{}
	for _, rec := range w.recs {
		if !slices.Contains(ids, rec.Id) {
			continue
		}
		key := ""
		if word, ok := rec.Values[by.Key].(string); ok && eyes.Sees(by, r.mask(w, rec.Id)) {
			key = word
		}
		tallies[key] = store.Tally{Count: tallies[key].Count + 1, Exact: true}
	}
	return tallies
}

func TestListsShowExactlyWhatAReaderMaySee(t *testing.T) {
	t.Parallel()
	rnd := rand.New(rand.NewPCG(1, 2))
	w := populate(t, rnd, 120)
	if wrong, err := store.CheckDerived(w.app, w.m.Types, w.grantsOf, nil); err != nil || len(wrong) > 0 {
		t.Fatalf("derived tables: %v\n%s", err, strings.Join(wrong, "\n"))
	}
	sorts := []*model.Field{nil, w.t.Field("count"), w.t.Field("due"), w.t.Field("title"), w.t.Field("kind")}
	for i := range 200 {
		r := reading{tokens: map[rule.Principal]bool{}}
		for _, p := range principals {
			if rnd.IntN(3) == 0 {
				r.tokens[p] = true
			}
		}
		r.wide = []uint64{0, 0, 0, 1, 2, 4, 6}[rnd.IntN(7)]
		reader, err := store.NewReader(w.app, r.tokens, map[string]uint64{w.t.Key: r.wide})
		if err != nil {
			t.Fatal(err)
		}
		q := store.Query{Type: w.t, Sort: sorts[rnd.IntN(len(sorts))], Desc: rnd.IntN(2) == 0, Limit: 1 + rnd.IntN(20), Archived: rnd.IntN(8) == 0}
		for q.Sort != nil && len(q.Then) < 2 && rnd.IntN(2) == 0 {
			q.Then = append(q.Then, store.Key{Field: sorts[1+rnd.IntN(len(sorts)-1)], Desc: rnd.IntN(2) == 0})
		}
		if q.Sort != nil && rnd.IntN(4) == 0 { // the direction of creation alone
			q.Then = append(q.Then, store.Key{Field: w.t.Field("created"), Desc: rnd.IntN(2) == 0})
		}
		if rnd.IntN(2) == 0 {
			q.States = [][]string{{"draft"}, {"draft", "sent"}, {"done"}}[rnd.IntN(3)]
		}
		if rnd.IntN(2) == 0 {
			q.Filters = []store.Filter{atLeast{w.t.Field([]string{"count", "secret"}[rnd.IntN(2)]), int64(rnd.IntN(8))}}
		}
		want := w.expected(r, reader, q)
		name := fmt.Sprintf("%d: %v wide %d sort %v desc %v then %d states %v filters %v", i, r.tokens, r.wide, q.Sort != nil, q.Desc, len(q.Then), q.States, len(q.Filters))
		for _, ask := range []store.Query{q, store.Walking(q)} {
			got := []string{}
			for ask.Cursor = ""; ; {
				page, err := store.ReadPage(w.app, w.m, reader, ask)
				if err != nil {
					t.Fatalf("%s: %v", name, err)
				}
				for _, row := range page.Rows {
					got = append(got, row.Record.Id)
					if mask := r.mask(w, row.Record.Id); row.Mask != mask {
						t.Errorf("%s: mask of %s is %b, want %b", name, row.Record.Id, row.Mask, mask)
					}
				}
				if ask.Cursor = page.Next; ask.Cursor == "" || len(got) > len(w.recs) {
					break
				}
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Fatalf("%s:\n%s", name, diff)
			}
		}
		count, exact, err := store.Count(w.app, w.m, reader, q)
		if err != nil || !exact || count != int64(len(want)) {
			t.Errorf("%s: count %d exact %v %v, want %d", name, count, exact, err, len(want))
		}
		for _, by := range []*model.Field{w.t.Field("status"), w.t.Field("kind")} {
			tallies, exact, err := store.CountBy(w.app, w.m, reader, q, by)
			if diff := cmp.Diff(w.tallied(r, reader, want, by), tallies); err != nil || !exact || diff != "" {
				t.Errorf("%s: by %s: exact %v %v\n%s", name, by.Key, exact, err, diff)
			}
		}
	}
}

func TestRebuildRestoresWhatWasLost(t *testing.T) {
	t.Parallel()
	w := populate(t, rand.New(rand.NewPCG(3, 4)), 60)
	for _, statement := range []string{`DELETE FROM k_acl WHERE n % 3 = 0`, `DELETE FROM k_items WHERE n % 5 = 0`, `UPDATE k_open SET s = '2020' WHERE n % 4 = 0`, `UPDATE k_acl SET g = 7 WHERE n % 7 = 0`} {
		if _, err := w.app.NonconcurrentDB().NewQuery(statement).Execute(); err != nil {
			t.Fatal(err)
		}
	}
	if wrong, err := store.CheckDerived(w.app, w.m.Types, w.grantsOf, nil); err != nil || len(wrong) == 0 {
		t.Fatalf("the damage was not noticed: %v", err)
	}
	if err := store.Rebuild(w.app, w.m.Types, w.grantsOf, nil); err != nil {
		t.Fatal(err)
	}
	if wrong, err := store.CheckDerived(w.app, w.m.Types, w.grantsOf, nil); err != nil || len(wrong) > 0 {
		t.Errorf("after the rebuild: %v\n%s", err, strings.Join(wrong, "\n"))
	}
}

func TestPagesMergeIndexesAndSortNothing(t *testing.T) {
	t.Parallel()
	w := populate(t, rand.New(rand.NewPCG(5, 6)), 60)
	all := map[rule.Principal]bool{}
	for _, p := range principals {
		all[p] = true
	}
	narrow, _ := store.NewReader(w.app, all, nil)
	for name, reader := range map[string]*store.Reader{"narrow": narrow, "wide": store.Superuser()} {
		plans, err := store.Plans(w.app, w.m, reader, store.Query{Type: w.t, States: []string{"draft", "sent"}})
		if err != nil {
			t.Fatal(err)
		}
		for walk, statement := range plans {
			var plan strings.Builder
			for _, row := range sql(t, w.app, "EXPLAIN QUERY PLAN "+statement) {
				plan.WriteString(row["detail"].String + "\n")
			}
			merges := walk == "numbers" || walk == "feed" || walk == "inbox"
			if name == "narrow" && merges && !strings.Contains(plan.String(), "MERGE (UNION)") {
				t.Errorf("%s %s does not merge:\n%s", name, walk, plan.String())
			}
			for _, bad := range []string{"TEMP B-TREE", "SCAN k_", "SCAN t", "SCAN i"} {
				if strings.Contains(plan.String(), bad) {
					t.Errorf("%s %s: %s in\n%s", name, walk, bad, plan.String())
				}
			}
		}
	}
}

func TestSearchFindsWhatTheReaderSees(t *testing.T) {
	t.Parallel()
	app, m := open(t), office()
	sync(t, app, nil, m)
	payment := m.TypeByKey("money/payment")
	apply(t, app, m,
		create(payment, "pay000000000001", map[string]any{"title": "Договоры с поставщиком ещё", "notes": []any{"секретно"}}, grant("user:a", 1)),
		create(payment, "pay000000000002", map[string]any{"title": "Договор аренды"}, grant("user:b", 1)),
		create(payment, "pay000000000003", map[string]any{"title": "Договор старый", "archived": noon}, grant("user:a", 1)))
	a, _ := store.NewReader(app, map[rule.Principal]bool{"user:a": true}, nil)
	nobody, _ := store.NewReader(app, map[rule.Principal]bool{"user:q": true}, nil)
	cases := []struct {
		name   string
		reader *store.Reader
		words  string
		want   string
	}{
		{"another form of the word", a, "договора", "1"},
		{"a beginning", a, "постав", "1"},
		{"е instead of ё", a, "еще", "1"},
		{"both words", a, "договор поставщики", "1"},
		{"somebody else's record", a, "аренда", ""},
		{"a cell that not everybody sees", a, "секретно", ""},
		{"no rights", nobody, "договор", ""},
		{"all rights, newest first, no archive", store.Superuser(), "договор", "21"},
		{"quotes and operators are only words", a, `"договор" OR аренды*`, ""},
	}
	for _, c := range cases {
		items, _, err := store.Search(app, m, c.reader, c.words, 0, 10)
		got := ""
		for _, it := range items {
			got += strings.TrimLeft(it.Id, "pay0")
		}
		if err != nil || got != c.want {
			t.Errorf("%s: %q %v, want %q", c.name, got, err, c.want)
		}
	}
}

func TestInboxShowsOpenWorkByDeadline(t *testing.T) {
	t.Parallel()
	app, m := open(t), office()
	sync(t, app, nil, m)
	payment := m.TypeByKey("money/payment")
	someone(t, app, m, "user00000000001", nil)
	me := rule.Reference{Type: "base/user", Id: "user00000000001"}
	day := func(d int) rule.Date { return rule.Date{Year: 2026, Month: 4, Day: d} }
	apply(t, app, m,
		create(payment, "pay000000000001", map[string]any{"title": "1", "due": day(9), "assignee": me}, turn("user:a", 1)),
		create(payment, "pay000000000002", map[string]any{"title": "2", "due": day(2), "assignee": me}, turn("user:a", 2), grant("role:r", 1)),
		create(payment, "pay000000000003", map[string]any{"title": "3", "assignee": me}, grant("user:a", 1), turn("user:b", 0)),
		create(payment, "pay000000000004", map[string]any{"title": "4", "due": day(1), "status": "done", "assignee": me}, grant("user:a", 1)),
		create(payment, "pay000000000005", map[string]any{"title": "5", "due": day(1), "assignee": me}, grant("user:b", 1)))
	a, _ := store.NewReader(app, map[rule.Principal]bool{"user:a": true}, nil)
	read := func(r *store.Reader, q store.InboxQuery) string {
		got := ""
		for q.Limit = 1; ; {
			items, next, err := store.ReadInbox(app, m, r, q)
			if err != nil {
				t.Fatal(err)
			}
			for _, it := range items {
				got += it.Title
			}
			if q.Cursor = next; next == "" {
				return got
			}
		}
	}
	for want, got := range map[string]string{
		"213":  read(a, store.InboxQuery{}),
		"2":    read(a, store.InboxQuery{Before: "2026-04-05"}),
		"5213": read(store.Superuser(), store.InboxQuery{}),
	} {
		if want != got {
			t.Errorf("inbox %q, want %q", got, want)
		}
	}
	if got := read(a, store.InboxQuery{Turn: true}); got != "21" {
		t.Errorf("my turn %q", got)
	}
	if n, err := store.CountTurns(app, m, a); err != nil || n != 2 {
		t.Errorf("turns counted %d %v", n, err)
	}
	b, _ := store.NewReader(app, map[rule.Principal]bool{"user:b": true}, nil)
	if got := read(b, store.InboxQuery{Turn: true}); got != "" {
		t.Errorf("a turn alone shows %q", got)
	}
	if n, err := store.CountTurns(app, m, b); err != nil || n != 0 {
		t.Errorf("a turn alone counts %d %v", n, err)
	}
	seen := flow.Grant{Principal: "role:s", Mask: 1}
	apply(t, app, m, // in two capacities, and in one of which a person is left out
		create(payment, "pay000000000007", map[string]any{"title": "7", "due": day(3)}, turn("user:d", 1), turn("role:t", 1), seen),
		create(payment, "pay000000000008", map[string]any{"title": "8", "due": day(4)}, turn("role:t", 1), flow.Grant{Principal: "user:d", Mask: 1, NotTurn: true}, seen),
		create(payment, "pay000000000009", map[string]any{"title": "9"}, turn("role:t", 1), flow.Grant{Principal: "user:d", NotTurn: true}, seen))
	for who, want := range map[rule.Principal]string{"user:d": "7", "user:e": "789"} {
		r, _ := store.NewReader(app, map[rule.Principal]bool{who: true, "role:t": true}, nil)
		n, err := store.CountTurns(app, m, r)
		if got := read(r, store.InboxQuery{Turn: true}); got != want || n != int64(len(want)) || err != nil {
			t.Errorf("the turns of %s: %q, %d %v, want %q", who, got, n, err, want)
		}
		if n, err := store.CountTurns(app, m, r.Without([]*model.Type{payment})); n != 0 || err != nil {
			t.Errorf("a key counts what is closed to it: %d %v", n, err)
		}
	}
	for want, of := range map[string]rule.Principal{"789": "role:t", "7": "role:u"} {
		r, _ := store.NewReader(app, map[rule.Principal]bool{"user:f": true, "role:s": true, of: true}, nil)
		r, err := r.InPlaceOf(app, nil, map[rule.Principal]bool{"user:d": true, "role:t": true}, func(_ *model.Type, ids []string) (map[string]uint64, error) {
			mine := map[string]uint64{}
			if slices.Contains(ids, "pay000000000007") { // of those filed there, one is the reader's to do
				mine["pay000000000007"] = 1
			}
			return mine, nil
		})
		n, failed := store.CountTurns(app, m, r)
		if got := read(r, store.InboxQuery{Turn: true}); got != want || n != int64(len(want)) || err != nil || failed != nil {
			t.Errorf("the turns of %s and in place of user:d: %q, %d %v %v, want %q", of, got, n, err, failed, want)
		}
	}
	items, _, _ := store.ReadInbox(app, m, a, store.InboxQuery{})
	for _, it := range items {
		if it.Title == "2" && it.Assignee != "" {
			t.Error("the assignee is shown to who may not see that cell")
		}
	}
	payment.Work.Title = nil
	apply(t, app, m, create(payment, "pay000000000006", map[string]any{"title": "6", "number": "N-6", "due": day(1)}, grant("user:c", 2)))
	payment.Access[1].Read[payment.Field("number")] = false
	c, _ := store.NewReader(app, map[rule.Principal]bool{"user:c": true}, nil)
	items, _, _ = store.ReadInbox(app, m, c, store.InboxQuery{})
	if len(items) != 1 || items[0].Title != "" || items[0].Number != "" {
		t.Errorf("the number is hidden and names the record: %+v", items)
	}
	counts, err := store.OpenCounts(app, m, a)
	if err != nil || counts["money/payment"] != 3 {
		t.Errorf("open: %v %v", counts, err)
	}
}
