// Package designer is how a configuration comes into force outside the browser:
// what publishing it would mean for the records that exist, and a folder whose
// files are published whenever they change. It writes no record itself.
package designer
