// Package scenario runs the scripts by which packs are tested: txtar archives
// whose comment is a list of commands and whose files are configuration,
// uploads and expected output. Every script gets an application of its own with
// an empty data folder, the real HTTP routes, a clock that stands still until it
// is moved, and as many people as it names. docs/testing-packs.md documents the
// commands.
//
// A script acts through HTTP requests, as people and programs do. The package
// must never reach around the routes, except for setting the stage: installing
// packs, moving the clock, and damaging the database where a script asks for it.
package scenario
