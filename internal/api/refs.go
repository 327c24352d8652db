package api

import (
	"maps"
	"slices"

	"kontora/internal/flow"
	"kontora/internal/model"
	"kontora/internal/rule"
	"kontora/internal/store"
)

// refInfo is what a reference shows instead of an id.
type refInfo struct {
	Type     string      `json:"type"`
	Id       string      `json:"id"`
	Title    string      `json:"title"`
	Status   string      `json:"status,omitempty"`
	Phase    model.Phase `json:"phase,omitempty"`
	Number   string      `json:"number,omitempty"`
	Position string      `json:"position,omitempty"`
	Unit     string      `json:"unit,omitempty"`
	Gone     bool        `json:"gone,omitempty"`
	Size     int64       `json:"size,omitempty"` // of a file; its title is the name that people gave it
	At       string      `json:"at,omitempty"`   // when it came
	By       string      `json:"by,omitempty"`   // from whom
}

// references gathers what an answer points at, to be named at once.
type references struct {
	a     *asker
	want  map[rule.Reference]bool
	files map[store.FileName]fileNoted
	named map[string]refInfo // files
}

func (a *asker) references() *references {
	return &references{a: a, want: map[rule.Reference]bool{}, files: map[store.FileName]fileNoted{}, named: map[string]refInfo{}}
}

func reference(t *model.Type, id string) rule.Reference { return rule.Reference{Type: t.Key, Id: id} }

// add notes one value: a reference or a list of them.
func (r *references) add(v any) {
	switch x := v.(type) {
	case rule.Reference:
		if x.Id != "" {
			r.want[x] = true
		}
	case []any:
		for _, item := range x {
			r.add(item)
		}
	}
}

// person notes a member of staff and gives their key.
func (r *references) person(id string) *string { return r.key(r.a.model.Person, id) }

// unit notes a unit of the organisation and gives its key; nil for none.
func (r *references) unit(id string) *string { return r.key(r.a.model.Unit, id) }

// key notes a record and gives its key; nil for none.
func (r *references) key(t *model.Type, id string) *string {
	if id == "" || t == nil {
		return nil
	}
	r.want[reference(t, id)] = true
	key := t.Slug + "/" + id
	return &key
}

// record notes everything that the visible cells of a record point at; columns
// narrows it to some of them.
func (r *references) record(rec *flow.Record, rights flow.Rights, columns ...string) {
	for _, f := range rec.Type.Fields {
		switch {
		case len(columns) > 0 && !slices.Contains(columns, f.Key):
		case f.Kind == model.Ref && rights.Reads(f):
			r.add(rec.Values[f.Key])
		case f.Kind == model.File && rights.Reads(f):
			r.file(rec.Id, rec.Values[f.Key], seesAuthor(rights))
		case f.Kind == model.Rows && rights.Reads(f):
			for _, row := range rec.Rows[f.Key] {
				for _, c := range row.Type.Fields {
					switch {
					case c.Kind == model.Ref && c.Key != "parent":
						r.add(row.Values[c.Key])
					case c.Kind == model.File:
						r.file(row.Id, row.Values[c.Key], seesAuthor(rights))
					}
				}
			}
		}
	}
}

// seesAuthor reports whether the asker may know who did what in a record.
func seesAuthor(rights flow.Rights) bool { return rights.Reads(rights.Type.Field("author")) }

// resolve names everything gathered: two statements, however much it is, and
// one more per type of rows. What was named before is not asked again.
func (r *references) resolve() (map[string]refInfo, error) {
	a := r.a
	if a.named == nil {
		a.named = map[string]refInfo{}
	}
	if err := r.nameFiles(); err != nil {
		return nil, err
	}
	r.unitsOfPeople()
	var records []rule.Reference
	rows := map[*model.Type][]string{}
	keys := make([]string, 0, len(r.want))
	for ref := range r.want {
		t := a.model.TypeByKey(ref.Type)
		if t == nil || t.Abstract {
			continue
		}
		key := t.Slug + "/" + ref.Id
		keys = append(keys, key)
		if _, known := a.named[key]; known {
			continue
		}
		a.named[key] = refInfo{Type: t.Slug, Id: ref.Id, Gone: true}
		if t.Owner != nil {
			rows[t] = append(rows[t], ref.Id)
		} else {
			records = append(records, ref)
		}
	}
	for t, ids := range rows {
		if err := r.nameRows(t, ids); err != nil {
			return nil, err
		}
	}
	if err := r.nameRecords(records); err != nil {
		return nil, err
	}
	out := make(map[string]refInfo, len(keys)+len(r.named))
	maps.Copy(out, r.named)
	for _, key := range keys {
		out[key] = a.named[key]
	}
	return out, nil
}

