package designer

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"time"

	"kontora/internal/model"
	"kontora/internal/spec"
	"kontora/internal/store"

	"github.com/pocketbase/pocketbase/core"
)

// Use is one thing of the configuration with how often it was used.
type Use struct {
	Kind    string `json:"kind"` // type, state, transition, step, timer, clock, field, role, notification
	Type    string `json:"type,omitempty"`
	Key     string `json:"key"`
	Title   string `json:"title"`
	Recent  int64  `json:"recent"`            // within the days asked for
	Ever    int64  `json:"ever"`              // in all that was looked at
	Last    string `json:"last,omitempty"`    // instant; "" for never
	Young   bool   `json:"young,omitempty"`   // it came into the configuration within these days
	Now     int64  `json:"now,omitempty"`     // records in a state, holders of a role
	Named   int64  `json:"named,omitempty"`   // of a type: records changed within the days that point at one of it
	Guessed bool   `json:"guessed,omitempty"` // told by headings of messages, which may be alike
}

// Usage tells what of a configuration was used.
type Usage struct {
	Days    int              `json:"days"`
	Since   string           `json:"since"`
	Events  int64            `json:"events"` // lines of history looked at
	From    string           `json:"from,omitempty"`
	Whole   bool             `json:"whole"`   // nothing was left out
	Records map[string]int64 `json:"records"` // looked at, by type
	Items   []*Use           `json:"items"`
	// Uncounted are kinds of things whose use leaves no trace.
	Uncounted []string `json:"uncounted"`
}

const (
	eventsLooked  = 2_000_000
	recordsLooked = 200_000
	titlesLooked  = 50_000
)

// UsageOf counts what was used since an instant. It reads history and records at
// most so far as the bounds go, and says how far that was.
func UsageOf(app core.App, m *model.Model, now time.Time, days int) (*Usage, error) {
	since := now.AddDate(0, 0, -days)
	u := &using{app: app, m: m, since: since, named: map[string]int64{}, out: &Usage{Days: days, Since: store.InstantText(since), Records: map[string]int64{}, Items: []*Use{}, Uncounted: []string{"rule", "view"}}}
	var err error
	if u.history, err = store.UseOfHistory(app, since, eventsLooked); err != nil {
		return nil, err
	}
	u.out.Events, u.out.From, u.out.Whole = u.history.Events, u.history.From, u.history.Whole
	if u.before, err = u.past(); err != nil {
		return nil, err
	}
	for _, step := range []func() error{u.types, u.roles, u.messages} {
		if err := step(); err != nil {
			return nil, err
		}
	}
	slices.SortStableFunc(u.out.Items, func(a, b *Use) int {
		return strings.Compare(a.Type+" "+a.Kind+" "+a.Key, b.Type+" "+b.Kind+" "+b.Key)
	})
	return u.out, nil
}

// Unused keeps what was not used within the days. What is inside an unused type
// goes without saying.
func (u *Usage) Unused() {
	dead := map[string]bool{}
	for _, one := range u.Items {
		if one.Kind == "type" && one.Recent == 0 && one.Named == 0 {
			dead[one.Type] = true
		}
	}
	u.Items = slices.DeleteFunc(u.Items, func(one *Use) bool {
		return one.Recent > 0 || one.Named > 0 || dead[one.Type] && one.Kind != "type"
	})
}

// using is one count.
type using struct {
	app     core.App
	m       *model.Model
	since   time.Time
	history *store.HistoryUse
	before  *model.Model // in force at the beginning; nil: none was known
	named   map[string]int64
	out     *Usage
}

// past is the configuration of the beginning. An installation whose history goes
// further back than its configurations was filled with an earlier past: its first
// configuration counts for all of it.
func (u *using) past() (*model.Model, error) {
	rev, err := store.RevisionBefore(u.app, u.since)
	if err == nil && rev == nil && u.history.From != "" && u.history.From < store.InstantText(u.since) {
		rev, err = store.RevisionAt(u.app, 1)
	}
	if err != nil || rev == nil {
		return nil, err
	}
	b, _ := spec.LoadFiles(rev.Files)
	m, _ := model.Recompile(b)
	return m, nil
}

