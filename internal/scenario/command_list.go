package scenario

// Commands lists the names of all commands.
func Commands() []string { return sortedKeys(commands()) }

// commands are all words of the language; docs/testing-packs.md has an example
// of each. It is a function because some commands run others.
func commands() map[string]*command {
	return map[string]*command{
		"packs":    {usage: "packs NAME…", run: runPacks},
		"publish":  {usage: "publish [FOLDER] [-drop FILE]… ['note']", not: true, run: runPublish},
		"check":    {usage: "check [FOLDER]", not: true, run: runCheck},
		"now":      {usage: "now INSTANT", run: runNow},
		"advance":  {usage: "advance SPAN", run: runAdvance},
		"tick":     {usage: "tick", run: runTick},
		"restart":  {usage: "restart", run: runRestart},
		"audit":    {usage: "audit verify", not: true, run: runAudit},
		"register": {usage: "register verify", not: true, run: runRegister},
		"tamper":   {usage: "tamper 'SQL'", run: runTamper},
		"person":   {usage: "person NAME [FIELD=VALUE]…", run: runPerson},
		"as":       {usage: "as NAME | superuser | nobody", run: runAs},
		"apikey":   {usage: "apikey NAME SCOPE…", not: true, run: runApikey},
		"header":   {usage: "header NAME 'VALUE'", run: runHeader},
		"language": {usage: "language ru | en", run: runLanguage},
		"create":   {usage: "create TYPE NAME [FIELD=VALUE]… [{json}] ['remark'] [-transition KEY] [-force]", not: true, run: runCreate},
		"do":       {usage: "do NAME TRANSITION [FIELD=VALUE]… [{json}] ['remark'] [-revision N] [-force]", not: true, run: runDo},
		"edit":     {usage: "edit NAME [FIELD=VALUE]… [{json}] [-revision N]", not: true, run: runEdit},
		"archive":  {usage: "archive NAME", not: true, run: runArchive},
		"get":      {usage: "get NAME", not: true, run: runGet},
		"name":     {usage: "name NAME TYPE ID", run: runName},
		"list":     {usage: "list TYPE [view=…] [filter=…] [sort=…] [q=…] [limit=…] [cursor=…]", not: true, run: runList},
		"total":    {usage: "total TYPE [view=…] [filter=…]", not: true, run: runTotal},
		"inbox":    {usage: "inbox [TAB]", not: true, run: runInbox},
		"search":   {usage: "search 'WORDS'", not: true, run: runSearch},
		"options":  {usage: "options TYPE FIELD ['WORDS']", not: true, run: runOptions},
		"actions":  {usage: "actions NAME", not: true, run: runActions},
		"allowed":  {usage: "allowed [TRANSITION]…", run: runAllowed},
		"why":      {usage: "why NAME TRANSITION", run: runWhy},
		"form":     {usage: "form TYPE|NAME [TRANSITION] [FIELD=VALUE]… [{json}]", not: true, run: runForm},
		"history":  {usage: "history NAME", not: true, run: runHistory},
		"comment":  {usage: "comment NAME 'TEXT'", not: true, run: runComment},
		"comments": {usage: "comments NAME", not: true, run: runComments},
		"http":     {usage: "http METHOD PATH [{json}]", not: true, run: runHTTP},
		"parallel": {usage: "parallel N COMMAND…", later: true, run: runParallel},
		"together": {usage: "together 'PERSON COMMAND…' 'PERSON COMMAND…'", later: true, run: runTogether},
		"listen":   {usage: "listen EAR TOPIC…", not: true, run: runListen},
		"heard":    {usage: "heard EAR 'TEXT'", not: true, run: runHeard},
		"status":   {usage: "status CODE", run: expectStatus},
		"fault":    {usage: "fault CODE [FIELD]…", not: true, run: expectFault},
		"faults":   {usage: "faults N", run: expectFaults},
		"text":     {usage: "text 'TEXT'", not: true, run: expectText},
		"json":     {usage: "json PATH [==|!=|<|<=|>|>=|has VALUE]", not: true, run: expectJSON},
		"field":    {usage: "field NAME [==|!=|<|<=|>|>=|has VALUE]", not: true, run: expectField},
		"count":    {usage: "count N", run: expectCount},
		"rows":     {usage: "rows COLUMN,… FILE", run: expectRows},
		"save":     {usage: "save NAME PATH", run: runSave},
		"stop":     {usage: "stop", run: func(*call) error { return errStop }},
	}
}
