package rule

// Person is a member of staff as the engine knows them.
type Person struct {
	Id     string
	Name   string
	Roles  []string // full keys: office/coord
	Unit   string   // id of the department
	Org    string   // id of the organisation
	Active bool
	Fields Record // the person's own record
}

// Directory is people and the tree of units at one moment.
type Directory interface {
	Person(id string) (*Person, bool)
	// Tokens lists every principal that the person is: user:ID, role:KEY,
	// role:KEY@UNIT for each unit below theirs, head:UNIT, member:UNIT.
	Tokens(id string) map[Principal]bool
	// Ancestors lists a unit and all units above it, itself first.
	Ancestors(unit string) []string
	// Subtree lists a unit and all units below it.
	Subtree(unit string) []string
	// Resolve lists the active people a principal stands for, ordered by name.
	Resolve(p Principal) []*Person
}
