package model

import (
	"slices"

	"kontora/internal/rule"
	"kontora/internal/spec"
)

// Matrix is what a type's declarations give to whom in which state, told from the
// declarations alone: no record and no person is looked at.
type Matrix struct {
	Type   *Type
	States []*State // one nil state for a type without lifecycle
	Rows   []*MatrixRow
}

// MatrixRow is one party with what it has in each state.
type MatrixRow struct {
	Party rule.Party
	Cells []*MatrixCell // by state
}

// MatrixCell is what one party has in one state.
type MatrixCell struct {
	Scope       Scope
	Reads       []*Field // that people know of; what the engine keeps is seen with the row
	Edits       []*Field
	Transitions []*Transition
	Votes       []*Step
	Can         []string
	Why         []Given
}

// Scope is which records of the state a party sees.
type Scope string

// Scopes, from the widest. Some is less than all of them for a condition that
// does not follow from the state.
const (
	ScopeAll  Scope = "all"
	ScopeSome Scope = "some"
	ScopeUnit Scope = "unit" // of units in which it holds its role, or that it heads
	ScopeOwn  Scope = "own"  // that name it in a field
	ScopeNone Scope = "none"
)

var scopes = []Scope{ScopeAll, ScopeSome, ScopeUnit, ScopeOwn, ScopeNone}

// Given is one declaration that gives a party something, or takes it away.
type Given struct {
	What       GivenBy
	Key, Title string
	At         spec.Pos
	Who        string // as written
	When       string // condition as written; "" for none
	Sure       bool   // it applies to every record of the state that names the party
	Fields     []*Field
	Idle       bool // it gives cells that the party does not see
}

// GivenBy is the sort of a declaration.
type GivenBy string

// The sorts of declarations.
const (
	ByAccess     GivenBy = "access"
	ByDeny       GivenBy = "deny"
	ByEdit       GivenBy = "edit"
	ByTransition GivenBy = "transition"
	ByApproval   GivenBy = "approval"
	ByAuthor     GivenBy = "author" // nothing is written: the author edits what is new
)

// MatrixOf tells who has what by the declarations of a type.
func MatrixOf(t *Type) *Matrix {
	m := &Matrix{Type: t, States: []*State{nil}}
	if t.Lifecycle != nil {
		m.States = t.Lifecycle.States
	}
	for _, party := range partiesOf(t) {
		row := &MatrixRow{Party: party}
		for _, s := range m.States {
			c := &matrixCell{t: t, state: s, key: party.Key(), out: &MatrixCell{Scope: ScopeNone}}
			c.fill()
			row.Cells = append(row.Cells, c.out)
		}
		m.Rows = append(m.Rows, row)
	}
	return m
}

// partiesOf lists everybody whom a declaration of the type names: relations
// first, then roles.
func partiesOf(t *Type) []rule.Party {
	var list []rule.Party
	seen := map[string]bool{}
	add := func(r *rule.Rule) {
		if r == nil {
			return
		}
		for _, p := range r.Parties() {
			if key := p.Key(); !seen[key] {
				seen[key] = true
				list = append(list, rule.Party{Kind: p.Kind, Role: p.Role, Of: p.Of, Src: p.Src})
			}
		}
	}
	for _, a := range t.Access {
		add(a.Who)
	}
	for _, d := range t.Deny {
		add(d.Who)
	}
	if t.Edit != nil {
		for _, c := range t.Edit.Cells {
			add(c.Who)
		}
	}
	if t.Lifecycle != nil {
		for _, tr := range t.Lifecycle.Transitions {
			add(tr.Who)
		}
	}
	if t.Facts != nil {
		for _, a := range t.Facts.Approvals {
			for _, s := range a.Steps {
				add(s.Who)
			}
		}
	}
	list = slices.DeleteFunc(list, func(p rule.Party) bool { return p.Kind == rule.PartySystem })
	order := []rule.PartyKind{rule.PartyPerson, rule.PartyHead, rule.PartyMembers, rule.PartyRole, rule.PartyGuest}
	slices.SortStableFunc(list, func(a, b rule.Party) int { return slices.Index(order, a.Kind) - slices.Index(order, b.Kind) })
	return list
}

