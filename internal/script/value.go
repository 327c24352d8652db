package script

import (
	"bytes"
	"encoding/json"
	"sort"

	"kontora/internal/fault"

	"github.com/dop251/goja"
)

// plain reads a value of a VM as JSON, figures as they are written.
func plain(v goja.Value) (any, error) {
	if v == nil || goja.IsUndefined(v) || goja.IsNull(v) {
		return nil, nil
	}
	var text []byte
	var err error
	if o, ok := v.(*goja.Object); ok {
		text, err = o.MarshalJSON()
	} else {
		text, err = json.Marshal(v.Export())
	}
	if err != nil {
		return nil, err
	}
	return decode(text)
}

func decode(text []byte) (any, error) {
	var out any
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	err := d.Decode(&out)
	return out, err
}

// sorted puts faults into the order of their fields: objects of a VM have none.
func sorted(faults []*fault.Fault) []*fault.Fault {
	sort.SliceStable(faults, func(i, j int) bool { return faults[i].Field < faults[j].Field })
	return faults
}
