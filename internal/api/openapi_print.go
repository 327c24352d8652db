package api

// printRoutes are the papers of a record.
func (d *description) printRoutes() {
	drawn := operation("print", "A paper of a record, as far as I see it", "Kontora", nil, nil, object{})
	drawn["responses"].(object)["200"] = object{"description": "The paper", "content": object{"application/pdf": object{"schema": object{"type": "string", "format": "binary"}}}}
	issued := operation("issue_print", "Keep a paper in the field that is declared for it (into)", "Kontora", nil, object{"type": "object", "additionalProperties": false, "properties": object{
		"revision": object{"type": "integer", "description": "The revision that was seen; a newer one refuses."}, "comment": text}}, ref("Saved"))
	d.paths["/api/kontora/prints/{slug}/{id}/{print}"] = object{"parameters": []any{parameter("path", "slug", text, "Of the type."), idInPath,
		parameter("path", "print", text, "Key of the declaration, with .pdf behind it or without.")}, "get": drawn, "post": issued}
}
