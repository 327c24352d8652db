package engine

import (
	"encoding/json"
	"slices"

	"kontora/internal/flow"
	"kontora/internal/rule"

	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/subscriptions"
)

// afterCommit tells the handlers of effects about a plan, and announces it once
// its transaction, or the one around it, has been committed.
func (e *Engine) afterCommit(tx core.App, plan *flow.Plan, request string) error {
	then, err := e.effects(tx, plan, request)
	if err != nil {
		return err
	}
	done := func() {
		e.announce(plan)
		for _, fn := range then {
			fn()
		}
	}
	if info := tx.TxInfo(); info != nil {
		info.OnComplete(func(err error) error {
			if err == nil {
				done()
			}
			return nil
		})
		return nil
	}
	done()
	return nil
}

// news is one record as a plan leaves it, with the rights stored with it.
type news struct {
	action string // create, update, delete: PocketBase's words
	change *flow.Change
}

// announce tells connected people about changed records that they may see, each
// with the cells that they may see. Rights come with the plan, so no query is
// made for a listener who may not.
func (e *Engine) announce(plan *flow.Plan) {
	clients := e.app.SubscriptionsBroker().Clients()
	if len(clients) == 0 {
		return
	}
	snap, err := e.Snapshot(e.app)
	if err != nil {
		return
	}
	last := map[rule.Reference]news{}
	for _, c := range plan.Changes {
		action := "update"
		if c.Kind == flow.Create {
			action = "create"
		}
		if before, seen := last[c.After.Reference()]; seen && before.action == "create" {
			action = "create"
		}
		if c.After.IsArchived() {
			action = "delete"
		}
		last[c.After.Reference()] = news{action: action, change: c}
	}
	for _, client := range clients {
		auth, _ := client.Get(apis.RealtimeClientAuthKey).(*core.Record)
		if auth == nil || auth.IsSuperuser() {
			continue // operators get PocketBase's own messages
		}
		actor, err := e.Actor(e.app, auth)
		if err != nil {
			continue
		}
		for _, n := range last {
			e.tell(client, snap, actor, n)
		}
		e.tellNotices(client, auth.Id, plan)
	}
}

// tellNotices says that a person has a message more, and nothing of it.
func (e *Engine) tellNotices(client subscriptions.Client, person string, plan *flow.Plan) {
	if !client.HasSubscription(topicNotices) || !slices.ContainsFunc(plan.Notices, func(n flow.Notice) bool { return slices.Contains(n.To, person) }) {
		return
	}
	send(client, topicNotices, map[string]any{})
}

// Topics of the engine's own; the records' are PocketBase's.
const (
	topicWork    = "kontora/work"
	topicNotices = "kontora/notices"
	topicConfig  = "kontora/config"
	TopicDrafts  = "kontora/drafts" // told to those who design
)

func (e *Engine) tell(client subscriptions.Client, snap flow.Snapshot, actor flow.Actor, n news) {
	rec := n.change.After
	topics := client.Subscriptions(rec.Type.Slug+"/*?", rec.Type.Slug+"/"+rec.Id+"?", rec.Type.Slug+"?")
	work := client.HasSubscription(topicWork)
	if len(topics) == 0 && !work {
		return
	}
	rights, err := flow.RightsOf(e.Model(), snap, rec, actor)
	if err != nil {
		return
	}
	if !rights.Row() {
		e.tellGone(client, snap, actor, n, topics)
		return
	}
	if work {
		send(client, topicWork, map[string]any{"type": rec.Type.Slug, "id": rec.Id, "action": n.action})
	}
	if len(topics) == 0 {
		return
	}
	values, err := e.RecordJSON(snap, rec, rights, actor)
	if err != nil {
		e.app.Logger().Error("realtime view failed", "type", rec.Type.Key, "record", rec.Id, "error", err)
		return
	}
	for topic := range topics {
		send(client, topic, map[string]any{"action": n.action, "record": values})
	}
}

// tellGone takes a record off the screen of somebody who could see it before
// the change and cannot any more.
func (e *Engine) tellGone(client subscriptions.Client, snap flow.Snapshot, actor flow.Actor, n news, topics map[string]subscriptions.SubscriptionOptions) {
	if n.change.Before == nil {
		return
	}
	before, err := flow.RightsOf(e.Model(), snap, n.change.Before, actor)
	if err != nil || !before.Row() {
		return
	}
	t := n.change.After.Type
	for topic := range topics {
		send(client, topic, map[string]any{"action": "delete", "record": map[string]any{
			"id": n.change.After.Id, "collectionName": t.Slug, "collectionId": CollectionId(t),
		}})
	}
}

// RecordJSON writes a record as PocketBase's auto API does, with the cells that
// the reader may see.
func (e *Engine) RecordJSON(snap flow.Snapshot, rec *flow.Record, rights flow.Rights, reader flow.Actor) (map[string]any, error) {
	values, err := e.Values(snap, rec, rights, reader)
	if err != nil {
		return nil, err
	}
	values["id"] = rec.Id
	values["collectionName"] = rec.Type.Slug
	values["collectionId"] = CollectionId(rec.Type)
	return values, nil
}

func send(client subscriptions.Client, topic string, data any) {
	body, err := json.Marshal(data)
	if err != nil {
		return
	}
	client.Send(subscriptions.Message{Name: topic, Data: body})
}

// announceConfig tells everybody that the configuration has changed.
func (e *Engine) announceConfig(hash string) {
	for _, client := range e.app.SubscriptionsBroker().Clients() {
		if client.HasSubscription(topicConfig) {
			send(client, topicConfig, map[string]any{"hash": hash})
		}
	}
}

// bindTopics refuses subscriptions to topics that nobody sends, and to comments
// of records that the person may not see: PocketBase itself lets any name pass.
func (e *Engine) bindTopics() {
	e.app.OnRealtimeSubscribeRequest().BindFunc(func(ev *core.RealtimeSubscribeRequestEvent) error {
		for _, topic := range ev.Subscriptions {
			if err := e.mayListen(ev.RequestEvent, topic); err != nil {
				return err
			}
		}
		return ev.Next()
	})
}
