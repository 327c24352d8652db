package api

// studio are the routes by which a configuration is read, understood, tried out and
// published, for those who design.
func (d *description) studio() {
	if !d.a.isDesigner() {
		return
	}
	const tag, base = "Configuration", "/api/kontora/config"
	answer, whole := object{"type": "object"}, object{"type": "integer"}
	files := object{"type": "object", "additionalProperties": object{"type": []any{"string", "null"}}, "description": "Changed files over those in force: path → text; null deletes."}
	values := object{"type": "object"}
	get := func(path, id, summary string, parameters ...any) {
		d.path(base + path)["get"] = operation(id, summary, tag, parameters, nil, answer)
	}
	post := func(path, id, summary string, body object, required ...any) {
		in := object{"type": "object", "additionalProperties": false, "properties": body}
		if len(required) > 0 {
			in["required"] = required
		}
		d.path(base + path)["post"] = operation(id, summary, tag, nil, in, answer)
	}
	number := parameter("path", "number", object{"type": "integer", "minimum": 0}, "Of a published configuration.")
	draft := object{"files": files, "note": text, "base": object{"type": "string", "description": "Hash of what the changes began with."}, "moves": values}

	get("", "configuration", "The configuration in force")
	post("", "publish", "Put changed files in force", draft)
	d.path(base + "/export")["get"] = zipped(operation("export_configuration", "The configuration, or one pack, as an archive", tag, []any{query("pack", "")}, nil, answer))
	post("/check", "check", "What is wrong with changed files", draft)
	post("/plan", "plan", "What publishing would do, and whether the asker may", draft)
	post("/preview", "preview", "What would become of each record of a type", object{"files": files, "note": text, "base": text, "moves": values, "type": text, "after": text}, "type")
	post("/uses", "uses", "Where something is named", object{"files": files, "what": text, "type": text, "key": text}, "what", "key")
	post("/rename", "rename", "Give something another key wherever it is named", object{"files": files, "what": text, "type": text, "key": text, "to": text}, "what", "key", "to")
	form := object{"files": files, "type": text, "as": text, "values": values, "touched": object{"type": "array", "items": text}}
	post("/form", "draft_form", "The form of a new record as a draft would have it", form, "type")
	options := object{"files": files, "type": text, "as": text, "values": values, "touched": object{"type": "array", "items": text}, "field": text, "q": text}
	post("/options", "draft_options", "What a reference of a draft may point at", options, "type", "field")
	proof := object{"files": files, "base": object{"type": "string", "description": "Hash of what the changes began with."}, "type": text, "print": text,
		"record": object{"type": "string", "description": "Id; the latest that fits where it is left out."}}
	post("/print", "draft_print", "A paper of a draft on a record, as pages to look at", proof, "type", "print")
	post("/print/file", "draft_print_file", "The same as a file", proof, "type", "print")
	d.path(base + "/print/file")["post"].(object)["responses"].(object)["200"] = object{"description": "The paper", "content": object{"application/pdf": object{"schema": object{"type": "string", "format": "binary"}}}}
	get("/counts", "state_counts", "How many records of a type are in which state", query("type", "pack/key"))
	get("/moves", "moves", "Records that go where a configuration left them no place")

	get("/revisions", "revisions", "What was published")
	d.path(base + "/revisions/{number}")["parameters"] = []any{number}
	get("/revisions/{number}", "revision", "One of them with its files")
	d.path(base + "/revisions/{number}/diff")["parameters"] = []any{number}
	get("/revisions/{number}/diff", "revision_diff", "How it differs, in sentences", query("from", "The one before it, unless said."))
	post("/restore", "restore", "Put an earlier one in force", object{"revision": whole, "note": text, "base": text, "moves": values}, "revision")

	post("/complete", "complete", "What may be written at a caret", object{"files": files, "file": text, "path": text, "text": text, "offset": whole}, "file", "path", "text", "offset")
	get("/functions", "functions", "Functions of expressions")
	post("/try", "try_expression", "Evaluate an expression on a record", object{"files": files, "file": text, "path": text, "text": text, "type": text, "record": text,
		"row": text, "it": text, "args": values, "as": text, "at": text}, "file", "path")
	post("/access", "access", "Who has what in which state by the declarations", object{"files": files, "type": text}, "type")
	post("/when", "when", "When a term ends, and what counts towards it", object{"files": files, "calendar": text, "file": text, "path": text, "type": text, "record": text,
		"unit": text, "from": text, "span": text}, "from")

	post("/play", "open_play", "Open a draft as a toy office", object{"files": files, "seed": text, "at": text})
	d.path(base + "/play/{id}")["parameters"] = []any{parameter("path", "id", text, "Of the play.")}
	get("/play/{id}", "play", "What stands in it")
	post("/play/{id}", "play_on", "Take a step, or the last one back, or save it as a scenario", object{"step": values, "back": object{"type": "boolean"}, "save": values})
	d.path(base + "/play/{id}")["delete"] = operation("end_play", "End it", tag, nil, nil, nil)
	within := object{"type": "integer", "minimum": 1, "description": "Seconds it may take."}
	post("/scenarios", "play_scenarios", "Play the scenarios of the packs under a draft", object{"files": files, "within": within})
	post("/backtest", "backtest", "Decide the last months once more by a draft", object{"files": files, "months": object{"type": "integer", "minimum": 1, "maximum": mostMonths}, "type": text, "within": within}, "months")
	post("/walk", "walk", "Have made-up people walk at random", object{"files": files, "type": text, "steps": whole, "seed": whole, "within": within}, "type")
	get("/unused", "unused", "What nobody has used", parameter("query", "days", object{"type": "integer", "minimum": 1, "maximum": longestUse}, ""), query("all", "1: what was used, too."))
}

// path is where the operations of a path stand.
func (d *description) path(path string) object {
	known, is := d.paths[path].(object)
	if !is {
		known = object{}
		d.paths[path] = known
	}
	return known
}

// zipped says that an operation answers with an archive.
func zipped(op object) object {
	op["responses"].(object)["200"] = object{"description": "The archive", "content": object{"application/zip": object{"schema": object{"type": "string", "format": "binary"}}}}
	return op
}