// unitsOfPeople wants the departments of the people too: they stand beside the
// names.
func (r *references) unitsOfPeople() {
	m := r.a.model
	if m.Person == nil || m.Unit == nil {
		return
	}
	for ref := range r.want {
		if ref.Type != m.Person.Key {
			continue
		}
		if p, ok := r.a.snap.Directory().Person(ref.Id); ok && p.Unit != "" {
			r.want[rule.Reference{Type: m.Unit.Key, Id: p.Unit}] = true
		}
	}
}

func (r *references) nameRecords(records []rule.Reference) error {
	if len(records) == 0 {
		return nil
	}
	reader, err := r.a.reads()
	if err != nil {
		return err
	}
	found, err := store.Known(r.a.re.App, r.a.model, reader, records)
	if err != nil {
		return err
	}
	var people []*store.KnownRecord
	for _, k := range found {
		r.name(k)
		if k.Type == r.a.model.Person {
			people = append(people, k)
		}
	}
	for _, k := range people {
		if err := r.placePerson(k); err != nil {
			return err
		}
	}
	return nil
}

// name projects one known record; one that the asker may not see stays gone.
func (r *references) name(k *store.KnownRecord) {
	a, rights := r.a, r.a.rightsBy(k.Type, k.Mask)
	if !rights.Row() || !a.inScope(k.Type) {
		return
	}
	info := refInfo{Type: k.Type.Slug, Id: k.Id}
	if f := k.Type.Work.Number; f != nil && rights.Reads(f) {
		info.Number = k.Number
	}
	if info.Title = info.Number; a.seesDisplay(k.Type, rights) {
		info.Title = k.Title
	}
	if s := k.Type.Lifecycle.State(k.Status); s != nil && rights.Reads(k.Type.Field("status")) {
		info.Status, info.Phase = s.Key, s.Phase
	}
	a.named[info.Type+"/"+info.Id] = info
}

// placePerson adds what tells colleagues apart: position and department, as
// far as the asker may see them. A person type without such a field has none.
func (r *references) placePerson(k *store.KnownRecord) error {
	a, key := r.a, k.Type.Slug+"/"+k.Id
	info, rights := a.named[key], a.rightsBy(k.Type, k.Mask)
	p, ok := a.snap.Directory().Person(k.Id)
	if !ok || info.Gone {
		return nil
	}
	var err error
	if info.Position, err = positionOf(k.Type, p, rights); err != nil {
		return err
	}
	if f := k.Type.Field("department"); a.model.Unit != nil && f != nil && rights.Reads(f) {
		info.Unit = a.named[a.model.Unit.Slug+"/"+p.Unit].Title
	}
	a.named[key] = info
	return nil
}

// positionOf reads the text field "position" of a person, where there is one.
func positionOf(t *model.Type, p *rule.Person, rights flow.Rights) (string, error) {
	f := t.Field("position")
	if f == nil || f.Kind != model.Text || !rights.Reads(f) {
		return "", nil
	}
	v, err := p.Fields.Field(f.Key)
	position, _ := v.(string)
	return position, err
}

// nameRows names rows of other records: visible with the record they belong to.
func (r *references) nameRows(t *model.Type, ids []string) error {
	a := r.a
	if err := a.snap.LoadAll(t, ids); err != nil {
		return err
	}
	var owners []string
	rows := map[string]*flow.Record{}
	for _, id := range ids {
		rec, err := a.snap.Load(t, id)
		if err != nil {
			return err
		}
		if rec != nil {
			rows[id] = rec
			owners = append(owners, refId(rec.Values["parent"]))
		}
	}
	if err := a.snap.LoadAll(t.Owner, owners); err != nil {
		return err
	}
	for id, rec := range rows {
		_, rights, err := a.load(t.Owner, refId(rec.Values["parent"]))
		if isMissing(err) || err == nil && (!rights.Reads(t.OwnerField) || !a.inScope(t.Owner)) {
			continue
		}
		if err != nil {
			return err
		}
		a.named[t.Slug+"/"+id] = refInfo{Type: t.Slug, Id: id, Title: flow.Title(a.model, a.snap, rec)}
	}
	return nil
}