// matrixCell works out one cell.
type matrixCell struct {
	t     *Type
	state *State
	key   string // of the party
	out   *MatrixCell
	reads map[*Field]bool
	edits map[*Field]bool // by access rules
	told  map[*Field]bool // editable
}

func (c *matrixCell) fill() {
	c.reads, c.edits, c.told = map[*Field]bool{}, map[*Field]bool{}, map[*Field]bool{}
	for _, a := range c.t.Access {
		c.access(a)
	}
	denied := c.denied()
	c.matrix()
	c.transitions()
	c.votes()
	for _, f := range c.t.Fields {
		if c.reads[f] && !f.Engine {
			c.out.Reads = append(c.out.Reads, f)
		}
		if c.told[f] && !denied[f] {
			c.out.Edits = append(c.out.Edits, f)
		}
	}
}

// mention is how a people expression names the party: nil when it does not.
func (c *matrixCell) mention(r *rule.Rule) []rule.Party {
	if r == nil {
		return nil
	}
	return slices.DeleteFunc(r.Parties(), func(p rule.Party) bool { return p.Key() != c.key })
}

func (c *matrixCell) access(a *Access) {
	named, holds, sure := c.mention(a.Who), c.applies(a.When), c.isSure(a.When)
	if len(named) == 0 || !holds {
		return
	}
	for _, p := range named {
		c.widen(scopeOf(p, sure))
	}
	var fields []*Field
	for _, f := range c.t.Fields {
		if a.Read[f] {
			c.reads[f] = true
			c.edits[f] = c.edits[f] || a.Can["edit"]
			fields = append(fields, f)
		}
	}
	for _, can := range sortedKeys(a.Can) {
		if !slices.Contains(c.out.Can, can) {
			c.out.Can = append(c.out.Can, can)
		}
	}
	c.why(Given{What: ByAccess, Key: a.Key, At: a.At, Who: a.Who.Source(), When: asWritten(a.When), Sure: sure && isWhole(named), Fields: fields})
}

func scopeOf(p rule.Party, sure bool) Scope {
	switch {
	case p.Kind == rule.PartyPerson:
		return ScopeOwn
	case p.Kind != rule.PartyRole && p.Kind != rule.PartyGuest, p.Within:
		return ScopeUnit
	case !sure || p.Sometimes:
		return ScopeSome
	}
	return ScopeAll
}

func (c *matrixCell) widen(s Scope) {
	if slices.Index(scopes, s) < slices.Index(scopes, c.out.Scope) {
		c.out.Scope = s
	}
}

// isWhole reports that the expression names the party always, and nobody of it
// is taken out.
func isWhole(named []rule.Party) bool {
	return slices.ContainsFunc(named, func(p rule.Party) bool { return !p.Sometimes && !p.Narrowed && !p.Within })
}

// denied takes cells away, and lists those that may not be changed.
func (c *matrixCell) denied() map[*Field]bool {
	keeps := map[*Field]bool{}
	for _, d := range c.t.Deny {
		named := c.mention(d.Who)
		if len(named) == 0 || !c.applies(d.When) {
			continue
		}
		sure := c.isSure(d.When) && isWhole(named)
		var fields []*Field
		for _, f := range c.t.Fields {
			if !d.Fields[f] {
				continue
			}
			fields = append(fields, f)
			if sure {
				keeps[f] = true
				c.reads[f] = c.reads[f] && d.Edit
			}
		}
		c.why(Given{What: ByDeny, Key: d.Key, At: d.At, Who: d.Who.Source(), When: asWritten(d.When), Sure: sure, Fields: fields})
	}
	return keeps
}

// matrix tells which cells the party may change.
func (c *matrixCell) matrix() {
	if c.t.Edit == nil {
		c.withoutMatrix()
		return
	}
	for _, cell := range c.t.Edit.Cells {
		if named := c.mention(cell.Who); len(named) > 0 && (cell.States == nil || cell.States[c.stateKey()]) {
			c.edit(Given{What: ByEdit, At: cell.At, Who: cell.Who.Source(), Sure: isWhole(named)}, cell.Fields)
		}
	}
}

