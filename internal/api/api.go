package api

import (
	"fmt"
	"io/fs"
	"sync"

	"kontora/internal/designer"
	"kontora/internal/engine"
	"kontora/internal/exchange"
	"kontora/internal/spec"
	"kontora/internal/store"

	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/hook"
	"github.com/pocketbase/pocketbase/tools/router"
)

// Options are what the program decides at start.
type Options struct {
	Product    string                   // name of the product
	Demo       bool                     // the data are made up; the interface says so
	Dist       fs.FS                    // the built browser application; nil serves none
	Packs      *spec.Bundle             // configurations that ship with the program; nil for none
	SetupToken string                   // allows the first run; printed by the program
	Scripts    func() map[string][]byte // the hooks of the installation by file; nil for none
	Signatures Signatures               // keys and certificates of people; nil for none
	Stage      Stage                    // where configurations are tried out; nil for nowhere
}

type server struct {
	app   core.App
	e     *engine.Engine
	o     Options
	words *catalogue

	thumbs   chan struct{} // held by who makes one
	attempts *attempts     // at signing in
	verified *attempts     // of signatures, by address
	marks    *bookmarks    // in lists that are read page after page
	written  designer.Kept // where expressions are being written
	replays  sync.Mutex    // held by who replays the past
	compiled compiled      // drafts that somebody looks at
	imports  *imports      // files that are being brought in
	exports  *exports      // files that are being made or wait to be fetched
}

// Priorities of the middlewares: faults outside everything, so that PocketBase's
// own refusals get the same shape; keys just before PocketBase looks at the
// Authorization header; the rest where routes are.
const (
	faultPriority = apis.DefaultActivityLoggerMiddlewarePriority - 1000
	keyPriority   = apis.DefaultLoadAuthTokenMiddlewarePriority - 1
)

// maxUpload bounds a command with its files; each field has a bound of its own.
const maxUpload = 256 << 20

// Bind registers all routes and middlewares when the application starts to
// serve. It panics when the embedded catalogue is broken: a build mistake.
func Bind(app core.App, e *engine.Engine, o Options) {
	words, err := loadCatalogue()
	if err != nil {
		panic(fmt.Errorf("catalogue: %w", err))
	}
	s := &server{app: app, e: e, o: o, words: words, thumbs: make(chan struct{}, 1), attempts: newAttempts(), verified: newAttempts(), marks: newBookmarks(), exports: newExports(), imports: newImports()}
	app.OnServe().BindFunc(func(ev *core.ServeEvent) error {
		ev.UIExtensions = append(ev.UIExtensions, store.Dashboard())
		s.bind(ev.Router)
		if err := designer.NoteOrigins(app, o.Packs); err != nil {
			return fmt.Errorf("note what packs are made from: %w", err)
		}
		return ev.Next()
	})
}

func (s *server) bind(r *router.Router[*core.RequestEvent]) {
	r.Bind(&hook.Handler[*core.RequestEvent]{Id: "kontoraFaults", Priority: faultPriority, Func: s.writeFaults})
	r.Bind(&hook.Handler[*core.RequestEvent]{Id: "kontoraKeys", Priority: keyPriority, Func: s.loadKey})
	r.Bind(&hook.Handler[*core.RequestEvent]{Id: "kontoraStatus", Priority: apis.DefaultActivityLoggerMiddlewarePriority + 1, Func: s.nameStatus})
	r.BindFunc(s.limitSignIns)
	r.BindFunc(s.guardRecords)
	s.routes(r.Group("/api/kontora"))
	if s.o.Dist != nil && !r.HasRoute("GET", "/{path...}") {
		r.GET("/{path...}", s.static()).Bind(apis.SkipSuccessActivityLog())
	}
}

