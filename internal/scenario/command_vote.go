package scenario

import (
	"net/http"
	"strings"
)

// runVote sends a decision, or anything else that is done with a round.
func runVote(c *call) error {
	words, err := c.takes("name of the record", "route", "verdict")
	if err != nil {
		return err
	}
	rec, err := c.record(words[0])
	if err != nil {
		return err
	}
	extra, err := c.ballot(words[2])
	if err != nil {
		return err
	}
	in, err := c.input(rec.typ)
	if err != nil {
		return err
	}
	path := strings.Join([]string{"/api/kontora", rec.typ.Slug, rec.id, "approvals", words[1]}, "/")
	if err := c.ask(request{method: http.MethodPost, path: path, body: in.body(extra), uploads: in.uploads}); err != nil || c.not {
		return err
	}
	return c.seen(rec)
}

// ballot takes the flags of a vote.
func (c *call) ballot(verdict string) (map[string]any, error) {
	extra := map[string]any{"verdict": verdict}
	if c.toggle("blocking") {
		extra["blocking"] = true
	}
	for flag, key := range map[string]string{"step": "step", "to": "to_step", "people": "people", "round": "round", "hash": "hash", "remark": "remark", "opinion": "opinion"} {
		value, ok, err := c.flag(flag)
		if err != nil {
			return nil, err
		}
		switch {
		case !ok:
		case flag == "people":
			extra[key] = strings.Split(value, ",")
		case flag == "round":
			extra[key] = number(value)
		default:
			extra[key] = value
		}
	}
	return extra, nil
}

// runSheet reads the approval sheet of a record.
func runSheet(c *call) error { return c.readAbout("approvals") }

// runSign approves with a signature: PIN of the key, or the password. The
// revision that the script last saw goes along, unless it sends another one.
func runSign(c *call) error {
	words, err := c.takes("name of the record", "route", "PIN")
	if err != nil {
		return err
	}
	rec, err := c.record(words[0])
	if err != nil {
		return err
	}
	revision, given, err := c.flag("revision")
	if err != nil {
		return err
	}
	extra, err := c.ballot("approve")
	if err != nil {
		return err
	}
	extra["pin"] = words[2]
	switch {
	case given:
		extra["revision"] = number(revision)
	case extra["hash"] == nil:
		extra["revision"] = number(rec.revision)
	}
	in, err := c.input(rec.typ)
	if err != nil {
		return err
	}
	path := strings.Join([]string{"/api/kontora", rec.typ.Slug, rec.id, "approvals", words[1]}, "/")
	if err := c.ask(request{method: http.MethodPost, path: path, body: in.body(extra), uploads: in.uploads}); err != nil || c.not {
		return err
	}
	return c.seen(rec)
}

// runSignatures reads the signatures of a record.
func runSignatures(c *call) error { return c.readAbout("signatures") }
