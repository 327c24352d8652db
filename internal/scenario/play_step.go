package scenario

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"kontora/internal/fault"
	"kontora/internal/model"
	"kontora/internal/rule"
	"kontora/internal/store"
)

// Step is one thing that is done in a play.
type Step struct {
	As         string         `json:"as"` // key of a member, or "superuser"
	Do         string         `json:"do"` // create, edit, transition, vote, archive, comment, wait
	Type       string         `json:"type"`
	Record     string         `json:"record"` // what the play calls it
	Fields     map[string]any `json:"fields"`
	Transition string         `json:"transition"`
	Route      string         `json:"route"`
	Stage      string         `json:"step"` // of the route
	Verdict    string         `json:"verdict"`
	ToStep     string         `json:"to_step"`
	People     []string       `json:"people"` // keys of members
	Remark     string         `json:"remark"`
	Opinion    string         `json:"opinion"`
	Blocking   bool           `json:"blocking"`
	Comment    string         `json:"comment"`
	Force      bool           `json:"force"`
	Fill       bool           `json:"fill"` // what is missing is made up
	Wait       string         `json:"wait"` // a span such as 3wd or 2h, an instant, or "next": to what is due next
}

// Take carries out a step. That it is refused is an answer, not an error.
func (p *Play) Take(s Step) (*Seen, error) {
	if len(p.done) >= maxSteps {
		return nil, fault.New(fault.Limit, "play_too_long", fault.Params{"max": maxSteps})
	}
	d := &deed{p: p, s: s}
	seen := &Seen{Ok: true}
	if err := d.act(seen); err != nil {
		p.keep(d.lines)
		return nil, err
	}
	p.done = append(p.done, taken{s, d.lines})
	s.Record = d.s.Record
	return seen, p.look(seen, s)
}

// keep adds lines that were run to what came before: the step that they were for
// was not taken.
func (p *Play) keep(lines []string) {
	if n := len(p.done); n > 0 {
		p.done[n-1].lines = append(p.done[n-1].lines, lines...)
	} else {
		p.head = append(p.head, lines...)
	}
}

// deed is a step being carried out.
type deed struct {
	p     *Play
	s     Step
	lines []string
}

func wrongStep(field, why string, params fault.Params) error {
	return fault.New(fault.Invalid, why, params).At(field)
}

func (d *deed) act(seen *Seen) error {
	if d.s.Do == "wait" {
		return d.wait()
	}
	if d.p.w.actors[d.s.As] == nil || d.s.As == "nobody" {
		return wrongStep("as", "play_nobody", fault.Params{"name": d.s.As})
	}
	line, err := d.line()
	if err != nil {
		return err
	}
	if as := "as " + d.s.As; d.p.w.actor.name != d.s.As || len(d.p.done) == 0 {
		if err := d.run(as); err != nil {
			return err
		}
	}
	return d.attempt(line, seen)
}

// run carries out a line that cannot be refused and keeps it.
func (d *deed) run(line string) error {
	if err := d.p.w.run(line); err != nil {
		return fmt.Errorf("%s: %w", line, err)
	}
	d.lines = append(d.lines, line)
	return nil
}

// attempt runs a line, and keeps it with what came of it as what must come of it.
func (d *deed) attempt(line string, seen *Seen) error {
	w := d.p.w
	w.last = nil
	err := w.run(line)
	switch {
	case err == nil:
		d.lines = append(d.lines, line)
		if status, ok := lookup(w.last.json, "card.row.values.status"); ok && status != nil {
			d.lines = append(d.lines, "field status == "+show(status))
		}
	case w.last != nil && w.last.refused():
		d.lines = append(d.lines, "! "+line)
		d.lines = append(d.lines, expected(w.last)...)
		seen.Ok, seen.Refused = false, w.last.json
	default:
		return fault.New(fault.Invalid, "play_step", fault.Params{"why": err.Error()})
	}
	return nil
}

// expected are the lines that describe a refusal.
func expected(r *response) []string {
	fields, order := map[string][]string{}, []string{}
	for _, one := range parts(r.json) {
		if fields[one.code] == nil {
			order = append(order, one.code)
		}
		fields[one.code] = append(fields[one.code], one.field)
	}
	lines := []string{fmt.Sprint("status ", r.status)}
	for _, code := range order {
		line := "fault " + code
		if !slices.Contains(fields[code], "") {
			line += " " + strings.Join(fields[code], " ")
		}
		lines = append(lines, line)
	}
	return lines
}

