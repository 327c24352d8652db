// Package script runs the hooks that power users write in JavaScript: those of
// PocketBase, by its own plugin, and the engine's three events, onTransition,
// onEffect and onPublish, together with the object $kontora. docs/hooks.md is
// the guide.
//
// All hooks of a folder are loaded as one generation, or refused as one. A new
// generation replaces the one before by a pointer, so that no request fails
// while files change. The package must never give a handler a way around the
// door: what a hook changes is a command like any other.
package script
