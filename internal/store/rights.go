package store

import (
	"math"

	"kontora/internal/flow"
	"kontora/internal/model"
)

// rights are the masks of one record by token number. everybody is always
// among them. A type with a minus marks tokens whose rules only take cells
// away: they count when a cell is judged, but they do not list the record. A
// token with a minus marks whose turn it is: such lines feed the inbox and its
// counter and show nothing, because no reader bears a negative token. Those who
// are left out of a turn, though they bear its token, are marked in the same way
// further down.
type rights map[filing]int64

// filing is the key of a right: who, under which type.
type filing struct{ p, ty int64 }

// turnOf is under what a record is filed whose next step is of the bearers of a
// token; leftOut of those among them whose it is not.
func turnOf(p int64) int64  { return -p }
func leftOut(p int64) int64 { return -p - 1<<50 }

// accessBits are the bits of rules that show a record.
func accessBits(t *model.Type) (bits uint64) {
	for _, a := range t.Access {
		bits |= 1 << a.Bit
	}
	return bits
}

// rightsOf translates the grants of a plan.
func rightsOf(t *model.Type, grants []flow.Grant, tokens map[string]int64) rights {
	ty, shows := tokens[typeWord(t)], accessBits(t)
	masks := map[int64]uint64{}
	r := rights{filing{everybody, ty}: 0}
	for _, g := range grants {
		p, known := tokens[principalWord(g.Principal)]
		if !known {
			p = math.MaxInt64 >> 1 // only a check of what is stored meets words without a number
		}
		if g.Mask != 0 {
			masks[p] |= g.Mask
		}
		if g.Turn {
			r[filing{turnOf(p), ty}] = 0
		}
		if g.NotTurn {
			r[filing{leftOut(p), ty}] = 0
		}
	}
	for p, mask := range masks {
		if mask&shows == 0 {
			r[filing{p, -ty}] = int64(mask)
		} else {
			r[filing{p, ty}] = int64(mask)
		}
	}
	return r
}

// listing are the tokens under which lists find the record.
func (r rights) listing() []int64 {
	var ps []int64
	for f := range r {
		if f.ty > 0 {
			ps = append(ps, f.p)
		}
	}
	sortInts(ps)
	return ps
}