// withoutMatrix: whom access lets edit, and the author in the first state.
func (c *matrixCell) withoutMatrix() {
	for f, can := range c.edits {
		if can && isTypedField(f) {
			c.told[f] = true
		}
	}
	if l := c.t.Lifecycle; l != nil && c.state == l.Initial && c.key == "person:author" {
		all := map[*Field]bool{}
		for _, f := range c.t.Fields {
			all[f] = true
		}
		c.edit(Given{What: ByAuthor, At: c.t.At, Who: "author", Sure: true}, all)
	}
}

// edit opens cells, of those that the party sees.
func (c *matrixCell) edit(g Given, fields map[*Field]bool) {
	idle := true
	for _, f := range c.t.Fields {
		if !fields[f] || !isTypedField(f) {
			continue
		}
		g.Fields = append(g.Fields, f)
		if c.reads[f] {
			c.told[f], idle = true, false
		}
	}
	g.Idle = idle
	c.why(g)
}

func isTypedField(f *Field) bool {
	return !f.Engine && !f.ReadOnly && f.Computed == nil && f.Kind != Number && f.Kind != Inverse
}

func (c *matrixCell) transitions() {
	if c.t.Lifecycle == nil {
		return
	}
	for _, tr := range c.t.Lifecycle.Transitions {
		named := c.mention(tr.Who)
		if len(named) == 0 || !tr.From[c.state.Key] {
			continue
		}
		c.out.Transitions = append(c.out.Transitions, tr)
		g := Given{What: ByTransition, Key: tr.Key, Title: tr.Title, At: tr.At, Who: tr.Who.Source(), Sure: isWhole(named), Idle: c.out.Scope == ScopeNone}
		if tr.OnEdit != nil {
			c.edit(g, tr.OnEdit)
			continue
		}
		c.why(g)
	}
}

func (c *matrixCell) votes() {
	if c.t.Facts == nil || c.state == nil {
		return
	}
	for _, a := range c.t.Facts.Approvals {
		if !a.In[c.state.Key] {
			continue
		}
		for _, s := range a.Steps {
			if named := c.mention(s.Who); len(named) > 0 {
				c.out.Votes = append(c.out.Votes, s)
				c.why(Given{What: ByApproval, Key: a.Key + "." + s.Key, Title: s.Title, At: s.At, Who: s.Who.Source(), When: asWritten(s.When),
					Sure: isWhole(named) && s.When == nil, Idle: c.out.Scope == ScopeNone})
			}
		}
	}
}

func (c *matrixCell) why(g Given) { c.out.Why = append(c.out.Why, g) }

func (c *matrixCell) stateKey() string {
	if c.state == nil {
		return ""
	}
	return c.state.Key
}

func asWritten(r *rule.Rule) string {
	if r == nil {
		return ""
	}
	return r.Source()
}

// applies reports whether a condition may hold in the state.
func (c *matrixCell) applies(when *rule.Rule) bool {
	holds, known := c.inState(when)
	return holds || !known
}

// isSure reports whether it holds for every record of the state.
func (c *matrixCell) isSure(when *rule.Rule) bool {
	holds, known := c.inState(when)
	return holds && known
}

// inState evaluates a condition that looks at the state alone.
func (c *matrixCell) inState(when *rule.Rule) (holds, known bool) {
	if when == nil {
		return true, true
	}
	for _, p := range when.Reads() {
		if p.Root != "self" || len(p.Fields) != 1 || !slices.Contains([]string{"status", "phase", "open"}, p.Fields[0]) {
			return false, false
		}
	}
	holds, known, err := when.True(&rule.Scope{Self: stateOnly{c.t, c.state}})
	return holds, known && err == nil
}

// stateOnly is a record of which nothing but the state is known.
type stateOnly struct {
	t *Type
	s *State
}

func (r stateOnly) Reference() rule.Reference { return rule.Reference{Type: r.t.Key} }

func (r stateOnly) Field(name string) (any, error) {
	switch {
	case r.s == nil:
		return nil, nil
	case name == "status":
		return r.s.Key, nil
	case name == "phase":
		return string(r.s.Phase), nil
	case name == "open":
		return r.s.Phase.Open(), nil
	}
	return nil, nil
}

func sortedKeys(set map[string]bool) []string {
	var keys []string
	for k, in := range set {
		if in {
			keys = append(keys, k)
		}
	}
	slices.Sort(keys)
	return keys
}
