package api

import (
	"slices"

	"kontora/internal/model"
	"kontora/internal/money"
)

// meta is what the browser needs to know before it draws anything.
type meta struct {
	Hash       string                  `json:"hash"`
	Product    product                 `json:"product"`
	Lang       string                  `json:"lang"`
	Me         me                      `json:"me"`
	Packs      []titled                `json:"packs"`
	Menu       []menuGroup             `json:"menu"`
	Types      []typeMeta              `json:"types"`
	Registers  []registerLink          `json:"registers"`
	Currencies map[string]currencyMeta `json:"currencies"`
}

type product struct {
	Name    string `json:"name"`
	Company string `json:"company"`
	Demo    bool   `json:"demo"`
}

type titled struct {
	Key   string `json:"key"`
	Title string `json:"title"`
}

type menuGroup struct {
	Key   string     `json:"key"`
	Title string     `json:"title"`
	Items []menuItem `json:"items"`
}

type menuItem struct {
	Type  string `json:"type"`
	Title string `json:"title"`
	Icon  string `json:"icon"`
	Open  *int64 `json:"open"`
}

type currencyMeta struct {
	Digits int32  `json:"digits"`
	Symbol string `json:"symbol"`
}

func getMeta(a *asker) (answer, error) {
	own, err := a.me()
	if err != nil {
		return nil, err
	}
	out := meta{
		Hash: a.model.Hash, Lang: a.lang, Me: own, Packs: []titled{}, Menu: []menuGroup{}, Types: []typeMeta{}, Registers: a.registerLinks(),
		Product:    product{a.o.Product, a.company(), a.o.Demo},
		Currencies: a.currencies(),
	}
	if lang, ok := own.Prefs["lang"].(string); ok {
		out.Lang = lang
	}
	for _, p := range a.model.Packs {
		out.Packs = append(out.Packs, titled{p.Key, a.words().pack(p)})
	}
	shown := map[*model.Type]bool{}
	for _, t := range a.visibleTypes() {
		drawn, visible, err := a.typeMeta(t)
		if err != nil {
			return nil, err
		}
		if visible {
			shown[t] = true
			out.Types = append(out.Types, drawn)
		}
	}
	out.Menu, err = a.menu(shown)
	return out, err
}

// unnamed is what PocketBase calls an application that nobody has named.
const unnamed = "Acme"

// company is the name of the organisation, if it was given.
func (a *asker) company() string {
	if name := a.app.Settings().Meta.AppName; name != unnamed {
		return name
	}
	return ""
}

// menu leaves out types of which the asker can never see a record.
func (a *asker) menu(shown map[*model.Type]bool) ([]menuGroup, error) {
	reader, err := a.reads()
	if err != nil {
		return nil, err
	}
	open, err := a.openCounts(reader)
	if err != nil {
		return nil, err
	}
	groups := []menuGroup{}
	for _, p := range slices.Backward(a.model.Packs) { // what others build on comes last: people look for their work
		for _, g := range p.Menu {
			group := menuGroup{Key: p.Key + "/" + g.Key, Title: a.words().menu(p, g), Items: []menuItem{}}
			for _, t := range g.Types {
				if shown[t] {
					group.Items = append(group.Items, menuItem{t.Slug, a.words().plural(t), t.Icon, counted(open, t.Slug)})
				}
			}
			if len(group.Items) > 0 {
				groups = append(groups, group)
			}
		}
	}
	return groups, nil
}

// counted is null where there is nothing to count, or too much.
func counted(open map[string]int64, slug string) *int64 {
	n, ok := open[slug]
	if !ok || n < 0 {
		return nil
	}
	return &n
}

// currencies lists those that the configuration names.
func (a *asker) currencies() map[string]currencyMeta {
	out := map[string]currencyMeta{}
	add := func(code string) {
		if code != "" {
			out[code] = currencyMeta{money.Digits(code), symbolOf(code)}
		}
	}
	for _, t := range a.model.Types {
		for _, f := range t.Fields {
			if f.Kind != model.Money {
				continue
			}
			add(f.Currency)
			if f.CurrencyField != nil {
				for _, e := range f.CurrencyField.Enum {
					add(e.Key)
				}
			}
		}
	}
	return out
}

// symbols of currencies that have one of their own; the others go by code.
var symbols = map[string]string{"KZT": "₸", "RUB": "₽", "USD": "$", "EUR": "€", "GBP": "£", "CNY": "¥", "JPY": "¥", "BYN": "Br", "UAH": "₴", "GEL": "₾", "TRY": "₺"}

func symbolOf(code string) string {
	if s, ok := symbols[code]; ok {
		return s
	}
	return code
}
