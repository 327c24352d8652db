package script

import (
	"encoding/json"
	"errors"

	"kontora/internal/fault"
	"kontora/internal/flow"
	"kontora/internal/model"
	"kontora/internal/rule"
	"kontora/internal/store"

	"github.com/dop251/goja"
	"github.com/pocketbase/pocketbase/core"
)

// surroundings are where a handler stands.
type surroundings struct {
	app   core.App // of the transaction, if the handler runs in one
	actor flow.Actor
	depth int // how many hooks led here
	// later puts a command off until the one that is being decided is written;
	// nil where commands run at once.
	later func(run func(tx core.App, request string) error)
}

// desk is the object $kontora of one VM.
type desk struct {
	s      *Scripts
	vm     *goja.Runtime
	around func() (*surroundings, error)
}

// bindKontora adds $kontora to a VM.
func bindKontora(vm *goja.Runtime, d *desk) {
	o := vm.NewObject()
	parse := callable(vm, `(text) => JSON.parse(text)`)
	method := func(work func(a *surroundings, args []goja.Value) (any, error)) goja.Value {
		return vm.ToValue(func(call goja.FunctionCall) goja.Value {
			out, err := d.work(call.Arguments, work)
			var text []byte
			if err == nil {
				text, err = json.Marshal(out)
			}
			if err != nil {
				panic(vm.NewGoError(err))
			}
			v, err := parse(goja.Undefined(), vm.ToValue(string(text)))
			if err != nil {
				panic(err)
			}
			return v
		})
	}
	for name, work := range map[string]func(*surroundings, []goja.Value) (any, error){
		"do": d.do, "create": d.create, "edit": d.edit, "read": d.read, "list": d.list, "now": d.now,
	} {
		if err := o.DefineDataProperty(name, method(work), goja.FLAG_FALSE, goja.FLAG_FALSE, goja.FLAG_TRUE); err != nil {
			panic(err)
		}
	}
	settings := method(d.settings)
	if err := o.DefineAccessorProperty("settings", settings, nil, goja.FLAG_FALSE, goja.FLAG_TRUE); err != nil {
		panic(err)
	}
	set(vm, "$kontora", o)
}

func (d *desk) work(args []goja.Value, work func(*surroundings, []goja.Value) (any, error)) (any, error) {
	a, err := d.around()
	if err != nil {
		return nil, err
	}
	if d.s.engine.Model() == nil {
		return nil, fault.New(fault.Conflict, "no_configuration", nil)
	}
	return work(a, args)
}

// read answers a record as the REST interface shows it to somebody who sees it
// all; null when there is none.
func (d *desk) read(a *surroundings, args []goja.Value) (any, error) {
	t, err := d.typ(args)
	if err != nil {
		return nil, err
	}
	snap, err := d.s.engine.Snapshot(a.app)
	if err != nil {
		return nil, err
	}
	rec, err := snap.Load(t, word(args, 1))
	if err != nil || rec == nil {
		return nil, err
	}
	return d.s.values(snap, rec)
}

// list answers records that meet a condition, in the language of list filters.
func (d *desk) list(a *surroundings, args []goja.Value) (any, error) {
	t, err := d.typ(args)
	if err != nil {
		return nil, err
	}
	var o struct {
		Limit int    `json:"limit"`
		Sort  string `json:"sort"`
	}
	if err := options(args, 2, &o); err != nil {
		return nil, err
	}
	snap, err := d.s.engine.Snapshot(a.app)
	if err != nil {
		return nil, err
	}
	q := store.Query{Type: t, Limit: limited(o.Limit)}
	if err := d.order(&q, o.Sort); err != nil {
		return nil, err
	}
	if text := word(args, 1); text != "" {
		if err := d.filter(&q, snap, text); err != nil {
			return nil, err
		}
	}
	page, err := store.ReadPage(a.app, d.s.engine.Model(), store.Superuser(), q)
	if err != nil {
		return nil, err
	}
	out := make([]any, 0, len(page.Rows))
	for _, row := range page.Rows {
		values, err := d.s.values(snap, row.Record)
		if err != nil {
			return nil, err
		}
		out = append(out, values)
	}
	return out, nil
}

// usual is how many records a list holds that asks for no number.
const usual = 50

func limited(n int) int {
	if n <= 0 {
		return usual
	}
	return n
}

func (d *desk) order(q *store.Query, by string) error {
	if by == "" {
		return nil
	}
	if by[0] == '-' {
		q.Desc, by = true, by[1:]
	}
	if q.Sort = q.Type.Field(by); q.Sort == nil || !q.Sort.Stored() {
		return fault.New(fault.Invalid, "unknown_field", fault.Params{"name": by})
	}
	return nil
}

func (d *desk) filter(q *store.Query, snap flow.Snapshot, text string) error {
	m := d.s.engine.Model()
	r, issues := m.CompileQuery(q.Type, text)
	if len(issues) > 0 {
		return fault.New(fault.Invalid, "filter_wrong", fault.Params{"position": issues[0].Offset + 1, "reason": issues[0].Code})
	}
	q.Filters = []store.Filter{r}
	q.Scope = flow.QueryScope(m, snap, r, nil, bySystem(nil), d.s.engine.Now())
	q.WithRows = true
	return nil
}

func (d *desk) now(*surroundings, []goja.Value) (any, error) {
	return model.JSONValue(d.s.engine.Now()), nil
}

// settings answers the parameters of all packs by full key.
func (d *desk) settings(a *surroundings, _ []goja.Value) (any, error) {
	m := d.s.engine.Model()
	given, err := store.Settings(a.app, m)
	if err != nil {
		return nil, err
	}
	today := rule.DateOf(d.s.engine.Now().In(d.s.engine.Zone()))
	out := map[string]any{}
	for key, s := range m.Settings {
		v := s.Default
		if g, own := flow.InForce(given[key], nil, today); own {
			v = g.Value
		}
		out[key] = model.JSONValue(v)
	}
	return out, nil
}

// typ finds the type that the first argument names: office/payment or
// office_payment.
func (d *desk) typ(args []goja.Value) (*model.Type, error) {
	name := word(args, 0)
	if t := d.s.engine.Model().TypeByKey(name); t != nil && !t.Abstract && t.Owner == nil {
		return t, nil
	}
	return d.s.engine.TypeOf(name)
}

func word(args []goja.Value, i int) string {
	if i >= len(args) || goja.IsUndefined(args[i]) || goja.IsNull(args[i]) {
		return ""
	}
	return args[i].String()
}

var errNoObject = errors.New("options must be an object")

// options reads an argument that is an object or missing.
func options(args []goja.Value, i int, into any) error {
	if word(args, i) == "" {
		return nil
	}
	v, err := plain(args[i])
	if err != nil {
		return err
	}
	if _, isObject := v.(map[string]any); !isObject {
		return errNoObject
	}
	text, err := json.Marshal(v)
	if err != nil {
		return err
	}
	return json.Unmarshal(text, into)
}
