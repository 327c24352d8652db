package api

import (
	"maps"
	"slices"
	"sort"

	"kontora/internal/flow"
	"kontora/internal/model"
	"kontora/internal/push"
)

var idempotency = parameter("header", "Idempotency-Key", object{"type": "string", "maxLength": 200}, "The same key does the same command once.")

// commandRoutes are everything that is done with records of a type.
func (d *description) commandRoutes(t *model.Type, creatable bool) {
	tag := d.a.words().plural(t)
	base := "/api/kontora"
	fields := ref(t.Slug + "_fields")
	command := func(more object) object {
		props := object{"fields": fields}
		for k, v := range more {
			props[k] = v
		}
		return object{"type": "object", "properties": props, "additionalProperties": false}
	}
	comment := object{"type": "string", "description": "Reason, or a remark kept in the history."}
	force := object{"type": "boolean", "description": "Accept a warning; needs a comment."}
	revision := object{"type": "integer", "description": "The revision that was seen; a newer one refuses."}

	if creatable {
		d.paths[base+"/"+t.Slug] = object{"post": operation("create_"+t.Slug, "Create", tag, []any{idempotency},
			command(object{"comment": comment, "force": force, "transition": d.transitions(t)}), ref("Saved"))}
	}
	if d.a.mayWrite(t) {
		d.paths[base+"/"+t.Slug+"/{id}"] = object{"parameters": []any{idInPath},
			"patch": operation("edit_"+t.Slug, "Edit", tag, []any{idempotency}, command(object{"revision": revision, "comment": comment, "force": force}), ref("Saved"))}
		d.paths[base+"/"+t.Slug+"/{id}/{transition}"] = object{
			"parameters": []any{idInPath, parameter("path", "transition", d.transitions(t), "Or archive, restore.")},
			"post": operation("run_"+t.Slug, "Run a transition", tag, []any{idempotency},
				command(object{"revision": revision, "comment": comment, "force": force}), ref("Saved"))}
		d.paths[base+"/forms/"+t.Slug] = object{"post": operation("form_"+t.Slug, "Evaluate a draft", tag, nil, object{
			"type": "object", "properties": object{"id": text, "transition": text, "values": fields, "touched": object{"type": "array", "items": text}},
		}, ref("FormAnswer"))}
	}
	d.approvalRoutes(t, tag, command)
	list := []any{query("view", "Key of a ready-made list."), query("filter", "Expression over it, such as it.amount > 500000."), query("q", "Words."),
		query("sort", "Fields by comma; with a minus, descending."), query("columns", "Cells to answer, by comma."),
		query("cursor", "next of the page before."), parameter("query", "limit", object{"type": "integer", "minimum": 1, "maximum": maxPageSize}, "")}
	d.paths[base+"/lists/"+t.Slug] = object{"get": operation("list_rows_"+t.Slug, "List by cursor", tag, list, nil, ref("ListAnswer"))}
	d.paths[base+"/counts/"+t.Slug] = object{"get": operation("count_"+t.Slug, "Count", tag, append(list[:3:3], query("group", "status, or a field with a choice of one: counts by its values too.")), nil, ref("Count"))}
	if len(t.Metrics) > 0 {
		d.paths[base+"/metrics/"+t.Slug] = object{"get": operation("metrics_"+t.Slug, "Figures of the summary", tag,
			[]any{query("metrics", "Keys by comma."), query("filter", "Expression over it."), query("by", "One of the fields by which the figures can be broken down; - for none.")}, nil, object{
				"type": "object", "required": []any{"metrics", "refs"}, "properties": object{"metrics": object{"type": "object"}, "refs": object{"type": "object"}}})}
	}
	d.paths[base+"/options/"+t.Slug] = object{"get": operation("options_"+t.Slug, "What a reference may point at", tag,
		[]any{query("field", ""), query("q", ""), query("values", "The draft as JSON.")}, nil, ref("Options"))}
	of := func(path, id, summary, schema string) {
		d.paths[base+path+t.Slug+"/{id}"] = object{"parameters": []any{idInPath}, "get": operation(id+"_"+t.Slug, summary, tag, nil, nil, ref(schema))}
	}
	of("/card/", "card", "Everything about a record", "Card")
	of("/actions/", "actions", "What may be done now, and why not the rest", "Actions")
	of("/history/", "history", "What happened", "History")
	of("/related/", "related", "What points at a record", "Related")
	of("/clocks/", "clocks", "Terms, and why they end when they do", "Clocks")
	of("/comments/", "comments", "What was said", "Comments")
	d.paths[base+"/"+t.Slug+"/{id}/seen"] = object{"parameters": []any{idInPath}, "get": operation("seen_"+t.Slug, "What somebody sees and may do, and by which rules", tag,
		[]any{query("as", "Id of a person; only who may design asks about others."), query("state", "As if it stood in this state.")}, nil, object{"type": "object"})}
	d.versionRoute(t, tag)
	comments, _ := d.paths[base+"/comments/"+t.Slug+"/{id}"].(object)
	comments["post"] = operation("comment_"+t.Slug, "Say; files come beside the part json, as with commands", tag, nil, object{"type": "object", "properties": object{
		"text": text, "mentions": object{"type": "array", "items": text}, "reply": text}}, object{"type": "object"})
}

