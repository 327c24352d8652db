package main

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strings"

	"kontora/internal/deliver"
	"kontora/internal/designer"
	"kontora/internal/spec"
	"kontora/internal/store"

	"github.com/pocketbase/pocketbase/cmd"
	"github.com/pocketbase/pocketbase/core"
	"github.com/spf13/cobra"
)

const serveName = "serve"

// isDemo reports whether the demonstration is asked for. It is known before the
// flags are parsed, because the data folder depends on it.
func isDemo(args []string) bool {
	return slices.Contains(args, serveName) && (slices.Contains(args, "--demo") || slices.Contains(args, "--demo=true"))
}

// dataDir is the data folder unless --dir names another one.
func dataDir(args []string) string {
	if isDemo(args) {
		return demoDir
	}
	return "pb_data"
}

func (p *program) serveCommand() *cobra.Command {
	c := cmd.NewServeCommand(p.app, true)
	c.Short = "Start the server"
	demo := c.Flags().Bool("demo", false, "fill a data folder of its own ("+demoDir+") with a company that does not exist")
	company := c.Flags().String("company", "backoffice", "which company the demonstration is about: backoffice or journals")
	watch := c.Flags().String("watch", "", "publish the configuration of this folder whenever its files change")
	p.app.OnServe().BindFunc(func(ev *core.ServeEvent) error {
		go store.CopyLog(c.Context(), p.app)
		go p.engine.Follow(c.Context())
		go p.engine.Schedule(c.Context())
		go p.engine.ReadTexts(c.Context())
		go deliver.New(p.engine).Run(c.Context())
		go p.scripts.Run(c.Context())
		ev.InstallerFunc = nil // the first operator is the owner, who comes through the browser
		if *watch != "" {
			if err := p.watch(c.Context(), *watch); err != nil {
				return err
			}
		}
		if *demo {
			return p.serveDemo(ev, *company)
		}
		p.sayWelcome(ev.Server.Addr)
		return ev.Next()
	})
	return c
}

// sayWelcome tells the owner of a new installation where to begin.
func (p *program) sayWelcome(addr string) {
	if p.engine.Model() != nil {
		return
	}
	if strings.HasPrefix(addr, ":") {
		addr = "127.0.0.1" + addr
	}
	fmt.Printf("\nНичего ещё не установлено. Откройте http://%s/setup?token=%s\n\n", addr, p.setupToken)
}

func (p *program) watch(ctx context.Context, folder string) error {
	return designer.Watch(ctx, p.engine, folder, func(found []spec.Diagnostic, err error) {
		_ = spec.Print(os.Stderr, found)
		if err != nil {
			fmt.Fprintln(os.Stderr, "configuration refused, the one in force stays:", sayError(err))
			return
		}
		fmt.Println("configuration published:", p.engine.Model().Hash[:12])
	})
}

// superuserCommand is PocketBase's: operators who repair things in its
// dashboard.
func (p *program) superuserCommand() *cobra.Command {
	c := cmd.NewSuperuserCommand(p.app)
	for _, sub := range c.Commands() {
		sub.SilenceUsage = true
	}
	return c
}
