package deliver

import (
	"time"

	"kontora/internal/model"
)

// How a person may take mail.
const (
	mailEach   = "each"   // every message at once
	mailDigest = "digest" // once a day, all together
	mailNone   = "none"   // never, but for what is urgent
)

// What a person may take on their devices.
const (
	pushAll    = "all"
	pushUrgent = "urgent" // what is urgent only
	pushNone   = "none"
)

// urgent is the level of a message that does not wait.
const urgent = string(model.Urgent)

// wishes are how a person likes to be told.
type wishes struct {
	mail, push string
	from, to   string // quiet hours: 22:00 to 08:00; "" for none
	digestTime string
}

// wishesOf reads preferences; what is not said has a usual value.
func wishesOf(prefs map[string]any) wishes {
	word := func(key, usual string) string {
		if v, ok := prefs[key].(string); ok {
			return v
		}
		return usual
	}
	return wishes{mail: word("mail", mailEach), push: word("push", pushAll), from: word("quiet_from", ""), to: word("quiet_to", ""), digestTime: word("digest_at", "09:00")}
}

// quiet is t, or the end of the quiet hours in which it lies.
func (w wishes) quiet(t time.Time, zone *time.Location) time.Time {
	if w.from == "" || w.to == "" || w.from == w.to {
		return t
	}
	clock := t.In(zone).Format("15:04")
	inside := w.from <= clock && clock < w.to
	if w.from > w.to { // over midnight
		inside = clock >= w.from || clock < w.to
	}
	if !inside {
		return t
	}
	return next(t, w.to, zone)
}

// next is the first time after t that the clock shows a reading.
func next(t time.Time, clock string, zone *time.Location) time.Time {
	at, err := time.Parse("15:04", clock)
	if err != nil {
		return t
	}
	local := t.In(zone)
	day := time.Date(local.Year(), local.Month(), local.Day(), at.Hour(), at.Minute(), 0, 0, zone)
	if !day.After(t) {
		day = time.Date(local.Year(), local.Month(), local.Day()+1, at.Hour(), at.Minute(), 0, 0, zone)
	}
	return day.UTC()
}
