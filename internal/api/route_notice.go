package api

import (
	"kontora/internal/model"
	"kontora/internal/store"
)

type noticesAnswer struct {
	Items  []noticeOut `json:"items"`
	Unread int64       `json:"unread"`
	Next   *string     `json:"next"`
}

type noticeOut struct {
	Id     string `json:"id"`
	At     string `json:"at"`
	Title  string `json:"title"`
	Body   string `json:"body"`
	Type   string `json:"type"`
	Record string `json:"record"`
	Unread bool   `json:"unread"`
}

const noticePage = 40

// getNotices lists messages to the asker. One about a record that they may not
// see any more says nothing and leads nowhere, so it is left out.
func getNotices(a *asker) (answer, error) {
	me, err := a.person()
	if err != nil {
		return nil, err
	}
	found, next, err := store.Notices(a.re.App, a.model, me, a.query("cursor"), noticePage)
	if err != nil {
		return nil, err
	}
	seen, err := a.seesEach(func(add func(*model.Type, string)) {
		for _, n := range found {
			add(n.Type, n.Record)
		}
	})
	if err != nil {
		return nil, err
	}
	out := noticesAnswer{Items: []noticeOut{}, Next: orNull(next)}
	for _, n := range found {
		if seen(n.Type, n.Record) {
			out.Items = append(out.Items, noticeOut{n.Id, n.At, n.Title, n.Body, n.Type.Slug, n.Record, n.Unread})
		}
	}
	unread, err := store.UnreadNotices(a.re.App, a.model, me)
	if err != nil {
		return nil, err
	}
	out.Unread, err = a.countSeen(unread)
	return out, err
}

// countSeen counts of what somebody has not read as much as they may.
func (a *asker) countSeen(list []store.Unread) (int64, error) {
	seen, err := a.seesEach(func(add func(*model.Type, string)) {
		for _, u := range list {
			add(u.Type, u.Record)
		}
	})
	if err != nil {
		return 0, err
	}
	var n int64
	for _, u := range list {
		if seen(u.Type, u.Record) {
			n += u.Count
		}
	}
	return n, nil
}

// seesEach tells of some records, all asked for at once, which of them the asker may see.
func (a *asker) seesEach(each func(add func(*model.Type, string))) (func(*model.Type, string) bool, error) {
	refs := a.references()
	each(func(t *model.Type, id string) {
		if t != nil && a.inScope(t) {
			refs.add(reference(t, id))
		}
	})
	infos, err := refs.resolve()
	if err != nil {
		return nil, err
	}
	visible, gone := map[string]bool{}, map[*model.Type][]string{}
	for key, info := range infos {
		visible[key] = !info.Gone
		if t := a.model.TypeBySlug(info.Type); info.Gone && t != nil {
			gone[t] = append(gone[t], info.Id)
		}
	}
	for t, ids := range gone { // from lists; a rule of an absence may lend sight of it
		if err := a.snap.LoadAll(t, ids); err != nil {
			return nil, err
		}
		for _, id := range ids {
			_, _, err := a.load(t, id)
			if err != nil && !isMissing(err) {
				return nil, err
			}
			visible[t.Slug+"/"+id] = err == nil
		}
	}
	return func(t *model.Type, id string) bool { return t != nil && visible[t.Slug+"/"+id] }, nil
}

func postNoticesRead(a *asker) (answer, error) {
	me, err := a.person()
	if err != nil {
		return nil, err
	}
	var in struct {
		Ids []string `json:"ids"`
	}
	if err := a.body(&in); err != nil {
		return nil, err
	}
	if in.Ids != nil && len(in.Ids) == 0 {
		return nil, nil // nothing named is nothing read
	}
	return nil, store.ReadNotices(a.re.App, me, in.Ids[:min(len(in.Ids), 1000)], a.now)
}
