package rule

import (
	"cmp"
	"time"

	"kontora/internal/money"

	"github.com/shopspring/decimal"
)

// Reference points to a record by type key and id.
type Reference struct{ Type, Id string }

// Attachment is a stored or just uploaded file.
type Attachment struct {
	Name string // stored name; unique within the record
	Size int64
	Type string // MIME
}

// Equal compares two values of the same kind; two nils are equal, and so are a
// record and a reference to it. Amounts of different currencies differ.
func Equal(a, b any) bool {
	if a == nil || b == nil {
		return isEmpty(a) && isEmpty(b)
	}
	if ra, ok := referenceOf(a); ok {
		rb, ok := referenceOf(b)
		return ok && ra == rb
	}
	if x, ok := a.(money.Amount); ok {
		y, ok := b.(money.Amount)
		if !ok {
			return false
		}
		n, err := x.Cmp(y)
		return err == nil && n == 0
	}
	if n, err := Compare(a, b); err == nil {
		return n == 0
	}
	x, isSpan := a.(Span)
	y, both := b.(Span)
	return isSpan && both && x == y
}

// isEmpty reports what == nil finds: null, and a list without elements.
func isEmpty(v any) bool {
	if v == nil {
		return true
	}
	list, ok := v.([]any)
	return ok && len(list) == 0
}

// Compare orders two values of the same kind. Values that have no order, such
// as amounts of different currencies, are an *Error.
func Compare(a, b any) (int, error) {
	switch x := a.(type) {
	case bool:
		if y, ok := b.(bool); ok {
			return rankBool(x) - rankBool(y), nil
		}
	case decimal.Decimal:
		if y, ok := b.(decimal.Decimal); ok {
			return x.Cmp(y), nil
		}
	case money.Amount:
		if y, ok := b.(money.Amount); ok {
			n, err := x.Cmp(y)
			return n, currencyError(err, x, y)
		}
	case string:
		if y, ok := b.(string); ok {
			return cmp.Compare(x, y), nil
		}
	case Date:
		if y, ok := b.(Date); ok {
			return x.Compare(y), nil
		}
	case time.Time:
		if y, ok := b.(time.Time); ok {
			return x.Compare(y), nil
		}
	case Span:
		if y, ok := b.(Span); ok {
			return x.compare(y)
		}
	}
	return 0, &Error{Code: "not_comparable"}
}

func rankBool(b bool) int {
	if b {
		return 1
	}
	return 0
}

func currencyError(err error, a, b money.Amount) error {
	if err == nil {
		return nil
	}
	return &Error{Code: "currency_mismatch", Params: map[string]any{"left": a.Currency, "right": b.Currency}}
}

// referenceOf finds the identity of a value that stands for a record.
func referenceOf(v any) (Reference, bool) {
	switch x := v.(type) {
	case Reference:
		return x, true
	case Record:
		return x.Reference(), true
	}
	return Reference{}, false
}

// conforms reports whether a value read from outside has the Go type of its
// kind, so that a mistaken Record is found where it is made.
func conforms(v any, k Kind) bool {
	ok := true
	switch k {
	case KindBool:
		_, ok = v.(bool)
	case KindNumber:
		_, ok = v.(decimal.Decimal)
	case KindMoney:
		_, ok = v.(money.Amount)
	case KindText:
		_, ok = v.(string)
	case KindDate:
		_, ok = v.(Date)
	case KindInstant:
		_, ok = v.(time.Time)
	case KindSpan:
		_, ok = v.(Span)
	case KindRef:
		_, ok = referenceOf(v)
	case KindFile:
		_, ok = v.(Attachment)
	case KindPeople:
		_, ok = v.(PeopleSet)
	case KindList:
		_, ok = v.([]any)
	case KindObject:
		_, ok = v.(map[string]any)
	}
	return ok
}
