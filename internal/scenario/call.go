package scenario

import (
	"encoding/json"
	"fmt"
	"strings"

	"kontora/internal/model"
)

// call is one command with its words.
type call struct {
	*world
	not  bool
	line string
	args []word
}

// command is one word of the script language.
type command struct {
	usage string
	not   bool // may be turned around with !
	later bool // expands names itself
	run   func(c *call) error
}

// take removes the first word and returns it; what says what is missing.
func (c *call) take(what string) (string, error) {
	if len(c.args) == 0 || c.args[0].key != "" {
		return "", fmt.Errorf("%s is missing", what)
	}
	text := c.args[0].text
	c.args = c.args[1:]
	return text, nil
}

// takes removes the first words.
func (c *call) takes(whats ...string) ([]string, error) {
	out := make([]string, len(whats))
	for i, what := range whats {
		var err error
		if out[i], err = c.take(what); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// flag removes -name and the word after it; ok tells whether it was there.
func (c *call) flag(name string) (value string, ok bool, err error) {
	for i, a := range c.args {
		if a.form != plain || a.text != "-"+name || a.key != "" {
			continue
		}
		if i+1 == len(c.args) {
			return "", true, fmt.Errorf("-%s needs a value", name)
		}
		value = c.args[i+1].text
		c.args = append(c.args[:i:i], c.args[i+2:]...)
		return value, true, nil
	}
	return "", false, nil
}

// toggle removes -name and tells whether it was there.
func (c *call) toggle(name string) bool {
	for i, a := range c.args {
		if a.form == plain && a.key == "" && a.text == "-"+name {
			c.args = append(c.args[:i:i], c.args[i+1:]...)
			return true
		}
	}
	return false
}

// end reports words that mean nothing here.
func (c *call) end() error {
	if len(c.args) == 0 {
		return nil
	}
	a := c.args[0]
	if a.key != "" {
		return fmt.Errorf("%s=%s means nothing here", a.key, a.text)
	}
	return fmt.Errorf("%q means nothing here", a.text)
}

// input is what a command sends: fields, uploads and a remark.
type input struct {
	fields  map[string]any
	uploads map[string][]file
	comment string
}

// input takes the rest of the words: {json}, key=value and one quoted remark.
func (c *call) input(t *model.Type) (*input, error) {
	in := &input{fields: map[string]any{}, uploads: map[string][]file{}}
	for _, a := range c.args {
		switch {
		case a.key != "":
			if err := c.field(in, t, a); err != nil {
				return nil, fmt.Errorf("%s: %w", a.key, err)
			}
		case a.form == object:
			if err := decodeInto(a.text, &in.fields); err != nil {
				return nil, err
			}
		case a.form == quoted && in.comment == "":
			in.comment = a.text
		default:
			return nil, fmt.Errorf("%q means nothing here: write field=value, {json} or a quoted remark", a.text)
		}
	}
	c.args = nil
	return in, nil
}

func decodeInto(text string, v any) error {
	dec := json.NewDecoder(strings.NewReader(text))
	dec.UseNumber()
	if err := dec.Decode(v); err != nil {
		return fmt.Errorf("JSON: %w", err)
	}
	return nil
}

// field reads key=value by what the field holds: lists are split at commas,
// numbers and truth values need no quotes, @name is a file of the archive.
func (c *call) field(in *input, t *model.Type, a word) error {
	if a.form == object {
		var v any
		err := decodeInto(a.text, &v)
		in.fields[a.key] = v
		return err
	}
	f := t.Field(a.key)
	switch {
	case a.form == plain && (a.text == "" || a.text == "null"):
		in.fields[a.key] = nil
	case f == nil:
		in.fields[a.key] = a.text
	case f.Kind == model.File:
		return c.upload(in, a)
	case f.Many || f.Kind == model.Texts:
		list := []any{}
		for _, item := range strings.Split(a.text, ",") {
			list = append(list, item)
		}
		in.fields[a.key] = list
	case f.Kind == model.Bool && a.form == plain && (a.text == "true" || a.text == "false"):
		in.fields[a.key] = a.text == "true"
	case f.Kind == model.Integer && a.form == plain && json.Valid([]byte(a.text)):
		in.fields[a.key] = json.Number(a.text)
	default:
		in.fields[a.key] = a.text
	}
	return nil
}

func (c *call) upload(in *input, a word) error {
	for _, name := range strings.Split(a.text, ",") {
		inner, isFile := strings.CutPrefix(name, "@")
		data, known := c.script.Files[inner]
		if !isFile || !known {
			return fmt.Errorf("write @name of a file of this script, not %q", name)
		}
		in.uploads[a.key] = append(in.uploads[a.key], file{inner, data})
	}
	return nil
}

// ask sends a request and compares its outcome with what the line expects: a
// refusal after "!", success otherwise.
func (c *call) ask(q request) error {
	res, err := c.send(q)
	if err != nil {
		return err
	}
	c.last = res
	c.world.header = map[string]string{}
	switch {
	case c.not && !res.refused():
		return fmt.Errorf("a refusal was expected, but it was done")
	case !c.not && res.refused():
		return fmt.Errorf("refused: %s", res.message())
	}
	return nil
}

// message is what the answer says to people.
func (r *response) message() string {
	if text, ok := lookup(r.json, "message"); ok {
		return fmt.Sprint(text)
	}
	return fmt.Sprintf("status %d", r.status)
}
