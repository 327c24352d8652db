package scenario

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"strings"
	"time"

	"kontora/internal/fault"
	"kontora/internal/model"
	"kontora/internal/rule"
	"kontora/internal/spec"
	"kontora/internal/store"
)

// runPacks installs packs, those of the program or those that the script brings.
func runPacks(c *call) error {
	var names []string
	for _, a := range c.args {
		names = append(names, a.text)
	}
	files := map[string][]byte{}
	if c.office.o.Packs != nil {
		maps.Copy(files, c.office.o.Packs.Files)
	}
	maps.Copy(files, c.script.configuration(""))
	sources, _ := spec.LoadFiles(files) // packs that are not asked for may be wrong
	_, found, err := c.office.engine.Install(sources, names, "system")
	if err != nil {
		return refusal(err, found)
	}
	return nil
}

func refusal(err error, found []spec.Diagnostic) error {
	var out strings.Builder
	_ = spec.Print(&out, found)
	if f, ok := fault.As(err); ok {
		return fmt.Errorf("%s\n%s", f.Error(), out.String())
	}
	return fmt.Errorf("%w\n%s", err, out.String())
}

// change gathers the files that publish and check send.
func (c *call) change() (map[string]any, error) {
	files := map[string]any{}
	for {
		name, ok, err := c.flag("drop")
		if err != nil {
			return nil, err
		}
		if !ok {
			break
		}
		files[name] = nil
	}
	folder, onlyDrops := "", len(files) > 0
	if len(c.args) > 0 && c.args[0].form == plain {
		folder, _ = c.take("folder")
		onlyDrops = false
	}
	if onlyDrops {
		return files, nil
	}
	for name, data := range c.script.configuration(strings.Trim(folder, "/")) {
		files[name] = string(data)
	}
	if len(files) == 0 {
		return nil, fmt.Errorf("the script has no file %s", strings.TrimPrefix(folder+"/schemas/… or rules/…", "/"))
	}
	return files, nil
}

// moves reads the file that says where records go.
func (c *call) moves() (any, error) {
	name, given, err := c.flag("moves")
	if err != nil || !given {
		return nil, err
	}
	data, known := c.script.Files[name]
	if !known {
		return nil, fmt.Errorf("the script has no file %s", name)
	}
	var moves any
	return moves, json.Unmarshal(data, &moves)
}

func runPublish(c *call) error {
	moves, err := c.moves()
	if err != nil {
		return err
	}
	files, err := c.change()
	if err != nil {
		return err
	}
	note := "scenario"
	if len(c.args) > 0 {
		note, _ = c.take("note")
	}
	if err := c.end(); err != nil {
		return err
	}
	refused := c.not
	c.not = false
	if err := c.ask(request{method: http.MethodPost, path: "/api/kontora/config", body: map[string]any{"files": files, "note": note, "moves": moves}}); err != nil {
		if refused && c.last != nil && c.last.refused() {
			return nil
		}
		return err
	}
	// A configuration with mistakes is an answer, not a refusal: revision 0.
	revision, _ := lookup(c.last.json, "revision")
	if got := show(revision) == "0"; got != refused {
		return fmt.Errorf("refused: %t, expected: %t", got, refused)
	}
	return nil
}

// runCheck asks what is wrong with a configuration. The answer of the route is
// always a list, so "!" expects an error in it.
func runCheck(c *call) error {
	files, err := c.change()
	if err != nil {
		return err
	}
	if err := c.end(); err != nil {
		return err
	}
	wrong := c.not
	c.not = false
	if err := c.ask(request{method: http.MethodPost, path: "/api/kontora/config/check", body: map[string]any{"files": files}}); err != nil {
		return err
	}
	if found := strings.Contains(string(c.last.raw), `"severity":"error"`); found != wrong {
		return fmt.Errorf("errors found: %t, expected: %t", found, wrong)
	}
	return nil
}

// runPlan asks what publishing would do. "!" expects that it would be refused.
func runPlan(c *call) error {
	moves, err := c.moves()
	if err != nil {
		return err
	}
	files, err := c.change()
	if err != nil {
		return err
	}
	if err := c.end(); err != nil {
		return err
	}
	refused := c.not
	c.not = false
	if err := c.ask(request{method: http.MethodPost, path: "/api/kontora/config/plan", body: map[string]any{"files": files, "moves": moves}}); err != nil {
		return err
	}
	if would, _ := lookup(c.last.json, "refused"); (would != nil) != refused {
		return fmt.Errorf("would be refused: %t, expected: %t", would != nil, refused)
	}
	return nil
}