// versionRoute tells what the files of a record are and were, where a type keeps
// versions.
func (d *description) versionRoute(t *model.Type, tag string) {
	if !slices.ContainsFunc(t.Fields, (*model.Field).KeepsVersions) {
		return
	}
	d.paths["/api/kontora/"+t.Slug+"/{id}/versions"] = object{"parameters": []any{idInPath},
		"get": operation("versions_"+t.Slug, "Versions of files, the newest first", tag, nil, nil, object{"type": "object"})}
}

// approvalRoutes are how people decide, where a type has approvals.
func (d *description) approvalRoutes(t *model.Type, tag string, command func(object) object) {
	if t.Facts == nil || len(t.Facts.Approvals) == 0 {
		return
	}
	const base = "/api/kontora"
	d.paths[base+"/approvals/"+t.Slug+"/{id}"] = object{"parameters": []any{idInPath},
		"get": operation("approvals_"+t.Slug, "The approval sheet", tag, nil, nil, object{"type": "object"})}
	if !d.a.mayWrite(t) {
		return
	}
	var routes []string
	own := map[string]bool{} // answers of steps
	for _, a := range t.Facts.Approvals {
		routes = append(routes, a.Key)
		for _, step := range a.Steps {
			for _, o := range step.Outcomes {
				own[o.Key] = true
			}
		}
	}
	verdicts := []any{flow.Approve, flow.Return, flow.Reject, flow.Delegate, flow.Before, flow.After, flow.Beside, flow.AskOpinion, flow.Reply, flow.Unask, flow.Withdraw, flow.Remarks, flow.Answer, flow.Resolve}
	verdicts = append(verdicts, anys(slices.Sorted(maps.Keys(own)))...)
	d.paths[base+"/"+t.Slug+"/{id}/approvals/{route}"] = object{
		"parameters": []any{idInPath, parameter("path", "route", object{"type": "string", "enum": anys(routes)}, "")},
		"post": operation("vote_"+t.Slug, "Decide a step, change the route, remark", tag, []any{idempotency}, command(object{
			"verdict": object{"type": "string", "enum": verdicts}, "step": text, "comment": text,
			"round":   object{"type": "integer", "description": "The round that was seen; a newer one refuses."},
			"hash":    object{"type": "string", "description": "The hash of the step that was seen; another one refuses."},
			"to_step": text, "people": object{"type": "array", "items": text}, "remark": text, "opinion": text, "blocking": object{"type": "boolean"},
			"pin":      object{"type": "string", "description": "Where the vote is a signature: the PIN of my key, or my password."},
			"revision": object{"type": "integer"},
		}), ref("Saved"))}
}

// transitions lists those that people run.
func (d *description) transitions(t *model.Type) object {
	keys := []string{}
	if t.Lifecycle != nil {
		for _, tr := range t.Lifecycle.Transitions {
			if tr.Who != nil {
				keys = append(keys, tr.Key)
			}
		}
	}
	sort.Strings(keys)
	if len(keys) == 0 {
		return text
	}
	return object{"type": "string", "examples": anys(keys)}
}

func anys(keys []string) []any {
	out := make([]any, len(keys))
	for i, k := range keys {
		out[i] = k
	}
	return out
}

