// Package worktime counts working time: it adds hours and days of work to an
// instant, measures the work between two instants, and tells why the answer is
// what it is.
//
// A Calendar is a week of working hours, the exceptions of the years that it
// knows, and a time zone. An instant is working time when the clock on the wall
// of that zone shows working hours; work is measured by the time that really
// passes meanwhile, so a night shift is an hour shorter when clocks go forward.
//
// Nothing is rounded. Hours begin and end on whole minutes, instants are taken
// to the nanosecond, and so are answers.
//
// The package knows neither configuration files nor records, clocks or
// approvals, and never asks what time it is.
package worktime
