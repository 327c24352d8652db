// Package pb_migrations creates the system tables: rights, projections,
// history, numbers. They are plain tables, not collections, so that no API of
// PocketBase reaches them. The collections of the configured types are not made
// here; package store synchronises those with the model.
package pb_migrations

import (
	"sync"

	"github.com/pocketbase/pocketbase/core"
)

var once sync.Once

// Register puts the migrations on PocketBase's list. Call it before the
// application is bootstrapped; a second call does nothing.
func Register() {
	once.Do(func() {
		core.AppMigrations.Register(createTables, nil, "1780000000_tables.go")
		core.AppMigrations.Register(addCommentFiles, nil, "1780000001_comment_files.go")
		core.AppMigrations.Register(createFacts, nil, "1790000000_facts.go")
		core.AppMigrations.Register(createHeads, nil, "1790000050_heads.go")
		core.AppMigrations.Register(createRegrants, nil, "1790000060_regrants.go")
		core.AppMigrations.Register(createOutbox, nil, "1790000100_outbox.go")
		core.AppMigrations.Register(createRegisters, nil, "1790000100_registers.go")
		core.AppMigrations.Register(createFiles, nil, "1790000100_files.go")
		core.AppMigrations.Register(mergeSearchLater, nil, "1790000200_search_merge.go")
		core.AppMigrations.Register(indexWorkByAuthor, nil, "1790000300_work_by_author.go")
		core.AppMigrations.Register(keepSettingsByUnit, nil, "1790000400_settings_by_unit.go")
		core.AppMigrations.Register(createEffects, nil, "1790000500_effects.go")
		core.AppMigrations.Register(createDevices, nil, "1790000500_devices.go")
		core.AppMigrations.Register(createMoves, nil, "1790000600_moves.go")
		core.AppMigrations.Register(createOpened, nil, "1790000700_opened.go")
		core.AppMigrations.Register(createDrafts, nil, "1790000800_drafts.go")
		core.AppMigrations.Register(createOriginals, nil, "1790000810_originals.go")
		core.AppMigrations.Register(createImports, nil, "1790000900_imports.go")
		core.AppMigrations.Register(createFileVersions, nil, "1790000900_file_versions.go")
		core.AppMigrations.Register(createCertificates, nil, "1790000910_certificates.go")
		core.AppMigrations.Register(createTexts, nil, "1790000950_texts.go")
		core.AppMigrations.Register(createSignatures, nil, "1790000900_signatures.go")
	})
}

func run(app core.App, statements []string) error {
	for _, s := range statements {
		if _, err := app.NonconcurrentDB().NewQuery(s).Execute(); err != nil {
			return err
		}
	}
	return nil
}
