package deliver

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"kontora/internal/engine"
	"kontora/internal/flow"
	"kontora/internal/push"
	"kontora/internal/rule"
	"kontora/internal/store"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/security"
	"golang.org/x/sync/errgroup"
)

const (
	every     = 2 * time.Second
	leaseName = "outbox." // of each kind
	leaseTime = time.Minute
	batch     = 200
	kept      = 90 * 24 * time.Hour // of letters that were settled
)

// Reasons why a letter is not sent.
const (
	reasonGone     = "gone"       // the record, the message or the reader is not there any more
	reasonUnseen   = "unseen"     // the reader may not see the record any more
	reasonRead     = "read"       // it was read in the program first
	reasonUnwanted = "unwanted"   // the reader does not take it this way
	reasonNoMail   = "no_mail"    // no mail server is set up
	reasonNoPlace  = "no_address" // the reader has no address
	reasonNoDevice = "no_device"  // the device takes no messages any more
)

// Courier empties the outbox.
type Courier struct {
	e      *engine.Engine
	holder string
	push   *push.Client
}

// New makes a courier.
func New(e *engine.Engine) *Courier {
	return &Courier{e: e, holder: security.RandomString(15), push: push.NewClient(push.Public, nil)}
}

// kinds of letters, and to how many addresses they go at the same time. A mail
// server is one; push services are many, and one of them may be slow.
var kinds = map[string]int{store.ByMail: 1, store.ByPush: 8}

// Run delivers until the context ends. No kind waits for another.
func (c *Courier) Run(ctx context.Context) {
	var all sync.WaitGroup
	for kind := range kinds {
		all.Go(func() { c.run(ctx, kind) })
	}
	all.Wait()
}

func (c *Courier) run(ctx context.Context, kind string) {
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			if err := c.deliver(ctx, kind); err != nil && ctx.Err() == nil {
				c.app().Logger().Error("outbox not emptied", "kind", kind, "error", err)
			}
		}
	}
}

func (c *Courier) app() core.App { return c.e.App() }

// Deliver sends everything that is due.
func (c *Courier) Deliver(ctx context.Context) error {
	return errors.Join(c.deliver(ctx, store.ByMail), c.deliver(ctx, store.ByPush))
}

// deliver sends what is due of a kind. One process at a time does: a lease keeps
// others away.
func (c *Courier) deliver(ctx context.Context, kind string) error {
	for c.e.Model() != nil {
		now := c.e.Now()
		if mine, err := c.lease(kind, now); err != nil || !mine {
			return err
		}
		due, err := store.DueLetters(c.app(), kind, now, batch)
		if err != nil {
			return err
		}
		if len(due) == 0 {
			return store.ForgetLetters(c.app(), kind, now.Add(-kept))
		}
		if err := c.deliverAll(ctx, kind, due, now); err != nil {
			return err
		}
	}
	return nil
}

func (c *Courier) deliverAll(ctx context.Context, kind string, due []store.Letter, now time.Time) error {
	var some errgroup.Group
	some.SetLimit(kinds[kind])
	for where, letters := range byAddress(due) {
		some.Go(func() error {
			// A slow server must not let the lease run out under our hands.
			if mine, err := c.lease(kind, c.e.Now()); err != nil || !mine || ctx.Err() != nil {
				return errors.Join(err, ctx.Err())
			}
			if err := c.to(ctx, where, letters, now); err != nil {
				return fmt.Errorf("letters to %s: %w", where.user, err)
			}
			return nil
		})
	}
	return some.Wait()
}

func (c *Courier) lease(kind string, now time.Time) (bool, error) {
	return store.TakeLease(c.app(), leaseName+kind, c.holder, now, now.Add(leaseTime))
}

// address is where letters go: the mail of a person, or one of their devices.
type address struct{ user, device string }

func byAddress(letters []store.Letter) map[address][]store.Letter {
	out := map[address][]store.Letter{}
	for _, l := range letters {
		to := address{l.User, l.Device}
		out[to] = append(out[to], l)
	}
	return out
}

