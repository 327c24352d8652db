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
	"kontora/internal/scenario"
	"kontora/internal/script"
	"kontora/internal/sign"
	"kontora/internal/spec"
	"kontora/internal/store"
	"kontora/pb_migrations"
	"kontora/ui"

	"github.com/pocketbase/pocketbase"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/security"
)

func main() {
	p, err := newProgram(os.Args[1:])
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(p.execute())
}

// program is the parts of one run.
type program struct {
	app        *pocketbase.PocketBase
	engine     *engine.Engine
	scripts    *script.Scripts
	sign       *sign.Service
	packs      *spec.Bundle // what ships with the program
	setupToken string       // lets the owner in before anybody can sign in
}

const product = "Контора"

// signSecret names the environment variable that opens the key of the authority.
const signSecret = "KONTORA_SIGN_SECRET"

// defaultZone is that of an installation which has not chosen one.
const defaultZone = "Asia/Almaty"

func newProgram(args []string) (*program, error) {
	packs, found := spec.Load(shipped)
	if spec.HasErrors(found) {
		return nil, errors.Join(errors.New("the packs of the program are refused"), spec.Print(os.Stderr, found))
	}
	zone, err := time.LoadLocation(defaultZone)
	if err != nil {
		return nil, err
	}
	store.RegisterFields()
	pb_migrations.Register()
	p := &program{packs: packs, setupToken: security.RandomString(24)}
	p.app = pocketbase.NewWithConfig(store.Config(dataDir(args)))
	if isDemo(args) {
		if err := prepareDemo(p.app.DataDir()); err != nil {
			return nil, err
		}
	}
	p.engine = engine.New(p.app, engine.Options{Now: time.Now, Zone: zone})
	p.engine.Bind()
	secret := os.Getenv(signSecret)
	if secret == "" && isDemo(args) {
		secret = demoPassword // what it seals is for show
	}
	p.sign = sign.New(p.engine, sign.Options{Name: product, Secret: secret})
	p.scripts = script.Bind(p.app, p.engine, script.Options{})
	api.Bind(p.app, p.engine, api.Options{
		Product: product, Demo: isDemo(args), Dist: ui.Dist, Packs: packs, SetupToken: p.setupToken, Scripts: p.scripts.Files, Signatures: p.sign, Stage: p.stage(zone),
	})
	p.commands()
	return p, nil
}

// stage is where designers try configurations out. What they play ends with the
// program.
func (p *program) stage(zone *time.Location) *scenario.Stage {
	stage := scenario.NewStage(scenario.StageOptions{
		Options: scenario.Options{Packs: p.packs, Zone: zone, Bind: bindPlay},
		Home:    p.app.DataDir(), Shipped: shipped, Words: api.Words(), Now: time.Now,
	})
	p.app.OnTerminate().BindFunc(func(ev *core.TerminateEvent) error {
		stage.Close()
		return ev.Next()
	})
	return stage
}

// bindPlay gives an installation that is played in the routes that people use.
// Its certificates are worth as much as its people: the secret ends with it.
func bindPlay(app core.App, e *engine.Engine) {
	signs := sign.New(e, sign.Options{Name: product, Secret: security.RandomString(32)})
	api.Bind(app, e, api.Options{Product: product, Signatures: signs})
}

func (p *program) commands() {
	p.app.RootCmd.Use = "kontora"
	p.app.RootCmd.Short = "An office on PocketBase: request types are declared, one engine runs them"
	p.app.RootCmd.AddCommand(
		p.serveCommand(), p.superuserCommand(),
		p.checkCommand(), p.scenariosCommand(), p.planCommand(), p.applyCommand(), p.exportCommand(), p.diffCommand(),
		p.unusedCommand(), p.backtestCommand(), p.walkCommand(),
		p.calendarCommand(), p.auditCommand(), p.slaCommand(), p.registerCommand(), p.usesCommand(), p.renameCommand(), p.signCommand(),
	)
}
