package api_test

import "testing"

func TestRoutesAnswer(t *testing.T) {
	o := open(t)
	for _, path := range []string{
		"/api/kontora/meta", "/api/kontora/home", "/api/kontora/inbox", "/api/kontora/inbox?tab=mine", "/api/kontora/inbox?tab=watch", "/api/kontora/inbox?tab=overdue",
		"/api/kontora/counts", "/api/kontora/counts/backoffice_payment", "/api/kontora/lists/backoffice_payment",
		"/api/kontora/lists/backoffice_payment?view=for_me&sort=-amount_kzt&columns=title,amount",
		"/api/kontora/search?q=бумага", "/api/kontora/card/backoffice_payment/{payment}", "/api/kontora/actions/backoffice_payment/{payment}",
		"/api/kontora/history/backoffice_payment/{payment}", "/api/kontora/related/backoffice_payment/{payment}", "/api/kontora/comments/backoffice_payment/{payment}",
		"/api/kontora/options/backoffice_payment?field=supplier&q=альф", "/api/kontora/views", "/api/kontora/notifications", "/api/kontora/keys",
		"/api/kontora/setup", "/api/kontora/openapi.json",
		"/api/collections/backoffice_payment/records?expand=supplier,assignee.department", "/api/collections/backoffice_payment/records/{payment}?expand=supplier",
		"/api/collections/base_org_unit/records/{org}?expand=staff",
	} {
		t.Run(path, func(t *testing.T) {
			o.t = t
			r := o.get("asel", path)
			if r.status != 200 {
				t.Fatalf("%d %s", r.status, r.text)
			}
			if testing.Verbose() {
				t.Log(r.text[:min(len(r.text), 900)])
			}
		})
	}
}
