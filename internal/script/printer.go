package script

import (
	"log/slog"

	"github.com/dop251/goja_nodejs/console"
)

// printer leads the console of our events into the log.
type printer struct{ log *slog.Logger }

// Log writes a line of console.log, info or debug.
func (p printer) Log(line string) { p.log.Info("hook says", "line", line) }

// Warn writes a line of console.warn.
func (p printer) Warn(line string) { p.log.Warn("hook says", "line", line) }

// Error writes a line of console.error.
func (p printer) Error(line string) { p.log.Error("hook says", "line", line) }

var _ console.Printer = printer{}
