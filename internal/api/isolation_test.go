package api_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"maps"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

// inquiry is one request, or a story of several, by which somebody might learn of
// records that they may not see. In its path and body {names} stand for ids.
type inquiry struct {
	method, path string
	body         any
	files        []attachment
	story        func(o *office, who string) string
	changes      bool // answers otherwise the second time, whatever is planted
}

func get(paths ...string) (all []inquiry) {
	for _, p := range paths {
		all = append(all, inquiry{method: "GET", path: p})
	}
	return all
}

func send(method, path string, bodies ...any) (all []inquiry) {
	if len(bodies) == 0 {
		bodies = []any{map[string]any{}}
	}
	for _, b := range bodies {
		all = append(all, inquiry{method: method, path: path, body: b})
	}
	return all
}

// once marks requests that change something of the asker's own.
func once(all []inquiry) []inquiry {
	for i := range all {
		all[i].changes = true
	}
	return all
}

func story(f func(o *office, who string) string) []inquiry { return []inquiry{{story: f}} }

// planted are the records that nobody of the others may hear of.
var planted = []struct{ slug, name string }{{"journals_site", "site"}, {"journals_journal", "journal"}, {"journals_entry", "entry"}, {"journals_entry", "signed"},
	{"journals_maintenance", "plan"}, {"base_org_unit", "unit"}, {"users", "chief"}}

// ofEach asks the same of every planted record; SLUG and ID stand for it.
func ofEach(all ...inquiry) (out []inquiry) {
	for _, p := range planted {
		put := strings.NewReplacer("SLUG", p.slug, "ID", "{"+p.name+"}")
		for _, q := range all {
			q.path = put.Replace(q.path)
			if text, is := q.body.(string); is {
				q.body = put.Replace(text)
			}
			out = append(out, q)
		}
	}
	return out
}

// ofTypes asks the same of every type of the journals.
func ofTypes(paths ...string) (all []inquiry) {
	for _, slug := range []string{"journals_site", "journals_journal", "journals_entry", "journals_maintenance", "base_org_unit", "users"} {
		for _, p := range paths {
			all = append(all, inquiry{method: "GET", path: strings.ReplaceAll(p, "SLUG", slug)})
		}
	}
	return all
}

func q(text string) string { return url.QueryEscape(text) }

func join(all ...[]inquiry) []inquiry { return slices.Concat(all...) }

// notTheirs are routes for those who design, administer or run the server: nobody here
// gets in, so the answer is one about the asker alone.
var notTheirs = []inquiry{}

