package flow

import (
	"errors"
	"fmt"
	"time"

	"kontora/internal/fault"
	"kontora/internal/model"
	"kontora/internal/money"
	"kontora/internal/rule"
)

// judge gathers everything that speaks against the record as it would become.
func (a *attempt) judge() error {
	if a.cmd.Kind == Archive {
		return nil
	}
	for _, step := range []func() error{a.requiredFields, a.requiredByTransition, a.reason, a.guards, a.invariants} {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

func (a *attempt) requiredFields() error {
	missing, err := a.s.missing(a.rec, a.old, a.words())
	if err != nil {
		return err
	}
	for _, f := range missing {
		a.wrongField(f, f.Key, required(f))
	}
	for _, f := range a.rec.Type.Fields {
		if f.Kind != model.Rows {
			continue
		}
		if n := len(a.rec.Rows[f.Key]); n < f.MinItems && n > 0 {
			a.wrongField(f, f.Key, fault.New(fault.Invalid, "too_few_items", fault.Params{"min": f.MinItems}))
		}
		for i, row := range a.rec.Rows[f.Key] {
			empty, err := a.s.missing(row, nil, a.words())
			if err != nil {
				return err
			}
			for _, col := range empty {
				a.wrongField(f, fmt.Sprintf("%s.%d.%s", f.Key, i, col.Key), required(col))
			}
		}
	}
	return nil
}

func required(f *model.Field) *fault.Fault {
	return fault.New(fault.Invalid, "field_required", fault.Params{"title": f.Title})
}

// missing lists the fields that need a value and have none. A hidden field is
// never required.
func (s *session) missing(rec, old *Record, words map[string]any) ([]*model.Field, error) {
	var out []*model.Field
	for _, f := range rec.Type.Fields {
		if f.Engine || !f.Required && f.Needed == nil {
			if len(itemsOf(rec, f)) >= f.MinItems || f.MinItems == 0 || isEmpty(rec, f) {
				continue
			}
		}
		if !isEmpty(rec, f) && (!f.Many || len(itemsOf(rec, f)) >= f.MinItems) {
			continue
		}
		needed, err := s.isNeeded(f, rec, old, words)
		if err != nil {
			return nil, err
		}
		if needed {
			out = append(out, f)
		}
	}
	return out, nil
}

func itemsOf(rec *Record, f *model.Field) []any {
	items, _ := rec.Values[f.Key].([]any)
	return items
}

// isEmpty reports that a field has no value; a table is empty without rows.
func isEmpty(rec *Record, f *model.Field) bool {
	if f.Kind == model.Rows {
		return len(rec.Rows[f.Key]) == 0
	}
	return rec.Values[f.Key] == nil
}

func (s *session) isNeeded(f *model.Field, rec, old *Record, words map[string]any) (bool, error) {
	visible, err := s.isVisible(f, rec, old, words)
	if err != nil || !visible {
		return false, err
	}
	if f.Required {
		return true, nil
	}
	if f.Needed == nil {
		return false, nil
	}
	return s.applies(f.Needed, rec, old, words)
}

// isVisible evaluates x-visible; unknown shows the field.
func (s *session) isVisible(f *model.Field, rec, old *Record, words map[string]any) (bool, error) {
	if f.Visible == nil {
		return true, nil
	}
	yes, known, err := s.holds(f.Visible, rec, old, words)
	return yes || !known, err
}

func (a *attempt) requiredByTransition() error {
	if a.tr == nil {
		return nil
	}
	for _, r := range a.tr.Require {
		if a.has(r.Field) {
			continue
		}
		ok, err := a.s.applies(r.When, a.rec, a.old, a.words())
		if err != nil {
			return err
		}
		visible, err := a.s.isVisible(r.Field, a.rec, a.old, a.words())
		if err != nil {
			return err
		}
		if !ok || !visible || a.alreadyMissing(r.Field) {
			continue
		}
		fl := required(r.Field)
		if r.Message != nil {
			fl = fl.WithText(a.s.render(r.Message, a.rec, a.old))
		}
		a.wrongField(r.Field, r.Field.Key, fl)
	}
	return nil
}

// has reports whether a demanded field has a value; derived ones are counted.
func (a *attempt) has(f *model.Field) bool {
	if f.Kind == model.Inverse || f.Live {
		v, err := a.s.see(a.rec).Field(f.Key)
		items, list := v.([]any)
		return err == nil && v != nil && (!list || len(items) > 0)
	}
	return !isEmpty(a.rec, f)
}

func (a *attempt) alreadyMissing(f *model.Field) bool {
	for _, p := range a.problems {
		if p.Field == f && p.Fault.Code == "field_required" {
			return true
		}
	}
	return false
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
		yes, known, err := a.s.holds(inv.Check, row, nil, a.words())
		if err != nil {
			return err
		}
		if !ok || yes && known {
			continue
		}
		path := fmt.Sprintf("%s.%d", f.Key, i)
		if len(inv.Fields) > 0 {
			path += "." + inv.Fields[0].Key
		}
		fl := fault.New(fault.Invalid, "rule_failed", nil).WithText(a.s.render(inv.Message, row, nil))
		a.problem(&Problem{Sort: SortRule, Field: f, Check: inv.Check, Fault: fl.At(path)})
	}
	return nil
}

// condition evaluates a guard or invariant. Unknown refuses and names the empty
// fields, unless these are already asked for.
func (a *attempt) condition(sort Sort, check, when *rule.Rule, message *rule.Template, fields []*model.Field, code string) error {
	ok, err := a.s.applies(when, a.rec, a.old, a.words())
	if err != nil || !ok {
		return err
	}
	yes, known, err := a.s.holds(check, a.rec, a.old, a.words())
	var wrong *rule.Error
	if errors.As(err, &wrong) {
		code, known, yes, err = wrong.Code, true, false, nil
	}
	if err != nil || yes && known {
		return err
	}
	if !known && a.emptyAsked(check) {
		return nil
	}
	fl := fault.New(fault.Invalid, code, nil).WithText(a.s.render(message, a.rec, a.old))
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
		if p.Root != "self" && p.Root != "record" || len(p.Fields) == 0 {
			continue
		}
		if f := a.rec.Type.Field(p.Fields[0]); f != nil && isEmpty(a.rec, f) {
			out = append(out, f)
		}
	}
	return out
}

