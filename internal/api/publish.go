package api

import (
	"encoding/json"

	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/subscriptions"
)

// publish sends a message to the connected people who listen to a topic and
// are meant.
func (a *asker) publish(topic string, body any, isMeant func(auth *core.Record) bool) {
	data, err := json.Marshal(body)
	if err != nil {
		a.app.Logger().Error("realtime message", "topic", topic, "error", err)
		return
	}
	for _, client := range a.app.SubscriptionsBroker().Clients() {
		auth, _ := client.Get(apis.RealtimeClientAuthKey).(*core.Record)
		if auth != nil && client.HasSubscription(topic) && isMeant(auth) {
			client.Send(subscriptions.Message{Name: topic, Data: data})
		}
	}
}
