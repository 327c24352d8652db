package rule

import "fmt"

// ReadersField is the name under which a record gives the people who see it.
const ReadersField = "readers()"

// checkReaders are the people to whom some rule of rights shows another record:
// the rights of a record this one points to. Read like a field of that record, so
// that what is kept by them is worked out anew when they change.
func checkReaders(c *checker, k *call, _ Type) *term {
	x := c.arg(k, 0, Type{Kind: KindRef})
	if x.isBad() {
		return x
	}
	if _, ok := c.env.World.Field(x.typ.Ref, ReadersField); !ok {
		return c.report(x.at, "no_rights_there", map[string]any{"type": x.typ.Ref},
			fmt.Sprintf("%s has no rules of rights of its own", x.typ.Ref), "name a field that refers to a record of one type")
	}
	p := Party{Kind: PartyPerson, Of: x.origins, Src: c.src.text(k.at)}
	for _, origin := range x.origins {
		path := origin.then(x.typ.Ref, ReadersField)
		if !c.mayFollow(path, typePeople, k.at) {
			return bad()
		}
		c.reads = mergePaths(c.reads, []Path{path})
	}
	return &term{typ: typePeople, who: []Party{p}, eval: func(f *frame) (any, error) {
		v, err := x.eval(f)
		if err != nil || v == nil {
			return PeopleSet{}, err
		}
		rec, err := f.record(v)
		if err != nil || rec == nil {
			return PeopleSet{}, err
		}
		set, err := rec.Field(ReadersField)
		return gathered(set), err
	}}
}
