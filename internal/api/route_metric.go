package api

import (
	"cmp"
	"slices"

	"kontora/internal/fault"
	"kontora/internal/model"
	"kontora/internal/money"
	"kontora/internal/rule"
	"kontora/internal/store"

	"github.com/shopspring/decimal"
)

// metricMeta describes one figure of a type. Its list shows exactly what it counts.
type metricMeta struct {
	Key   string   `json:"key"`
	Title string   `json:"title"`
	View  string   `json:"view"`            // list of the records, for lists, counts and exports
	At    string   `json:"at,omitempty"`    // field by which a record belongs to a period
	Of    string   `json:"of,omitempty"`    // field that is summed up, or whose mean it is
	Fold  string   `json:"fold,omitempty"`  // sum, mean
	Share bool     `json:"share,omitempty"` // it tells a part of the records, in per cent
	By    []string `json:"by,omitempty"`    // fields that it can be broken down by
}

// figure is what records come to.
type figure struct {
	Count   int64      `json:"count"`
	Exact   bool       `json:"exact"`             // else there are more that were not looked at
	Shared  *int64     `json:"shared,omitempty"`  // of a share: records that it holds for
	Share   *string    `json:"share,omitempty"`   // in per cent, to a tenth; absent without records
	Number  *string    `json:"number,omitempty"`  // sum or mean of a number
	Amounts []amountOf `json:"amounts,omitempty"` // sums or means of amounts, by currency
	Groups  []group    `json:"groups,omitempty"`  // the largest first
	More    bool       `json:"more,omitempty"`    // groups that were left out
}

type amountOf struct {
	Currency string `json:"currency"`
	Value    string `json:"value"`
}

type group struct {
	Value any `json:"value"` // key of a choice, true or false, slug/id of a record; null: empty
	figure
}

// maxGroups is how many groups of a figure are told.
const maxGroups = 50

type metricsAnswer struct {
	Metrics map[string]figure  `json:"metrics"`
	Refs    map[string]refInfo `json:"refs"`
}

// metricsOf describes the figures that exist for the asker.
func (a *asker) metricsOf(t *model.Type, seen map[*model.Field]bool) []metricMeta {
	var out []metricMeta
	for _, m := range t.Metrics {
		if m.Of != nil && !seen[m.Of] {
			continue
		}
		meta := metricMeta{Key: m.Key, Title: a.words().metric(t, m), View: m.List(t).Key, Fold: string(m.Fold), Share: m.Share != nil, By: keysOf(m.By, seen)}
		if m.At != nil && seen[m.At] {
			meta.At = m.At.Key
		}
		if m.Of != nil {
			meta.Of = m.Of.Key
		}
		out = append(out, meta)
	}
	return out
}

// getMetrics works out figures of a type over the records that the asker sees.
func getMetrics(a *asker) (answer, error) {
	t, err := a.typeOf()
	if err != nil {
		return nil, err
	}
	reader, err := a.reads()
	if err != nil {
		return nil, err
	}
	refs := a.references()
	out := metricsAnswer{Metrics: map[string]figure{}}
	for _, key := range a.names("metrics") {
		m := t.Metric(key)
		if m == nil {
			return nil, fault.New(fault.Missing, "unknown_metric", fault.Params{"metric": key}).At("metrics")
		}
		f, err := a.figure(reader, t, m, refs)
		if err != nil {
			return nil, err
		}
		out.Metrics[key] = f
	}
	out.Refs, err = refs.resolve()
	return out, err
}

