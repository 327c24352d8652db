package push

import (
	"errors"
	"net/netip"
	"net/url"
	"strings"
)

// MaxEndpoint bounds the address that a browser gives; theirs have some hundred
// characters.
const MaxEndpoint = 1024

// ErrAddress refuses an address to which nothing is sent.
var ErrAddress = errors.New("not the public https address of a push service")

// closed are networks that netip itself does not count among the private ones:
// nobody's push service is there, but perhaps somebody's router or cloud.
var closed = prefixes(
	"0.0.0.0/8", "100.64.0.0/10", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "198.18.0.0/15", "198.51.100.0/24",
	"203.0.113.0/24", "240.0.0.0/4",
	"::/96", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "2002::/16", "fec0::/10",
)

func prefixes(texts ...string) []netip.Prefix {
	out := make([]netip.Prefix, len(texts))
	for i, t := range texts {
		out[i] = netip.MustParsePrefix(t)
	}
	return out
}

// Public reports whether an address belongs to the internet at large.
func Public(ip netip.Addr) bool {
	ip = ip.Unmap()
	if !ip.IsGlobalUnicast() || ip.IsPrivate() {
		return false
	}
	for _, p := range closed {
		if p.Contains(ip) {
			return false
		}
	}
	return true
}

// CheckEndpoint refuses addresses that are no push service by their looks. What
// a name stands for is judged when it is called.
func CheckEndpoint(endpoint string, allowed func(netip.Addr) bool) error {
	u, err := url.Parse(endpoint)
	if err != nil || len(endpoint) > MaxEndpoint || u.Scheme != "https" || u.User != nil || u.Fragment != "" {
		return ErrAddress
	}
	host := u.Hostname()
	if ip, err := netip.ParseAddr(host); err == nil {
		if !allowed(ip) {
			return ErrAddress
		}
		return nil
	}
	if !strings.Contains(strings.Trim(host, "."), ".") { // localhost, or a neighbour
		return ErrAddress
	}
	return nil
}