// routes is the table of contents; one file holds each story.
func (s *server) routes(g *router.RouterGroup[*core.RequestEvent]) {
	g.GET("/setup", s.open(getSetup))
	g.POST("/setup", s.open(postSetup))

	g.GET("/meta", s.asked(getMeta))
	g.PATCH("/me", s.asked(patchMe))
	g.GET("/openapi.json", s.asked(getOpenAPI))

	g.GET("/home", s.asked(getHome))
	g.GET("/inbox", s.asked(getInbox))
	g.GET("/counts", s.asked(getCounts))
	g.GET("/counts/{slug}", s.asked(getCount))
	g.GET("/metrics/{slug}", s.asked(getMetrics))
	g.GET("/lists/{slug}", s.asked(getList))
	g.GET("/search", s.asked(getSearch))
	g.GET("/options/{slug}", s.asked(getOptions))

	g.GET("/registers", s.asked(getRegisters))
	g.GET("/registers/{register}/balances", s.asked(getBalances))
	g.GET("/registers/{register}/entries", s.asked(getEntries))

	g.GET("/card/{slug}/{id}", s.asked(getCard))
	g.GET("/actions/{slug}/{id}", s.asked(getActions))
	g.GET("/history/{slug}/{id}", s.asked(getHistory))
	g.GET("/related/{slug}/{id}", s.asked(getRelated))
	g.GET("/clocks/{slug}/{id}", s.asked(getClocks))
	g.GET("/{slug}/{id}/{question}", s.asked(getOfRecord)) // seen, versions; a literal would stand beside /card/{slug}/{id}
	g.GET("/approvals/{slug}/{id}", s.asked(getSheet))
	g.GET("/signatures/{slug}/{id}", s.asked(getSignatures))
	g.GET("/signatures/{slug}/{id}/{signature}/{file}", s.asked(getSignatureFile))
	g.GET("/verify/{code}", s.open(getVerify))
	g.POST("/verify", s.open(postVerify)).Bind(apis.BodyLimit(maxVerify))
	g.GET("/comments/{slug}/{id}", s.asked(getComments))
	g.POST("/comments/{slug}/{id}", s.asked(postComment)).Bind(apis.BodyLimit(maxUpload))
	g.GET("/comments/{slug}/{id}/{comment}/{file}", s.getCommentFile)

	g.POST("/forms/{slug}", s.asked(postForm))
	g.POST("/bulk", s.asked(postBulk))
	g.POST("/bulk/actions", s.asked(postBulkActions))
	g.POST("/bulk/selection", s.asked(postBulkSelection))
	g.POST("/bulk/results", s.asked(postBulkResults))
	g.POST("/exports", s.asked(postExport))
	g.GET("/exports/{id}", s.asked(getExport))
	g.GET("/exports/{id}/file", s.asked(getExportFile))
	g.DELETE("/exports/{id}", s.asked(deleteExport))
	g.POST("/imports", s.asked(postImport)).Bind(apis.BodyLimit(exchange.MaxFile + 1))
	g.GET("/imports", s.asked(getImports))
	g.GET("/imports/{id}", s.asked(getImport))
	g.POST("/imports/{id}/check", s.asked(postImportCheck))
	g.POST("/imports/{id}/run", s.asked(postImportRun))
	g.GET("/imports/{id}/result", s.asked(getImportResult))
	g.DELETE("/imports/{id}", s.asked(deleteImport))
	g.GET("/prints/{slug}/{id}/{print}", s.asked(getPrint))
	g.POST("/prints/{slug}/{id}/{print}", s.asked(postPrint))
	g.POST("/files/{slug}/{file}", s.asked(postFile))
	g.POST("/{slug}", s.asked(postCreate)).Bind(apis.BodyLimit(maxUpload))
	g.POST("/{slug}/{id}/{transition}", s.asked(postTransition)).Bind(apis.BodyLimit(maxUpload))
	g.POST("/{slug}/{id}/{part}/{route}", s.asked(postVote)).Bind(apis.BodyLimit(maxUpload))
	g.PATCH("/{slug}/{id}", s.asked(patchRecord)).Bind(apis.BodyLimit(maxUpload))

	g.GET("/views", s.asked(getViews))
	g.POST("/views", s.asked(postView))
	g.PATCH("/views/{id}", s.asked(patchView))
	g.DELETE("/views/{id}", s.asked(deleteView))
	g.GET("/notifications", s.asked(getNotices))
	g.POST("/notifications/read", s.asked(postNoticesRead))
	g.GET("/outbox", s.asked(getOutbox))
	g.POST("/outbox/{id}/resend", s.asked(postResend))
	g.POST("/outbox/{id}/discard", s.asked(postDiscard))
	g.POST("/mailed-vote", s.asked(postMailedVote))
	g.GET("/signature", s.asked(getOwnSignature))
	g.POST("/signature/key", s.asked(postSignatureKey))
	g.POST("/signature/pin", s.asked(postSignaturePin))
	g.GET("/certificates", s.asked(getCertificates))
	g.GET("/sign/ca.crt", s.open(getAuthority))
	g.GET("/sign/crl", s.open(getRevocationList))
	g.GET("/keys", s.asked(getKeys))
	g.POST("/keys", s.asked(postKey))
	g.DELETE("/keys/{id}", s.asked(deleteKey))
	g.GET("/push", s.asked(getPush))
	g.POST("/push", s.asked(postPush))
	g.DELETE("/push/{id}", s.asked(deletePush))

	g.GET("/settings", s.asked(getSettings))
	g.PUT("/settings/{pack}/{name}", s.asked(putSetting))
	g.PUT("/password/{id}", s.asked(putPassword))

	g.GET("/config", s.asked(getConfig))
	g.GET("/config/export", s.asked(exportConfig))
	g.POST("/config", s.asked(postConfig))
	g.POST("/config/check", s.asked(checkConfig))
	g.POST("/config/uses", s.asked(postUses))
	g.POST("/config/rename", s.asked(postRename))
	g.POST("/config/form", s.asked(postConfigForm))
	g.POST("/config/options", s.asked(postConfigOptions))
	g.POST("/config/print", s.asked(postProof))
	g.POST("/config/print/file", s.asked(postProofFile))
	g.POST("/config/plan", s.asked(planConfig))
	g.POST("/config/preview", s.asked(previewConfig))
	g.GET("/config/counts", s.asked(configCounts))
	g.GET("/config/revisions", s.asked(getRevisions))
	g.GET("/config/revisions/{number}", s.asked(getRevision))
	g.GET("/config/revisions/{number}/diff", s.asked(diffRevisions))
	g.POST("/config/restore", s.asked(restoreConfig))
	g.GET("/config/moves", s.asked(getMoves))
	g.GET("/config/packs", s.asked(getPacks))
	g.POST("/config/play", s.asked(postPlay))
	g.GET("/config/play/{id}", s.asked(getPlay))
	g.POST("/config/play/{id}", s.asked(postPlayed))
	g.DELETE("/config/play/{id}", s.asked(deletePlay))
	g.GET("/config/play/{id}/as/{person}/{path...}", s.asked(askPlay))
	g.POST("/config/play/{id}/as/{person}/{path...}", s.asked(askPlay))
	g.POST("/config/scenarios", s.asked(postScenarios))
	g.GET("/config/unused", s.asked(getUnused))
	g.POST("/config/backtest", s.asked(postBacktest))
	g.POST("/config/walk", s.asked(postWalk))
	g.POST("/config/packs", s.asked(postPacks))
	g.POST("/config/packs/update", s.asked(updatePack))
	g.POST("/config/packs/remove", s.asked(removePack))
	g.POST("/config/packs/upload", s.asked(uploadPack))

	g.GET("/config/drafts", s.asked(getDrafts))
	g.POST("/config/drafts", s.asked(postDraft))
	g.GET("/config/drafts/{id}", s.asked(getDraft))
	g.PATCH("/config/drafts/{id}", s.asked(patchDraft))
	g.DELETE("/config/drafts/{id}", s.asked(deleteDraft))
	g.POST("/config/drafts/{id}/rebase", s.asked(rebaseDraft))
	g.POST("/config/drafts/{id}/publish", s.asked(publishDraft))
	g.POST("/config/complete", s.asked(postComplete))
	g.GET("/config/functions", s.asked(getFunctions))
	g.POST("/config/try", s.asked(postTry))
	g.POST("/config/access", s.asked(postAccess))
	g.POST("/config/when", s.asked(postWhen))
}
