// Package rule compiles and evaluates the expressions of a configuration:
// guards, conditions, formulas, people, filters and the {…} of messages.
//
// The syntax is that of expr-lang, whose parser is used. Types, null, fuel and
// SQL are this package's own (docs/decisions/002). A rule is checked completely
// before it is ever evaluated; evaluation is deterministic, reads one snapshot,
// stops when its budget is spent, and never panics.
//
// The package knows nothing of storage, of configuration files and of HTTP. It
// asks World about types at publish and Source about records at run time.
package rule
