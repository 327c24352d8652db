package flow

import (
	"kontora/internal/fault"
	"kontora/internal/model"
)

// reuse looks whether another system has sent this record before: then the
// record there is answers the command, or what differs refuses it. Conditions,
// limits and other keys are not judged, for nothing is made: the record may have
// changed since, and so may what they look at.
func (a *attempt) reuse() error {
	if !a.cmd.Reuse || a.cmd.Kind != Create || len(a.problems) > 0 {
		return nil
	}
	holder, u, err := a.sentBefore()
	if err != nil || holder == nil || !a.s.mayKnow(holder) {
		return err // who may not know of it hears that the key is taken
	}
	other, err := a.sentOtherwise(holder)
	if err != nil {
		return err
	}
	a.existing = holder
	if len(other) > 0 {
		params := a.naming(holder, fault.Params{"fields": titles(other)})
		a.problem(&Problem{Sort: SortRule, Fields: u.Fields, Fault: fault.New(fault.Conflict, "exists_otherwise", params).At(other[0].Key)})
	}
	return nil
}

// sentBefore finds the record that holds a key by which another system knows
// it; nil when there is none, and when two keys lead to two records.
func (a *attempt) sentBefore() (holder *Record, by *model.Unique, err error) {
	keys, err := a.s.keys(a.rec)
	if err != nil {
		return nil, nil, err
	}
	for _, k := range keys {
		u := uniqueOf(a.rec.Type, k.Unique)
		if !u.Reuses() {
			continue
		}
		found, err := a.s.holder(k, a.rec)
		if err != nil {
			return nil, nil, err
		}
		switch {
		case found == nil:
		case holder == nil:
			holder, by = found, u
		case found.Reference() != holder.Reference():
			return nil, nil, nil
		}
	}
	return holder, by, nil
}

// sentOtherwise lists the fields that were sent with other values than those
// with which a record was created. What people changed since is no difference:
// the other system does not know of it. Cells that the asker does not see are
// left out, or a guess could be tried on them; so are files, which get a new
// name with every upload.
func (a *attempt) sentOtherwise(holder *Record) ([]*model.Field, error) {
	rights, err := a.s.rightsOf(a.s.asker, holder)
	if err != nil {
		return nil, err
	}
	var sent []Diff
	for _, f := range a.rec.Type.Fields {
		was := holder.Type.Current(f)
		if _, named := a.cmd.Fields[f.Key]; !named || f.Kind == model.File || was != nil && !rights.Reads(was) {
			continue
		}
		d := Diff{Field: f, New: a.rec.Values[f.Key]}
		if f.Kind == model.Rows {
			d.New = rowValues(a.rec.Rows[f.Key])
		}
		sent = append(sent, d)
	}
	return a.s.snap.Unlike(holder.Reference(), sent)
}