// tries says how each route is asked. A route that is not here has not been thought
// about, and the test fails.
var tries = map[string][]inquiry{
	"GET /api/kontora/setup":        get("/api/kontora/setup"),
	"POST /api/kontora/setup":       send("POST", "/api/kontora/setup"),
	"GET /api/kontora/meta":         get("/api/kontora/meta"),
	"PATCH /api/kontora/me":         once(send("PATCH", "/api/kontora/me", map[string]any{"lang": "ru"})),
	"GET /api/kontora/openapi.json": get("/api/kontora/openapi.json"),
	"GET /api/kontora/home":         get("/api/kontora/home"),
	"GET /api/kontora/inbox":        get("/api/kontora/inbox", "/api/kontora/inbox?tab=todo", "/api/kontora/inbox?tab=watch", "/api/kontora/inbox?tab=mine", "/api/kontora/inbox?tab=done"),
	"GET /api/kontora/counts":       get("/api/kontora/counts"),
	"GET /api/kontora/counts/{slug}": join(ofTypes("/api/kontora/counts/SLUG", "/api/kontora/counts/SLUG?group=status", "/api/kontora/counts/SLUG?q="+marker, "/api/kontora/counts/SLUG?q="+markerParty),
		get("/api/kontora/counts/journals_entry?filter="+q(`it.place == "`+marker+`"`), "/api/kontora/counts/journals_entry?filter="+q(`it.journal.site.name == "`+marker+`"`), "/api/kontora/counts/journals_entry?view=faulty",
			"/api/kontora/counts/users?filter="+q(`any(it.works_at, .name == "`+marker+`")`), "/api/kontora/counts/users?filter="+q(`count(it.answers_at) > 2`),
			"/api/kontora/counts/base_org_unit?filter="+q(`any(it.subscribers, .name == "АО `+markerParty+`")`), "/api/kontora/counts/base_org_unit?filter="+q(`count(it.subscribers) > 2`))),
	"GET /api/kontora/lists/{slug}": join(ofTypes("/api/kontora/lists/SLUG", "/api/kontora/lists/SLUG?archived=true", "/api/kontora/lists/SLUG?view=all", "/api/kontora/lists/SLUG?q="+marker, "/api/kontora/lists/SLUG?q="+markerParty, "/api/kontora/lists/SLUG?limit=2", "/api/kontora/lists/SLUG?sort=-created"),
		get("/api/kontora/lists/journals_entry?filter="+q(`it.place == "`+marker+`"`), "/api/kontora/lists/journals_entry?filter="+q(`it.journal.site.subscriber.name == "АО `+markerParty+`"`),
			"/api/kontora/lists/journals_site?sort=code&columns=name,code,operator,subscriber", "/api/kontora/lists/users?filter="+q(`any(it.works_at, .name == "`+marker+`")`), "/api/kontora/lists/users?columns=full_name,works_at,answers_at",
			"/api/kontora/lists/base_org_unit?filter="+q(`any(it.subscribers, .name == "АО `+markerParty+`")`), "/api/kontora/lists/base_org_unit?columns=name,subscribers", "/api/kontora/lists/journals_entry?filter="+q(`it.journal == "{journal}"`))),
	"GET /api/kontora/search": get("/api/kontora/search?q="+marker, "/api/kontora/search?q=qzx", "/api/kontora/search?q="+markerParty, "/api/kontora/search?q=qzu", "/api/kontora/search?q="+q("план"), "/api/kontora/search?q="+q("журнал"), "/api/kontora/search?q="+q("приложение"), "/api/kontora/search?q=ogn"),
	"GET /api/kontora/options/{slug}": get("/api/kontora/options/journals_entry?field=journal", "/api/kontora/options/journals_entry?field=journal&q="+marker, "/api/kontora/options/journals_entry?field=plan&values="+q(`{"journal":"{journal}"}`),
		"/api/kontora/options/journals_entry?field=performers&values="+q(`{"journal":"{journal}"}`), "/api/kontora/options/journals_journal?field=site", "/api/kontora/options/journals_site?field=subscriber", "/api/kontora/options/journals_site?field=subscriber&q="+markerParty,
		"/api/kontora/options/journals_site?field=subscriber_staff&values="+q(`{"subscriber":"{unit}"}`), "/api/kontora/options/journals_site?field=operator_staff&id={site}", "/api/kontora/options/users?field=org"),
	"GET /api/kontora/metrics/{slug}": get("/api/kontora/metrics/journals_entry?metrics=unsigned,in_time,waited,on_time,withdrawn,faulty", "/api/kontora/metrics/journals_entry?metrics=withdrawn&by=kind",
		"/api/kontora/metrics/journals_entry?metrics=withdrawn&filter="+q(`it.place == "`+marker+`"`), "/api/kontora/metrics/journals_site?metrics=active,no_journal"),
	"GET /api/kontora/registers":                     get("/api/kontora/registers"),
	"GET /api/kontora/registers/{register}/balances": get("/api/kontora/registers/journals_any/balances"), // the pack has none; rights over entries: route_register's own tests
	"GET /api/kontora/registers/{register}/entries":  get("/api/kontora/registers/journals_any/entries"),
	"GET /api/kontora/card/{slug}/{id}":              join(ofEach(get("/api/kontora/card/SLUG/ID")...), get("/api/kontora/card/users/{petrov}", "/api/kontora/card/base_org_unit/{oper}", "/api/kontora/card/users/{zakharov}")),
	"GET /api/kontora/actions/{slug}/{id}":           ofEach(get("/api/kontora/actions/SLUG/ID")...),
	"GET /api/kontora/history/{slug}/{id}":           join(ofEach(get("/api/kontora/history/SLUG/ID")...), get("/api/kontora/history/users/{petrov}", "/api/kontora/history/base_org_unit/{oper}")),
	"GET /api/kontora/related/{slug}/{id}": join(ofEach(get("/api/kontora/related/SLUG/ID")...), get("/api/kontora/related/users/{petrov}", "/api/kontora/related/users/{petrov}?type=journals_site&field=operator_staff",
		"/api/kontora/related/base_org_unit/{oper}", "/api/kontora/related/base_org_unit/{oper}?type=base_org_unit&field=served_by", "/api/kontora/related/base_org_unit/{oper}?type=journals_site&field=operator",
		"/api/kontora/related/journals_journal_kind/{kind}", "/api/kontora/related/journals_journal_kind/{kind}?type=journals_journal&field=kind")),
	"GET /api/kontora/clocks/{slug}/{id}":                        ofEach(get("/api/kontora/clocks/SLUG/ID", "/api/kontora/clocks/SLUG/ID?explain=1")...),
	"GET /api/kontora/{slug}/{id}/{question}":                    join(ofEach(get("/api/kontora/SLUG/ID/versions", "/api/kontora/SLUG/ID/seen", "/api/kontora/SLUG/ID/seen?as={petrov}")...), get("/api/kontora/users/{petrov}/seen?as={chief}")),
	"GET /api/kontora/approvals/{slug}/{id}":                     ofEach(get("/api/kontora/approvals/SLUG/ID")...),
	"GET /api/kontora/signatures/{slug}/{id}":                    ofEach(get("/api/kontora/signatures/SLUG/ID")...),
	"GET /api/kontora/signatures/{slug}/{id}/{signature}/{file}": ofEach(get("/api/kontora/signatures/SLUG/ID/{signature}/content.json", "/api/kontora/signatures/SLUG/ID/{signature}/signature.p7s")...),
	"GET /api/kontora/verify/{code}":                             once(get("/api/kontora/verify/nothing")), // with the code anybody may; what is told then: TestACodeTellsNothingOfTheRecord
	"POST /api/kontora/verify":                                   once(send("POST", "/api/kontora/verify")),
	"GET /api/kontora/comments/{slug}/{id}":                      ofEach(get("/api/kontora/comments/SLUG/ID")...),
	"GET /api/kontora/prints/{slug}/{id}/{print}":                ofEach(get("/api/kontora/prints/SLUG/ID/volume.pdf", "/api/kontora/prints/SLUG/ID/sheet.pdf")...),
	"POST /api/kontora/prints/{slug}/{id}/{print}":               ofEach(send("POST", "/api/kontora/prints/SLUG/ID/volume", `{}`)...),
	"POST /api/kontora/comments/{slug}/{id}":                     ofEach(send("POST", "/api/kontora/comments/SLUG/ID", `{"text": "слышно?"}`, `{"text": "слышно?", "reply": "{comment}"}`)...),
	"GET /api/kontora/comments/{slug}/{id}/{comment}/{file}":     ofEach(get("/api/kontora/comments/SLUG/ID/{comment}/{attached}", "/api/kontora/comments/SLUG/ID/{comment}/{attached}?download=1")...),
	"POST /api/kontora/forms/{slug}": join(ofEach(send("POST", "/api/kontora/forms/SLUG", `{"id": "ID", "values": {}}`, `{"id": "ID", "transition": "submit", "values": {}}`)...),
		send("POST", "/api/kontora/forms/journals_entry", `{"values": {"journal": "{journal}", "kind": "maintenance"}}`, `{"values": {"plan": "{plan}", "kind": "maintenance", "performers": ["{chief}"]}}`),
		send("POST", "/api/kontora/forms/journals_journal", `{"values": {"site": "{site}"}}`),
		send("POST", "/api/kontora/forms/journals_site", `{"values": {"subscriber": "{unit}", "operator_staff": ["{petrov}"]}}`)),
	"POST /api/kontora/bulk":           ofEach(send("POST", "/api/kontora/bulk", `{"type": "SLUG", "ids": ["ID"], "transition": "archive"}`, `{"type": "SLUG", "ids": ["ID"], "transition": "submit", "dry_run": true}`, `{"type": "SLUG", "records": [{"id": "ID", "fields": {"name": "x"}}]}`)...),
	"POST /api/kontora/bulk/actions":   join(ofEach(send("POST", "/api/kontora/bulk/actions", `{"type": "SLUG", "ids": ["ID"]}`)...), send("POST", "/api/kontora/bulk/actions", `{"type": "journals_entry", "view": "all"}`)),
	"POST /api/kontora/bulk/selection": send("POST", "/api/kontora/bulk/selection", `{"type": "journals_entry", "view": "all"}`, `{"type": "journals_entry", "filter": "it.place == '`+marker+`'"}`, `{"type": "users", "filter": "any(it.works_at, .name == '`+marker+`')"}`),
	"POST /api/kontora/bulk/results":   send("POST", "/api/kontora/bulk/results", `{"results": [{"id": "{entry}"}]}`),
	"POST /api/kontora/exports": story(func(o *office, who string) string {
		var told []string
		for _, slug := range []string{"journals_site", "journals_journal", "journals_entry", "journals_maintenance", "base_org_unit", "users"} {
			for _, body := range []map[string]any{{}, {"view": "all"}, {"ids": []any{"{site}", "{journal}", "{entry}", "{plan}", "{unit}", "{chief}"}}, {"q": marker}} {
				for _, format := range []string{"csv", "xlsx"} {
					told = append(told, slug+format+o.exportTold(who, slug, format, body))
				}
			}
		}
		return strings.Join(told, "\n")
	}),
	"GET /api/kontora/exports/{id}":         get("/api/kontora/exports/{export}"),
	"GET /api/kontora/exports/{id}/file":    get("/api/kontora/exports/{export}/file"),
	"DELETE /api/kontora/exports/{id}":      send("DELETE", "/api/kontora/exports/{export}"),
	"POST /api/kontora/imports":             story(importsTold),
	"GET /api/kontora/imports":              get("/api/kontora/imports?type=journals_site"),
	"GET /api/kontora/imports/{id}":         get("/api/kontora/imports/{import}"),
	"POST /api/kontora/imports/{id}/check":  send("POST", "/api/kontora/imports/{import}/check"),
	"POST /api/kontora/imports/{id}/run":    send("POST", "/api/kontora/imports/{import}/run"),
	"GET /api/kontora/imports/{id}/result":  get("/api/kontora/imports/{import}/result"),
	"DELETE /api/kontora/imports/{id}":      send("DELETE", "/api/kontora/imports/{import}"),
	"POST /api/kontora/files/{slug}/{file}": ofEach(send("POST", "/api/kontora/files/SLUG/bank", `{"ids": ["ID"]}`)...),
	"POST /api/kontora/{slug}": join(send("POST", "/api/kontora/journals_entry", `{"fields": {"journal": "{journal}", "started": "2026-03-25T05:00:00Z", "finished": "2026-03-25T06:00:00Z", "kind": "visit", "place": "x", "description": "x", "result": "ok", "performers": ["{chief}"]}}`),
		send("POST", "/api/kontora/journals_journal", `{"fields": {"site": "{site}", "kind": "{kind}"}}`), send("POST", "/api/kontora/journals_maintenance", `{"fields": {"site": "{site}", "kind": "{kind}", "code": "to1", "starts": "2026-03-01"}}`),
		send("POST", "/api/kontora/journals_site", `{"fields": {"name": "x", "code": "X", "address": "x", "operator": "{oper}", "subscriber": "{unit}", "subscriber_staff": ["{chief}"]}}`)),
	"POST /api/kontora/{slug}/{id}/{transition}":   ofEach(send("POST", "/api/kontora/SLUG/ID/archive")[0], send("POST", "/api/kontora/SLUG/ID/submit")[0], send("POST", "/api/kontora/SLUG/ID/retire", `{"comment": "x"}`)[0], send("POST", "/api/kontora/SLUG/ID/refuse", `{"fields": {"remark": "x"}}`)[0]),
	"POST /api/kontora/{slug}/{id}/{part}/{route}": ofEach(send("POST", "/api/kontora/SLUG/ID/approvals/subscriber", `{"verdict": "approve"}`)[0], send("POST", "/api/kontora/SLUG/ID/approvals/operator", `{"verdict": "approve"}`)[0]),
	"PATCH /api/kontora/{slug}/{id}": join(ofEach(send("PATCH", "/api/kontora/SLUG/ID", `{"fields": {"name": "x"}}`, `{"fields": {}, "revision": 99}`)...),
		ofEach(inquiry{method: "PATCH", path: "/api/kontora/SLUG/ID", body: `{"fields": {}}`, files: []attachment{{"photos", "x.txt", "x"}}})),

	"GET /api/kontora/views":                  get("/api/kontora/views"),
	"POST /api/kontora/views":                 once(send("POST", "/api/kontora/views", map[string]any{"type": "journals_entry", "title": "моё", "view": "all"})),
	"PATCH /api/kontora/views/{id}":           send("PATCH", "/api/kontora/views/{view}", map[string]any{"type": "journals_entry", "title": "моё", "view": "all"}),
	"DELETE /api/kontora/views/{id}":          send("DELETE", "/api/kontora/views/{view}"),
	"GET /api/kontora/notifications":          get("/api/kontora/notifications"),
	"POST /api/kontora/notifications/read":    once(send("POST", "/api/kontora/notifications/read", map[string]any{"ids": []any{"{entry}"}})),
	"GET /api/kontora/outbox":                 notTheirs,
	"POST /api/kontora/outbox/{id}/resend":    notTheirs,
	"POST /api/kontora/outbox/{id}/discard":   notTheirs,
	"POST /api/kontora/mailed-vote":           send("POST", "/api/kontora/mailed-vote", map[string]any{"token": "nothing"}),
	"GET /api/kontora/signature":              get("/api/kontora/signature"),
	"POST /api/kontora/signature/key":         send("POST", "/api/kontora/signature/key"),
	"POST /api/kontora/signature/pin":         send("POST", "/api/kontora/signature/pin"),
	"GET /api/kontora/certificates":           get("/api/kontora/certificates"),
	"GET /api/kontora/sign/ca.crt":            get("/api/kontora/sign/ca.crt"),
	"GET /api/kontora/sign/crl":               get("/api/kontora/sign/crl"),
	"GET /api/kontora/keys":                   get("/api/kontora/keys"),
	"POST /api/kontora/keys":                  once(send("POST", "/api/kontora/keys", map[string]any{"title": "мой", "scopes": []string{"read"}})),
	"DELETE /api/kontora/keys/{id}":           send("DELETE", "/api/kontora/keys/{apikey}"),
	"GET /api/kontora/push":                   get("/api/kontora/push"),
	"POST /api/kontora/push":                  send("POST", "/api/kontora/push"),
	"DELETE /api/kontora/push/{id}":           send("DELETE", "/api/kontora/push/{entry}"),
	"GET /api/kontora/settings":               get("/api/kontora/settings"),
	"PUT /api/kontora/settings/{pack}/{name}": send("PUT", "/api/kontora/settings/journals/remind", map[string]any{"value": "8d"}, map[string]any{"value": "8d", "unit": "{unit}"}),
	"PUT /api/kontora/password/{id}":          send("PUT", "/api/kontora/password/{chief}", map[string]any{"password": "correct horse"}),

	"GET /api/kontora/config":                                  notTheirs,
	"GET /api/kontora/config/export":                           notTheirs,
	"POST /api/kontora/config":                                 notTheirs,
	"POST /api/kontora/config/check":                           notTheirs,
	"POST /api/kontora/config/uses":                            notTheirs,
	"POST /api/kontora/config/rename":                          notTheirs,
	"POST /api/kontora/config/form":                            notTheirs,
	"POST /api/kontora/config/options":                         notTheirs,
	"POST /api/kontora/config/print":                           notTheirs,
	"POST /api/kontora/config/print/file":                      notTheirs,
	"POST /api/kontora/config/plan":                            notTheirs,
	"POST /api/kontora/config/preview":                         notTheirs,
	"GET /api/kontora/config/counts":                           notTheirs,
	"GET /api/kontora/config/revisions":                        notTheirs,
	"GET /api/kontora/config/revisions/{number}":               notTheirs,
	"GET /api/kontora/config/revisions/{number}/diff":          notTheirs,
	"POST /api/kontora/config/restore":                         notTheirs,
	"GET /api/kontora/config/moves":                            notTheirs,
	"GET /api/kontora/config/packs":                            notTheirs,
	"POST /api/kontora/config/play":                            notTheirs,
	"GET /api/kontora/config/play/{id}":                        notTheirs,
	"POST /api/kontora/config/play/{id}":                       notTheirs,
	"DELETE /api/kontora/config/play/{id}":                     notTheirs,
	"GET /api/kontora/config/play/{id}/as/{person}/{path...}":  notTheirs,
	"POST /api/kontora/config/play/{id}/as/{person}/{path...}": notTheirs,
	"POST /api/kontora/config/scenarios":                       notTheirs,
	"GET /api/kontora/config/unused":                           notTheirs,
	"POST /api/kontora/config/backtest":                        notTheirs,
	"POST /api/kontora/config/walk":                            notTheirs,
	"POST /api/kontora/config/packs":                           notTheirs,
	"POST /api/kontora/config/packs/update":                    notTheirs,
	"POST /api/kontora/config/packs/remove":                    notTheirs,
	"POST /api/kontora/config/packs/upload":                    notTheirs,
	"GET /api/kontora/config/drafts":                           notTheirs,
	"POST /api/kontora/config/drafts":                          notTheirs,
	"GET /api/kontora/config/drafts/{id}":                      notTheirs,
	"PATCH /api/kontora/config/drafts/{id}":                    notTheirs,
	"DELETE /api/kontora/config/drafts/{id}":                   notTheirs,
	"POST /api/kontora/config/drafts/{id}/rebase":              notTheirs,
	"POST /api/kontora/config/drafts/{id}/publish":             notTheirs,
	"POST /api/kontora/config/complete":                        notTheirs,
	"GET /api/kontora/config/functions":                        notTheirs,
	"POST /api/kontora/config/try":                             notTheirs,
	"POST /api/kontora/config/access":                          notTheirs,
	"POST /api/kontora/config/when":                            notTheirs,

	"GET /api/collections/{collection}/records": join(ofTypes("/api/collections/SLUG/records", "/api/collections/SLUG/records?sort=-created&perPage=2", "/api/collections/SLUG/records?perPage=1&page=2"),
		get("/api/collections/journals_entry/records?expand=journal,journal.site,journal.site.subscriber,performers", "/api/collections/users/records?expand=org,journals_site_via_operator_staff,journals_entry_via_performers",
			"/api/collections/base_org_unit/records?expand=journals_site_via_subscriber,journals_site_via_operator,base_org_unit_via_served_by,users_via_org",
			"/api/collections/journals_journal_kind/records?expand=journals_journal_via_kind,journals_maintenance_via_kind", "/api/collections/journals_entry/records?sort=journal.site.name",
			"/api/collections/journals_entry/records?filter="+q(`place = "`+marker+`"`), "/api/collections/journals_entry/records?filter="+q(`journal.site.name = "`+marker+`"`),
			"/api/collections/users/records?filter="+q(`journals_site_via_operator_staff.name ?= "`+marker+`"`), "/api/collections/base_org_unit/records?filter="+q(`journals_site_via_operator.name ?= "`+marker+`"`),
			"/api/collections/users/records?filter="+q(`@collection.journals_site.name ?= "`+marker+`"`), "/api/collections/base_org_unit/records?filter="+q(`base_org_unit_via_served_by.name ?~ "`+markerParty+`"`),
			"/api/collections/journals_site_systems/records", "/api/collections/journals_entry_materials/records", "/api/collections/k_events/records", "/api/collections/k_comments/records")),
	"GET /api/collections/{collection}/records/{id}": join(ofEach(get("/api/collections/SLUG/records/ID", "/api/collections/SLUG/records/ID?expand=journal,site,org&fields=*,expand.*")...),
		get("/api/collections/users/records/{petrov}?expand=journals_site_via_operator_staff,org.base_org_unit_via_served_by", "/api/collections/base_org_unit/records/{oper}?expand=base_org_unit_via_served_by")),
	"POST /api/collections/{collection}/records": join(ofEach(send("POST", "/api/collections/SLUG/records", `{"id": "ID"}`)...),
		send("POST", "/api/collections/journals_entry/records", `{"journal": "{journal}", "started": "2026-03-25 05:00:00Z", "finished": "2026-03-25 06:00:00Z", "kind": "visit", "place": "x", "description": "x", "result": "ok", "performers": ["{chief}"]}`),
		send("POST", "/api/collections/journals_journal/records", `{"site": "{site}", "kind": "{kind}"}`)),
	"PATCH /api/collections/{collection}/records/{id}":  ofEach(send("PATCH", "/api/collections/SLUG/records/ID", `{}`, `{"name": "x", "place": "x"}`)...),
	"DELETE /api/collections/{collection}/records/{id}": ofEach(send("DELETE", "/api/collections/SLUG/records/ID")...),
	"GET /api/files/{collection}/{recordId}/{filename}": get("/api/files/journals_site/{site}/{file}", "/api/files/journals_site/{site}/{file}?download=1", "/api/files/journals_entry/{entry}/{photo}", "/api/files/journals_entry/{entry}/{photo}?thumb=320x320f"),
	"POST /api/files/token": story(func(o *office, who string) string {
		token, _ := o.ask(who, "POST", "/api/files/token", nil).at("token").(string)
		return o.get("", "/api/files/journals_site/{site}/{file}?token="+token).text + o.get("", "/api/files/journals_entry/{entry}/{photo}?token="+token).text
	}),
	"POST /api/batch":    ofEach(send("POST", "/api/batch", `{"requests": [{"method": "PATCH", "url": "/api/collections/SLUG/records/ID", "body": {"name": "x"}}]}`, `{"requests": [{"method": "PUT", "url": "/api/collections/SLUG/records", "body": {"id": "ID"}}]}`, `{"requests": [{"method": "DELETE", "url": "/api/collections/SLUG/records/ID"}]}`)...),
	"GET /api/realtime":  nil, // TestNobodyHearsOfOtherSubscribers
	"POST /api/realtime": ofEach(send("POST", "/api/realtime", `{"clientId": "none", "subscriptions": ["SLUG/ID", "kontora/comments/SLUG/ID"]}`)...),

	"GET /api/collections/{collection}/auth-methods":            get("/api/collections/users/auth-methods"),
	"POST /api/collections/{collection}/auth-refresh":           once(send("POST", "/api/collections/users/auth-refresh")),
	"POST /api/collections/{collection}/auth-with-password":     once(send("POST", "/api/collections/users/auth-with-password", map[string]any{"identity": "{email}", "password": "wrong horse"})),
	"POST /api/collections/{collection}/auth-with-oauth2":       once(send("POST", "/api/collections/users/auth-with-oauth2")),
	"POST /api/collections/{collection}/request-otp":            once(send("POST", "/api/collections/users/request-otp", map[string]any{"email": "{email}"})),
	"POST /api/collections/{collection}/auth-with-otp":          once(send("POST", "/api/collections/users/auth-with-otp")),
	"POST /api/collections/{collection}/request-password-reset": once(send("POST", "/api/collections/users/request-password-reset", map[string]any{"email": "{email}"})),
	"POST /api/collections/{collection}/confirm-password-reset": once(send("POST", "/api/collections/users/confirm-password-reset")),
	"POST /api/collections/{collection}/request-verification":   once(send("POST", "/api/collections/users/request-verification", map[string]any{"email": "{email}"})),
	"POST /api/collections/{collection}/confirm-verification":   once(send("POST", "/api/collections/users/confirm-verification")),
	"POST /api/collections/{collection}/request-email-change":   once(send("POST", "/api/collections/users/request-email-change", map[string]any{"newEmail": "{email}"})),
	"POST /api/collections/{collection}/confirm-email-change":   once(send("POST", "/api/collections/users/confirm-email-change")),
	"POST /api/collections/{collection}/impersonate/{id}":       send("POST", "/api/collections/users/impersonate/{chief}"),
	"GET /api/oauth2-redirect":                                  get("/api/oauth2-redirect"),
	"POST /api/oauth2-redirect":                                 send("POST", "/api/oauth2-redirect"),
	"GET /api/health":                                           get("/api/health"),
	"GET /api/settings":                                         notTheirs,
	"PATCH /api/settings":                                       notTheirs,
	"POST /api/settings/test/s3":                                notTheirs,
	"POST /api/settings/test/email":                             notTheirs,
	"POST /api/settings/apple/generate-client-secret":           notTheirs,
	"GET /api/collections":                                      notTheirs,
	"POST /api/collections":                                     notTheirs,
	"GET /api/collections/{collection}":                         notTheirs,
	"PATCH /api/collections/{collection}":                       notTheirs,
	"DELETE /api/collections/{collection}":                      notTheirs,
	"DELETE /api/collections/{collection}/truncate":             notTheirs,
	"PUT /api/collections/import":                               notTheirs,
	"GET /api/collections/meta/scaffolds":                       notTheirs,
	"GET /api/collections/meta/oauth2-providers":                notTheirs,
	"POST /api/collections/meta/dry-run-view":                   notTheirs,
	"GET /api/logs":                       notTheirs,
	"GET /api/logs/stats":                 notTheirs,
	"GET /api/logs/{id}":                  notTheirs,
	"GET /api/backups":                    notTheirs,
	"POST /api/backups":                   notTheirs,
	"POST /api/backups/upload":            notTheirs,
	"GET /api/backups/{key}":              notTheirs,
	"DELETE /api/backups/{key}":           notTheirs,
	"POST /api/backups/{key}/restore":     notTheirs,
	"GET /api/crons":                      notTheirs,
	"POST /api/crons/{id}":                notTheirs,
	"POST /api/sql":                       notTheirs,
	"GET /{path...}":                      get("/", "/journals_entry/{entry}"),
	"GET /_/extensions/kontora/{path...}": get("/_/extensions/kontora/main.js"),
	"GET /_/extensions.js":                get("/_/extensions.js"),
	" /":                                  get("/api/nothing"),
}

