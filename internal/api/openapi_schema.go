package api

import (
	"kontora/internal/model"
)

// recordSchema describes a record as it is read: no cell is certain, because
// cells that the reader may not see are absent.
func (d *description) recordSchema(t *model.Type, fields []*model.Field) object {
	props := object{"id": text, "collectionName": object{"const": t.Slug}, "collectionId": text}
	for _, f := range fields {
		if f.Kind != model.Inverse {
			props[f.Key] = d.fieldSchema(f)
		}
	}
	return object{"type": "object", "title": d.a.words().typ(t), "required": []any{"id"}, "properties": props}
}

// fieldsSchema describes what may be written.
func (d *description) fieldsSchema(t *model.Type, fields []*model.Field) object {
	props := object{}
	for _, f := range fields {
		if !d.a.fieldMeta(f).ReadOnly {
			props[f.Key] = d.fieldSchema(f)
		}
	}
	return object{"type": "object", "title": d.a.words().typ(t), "properties": props}
}

func (d *description) fieldSchema(f *model.Field) object {
	one := d.valueSchema(f)
	if f.Many || f.Kind == model.Texts {
		one = object{"type": "array", "items": one}
	}
	if f.Many || f.Kind == model.Rows || f.Kind == model.JSON {
		return d.named(f, one)
	}
	if kind, ok := one["type"].(string); ok {
		one["type"] = []any{kind, "null"}
	}
	if enum, ok := one["enum"].([]any); ok {
		one["enum"] = append(enum, nil)
	}
	return d.named(f, one)
}

func (d *description) named(f *model.Field, schema object) object {
	words := d.a.words()
	schema["title"] = words.field(f)
	if about := words.fieldAbout(f); about != "" {
		schema["description"] = about
	}
	return schema
}

func (d *description) valueSchema(f *model.Field) object {
	switch f.Kind {
	case model.Integer:
		return bounded(object{"type": "integer"}, f)
	case model.Decimal:
		return object{"type": "string", "pattern": `^-?\d+(\.\d+)?$`}
	case model.Money:
		return object{"type": "string", "pattern": `^-?\d+(\.\d+)?$`, "examples": []any{"1842500.00"}}
	case model.Bool:
		return object{"type": "boolean"}
	case model.Date:
		return object{"type": "string", "format": "date"}
	case model.Instant:
		return object{"type": "string", "pattern": `^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}Z$`, "examples": []any{"2026-03-26 09:00:00.000Z"}}
	case model.Enum:
		enum := []any{}
		for _, e := range f.Enum {
			enum = append(enum, e.Key)
		}
		return object{"type": "string", "enum": enum}
	case model.Ref:
		if f.Exact {
			return object{"type": "string", "pattern": "^[a-z0-9]{15}$"}
		}
		return object{"type": "string", "pattern": "^[a-z0-9_]+/[a-z0-9_]+/[a-z0-9]{15}$"}
	case model.Geo:
		return object{"type": "object", "properties": object{"lon": object{"type": "number"}, "lat": object{"type": "number"}}}
	case model.Rows:
		return object{"type": "array", "items": d.rowSchema(f.RowType)}
	case model.JSON:
		return object{}
	case model.Text:
		s := object{"type": "string"}
		if f.MaxLength > 0 {
			s["maxLength"] = f.MaxLength
		}
		return s
	}
	return object{"type": "string"}
}

func bounded(s object, f *model.Field) object {
	if f.Min != nil {
		s["minimum"] = model.JSONValue(f.Min)
	}
	if f.Max != nil {
		s["maximum"] = model.JSONValue(f.Max)
	}
	return s
}

func (d *description) rowSchema(t *model.Type) object {
	props := object{"id": text}
	for _, c := range t.Fields {
		if c.Key != "parent" {
			props[c.Key] = d.fieldSchema(c)
		}
	}
	return object{"type": "object", "properties": props}
}

