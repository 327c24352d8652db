package api_test

import "testing"

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
		if r.text != c.body || r.header.Get("Cache-Control") != c.cache || r.header.Get("Content-Encoding") != c.encoding {
			t.Errorf("%s (%s): %q %v", c.path, c.accept, r.text, r.header)
		}
	}
	o.get("", "/api/none").is(404, "unknown_route")
	o.get("", "/assets/gone-abcdef12.js").is(404, "unknown_route")
	o.get("", "/_other").ok()
	if got := o.get("", "/_/none"); got.text == "<html>page</html>" {
		t.Error("the dashboard's addresses are answered with our page")
	}
}
