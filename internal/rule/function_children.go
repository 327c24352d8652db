package rule

import (
	"fmt"
	"strings"
)

// checkChildren are the records that an ensure of the record has made. They are
// read like a derived relation, so that what reads them looks again when one of
// them changes.
func checkChildren(c *checker, k *call, _ Type) *term {
	key, at, ok := c.written(k, 0)
	if !ok {
		return bad()
	}
	if c.env.Self == "" {
		return c.report(k.at, "not_here", map[string]any{"name": k.name, "place": string(c.env.Place)}, "there is no record here whose children could be read", "")
	}
	typ, ok := c.env.World.Field(c.env.Self, ChildrenField(key))
	if !ok {
		return c.report(at, "unknown_ensure", map[string]any{"name": key}, fmt.Sprintf("%s ensures no %q", c.env.Self, key), "")
	}
	return c.field(c.self(), typ, ChildrenField(key), at)
}

// ChildrenField is the name under which a record gives the children that one of
// its ensures has made.
func ChildrenField(key string) string { return "children(" + key + ")" }

// ChildrenKey is the ensure that such a name means; false for any other field.
func ChildrenKey(field string) (string, bool) {
	key, ok := strings.CutPrefix(field, "children(")
	return strings.TrimSuffix(key, ")"), ok
}
