package api

import (
	"errors"
	"strings"
	"unicode/utf8"

	"kontora/internal/engine"
	"kontora/internal/fault"
	"kontora/internal/flow"
	"kontora/internal/store"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/filesystem"
)

type commentsAnswer struct {
	Comments []commentOut       `json:"comments"`
	Refs     map[string]refInfo `json:"refs"`
	Next     *string            `json:"next"`
}

type commentOut struct {
	Id     string              `json:"id"`
	At     string              `json:"at"`
	By     string              `json:"by"`
	Text   string              `json:"text"`
	Reply  string              `json:"reply,omitempty"`
	Files  []store.CommentFile `json:"files"`
	Edited string              `json:"edited,omitempty"`
}

// Bounds of what one person may say at once.
const (
	commentPage = 50
	maxComment  = 10_000 // characters
	maxMentions = 50
)

func getComments(a *asker) (answer, error) {
	rec, _, err := a.record()
	if err != nil {
		return nil, err
	}
	found, next, err := store.Comments(a.re.App, rec.Type, rec.Id, a.query("cursor"), commentPage)
	if err != nil {
		return nil, err
	}
	refs := a.references()
	out := commentsAnswer{Comments: []commentOut{}, Next: orNull(next)}
	for _, c := range found {
		out.Comments = append(out.Comments, a.comment(c, refs))
	}
	if me := a.actor.Person; me != nil && a.actor.Scope == nil {
		app, at := a.re.App, a.now
		if err := a.e.Aside(func() error { return store.ReadMentions(app, rec.Type, me.Id, rec.Id, at) }); err != nil {
			return nil, err
		}
	}
	out.Refs, err = refs.resolve()
	return out, err
}

func (a *asker) comment(c *store.Comment, refs *references) commentOut {
	return commentOut{Id: c.Id, At: c.At, By: orEmpty(refs.person(c.By)), Text: c.Text, Reply: c.Reply,
		Files: append([]store.CommentFile{}, c.Files...), Edited: c.Edited}
}

type commentRequest struct {
	Text     string   `json:"text"`
	Mentions []string `json:"mentions"`
	Reply    string   `json:"reply"`
}

func postComment(a *asker) (answer, error) {
	rec, rights, err := a.record()
	if err != nil {
		return nil, err
	}
	me, err := a.person()
	if err != nil {
		return nil, err
	}
	if !rights.Can("comment") || !a.mayWrite(rec.Type) {
		return nil, fault.New(fault.Denied, "may_not_comment", nil)
	}
	var in commentRequest
	files, digest, err := a.readWithFiles(&in, func(part string) bool { return part == "files" })
	if err != nil {
		return nil, err
	}
	once := engine.Input{Command: flow.Command{Actor: a.actor}, Key: a.re.Request.Header.Get("Idempotency-Key"), Digest: digest}
	if before, err := a.e.Answered(a.re.App, once); err != nil || before != nil {
		return a.saidAgain(rec, before, err)
	}
	if err := a.checkComment(&in, rec, files["files"]); err != nil {
		return nil, err
	}
	told, warnings, err := a.mentioned(rec, in.Mentions)
	if err != nil {
		return nil, err
	}
	c := &store.Comment{Id: store.NewCommentId(), By: me, Text: in.Text, Reply: in.Reply}
	var before *engine.Outcome
	err = a.withCommentFiles(c, files["files"], func() error {
		return a.re.App.RunInTransaction(func(tx core.App) (err error) {
			if before, err = a.e.Answered(tx, once); before != nil {
				return errSaid // by a request that came at the same time
			}
			if err == nil {
				err = store.AddComment(tx, rec.Type, rec.Id, c, told, a.now)
			}
			if err == nil {
				err = a.e.Remember(tx, once, &engine.Outcome{Id: c.Id})
			}
			return err
		})
	})
	if before != nil {
		return a.saidAgain(rec, before, nil)
	}
	if err != nil {
		return nil, err
	}
	a.announceComment(rec, c, told)
	return map[string]any{"comment": a.comment(c, a.references()), "warnings": warnings}, nil
}

