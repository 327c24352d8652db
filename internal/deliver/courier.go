package deliver

import (
	"context"
	"errors"
	"fmt"
	"time"

	"kontora/internal/engine"
	"kontora/internal/flow"
	"kontora/internal/rule"
	"kontora/internal/store"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/security"
)

const (
	every     = 2 * time.Second
	leaseName = "outbox"
	leaseTime = time.Minute
	batch     = 200
	kept      = 90 * 24 * time.Hour // of letters that were settled
)

// Reasons why a letter is not sent.
const (
	reasonGone     = "gone"       // the record, the message or the reader is not there any more
	reasonUnseen   = "unseen"     // the reader may not see the record any more
	reasonRead     = "read"       // it was read in the program first
	reasonUnwanted = "unwanted"   // the reader takes no mail
	reasonNoMail   = "no_mail"    // no mail server is set up
	reasonNoPlace  = "no_address" // the reader has no address
)

// Courier empties the outbox.
type Courier struct {
	e      *engine.Engine
	holder string
}

// New makes a courier.
func New(e *engine.Engine) *Courier { return &Courier{e: e, holder: security.RandomString(15)} }

// Run delivers until the context ends.
func (c *Courier) Run(ctx context.Context) {
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			if err := c.Deliver(ctx); err != nil && ctx.Err() == nil {
				c.app().Logger().Error("outbox not emptied", "error", err)
			}
		}
	}
}

func (c *Courier) app() core.App { return c.e.App() }

// Deliver sends everything that is due. One process at a time does: a lease
// keeps others away.
func (c *Courier) Deliver(ctx context.Context) error {
	for c.e.Model() != nil {
		now := c.e.Now()
		mine, err := store.TakeLease(c.app(), leaseName, c.holder, now, now.Add(leaseTime))
		if err != nil || !mine {
			return err
		}
		due, err := store.DueLetters(c.app(), now, batch)
		if err != nil {
			return err
		}
		if len(due) == 0 {
			return store.ForgetLetters(c.app(), now.Add(-kept))
		}
		for user, letters := range byReader(due) {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			if err := c.toReader(user, letters, now); err != nil {
				return fmt.Errorf("letters to %s: %w", user, err)
			}
		}
	}
	return nil
}

func byReader(letters []store.Letter) map[string][]store.Letter {
	out := map[string][]store.Letter{}
	for _, l := range letters {
		out[l.User] = append(out[l.User], l)
	}
	return out
}

// toReader sorts what is due to one person: what nobody wants any more, what
// has to wait, and what goes out now, in one mail.
func (c *Courier) toReader(user string, letters []store.Letter, now time.Time) error {
	r, err := c.reader(user)
	if err != nil {
		return err
	}
	var out []item
	var ids []string
	for _, l := range letters {
		it, reason, err := c.item(r, l)
		if err != nil {
			return err
		}
		if reason != "" {
			if err := store.SettleLetters(c.app(), []string{l.Id}, store.LetterDropped, reason); err != nil {
				return err
			}
			continue
		}
		if until := r.wishes.wait(now, l.At, l.Level == "urgent", r.zone); until.After(now) {
			if err := store.PostponeLetters(c.app(), []string{l.Id}, until, ""); err != nil {
				return err
			}
			continue
		}
		out, ids = append(out, it), append(ids, l.Id)
	}
	if len(out) == 0 {
		return nil
	}
	if err := c.send(r, ids[0], out); err != nil {
		return c.failed(letters, ids, now, err)
	}
	return store.SettleLetters(c.app(), ids, store.LetterSent, "")
}

