package flow

import (
	"fmt"

	"kontora/internal/fault"
	"kontora/internal/model"
	"kontora/internal/rule"
)

// judge gathers everything that speaks against the record as it would become.
// Putting a record away, or taking it back, asks nothing of its fields.
func (a *attempt) judge() error {
	steps := []func() error{a.values, a.cycles, a.requiredFields, a.requiredByTransition, a.reason, a.guards, a.invariants, a.standInRules, a.catalog, a.duplicates}
	switch a.cmd.Kind {
	case Archive:
		return nil
	case CastVote:
		return a.judgeVote()
	case Migrate:
		return a.judgeMigration()
	case Restore:
		steps = []func() error{a.catalog, a.duplicates}
	}
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

func (a *attempt) reason() error {
	if a.tr != nil && a.tr.Reason != nil && a.tr.Reason.Ask && a.cmd.Comment == "" && !a.s.actor.System {
		a.problem(&Problem{Sort: SortField, Fault: fault.New(fault.Invalid, "reason_required", nil).At("comment")})
	}
	return nil
}

func (a *attempt) guards() error {
	if a.tr == nil {
		return nil
	}
	for _, g := range a.tr.Guards {
		if err := a.condition(SortGuard, g.Check, g.When, g.Message, g.Fields, "guard_failed"); err != nil {
			return err
		}
	}
	return nil
}

func (a *attempt) invariants() error {
	for _, inv := range a.rec.Type.Invariants {
		if err := a.condition(SortRule, inv.Check, inv.When, inv.Message, inv.Fields, "rule_failed"); err != nil {
			return err
		}
	}
	for _, f := range a.rec.Type.Fields {
		if f.Kind != model.Rows {
			continue
		}
		for i, row := range a.rec.Rows[f.Key] {
			if err := a.rowInvariants(f, i, row); err != nil {
				return err
			}
		}
	}
	return nil
}

func (a *attempt) rowInvariants(f *model.Field, i int, row *Record) error {
	for _, inv := range row.Type.Invariants {
		ok, err := a.s.applies(inv.When, row, nil, a.words())
		if err != nil {
			return err
		}
		if !ok {
			continue
		}
		yes, known, err := a.s.holds(inv.Check, row, nil, a.words())
		if err != nil {
			return err
		}
		if yes && known || !known && a.rowAsked(f, i, row, inv.Check) {
			continue
		}
		path := fmt.Sprintf("%s.%d", f.Key, i)
		if len(inv.Fields) > 0 {
			path += "." + inv.Fields[0].Key
		}
		fl := fault.New(fault.Invalid, "rule_failed", nil).WithText(a.render(inv.Message, row, nil))
		a.problem(&Problem{Sort: SortRule, Field: f, Check: inv.Check, Fault: fl.At(path)})
	}
	return nil
}

// rowAsked reports whether a check of a row is unknown because of a cell that
// is already reported as missing.
func (a *attempt) rowAsked(f *model.Field, i int, row *Record, check *rule.Rule) bool {
	for _, p := range check.Reads() {
		if len(p.Fields) > 0 && p.Root == "self" {
			path := fmt.Sprintf("%s.%d.%s", f.Key, i, p.Fields[0])
			if a.told(&Problem{Fault: fault.New(fault.Invalid, "field_required", nil).At(path)}) {
				return true
			}
		}
	}
	return false
}

// condition evaluates a guard or invariant. Unknown refuses and names the empty
// fields, unless these are already asked for.
func (a *attempt) condition(sort Sort, check, when *rule.Rule, message *rule.Template, fields []*model.Field, code string) error {
	ok, err := a.s.applies(when, a.rec, a.old, a.words())
	if err != nil || !ok {
		return err
	}
	yes, known, err := a.s.holds(check, a.rec, a.old, a.words())
	if fl := faultOfRule(err); fl != nil {
		code, known, yes, err = fl.Code, true, false, nil
	}
	if err != nil || yes && known {
		return err
	}
	if !known && a.emptyAsked(check) {
		return nil
	}
	fl := fault.New(fault.Invalid, code, nil).WithText(a.render(message, a.rec, a.old))
	if len(fields) > 0 {
		fl = fl.At(fields[0].Key)
	}
	if !known {
		fl.Params = fault.Params{"empty": a.emptyTitles(check)}
	}
	a.problem(&Problem{Sort: sort, Check: check, Fields: fields, Fault: fl})
	return nil
}

// emptyAsked reports whether a check is unknown because of a field that is
// already reported as missing: one message is enough.
func (a *attempt) emptyAsked(check *rule.Rule) bool {
	for _, f := range a.emptyReads(check) {
		if a.alreadyMissing(f) {
			return true
		}
	}
	return false
}

func (a *attempt) emptyTitles(check *rule.Rule) []string {
	titles := []string{}
	for _, f := range a.emptyReads(check) {
		titles = append(titles, f.Title)
	}
	return titles
}

func (a *attempt) emptyReads(check *rule.Rule) []*model.Field {
	var out []*model.Field
	for _, p := range check.Reads() {
		if p.Root != "self" || len(p.Fields) == 0 {
			continue
		}
		if f := a.rec.Type.FieldFor(check, p.Fields[0]); f != nil && isEmpty(a.rec, f) {
			out = append(out, f)
		}
	}
	return out
}

// render writes a message of the configuration for whoever gave the command.
func (a *attempt) render(t *rule.Template, rec, old *Record) string {
	return a.s.write(t, rec, old, a.words(), a.s.asksEyes())
}
