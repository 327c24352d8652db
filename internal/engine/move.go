package engine

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"kontora/internal/fault"
	"kontora/internal/flow"
	"kontora/internal/model"
	"kontora/internal/rule"
	"kontora/internal/store"

	"github.com/pocketbase/pocketbase/core"
)

// Moves says where records go that a configuration leaves no place, by the key
// of their type in it.
type Moves map[string]TypeMoves

// TypeMoves is what happens to the records of one type.
type TypeMoves struct {
	States  map[string]string            `json:"states,omitempty"`  // state that is gone → state
	Choices map[string]map[string]string `json:"choices,omitempty"` // field, or column of a table (lines.kind) → choice that is gone → choice
	Open    string                       `json:"open,omitempty"`    // finish (default): by the rules they were made under; migrate
	// Fill gives the records that move what they lack: field → value, or "=" and
	// an expression over the record (`it`).
	Fill map[string]any `json:"fill,omitempty"`
}

// What happens to records on which work is owed by earlier rules.
const (
	OpenFinish  = "finish"
	OpenMigrate = "migrate"
)

// moveBatch is how many records are looked up at once. Each moves in a
// transaction of its own, so that other writers wait for one at most.
const moveBatch = 100

// refusedMoves checks moves against the configuration that they come with.
func refusedMoves(m *model.Model, moves Moves) error {
	var faults []*fault.Fault
	wrong := func(code, at string, params fault.Params) {
		faults = append(faults, fault.New(fault.Invalid, code, params).At("moves."+at))
	}
	for _, key := range slices.Sorted(maps.Keys(moves)) {
		t, in := m.TypeByKey(key), moves[key]
		if t == nil || t.Abstract || t.Owner != nil {
			wrong("unknown_type", key, fault.Params{"type": key})
			continue
		}
		for _, from := range slices.Sorted(maps.Keys(in.States)) {
			if to := in.States[from]; t.Lifecycle.State(to) == nil || t.Lifecycle.StateNow(from) != nil {
				wrong("move_of_state", key+".states."+from, fault.Params{"from": from, "to": to})
			}
		}
		for _, name := range slices.Sorted(maps.Keys(in.Choices)) {
			f := fieldOf(t, name)
			for _, from := range slices.Sorted(maps.Keys(in.Choices[name])) {
				if to := in.Choices[name][from]; f == nil || !hasChoice(f, to) || hasChoice(f, from) {
					wrong("move_of_choice", key+".choices."+name+"."+from, fault.Params{"from": from, "to": to})
				}
			}
		}
		if in.Open != "" && in.Open != OpenFinish && in.Open != OpenMigrate || in.Open == OpenMigrate && t.Lifecycle == nil {
			wrong("move_of_open", key+".open", fault.Params{"open": in.Open})
		}
		for _, name := range slices.Sorted(maps.Keys(in.Fill)) {
			if _, f := filling(m, t, name, in.Fill[name]); f != nil {
				wrong(f.Code, key+".fill."+name, f.Params)
			}
		}
	}
	if f := fault.Join(faults); f != nil {
		return f
	}
	return nil
}

func hasChoice(f *model.Field, key string) bool {
	return slices.ContainsFunc(f.Enum, func(v model.EnumValue) bool { return v.Key == key })
}

// filling is what gives a field its value: a value, or a rule that finds it.
func filling(m *model.Model, t *model.Type, name string, given any) (any, *fault.Fault) {
	f := t.Field(name)
	if f == nil || f.Engine || f.Computed != nil || f.Kind == model.Rows || f.Kind == model.File {
		return nil, fault.New(fault.Invalid, "move_fills", fault.Params{"field": name})
	}
	src, isText := given.(string)
	if src, isRule := strings.CutPrefix(src, "="); isText && isRule {
		r, issues := m.CompileValue(t, f, src)
		if len(issues) > 0 {
			return nil, fault.New(fault.Invalid, "move_expression", fault.Params{"position": issues[0].Offset + 1, "reason": issues[0].Code})
		}
		return r, nil
	}
	fields, wrong := flow.ReadFields(t, map[string]any{name: given})
	if len(wrong) > 0 {
		return nil, wrong[0]
	}
	return fields[name], nil
}

// list writes moves down one by one, in the order in which they are made.
func (moves Moves) list(m *model.Model, config int64) []store.Move {
	var list []store.Move
	for _, key := range slices.Sorted(maps.Keys(moves)) {
		t, in := m.TypeByKey(key), moves[key]
		add := func(what, field, from, to string) {
			list = append(list, store.Move{Config: config, Type: t.StableId, What: what, Field: field, From: from, To: to, Fill: in.Fill})
		}
		for _, from := range slices.Sorted(maps.Keys(in.States)) {
			add(store.MoveState, "", from, in.States[from])
		}
		for _, field := range slices.Sorted(maps.Keys(in.Choices)) {
			for _, from := range slices.Sorted(maps.Keys(in.Choices[field])) {
				add(store.MoveChoice, field, from, in.Choices[field][from])
			}
		}
		if in.Open == OpenMigrate {
			add(store.MoveOpen, "", "", "")
		}
	}
	return list
}