var plantedNames = strings.Fields("site journal entry signed refused plan unit chief keeper former comment signature code view apikey export import file photo attached email")

// hidden are the ids of what was planted, and what stands in their place when
// somebody asks for what is not there.
func (o *office) hidden() (there, absent *strings.Replacer, clean func(string) string) {
	var real, none, wiped []string
	for i, name := range plantedNames {
		id, known := o.ids[name]
		gone := fmt.Sprintf("absent%c%c%c%c%c%c%c%c%c", 'a'+i, 'a', 'a', 'a', 'a', 'a', 'a', 'a', 'a')
		switch name {
		case "file", "photo", "attached":
			gone += ".txt"
		case "email":
			id, known, gone = "chief@example.ru", true, "nobody@example.ru"
		}
		if known {
			real = append(real, "{"+name+"}", id)
			wiped = append(wiped, id, "<"+name+">")
		}
		none = append(none, "{"+name+"}", gone)
		wiped = append(wiped, gone, "<"+name+">")
	}
	return strings.NewReplacer(real...), strings.NewReplacer(none...), strings.NewReplacer(wiped...).Replace
}

// inquire asks, with ids in the place of names, and gives the answer as one text.
func (o *office) inquire(who string, i inquiry, put *strings.Replacer) string {
	o.t.Helper()
	if i.story != nil {
		held := o.ids
		o.ids = maps.Clone(held)
		for _, name := range plantedNames {
			o.ids[name] = o.named(put.Replace("{" + name + "}"))
		}
		told := i.story(o, who)
		o.ids = held
		return told
	}
	body := i.body
	switch b := body.(type) {
	case string:
		body = o.named(put.Replace(b))
	case map[string]any:
		filled := map[string]any{}
		for k, v := range b {
			if text, is := v.(string); is {
				v = o.named(put.Replace(text))
			}
			filled[k] = v
		}
		body = filled
	}
	path := put.Replace(i.path)
	var r reply
	if i.files != nil {
		r = o.upload(who, i.method, path, body.(string), i.files...)
	} else {
		r = o.ask(who, i.method, path, body)
	}
	header := r.header.Clone()
	header.Del("Content-Security-Policy")
	return fmt.Sprintf("%d %v\n%s", r.status, header, nonce.ReplaceAllString(opened(r.text), ""))
}

