package store

import (
	"fmt"
	"maps"

	"kontora/internal/model"
	"kontora/internal/rule"

	"github.com/pocketbase/pocketbase/core"
)

// Reader is who reads, in the numbers that rights are filed under. It is made
// once per request and never changed.
type Reader struct {
	tokens []int64 // under which the reader sees something
	own    []int64 // those of them that are the reader's own: their turns are, too
	turns  []int64 // tokens whose turns may be the reader's: of people who are away
	deputy Deputy  // and tells which are
	held   map[int64]bool
	wide   map[string]uint64 // type key → bits of rules that hold for all its records
	closed map[string]bool   // type keys that do not exist for the reader, whatever their rights
	all    bool
}

// NewReader translates a person's principals and the bits of the wide rules
// that hold for them, by type key. Principals nobody granted anything to have
// no number and fall away.
func NewReader(app core.App, principals map[rule.Principal]bool, wide map[string]uint64) (*Reader, error) {
	words := make([]string, 0, len(principals))
	for p, held := range principals {
		if held {
			words = append(words, principalWord(p))
		}
	}
	found, err := internerOf(app).lookup(app, words)
	if err != nil {
		return nil, fmt.Errorf("look up principals: %w", err)
	}
	r := &Reader{held: map[int64]bool{}, wide: wide}
	for _, id := range found {
		r.held[id] = true
		r.tokens = append(r.tokens, id)
	}
	sortInts(r.tokens)
	r.own = r.tokens
	return r, nil
}

// Deputy tells which of some records wait for the reader in place of somebody who
// is away, by id, with the rules by which the reader sees each.
type Deputy func(t *model.Type, ids []string) (map[string]uint64, error)

// InPlaceOf is the same reader, who sees what those of reading see, and to whom
// turns of further principals come as far as the deputy says.
func (r *Reader) InPlaceOf(app core.App, reading, turns map[rule.Principal]bool, deputy Deputy) (*Reader, error) {
	if len(reading)+len(turns) == 0 {
		return r, nil
	}
	sight, err := NewReader(app, reading, nil)
	if err != nil {
		return nil, err
	}
	waits, err := NewReader(app, turns, nil)
	if err != nil {
		return nil, err
	}
	more := *r
	more.turns, more.deputy = waits.tokens, deputy
	more.tokens, more.held = nil, maps.Clone(r.held)
	maps.Copy(more.held, sight.held)
	for id := range more.held {
		more.tokens = append(more.tokens, id)
	}
	sortInts(more.tokens)
	return &more, nil
}

// Without is the same reader for whom some types do not exist, neither behind
// references nor behind derived relations: an API key opens less than its owner
// sees.
func (r *Reader) Without(types []*model.Type) *Reader {
	narrow := *r
	narrow.closed = map[string]bool{}
	for _, t := range types {
		narrow.closed[t.Key] = true
	}
	return &narrow
}

// Superuser sees every record and every cell.
func Superuser() *Reader { return &Reader{all: true, held: map[int64]bool{}} }

// branches are the tokens by which this reader's lists of a type are merged.
func (r *Reader) branches(t *model.Type) []int64 {
	if r.isWide(t) {
		return []int64{everybody}
	}
	return r.tokens
}

// isWide reports whether the reader sees all records of a type.
func (r *Reader) isWide(t *model.Type) bool { return r.all || r.wide[t.Key]&accessBits(t) != 0 }

// Sees reports whether a cell may be shown: some rule that holds names it and
// none that holds takes it away. mask comes with the row.
func (r *Reader) Sees(f *model.Field, mask uint64) bool {
	if r.all {
		return true
	}
	t := f.Type
	if t.Owner != nil {
		f, t = t.OwnerField, t.Owner
	}
	allow, deny := cellBits(t, f)
	return mask&allow != 0 && mask&deny == 0
}

// cellBits are the rules that show a cell and those that take it away.
func cellBits(t *model.Type, f *model.Field) (allow, deny uint64) {
	for _, a := range t.Access {
		if f.Engine || a.Read[f] {
			allow |= 1 << a.Bit
		}
	}
	for _, d := range t.Deny {
		if d.Fields[f] && !d.Edit {
			deny |= 1 << d.Bit
		}
	}
	return allow, deny
}

// Mask tells by which rules a reader sees one record, and whether at all.
func (r *Reader) Mask(app core.App, t *model.Type, id string) (mask uint64, visible bool, err error) {
	row, err := one(app, `SELECT n FROM `+table(t)+` WHERE id = ?`, id)
	if err != nil || row == nil {
		return 0, false, err
	}
	masks, err := r.masks(app, map[int64]*model.Type{number(row[0]): t})
	if err != nil {
		return 0, false, err
	}
	mask = masks[number(row[0])]
	return mask, r.all || mask&accessBits(t) != 0, nil
}

// masks gathers the rules by which the reader sees some records.
func (r *Reader) masks(app core.App, of map[int64]*model.Type) (map[int64]uint64, error) {
	masks := make(map[int64]uint64, len(of))
	var ns []any
	for n, t := range of {
		masks[n] = r.wide[t.Key]
		ns = append(ns, n)
	}
	if r.all || len(ns) == 0 {
		return masks, nil
	}
	rows, err := query(app, `SELECT n, p, g FROM k_acl WHERE n IN (`+places(len(ns))+`)`, ns...)
	if err != nil {
		return nil, fmt.Errorf("read rights: %w", err)
	}
	for _, row := range rows {
		if r.held[number(row[1])] {
			masks[number(row[0])] |= uint64(number(row[2]))
		}
	}
	return masks, nil
}