// item is one message in a letter.
type item struct {
	title, body string
	path        string // of the record, within the program
	urgent      bool
	votes       []voteLink
}

// voteLink leads to a vote that the reader is asked for.
type voteLink struct {
	verdict string
	path    string
}

// channel is a way to one person.
type channel interface {
	// refuses says why no message of a level goes this way; "" when it does.
	refuses(level string) string
	// wait is when a letter of an instant may go out: now, or later.
	wait(now, at time.Time, level string) time.Time
	// send carries messages; the id is that of the first letter among them.
	send(ctx context.Context, id string, items []item) error
}

// to sorts what is due at one address: what nobody wants any more, what has to
// wait, and what goes out now, all at once.
func (c *Courier) to(ctx context.Context, where address, letters []store.Letter, now time.Time) error {
	r, err := c.reader(where.user)
	if err != nil {
		return err
	}
	way, err := c.channel(r, where)
	if err != nil {
		return err
	}
	var out []item
	var ids []string
	for _, l := range letters {
		it, reason, err := c.item(r, way, l)
		if err != nil {
			return err
		}
		if reason != "" {
			if err := store.SettleLetters(c.app(), []string{l.Id}, store.LetterDropped, reason); err != nil {
				return err
			}
			continue
		}
		if until := way.wait(now, l.At, l.Level); until.After(now) {
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
	err = way.send(ctx, ids[0], out)
	switch {
	case errors.Is(err, push.ErrGone):
		if _, err := store.ForgetDevice(c.app(), where.user, where.device); err != nil {
			return err
		}
		return store.SettleLetters(c.app(), ids, store.LetterDropped, reasonNoDevice)
	case err != nil:
		return c.failed(letters, ids, now, err)
	}
	return store.SettleLetters(c.app(), ids, store.LetterSent, "")
}

// channel is the way to an address of a reader.
func (c *Courier) channel(r reader, where address) (channel, error) {
	if where.device == "" {
		return &mailbox{c, r}, nil
	}
	d, err := store.DeviceOf(c.app(), where.user, where.device)
	return &screen{c, r, d}, err
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
	person  *rule.Person // nil when nobody may act by that name any more
	address string
	lang    string
	wishes  wishes
	zone    *time.Location
}

func (c *Courier) reader(user string) (reader, error) {
	r := reader{zone: c.e.Zone()}
	dir, err := store.DirectoryOf(c.app(), c.e.Model())
	if err != nil {
		return r, err
	}
	p, known := dir.Person(user)
	if !known || !p.Active {
		return r, nil
	}
	rec, err := c.app().FindRecordById(c.e.Model().Person.Slug, user)
	if err != nil {
		return r, nil // put away meanwhile
	}
	prefs, err := store.Prefs(c.app(), user)
	if err != nil {
		return r, err
	}
	r.person, r.address, r.wishes = p, rec.Email(), wishesOf(prefs)
	r.lang, _ = prefs["lang"].(string)
	return r, nil
}

// item is one message as it will stand in a letter, or the reason why it will
// not.
func (c *Courier) item(r reader, way channel, l store.Letter) (item, string, error) {
	if r.person == nil {
		return item{}, reasonGone, nil
	}
	if reason := way.refuses(l.Level); reason != "" {
		return item{}, reason, nil
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
	it := item{title: n.Title, body: n.Body, path: "/t/" + n.Type.Slug + "/" + n.Record, urgent: l.Level == urgent}
	if l.Kind == store.ByMail {
		it.votes, err = c.votes(snap, r, rec)
	}
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
		if act.Vote == nil || !act.Vote.IsPlain() || !act.Allowed {
			continue
		}
		token, err := c.e.SignVote(engine.MailedVote{Person: r.person.Id, Type: rec.Type.Slug, Record: rec.Id, Ballot: act.Vote.Ballot})
		if err != nil {
			return nil, err
		}
		// Behind the #: what stands there is sent to no server and kept in no log.
		links = append(links, voteLink{act.Vote.Ballot.Verdict, "/vote#" + token})
	}
	return links, nil
}