var nonce = regexp.MustCompile(`nonce="[A-Z0-9]+"`)

// differ shows where two answers begin to differ.
func differ(a, b string) string {
	at := 0
	for at < min(len(a), len(b)) && a[at] == b[at] {
		at++
	}
	from := max(0, at-200)
	return fmt.Sprintf("\n%q\n%q", a[from:min(len(a), at+300)], b[from:min(len(b), at+300)])
}

// opened is a text, or what is written in the parts of an archive.
func opened(text string) string {
	book, err := zip.NewReader(bytes.NewReader([]byte(text)), int64(len(text)))
	if err != nil {
		return text
	}
	var out strings.Builder
	slices.SortFunc(book.File, func(a, b *zip.File) int { return strings.Compare(a.Name, b.Name) })
	for _, f := range book.File {
		if r, err := f.Open(); err == nil {
			_, _ = io.Copy(&out, r)
			r.Close()
		}
	}
	return out.String()
}

// exportTold makes a file and tells what is in it, whatever it is called.
func (o *office) exportTold(who, slug, format string, more map[string]any) string {
	body := map[string]any{"type": slug, "format": format}
	for k, v := range more {
		if ids, is := v.([]any); is {
			var real []any
			for _, id := range ids {
				real = append(real, o.named(id.(string)))
			}
			v = real
		}
		body[k] = v
	}
	r := o.ask(who, "POST", "/api/kontora/exports", body)
	if r.status >= 300 {
		return r.text
	}
	id := r.at("id").(string)
	for r.at("state") == "running" {
		time.Sleep(5 * time.Millisecond)
		r = o.get(who, "/api/kontora/exports/"+id)
	}
	told := fmt.Sprint(r.at("state"), r.at("rows"), r.at("withheld"), opened(o.get(who, "/api/kontora/exports/"+id+"/file").text))
	o.ask(who, "DELETE", "/api/kontora/exports/"+id, nil) // only so many may wait to be fetched
	return told
}