// line is a step as a line of a script.
func (d *deed) line() (string, error) {
	switch d.s.Do {
	case "create":
		return d.create()
	case "edit", "transition", "vote", "archive", "comment":
	default:
		return "", wrongStep("do", "play_what", fault.Params{"name": d.s.Do})
	}
	rec := d.p.w.records[d.s.Record]
	if rec == nil {
		return "", wrongStep("record", "play_no_record", fault.Params{"name": d.s.Record})
	}
	switch d.s.Do {
	case "archive":
		return "archive " + d.s.Record, nil
	case "comment":
		return "comment " + d.s.Record + " " + quote(d.s.Comment), nil
	}
	what := want{t: rec.typ, id: rec.id, transition: d.s.Transition, given: d.s.Fields}
	if d.s.Do == "vote" {
		if d.s.Route == "" || d.s.Verdict == "" {
			return "", wrongStep("verdict", "play_what", fault.Params{"name": "vote"})
		}
		what.transition = strings.Join([]string{d.s.Route, d.s.Stage, d.s.Verdict}, ".")
	}
	values, err := d.values(what)
	if err != nil {
		return "", err
	}
	tail := d.p.tailOf(rec.typ, values, d.s.Comment, d.flags())
	switch d.s.Do {
	case "edit":
		return "edit " + d.s.Record + tail, nil
	case "vote":
		return strings.Join([]string{"vote", d.s.Record, d.s.Route, d.s.Verdict}, " ") + tail, nil
	}
	return "do " + d.s.Record + " " + d.s.Transition + tail, nil
}

func (d *deed) create() (string, error) {
	t, err := d.p.w.typ(d.s.Type)
	if err != nil || t.Abstract || t.Owner != nil {
		return "", wrongStep("type", "unknown_type", fault.Params{"type": d.s.Type})
	}
	values, err := d.values(want{t: t, transition: d.s.Transition, given: d.s.Fields})
	if err != nil {
		return "", err
	}
	d.s.Record = d.p.w.fresh(strings.ReplaceAll(t.Name, "-", "_"))
	return createLine(d.p, t, d.s.Record, values, d.s.Comment, d.flags()), nil
}

// values are those of the step, and made-up ones if it asks for them. Records
// that had to be made for them are made first.
func (d *deed) values(what want) (map[string]any, error) {
	values := what.given
	if values == nil {
		values = map[string]any{}
	}
	if d.s.Fill {
		before := len(d.p.head)
		filled, err := d.p.filled(d.p.w.actors[d.s.As], what)
		// What had to be made first belongs to this step, not to the stage.
		d.lines = append(d.lines, d.p.head[before:]...)
		d.p.head = d.p.head[:before:before]
		if err != nil {
			return nil, err
		}
		values = filled
	}
	lines, err := d.p.adopt(what.t, values)
	for _, line := range lines {
		if err == nil {
			err = d.run(line)
		}
	}
	return values, err
}

func (d *deed) flags() string {
	out := ""
	add := func(name, value string) {
		if value != "" {
			out += " -" + name + " " + value
		}
	}
	if d.s.Do == "create" {
		add("transition", d.s.Transition)
	}
	if d.s.Do == "vote" {
		add("step", d.s.Stage)
		add("to", d.s.ToStep)
		add("remark", d.s.Remark)
		add("opinion", d.s.Opinion)
		if len(d.s.People) > 0 {
			add("people", "$"+strings.Join(d.s.People, ",$"))
		}
		if d.s.Blocking {
			out += " -blocking"
		}
	}
	if d.s.Force {
		out += " -force"
	}
	return out
}

func createLine(p *Play, t *model.Type, name string, values map[string]any, comment, flags string) string {
	return "create " + t.Key + " " + name + p.tailOf(t, values, comment, flags)
}

// tailOf writes what a command sends: fields, files, a remark and flags.
func (p *Play) tailOf(t *model.Type, values map[string]any, comment, flags string) string {
	out := ""
	if body := p.jsonOf(t, values); body != "{}" {
		out += " " + body
	}
	out += p.uploadsOf(t, values)
	if comment != "" {
		out += " " + quote(comment)
	}
	return out + flags
}

// quote writes a text as one word, of one line.
func quote(text string) string {
	if strings.ContainsAny(text, "\n\r") {
		return jsonText(text)
	}
	return "'" + strings.ReplaceAll(text, "'", "''") + "'"
}

// jsonOf writes fields as JSON, ids of records of the play as their names. Files
// stand beside it.
func (p *Play) jsonOf(t *model.Type, values map[string]any) string {
	names, out := p.w.names(), map[string]any{}
	for key, v := range values {
		if f := t.Field(key); f != nil && f.Kind == model.File && v != nil {
			continue
		}
		out[key] = named(v, names)
	}
	return jsonText(out)
}

// named puts $names in the place of ids, also behind the type that a reference
// to several types has before it.
func named(v any, names map[string]string) any {
	switch x := v.(type) {
	case string:
		if name := names[x]; name != "" {
			return "$" + name
		}
		if i := strings.LastIndexByte(x, '/'); i >= 0 && names[x[i+1:]] != "" {
			return "$" + names[x[i+1:]] + ".ref"
		}
	case []any:
		out := make([]any, len(x))
		for i, one := range x {
			out[i] = named(one, names)
		}
		return out
	case map[string]any:
		out := map[string]any{}
		for key, one := range x {
			out[key] = named(one, names)
		}
		return out
	}
	return v
}

