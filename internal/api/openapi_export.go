package api

import "maps"

// exportRoutes are how a list becomes a file.
func (d *description) exportRoutes(which object) {
	text, number := object{"type": "string"}, object{"type": "integer"}
	said := object{"type": "object", "required": []any{"id", "state", "rows"}, "properties": object{
		"id": text, "state": object{"type": "string", "enum": []any{jobRunning, jobDone, jobFailed, jobCancelled}},
		"rows":     object{"type": "integer", "description": "Written so far."},
		"withheld": object{"type": "integer", "description": "Records that I see but may not take out."},
		"name":     text, "size": number, "expires": object{"type": "string", "format": "date-time"}, "code": text, "why": text}}
	asked := object{
		"archived": object{"type": "boolean"}, "format": object{"type": "string", "enum": []any{"xlsx", "csv"}, "default": "xlsx"},
		"columns": object{"type": "array", "items": text, "description": "Keys of fields; none: everything that fits a cell, and the id."}}
	maps.Copy(asked, which)
	d.paths["/api/kontora/exports"] = object{"post": operation("export", "Make a file of a list", "Kontora", nil,
		object{"type": "object", "additionalProperties": false, "required": []any{"type"}, "properties": asked}, said)}
	d.paths["/api/kontora/exports/{id}"] = object{"parameters": []any{idInPath},
		"get":    operation("export_state", "How an export of mine stands", "Kontora", nil, nil, said),
		"delete": operation("drop_export", "Stop an export, or throw its file away", "Kontora", nil, nil, nil)}
	file := operation("export_file", "The file of an export", "Kontora", nil, nil, object{})
	binary := object{"schema": object{"type": "string", "format": "binary"}}
	file["responses"].(object)["200"] = object{"description": "The file", "content": object{xlsxType: binary, "text/csv": binary}}
	d.paths["/api/kontora/exports/{id}/file"] = object{"parameters": []any{idInPath}, "get": file}
}
