package engine

import (
	"encoding/json"
	"maps"
	"net/url"
	"slices"
	"strings"

	"kontora/internal/fault"
	"kontora/internal/flow"
	"kontora/internal/model"
	"kontora/internal/store"

	"github.com/pocketbase/pocketbase/core"
)

// mayListen decides about one realtime topic. Topics of records need no check
// here: every message is judged for its listener when it is sent.
func (e *Engine) mayListen(re *core.RequestEvent, topic string) error {
	name, options, _ := strings.Cut(topic, "?")
	if err := noOptions(options); err != nil {
		return err
	}
	unknown := fault.New(fault.Missing, "unknown_topic", fault.Params{"topic": name})
	if !strings.HasPrefix(name, "kontora/") {
		collection, _, _ := strings.Cut(name, "/")
		if _, err := re.App.FindCachedCollectionByNameOrId(collection); err != nil && !strings.HasPrefix(name, "@") && name != "PB_CONNECT" {
			return unknown
		}
		return nil
	}
	if re.Auth == nil {
		return fault.New(fault.Denied, "sign_in", nil)
	}
	if name == topicWork || name == topicNotices || name == topicConfig || name == TopicDrafts {
		return nil
	}
	parts := strings.Split(name, "/")
	if len(parts) != 4 || parts[1] != "comments" {
		return unknown
	}
	return e.mayRead(re, parts[2], parts[3], unknown)
}

// noOptions refuses what a subscription asks for and would not get: messages are
// not filtered, nor are records expanded in them.
func noOptions(options string) error {
	if options == "" {
		return nil
	}
	values, err := url.ParseQuery(options)
	if err != nil {
		return fault.New(fault.Invalid, "listen_options", fault.Params{"name": "options"})
	}
	var asked struct {
		Query map[string]any `json:"query"`
	}
	if err := json.Unmarshal([]byte(values.Get("options")), &asked); err != nil {
		return fault.New(fault.Invalid, "listen_options", fault.Params{"name": "options"})
	}
	for _, name := range slices.Sorted(maps.Keys(asked.Query)) {
		if asked.Query[name] != nil && asked.Query[name] != "" {
			return fault.New(fault.Invalid, "listen_options", fault.Params{"name": name})
		}
	}
	return nil
}

func (e *Engine) mayRead(re *core.RequestEvent, slug, id string, otherwise error) error {
	t, err := e.TypeOf(slug)
	if err != nil {
		return otherwise
	}
	actor, err := e.RequestActor(re)
	if err != nil {
		return err
	}
	snap, err := e.Snapshot(re.App)
	if err != nil {
		return err
	}
	rec, err := snap.Load(t, id)
	if err != nil {
		return err
	}
	if rec == nil {
		return otherwise
	}
	rights, err := flow.RightsOf(e.Model(), snap, rec, actor)
	if err != nil {
		return err
	}
	if !rights.Row() {
		return otherwise
	}
	return nil
}

// CollectionId is PocketBase's id of the collection that holds a type.
func CollectionId(t *model.Type) string { return store.CollectionId(t) }
