package api_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"kontora/internal/api"
	"kontora/internal/engine"
	"kontora/internal/scenario"
	"kontora/internal/sign"
	"kontora/internal/sign/pki"

	"github.com/pocketbase/pocketbase/core"
)

// stageOf is where designers of an installation play.
func stageOf(t *testing.T, o *office, zone *time.Location) *scenario.Stage {
	stage := scenario.NewStage(scenario.StageOptions{
		Options: scenario.Options{Packs: shipped(t), Zone: zone, Bind: func(app core.App, e *engine.Engine) {
			signs := sign.New(e, sign.Options{Name: "Kontora", Secret: "for tests only", Cost: pki.Cost{Time: 1, Memory: 64, Lanes: 1}})
			api.Bind(app, e, api.Options{Product: "Kontora", Signatures: signs})
		}},
		Home: t.TempDir(), Shipped: os.DirFS("../.."), Words: api.Words(), Now: o.e.Now,
	})
	t.Cleanup(stage.Close)
	return stage
}

func TestDesignersPlay(t *testing.T) {
	o := open(t)
	t.Setenv("TMPDIR", t.TempDir())
	o.ask("olga", "POST", "/api/kontora/config/play", `{"files": {}}`).is(403, "may_not_design")
	broken := o.ask("admin", "POST", "/api/kontora/config/play", `{"files": {"schemas/base/types/memo.json": "{"}}`).ok()
	if broken.at("diagnostics.0.file") != "schemas/base/types/memo.json" {
		t.Fatal(broken.text)
	}

	opened := o.ask("admin", "POST", "/api/kontora/config/play", `{"files": {}}`).ok()
	id, _ := opened.at("play").(string)
	path := "/api/kontora/config/play/" + id
	if id == "" || opened.size("people") < 8 || opened.size("types") < 10 || opened.at("now") != "2026-03-26T04:00:00Z" {
		t.Fatal(opened.text)
	}
	step := o.ask("admin", "POST", path, `{"step": {"as": "employee", "do": "create", "type": "base/memo", "fill": true}}`).ok()
	if step.at("ok") != true || step.at("record.name") != "memo" || step.at("record.card.can.edit") != true {
		t.Fatal(step.text)
	}
	memo := step.at("record.card.row.id").(string)
	o.get("admin", path+"/as/employee/card/base_memo/"+memo).ok()
	o.get("admin", path+"/as/clerk/card/base_memo/"+memo).is(404, "not_found")
	o.ask("admin", "POST", path+"/as/employee/forms/base_memo", `{"values": {}}`).ok()
	o.ask("admin", "POST", path+"/as/employee/base_memo", `{"fields": {}}`).is(403, "play_reads_only")
	o.get("olga", path).is(403, "may_not_design")
	refused := o.ask("admin", "POST", path, `{"step": {"as": "clerk", "do": "transition", "record": "memo", "transition": "send"}}`).ok()
	if refused.at("ok") != false || refused.at("refused.fault.code") == nil {
		t.Fatal(refused.text)
	}
	o.ask("admin", "POST", path, `{"step": {"as": "nobody_here", "do": "create", "type": "base/memo"}}`).is(400, "play_nobody")
	o.ask("admin", "POST", path, `{"step": {"az": "employee"}}`).is(400, "unknown_key_near")
	back := o.ask("admin", "POST", path, `{"back": true}`).ok()
	if back.at("steps") != float64(1) {
		t.Fatal(back.text)
	}
	saved := o.ask("admin", "POST", path, `{"save": {"title": "Записка"}}`).ok()
	if saved.at("passed") != true {
		t.Fatal(saved.text)
	}
	if n := folders(t); n == 0 {
		t.Error("where does it play?")
	}
	o.ask("admin", "DELETE", path, ``)
	o.get("admin", path).is(404, "play_gone")
	o.stage.Close()
	if n := folders(t); n != 0 {
		t.Errorf("%d folders are left", n)
	}
}