// commonSchemas are the shapes that do not depend on types.
func commonSchemas() object {
	anything := object{"type": "object", "additionalProperties": true}
	list := func(of object) object { return object{"type": "array", "items": of} }
	shape := func(required []any, props object) object {
		return object{"type": "object", "required": required, "properties": props}
	}
	next := object{"type": []any{"string", "null"}}
	refs := object{"type": "object", "additionalProperties": ref("RefInfo")}
	flag, number := object{"type": "boolean"}, object{"type": "integer"}
	return object{
		"Fault": shape([]any{"status", "message", "data", "fault"}, object{
			"status": number, "message": text, "data": anything, "fault": ref("FaultBody")}),
		"FaultBody": shape([]any{"kind", "code"}, object{
			"kind": object{"type": "string", "enum": []any{"conflict", "denied", "internal", "invalid", "limit", "missing"}},
			"code": text, "params": anything, "field": text, "text": text, "fields": list(ref("FaultBody"))}),
		"RefInfo": shape([]any{"type", "id", "title"}, object{"type": text, "id": text, "title": text, "status": text, "phase": text,
			"number": text, "position": text, "unit": text, "gone": flag, "size": number, "at": text, "by": text}),
		"Row":        shape([]any{"id", "type", "values"}, object{"id": text, "type": text, "values": anything, "hidden": list(text), "faults": anything, "comments": number, "clock": ref("Clock")}),
		"Clock":      shape([]any{"key", "title", "state", "due", "late", "norm", "rest", "work"}, object{"key": text, "title": text, "state": text, "due": text, "late": flag, "norm": number, "rest": number, "work": flag}),
		"ListAnswer": shape([]any{"rows", "refs", "next"}, object{"rows": list(ref("Row")), "refs": refs, "next": next, "searched": anything}),
		"Count":      shape([]any{"count", "exact"}, object{"count": number, "exact": flag, "groups": object{"type": "object", "additionalProperties": ref("Count")}}),
		"Options":    shape([]any{"options", "more"}, object{"options": list(ref("RefInfo")), "more": flag}),
		"Action": shape([]any{"key", "title", "to", "allowed"}, object{"key": text, "title": text, "about": text, "to": anything, "allowed": flag,
			"likely": flag, "danger": flag, "asks": anything, "why": anything}),
		"Actions": shape([]any{"revision", "actions", "waiting"}, object{"revision": number, "actions": list(ref("Action")), "waiting": list(ref("Waiting"))}),
		"Waiting": shape([]any{"key", "to", "failed"}, object{"key": text, "to": anything, "failed": list(anything)}),
		"Card": shape([]any{"row", "refs", "revision", "title"}, object{"row": ref("Row"), "refs": refs, "revision": number, "title": text, "number": text,
			"path": list(anything), "exits": list(anything), "actions": list(ref("Action")), "waiting": list(ref("Waiting")), "fields": anything, "related": list(anything), "people": anything, "can": anything, "config": anything, "archived": flag, "account": anything}),
		"Settings": shape([]any{"settings", "units", "refs"}, object{"refs": refs, "units": list(text), "settings": list(shape([]any{"key", "title", "value", "default", "own"}, object{
			"key": text, "pack": anything, "title": text, "about": text, "kind": text, "field": anything, "value": object{}, "default": object{}, "own": flag, "edit": flag, "perUnit": flag, "changed": anything,
			"given": list(shape([]any{"unit", "since", "value"}, object{"unit": anything, "since": text, "value": object{}}))}))}),
		"BulkAnswer": shape([]any{"dryRun", "done", "refused", "results", "totals"}, object{"dryRun": flag, "done": number, "refused": number,
			"results": list(shape([]any{"id", "title", "ok", "why"}, object{"id": text, "title": text, "amount": text, "currency": text, "ok": flag, "replayed": flag, "code": text, "why": list(text), "undo": anything})),
			"totals":  list(shape([]any{"currency", "amount", "count"}, object{"currency": text, "amount": text, "count": number}))}),
		"BulkActions": shape([]any{"actions", "looked"}, object{"looked": number, "actions": list(shape([]any{"key", "title", "count", "vote"}, object{
			"key": text, "title": text, "count": number, "danger": flag, "reason": flag, "fields": list(text), "vote": flag}))}),
		"MailedVote":   shape([]any{"type", "id", "action"}, object{"type": text, "id": text, "action": text}),
		"Device":       shape([]any{"id", "title", "created", "used"}, object{"id": text, "title": text, "created": text, "used": next}),
		"Push":         shape([]any{"key", "devices"}, object{"key": text, "devices": list(ref("Device"))}),
		"SignatureKey": shape([]any{"made", "wrong", "locked", "blocked"}, object{"made": text, "wrong": number, "locked": next, "blocked": object{"type": "boolean"}}),
		"IssuedCertificate": shape([]any{"serial", "person", "name", "since", "until", "state", "revoked", "note", "type", "record"}, object{
			"serial": text, "person": text, "name": text, "since": text, "until": text, "state": object{"enum": []any{"active", "expired", "revoked"}}, "revoked": next, "note": text, "type": text, "record": text}),
		"OwnSignature": shape([]any{"key", "pending", "certificate", "earlier", "requests"}, object{
			"key": shapeOrNull("SignatureKey"), "pending": shapeOrNull("SignatureKey"), "certificate": shapeOrNull("IssuedCertificate"), "earlier": list(ref("IssuedCertificate")), "requests": list(text)}),
		"Saved":      shape([]any{"id", "revision", "card"}, object{"id": text, "revision": number, "existing": object{"type": "boolean", "description": "Another system had sent the record before: nothing was created."}, "card": object{"oneOf": []any{ref("Card"), object{"type": "null"}}}}),
		"FormAnswer": shape([]any{"fields", "values", "errors", "refs"}, object{"fields": anything, "values": anything, "errors": list(ref("FaultBody")), "refs": refs}),
		"Clocks":     shape([]any{"clocks"}, object{"clocks": object{"type": "object", "additionalProperties": anything}}),
		"Related":    shape([]any{"groups", "refs"}, object{"groups": list(anything), "refs": refs}),
		"History":    shape([]any{"events", "refs", "next"}, object{"events": list(anything), "refs": refs, "next": next}),
		"Comments":   shape([]any{"comments", "refs", "next"}, object{"comments": list(anything), "refs": refs, "next": next}),
	}
}
