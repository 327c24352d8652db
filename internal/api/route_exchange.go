package api

import (
	"net/http"
	"strconv"
	"time"

	"kontora/internal/engine"
	"kontora/internal/exchange"
	"kontora/internal/fault"
	"kontora/internal/flow"
	"kontora/internal/model"
	"kontora/internal/money"
	"kontora/internal/rule"
	"kontora/internal/store"

	"github.com/pocketbase/pocketbase/core"
)

// fileRequest says which records go into a file for another program: chosen ones,
// each of which must be fit for it, or those of a list that are.
type fileRequest struct {
	Ids   []string `json:"ids"`
	Again bool     `json:"again"` // also those that went into a file before
	listWords
}

// maxDocuments bounds the records that a list is looked through for.
const maxDocuments = 1000

// postFile makes a file that another program reads, as a type declares it.
func postFile(a *asker) (answer, error) {
	t, err := a.typeOf()
	if err != nil {
		return nil, err
	}
	x := t.Exchange(a.re.Request.PathValue("file"))
	if x == nil {
		return nil, fault.New(fault.Missing, "no_such_file", nil)
	}
	var in fileRequest
	if err := a.body(&in); err != nil {
		return nil, err
	}
	ids, chosen := in.Ids, len(in.Ids) > 0
	if !chosen {
		q, err := a.listQuery(t, in.listWords)
		if err != nil {
			return nil, err
		}
		if ids, err = a.idsOf(q, maxDocuments); err != nil {
			return nil, err
		}
	}
	if len(ids) > maxDocuments {
		return nil, fault.New(fault.Limit, "orders_limit", fault.Params{"max": maxDocuments})
	}
	f := &filing{x: x, t: t, again: in.Again, chosen: chosen}
	err = a.re.App.RunInTransaction(func(tx core.App) error { return f.make(a, tx, ids) })
	if err != nil {
		return nil, err
	}
	return nil, a.sendFile(f)
}

// filing is one file in the making.
type filing struct {
	x             *model.Exchange
	t             *model.Type
	again, chosen bool
	data          []byte
	count         int
	repeats       bool
}

// make gathers the documents and notes each in the history of its record, in one
// transaction: two who press at once do not pay twice unknowingly.
func (f *filing) make(was *asker, tx core.App, ids []string) error {
	a, err := was.anew(tx)
	if err != nil {
		return err
	}
	var orders []exchange.Order
	var fit []string
	for _, id := range ids {
		order, err := f.order(a, id)
		told, refused := fault.As(err)
		if refused && !f.chosen && (told.Code == "not_for_file" || told.Code == "may_not_export") {
			continue // of a list only those that are fit
		}
		if err != nil {
			return err
		}
		orders, fit = append(orders, order), append(fit, id)
	}
	filed, err := store.Filed(tx, f.t, f.x.Key, fit)
	if err != nil {
		return err
	}
	if f.repeats = len(filed) > 0; f.repeats && !f.again {
		return fault.New(fault.Conflict, "filed_before", fault.Params{"count": len(filed)})
	}
	if f.data, err = exchange.WriteOrders(orders, a.now.In(a.e.Zone()), a.o.Product); err != nil {
		return err
	}
	f.count = len(fit)
	return store.NoteFiled(tx, f.t, f.x.Key, fit, filed, engine.ActorId(a.actor), was.requestId(), a.now)
}

func (f *filing) order(a *asker, id string) (exchange.Order, error) {
	rec, _, err := a.load(f.t, id)
	if err != nil {
		return exchange.Order{}, err
	}
	may, err := flow.MakesFile(a.model, a.snap, f.x, rec, a.actor, a.now)
	if err == nil && !may {
		err = fault.New(fault.Denied, "may_not_export", fault.Params{"type": a.words().plural(f.t)})
	}
	if err != nil {
		return exchange.Order{}, err
	}
	words, err := flow.Document(a.model, a.snap, f.x, rec, a.now)
	return orderOf(words), err
}

func orderOf(words map[string]any) exchange.Order {
	text := func(word string) string { s, _ := words[word].(string); return s }
	side := func(who string) exchange.Side {
		return exchange.Side{Name: text(who), Inn: text(who + "_inn"), Kpp: text(who + "_kpp"), Account: text(who + "_account"),
			Bank: text(who + "_bank"), Bik: text(who + "_bik"), Corr: text(who + "_corr")}
	}
	o := exchange.Order{Number: text("number"), Payer: side("payer"), Payee: side("payee"), Purpose: text("purpose"),
		Priority: text("priority"), Kind: text("kind"), Code: text("code")}
	if day, ok := words["date"].(rule.Date); ok {
		o.Date = time.Date(day.Year, day.Month, day.Day, 0, 0, 0, 0, time.UTC)
	}
	if amount, ok := words["amount"].(money.Amount); ok {
		o.Amount = amount.Value
	}
	return o
}

func (a *asker) sendFile(f *filing) error {
	name := f.x.Title + " " + a.today().String()
	if f.repeats {
		name += " " + a.sheetWord("again", nil)
	}
	h := a.re.Response.Header()
	h.Set("Content-Type", "text/plain; charset=windows-1251")
	h.Set("Content-Disposition", "attachment; filename="+namedAs(name+".txt"))
	h.Set("Cache-Control", "no-store")
	h.Set("Kontora-Count", strconv.Itoa(f.count))
	a.re.Response.WriteHeader(http.StatusOK)
	_, err := a.re.Response.Write(f.data)
	return err
}
