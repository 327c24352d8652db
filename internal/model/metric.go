package model

import (
	"strings"

	"kontora/internal/rule"
	"kontora/internal/spec"
)

// Metric is one figure of the summary: how many records of a type, or what they
// come to.
type Metric struct {
	Key, Title string
	Where      *rule.Rule // which records; nil for all
	At         *Field     // by which a record belongs to a period; nil: the figure tells of now
	Fold       Fold
	Of         *Field     // what is folded; nil for a count
	Share      *rule.Rule // what part of them this holds for; nil for none
	By         []*Field   // what it can be broken down by
}

// Fold is what becomes of the values of a field.
type Fold string

const (
	Sum  Fold = "sum"
	Mean Fold = "mean"
)

// Metric finds a figure by key; nil when there is none.
func (t *Type) Metric(key string) *Metric {
	for _, m := range t.Metrics {
		if m.Key == key {
			return m
		}
	}
	return nil
}

// List is the list of what a figure counts.
func (m *Metric) List(t *Type) *List {
	return &List{Key: metricList + m.Key, Title: m.Title, Where: m.Where, Columns: t.Lists[0].Columns, Sort: t.byKey["created"], Desc: true}
}

// metricList stands before the key of a figure in that of its list, and
// ShareList behind that of the part that a share is of.
const (
	metricList = "metric."
	ShareList  = ".share"
)

// MetricOfList finds the figure whose records a list shows, and whether only those
// that its share holds for.
func (t *Type) MetricOfList(key string) (m *Metric, share bool) {
	key, is := strings.CutPrefix(key, metricList)
	if !is {
		return nil, false
	}
	key, share = strings.CutSuffix(key, ShareList)
	m = t.Metric(key)
	if share && (m == nil || m.Share == nil) {
		return nil, false
	}
	return m, share
}

func (c *compiler) metrics(t *Type, f *spec.TypeFile) {
	for key, d := range f.Metrics.All() {
		m := &Metric{Key: key, Title: d.Title}
		m.Where = c.query(t, d.Where, d.Pos)
		m.Share = c.query(t, d.Share, d.Pos)
		m.At = c.metricField(t, d.At, "%q does not place a record in a period: it is no stored day or instant", Date, Instant)
		if m.Of = c.metricField(t, d.Sum, "%q cannot be added up: it is no stored amount or number", Money, Integer, Decimal); m.Of != nil {
			m.Fold = Sum
		}
		if mean := c.metricField(t, d.Mean, "%q cannot be added up: it is no stored amount or number", Money, Integer, Decimal); mean != nil {
			if m.Of != nil || m.Share != nil {
				c.fail(d.Mean.Pos, "metric_twice", "a figure is one of sum, mean and share")
			}
			m.Of, m.Fold = mean, Mean
		} else if m.Of != nil && m.Share != nil {
			c.fail(d.Sum.Pos, "metric_twice", "a figure is one of sum, mean and share")
		}
		for _, name := range d.By {
			if by := c.metricField(t, name, "%q cannot break a figure down: it is no stored choice, yes or no or single reference", Enum, Bool, Ref); by != nil {
				m.By = append(m.By, by)
			}
		}
		t.Metrics = append(t.Metrics, m)
	}
}

// metricField finds a stored field of one of some kinds; refusal is a format of what
// to say of another.
func (c *compiler) metricField(t *Type, name spec.Name, refusal string, kinds ...FieldKind) *Field {
	if name.IsZero() {
		return nil
	}
	f := c.fieldNamed(t, name)
	if f == nil {
		return nil
	}
	for _, kind := range kinds {
		if (f.Kind == kind || kind == Enum && f.IsChoice()) && !f.Many && f.Stored() {
			return f
		}
	}
	c.fail(name.Pos, "metric_field", refusal, name.Key)
	return nil
}