// importsTold tries a sheet that names records: by their titles and by their ids.
func importsTold(o *office, who string) string {
	var told []string
	for _, of := range []string{o.ids["unit"], markerParty, "АО " + markerParty} {
		r := o.ask(who, "POST", "/api/kontora/imports?type=journals_site&name=list.csv", "Наименование;Код;Адрес;Абонент\r\nНовый;НОВЫЙ;Тверь;"+of+"\r\n")
		if r.status < 300 {
			id := r.at("id").(string)
			r = o.went(who, r, "check", map[string]any{"mode": "create"})
			r.text = strings.ReplaceAll(r.text, id, "<upload>")
			o.ask(who, "DELETE", "/api/kontora/imports/"+id, nil) // or the list of theirs would say what they wrote themselves
		}
		told = append(told, strings.ReplaceAll(r.text, of, "<named>"))
	}
	return strings.Join(told, "\n")
}

// says fails when an answer tells what was planted: of the site and all that hangs on
// it, and, to those who do not belong to the subscriber, who that is.
func saysPlanted(text string, words ...string) string {
	text = strings.ToLower(text)
	if plain, err := url.QueryUnescape(text); err == nil {
		text += plain
	}
	for _, w := range words {
		if strings.Contains(text, strings.ToLower(w)) {
			return w
		}
	}
	return ""
}

