package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"kontora/internal/api"
	"kontora/internal/demo"
	"kontora/internal/spec"
	"kontora/internal/store"

	"github.com/pocketbase/pocketbase/core"
)

// The demonstration lives in a data folder of its own, marked as such, and
// touches no other.
const (
	demoDir      = "demo_data"
	demoMarker   = "KONTORA_DEMO"
	demoPassword = "kontora-demo"
	demoComplete = "complete"
)

// errNotDemo is returned for a folder that the demonstration did not make.
var errNotDemo = errors.New("the data folder exists and is not a demonstration: nothing was touched; choose another with --dir")

// prepareDemo makes sure that a folder may be used for the demonstration: a new
// one, a finished one, or one that was interrupted while being filled, which is
// emptied.
func prepareDemo(dir string) error {
	marker := filepath.Join(dir, demoMarker)
	state, err := os.ReadFile(marker)
	if err == nil && string(state) == demoComplete {
		return nil
	}
	if err == nil {
		if err := os.RemoveAll(dir); err != nil {
			return err
		}
	} else if entries, err := os.ReadDir(dir); err == nil && len(entries) > 0 {
		return errNotDemo
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	return os.WriteFile(marker, []byte("filling"), 0o644)
}

// serveDemo fills an empty demonstration while the server is already answering:
// people first, so that anybody may sign in at once.
func (p *program) serveDemo(ev *core.ServeEvent, company string) error {
	if p.engine.Model() != nil {
		p.sayDemo(ev.Server.Addr)
		return ev.Next()
	}
	ready, failed := make(chan struct{}), make(chan error, 1)
	go func() {
		err := p.fillDemo(company, func() error { close(ready); return nil })
		if err != nil {
			p.app.Logger().Error("demonstration incomplete", "error", err)
			fmt.Fprintln(os.Stderr, "demonstration incomplete:", err)
		}
		failed <- err
	}()
	select {
	case <-ready:
	case err := <-failed:
		if err != nil {
			return err
		}
	}
	p.sayDemo(ev.Server.Addr)
	return ev.Next()
}

// companies are the folders of the demonstration, by name.
var companies = map[string]string{"backoffice": "schemas/demo", "journals": "schemas/demo/journals"}

func (p *program) fillDemo(of string, ready func() error) error {
	folder, known := companies[of]
	if !known {
		return fmt.Errorf("there is no company %q to show: backoffice or journals", of)
	}
	company, err := fs.Sub(shipped, folder)
	if err != nil {
		return err
	}
	name, packs, err := demo.About(company)
	if err != nil {
		return err
	}
	if _, found, err := p.engine.Install(p.packs, packs, "system"); err != nil {
		_ = spec.Print(os.Stderr, found)
		return err
	}
	welcome := func() error {
		p.app.Settings().Meta.AppName = name
		if err := p.app.Save(p.app.Settings()); err != nil {
			return err
		}
		if err := store.SetPasswords(p.app, demoPassword); err != nil {
			return err
		}
		return ready()
	}
	if err := demo.Load(p.engine, company, p.sign, api.Say(p.engine), welcome); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(p.app.DataDir(), demoMarker), []byte(demoComplete), 0o644)
}

// sayDemo prints where to go and whom to be.
func (p *program) sayDemo(addr string) {
	if strings.HasPrefix(addr, ":") {
		addr = "127.0.0.1" + addr
	}
	fmt.Printf("\nКонтора, демонстрация: http://%s\nПароль у всех: %s\n\n", addr, demoPassword)
	people, err := store.SignIns(p.app, p.engine.Model())
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return
	}
	for _, s := range people {
		fmt.Printf("  %-32s %s\n", s.Email, s.About)
	}
	fmt.Println()
}
