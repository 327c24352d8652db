package scenario

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"kontora/internal/model"
)

// tell shortens a way to something broken, and writes it as a story and as a script.
func (r *rules) tell(steps []Step, found *broken) (*Finding, error) {
	short, last, err := r.shrink(steps, found)
	if err != nil {
		return nil, err
	}
	out := &Finding{Kind: found.kind, Walked: len(steps), Steps: short}
	out.Text = r.sentence(last)
	out.Story = append(r.story(short), out.Text)
	out.Scenario, out.Played = r.script(short, last)
	return out, nil
}

// shrinkTries bounds how often a walk is walked again.
const shrinkTries = 400

// shrink leaves out steps and values as long as the same still breaks.
func (r *rules) shrink(steps []Step, found *broken) ([]Step, *broken, error) {
	tries := 0
	try := func(candidate []Step) ([]Step, *broken, error) {
		tries++
		kept, now, err := r.replay(candidate)
		if err != nil || !found.same(now) {
			return nil, nil, err
		}
		return kept, now, nil
	}
	best, last := steps, found
	for again := true; again && tries < shrinkTries; {
		again = false
		for size := max(1, len(best)/2); size >= 1; size /= 2 {
			for i := 0; i+size <= len(best) && tries < shrinkTries; {
				kept, now, err := try(slices.Delete(slices.Clone(best), i, i+size))
				if err != nil {
					return nil, nil, err
				}
				if kept == nil {
					i += size
					continue
				}
				best, last, again = kept, now, true
			}
		}
		for i := 0; i < len(best); i++ {
			for _, key := range keysOf(best[i].Fields) {
				if tries >= shrinkTries {
					break
				}
				less := slices.Clone(best)
				less[i].Fields = maps.Clone(best[i].Fields)
				delete(less[i].Fields, key)
				kept, now, err := try(less)
				if err != nil {
					return nil, nil, err
				}
				if len(kept) == len(best) { // a step that is refused without it was needed with it
					best, last, again = kept, now, true
				}
			}
		}
	}
	return best, last, nil
}

func (r *rules) say(key string, params map[string]any) string {
	return r.p.opts.Words(r.p.opts.Language, "play."+key, params)
}

// story tells the steps, numbered.
func (r *rules) story(steps []Step) []string {
	types := map[string]*model.Type{}
	var out []string
	for i, s := range steps {
		out = append(out, fmt.Sprintf("%d. %s", i+1, r.told(s, types)))
	}
	return out
}

func (r *rules) told(s Step, types map[string]*model.Type) string {
	params := map[string]any{"who": r.nameOfMember(s.As), "record": s.Record}
	t := types[s.Record]
	switch s.Do {
	case "wait":
		if s.Wait == "next" {
			return r.say("told_until", nil)
		}
		params["span"] = s.Wait
		return r.say("told_wait", params)
	case "create":
		t = r.m.TypeByKey(s.Type)
		types[s.Record] = t
		params["type"] = t.Title
	case "transition":
		params["button"] = s.Transition
		if t != nil && t.Lifecycle.Transition(s.Transition) != nil {
			params["button"] = t.Lifecycle.Transition(s.Transition).Title
		}
	case "vote":
		params["button"], params["step"] = r.p.opts.Words(r.p.opts.Language, "approval."+s.Verdict, nil), s.Stage
		if t != nil {
			if a := t.Facts.Approval(s.Route); a != nil && a.Step(s.Stage) != nil {
				step := a.Step(s.Stage)
				params["step"] = step.Title
				if o := step.Outcome(s.Verdict); o != nil {
					params["button"] = o.Title
				}
			}
		}
	}
	text := r.say("told_"+s.Do, params)
	if values := r.toldValues(t, s.Fields); values != "" {
		text += ": " + values
	}
	return text + "."
}

// toldValues lists values by the titles of their fields.
func (r *rules) toldValues(t *model.Type, fields map[string]any) string {
	var out []string
	for _, key := range inOrder(t, fields) {
		title, value := key, fields[key]
		var f *model.Field
		if t != nil {
			f = t.Field(key)
		}
		if f != nil {
			title = f.Title
		}
		out = append(out, title+" — "+r.toldValue(f, value))
	}
	return strings.Join(out, ", ")
}

// inOrder lists what a form was filled in with, in the order of its fields.
func inOrder(t *model.Type, fields map[string]any) []string {
	if t == nil {
		return keysOf(fields)
	}
	var out []string
	for _, f := range t.Fields {
		if _, there := fields[f.Key]; there {
			out = append(out, f.Key)
		}
	}
	return out
}

func (r *rules) toldValue(f *model.Field, v any) string {
	switch x := v.(type) {
	case bool:
		return r.say(map[bool]string{true: "yes", false: "no"}[x], nil)
	case json.Number:
		return x.String()
	case []any:
		parts := make([]string, len(x))
		for i, one := range x {
			parts[i] = r.toldValue(f, one)
		}
		return strings.Join(parts, ", ")
	case map[string]any:
		if name, isFile := x["name"].(string); isFile && f != nil && f.Kind == model.File {
			return name
		}
		if f != nil && f.Kind == model.Rows {
			return "(" + r.toldValues(f.RowType, x) + ")"
		}
		return jsonText(x)
	case string:
		if f != nil {
			for _, e := range f.Enum {
				if e.Key == x {
					return e.Title
				}
			}
			if f.Kind == model.Ref {
				return r.toldReference(x)
			}
		}
		return "«" + x + "»"
	}
	return show(v)
}

// toldReference names what a value points at.
func (r *rules) toldReference(text string) string {
	if name, own := strings.CutPrefix(text, "$"); own {
		return strings.TrimSuffix(name, ".ref")
	}
	id := text[strings.LastIndexByte(text, '/')+1:]
	if c := r.p.member(id); c != nil {
		return c.Name
	}
	if name := r.p.w.names()[id]; name != "" {
		return name
	}
	return "…"
}

func (r *rules) nameOfMember(key string) string {
	for _, c := range r.p.cast {
		if c.Key == key {
			return c.Name
		}
	}
	return key
}

// sentence says what is broken.
func (r *rules) sentence(b *broken) string {
	state := ""
	if b.state != nil {
		state = b.state.Title
	}
	return r.say("found_"+b.kind, map[string]any{"record": b.name, "state": state, "why": strings.Join(b.why, "; ")})
}

// script plays the steps as people do and writes them down; it reports whether they
// led to the same state.
func (r *rules) script(steps []Step, b *broken) (string, bool) {
	for _, s := range steps {
		s.Fields = maps.Clone(s.Fields)
		if s.Do == "create" {
			s.Record = ""
		}
		seen, err := r.p.Take(s)
		if err != nil || !seen.Ok {
			return "", false
		}
	}
	text := r.p.text(r.sentence(b))
	rec := r.p.w.records[b.name]
	if b.kind != "stuck" || rec == nil {
		return text, false
	}
	lines := ""
	for _, c := range r.p.cast {
		if err := r.p.w.run("as " + c.Key + "\nget " + b.name); err != nil {
			continue // they do not see it
		}
		lines += "as " + c.Key + "\nactions " + b.name + "\nallowed\n"
	}
	if err := r.p.w.run(lines); err != nil {
		return text, false
	}
	head, files, _ := strings.Cut(text, "\n-- ")
	text = head + "\n# " + r.say("found_nobody", nil) + "\n" + lines
	if files != "" {
		text += "\n-- " + files
	}
	return text, true
}
