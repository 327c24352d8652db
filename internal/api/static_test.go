package api_test

import (
	"regexp"
	"strings"
	"testing"
)

func TestTheBrowserApplicationIsServed(t *testing.T) {
	o := bare(t)
	for _, c := range []struct{ path, accept, body, cache, encoding string }{
		{"/", "", "<html>page</html>", "no-cache", ""},
		{"/backoffice_payment/123", "", "<html>page</html>", "no-cache", ""},
		{"/sw.js", "br", "worker", "no-cache", ""},
		{"/assets/main-abcdef12.js", "", "script", "public, max-age=31536000, immutable", ""},
		{"/assets/main-abcdef12.js", "gzip, br", "brotli", "public, max-age=31536000, immutable", "br"},
		{"/assets/main-abcdef12.js", "gzip, br;q=0", "gzip", "public, max-age=31536000, immutable", "gzip"},
	} {
		r := o.ask("", "GET", c.path, nil, "Accept-Encoding", c.accept).ok()
		if !strings.HasPrefix(r.text, c.body) || r.header.Get("Cache-Control") != c.cache || r.header.Get("Content-Encoding") != c.encoding {
			t.Errorf("%s (%s): %q %v", c.path, c.accept, r.text, r.header)
		}
	}
	o.get("", "/api/none").is(404, "unknown_route")
	o.get("", "/assets/gone-abcdef12.js").is(404, "unknown_route")
	o.get("", "/_other").ok()
	if got := o.get("", "/_/none"); strings.HasPrefix(got.text, "<html>page</html>") {
		t.Error("the dashboard's addresses are answered with our page")
	}
}

func TestThePageRunsNothingButItsOwn(t *testing.T) {
	o := bare(t)
	seen := map[string]bool{}
	for _, path := range []string{"/", "/index.html", "/backoffice_payment/123"} {
		page := o.get("", path).ok()
		given := regexp.MustCompile(`^<html>page</html><meta property="csp-nonce" nonce="([A-Z2-7]{26})">$`).FindStringSubmatch(page.text)
		if given == nil || seen[given[1]] {
			t.Fatalf("no nonce, or one that was there before: %s", page.text)
		}
		seen[given[1]] = true
		for header, want := range map[string]string{
			"Content-Security-Policy": "default-src 'self'; script-src 'self'; style-src 'self' 'nonce-" + given[1] +
				"'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
			"X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY", "Referrer-Policy": "same-origin", "Cache-Control": "no-cache",
			"Content-Type": "text/html; charset=utf-8", "Content-Encoding": "",
		} {
			if got := page.header.Get(header); got != want {
				t.Errorf("%s %s: %q", path, header, got)
			}
		}
	}
	if worker := o.get("", "/sw.js").ok().header.Get("Content-Security-Policy"); !strings.Contains(worker, "style-src 'self';") {
		t.Error(worker)
	}
	if dashboard := o.get("", "/_/"); strings.Contains(dashboard.header.Get("Content-Security-Policy"), "nonce") {
		t.Errorf("our policy is on the dashboard: %v", dashboard.header)
	}
}
