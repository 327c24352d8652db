package api

import (
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
	refs := a.references()
	for _, n := range found {
		if n.Type != nil {
			refs.add(reference(n.Type, n.Record))
		}
	}
	infos, err := refs.resolve()
	if err != nil {
		return nil, err
	}
	out := noticesAnswer{Items: []noticeOut{}, Next: orNull(next)}
	for _, n := range found {
		if n.Type == nil || !a.inScope(n.Type) {
			continue
		}
		if infos[n.Type.Slug+"/"+n.Record].Gone { // to lists; a rule of an absence may lend sight of it
			if _, _, err := a.load(n.Type, n.Record); isMissing(err) {
				continue
			} else if err != nil {
				return nil, err
			}
		}
		out.Items = append(out.Items, noticeOut{n.Id, n.At, n.Title, n.Body, n.Type.Slug, n.Record, n.Unread})
	}
	out.Unread, err = store.UnreadNotices(a.re.App, me)
	return out, err
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