// runPreview asks what the moves would make of each record of a type.
func runPreview(c *call) error {
	typ, err := c.take("type")
	if err != nil {
		return err
	}
	moves, err := c.moves()
	if err != nil {
		return err
	}
	files, err := c.change()
	if err != nil {
		return err
	}
	if err := c.end(); err != nil {
		return err
	}
	return c.ask(request{method: http.MethodPost, path: "/api/kontora/config/preview", body: map[string]any{"files": files, "moves": moves, "type": typ}})
}

func runNow(c *call) error {
	word, err := c.take("instant")
	if err != nil {
		return err
	}
	at, err := time.Parse(time.RFC3339, word)
	if err != nil {
		return fmt.Errorf("write the instant like 2026-03-26T11:40:00+05:00: %w", err)
	}
	if err := c.end(); err != nil {
		return err
	}
	return c.office.moveTo(at)
}

// runAdvance moves the clock by wall time: 90m, 2h, 3d.
func runAdvance(c *call) error {
	word, err := c.take("span")
	if err != nil {
		return err
	}
	span, err := rule.ParseSpan(word)
	if err != nil {
		return err
	}
	if err := c.end(); err != nil {
		return err
	}
	at, err := span.After(c.office.now(), c.office.engine.Zone(), nil)
	if err != nil {
		return err
	}
	return c.office.moveTo(at)
}

// runTick runs the scheduler again without moving the clock.
func runTick(c *call) error {
	if err := c.end(); err != nil {
		return err
	}
	return c.office.tick()
}

func runRestart(c *call) error {
	if err := c.office.restart(); err != nil {
		return err
	}
	c.actors["superuser"].token = c.office.super
	return c.end()
}

// runAudit verifies the chain of history; with "!" it must be broken. What was
// found can be asked about like an answer: count, and seq of the first bad line.
func runAudit(c *call) error {
	if word, err := c.take("verify"); err != nil || word != "verify" {
		return fmt.Errorf("write: audit verify")
	}
	count, bad, err := store.VerifyAudit(c.office.app)
	if err != nil {
		return err
	}
	answer := map[string]any{"count": count}
	if bad != nil {
		answer["seq"] = bad.Seq
	}
	signed, flaw, err := c.office.engine.VerifySignatures()
	if err != nil {
		return err
	}
	if answer["signatures"] = signed; flaw != nil {
		answer["what"] = flaw.What
	}
	c.answer("audit verify", answer)
	if broken := bad != nil || flaw != nil; broken != c.not {
		return fmt.Errorf("broken: %t, expected: %t; %v %v", broken, c.not, bad, flaw)
	}
	return c.end()
}

// runRegister recomputes the registers; with "!" something must differ. What was
// found can be asked about like an answer: sums, contributions, difference.
func runRegister(c *call) error {
	if word, err := c.take("verify"); err != nil || word != "verify" {
		return fmt.Errorf("write: register verify")
	}
	sums, contributions, bad, err := c.office.engine.VerifyRegisters()
	if err != nil {
		return err
	}
	answer := map[string]any{"sums": sums, "contributions": contributions}
	if bad != nil {
		answer["difference"] = bad.String()
	}
	c.answer("register verify", answer)
	if (bad != nil) != c.not {
		return fmt.Errorf("differs: %t, expected: %t", bad != nil, c.not)
	}
	return c.end()
}

// runTamper damages the database behind everybody's back.
func runTamper(c *call) error {
	if !c.office.o.Tamper {
		return fmt.Errorf("tamper is for the engine's own tests")
	}
	sql, err := c.take("SQL")
	if err != nil {
		return err
	}
	if _, err := c.office.app.NonconcurrentDB().NewQuery(sql).Execute(); err != nil {
		return err
	}
	return c.end()
}

