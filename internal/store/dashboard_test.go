package store_test

import (
	"io/fs"
	"strings"
	"testing"

	"kontora/internal/store"

	"github.com/pocketbase/pocketbase/core"
)

func TestTheDashboardKnowsEveryOwnColumnType(t *testing.T) {
	t.Parallel()
	script, err := fs.ReadFile(store.Dashboard().FS, "main.js")
	if err != nil {
		t.Fatal(err)
	}
	app, m := open(t), office()
	sync(t, app, nil, m)
	c, err := app.FindCollectionByNameOrId("money_payment")
	if err != nil {
		t.Fatal(err)
	}
	builtIn := "text relation json file email bool"
	for _, f := range c.Fields {
		if !strings.Contains(builtIn, f.Type()) && !strings.Contains(string(script), "\n  "+f.Type()+": {") {
			t.Errorf("the dashboard would throw at %s (%s)", f.GetName(), f.Type())
		}
	}
	if core.Fields["money"]().Type() != "money" {
		t.Error("money is not registered")
	}
}