// was is a type as it was at the beginning; nil when it was not there.
func (u *using) was(t *model.Type) *model.Type {
	if u.before == nil {
		return nil
	}
	return byStableId(u.before, t.StableId)
}

func byStableId(m *model.Model, id string) *model.Type {
	for _, t := range m.Types {
		if t.StableId == id {
			return t
		}
	}
	return nil
}

func (u *using) add(one Use) { u.out.Items = append(u.out.Items, &one) }

// count adds up the lines of history that fit.
func (u *using) count(one *Use, t *model.Type, fits func(store.EventUse) bool) {
	for _, e := range u.history.Uses {
		if e.Type == t.StableId && fits(e) {
			one.Recent += e.Recent
			one.Ever += e.Ever
			one.Last = max(one.Last, e.Last)
		}
	}
}

func (u *using) types() error {
	for _, t := range u.m.Types {
		if t.Abstract || t.Owner != nil {
			continue
		}
		whole := Use{Kind: "type", Type: t.Slug, Key: t.Key, Title: t.Plural, Young: u.was(t) == nil}
		u.count(&whole, t, func(e store.EventUse) bool { return true })
		u.add(whole)
		if err := u.inside(t); err != nil {
			return err
		}
	}
	for _, one := range u.out.Items {
		if one.Kind == "type" {
			one.Named = u.named[one.Key]
		}
	}
	return nil
}

func (u *using) inside(t *model.Type) error {
	if err := u.lifecycle(t); err != nil {
		return err
	}
	u.facts(t)
	uses, looked, err := store.UseOfFields(u.app, t, u.since, recordsLooked)
	if err != nil {
		return err
	}
	u.out.Records[t.Slug] = looked
	u.out.Whole = u.out.Whole && looked < recordsLooked
	was := u.was(t)
	for _, f := range t.Fields {
		use, counted := uses[f]
		if f.Kind == model.Ref && f.Exact { // which of several is meant is not counted
			u.named[f.Target] += use.Recent
		}
		if counted {
			u.add(Use{Kind: "field", Type: t.Slug, Key: f.Key, Title: f.Title, Recent: use.Recent, Ever: use.Ever, Last: use.Last, Young: !hadField(was, f)})
		}
	}
	return nil
}

func hadField(was *model.Type, f *model.Field) bool {
	return was != nil && slices.ContainsFunc(was.Fields, func(old *model.Field) bool { return old.StableId == f.StableId })
}

func (u *using) lifecycle(t *model.Type) error {
	l := t.Lifecycle
	if l == nil {
		return nil
	}
	was := u.was(t)
	now, err := store.StateCounts(u.app, t)
	if err != nil {
		return err
	}
	for _, s := range l.States {
		one := Use{Kind: "state", Type: t.Slug, Key: s.Key, Title: s.Title, Now: now[s.Key].Count, Young: !had(was, func(l *model.Lifecycle) bool {
			return l.State(s.Key) != nil || slices.ContainsFunc(s.Was, func(old string) bool { return l.State(old) != nil })
		})}
		u.count(&one, t, func(e store.EventUse) bool {
			return (e.Action == "create" || e.Action == "transition" || e.Action == "migrate") && (e.To == s.Key || slices.Contains(s.Was, e.To))
		})
		u.add(one)
	}
	for _, tr := range l.Transitions {
		if tr == l.Birth {
			continue
		}
		one := Use{Kind: "transition", Type: t.Slug, Key: tr.Key, Title: tr.Title, Young: !had(was, func(l *model.Lifecycle) bool { return l.Transition(tr.Key) != nil })}
		u.count(&one, t, func(e store.EventUse) bool { return e.Action == "transition" && e.Transition == tr.Key })
		u.add(one)
	}
	return nil
}

