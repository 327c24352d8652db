package scenario

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// answer puts something made by the runner in the place of the last response.
func (c *call) answer(what string, v any) {
	c.world.last = madeUp(c.actor.name, what, v)
}

func (c *call) lastJSON() any {
	if c.last == nil {
		return nil
	}
	return c.last.json
}

func expectStatus(c *call) error {
	want, err := c.take("status")
	if err != nil {
		return err
	}
	if c.last == nil || strconv.Itoa(c.last.status) != want {
		return fmt.Errorf("status %s was expected", want)
	}
	return c.end()
}

// part is one leaf of a refusal.
type part struct{ code, field string }

// parts lists what a refusal consists of: itself, or the parts it joins.
func parts(v any) []part {
	fault, ok := lookup(v, "fault")
	if !ok {
		return nil
	}
	return leaves(fault)
}

func leaves(fault any) []part {
	inner, _ := lookup(fault, "fields")
	var found []part
	for _, one := range items(inner) {
		found = append(found, leaves(one)...)
	}
	if len(found) > 0 {
		return found
	}
	code, _ := lookup(fault, "code")
	field, _ := lookup(fault, "field")
	one := part{code: fmt.Sprint(code)}
	if field != nil {
		one.field = fmt.Sprint(field)
	}
	return []part{one}
}

// expectFault compares the fields that a code was reported at: exactly these.
// Without fields it is enough that the code is there.
func expectFault(c *call) error {
	code, err := c.take("code")
	if err != nil {
		return err
	}
	want := []string{}
	for _, a := range c.args {
		want = append(want, a.text)
	}
	got, codes := []string{}, []string{}
	for _, p := range parts(c.lastJSON()) {
		codes = append(codes, strings.Trim(p.code+" "+p.field, " "))
		if p.code == code {
			got = append(got, p.field)
		}
	}
	if outer, ok := lookup(c.lastJSON(), "fault.code"); ok && outer == code && len(got) == 0 {
		got = append(got, "")
	}
	slices.Sort(got)
	slices.Sort(want)
	right := len(got) > 0
	if len(want) > 0 {
		right = slices.Equal(got, want)
	}
	if right == c.not {
		return fmt.Errorf("fault %s is reported at: %s; expected: %s; all that is reported: %s",
			code, orNone(got), orNone(want), orNone(codes))
	}
	return nil
}

// expectFaults compares how many things a refusal names.
func expectFaults(c *call) error {
	want, err := c.take("number")
	if err != nil {
		return err
	}
	if got := len(parts(c.lastJSON())); strconv.Itoa(got) != want {
		return fmt.Errorf("the refusal names %d things, expected %s", got, want)
	}
	return c.end()
}

// expectText looks for a text in the whole answer.
func expectText(c *call) error {
	text, err := c.take("text")
	if err != nil {
		return err
	}
	if c.last == nil {
		return fmt.Errorf("nothing was asked yet")
	}
	if c.last.contains(text) == c.not {
		return fmt.Errorf("the answer has %q: %t, expected: %t", text, c.not, !c.not)
	}
	return c.end()
}

func expectJSON(c *call) error {
	path, err := c.take("path")
	if err != nil {
		return err
	}
	return c.compare(c.lastJSON(), path)
}

// expectField looks at a cell of the record in the last answer.
func expectField(c *call) error {
	name, err := c.take("field")
	if err != nil {
		return err
	}
	for _, at := range []string{"card.row.values", "row.values", "values"} {
		if values, ok := lookup(c.lastJSON(), at); ok {
			return c.compare(values, name)
		}
	}
	return c.compare(c.lastJSON(), name) // a record as PocketBase writes it
}

// compare takes an operator and a value, if there are any, and judges the value
// at a path.
func (c *call) compare(v any, path string) error {
	got, ok := lookup(v, path)
	if len(c.args) == 0 {
		if ok == c.not {
			return fmt.Errorf("%s is there: %t, expected: %t", path, ok, !c.not)
		}
		return nil
	}
	words, err := c.takes("operator", "value")
	if err != nil {
		return err
	}
	right, err := holds(got, words[0], words[1])
	if err != nil {
		return err
	}
	if right == c.not {
		return fmt.Errorf("%s is %s; expected: %s%s %s", path, show(got), map[bool]string{true: "not "}[c.not], words[0], words[1])
	}
	return c.end()
}

// lists are the names under which answers carry what they list.
var lists = []string{"rows", "items", "events", "comments", "options", "hits", "actions", "diagnostics", "views", "keys", "rounds", "results"}

func (c *call) listed() ([]any, error) {
	for _, name := range lists {
		if v, ok := lookup(c.lastJSON(), name); ok {
			return items(v), nil
		}
	}
	if list, ok := c.lastJSON().([]any); ok {
		return list, nil
	}
	return nil, fmt.Errorf("the last answer lists nothing")
}

// expectCount compares how many things the last answer lists; after total, the
// number it gives.
func expectCount(c *call) error {
	want, err := c.take("number")
	if err != nil {
		return err
	}
	got := ""
	if n, ok := lookup(c.lastJSON(), "count"); ok {
		got = fmt.Sprint(n)
	} else {
		list, err := c.listed()
		if err != nil {
			return err
		}
		got = strconv.Itoa(len(list))
	}
	if got != want {
		return fmt.Errorf("%s, expected %s", got, want)
	}
	return c.end()
}

// expectRows compares columns of what the last answer lists with a file of the
// script: a line for each row, cells divided by " | ".
func expectRows(c *call) error {
	words, err := c.takes("columns", "file")
	if err != nil {
		return err
	}
	want, known := c.script.Files[words[1]]
	if !known {
		return fmt.Errorf("the script has no file %s", words[1])
	}
	list, err := c.listed()
	if err != nil {
		return err
	}
	var got strings.Builder
	for _, row := range list {
		cells := []string{}
		for _, column := range strings.Split(words[0], ",") {
			cells = append(cells, cell(row, column))
		}
		got.WriteString(strings.TrimRight(strings.Join(cells, " | "), " ") + "\n")
	}
	expected, err := c.expand(string(want), true)
	if err != nil {
		return err
	}
	if strings.TrimSpace(got.String()) != strings.TrimSpace(expected) {
		return fmt.Errorf("rows are\n%sexpected\n%s", got.String(), expected)
	}
	return c.end()
}

// cell writes one value of a listed thing: of its record if it has one.
func cell(row any, column string) string {
	v, ok := lookup(row, "values."+column)
	if !ok {
		v, _ = lookup(row, column)
	}
	if v == nil {
		return ""
	}
	return show(v)
}

// runSave keeps a value of the last answer as $name.
func runSave(c *call) error {
	words, err := c.takes("name", "path")
	if err != nil {
		return err
	}
	v, ok := lookup(c.lastJSON(), words[1])
	if !ok {
		return fmt.Errorf("the answer has no %s", words[1])
	}
	c.vars[words[0]] = show(v)
	return c.end()
}
