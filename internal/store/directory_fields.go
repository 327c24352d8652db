package store

// What people and units are known by, for those who make some up.
const (
	PersonRoles      = personRoles
	PersonDepartment = personDepartment
	UnitParent       = unitParent
	UnitHead         = unitHead
	UnitKind         = unitKind
	KindOrganization = kindOrganization
)
