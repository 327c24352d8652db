# make test   sets up what is missing and runs every check
# make build  the program, with the browser application inside
# make ui     the browser application (ui/dist, committed)

GO     ?= go
NPM    := npm --prefix ui
export GOTOOLCHAIN := local

# Packages that several requests share at once, and the pure ones: the race
# detector costs ten times the time, so it runs where it can find something.
RACE := ./internal/fault ./internal/money ./internal/spec ./internal/rule ./internal/model ./internal/flow ./internal/store ./internal/engine
# Long, and of one thread: played without it.
LONG := ^(TestATableIsExtendedInPlace|TestAStoredConfigurationGoesOnUnderStricterAnalysis|TestRecordsAreFiledAnewOnlyWhereItMatters|TestFiltersCannotAskWhatTheReaderMayNotSee|TestInboxShowsOpenWorkByDeadline|TestListsAndLettersInQueries|TestSearchFindsWhatTheReaderSees|TestTheFilterBuildersExpressionsFindWhatTheySay|TestRebuildRestoresWhatWasLost|TestSumsTogetherAreFoundByIndex|TestMovesGoOnAfterAStop|TestASearchThatFindsLittleStopsAndGoesOn|TestListsShowExactlyWhatAReaderMaySee|TestRandomCommands|TestRightsAreThoseOfTheConfigurationAfterAStop|TestSQLAgreesWithGo|TestEverythingCanBeRenamed|TestDiffMissesNothing|TestBadConfigurations|TestKilledAtEveryStep)$$$$
ALL  := . ./internal/... ./pb_migrations/... ./bench/... ./ui ./ui/src/...

.PHONY: build ui test lint generated go race scenarios browser dist e2e fuzz clean

build:
	$(GO) build -o kontora .

ui: ui/node_modules
	$(NPM) run build

test: lint generated go race browser dist e2e

lint:
	@test -z "$$(gofmt -l $$(git ls-files '*.go'))" || { echo "gofmt these files:"; gofmt -l $$(git ls-files '*.go'); exit 1; }
	$(GO) vet $(ALL)

# Schemas for editors and reference pages must be what the grammar says.
generated:
	$(GO) test -count=1 -run Generated ./internal/spec

go:
	$(GO) test -timeout 20m $$($(GO) list $(ALL) | grep -vxF "$$($(GO) list $(RACE))")
	$(GO) test -timeout 20m -run '$(LONG)' $(RACE)

race:
	$(GO) test -timeout 20m -race -skip '$(LONG)' $(RACE)
	$(GO) test -race -run TestSharedCalendar ./internal/worktime
	$(GO) test -race -run TestTwoRequestsOfOneKeyAtOnce ./internal/api
	$(GO) test -race -run '^(TestTwoCouriersSendOnce|TestASlowServiceHoldsNobodyUp|TestThePairOfKeysIsMadeOnce)$$' ./internal/deliver
	$(GO) test -race -run 'TestScenarios/(together|numbering|cells)$$' ./internal/scenario

# The scenarios alone, as authors of packs play them; go test plays them too.
scenarios: build
	./kontora test
	./kontora test --from schemas/examples/library
	./kontora test --from schemas/examples/advance

ui/node_modules: ui/package-lock.json
	$(NPM) install --no-save --no-audit --no-fund # ci would ask the registry for every platform's binaries
	@touch $@

browser: ui/node_modules
	$(NPM) run check

# What is committed in ui/dist must be what the sources build to.
dist: ui/node_modules
	$(NPM) run build
	$(NPM) run budget
	@git diff --exit-code --stat -- ui/dist && test -z "$$(git ls-files --others --exclude-standard ui/dist)" || \
		{ echo "ui/dist is not current: commit what make ui builds"; exit 1; }

# People at work in real Chromium (CHROMIUM names another), against the program itself:
# they wait more than they compute, so two halves run beside each other.
e2e: build ui/node_modules
	@export E2E_PATIENCE=$${E2E_PATIENCE:-3}; $(NPM) run e2e -- --shard=1/2 & first=$$!; \
	$(NPM) run e2e -- --shard=2/2; second=$$?; \
	wait $$first && exit $$second

fuzz:
	$(GO) test -run '^$$' -fuzz FuzzParse -fuzztime 60s ./internal/spec
	$(GO) test -run '^$$' -fuzz FuzzLoad -fuzztime 60s ./internal/spec
	$(GO) test -run '^$$' -fuzz FuzzCompile -fuzztime 60s ./internal/rule
	$(GO) test -run '^$$' -fuzz FuzzEval -fuzztime 60s ./internal/rule
	$(GO) test -run '^$$' -fuzz FuzzQuery -fuzztime 60s ./internal/rule
	$(GO) test -run '^$$' -fuzz FuzzFilter -fuzztime 60s ./internal/api
	$(GO) test -run '^$$' -fuzz FuzzCalendar -fuzztime 60s ./internal/worktime

clean:
	rm -f kontora
