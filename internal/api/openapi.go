package api

import (
	"kontora/internal/model"
)

// object is one JSON object of the description.
type object = map[string]any

// getOpenAPI describes, as OpenAPI 3.1, the routes and the types that exist for
// the asker: with cells that they may never see left out.
func getOpenAPI(a *asker) (answer, error) {
	d := &description{a: a, paths: object{}, schemas: commonSchemas()}
	for _, t := range a.visibleTypes() {
		if err := d.typ(t); err != nil {
			return nil, err
		}
	}
	d.shared()
	d.registers()
	d.drafts()
	d.studio()
	d.own()
	return object{
		"openapi": "3.1.0",
		"info": object{
			"title": a.o.Product, "version": a.model.Hash,
			"description": "PocketBase's own routes (sign-in, files, realtime) are described in its documentation; records are read and written here as its SDK expects.",
		},
		"servers":           []any{object{"url": "/"}},
		"security":          []any{object{"token": []any{}}},
		"paths":             d.paths,
		"jsonSchemaDialect": "https://json-schema.org/draft/2020-12/schema",
		"components": object{
			"schemas": d.schemas,
			"securitySchemes": object{"token": object{
				"type": "http", "scheme": "bearer", "description": "A token of a signed-in person, or an API key (kntr_…).",
			}},
			"responses": object{"Fault": object{
				"description": "Refused", "content": jsonContent(ref("Fault")),
			}},
		},
	}, nil
}

// description is an OpenAPI document in the making.
type description struct {
	a       *asker
	paths   object
	schemas object
}

func ref(name string) object { return object{"$ref": "#/components/schemas/" + name} }

func jsonContent(schema any) object {
	return object{"application/json": object{"schema": schema}}
}

func parameter(in, name string, schema object, about string) object {
	p := object{"in": in, "name": name, "schema": schema}
	if in == "path" {
		p["required"] = true
	}
	if about != "" {
		p["description"] = about
	}
	return p
}

var text = object{"type": "string"}

func query(name, about string) object { return parameter("query", name, text, about) }

var idInPath = parameter("path", "id", object{"type": "string", "pattern": "^[a-z0-9]{15}$"}, "")

// operation is one route; out is the schema of its answer, nil for none.
func operation(id, summary, tag string, parameters []any, body, out any) object {
	op := object{"operationId": id, "summary": summary, "tags": []any{tag}}
	if len(parameters) > 0 {
		op["parameters"] = parameters
	}
	if body != nil {
		op["requestBody"] = object{"required": true, "content": jsonContent(body)}
	}
	ok := object{"description": "Done"}
	status := "204"
	if out != nil {
		status, ok["content"] = "200", jsonContent(out)
	}
	op["responses"] = object{status: ok, "default": object{"$ref": "#/components/responses/Fault"}}
	return op
}

// typ describes the records of one type and everything done with them.
func (d *description) typ(t *model.Type) error {
	var fields []*model.Field
	for _, f := range t.Fields {
		ever, err := d.a.everReads(f)
		if err != nil {
			return err
		}
		if ever {
			fields = append(fields, f)
		}
	}
	creatable, err := d.a.mayCreate(t)
	if err != nil || len(fields) == 0 {
		return err
	}
	d.schemas[t.Slug] = d.recordSchema(t, fields)
	d.schemas[t.Slug+"_fields"] = d.fieldsSchema(t, fields)
	d.recordRoutes(t, creatable)
	d.commandRoutes(t, creatable)
	return nil
}

// recordRoutes are PocketBase's own, as its SDK calls them.
func (d *description) recordRoutes(t *model.Type, creatable bool) {
	tag := d.a.words().plural(t)
	base := "/api/collections/" + t.Slug + "/records"
	expand := query("expand", "References and derived relations to read along, by comma.")
	fields := query("fields", "Keys to answer, by comma.")
	list := object{"get": operation("list_"+t.Slug, "List", tag, []any{
		parameter("query", "page", object{"type": "integer", "minimum": 1, "default": 1}, ""),
		parameter("query", "perPage", object{"type": "integer", "minimum": 1, "maximum": maxPerPage, "default": perPage}, ""),
		parameter("query", "skipTotal", object{"type": "boolean"}, "Do not count; totals are -1."),
		query("sort", "One field; with a minus, descending."), query("filter", "PocketBase's filter over fields of the record."), expand, fields,
	}, nil, page(ref(t.Slug)))}
	if creatable {
		list["post"] = operation("post_"+t.Slug, "Create", tag, []any{expand, fields}, ref(t.Slug+"_fields"), ref(t.Slug))
	}
	d.paths[base] = list
	one := object{
		"parameters": []any{idInPath},
		"get":        operation("view_"+t.Slug, "Read", tag, []any{expand, fields}, nil, ref(t.Slug)),
	}
	if d.a.mayWrite(t) {
		one["patch"] = operation("patch_"+t.Slug, "Edit", tag, []any{expand, fields}, ref(t.Slug+"_fields"), ref(t.Slug))
		one["delete"] = operation("delete_"+t.Slug, "Put away", tag, nil, nil, nil)
	}
	d.paths[base+"/{id}"] = one
}

func page(of object) object {
	return object{"type": "object", "required": []any{"page", "perPage", "totalItems", "totalPages", "items"}, "properties": object{
		"page": object{"type": "integer"}, "perPage": object{"type": "integer"}, "totalItems": object{"type": "integer"},
		"totalPages": object{"type": "integer"}, "items": object{"type": "array", "items": of},
	}}
}
