package engine

import "kontora/internal/store"

// VerifyRegisters recomputes all registers and names the first difference.
func (e *Engine) VerifyRegisters() (sums, contributions int, bad *store.Discrepancy, err error) {
	m := e.Model()
	if m == nil {
		return 0, 0, nil, nil
	}
	return store.VerifyRegisters(e.app, m, func() (*store.Snapshot, error) { return e.Snapshot(e.app) })
}