// failed lets letters wait for another try, or gives them up.
func (c *Courier) failed(letters []store.Letter, ids []string, now time.Time, cause error) error {
	tried := map[string]int{}
	for _, l := range letters {
		tried[l.Id] = l.Tries
	}
	for _, id := range ids {
		var err error
		tries := tried[id] + 1
		if tries >= engine.Tries {
			c.app().Logger().Error("letter given up", "letter", id, "error", cause)
			err = store.SettleLetters(c.app(), []string{id}, store.LetterDead, cause.Error())
		} else {
			err = store.PostponeLetters(c.app(), []string{id}, now.Add(engine.Backoff(tries)), cause.Error())
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// reader is somebody to whom letters go.
type reader struct {
	person  *rule.Person
	address string
	lang    string
	wishes  wishes
	zone    *time.Location
	reason  string // why nothing goes to them; "" when it does
}

func (c *Courier) reader(user string) (reader, error) {
	r := reader{zone: c.e.Zone()}
	dir, err := store.DirectoryOf(c.app(), c.e.Model())
	if err != nil {
		return r, err
	}
	p, known := dir.Person(user)
	if !known || !p.Active {
		r.reason = reasonGone
		return r, nil
	}
	r.person = p
	prefs, err := store.Prefs(c.app(), user)
	if err != nil {
		return r, err
	}
	r.wishes = wishesOf(prefs)
	r.lang, _ = prefs["lang"].(string)
	rec, err := c.app().FindRecordById(c.e.Model().Person.Slug, user)
	if err != nil {
		r.reason = reasonGone
		return r, nil
	}
	r.address = rec.Email()
	switch {
	case r.address == "":
		r.reason = reasonNoPlace
	case !c.app().Settings().SMTP.Enabled:
		r.reason = reasonNoMail
	case r.wishes.mail == mailNone:
		r.reason = reasonUnwanted
	}
	return r, nil
}

// item is one message as it will stand in a mail, or the reason why it will not.
func (c *Courier) item(r reader, l store.Letter) (item, string, error) {
	if r.reason == reasonUnwanted && l.Level == "urgent" {
		r.reason = ""
	}
	if r.reason != "" {
		return item{}, r.reason, nil
	}
	m := c.e.Model()
	n, err := store.NoticeById(c.app(), m, l.Ref)
	if err != nil || n == nil || n.Type == nil {
		return item{}, reasonGone, err
	}
	if !n.Unread {
		return item{}, reasonRead, nil
	}
	snap, err := c.e.Snapshot(c.app())
	if err != nil {
		return item{}, "", err
	}
	rec, seen, err := c.maySee(snap, r, n)
	if err != nil || !seen {
		return item{}, reasonUnseen, err
	}
	it := item{title: n.Title, body: n.Body, link: c.app().Settings().Meta.AppURL + "/t/" + n.Type.Slug + "/" + n.Record}
	it.votes, err = c.votes(snap, r, rec)
	return it, "", err
}

// maySee asks once more, at the moment of sending.
func (c *Courier) maySee(snap flow.Snapshot, r reader, n *store.Notice) (*flow.Record, bool, error) {
	rec, err := snap.Load(n.Type, n.Record)
	if err != nil || rec == nil {
		return nil, false, err
	}
	rights, err := flow.RightsOf(c.e.Model(), snap, rec, flow.Actor{Person: r.person})
	return rec, err == nil && rights.Row(), err
}

// votes are the votes that a reader is asked for now, each with a link of its own.
func (c *Courier) votes(snap flow.Snapshot, r reader, rec *flow.Record) ([]voteLink, error) {
	if rec.Type.Facts == nil || len(rec.Type.Facts.Approvals) == 0 {
		return nil, nil
	}
	found, err := flow.Actions(c.e.Model(), snap, rec, flow.Actor{Person: r.person, Lang: r.lang}, c.e.Now())
	if err != nil {
		return nil, err
	}
	var links []voteLink
	for _, act := range found {
		if act.Vote == nil || !act.Allowed {
			continue
		}
		token, err := c.e.SignVote(engine.MailedVote{Person: r.person.Id, Type: rec.Type.Slug, Record: rec.Id, Ballot: act.Vote.Ballot})
		if err != nil {
			return nil, err
		}
		// Behind the #: what stands there is sent to no server and kept in no log.
		links = append(links, voteLink{act.Vote.Ballot.Verdict, c.app().Settings().Meta.AppURL + "/vote#" + token})
	}
	return links, nil
}

var errNoItems = errors.New("a mail without messages")
