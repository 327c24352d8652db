package api

import (
	"strings"

	"kontora/internal/model"
	"kontora/internal/store"
)

type searchAnswer struct {
	Hits []searchHit `json:"hits"`
	More bool        `json:"more"`
}

type searchHit struct {
	Type    string      `json:"type"`
	Id      string      `json:"id"`
	Number  string      `json:"number"`
	Title   string      `json:"title"`
	Snippet string      `json:"snippet"`
	Status  string      `json:"status,omitempty"`
	Phase   model.Phase `json:"phase,omitempty"`
	Updated string      `json:"updated"`
}

// searchPage is how many hits one answer holds.
const searchPage = 20

func getSearch(a *asker) (answer, error) {
	out := searchAnswer{Hits: []searchHit{}}
	words := strings.TrimSpace(a.query("q"))
	if words == "" {
		return out, nil
	}
	reader, err := a.reads()
	if err != nil {
		return nil, err
	}
	found, more, err := store.Search(a.re.App, a.model, reader, words, 0, searchPage)
	if err != nil {
		return nil, err
	}
	out.More = more
	refs := a.references()
	for _, it := range found {
		if !a.inScope(it.Type) {
			continue
		}
		item := a.item(it, refs)
		out.Hits = append(out.Hits, searchHit{
			Type: item.Type, Id: item.Id, Number: item.Number, Title: item.Title, Snippet: a.words().typ(it.Type),
			Status: item.Status, Phase: item.Phase, Updated: item.Updated,
		})
	}
	return out, nil
}
