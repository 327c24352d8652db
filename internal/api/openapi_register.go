package api

import "kontora/internal/model"

// registers describes the sums that exist for the asker.
func (d *description) registers() {
	if len(d.a.model.Registers) == 0 {
		return
	}
	d.paths["/api/kontora/registers"] = object{"get": operation("registers", "Registers with their dimensions and measures", "Kontora", nil, nil, object{"type": "object"})}
	for _, r := range d.a.model.Registers {
		if d.a.opens(r) {
			d.register(r)
		}
	}
}

func (d *description) register(r *model.Register) {
	slug := registerSlug(r)
	tag := d.a.words().inRegister(r, r.Title, "title")
	measures := object{}
	for _, res := range r.Resources {
		measures[res.Key] = object{"type": []any{"string", "number", "null"}}
	}
	for _, m := range r.Derived {
		measures[m.Key] = object{"type": []any{"string", "number", "null"}}
	}
	amount := object{"type": []any{"string", "number", "null"}}
	limits := object{"type": "array", "items": object{"type": "object", "required": []any{"key", "holds"}, "properties": object{
		"key": text, "title": text, "holds": object{"type": "boolean"}, "used": amount, "cap": amount}}}
	line := object{"type": "object", "properties": object{"by": object{"type": "array"}, "measures": object{"type": "object", "properties": measures}, "limits": limits}}
	which := []any{query("filter", "Condition on the record of the first dimension, over it, as in lists.")}
	for _, x := range r.Dimensions {
		which = append(which, query(x.Key, "Only this value; empty: without one."), query("filter."+x.Key, "Condition on the record that it names."))
	}
	base := "/api/kontora/registers/" + slug
	d.paths[base+"/balances"] = object{"get": operation("balances_"+slug, "Sums, grouped", tag,
		append([]any{query("by", "Dimensions, or fields of the records that they name, by comma: line.branch,line.")}, which...), nil,
		object{"type": "object", "required": []any{"by", "lines", "totals", "refs"}, "properties": object{
			"by":    object{"type": "array", "items": text},
			"lines": object{"type": "array", "items": line}, "totals": object{"type": "object", "properties": measures}, "limits": limits,
			"refs": object{"type": "object"}, "more": object{"type": "boolean"}}})}
	d.paths[base+"/entries"] = object{"get": operation("entries_"+slug, "What the sums are made of", tag,
		append([]any{query("resource", "Only entries of this resource."), query("from", "First day."), query("to", "Last day."), query("cursor", "next of the page before."),
			parameter("query", "limit", object{"type": "integer", "minimum": 1, "maximum": maxPageSize}, "")}, which...), nil,
		object{"type": "object", "required": []any{"entries", "refs", "next"}, "properties": object{
			"entries": object{"type": "array", "items": object{"type": "object"}}, "refs": object{"type": "object"}, "next": object{"type": []any{"string", "null"}}}})}
}
