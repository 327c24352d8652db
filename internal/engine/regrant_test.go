package engine_test

import (
	"maps"
	"strings"
	"testing"

	"kontora/internal/engine"
	"kontora/internal/store"
)

// Rights that a configuration changes are committed with it. A process that had not
// noticed it yet may have filed records by the rules before; it files them anew.
func TestRightsAreThoseOfTheConfigurationAfterAStop(t *testing.T) {
	for _, tt := range []struct {
		name string
		late bool // somebody goes on by the rules before
		next func(t *testing.T, d *desk) *desk
	}{
		{"the program starts again", false, func(t *testing.T, d *desk) *desk { return openDesk(t, d.App().DataDir()) }},
		{"another process follows", true, func(t *testing.T, d *desk) *desk {
			if err := d.CatchUp(); err != nil {
				t.Fatal(err)
			}
			return d
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d := newDesk(t, "base")
			unit := d.create(t, "base_org_unit", map[string]any{"name": "Алматы", "kind": "organization"})
			person := d.create(t, "users", map[string]any{"full_name": "Ольга Литвинова", "email": "olga@example.kz", "department": unit, "roles": []any{"base/employee"}})
			d.create(t, "base_memo", map[string]any{"subject": "Принтер", "to": person})

			other := openDesk(t, d.App().DataDir())
			last, err := store.LastRevision(d.App())
			if err != nil {
				t.Fatal(err)
			}
			files := maps.Clone(last.Files)
			const path = "schemas/base/types/memo.json"
			changed := strings.Replace(string(files[path]), `"access": {`, `"access": {"unit": {"who": "members(to.department)", "read": "*"}, `, 1)
			if changed == string(files[path]) {
				t.Fatal("the memo's rights did not change")
			}
			files[path] = []byte(changed)
			if err := other.PublishAndDie(files, nil); err != nil {
				t.Fatal(err)
			}
			if tt.late {
				d.create(t, "base_memo", map[string]any{"subject": "Картридж", "to": person})
			}

			now := tt.next(t, d)
			if now.Active().Number != 2 {
				t.Fatalf("configuration %d is in force", now.Active().Number)
			}
			wrong, err := store.CheckDerived(now.App(), now.Model().Types, engine.GrantsOf(now.Engine, now.Model()), nil)
			for _, line := range wrong {
				if strings.Contains(line, " acl [") {
					t.Error(line)
				}
			}
			if err != nil {
				t.Error(err)
			}
			if noted, err := store.Regrants(now.App(), 99); err != nil || len(noted) != 0 {
				t.Errorf("the note is still there: %v, %v", noted, err)
			}
		})
	}
}
