// Package flow decides. From a model, a snapshot of the stored world, a command
// and an instant it makes a plan or a refusal; nothing is written here and
// nothing is asked twice. The same preparation serves the real change, the
// buttons (Actions), the form (FormOf) and the simulator, so what is shown is
// what will happen.
package flow
