package store

import (
	"fmt"
	"strconv"
	"strings"

	"kontora/internal/flow"

	"github.com/pocketbase/pocketbase/core"
)

// delta gathers what changes in the derived tables, to be written by one
// statement each.
type delta struct {
	items             []item
	aclGone, aclPut   []any // p, ty, n | p, ty, n, st, g
	openGone, openPut []any // p, s, n | p, s, n, ty, st
	counters          map[counter]int64
	search            []any // rowid, body, acl
	stems             map[string]bool
	found             map[int64]*derived
	tokens            map[string]int64
}

type counter struct{ p, ty, st int64 }

// derived is what the tables say about a record now.
type derived struct {
	rights   rights
	st       int64
	inFeed   bool
	deadline string
}

// derive maintains rights, feeds, counters, projection and search of the
// touched records by the difference between what is stored and what should be.
func derive(tx core.App, touched []*touch, title func(*flow.Record) string) error {
	d := &delta{counters: map[counter]int64{}, stems: map[string]bool{}}
	if err := d.load(tx, touched); err != nil {
		return fmt.Errorf("load rights: %w", err)
	}
	for _, t := range touched {
		d.compare(t, project(t.after, t.n, d.tokens, title))
	}
	return d.write(tx)
}

// load interns all words and reads what is stored of records that existed.
func (d *delta) load(tx core.App, touched []*touch) error {
	var words []string
	var known []any
	for _, t := range touched {
		words = append(words, typeWord(t.after.Type), stateWord(t.after.Type, filedUnder(t.after)))
		for _, g := range t.grants {
			words = append(words, principalWord(g.Principal))
		}
		if t.before != nil {
			known = append(known, t.n)
		}
	}
	var err error
	if d.tokens, err = internerOf(tx).intern(tx, words); err != nil {
		return err
	}
	d.found, err = loadDerived(tx, known)
	return err
}

func loadDerived(app core.App, ns []any) (map[int64]*derived, error) {
	found := map[int64]*derived{}
	if len(ns) == 0 {
		return found, nil
	}
	rows, err := query(app, `SELECT a.n, a.st, i.deadline, a.p, a.ty, a.g,
			EXISTS (SELECT 1 FROM k_open o WHERE o.p = 0 AND o.s = coalesce(i.deadline, '`+noDeadline+`') AND o.n = a.n)
		FROM k_acl a LEFT JOIN k_items i ON i.n = a.n WHERE a.n IN (`+places(len(ns))+`)`, ns...)
	if err != nil {
		return nil, err
	}
	for _, r := range rows {
		n := number(r[0])
		if found[n] == nil {
			found[n] = &derived{rights: rights{}, st: number(r[1]), deadline: text(r[2]), inFeed: number(r[6]) == 1}
		}
		found[n].rights[filing{number(r[3]), number(r[4])}] = number(r[5])
	}
	return found, nil
}

// compare adds the differences of one record.
func (d *delta) compare(t *touch, it item) {
	old := d.found[t.n]
	if old == nil {
		old = &derived{rights: rights{}}
	}
	now := rightsOf(t.after.Type, t.grants, d.tokens)
	for f, mask := range now {
		if was, had := old.rights[f]; !had || was != mask || old.st != it.st {
			d.aclPut = append(d.aclPut, f.p, f.ty, t.n, it.st, mask)
		}
	}
	for f := range old.rights {
		if _, has := now[f]; !has {
			d.aclGone = append(d.aclGone, f.p, f.ty, t.n)
		}
	}
	d.count(old, now, it)
	d.feed(old, now, it)
	d.items = append(d.items, it)
	d.find(t, old, now)
}

func (d *delta) count(old *derived, now rights, it item) {
	for _, p := range old.rights.listing() {
		d.counters[counter{p, it.ty, old.st}]--
	}
	for _, p := range now.listing() {
		d.counters[counter{p, it.ty, it.st}]++
	}
}

func (d *delta) feed(old *derived, now rights, it item) {
	type place struct {
		p int64
		s string
	}
	had, has := map[place]bool{}, map[place]bool{}
	if old.inFeed {
		for _, p := range old.rights.listing() {
			had[place{p, feedKey(old.deadline)}] = true
		}
	}
	if it.inFeed {
		for _, p := range now.listing() {
			has[place{p, it.sort()}] = true
		}
	}
	for x := range had {
		if !has[x] {
			d.openGone = append(d.openGone, x.p, x.s, it.n)
		}
	}
	for x := range has {
		if !had[x] || old.st != it.st {
			d.openPut = append(d.openPut, x.p, x.s, it.n, it.ty, it.st)
		}
	}
}

// find rewrites the search row only when words or rights changed: a transition
// alone does not touch the index.
func (d *delta) find(t *touch, old *derived, now rights) {
	body, acl := searchBody(t.after), searchTokens(t.after, now)
	if t.before != nil && len(old.rights) > 0 && body == searchBody(t.before) && acl == searchTokens(t.before, old.rights) {
		return
	}
	d.search = append(d.search, t.n, body, acl)
	for _, s := range strings.Fields(body) {
		d.stems[s] = true
	}
}

// searchTokens writes rights as words: z17 is a token, y5 the type itself, for
// readers of all its records. Nobody finds what is in the archive.
func searchTokens(rec *flow.Record, r rights) string {
	if rec.IsArchived() {
		return ""
	}
	var words []string
	for f := range r {
		if f.p == everybody {
			words = append(words, "y"+strconv.FormatInt(f.ty, 10))
		}
	}
	for _, p := range r.listing() {
		if p > everybody {
			words = append(words, "z"+strconv.FormatInt(p, 10))
		}
	}
	return strings.Join(words, " ")
}
