// Command kontora runs the office: a low-code platform of company departments
// on PocketBase. See README.md.
package main

import (
	"errors"
	"fmt"
	"os"
	"time"
	_ "time/tzdata" // the zones of a server without zone files

	"kontora/internal/api"
	"kontora/internal/engine"
	"kontora/internal/store"

	_ "kontora/pb_migrations"

	"github.com/pocketbase/pocketbase"
	"github.com/spf13/cobra"
)

func main() {
	p := newProgram()
	if err := p.app.Start(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(p.code)
}

// program is the parts of one run and the exit code that its command leaves.
type program struct {
	app    *pocketbase.PocketBase
	engine *engine.Engine
	code   int
}

func newProgram() *program {
	store.RegisterFields()
	zone, err := time.LoadLocation(defaultZone)
	if err != nil {
		panic(err) // zones are compiled in
	}
	p := &program{app: pocketbase.NewWithConfig(store.Config(dataDir(os.Args[1:])))}
	p.engine = engine.New(p.app, engine.Options{Now: time.Now, Zone: zone})
	p.engine.Bind()
	api.Bind(p.app, p.engine, api.Options{Packs: shipped})
	p.commands()
	return p
}

// defaultZone is that of an installation which has not chosen one.
const defaultZone = "Asia/Almaty"

func (p *program) commands() {
	p.demo()
	for _, c := range []*cobra.Command{p.checkCommand(), p.auditCommand()} {
		p.app.RootCmd.AddCommand(c)
	}
}

// errReported means that the command has already said what is wrong.
var errReported = errors.New("")

// run adapts a command: PocketBase drops its error, so the exit code is kept
// here.
func (p *program) run(fn func(cmd *cobra.Command, args []string) error) func(*cobra.Command, []string) {
	return func(cmd *cobra.Command, args []string) {
		err := fn(cmd, args)
		if err == nil {
			return
		}
		if !errors.Is(err, errReported) {
			fmt.Fprintln(cmd.ErrOrStderr(), err)
		}
		p.code = 1
	}
}
