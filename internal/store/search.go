package store

import (
	"fmt"
	"strings"

	"kontora/internal/model"

	"github.com/pocketbase/pocketbase/core"
)

// expandTo is how many words a beginning may stand for.
const expandTo = 40

// Search finds records by words, newest first: all words must occur, the last
// may be unfinished. It looks at cells that every reader of a record sees, and
// never at archived records. The cursor of the next page is the n of the last.
func Search(app core.App, m *model.Model, r *Reader, words string, before int64, limit int) (items []*Item, more bool, err error) {
	names, err := namesOf(app, m)
	if err != nil {
		return nil, false, err
	}
	rights := searchRights(r, names)
	body, err := searchWords(app, words)
	if err != nil || body == "" || rights == "" {
		return nil, false, err
	}
	if before == 0 {
		before = 1 << 62
	}
	rows, err := query(app, `SELECT `+itemSelect+` FROM (SELECT rowid AS n FROM k_search WHERE k_search MATCH ? AND rowid < ? ORDER BY rowid DESC LIMIT ?) m
		CROSS JOIN k_items i ON i.n = m.n ORDER BY m.n DESC`, body+` AND `+rights, before, limit+1)
	if err != nil {
		return nil, false, fmt.Errorf("search: %w", err)
	}
	if more = len(rows) > limit; more {
		rows = rows[:limit]
	}
	items, err = r.items(app, names, rows)
	return items, more, err
}

// searchRights is the part of the query that stands for who asks.
func searchRights(r *Reader, names *itemNames) string {
	var words []string
	wide, _ := names.split(r)
	for _, ty := range wide {
		words = append(words, fmt.Sprintf("y%d", ty))
	}
	for _, p := range r.tokens {
		words = append(words, fmt.Sprintf("z%d", p))
	}
	if len(words) == 0 {
		return ""
	}
	return "acl:(" + strings.Join(words, " OR ") + ")"
}

// searchWords translates what was typed. Every word is a stem; the last one is
// also taken as a beginning, which the table of known stems expands: that costs
// less than a prefix index and works for any length.
func searchWords(app core.App, typed string) (string, error) {
	found := stems(typed)
	if len(found) == 0 {
		return "", nil
	}
	var parts []string
	for _, s := range found[:len(found)-1] {
		parts = append(parts, `"`+s+`"`)
	}
	last := found[len(found)-1]
	options := []string{`"` + last + `"`}
	if !strings.HasSuffix(typed, " ") {
		rows, err := query(app, `SELECT stem FROM k_words WHERE stem > ? AND stem < ? ORDER BY stem LIMIT ?`, last, last+"\U0010FFFF", expandTo)
		if err != nil {
			return "", err
		}
		for _, row := range rows {
			options = append(options, `"`+text(row[0])+`"`)
		}
	}
	parts = append(parts, "("+strings.Join(options, " OR ")+")")
	return "body:(" + strings.Join(parts, " AND ") + ")", nil
}