// render writes a message of the configuration; a part that cannot be evaluated
// is left out rather than hiding the message.
func (s *session) render(t *rule.Template, rec, old *Record) string {
	if t == nil {
		return ""
	}
	sc := &rule.Scope{Self: s.see(rec), Now: s.now, Zone: s.zone(), Source: source{s}, Me: s.actor.Person,
		Vars: map[string]any{"settings": s.settings(rec.Type.Pack)}}
	if old != nil {
		sc.Old = s.see(old)
	}
	text, err := t.Render(sc, s.say)
	if err != nil {
		return ""
	}
	return text
}

// say writes a value into a message as a person reads it.
func (s *session) say(v any, _ rule.Type) string {
	switch x := v.(type) {
	case nil:
		return ""
	case money.Amount:
		return grouped(x.Text()) + "\u00a0" + x.Currency
	case rule.Date:
		return fmt.Sprintf("%02d.%02d.%04d", x.Day, int(x.Month), x.Year)
	case time.Time:
		return x.In(s.zone()).Format("02.01.2006 15:04")
	case bool:
		return map[bool]string{true: "да", false: "нет"}[x]
	case rule.Record:
		return s.title(x.Reference())
	case rule.Reference:
		return s.title(x)
	}
	return fmt.Sprint(model.JSONValue(v))
}

// grouped writes "1842500.00" as "1 842 500,00" with no-break spaces.
func grouped(text string) string {
	whole, frac := text, ""
	for i, c := range text {
		if c == '.' {
			whole, frac = text[:i], ","+text[i+1:]
		}
	}
	sign := ""
	if len(whole) > 0 && whole[0] == '-' {
		sign, whole = "−", whole[1:]
	}
	out := ""
	for i, c := range whole {
		if i > 0 && (len(whole)-i)%3 == 0 {
			out += "\u00a0"
		}
		out += string(c)
	}
	return sign + out + frac
}

// title names a record in a message.
func (s *session) title(ref rule.Reference) string {
	r, err := s.follow(ref)
	if err != nil || r == nil {
		return ""
	}
	return s.titleOf(r)
}

func (s *session) titleOf(r *Record) string {
	text, err := r.Type.Display.Render(&rule.Scope{Self: s.see(r), Now: s.now, Zone: s.zone(), Source: source{s}, Vars: map[string]any{}}, s.say)
	if err != nil || text == "" {
		return r.Id
	}
	return text
}

// Title names a record as links and pickers do.
func Title(m *model.Model, snap Snapshot, r *Record) string {
	return newSession(m, snap, Actor{System: true}, noTime).titleOf(r)
}
