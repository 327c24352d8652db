package deliver

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"kontora/internal/push"
	"kontora/internal/store"
)

// screen is the way to a person by one of their devices.
type screen struct {
	c *Courier
	r reader
	d *store.Device // nil when they have it no more
}

const (
	pushKept  = 24 * time.Hour // for a device that is off
	maxTitle  = 120
	maxBody   = 300
	pushNames = 4 // messages named in a notification of several
)

func (s *screen) refuses(level string) string {
	switch {
	case s.d == nil:
		return reasonNoDevice
	case s.r.wishes.push == pushNone, s.r.wishes.push == pushUrgent && level != urgent:
		return reasonUnwanted
	}
	return ""
}

func (s *screen) wait(now, _ time.Time, level string) time.Time {
	if level == urgent {
		return now
	}
	return s.r.wishes.quiet(now, s.r.zone)
}

// shown is what the service worker of the interface reads.
type shown struct {
	Title string `json:"title"`
	Body  string `json:"body,omitempty"`
	Link  string `json:"link"`
	Tag   string `json:"tag"` // the same notification is shown once
}

// send shows messages on the device, several as one. The id makes the same
// notification recognisable when a try that failed had reached it after all.
func (s *screen) send(ctx context.Context, id string, items []item) error {
	n := shown{Title: cut(items[0].title, maxTitle), Body: cut(items[0].body, maxBody), Link: items[0].path, Tag: id}
	if len(items) > 1 {
		var titles []string
		for _, it := range items[:min(len(items), pushNames)] {
			titles = append(titles, cut(it.title, maxBody/pushNames))
		}
		n.Title, n.Body, n.Link = fmt.Sprintf(s.r.words().several, len(items)), strings.Join(titles, "\n"), "/"
	}
	payload, err := json.Marshal(n)
	if err != nil {
		return err
	}
	keys, err := s.c.pushKeys()
	if err != nil {
		return err
	}
	err = s.c.push.Send(ctx, keys, s.c.subject(), push.Subscription{Endpoint: s.d.Endpoint, P256dh: s.d.P256dh, Auth: s.d.Auth}, push.Message{
		Payload: payload, Topic: id, TTL: pushKept, Urgent: slices.ContainsFunc(items, func(it item) bool { return it.urgent }),
	})
	if err != nil {
		return err
	}
	return store.TouchDevice(s.c.app(), s.d.Id, s.c.e.Now())
}

func (c *Courier) pushKeys() (push.Keys, error) {
	public, private, err := store.PushKeys(c.app(), push.NewKeys)
	return push.Keys{Public: public, Private: private}, err
}

// subject is whom a push service may turn to: this installation, or the address
// that letters come from while it has none of its own.
func (c *Courier) subject() string {
	meta := c.app().Settings().Meta
	if strings.HasPrefix(meta.AppURL, "https://") {
		return meta.AppURL
	}
	return meta.SenderAddress
}

// cut shortens a text to so many characters, all on one line.
func cut(text string, most int) string {
	text = oneLine(text)
	if runes := []rune(text); len(runes) > most {
		return strings.TrimSpace(string(runes[:most-1])) + "…"
	}
	return text
}
