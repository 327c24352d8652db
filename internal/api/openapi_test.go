package api_test

import (
	"os"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// The description is checked against the schema that the OpenAPI Initiative
// publishes for 3.1 (Apache 2.0), and real answers against the description.
func TestTheDescriptionIsOpenAPI(t *testing.T) {
	o := open(t)
	for _, who := range []string{"olga", "admin", "stepan"} {
		text := o.get(who, "/api/kontora/openapi.json").ok().text
		document := parsed(t, text)
		if err := compiled(t, official(t), "").Validate(document); err != nil {
			t.Fatalf("%s: %v", who, err)
		}
		for path, body := range map[string]string{
			"/components/schemas/backoffice_payment": "/api/collections/backoffice_payment/records/{payment}",
			"/components/schemas/Card":               "/api/kontora/card/backoffice_payment/{payment}",
			"/components/schemas/ListAnswer":         "/api/kontora/lists/backoffice_payment",
			"/components/schemas/Actions":            "/api/kontora/actions/backoffice_payment/{payment}",
			"/components/schemas/History":            "/api/kontora/history/backoffice_payment/{payment}",
			"/components/schemas/Settings":           "/api/kontora/settings",
			"/components/schemas/Push":               "/api/kontora/push",
			"/components/schemas/Count":              "/api/kontora/counts/backoffice_payment?group=status",
			"/components/schemas/Fault":              "/api/kontora/card/backoffice_payment/aaaaaaaaaaaaaaa",
		} {
			answer := parsed(t, o.get(who, body).text)
			if err := compiled(t, document, path).Validate(answer); err != nil {
				t.Errorf("%s: %s does not fit %s: %v", who, body, path, err)
			}
		}
	}
}

func TestDraftsAreAsDescribed(t *testing.T) {
	o := open(t)
	draft := o.begin("По описанию")
	o.save(draft, 1, map[string]any{memo: nil, "schemas/base/i18n/xx.json": "{}"}).ok()
	document := parsed(t, o.get("admin", "/api/kontora/openapi.json").ok().text)
	for schema, answer := range map[string]reply{
		"Drafts": o.get("admin", drafts), "Draft": o.get("admin", draft), "Packs": o.get("admin", packs),
		"Rebased":   o.ask("admin", "POST", draft+"/rebase", nil),
		"Published": o.ask("admin", "POST", draft+"/publish", map[string]any{}),
	} {
		if err := compiled(t, document, "/components/schemas/"+schema).Validate(parsed(t, answer.ok().text)); err != nil {
			t.Errorf("%s: %v", schema, err)
		}
	}
	if strings.Contains(o.get("olga", "/api/kontora/openapi.json").ok().text, "config/drafts") {
		t.Error("drafts are told to those who may not see them")
	}
}

func TestEverySchemaOfTheDescriptionIsOne(t *testing.T) {
	o := open(t)
	document := parsed(t, o.get("olga", "/api/kontora/openapi.json").ok().text)
	components, _ := document.(map[string]any)["components"].(map[string]any)
	schemas, _ := components["schemas"].(map[string]any)
	if len(schemas) < 20 {
		t.Fatalf("%d schemas", len(schemas))
	}
	for name := range schemas {
		compiled(t, document, "/components/schemas/"+name)
	}
}

func official(t *testing.T) any {
	t.Helper()
	data, err := os.ReadFile("testdata/openapi-3.1.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return parsed(t, string(data))
}

func parsed(t *testing.T, text string) any {
	t.Helper()
	v, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func compiled(t *testing.T, document any, path string) *jsonschema.Schema {
	t.Helper()
	c := jsonschema.NewCompiler()
	c.DefaultDraft(jsonschema.Draft2020)
	if err := c.AddResource("mem:///document.json", document); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("mem:///document.json#" + path)
	if err != nil {
		t.Fatal(err)
	}
	return s
}
