package rule

import "strings"

// Kind is the kind of a value in expressions.
type Kind uint8

const (
	KindNone    Kind = iota // no type: never the type of a finished rule
	KindNull                // the type of a bare nil
	KindBool                // bool
	KindNumber              // decimal.Decimal
	KindMoney               // money.Amount
	KindText                // string; Enum narrows it to its literals
	KindDate                // Date, a day without a zone
	KindInstant             // time.Time, UTC
	KindSpan                // Span
	KindRef                 // Reference or Record, a record of Type.Ref
	KindFile                // Attachment
	KindPeople              // PeopleSet
	KindList                // []any of Elem
	KindObject              // map[string]any, with Fields known: settings, me
	KindJSON                // any JSON value: may be compared with nil and passed on, nothing else
)

var kindNames = [...]string{
	"nothing", "nil", "yes/no", "number", "money", "text", "date", "instant", "span",
	"record", "file", "people", "list", "object", "JSON",
}

// String names the kind in messages for authors of configurations.
func (k Kind) String() string {
	if int(k) < len(kindNames) {
		return kindNames[k]
	}
	return "unknown kind"
}

// Type is the static type of an expression. Every value may also be nil.
type Type struct {
	Kind     Kind
	Enum     []string        // Text: the only literals that may be compared with it
	Choices  []Cell          // Text: the fields whose choices these literals are
	Currency string          // Money: the currency when it is known at publish, else ""
	Ref      string          // Ref: key of the type ("base/user", "office/order.lines"); "*" any type with a lifecycle. Object: the register whose measures they are
	Elem     *Type           // List: type of the elements
	Fields   map[string]Type // Object: its members
	Derived  bool            // List: records that point here (x-inverse), not stored in the record itself
}

var (
	typeNull    = Type{Kind: KindNull}
	typeBool    = Type{Kind: KindBool}
	typeNumber  = Type{Kind: KindNumber}
	typeMoney   = Type{Kind: KindMoney}
	typeText    = Type{Kind: KindText}
	typeDate    = Type{Kind: KindDate}
	typeInstant = Type{Kind: KindInstant}
	typeSpan    = Type{Kind: KindSpan}
	typePeople  = Type{Kind: KindPeople}
)

// ListOf is the type of a list.
func ListOf(elem Type) Type { return Type{Kind: KindList, Elem: &elem} }

// RefTo is the type of a reference to a record of the type.
func RefTo(typ string) Type { return Type{Kind: KindRef, Ref: typ} }

// String names the type in messages for authors of configurations.
func (t Type) String() string {
	switch {
	case t.Kind == KindMoney && t.Currency != "":
		return "money in " + t.Currency
	case t.Kind == KindText && len(t.Enum) > 0:
		return "one of " + strings.Join(t.Enum, ", ")
	case t.Kind == KindRef && t.Ref == "*":
		return "any record"
	case t.Kind == KindRef:
		return "record of " + t.Ref
	case t.Kind == KindList && t.Elem != nil:
		return "list of " + t.Elem.String()
	}
	return t.Kind.String()
}

// has reports whether a literal belongs to the enumeration; a text without one
// takes anything.
func (t Type) has(literal string) bool {
	if len(t.Enum) == 0 {
		return true
	}
	for _, e := range t.Enum {
		if e == literal {
			return true
		}
	}
	return false
}

// meets reports whether two enumerations share a literal.
func (t Type) meets(o Type) bool {
	if len(o.Enum) == 0 {
		return true
	}
	for _, e := range o.Enum {
		if t.has(e) {
			return true
		}
	}
	return false
}
