package model

import (
	"slices"

	"kontora/internal/rule"
	"kontora/internal/spec"
)

// Exchange is a file that records of a type go into, each as one document.
type Exchange struct {
	Key, Title, Format string
	When, Who          *rule.Rule
	Document           map[string]*rule.Rule
	At                 spec.Pos
}

// Exchange finds a file of a type by key; nil when there is none.
func (t *Type) Exchange(key string) *Exchange {
	for _, x := range t.Exchanges {
		if x.Key == key {
			return x
		}
	}
	return nil
}

// documentWords are what a document of each format says, and which of it must not
// be left out.
var documentWords = map[string]struct{ all, needed []string }{
	"1c_client_bank": {
		[]string{
			"number", "date", "amount", "purpose", "payer", "payer_inn", "payer_kpp", "payer_account", "payer_bank", "payer_bik", "payer_corr",
			"payee", "payee_inn", "payee_kpp", "payee_account", "payee_bank", "payee_bik", "payee_corr", "priority", "kind", "code",
		},
		[]string{"number", "date", "amount", "purpose", "payer", "payer_account", "payer_bik", "payee", "payee_account", "payee_bik"},
	},
}

func (c *compiler) exchanges(t *Type, f *spec.TypeFile) {
	for key, d := range f.Exchange.All() {
		if d == nil {
			continue
		}
		x := &Exchange{Key: key, Title: d.Title, Format: d.Format, Document: map[string]*rule.Rule{}, At: d.Pos}
		x.When = c.rule(d.When, boolType, c.env(t, d.Pos, rule.PlaceCheck))
		x.Who = c.people(d.Who, c.env(t, d.Pos, rule.PlacePeople))
		words := documentWords[d.Format]
		for word := range d.Document.All() {
			e, _ := d.Document.Get(word)
			if !slices.Contains(words.all, word) {
				c.unknown(spec.Name{Pos: d.Document.At(word), Key: word}, "word of a document", words.all)
				continue
			}
			r := c.rule(&e, documentType(word), c.env(t, e.Pos, rule.PlaceValue))
			if r != nil && word == "amount" && r.Type().Kind != rule.KindMoney {
				c.fail(e.Pos, "not_money", "the amount of a document is money, not %s", r.Type())
			}
			x.Document[word] = r
		}
		for _, word := range words.needed {
			if _, ok := d.Document.Get(word); !ok {
				c.fail(d.Pos, "document_word", "a document of %s says %q", d.Format, word)
			}
		}
		t.Exchanges = append(t.Exchanges, x)
	}
}

func documentType(word string) rule.Type {
	switch word {
	case "date":
		return rule.Type{Kind: rule.KindDate}
	case "amount":
		return rule.Type{} // of whichever currency; see above
	}
	return rule.Type{Kind: rule.KindText}
}

// Needs reports whether a document is nothing without a word.
func (x *Exchange) Needs(word string) bool {
	return slices.Contains(documentWords[x.Format].needed, word)
}
