package api

import (
	"slices"
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
	Found   []foundIn   `json:"found,omitempty"` // where, when not in title or number
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
	look := store.Looking(words)
	for _, it := range found {
		if a.inScope(it.Type) {
			out.Hits = append(out.Hits, a.hit(it))
		}
	}
	// Who is called so comes before who mentions it; otherwise the newest comes first.
	slices.SortStableFunc(out.Hits, func(x, y searchHit) int { return rankOf(look, x) - rankOf(look, y) })
	for i := range out.Hits {
		if err := a.pointOut(&out.Hits[i], look); err != nil {
			return nil, err
		}
	}
	return out, a.addTexts(&out, reader, words, look)
}

func (a *asker) hit(it *store.Item) searchHit {
	item := a.item(it, a.references())
	return searchHit{Type: item.Type, Id: item.Id, Number: item.Number, Title: item.Title, Snippet: a.words().typ(it.Type),
		Status: item.Status, Phase: item.Phase, Updated: item.Updated}
}

func rankOf(look store.Looked, h searchHit) int {
	if look.All(h.Number + " " + h.Title) {
		return 0
	}
	return 1
}
