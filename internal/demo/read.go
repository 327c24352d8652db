package demo

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"sort"
	"strings"
	"time"
)

// company is everything that the files of a folder tell.
type company struct {
	Name       string            `json:"name"`
	Packs      []string          `json:"packs"`
	Zone       string            `json:"zone"`
	Months     []string          `json:"months"`
	PersonType string            `json:"person_type"`
	Files      map[string]sample `json:"files"`
	Units      []*entry          `json:"units"`
	People     []*entry          `json:"people"`
	Records    []*entry          `json:"records"`
}

// sample is the content of a file to attach.
type sample struct {
	Type   string `json:"type"`
	Base64 []byte `json:"base64"`
}

// entry is one record with its life.
type entry struct {
	Type   string         `json:"type"`
	Key    string         `json:"key"`
	By     string         `json:"by"`
	At     string         `json:"at"`
	Set    map[string]any `json:"set"`
	Steps  []step         `json:"steps"`
	Pin    string         `json:"pin"` // of a person who signs: their key waits for its certificate from the start
	Repeat *repeat        `json:"repeat,omitempty"`
}

// step is a transition (Do), a vote, an edit (Set alone) or a comment (Comment alone), of
// the record or (Of) of what it has ensured.
type step struct {
	Of      string         `json:"of"`
	Do      string         `json:"do"`
	By      string         `json:"by"`
	After   string         `json:"after"`
	Set     map[string]any `json:"set"`
	Comment string         `json:"comment"`
	Vote    string         `json:"vote"` // approve, return or reject the step whose turn it is
	Rest    bool           `json:"rest"` // and those after it, by whoever is asked
}

// repeat makes many records of one description.
type repeat struct {
	Name  string           `json:"name"`
	Count int              `json:"count"`
	First string           `json:"first"`
	Every string           `json:"every"`
	Month *int             `json:"month"` // offset of the month that the first one is about, from the month of the start
	With  []map[string]any `json:"with"`
}

// Pins are those of the people who sign, by the key of the person.
func (c *company) pins() map[string]string {
	out := map[string]string{}
	for _, p := range c.People {
		if p.Pin != "" {
			out[p.Key] = p.Pin
		}
	}
	return out
}

// read gathers all files of a folder into one company.
func read(fsys fs.FS) (*company, error) {
	names, err := fs.Glob(fsys, "*.json")
	if err != nil {
		return nil, err
	}
	sort.Strings(names)
	all := &company{Files: map[string]sample{}}
	for _, name := range names {
		data, err := fs.ReadFile(fsys, name)
		if err != nil {
			return nil, err
		}
		var part company
		if err := json.Unmarshal(data, &part); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		all.Name = first(all.Name, part.Name)
		all.Packs = append(all.Packs, part.Packs...)
		all.Zone = first(all.Zone, part.Zone)
		all.PersonType = first(all.PersonType, part.PersonType)
		if part.Months != nil {
			all.Months = part.Months
		}
		maps.Copy(all.Files, part.Files)
		all.Units = append(all.Units, part.Units...)
		all.People = append(all.People, part.People...)
		all.Records = append(all.Records, part.Records...)
	}
	for _, p := range all.People {
		p.Type = all.PersonType
	}
	return all, nil
}

func first(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// entries lists every record in written order, repetitions written out.
func (c *company) entries(start time.Time) ([]*entry, error) {
	var out []*entry
	for _, e := range append(append(append([]*entry(nil), c.Units...), c.People...), c.Records...) {
		if e.Repeat == nil {
			out = append(out, e)
			continue
		}
		many, err := c.repeated(e, start)
		if err != nil {
			return nil, fmt.Errorf("repeat %s: %w", e.Repeat.Name, err)
		}
		out = append(out, many...)
	}
	return out, nil
}

func (c *company) repeated(e *entry, start time.Time) ([]*entry, error) {
	at, err := moment(start, start, e.Repeat.First)
	if err != nil {
		return nil, err
	}
	plain, err := json.Marshal(entry{Type: e.Type, By: e.By, Set: e.Set, Steps: e.Steps})
	if err != nil {
		return nil, err
	}
	var out []*entry
	for i := range e.Repeat.Count {
		when, err := later(at, e.Repeat.Every, i)
		if err != nil {
			return nil, err
		}
		words := c.words(e.Repeat, i, when, start)
		made, err := filled(plain, words)
		if err != nil {
			return nil, err
		}
		made.Key = fmt.Sprintf("%s_%d", e.Repeat.Name, i+1)
		made.At = when.Format(absolute)
		out = append(out, made)
	}
	return out, nil
}

// words are the values of one repetition, those that name others included.
func (c *company) words(r *repeat, i int, when, start time.Time) map[string]any {
	words := map[string]any{
		"n": fmt.Sprint(i + 1), "year": when.Format("2006"), "yy": when.Format("06"), "mm": when.Format("01"),
		"month": c.Months[int(when.Month())-1],
	}
	if r.Month != nil {
		about := time.Date(start.Year(), start.Month()+time.Month(*r.Month+i), 1, 0, 0, 0, 0, start.Location())
		words["ym"], words["about"] = about.Format("2006-01"), c.Months[int(about.Month())-1]+about.Format(" 2006")
	}
	if len(r.With) > 0 {
		for k, v := range r.With[i%len(r.With)] {
			words[k] = replaced(v, words)
		}
	}
	return words
}

func filled(plain []byte, words map[string]any) (*entry, error) {
	var tree any
	if err := json.Unmarshal(plain, &tree); err != nil {
		return nil, err
	}
	data, err := json.Marshal(replaced(tree, words))
	if err != nil {
		return nil, err
	}
	var e entry
	return &e, json.Unmarshal(data, &e)
}

// replaced puts values for {words}. A text that is nothing but one word becomes
// its value as it is, a list for instance.
func replaced(v any, words map[string]any) any {
	switch x := v.(type) {
	case string:
		return replacedText(x, words)
	case []any:
		out := make([]any, len(x))
		for i := range x {
			out[i] = replaced(x[i], words)
		}
		return out
	case map[string]any:
		out := make(map[string]any, len(x))
		for k := range x {
			out[k] = replaced(x[k], words)
		}
		return out
	}
	return v
}

func replacedText(text string, words map[string]any) any {
	if len(text) > 2 && text[0] == '{' && strings.IndexByte(text, '}') == len(text)-1 {
		if v, ok := words[text[1:len(text)-1]]; ok {
			return v
		}
	}
	for k, v := range words {
		if s, ok := v.(string); ok {
			text = strings.ReplaceAll(text, "{"+k+"}", s)
		}
	}
	return text
}

// About tells what the company of a folder is called and which packs it works
// with.
func About(fsys fs.FS) (name string, packs []string, err error) {
	c, err := read(fsys)
	if err != nil {
		return "", nil, err
	}
	return c.Name, c.Packs, nil
}