// figure works out one.
func (a *asker) figure(reader *store.Reader, t *model.Type, m *model.Metric, refs *references) (figure, error) {
	q, err := a.listQuery(t, listWords{View: m.List(t).Key, Filter: a.query("filter")})
	if err != nil {
		return figure{}, err
	}
	ask := store.Measuring{Of: m.Of}
	if m.Share != nil {
		ask.Share = a.authored(m.Share, nil)
	}
	if m.Of != nil {
		ever, err := a.everReads(m.Of)
		if err != nil || !ever {
			return figure{}, cmp.Or(err, error(fault.New(fault.Missing, "unknown_metric", fault.Params{"metric": m.Key}).At("metrics")))
		}
	}
	if ask.By, err = a.brokenDown(t, m); err != nil {
		return figure{}, err
	}
	parts, exact, err := store.Measure(a.re.App, a.model, reader, q, ask)
	if err != nil {
		return figure{}, err
	}
	out := folded(m, parts, exact)
	if ask.By == nil {
		return out, nil
	}
	byValue := map[any][]store.Measured{}
	var values []any
	for _, p := range parts {
		if _, known := byValue[p.By]; !known {
			values = append(values, p.By)
		}
		byValue[p.By] = append(byValue[p.By], p)
	}
	for _, v := range values {
		g := group{Value: v, figure: folded(m, byValue[v], exact)}
		if ref, is := v.(rule.Reference); is {
			g.Value = a.model.TypeByKey(ref.Type).Slug + "/" + ref.Id
		}
		out.Groups = append(out.Groups, g)
	}
	largestFirst(out.Groups)
	if out.More = len(out.Groups) > maxGroups; out.More {
		out.Groups = out.Groups[:maxGroups]
	}
	for _, v := range values {
		refs.add(v)
	}
	return out, nil
}

// largestFirst orders groups by the value that stands beside them. Amounts of
// different currencies do not compare, so those groups go by the number of records.
func largestFirst(groups []group) {
	currencies := map[string]bool{}
	for _, g := range groups {
		for _, a := range g.Amounts {
			currencies[a.Currency] = true
		}
	}
	shown := func(g group) decimal.Decimal {
		switch {
		case g.Number != nil:
			return decimal.RequireFromString(*g.Number)
		case len(currencies) == 1 && len(g.Amounts) == 1:
			return decimal.RequireFromString(g.Amounts[0].Value)
		case len(currencies) == 1:
			return decimal.Zero
		}
		return decimal.NewFromInt(g.Count)
	}
	slices.SortStableFunc(groups, func(x, y group) int {
		return cmp.Or(shown(y).Cmp(shown(x)), cmp.Compare(y.Count, x.Count))
	})
}

// brokenDown is the field that a figure is broken down by: the first of those it
// can be, unless the asker names another of them, or none with "-".
func (a *asker) brokenDown(t *model.Type, m *model.Metric) (*model.Field, error) {
	wanted := a.query("by")
	if wanted == "-" {
		return nil, nil
	}
	for _, f := range m.By {
		ever, err := a.everReads(f)
		if err != nil {
			return nil, err
		}
		if ever && (wanted == "" || wanted == f.Key) {
			return f, nil
		}
	}
	if wanted != "" {
		return nil, fault.New(fault.Invalid, "cannot_group", fault.Params{"field": wanted}).At("by")
	}
	return nil, nil
}

// folded is what parts come to together.
func folded(m *model.Metric, parts []store.Measured, exact bool) figure {
	out := figure{Exact: exact}
	var shared, valued int64
	total := decimal.Zero
	amounts, valuedIn := map[string]money.Amount{}, map[string]int64{}
	for _, p := range parts {
		out.Count, shared = out.Count+p.Count, shared+p.Shared
		switch v := p.Sum.(type) {
		case decimal.Decimal:
			total, valued = total.Add(v), valued+p.Valued
		case money.Amount:
			sum := amounts[v.Currency]
			amounts[v.Currency] = money.Amount{Value: sum.Value.Add(v.Value), Currency: v.Currency}
			valuedIn[v.Currency] += p.Valued
		}
	}
	switch {
	case m.Share != nil:
		if out.Shared = &shared; out.Count > 0 {
			percent := decimal.NewFromInt(shared*100).DivRound(decimal.NewFromInt(out.Count), 1).StringFixed(1)
			out.Share = &percent
		}
	case m.Of != nil && m.Of.Kind == model.Money:
		for currency, sum := range amounts {
			if m.Fold == model.Mean {
				sum.Value = sum.Value.DivRound(decimal.NewFromInt(valuedIn[currency]), money.Digits(currency))
			}
			out.Amounts = append(out.Amounts, amountOf{currency, sum.Text()})
		}
		slices.SortFunc(out.Amounts, func(x, y amountOf) int { return cmp.Compare(x.Currency, y.Currency) })
	case m.Of != nil && valued > 0:
		if m.Fold == model.Mean {
			total = total.DivRound(decimal.NewFromInt(valued), 2)
		}
		n := total.String()
		out.Number = &n
	}
	return out
}
