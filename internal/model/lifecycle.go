package model

import (
	"kontora/internal/rule"
	"kontora/internal/spec"
)

// Phase groups states of all types by meaning.
type Phase string

// Open reports whether work is still owed in this phase.
func (p Phase) Open() bool { return p != "done" && p != "closed" && p != "cancelled" }

// Lifecycle is the graph of a type.
type Lifecycle struct {
	Initial     *State
	States      []*State
	Transitions []*Transition
	Birth       *Transition // how a record comes to be; nil when nothing is declared about it

	states      map[string]*State
	transitions map[string]*Transition
}

// State is a node of the graph.
type State struct {
	Key, Title string
	Phase      Phase
	Was        []string
}

// Transition is an edge of the graph.
type Transition struct {
	Key      string
	Title    string
	About    string
	From     map[string]bool
	To       *State // nil with Same or Previous
	Same     bool
	Previous bool
	Who      *rule.Rule // nil: the engine alone (auto)
	Require  []*Require
	Input    []*Field
	Reason   *Reason
	Guards   []*Guard
	OnEdit   map[*Field]bool
	Auto     *rule.Rule
	Then     []*Effect
	Danger   bool
	Undo     string // key of the transition that takes this one back; "" for none
	Type     *Type
	At       spec.Pos
	Was      []string
}

// CarriesOn reports whether a transition is a next step rather than a way out, a
// remark or an edit.
func (t *Transition) CarriesOn() bool {
	return t.Who != nil && t.OnEdit == nil && !t.Danger && !t.Same && (t.To == nil || t.To.Phase != "cancelled")
}

// Require demands a field.
type Require struct {
	Field   *Field
	When    *rule.Rule
	Message *rule.Template
}

// Reason is asked for with a transition.
type Reason struct {
	Ask       bool
	Templates []string
}

// Guard is a condition of a transition.
type Guard struct {
	Check   *rule.Rule
	When    *rule.Rule
	Message *rule.Template
	Passed  *rule.Template // said when it holds; nil: what it looked at is told
	Fields  []*Field
}

// Effect is one thing that happens once; exactly one of its verbs is set.
type Effect struct {
	When   *rule.Rule
	Set    []Assign
	Append []Assign
	Create *Create
	Fire   *Fire
	Notify *Message
	To     *rule.Rule

	Certificate *Certificate
}

// Assign gives a field a literal or a computed value. For Append on rows, Row
// holds the columns.
type Assign struct {
	Field   *Field
	Literal any
	Expr    *rule.Rule
	Row     []Assign
}

// Create makes a record.
type Create struct {
	Type *Type
	Set  []Assign
	Via  string // transition of the new record to run at once, "" for none
}

// Fire runs a transition elsewhere. The target type is known only when it
// happens, so the transition is found by its key.
type Fire struct {
	Transition string
	On         *rule.Rule
	Where      *rule.Rule
}

// State finds a state by key.
func (l *Lifecycle) State(key string) *State {
	if l == nil {
		return nil
	}
	return l.states[key]
}

// Transition finds a transition by key.
func (l *Lifecycle) Transition(key string) *Transition {
	if l == nil {
		return nil
	}
	return l.transitions[key]
}