// uploadsOf writes the files that a command sends and puts what is in them into
// the archive.
func (p *Play) uploadsOf(t *model.Type, values map[string]any) string {
	out := ""
	for _, f := range t.Fields {
		if f.Kind != model.File || values[f.Key] == nil {
			continue
		}
		var files []string
		list, many := values[f.Key].([]any)
		if !many {
			list = []any{values[f.Key]}
		}
		for _, one := range list {
			files = append(files, "@"+p.upload(one))
		}
		out += " " + f.Key + "=" + strings.Join(files, ",")
	}
	return out
}

// upload gives the archive a file: a name, or a name with a text.
func (p *Play) upload(v any) string {
	name, text := "", ""
	switch x := v.(type) {
	case string:
		name = x
	case map[string]any:
		name, _ = x["name"].(string)
		text, _ = x["text"].(string)
	}
	name = fileName(name)
	if text == "" {
		text = contentOf(name)
	}
	if _, there := p.w.script.Files[name]; !there {
		p.w.script.Files[name] = []byte(text)
	}
	return name
}

// fileName keeps of a name what a script can carry.
func fileName(name string) string {
	clean := strings.Map(func(c rune) rune {
		if c == ' ' || c == ',' || c == '/' || c == '\\' || c == '\'' || c == '"' || c < ' ' {
			return '_'
		}
		return c
	}, name)
	if clean == "" {
		return "file.txt"
	}
	return clean
}

// maxStops bounds how many alarms ring one after the other in one wait.
const maxStops = 200

// wait lets time pass. The clock stops wherever something is due, so that it rings
// when it should.
func (d *deed) wait() error {
	target, err := d.target()
	if err != nil {
		return err
	}
	w := d.p.w
	for range maxStops {
		due, err := store.DueAlarms(w.office.app, w.office.engine.Model(), target, 1)
		if err != nil {
			return err
		}
		if len(due) == 0 || !due[0].Next.After(w.office.now()) {
			break
		}
		at := due[0].Next.Truncate(time.Second)
		if at.Before(due[0].Next) {
			at = at.Add(time.Second)
		}
		if at.After(target) {
			break
		}
		if err := d.run("now " + at.In(w.office.zone()).Format(time.RFC3339)); err != nil {
			return err
		}
	}
	if target.After(w.office.now()) {
		return d.run("now " + target.In(w.office.zone()).Format(time.RFC3339))
	}
	return nil
}

// longest is how far one wait may go.
const longest = 3 * 366 * 24 * time.Hour

// target is when a wait ends.
func (d *deed) target() (time.Time, error) {
	w, now := d.p.w, d.p.w.office.now()
	bad := wrongStep("wait", "play_wait", fault.Params{"value": d.s.Wait})
	if d.s.Wait == "next" {
		due, err := store.DueAlarms(w.office.app, w.office.engine.Model(), now.Add(longest), 1)
		if err != nil {
			return now, err
		}
		if len(due) == 0 {
			return now, fault.New(fault.Conflict, "play_nothing_due", nil)
		}
		return due[0].Next.Truncate(time.Second).Add(time.Second), nil
	}
	at, err := time.Parse(time.RFC3339, d.s.Wait)
	if err != nil {
		span, wrong := rule.ParseSpan(d.s.Wait)
		if wrong != nil {
			return now, bad
		}
		cal := w.office.calendar()
		if span.IsWorking() && cal == nil {
			return now, fault.New(fault.Conflict, "no_calendar", nil)
		}
		if at, err = span.After(now, w.office.zone(), cal); err != nil {
			return now, bad
		}
	}
	if at.Before(now) || at.Sub(now) > longest {
		return now, bad
	}
	if whole := at.Truncate(time.Second); whole.Before(at) {
		at = whole.Add(time.Second)
	}
	return at, nil
}

// text writes a play as a scenario.
func (p *Play) text(title string) string {
	var out strings.Builder
	for _, line := range strings.Split(strings.TrimSpace(title), "\n") {
		if line != "" {
			out.WriteString("# " + line + "\n")
		}
	}
	out.WriteString("\n" + strings.Join(p.head, "\n") + "\n\n" + strings.Join(linesOf(p.done), "\n") + "\n")
	for _, name := range sortedKeys(p.w.script.Files) {
		out.WriteString("\n-- " + name + " --\n" + strings.TrimRight(string(p.w.script.Files[name]), "\n") + "\n")
	}
	return out.String()
}

// Save writes the play as a scenario, and plays it to be sure that it is one.
func (p *Play) Save(title string) (text string, proven *Result, err error) {
	text = p.text(title)
	s, err := Parse("play", "play.txtar", []byte(text))
	if err != nil {
		return text, nil, err
	}
	return text, Run(p.o, s), nil
}