// A route that is added wants a line in the table: how might it tell of others' records?
func TestEveryRouteIsAskedByStrangers(t *testing.T) {
	served := routesOf(bare(t))
	for _, name := range served {
		if _, thought := tries[name]; !thought {
			t.Errorf("%s: how could it tell of others' records? It wants a line in the table", name)
		}
	}
	for name := range tries {
		if !slices.Contains(served, name) {
			t.Errorf("%s is not served", name)
		}
	}
}

// questions are those of the table with what they are called by.
func questions(changes bool, ask func(key, route string, i inquiry)) {
	for _, name := range slices.Sorted(maps.Keys(tries)) {
		for n, i := range tries[name] {
			if i.changes == changes {
				ask(fmt.Sprint(name, n), name, i)
			}
		}
	}
}

// Every route, whatever its purpose, answers people of another subscriber, of another
// operator and those who are not attached as if the records were not there: what they
// were told before is what they are told after they came to be, and an id that exists
// is answered like one that does not. No answer holds a word of them.
func TestNobodyLearnsOfOtherSubscribers(t *testing.T) {
	o := journals(t)
	o.takesBatches()
	o.key("key of markov", "markov", map[string]any{"title": "x", "scopes": []string{"read", "write"}})
	strangers, insiders := []string{"markov", "lapina", "foe", "loose", "key of markov", ""}, []string{"zakharov", "petrov"}
	for _, who := range strangers {
		for name, list := range tries {
			if list != nil && len(list) == 0 {
				method, path, _ := strings.Cut(name, " ")
				path = regexp.MustCompile(`\{[^}]+\}`).ReplaceAllString(path, "1")
				if r := o.ask(who, method, path, map[string]any{}); r.status != 401 && r.status != 403 && r.status != 404 {
					t.Errorf("%s gets into %s: %d %s", who, name, r.status, r.text)
				}
			}
		}
	}
	_, none, clean := o.hidden()
	before := map[string]string{}
	for _, who := range slices.Concat(strangers, insiders) {
		questions(false, func(key, _ string, i inquiry) {
			if !slices.Contains(insiders, who) || !mighty[i.method] {
				before[who+key] = clean(o.inquire(who, i, none))
			}
		})
	}
	plant(o)
	there, none, clean := o.hidden()
	asked := 0
	learns := func(who, route string, i inquiry) string {
		asked++
		told := o.inquire(who, i, there)
		if strings.HasPrefix(told, "500") {
			t.Errorf("%s, %s %s %v: %.500s", who, route, i.path, i.body, told)
		}
		if w := saysPlanted(strings.NewReplacer(sentWords(i)...).Replace(told), marker, markerParty); w != "" {
			t.Errorf("%s, %s %s %v: %s is told: %.2000s", who, route, i.path, i.body, w, told)
		}
		return clean(told)
	}
	for _, who := range strangers {
		questions(false, func(key, route string, i inquiry) {
			told := learns(who, route, i)
			if was := before[who+key]; was != told {
				t.Errorf("%s, %s %s %v, before and after:%s", who, route, i.path, i.body, differ(was, told))
			}
			if absent := clean(o.inquire(who, i, none)); absent != told {
				t.Errorf("%s, %s %s %v, there and absent:%s", who, route, i.path, i.body, differ(told, absent))
			}
		})
	}
	for _, who := range strangers {
		questions(true, func(_, route string, i inquiry) { learns(who, route, i) })
	}
	for _, path := range []string{"journals_site/{site}", "journals_entry/{entry}", "journals_journal/{journal}"} {
		if r := o.get("petrov", "/api/kontora/card/"+path).ok(); strings.Contains(r.text, `"x"`) || !strings.Contains(r.text, marker) {
			t.Errorf("strangers have changed it: %s", r.text)
		}
	}
	// The questions are good ones: whoever belongs there is told.
	telling := map[string]bool{}
	for _, who := range insiders {
		questions(false, func(key, route string, i inquiry) {
			if !mighty[i.method] && !telling[route] {
				told := clean(o.inquire(who, i, there))
				telling[route] = told != before[who+key] || told != clean(o.inquire(who, i, none))
			}
		})
	}
	told := 0
	for route := range telling {
		if telling[route] {
			told++
		} else if i := tries[route]; slices.ContainsFunc(i, func(i inquiry) bool { return strings.Contains(i.path+fmt.Sprint(i.body), "{") }) && !silent[route] {
			t.Errorf("%s tells nobody anything: are these the right questions?", route)
		}
	}
	if asked < 3000 || told < 40 {
		t.Error("so few questions prove nothing")
	}
	t.Logf("%d routes, %d questions, %d routes tell those who belong there", len(tries), asked, told)
}

