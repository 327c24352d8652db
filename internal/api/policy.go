package api

import (
	"strings"

	"github.com/pocketbase/pocketbase/core"
)

// noncePlace stands in the built page where the nonce of a request goes; the
// interface hands it to what makes styles at run time.
const noncePlace = "__CSP_NONCE__"

// policy is what a page of ours may load and run: its own files. Nothing that a
// person has written becomes code, whatever slips through elsewhere. Styles made
// at run time carry the nonce.
func policy(nonce string) string {
	styles := "style-src 'self'"
	if nonce != "" {
		styles += " 'nonce-" + nonce + "'"
	}
	return strings.Join([]string{
		"default-src 'self'",
		"script-src 'self'",
		styles,
		"img-src 'self' data:", // small pictures within our own styles
		"object-src 'none'",
		"base-uri 'none'",
		"form-action 'self'",
		"frame-ancestors 'none'",
	}, "; ")
}

// protect sets the headers that keep a page of ours ours. PocketBase's dashboard
// has its own.
func protect(re *core.RequestEvent, nonce string) {
	h := re.Response.Header()
	h.Set("Content-Security-Policy", policy(nonce))
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Frame-Options", "DENY") // for what does not know frame-ancestors
	h.Set("Referrer-Policy", "same-origin")
}
