package rule

import (
	"fmt"
	"slices"
	"strings"
)

// asksOpened is the name under which a place allows opened(); see readsBalance.
const asksOpened = "opened()"

func openedFunctions() map[string]builtin {
	return map[string]builtin{"opened": reader(builtin{min: 1, max: 1, needs: asksOpened, check: checkOpened})}
}

// checkOpened asks whether the reader has opened what a record holds now.
func checkOpened(c *checker, k *call, _ Type) *term {
	if !c.reach.names[asksOpened] {
		return c.report(k.at, "not_here", map[string]any{"name": k.name, "place": string(c.env.Place)}, fmt.Sprintf("%s cannot be used here", k.name), placeHint(c.env.Place))
	}
	of := c.check(k.args[0], Type{})
	if of.isBad() {
		return of
	}
	if of.typ.Kind != KindRef || of.typ.Ref == "" || of.typ.Ref == "*" {
		return c.report(of.at, "wrong_type", map[string]any{"want": "record", "have": of.typ.String()}, fmt.Sprintf("%s where a record is wanted", of.typ), "opened(document) asks of the record that the field document points at")
	}
	c.uses["me"], c.uses[asksOpened], c.uses[asksOpened+of.typ.Ref] = true, true, true
	return &term{typ: typeBool, eval: func(f *frame) (any, error) {
		v, err := of.eval(f)
		if err != nil {
			return nil, err
		}
		ref, is := referenceOf(v)
		switch {
		case f.scope.Source == nil:
			return nil, &Error{Code: "internal", Params: map[string]any{"missing": "source"}}
		case !is || f.scope.Me == nil:
			return nil, nil
		}
		if err := f.spend(loadCost); err != nil {
			return nil, err
		}
		return f.scope.Source.Opened(ref, f.scope.Me.Id)
	}}
}

// Opens lists the types of records of which the rule asks whether they were opened.
func (r *Rule) Opens() []string {
	var types []string
	for name := range r.uses {
		if typ, is := strings.CutPrefix(name, asksOpened); is && typ != "" {
			types = append(types, typ)
		}
	}
	slices.Sort(types)
	return types
}