// mighty are methods that would change what is asked about, when those who may use them.
var mighty = map[string]bool{"PATCH": true, "DELETE": true, "PUT": true}

// silent are routes that tell nobody whether a record is there.
var silent = map[string]bool{
	"POST /api/realtime":             true, // a topic is given to whoever asks, and heard of by those who may see
	"POST /api/kontora/bulk/results": true, "GET /{path...}": true,
	"POST /api/collections/{collection}/impersonate/{id}": true, // for those who run the server
}

// Who was attached and is taken off learns no more than the others, though they had
// messages about it and were mentioned: neither texts nor how many.
func TestWhoIsTakenOffLearnsNoMore(t *testing.T) {
	o := journals(t)
	plant(o)
	there, none, clean := o.hidden()
	questions(false, func(_, route string, i inquiry) {
		if strings.Contains(i.path+fmt.Sprint(i.body), "{unit}") || strings.Contains(i.path+fmt.Sprint(i.body), "{chief}") || i.story != nil {
			return // their own organization
		}
		told := o.inquire("former", i, there)
		if saysPlanted(strings.NewReplacer(sentWords(i)...).Replace(told), marker) != "" {
			t.Errorf("%s %s %v: %.2000s", route, i.path, i.body, told)
		}
		if absent := clean(o.inquire("former", i, none)); absent != clean(told) {
			t.Errorf("%s %s %v:%s", route, i.path, i.body, differ(clean(told), absent))
		}
	})
	if r := o.get("former", "/api/kontora/counts").ok(); r.at("mentions") != 0.0 {
		t.Errorf("mentions are counted that they cannot read: %s", r.text)
	}
	if r := o.get("former", "/api/kontora/notifications").ok(); r.size("items") != 0 || r.at("unread") != 0.0 || r.at("next") != nil {
		t.Errorf("messages are counted that they cannot read: %s", r.text)
	}
}

