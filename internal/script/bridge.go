package script

import (
	"reflect"

	"github.com/pocketbase/pocketbase/tools/hook"
)

// bridge makes the real application pass on the events for which a generation
// has handlers. An event that was bridged once stays so, and passes through
// when nobody wants it any more.
func (s *Scripts) bridge(g *generation) {
	for name := range g.hooks {
		if s.bridged[name] {
			continue
		}
		s.bridged[name] = true
		bind := hookOf(s.app, name).MethodByName("BindFunc")
		handler := bind.Type().In(0)
		bind.Call([]reflect.Value{reflect.MakeFunc(handler, func(args []reflect.Value) []reflect.Value {
			return s.pass(name, handler, args[0])
		})})
	}
}

// pass runs the handlers of the generation in force inside the chain of a real
// event. Triggering a hook begins a chain of its own, so the rest of the real
// one is kept and taken up where the handlers leave off.
func (s *Scripts) pass(name string, handler reflect.Type, event reflect.Value) []reflect.Value {
	next := event.MethodByName("Next")
	trigger, wanted := s.current.Load().hooks[name]
	if !wanted {
		return next.Call(nil)
	}
	chain := event.Elem().FieldByName("Event").Addr().Interface().(*hook.Event)
	rest := *chain
	last := reflect.MakeFunc(handler, func([]reflect.Value) []reflect.Value {
		*chain = rest
		return next.Call(nil)
	})
	return trigger.Call([]reflect.Value{event, last})
}