var errSaid = errors.New("said before")

// saidAgain answers a repeated request with the comment that the first one made.
func (a *asker) saidAgain(rec *flow.Record, before *engine.Outcome, err error) (answer, error) {
	if err != nil {
		return nil, err
	}
	c, err := store.CommentOf(a.re.App, rec.Type, rec.Id, before.Id)
	if err == nil && c == nil {
		err = fault.New(fault.Missing, "comment_missing", nil)
	}
	if err != nil {
		return nil, err
	}
	a.re.Response.Header().Set("Idempotency-Replayed", "true")
	return map[string]any{"comment": a.comment(c, a.references()), "warnings": []*fault.Fault{}}, nil
}

func (a *asker) checkComment(in *commentRequest, rec *flow.Record, files []*filesystem.File) error {
	if err := checkCommentFiles(files); err != nil {
		return err
	}
	in.Text = strings.TrimSpace(in.Text)
	switch n := utf8.RuneCountInString(in.Text); {
	case n == 0 && len(files) == 0:
		return fault.New(fault.Invalid, "comment_empty", nil).At("text")
	case n > maxComment:
		return fault.New(fault.Invalid, "too_long", fault.Params{"max": maxComment, "is": n}).At("text")
	case len(in.Mentions) > maxMentions:
		return fault.New(fault.Limit, "too_many_mentions", fault.Params{"max": maxMentions}).At("mentions")
	}
	if in.Reply == "" {
		return nil
	}
	found, err := store.CommentOf(a.re.App, rec.Type, rec.Id, in.Reply)
	if err == nil && found == nil {
		return fault.New(fault.Invalid, "comment_missing", nil).At("reply")
	}
	return err
}

// mentioned keeps the people who may read the record: the others are not told,
// and the author learns that.
func (a *asker) mentioned(rec *flow.Record, ids []string) (told []string, warnings []*fault.Fault, err error) {
	warnings = []*fault.Fault{}
	seen := map[string]bool{}
	for _, id := range ids {
		p, ok := a.snap.Directory().Person(id)
		if !ok || !p.Active || seen[id] {
			continue
		}
		seen[id] = true
		rights, err := flow.RightsOf(a.model, a.snap, rec, flow.Actor{Person: p})
		if err != nil {
			return nil, nil, err
		}
		if rights.Row() {
			told = append(told, id)
			continue
		}
		f := fault.New(fault.Denied, "mention_blind", fault.Params{"person": a.personName(id)}).At("mentions")
		warnings = append(warnings, f.WithText(a.textOf(f)))
	}
	return told, warnings, nil
}

// personName is what the asker may call somebody.
func (a *asker) personName(id string) string {
	rec, rights, err := a.load(a.model.Person, id)
	if err != nil {
		return id
	}
	return a.titleOf(rec, rights)
}

// announceComment tells those who look at the record, and those mentioned.
func (a *asker) announceComment(rec *flow.Record, c *store.Comment, told []string) {
	topic := "kontora/comments/" + rec.Type.Slug + "/" + rec.Id
	a.publish(topic, map[string]any{"id": c.Id}, func(auth *core.Record) bool { return a.stillReads(rec, auth) })
	for _, id := range told {
		a.publish("kontora/notices", map[string]any{}, func(auth *core.Record) bool { return auth.Id == id })
	}
}

// stillReads judges a listener at the moment of the message: rights may have
// changed since they subscribed.
func (a *asker) stillReads(rec *flow.Record, auth *core.Record) bool {
	actor, err := a.e.Actor(a.re.App, auth)
	if err != nil {
		return false
	}
	rights, err := flow.RightsOf(a.model, a.snap, rec, actor)
	return err == nil && rights.Row()
}