// folders counts what plays of this process have on disk.
func folders(t *testing.T) int {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(os.TempDir(), "kontora-play-*"))
	if err != nil {
		t.Fatal(err)
	}
	return len(found)
}

// Only those of one pack are played here, so that it does not take long on a machine
// that has much to do; a second is too short for all of them.
func TestScenariosArePlayedUnderADraft(t *testing.T) {
	o := open(t)
	var shipped []string
	for _, pack := range []string{"base", "backoffice"} { // those of this office
		found, err := filepath.Glob("../../schemas/" + pack + "/scenarios/*.txtar")
		if err != nil {
			t.Fatal(err)
		}
		shipped = append(shipped, found...)
	}
	if len(shipped) < 20 {
		t.Fatal(len(shipped))
	}
	files := map[string]any{"schemas/base/scenarios/own.txtar": "packs base\nperson ann\nas ann\nlist base/memo\ncount 1\n"}
	dropped := 0
	for _, name := range shipped {
		if name = strings.TrimPrefix(filepath.ToSlash(name), "../../"); !strings.HasPrefix(name, "schemas/base/") || strings.HasSuffix(name, "/tasks.txtar") {
			files[name] = nil
			dropped++
		}
	}
	all := o.ask("admin", "POST", "/api/kontora/config/scenarios", map[string]any{"files": files, "within": 180}).ok()
	if total := len(shipped) - dropped + 1; all.at("total") != float64(total) || all.at("played") != float64(total) || all.at("passed") != float64(total-1) ||
		all.size("failed") != 1 || all.at("failed.0.name") != "base/own" || all.at("failed.0.line") != float64(5) || !strings.Contains(all.text, "expected 1") {
		t.Errorf("%v of %v, left %v, %.600s", all.at("passed"), all.at("total"), all.at("left"), all.text)
	}
	some := o.ask("admin", "POST", "/api/kontora/config/scenarios", `{"files": {}, "within": 1}`).ok()
	if some.size("left") == 0 || some.at("total") != float64(len(shipped)) {
		t.Errorf("nothing was left after a second: %.300s", some.text)
	}
}

// A scenario is no part of what is in force: publishing nothing else keeps it all the
// same.
func TestAScenarioIsKeptWithTheConfiguration(t *testing.T) {
	o := open(t)
	const path = "schemas/base/scenarios/own.txtar"
	before := o.get("admin", "/api/kontora/config").ok()
	made := o.ask("admin", "POST", "/api/kontora/config", map[string]any{"files": map[string]any{path: "packs base\n"}, "note": "scenario"}).ok()
	again := o.ask("admin", "POST", "/api/kontora/config", map[string]any{"files": map[string]any{path: "packs base\n"}, "note": "once more"}).ok()
	after := o.get("admin", "/api/kontora/config").ok()
	if kept, _ := after.at("files").(map[string]any); kept[path] != "packs base\n" || after.at("hash") != before.at("hash") {
		t.Errorf("kept %v", kept[path])
	}
	if made.at("revision") == before.at("revision") || again.at("revision") != made.at("revision") {
		t.Errorf("revisions %v, %v, %v", before.at("revision"), made.at("revision"), again.at("revision"))
	}
}

func TestWalksOverADraft(t *testing.T) {
	o := open(t)
	o.ask("olga", "POST", "/api/kontora/config/walk", `{"files": {}, "type": "base/memo"}`).is(403, "may_not_design")
	o.ask("admin", "POST", "/api/kontora/config/walk", `{"files": {}, "type": "base/nothing"}`).is(400, "unknown_type")
	w := o.ask("admin", "POST", "/api/kontora/config/walk", `{"files": {}, "type": "base_memo", "steps": 60, "seed": 3}`).ok()
	if w.at("steps").(float64) < 60 || w.at("found") != nil || w.at("whole") != true {
		t.Errorf("%.500s", w.text)
	}
}
