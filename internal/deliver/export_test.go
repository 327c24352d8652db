package deliver

import (
	"crypto/x509"
	"net/netip"

	"kontora/internal/push"
)

// Reach lets a courier call push services of this machine.
func (c *Courier) Reach(roots *x509.CertPool) {
	c.push = push.NewClient(func(netip.Addr) bool { return true }, roots)
}
