package engine

import (
	"net/http"
	"regexp"
	"strings"

	"kontora/internal/fault"

	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/hook"
)

// bindGuards closes the ways around the door that PocketBase opens for its
// operators: raw SQL, import and truncation of collections, edits of the
// engine's collections, restoring a backup over a running installation.
func (e *Engine) bindGuards() {
	e.app.OnServe().Bind(&hook.Handler[*core.ServeEvent]{Id: "kontoraGuards", Priority: outermost, Func: func(ev *core.ServeEvent) error {
		ev.Router.Bind(&hook.Handler[*core.RequestEvent]{Id: "kontoraClosed", Priority: outermost, Func: e.closed})
		ev.Router.Bind(&hook.Handler[*core.RequestEvent]{Id: "kontoraGate", Priority: apis.DefaultBodyLimitMiddlewarePriority + 1, Func: e.gated})
		return ev.Next()
	}})
	e.app.OnCollectionsImportRequest().BindFunc(func(ev *core.CollectionsImportRequestEvent) error {
		return fault.New(fault.Denied, "collections_by_configuration", nil)
	})
	refuse := func(ev *core.CollectionRequestEvent) error {
		if e.managed(ev.Collection) != nil {
			return fault.New(fault.Denied, "collections_by_configuration", fault.Params{"type": ev.Collection.Name})
		}
		return ev.Next()
	}
	e.app.OnCollectionCreateRequest().BindFunc(e.refuseView)
	e.app.OnCollectionUpdateRequest().BindFunc(e.refuseView)
	e.app.OnCollectionUpdateRequest().BindFunc(e.onCollectionUpdate)
	e.app.OnCollectionDeleteRequest().BindFunc(refuse)
	e.app.OnBackupRestore().BindFunc(func(ev *core.BackupEvent) error {
		if e.Model() != nil {
			return fault.New(fault.Denied, "restore_offline", nil)
		}
		return ev.Next()
	})
}

// refuseView keeps a view of PocketBase's from reading managed tables: its rules
// know neither rows nor cells.
func (e *Engine) refuseView(ev *core.CollectionRequestEvent) error {
	if !ev.Collection.IsView() || e.Model() == nil {
		return ev.Next()
	}
	for _, name := range tableWords.FindAllString(strings.ToLower(ev.Collection.ViewQuery), -1) {
		if e.Model().TypeBySlug(name) != nil || strings.HasPrefix(name, "k_") {
			return fault.New(fault.Denied, "collections_by_configuration", fault.Params{"type": name})
		}
	}
	return ev.Next()
}

var tableWords = regexp.MustCompile(`[a-z0-9_]+`)

// onCollectionUpdate lets operators change the sign-in settings of people, and
// nothing else of a collection that the configuration owns.
func (e *Engine) onCollectionUpdate(ev *core.CollectionRequestEvent) error {
	t := e.managed(ev.Collection)
	if t == nil {
		return ev.Next()
	}
	stored, err := ev.App.FindCollectionByNameOrId(ev.Collection.Id)
	if err != nil {
		return err
	}
	if !ev.Collection.IsAuth() || !sameShape(stored, ev.Collection) {
		return fault.New(fault.Denied, "collections_by_configuration", fault.Params{"type": t.Slug})
	}
	return ev.Next()
}

func sameShape(a, b *core.Collection) bool {
	if a.Name != b.Name || len(a.Fields) != len(b.Fields) || !sameRules(a, b) {
		return false
	}
	for _, f := range a.Fields {
		other := b.Fields.GetById(f.GetId())
		if other == nil || other.GetName() != f.GetName() || other.Type() != f.Type() || other.GetHidden() != f.GetHidden() {
			return false
		}
	}
	return strings.Join(a.Indexes, ";") == strings.Join(b.Indexes, ";")
}

func sameRules(a, b *core.Collection) bool {
	same := func(x, y *string) bool { return x == nil && y == nil || x != nil && y != nil && *x == *y }
	return same(a.ListRule, b.ListRule) && same(a.ViewRule, b.ViewRule) && same(a.CreateRule, b.CreateRule) &&
		same(a.UpdateRule, b.UpdateRule) && same(a.DeleteRule, b.DeleteRule) && same(a.ManageRule, b.ManageRule)
}

// closed refuses the routes that go around every rule.
func (e *Engine) closed(re *core.RequestEvent) error {
	path := re.Request.URL.Path
	if closedRoute(re.Request.Method, path) && (e.Model() != nil) {
		if strings.HasSuffix(path, "/truncate") {
			c, err := re.App.FindCachedCollectionByNameOrId(re.Request.PathValue("collection"))
			if err != nil || e.managed(c) == nil {
				return re.Next()
			}
		}
		return fault.New(fault.Denied, "route_closed", fault.Params{"path": path})
	}
	re.Set(wholeBody, re.Request.Body) // PocketBase will put its limit around it
	return re.Next()
}

// closedRoute lists routes that write, or read, around every rule.
func closedRoute(method, path string) bool {
	switch {
	case path == "/api/sql":
		return true
	case method == http.MethodDelete && strings.HasPrefix(path, "/api/collections/") && strings.HasSuffix(path, "/truncate"):
		return true
	case strings.HasPrefix(path, "/api/backups/") && strings.HasSuffix(path, "/restore"):
		return true
	}
	return false
}