func had(was *model.Type, has func(*model.Lifecycle) bool) bool {
	return was != nil && was.Lifecycle != nil && has(was.Lifecycle)
}

// facts counts steps that somebody decided, timers that rang, clocks that ran.
func (u *using) facts(t *model.Type) {
	if t.Facts == nil {
		return
	}
	young := func(kind, key string) bool {
		was := u.was(t)
		return was == nil || !slices.ContainsFunc(was.Facts.All(), func(d model.Upheld) bool { return d.Kind() == kind && d.Named().Key == key })
	}
	for _, a := range t.Facts.Approvals {
		for _, s := range a.Steps {
			one := Use{Kind: "step", Type: t.Slug, Key: a.Key + "." + s.Key, Title: s.Title, Young: young("round", a.Key)}
			if was := u.was(t); was != nil && !one.Young {
				one.Young = was.Facts.Approval(a.Key).Step(s.Key) == nil
			}
			u.count(&one, t, func(e store.EventUse) bool {
				return e.Action == "vote" && e.Transition == "round:"+a.Key && e.To == s.Key
			})
			u.add(one)
		}
	}
	for _, d := range t.Facts.All() {
		if kind := d.Kind(); kind == "timer" || kind == "clock" {
			f := d.Named()
			one := Use{Kind: kind, Type: t.Slug, Key: f.Key, Title: f.Title, Young: young(kind, f.Key)}
			u.count(&one, t, func(e store.EventUse) bool { return e.Action == kind && e.Transition == kind+":"+f.Key })
			u.add(one)
		}
	}
}

// roles counts what their present holders did.
func (u *using) roles() error {
	if u.m.Person == nil {
		return nil
	}
	dir, err := store.DirectoryOf(u.app, u.m)
	if err != nil {
		return err
	}
	for _, key := range slices.Sorted(maps.Keys(u.m.Roles)) {
		role := u.m.Roles[key]
		one := Use{Kind: "role", Key: key, Title: role.Title, Young: u.before == nil || u.before.Roles[key] == nil}
		for _, a := range u.history.Actors {
			p, known := dir.Person(a.Actor)
			if known && slices.Contains(p.Roles, key) {
				one.Recent += a.Recent
				one.Last = max(one.Last, a.Last)
			}
		}
		if one.Now, err = store.Holders(u.app, u.m, key); err != nil {
			return fmt.Errorf("holders of %s: %w", key, err)
		}
		u.add(one)
	}
	return nil
}

// messages are known by their headings: that is all that is kept of which was
// sent.
func (u *using) messages() error {
	titles, whole, err := store.UseOfTitles(u.app, u.since, titlesLooked)
	if err != nil {
		return err
	}
	u.out.Whole = u.out.Whole && whole
	for _, key := range slices.Sorted(maps.Keys(u.m.Messages)) {
		msg := u.m.Messages[key]
		patterns := u.headings(msg)
		if len(patterns) == 0 {
			continue
		}
		one := Use{Kind: "notification", Key: key, Title: key, Guessed: true, Young: u.before == nil || u.before.Messages[key] == nil}
		for _, t := range titles {
			if slices.ContainsFunc(patterns, func(p *regexp.Regexp) bool { return p.MatchString(t.Title) }) {
				one.Recent += t.Recent
				one.Ever += t.Ever
				one.Last = max(one.Last, t.Last)
			}
		}
		u.add(one)
	}
	return nil
}

func (u *using) headings(msg *model.Message) []*regexp.Regexp {
	var out []*regexp.Regexp
	if msg.Title == nil {
		return nil
	}
	if p := msg.Title.Pattern(); p != nil {
		out = append(out, p)
	}
	for lang := range u.m.I18n {
		if t := u.m.Translated(msg.Title, lang); t != msg.Title {
			if p := t.Pattern(); p != nil {
				out = append(out, p)
			}
		}
	}
	return out
}
