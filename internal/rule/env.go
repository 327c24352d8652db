package rule

import "slices"

// Env is what a place offers to the compiler.
type Env struct {
	Place Place
	Pack  string          // pack of the author: role('coord') means its role first
	Self  string          // type key of the record; "" when there is none
	It    *Type           // type of it, where there is one
	Vars  map[string]Type // input, settings, transition, arguments…
	World World
	Named map[string]Named // what variables stand for; may be nil
	// Mention is told what the words of the expression mean; nil when nobody asks.
	Mention func(Mention)
	Size    int // how many times the usual length and nodes are allowed; 0 is once
}

// World answers the compiler's questions about the configuration.
type World interface {
	// Field returns the type of a field of a record type, built-in ones
	// (id, status, author, created…) included.
	Field(typ, field string) (Type, bool)
	// Fields lists them, for suggestions.
	Fields(typ string) []string
	// Person is the key of the type that people are found in, "" when there is none.
	Person() string
	// TypeKey resolves a written type name as seen from a pack.
	TypeKey(pack, name string) (string, bool)
	// RoleKey resolves a written role name as seen from a pack: "coord" → "office/coord".
	RoleKey(pack, name string) (string, bool)
	// Fits reports whether a record of type typ is acceptable where a reference to want stands.
	Fits(typ, want string) bool
	// Catalog returns the key fields and datedness of a lookup type.
	Catalog(typ string) (keys []string, dated bool, ok bool)
	// Register returns a register as seen from a pack.
	Register(pack, name string) (*Register, bool)
	// Rule returns a named rule already compiled, as seen from a pack.
	Rule(pack, name string) (*Function, bool)
}

// Namer is a World that can list what there is, for suggestions: of the kinds role,
// type, register and rule, as a pack names them.
type Namer interface {
	Names(kind MentionKind, pack string) []string
}

// near suggests the name that a mistyped one most likely means.
func (c *checker) near(kind MentionKind, name string, more ...string) string {
	w, ok := c.env.World.(Namer)
	if !ok {
		return suggest(name, more)
	}
	known := append(more, w.Names(kind, c.env.Pack)...)
	return suggest(name, slices.DeleteFunc(known, func(k string) bool { return k == name }))
}

// Function is a named rule of rules/ that other expressions may call.
type Function struct {
	Name    string // pack/name
	Args    []Arg
	Returns Type
	Body    *Rule
}

// Arg is one argument of a Function.
type Arg struct {
	Name string
	Type Type
}
