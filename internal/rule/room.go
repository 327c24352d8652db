package rule

import (
	"kontora/internal/money"

	"github.com/shopspring/decimal"
)

// Room is one topmost conjunct of a condition: whether it holds, and, for a
// comparison of quantities, how far it is from failing (below zero: by how much
// it fails).
type Room struct {
	Holds, Known bool
	Left         *decimal.Decimal // nil: no comparison of quantities
}

// ordered is a comparison with its operands, kept by its term.
type ordered struct {
	upwards bool // the right side is the greater one
	l, r    *term
}

// Rooms evaluates every topmost conjunct of a condition by itself.
func (r *Rule) Rooms(s *Scope) (out []Room, err error) {
	defer recovered(&err)
	err = within(r, s, func(f *frame) error {
		for _, cl := range r.clauses {
			room, err := cl.room(f)
			if err != nil {
				return err
			}
			out = append(out, room)
		}
		return nil
	})
	return out, err
}

func (cl clause) room(f *frame) (Room, error) {
	v, err := cl.term.eval(f)
	if err != nil {
		return Room{}, err
	}
	room := Room{}
	room.Holds, room.Known = v.(bool)
	o := cl.term.ordered
	if o == nil || !room.Known {
		return room, nil
	}
	l, err := o.l.eval(f)
	if err != nil {
		return room, err
	}
	r, err := o.r.eval(f)
	if err != nil {
		return room, err
	}
	x, isQuantity := quantity(l)
	y, both := quantity(r)
	if !isQuantity || !both {
		return room, nil
	}
	left := x.Sub(y)
	if o.upwards {
		left = y.Sub(x)
	}
	room.Left = &left
	return room, nil
}

func quantity(v any) (decimal.Decimal, bool) {
	switch x := v.(type) {
	case decimal.Decimal:
		return x, true
	case money.Amount:
		return x.Value, true
	}
	return decimal.Decimal{}, false
}
