package engine

import (
	"errors"

	"kontora/internal/flow"
)

// PublishAndDie publishes and is stopped right after the commit.
func (e *Engine) PublishAndDie(files map[string][]byte, moves Moves) error {
	m, found := Check(files)
	if m == nil {
		return errors.Join(ErrRefused, errors.New(found[0].Message))
	}
	_, err := e.commit(e.active.Load(), m, Publishing{Files: files, By: "system", Moves: moves})
	return err
}

// CatchUp is one look of Follow.
func (e *Engine) CatchUp() error { return e.catchUp() }

// Titles names records as lists do.
func (e *Engine) Titles() func(*flow.Record) string { return e.titles(e.app) }

// GrantsOf judges rights by the configuration in force.
var GrantsOf = (*Engine).grantsOf

// RefiledTypes are the types whose records a configuration files otherwise.
var RefiledTypes = refiledTypes