// shared are the routes across types.
func (d *description) shared() {
	get := func(path, id, summary string, parameters ...any) {
		d.paths["/api/kontora"+path] = object{"get": operation(id, summary, "Kontora", parameters, nil, object{"type": "object"})}
	}
	get("/meta", "meta", "Who I am and which types there are")
	get("/home", "home", "My day")
	get("/inbox", "inbox", "Work across types", parameter("query", "tab", object{"type": "string", "enum": []any{"todo", "mine", "watch", "overdue"}}, ""), query("cursor", ""))
	get("/counts", "counts", "Counters of the menu")
	get("/search", "search", "Find records by words", query("q", ""))
	get("/notifications", "notifications", "Messages to me", query("cursor", ""))
	get("/views", "views", "My saved lists")
	d.paths["/api/kontora/settings"] = object{"get": operation("settings", "Parameters that I may change", "Kontora", nil, nil, ref("Settings"))}
	d.paths["/api/kontora/settings/{pack}/{name}"] = object{"parameters": []any{parameter("path", "pack", text, ""), parameter("path", "name", text, "")},
		"put": operation("set_setting", "Change a parameter", "Kontora", nil, object{"type": "object", "additionalProperties": false, "required": []any{"value"}, "properties": object{
			"value":   object{"description": "As its field is typed; null takes back what was given: to the unit, from the day."},
			"unit":    object{"type": "string", "description": "Id of a unit: the value holds for it and the units below. Without it for the whole installation."},
			"since":   object{"type": "string", "format": "date", "description": "A day to come, from which the value holds. Without it at once."},
			"comment": object{"type": "string", "maxLength": maxSettingComment, "description": "Why; kept in the history."}}}, ref("Settings"))}
	texts, number, flag := object{"type": "array", "items": text}, object{"type": "integer"}, object{"type": "boolean"}
	list := object{"type": text, "view": text, "filter": text, "q": text, "sort": text}
	which := object{"ids": texts}
	maps.Copy(which, list)
	one := object{"type": "object", "additionalProperties": false, "required": []any{"id"}, "properties": object{
		"id": text, "revision": number, "transition": text, "vote": object{"type": "object"}, "fields": object{"type": "object"}}}
	what := object{"transition": text, "vote": object{"type": "object"}, "fields": object{"type": "object"},
		"records": object{"type": "array", "items": one}, "comment": text, "dry_run": flag}
	maps.Copy(what, which)
	d.paths["/api/kontora/bulk"] = object{"post": operation("bulk", "Do the same with many records", "Kontora", []any{idempotency}, object{
		"type": "object", "additionalProperties": false, "required": []any{"type"}, "properties": what}, ref("BulkAnswer"))}
	d.paths["/api/kontora/bulk/actions"] = object{"post": operation("bulk_actions", "What I may do with some of these records", "Kontora", nil,
		object{"type": "object", "additionalProperties": false, "required": []any{"type"}, "properties": which}, ref("BulkActions"))}
	d.paths["/api/kontora/bulk/selection"] = object{"post": operation("bulk_selection", "The ids of everything that a list shows me", "Kontora", nil,
		object{"type": "object", "additionalProperties": false, "required": []any{"type"}, "properties": list},
		object{"type": "object", "required": []any{"ids"}, "properties": object{"ids": texts}})}
	results := operation("bulk_results", "An answer of /bulk as an .xlsx file", "Kontora", nil, ref("BulkAnswer"), object{})
	results["responses"].(object)["200"] = object{"description": "The file", "content": object{xlsxType: object{"schema": object{"type": "string", "format": "binary"}}}}
	d.paths["/api/kontora/bulk/results"] = object{"post": results}
	d.exportRoutes(which)
	d.importRoutes()
	d.paths["/api/kontora/mailed-vote"] = object{"post": operation("mailed_vote", "What the link of a letter asks", "Kontora", nil,
		object{"type": "object", "additionalProperties": false, "required": []any{"token"}, "properties": object{"token": text}}, ref("MailedVote"))}
	d.pushRoutes()
	d.signatureRoutes()
	d.signedRoutes()
	d.paths["/api/kontora/password/{id}"] = object{"parameters": []any{idInPath},
		"put": operation("give_password", "Give a person a password", "Kontora", nil, object{"type": "object", "additionalProperties": false, "required": []any{"password"},
			"properties": object{"password": object{"type": "string", "minLength": minPassword}}}, nil)}
}

// pushRoutes are how a browser takes messages.
func (d *description) pushRoutes() {
	d.paths["/api/kontora/push"] = object{
		"get": operation("push", "My devices, and the key with which a browser subscribes", "Kontora", nil, nil, ref("Push")),
		"post": operation("subscribe", "Take messages on this device", "Kontora", nil, object{
			"type": "object", "additionalProperties": false, "required": []any{"endpoint", "keys"}, "properties": object{
				"endpoint": object{"type": "string", "format": "uri", "maxLength": push.MaxEndpoint, "description": "As PushSubscription tells it: https, on the internet."},
				"keys": object{"type": "object", "additionalProperties": false, "required": []any{"p256dh", "auth"}, "properties": object{
					"p256dh": text, "auth": text}}}}, ref("Device")),
	}
	d.paths["/api/kontora/push/{id}"] = object{"parameters": []any{idInPath},
		"delete": operation("unsubscribe", "Take no messages on a device any more", "Kontora", nil, nil, nil)}
}