// What is heard over an open stream is judged when it is sent.
func TestNobodyHearsOfOtherSubscribers(t *testing.T) {
	o := journals(t)
	topics := []string{"journals_site/*", "journals_journal/*", "journals_entry/*", "journals_maintenance/*", "base_org_unit/*", "users/*", "kontora/work", "kontora/notices"}
	ears := map[string]*stream{}
	for _, who := range []string{"markov", "lapina", "foe", "loose", "petrov"} {
		ears[who] = o.listens(who, topics...)
	}
	plant(o)
	// Ids become known; a topic of one record is no way around either.
	for _, who := range []string{"markov", "loose"} {
		o.ask(who, "POST", "/api/realtime", map[string]any{"clientId": o.ids["ear of "+who], "subscriptions": append(topics, "journals_entry/"+o.ids["entry"], "journals_site/"+o.ids["site"], "kontora/comments/journals_entry/"+o.ids["entry"])})
	}
	o.ask("petrov", "POST", "/api/kontora/comments/journals_entry/{entry}", map[string]any{"text": marker}).ok()
	o.ask("zakharov", "PATCH", "/api/kontora/journals_site/{site}", map[string]any{"fields": map[string]any{"address": marker + " 2"}}).ok()
	o.set("journals_site", o.found("journals_site", "code", "ВОЛГА"), map[string]any{"object_kind": "Последнее"})
	o.set("base_org_unit", "{rival}", map[string]any{"city": "Последний"})
	o.set("base_org_unit", "{oper}", map[string]any{"city": "Последний"})
	for who, ear := range ears {
		heard := ear.waits(t, "Последн")
		told := saysPlanted(heard, marker, markerParty, o.ids["site"], o.ids["journal"], o.ids["entry"], o.ids["signed"], o.ids["unit"], o.ids["chief"])
		if (told != "") != (who == "petrov") {
			t.Errorf("%s has heard %q: %.3000s", who, told, heard)
		}
	}
}

// The code of a signature says whether it holds, who gave it and when.
func TestACodeTellsNothingOfTheRecord(t *testing.T) {
	o := journals(t)
	plant(o)
	r := o.get("", "/api/kontora/verify/{code}").ok()
	if w := saysPlanted(r.text, marker, o.ids["signed"], o.ids["journal"], o.ids["site"]); w != "" || r.at("name") != "Хранитель "+markerParty {
		t.Errorf("%s is told: %s", w, r.text)
	}
}

// sentWords are the words of a question, which an answer may repeat, and what stands for them.
func sentWords(i inquiry) (pairs []string) {
	for _, word := range []string{marker, markerParty} {
		if strings.Contains(i.path+fmt.Sprint(i.body), word) {
			for _, form := range []string{"АО " + word, word} {
				pairs = append(pairs, `\"`+form+`\"`, "", `\'`+form+`\'`, "", `'`+form+`'`, "", `"`+form+`"`, "")
			}
		}
	}
	return pairs
}