// runPerson adds somebody who can sign in: required texts that are not given are
// made from the name, and the person is led to the first active state.
func runPerson(c *call) error {
	name, err := c.take("name")
	if err != nil {
		return err
	}
	m := c.office.engine.Model()
	if m == nil || m.Person == nil {
		return fmt.Errorf("no configuration is in force: begin with packs")
	}
	in, err := c.input(m.Person)
	if err != nil {
		return err
	}
	for _, f := range m.Person.Fields {
		_, given := in.fields[f.Key]
		switch {
		case given || f.Engine || f.Kind != model.Text || !f.Required && f.Key != "email":
		case f.Format == "email":
			in.fields[f.Key] = name + "@example.test"
		default:
			in.fields[f.Key] = name
		}
	}
	before := c.actor
	c.actor = c.actors["superuser"]
	defer func() { c.actor = before }()
	if err := c.create(m.Person, name, in, nil); err != nil {
		return err
	}
	if err := c.activate(name); err != nil {
		return err
	}
	return c.signIn(name)
}

// activate leads a person from the initial state to an active one.
func (c *call) activate(name string) error {
	rec := c.records[name]
	if rec.typ.Lifecycle == nil {
		return nil
	}
	initial := rec.typ.Lifecycle.Initial
	for _, tr := range rec.typ.Lifecycle.Transitions {
		if initial.Phase != "active" && tr.From[initial.Key] && tr.To != nil && tr.To.Phase == "active" && tr.Who != nil {
			return c.move(rec, tr.Key, &input{}, nil)
		}
	}
	return nil
}

func (c *call) signIn(name string) error {
	rec := c.records[name]
	found, err := c.office.app.FindRecordById(rec.typ.Slug, rec.id)
	if err != nil {
		return err
	}
	token, err := found.NewAuthToken()
	c.actors[name] = &actor{name: name, token: token}
	return err
}

// runPassword gives somebody a password, and signs them in anew with it.
func runPassword(c *call) error {
	words, err := c.takes("name", "password")
	if err != nil {
		return err
	}
	rec, err := c.record(words[0])
	if err != nil {
		return err
	}
	before := c.actor
	c.actor = c.actors["superuser"]
	defer func() { c.actor = before }()
	path := "/api/collections/" + rec.typ.Slug + "/records/" + rec.id
	body := map[string]any{"password": words[1], "passwordConfirm": words[1]}
	if err := c.ask(request{method: http.MethodPatch, path: path, body: body}); err != nil {
		return err
	}
	return c.signIn(words[0])
}

func runAs(c *call) error {
	name, err := c.take("name")
	if err != nil {
		return err
	}
	who := c.actors[name]
	if who == nil {
		return fmt.Errorf("nobody is called %q; known: %s", name, strings.Join(sortedKeys(c.actors), ", "))
	}
	c.world.actor = who
	return c.end()
}

// runApikey makes a key for the present person; NAME then acts by it.
func runApikey(c *call) error {
	name, err := c.take("name")
	if err != nil {
		return err
	}
	scopes := []string{}
	for _, a := range c.args {
		scopes = append(scopes, a.text)
	}
	c.args = nil
	if err := c.ask(request{method: http.MethodPost, path: "/api/kontora/keys", body: map[string]any{"title": name, "scopes": scopes}}); err != nil || c.not {
		return err
	}
	secret, _ := lookup(c.last.json, "secret")
	c.actors[name] = &actor{name: name, token: fmt.Sprint("Bearer ", secret)}
	return nil
}

func runHeader(c *call) error {
	words, err := c.takes("name", "value")
	if err != nil {
		return err
	}
	c.world.header[words[0]] = words[1]
	return c.end()
}

func runLanguage(c *call) error {
	var err error
	c.world.language, err = c.take("language")
	if err != nil {
		return err
	}
	return c.end()
}

// runSla works out every clock anew from history; with "!" one must stand
// elsewhere.
func runSla(c *call) error {
	if word, err := c.take("verify"); err != nil || word != "verify" {
		return fmt.Errorf("write: sla verify")
	}
	count, bad, err := store.VerifyClocks(c.office.app, c.office.engine.Model(), c.office.o.Zone)
	if err != nil {
		return err
	}
	if sound := bad == nil; sound == c.not {
		return fmt.Errorf("%d clocks are sound; the first that is not: %+v", count, bad)
	}
	return c.end()
}
