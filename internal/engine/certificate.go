package engine

import (
	"time"

	"kontora/internal/fault"
	"kontora/internal/flow"

	"github.com/pocketbase/pocketbase/core"
)

// Certifier carries out what a change says of somebody's certificate, in the
// transaction of its command, as of its time. Its error takes everything back.
type Certifier func(tx core.App, c *flow.Change, w flow.CertificateWish, at time.Time) error

// OnCertificate names who issues and revokes certificates. Without one a command
// that does either is refused. Call it before the application is bootstrapped.
func (e *Engine) OnCertificate(fn Certifier) { e.certify = fn }

// certificates does what a plan says of certificates.
func (e *Engine) certificates(tx core.App, plan *flow.Plan, at time.Time) error {
	for _, c := range plan.Changes {
		for _, w := range c.Certificates {
			if e.certify == nil {
				return fault.New(fault.Conflict, "nobody_certifies", nil)
			}
			if err := e.certify(tx, c, w, at); err != nil {
				return err
			}
		}
	}
	return nil
}
