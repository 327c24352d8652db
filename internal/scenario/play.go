package scenario

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"kontora/internal/fault"
	"kontora/internal/spec"
	"kontora/internal/store"
)

// Play is a configuration being tried out step by step: an installation of its
// own, people for its roles, a clock that stands until it is moved. Whatever is
// done becomes lines of a script first and is done by running them, so that what
// was played is a scenario.
type Play struct {
	o    Options
	opts Opening
	w    *world
	cast []*Member
	head []string // lines that set the stage
	done []taken

	serial  int             // of what is made up
	events  int64           // up to which history was told
	notices map[string]bool // that were told
}

// Opening is what a play begins with.
type Opening struct {
	Files    map[string][]byte // the configuration, whole
	At       time.Time         // what the clock shows
	Language string
	Seed     string // a script that sets the stage instead of people for every role; "" for them
	Words    Words
}

// Words says in a language what this package tells people.
type Words func(lang, key string, params map[string]any) string

// taken is a step with the lines that it became.
type taken struct {
	step  Step
	lines []string
}

// maxSteps bounds one play: going back plays everything else again.
const maxSteps = 200

// Open starts a play. The configuration must be sound.
func Open(o Options, opening Opening) (*Play, error) {
	sources, found := spec.LoadFiles(opening.Files)
	if spec.HasErrors(found) {
		return nil, fmt.Errorf("the configuration of a play: %s", found[0])
	}
	o.Packs = sources
	p := &Play{o: o, opts: opening}
	if err := p.begin(); err != nil {
		return nil, err
	}
	if err := p.stage(); err != nil {
		p.Close()
		return nil, err
	}
	return p, p.forget()
}

// begin makes the installation, with nothing in it.
func (p *Play) begin() error {
	of, err := newOffice(p.o)
	if err != nil {
		return err
	}
	p.w = newWorld(of, &Script{Files: map[string][]byte{}})
	p.w.language = p.opts.Language
	return nil
}

// stage installs the packs and brings people in.
func (p *Play) stage() error {
	if p.opts.Seed != "" {
		return p.fromSeed()
	}
	packs := []string{}
	for _, pack := range p.o.Packs.Packs {
		packs = append(packs, pack.Key)
	}
	at := p.opts.At.In(p.w.office.zone()).Truncate(time.Minute)
	for _, line := range []string{"packs " + strings.Join(packs, " "), "now " + at.Format(time.RFC3339)} {
		if err := p.set(line); err != nil {
			return err
		}
	}
	return p.people()
}

// fromSeed plays a script that somebody wrote, or saved before, and goes on from
// where it ends.
func (p *Play) fromSeed() error {
	s, err := Parse("seed", "seed", []byte(p.opts.Seed))
	if err != nil {
		return fault.New(fault.Invalid, "play_seed", fault.Params{"why": err.Error()}).At("seed")
	}
	p.w.script.Files = s.Files
	for _, st := range s.statements {
		if err := p.w.do(st); err != nil {
			return fault.New(fault.Invalid, "play_seed", fault.Params{"why": fmt.Sprintf("%d: %v", st.line, err)}).At("seed")
		}
		p.head = append(p.head, st.text)
	}
	p.w.language = p.opts.Language
	return p.members()
}

// set runs a line that sets the stage and keeps it.
func (p *Play) set(line string) error {
	if err := p.w.run(line); err != nil {
		return fmt.Errorf("%s: %w", line, err)
	}
	p.head = append(p.head, line)
	return nil
}

// run carries out lines of a script.
func (w *world) run(text string) error {
	list, err := parseStatements(text)
	if err != nil {
		return err
	}
	for _, st := range list {
		if err := w.do(st); err != nil {
			return err
		}
	}
	return nil
}

// Back undoes the last step: everything before it is played again.
func (p *Play) Back() (*Seen, error) {
	if len(p.done) == 0 {
		return nil, fault.New(fault.Conflict, "play_at_start", nil)
	}
	keep, before := p.done[:len(p.done)-1], p.w
	if err := p.begin(); err != nil {
		return nil, err
	}
	p.w.script.Files = before.script.Files
	before.close()
	for _, line := range slices.Concat(p.head, linesOf(keep)) {
		if err := p.w.run(line); err != nil {
			return nil, fmt.Errorf("play again: %s: %w", line, err)
		}
	}
	p.w.language = p.opts.Language
	p.done = keep
	if err := p.members(); err != nil {
		return nil, err
	}
	if err := p.forget(); err != nil {
		return nil, err
	}
	seen := &Seen{Ok: true}
	if n := len(keep); n > 0 {
		return seen, p.look(seen, keep[n-1].step)
	}
	return seen, p.look(seen, Step{})
}

func linesOf(done []taken) []string {
	var all []string
	for _, t := range done {
		all = append(all, t.lines...)
	}
	return all
}

// forget takes what history and messages hold as told.
func (p *Play) forget() error {
	last, err := store.LastEvent(p.w.office.app)
	if err != nil {
		return err
	}
	p.events, p.notices = last, map[string]bool{}
	_, err = p.mail()
	return err
}

// Close ends the installation and leaves nothing of it.
func (p *Play) Close() { p.w.close() }

func (w *world) close() {
	w.hangUp()
	w.office.close()
}

// Now is what the clock of the play shows.
func (p *Play) Now() time.Time { return p.w.office.now() }

// Steps is how many have been taken.
func (p *Play) Steps() int { return len(p.done) }

// names are what the script calls records, by their ids.
func (w *world) names() map[string]string {
	out := map[string]string{}
	for _, name := range slices.Sorted(maps.Keys(w.records)) {
		out[w.records[name].id] = name
	}
	return out
}

// fresh is a name that nothing has yet.
func (w *world) fresh(stem string) string {
	for i := 1; ; i++ {
		name := stem
		if i > 1 {
			name = fmt.Sprint(stem, i)
		}
		_, isVar := w.vars[name]
		if w.records[name] == nil && w.actors[name] == nil && !isVar {
			return name
		}
	}
}
