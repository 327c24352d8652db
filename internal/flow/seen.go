package flow

import (
	"time"

	"kontora/internal/fault"
	"kontora/internal/model"
)

// Sight is what somebody sees of a record and may do with it, cell by cell, with
// the rules that say so.
type Sight struct {
	Rights  Rights
	Gives   []*model.Access // rules that show them the record
	Lent    []*model.Access // rules by which somebody away lends them sight of it
	Cells   []CellSight
	Actions []*Action
}

// Level is what somebody may do with a cell.
type Level string

// The levels.
const (
	LevelHidden Level = "hidden"
	LevelRead   Level = "read"
	LevelEdit   Level = "edit"
)

// CellSight is one cell.
type CellSight struct {
	Field  *model.Field
	Level  Level
	Given  []*model.Access   // rules that show it to them
	Taken  []*model.Deny     // rules that take it away again, or keep it from change
	Edit   []*model.EditCell // that let them change it
	Would  []*model.Access   // of a hidden one: rules that show it to others
	Closed *fault.Fault      // of one that they read: why they may not change it
	State  FieldState
}

// SightOf tells what somebody sees of a record, which may be as it would be in
// another state; beside reads it with them, and is told no value of a cell that
// they may not see themselves. Nobody is refused: who does not see the record has
// no cells.
func SightOf(m *model.Model, snap Snapshot, rec *Record, as, beside Actor, now time.Time) (*Sight, error) {
	s := newSession(m, snap, as, now)
	s.stored[rec.Reference()] = rec
	s.beside = s.newWatch(m, snap, beside, nil)
	rights, err := s.rights(rec)
	if err != nil {
		return nil, told(err)
	}
	out := &Sight{Rights: rights}
	for _, a := range rec.Type.Access {
		switch {
		case rights.Mask&(1<<a.Bit) != 0:
			out.Gives = append(out.Gives, a)
		case rights.Lent&(1<<a.Bit) != 0:
			out.Lent = append(out.Lent, a)
		}
	}
	a := newAttempt(s, Command{Kind: Edit, Type: rec.Type, Id: rec.Id}, nil)
	a.old, a.rec = rec, rec
	if err := a.openByEdit(); err != nil {
		return nil, told(err)
	}
	for _, f := range rec.Type.Fields {
		cell, err := a.sight(f, rights)
		if err != nil {
			return nil, told(err)
		}
		out.Cells = append(out.Cells, cell)
	}
	if !rights.Row() || rec.Type.Lifecycle == nil || rec.IsArchived() || as.Scope != nil && !as.Scope(rec.Type, true) {
		return out, nil
	}
	out.Actions, err = s.actions(rec)
	return out, err
}

// sight judges one cell.
func (a *attempt) sight(f *model.Field, rights Rights) (CellSight, error) {
	cell := CellSight{Field: f, Level: LevelHidden}
	var err error
	if cell.State, err = a.fieldState(f); err != nil {
		return cell, err
	}
	for _, d := range a.rec.Type.Deny {
		if (rights.Mask|rights.Lent)&(1<<d.Bit) != 0 && d.Fields[f] {
			cell.Taken = append(cell.Taken, d)
		}
	}
	for _, r := range a.rec.Type.Access {
		switch shows := r.Read[f] || f.Engine; {
		case shows && (rights.Mask|rights.Lent)&(1<<r.Bit) != 0:
			cell.Given = append(cell.Given, r)
		case shows:
			cell.Would = append(cell.Would, r)
		}
	}
	if !rights.Reads(f) {
		return cell, nil
	}
	cell.Level, cell.Would, cell.Closed = LevelRead, nil, cell.State.Reason
	if cell.State.ReadOnly {
		return cell, nil
	}
	cell.Level = LevelEdit
	cell.Edit, err = a.editedBy(f)
	return cell, err
}

// editedBy lists the cells of the edit matrix that name the actor.
func (a *attempt) editedBy(f *model.Field) (out []*model.EditCell, err error) {
	if a.rec.Type.Edit == nil {
		return nil, nil
	}
	for i := range a.rec.Type.Edit.Cells {
		c := &a.rec.Type.Edit.Cells[i]
		if !c.Fields[f] || c.States != nil && !c.States[a.rec.Status()] {
			continue
		}
		one, err := a.s.isOne(c.Who, a.rec)
		if err != nil {
			return nil, err
		}
		if one {
			out = append(out, c)
		}
	}
	return out, nil
}