// Migrate moves records that wait for it, at most so many; it reports how many
// it looked at. It goes on where it was broken off.
func (e *Engine) Migrate(ctx context.Context, most int) (int, error) {
	e.moving.Lock()
	defer e.moving.Unlock()
	looked := 0
	for e.Model() != nil && looked < most && ctx.Err() == nil {
		move, err := store.PendingMove(e.app)
		if err != nil || move == nil {
			return looked, err
		}
		n, err := e.migrateSome(ctx, move, min(moveBatch, most-looked))
		if looked += n; err != nil {
			return looked, err
		}
	}
	return looked, ctx.Err()
}

// migrateSome makes one step of a move, and ends it when nothing is left.
func (e *Engine) migrateSome(ctx context.Context, move *store.Move, most int) (int, error) {
	defer e.enter()()
	t := byStableId(e.Model(), move.Type)
	if t == nil || t.Abstract {
		return 0, store.FinishMove(e.app, move, e.Now())
	}
	records, err := store.ToMove(e.app, t, move, most)
	if err != nil {
		return 0, err
	}
	if len(records) == 0 {
		return 0, store.FinishMove(e.app, move, e.Now())
	}
	for i, r := range records {
		if ctx.Err() != nil {
			return i, ctx.Err()
		}
		if err := e.migrate(t, move, r); err != nil {
			return i, fmt.Errorf("move %s/%s: %w", t.Key, r.Id, err)
		}
	}
	return len(records), nil
}

// migrate moves one record. One that its new rules refuse stays as it is, with
// the reason; it goes on by the rules it was made under.
func (e *Engine) migrate(t *model.Type, move *store.Move, r store.Moved) error {
	err := e.app.RunInTransaction(func(tx core.App) error {
		there, err := store.ToMove(tx, t, &store.Move{What: move.What, Field: move.Field, From: move.From, Config: move.Config, After: r.N - 1}, 1)
		if err != nil {
			return err
		}
		if len(there) == 0 || there[0].Id != r.Id { // somebody has changed it meanwhile
			return store.PassMove(tx, move, r)
		}
		cmd, err := e.migration(tx, t, move, r)
		if err != nil {
			return err
		}
		if _, err := e.Do(tx, Input{Command: cmd}); err != nil {
			return err
		}
		return store.NoteMove(tx, move, r, "")
	})
	var refused *fault.Fault
	if !errors.As(err, &refused) {
		return err
	}
	why, err := json.Marshal(refused)
	if err != nil {
		return err
	}
	return e.app.RunInTransaction(func(tx core.App) error { return store.NoteMove(tx, move, r, string(why)) })
}

// migration is the command by which a record moves.
func (e *Engine) migration(tx core.App, t *model.Type, move *store.Move, r store.Moved) (flow.Command, error) {
	snap, err := e.Snapshot(tx)
	if err != nil {
		return flow.Command{}, err
	}
	return migrationOver(e.Model(), snap.At(e.Now()), t, move, r.Id, e.Now())
}

// migrationOver is migration as the records are in a snapshot.
func migrationOver(m *model.Model, snap flow.Snapshot, t *model.Type, move *store.Move, id string, now time.Time) (cmd flow.Command, err error) {
	cmd = flow.Command{Kind: flow.Migrate, Type: t, Id: id, Actor: flow.Actor{System: true}, Fields: map[string]any{}}
	rec, err := snap.Load(t, id)
	if err != nil || rec == nil {
		return cmd, err
	}
	switch move.What {
	case store.MoveState:
		cmd.State = move.To
	case store.MoveChoice:
		putChoice(&cmd, rec, move)
	}
	for _, name := range slices.Sorted(maps.Keys(move.Fill)) {
		if v := rec.Values[name]; v != nil && v != "" {
			continue
		}
		given, f := filling(m, t, name, move.Fill[name])
		if f != nil {
			return cmd, f
		}
		if r, isRule := given.(*rule.Rule); isRule {
			sc := flow.QueryScope(m, snap, r, rec, cmd.Actor, now)
			sc.It = sc.Self
			if given, err = r.Eval(sc); err != nil {
				return cmd, fault.New(fault.Invalid, "move_expression", fault.Params{"position": 1, "reason": "no_value"}).At(name)
			}
		}
		cmd.Fields[name] = given
	}
	return cmd, nil
}

// putChoice gives a record another choice in place of one that is gone; in a table,
// every row that holds it.
func putChoice(cmd *flow.Command, rec *flow.Record, move *store.Move) {
	table, column, ofRow := strings.Cut(move.Field, ".")
	if !ofRow {
		cmd.Fields[move.Field] = chosen(rec.Values[move.Field], move.From, move.To)
		return
	}
	rows := []flow.RowInput{}
	for _, row := range rec.Rows[table] {
		in := flow.RowInput{Id: row.Id, Fields: map[string]any{}}
		if v := chosen(row.Values[column], move.From, move.To); holds(row.Values[column], move.From) {
			in.Fields[column] = v
		}
		rows = append(rows, in)
	}
	cmd.Fields[table] = rows
}

func holds(v any, choice string) bool {
	list, many := v.([]any)
	return many && slices.Contains(list, any(choice)) || v == any(choice)
}

// chosen is a value with one choice in place of another.
func chosen(v any, from, to string) any {
	list, many := v.([]any)
	if !many {
		return to
	}
	out := []any{}
	for _, one := range list {
		if one == any(from) {
			one = to
		}
		if !slices.Contains(out, one) {
			out = append(out, one)
		}
	}
	return out
}
