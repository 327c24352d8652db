package worktime

import (
	"time"
	_ "time/tzdata" // for machines that have no zones of their own
)

// settled tells zones whose clocks were changed lately. Go prefers the zone
// files of the machine to the embedded ones; files from before such a change
// would move every deadline by an hour and say nothing.
var settled = map[string]struct {
	since  time.Time
	offset int
}{
	"Asia/Almaty":   {time.Date(2024, 3, 1, 12, 0, 0, 0, time.UTC), 5 * hour},
	"Asia/Qostanay": {time.Date(2024, 3, 1, 12, 0, 0, 0, time.UTC), 5 * hour},
}

// loadZone finds a zone by its name; "" and "Local" would mean another zone on
// every machine.
func loadZone(name string) (*time.Location, bool) {
	if name == "" || name == "Local" {
		return nil, false
	}
	zone, err := time.LoadLocation(name)
	return zone, err == nil
}

// isOutdated reports that this machine's data of the zone is from before its
// last change.
func isOutdated(zone *time.Location) bool {
	s, ok := settled[zone.String()]
	if !ok {
		return false
	}
	_, offset := s.since.In(zone).Zone()
	return offset != s.offset
}

// pass is a stretch of instants during which the clock on the wall shows one
// day at one offset. Usually a day is one pass. Where clocks change it is two,
// and a day that a zone has skipped has none.
type pass struct {
	from, to int64 // seconds
	offset   int64
}

// passes lists the passes of a day in order.
func passes(zone *time.Location, d day) []pass {
	const margin = 16 * hour // no zone is farther from UTC
	var list []pass
	at, stop := d.midnight()-margin, d.midnight()+fullDay+margin
	for at < stop {
		t := time.Unix(at, 0).In(zone)
		_, seconds := t.Zone()
		offset, until := int64(seconds), stop
		if _, end := t.ZoneBounds(); !end.IsZero() {
			until = min(until, end.Unix())
		}
		p := pass{max(at, d.midnight()-offset), min(until, d.midnight()+fullDay-offset), offset}
		if p.from < p.to {
			list = append(list, p)
		}
		at = until
	}
	return list
}

// clock is what the wall shows at the beginning and at the end of the pass, in
// seconds of the day.
func (p pass) clock(d day) (from, to int64) {
	return p.from + p.offset - d.midnight(), p.to + p.offset - d.midnight()
}
