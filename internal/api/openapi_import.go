package api

// importRoutes are how a file becomes records.
func (d *description) importRoutes() {
	text, number, flag := object{"type": "string"}, object{"type": "integer"}, object{"type": "boolean"}
	list := func(of object) object { return object{"type": "array", "items": of} }
	why := list(object{"type": "object", "required": []any{"text"}, "properties": object{"field": text, "column": number, "text": text}})
	plan := object{
		"columns": list(object{"type": "object", "additionalProperties": false, "required": []any{"column", "field"}, "properties": object{
			"column": object{"type": "integer", "minimum": 0}, "field": object{"type": "string", "description": "Key of a field, or id."}}}),
		"mode":  object{"type": "string", "enum": []any{"create", "update", "upsert"}},
		"key":   object{"type": "string", "description": "By which records are known: a field among the columns, or id."},
		"empty": object{"type": "string", "enum": []any{"keep", "clear"}, "description": "What an empty cell does to a record that is there."},
		"whole": object{"type": "boolean", "description": "All rows or none."}, "from": number}
	planned := object{"type": "object", "properties": plan}
	tally := object{"type": "object", "additionalProperties": number}
	brought := list(object{"type": "object", "properties": object{"row": number, "id": text, "title": text, "outcome": text}})
	said := object{"type": "object", "required": []any{"id", "type", "state", "rows", "plan", "trial", "tally", "refused", "brought", "created"}, "properties": object{
		"brought": brought, "created": object{"type": "string", "format": "date-time"},
		"id": text, "type": text, "name": text, "rows": number, "plan": planned, "trial": tally, "tally": tally, "why": why,
		"state":   object{"type": "string", "enum": []any{importUploaded, importChecking, importChecked, importRunning, importBroken, importDone, importFailed, importCancelled}},
		"columns": list(object{"type": "object", "properties": object{"title": text, "samples": list(text)}}),
		"fields":  list(object{"type": "object", "properties": object{"key": text, "title": text, "fills": flag, "knows": flag}}),
		"refused": list(object{"type": "object", "properties": object{"row": number, "why": why}})}}
	up := operation("import", "Send a file to bring records in from", "Kontora", []any{
		parameter("query", "type", text, "Slug of the type."), parameter("query", "name", text, "Of the file.")}, nil, said)
	up["requestBody"] = object{"required": true, "content": object{"application/octet-stream": object{"schema": object{"type": "string", "format": "binary"}}}}
	d.paths["/api/kontora/imports"] = object{"post": up,
		"get": operation("imports", "My latest imports into a type", "Kontora", []any{parameter("query", "type", text, "Slug of the type.")}, nil,
			object{"type": "object", "required": []any{"items"}, "properties": object{"items": list(said)}})}
	d.paths["/api/kontora/imports/{id}"] = object{"parameters": []any{idInPath},
		"get":    operation("import_state", "How an import of mine stands", "Kontora", nil, nil, said),
		"delete": operation("drop_import", "Stop an import, or forget it", "Kontora", nil, nil, nil)}
	d.paths["/api/kontora/imports/{id}/check"] = object{"parameters": []any{idInPath}, "post": operation("check_import", "What would become of each row", "Kontora", nil, planned, said)}
	d.paths["/api/kontora/imports/{id}/run"] = object{"parameters": []any{idInPath}, "post": operation("run_import", "Bring the rows in, or go on after a break", "Kontora", nil, planned, said)}
	made := operation("make_file", "A file that another program reads, as a type declares it (exchange)", "Kontora", nil, object{"type": "object", "additionalProperties": false, "properties": object{
		"ids": list(text), "view": text, "filter": text, "q": text, "sort": text, "again": object{"type": "boolean", "description": "Also records that went into such a file before."}}}, object{})
	made["responses"].(object)["200"] = object{"description": "The file", "content": object{"text/plain": object{"schema": object{"type": "string", "format": "binary"}}}}
	d.paths["/api/kontora/files/{slug}/{file}"] = object{"parameters": []any{parameter("path", "slug", text, ""), parameter("path", "file", text, "Key of the declaration.")}, "post": made}
	d.printRoutes()
	file := operation("import_result", "The rows with what has become of each", "Kontora", nil, nil, object{})
	file["responses"].(object)["200"] = object{"description": "The file", "content": object{xlsxType: object{"schema": object{"type": "string", "format": "binary"}}}}
	d.paths["/api/kontora/imports/{id}/result"] = object{"parameters": []any{idInPath}, "get": file}
}
