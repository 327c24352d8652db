package api

// signedRoutes are the signatures of a record, and how anybody verifies one.
func (d *description) signedRoutes() {
	text, number := object{"type": "string"}, object{"type": "integer"}
	certificate := object{"type": "object", "required": []any{"serial", "notBefore", "notAfter"}, "properties": object{
		"serial": text, "notBefore": text, "notAfter": text, "revoked": text}}
	ended := object{"type": "object", "required": []any{"at", "reason"}, "properties": object{"at": text, "reason": text, "version": number}}
	kind := object{"type": "string", "enum": []any{"simple", "nep"}}
	said := func(more object) object {
		all := object{"verdict": text, "what": object{"type": "string", "enum": []any{"content", "file", "signature", "record", "event"}, "description": "That was changed."}, "kind": kind, "version": number, "name": text, "position": text, "organization": text, "at": text, "hash": text,
			"certificate": certificate, "ended": ended}
		for name, schema := range more {
			all[name] = schema
		}
		return all
	}
	one := object{"type": "object", "required": []any{"id", "code", "route", "step", "title", "round", "version", "kind", "name", "at", "hash", "verdict", "content"},
		"properties": said(object{"id": text, "code": text, "route": text, "step": text, "title": text, "round": number, "by": object{"type": []any{"string", "null"}},
			"behalf": object{"type": []any{"string", "null"}}, "content": object{"type": "boolean", "description": "The asker may read what was signed."}})}
	verdict := object{"type": "object", "required": []any{"verdict", "kind", "name", "at", "hash"}, "properties": said(nil)}

	slug := parameter("path", "slug", text, "Of the type.")
	d.paths["/api/kontora/signatures/{slug}/{id}"] = object{"parameters": []any{slug, idInPath},
		"get": operation("signatures", "Every signature that a record ever had, newest first", "Kontora", nil, nil,
			object{"type": "object", "required": []any{"signatures", "refs"}, "properties": object{"signatures": object{"type": "array", "items": one}, "refs": object{"type": "object"}}})}
	file := operation("signature_file", "What was signed, byte for byte (content.json) or as a card has it (content), or the detached CMS signature over it (content.json.p7s)", "Kontora", nil, nil, object{})
	file["responses"].(object)["200"] = object{"description": "The file", "content": object{"application/octet-stream": object{"schema": object{"type": "string", "format": "binary"}}}}
	d.paths["/api/kontora/signatures/{slug}/{id}/{signature}/{file}"] = object{"parameters": []any{slug, idInPath,
		parameter("path", "signature", text, "Its id."), parameter("path", "file", object{"type": "string", "enum": []any{"content.json", "content.json.p7s", "content"}}, "Which of them.")}, "get": file}
	d.paths["/api/kontora/verify/{code}"] = object{"parameters": []any{parameter("path", "code", text, "As the paper bears it.")},
		"get": operation("verify", "What the signature with a code is worth; for anybody", "Kontora", nil, nil, verdict)}
	up := operation("verify_files", "What a detached signature over content is worth; for anybody", "Kontora", nil, nil, verdict)
	part := object{"type": "string", "format": "binary"}
	up["requestBody"] = object{"required": true, "content": object{"multipart/form-data": object{"schema": object{
		"type": "object", "required": []any{"content", "signature"}, "properties": object{"content": part, "signature": part}}}}}
	d.paths["/api/kontora/verify"] = object{"post": up}
}
