package api

// own are the routes of what belongs to whoever asks: preferences, lists, messages,
// keys; and of messages that wait to go out, for those who design.
func (d *description) own() {
	const tag, base = "Kontora", "/api/kontora"
	answer := object{"type": "object"}
	body := func(properties object) object { return object{"type": "object", "properties": properties} }
	add := func(verb, path, id, summary string, in, out any) {
		d.path(base + path)[verb] = operation(id, summary, tag, nil, in, out)
	}
	at := func(path string, parameters ...any) { d.path(base + path)["parameters"] = parameters }
	add("patch", "/me", "prefer", "Change my preferences: those that are named, null takes one back", body(object{"prefs": answer}), answer)

	view := body(object{"type": text, "title": text, "view": text, "filter": text, "state": object{}, "sort": text, "columns": object{"type": "array", "items": text}})
	add("post", "/views", "save_view", "Save a list of mine", view, answer)
	at("/views/{id}", idInPath)
	add("patch", "/views/{id}", "change_view", "Change a list of mine", view, answer)
	add("delete", "/views/{id}", "drop_view", "Forget a list of mine", nil, nil)

	add("post", "/notifications/read", "read_notifications", "Messages to me that I have read", body(object{"ids": object{"type": "array", "items": text}}), nil)
	add("get", "/keys", "keys", "My API keys", nil, answer)
	add("post", "/keys", "make_key", "Make an API key; its secret is told once", body(object{"title": text, "scopes": object{"type": "array", "items": text}, "until": text}), answer)
	at("/keys/{id}", idInPath)
	add("delete", "/keys/{id}", "revoke_key", "Revoke an API key at once", nil, nil)

	at("/comments/{slug}/{id}/{comment}/{file}", parameter("path", "slug", text, ""), idInPath, parameter("path", "comment", text, ""), parameter("path", "file", text, ""))
	file := operation("comment_file", "A file of a comment", tag, nil, nil, object{})
	file["responses"].(object)["200"] = object{"description": "The file", "content": object{"application/octet-stream": object{"schema": object{"type": "string", "format": "binary"}}}}
	d.path(base + "/comments/{slug}/{id}/{comment}/{file}")["get"] = file

	if !d.a.isDesigner() {
		return
	}
	add("get", "/outbox", "outbox", "Effects that wait or have failed", nil, answer)
	for _, verb := range []string{"resend", "discard"} {
		at("/outbox/{id}/"+verb, parameter("path", "id", text, ""))
		add("post", "/outbox/{id}/"+verb, verb, map[string]string{"resend": "Try again", "discard": "Give up"}[verb], nil, nil)
	}
}
