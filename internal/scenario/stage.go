package scenario

import (
	"crypto/sha256"
	"encoding/hex"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"kontora/internal/fault"

	"github.com/pocketbase/pocketbase/tools/security"
)

// Stage is where the designers of one server try configurations out. It keeps a
// few plays, each for a while, and leaves nothing of them.
type Stage struct {
	o     StageOptions
	clean sync.Once
	mu    sync.Mutex
	plays map[string]*session
	busy  sync.Mutex // held while scenarios are played or walks are walked
}

// StageOptions are what a server decides.
type StageOptions struct {
	Options
	Home    string // data folder of the server: names its plays among others on the machine
	Shipped fs.FS  // scenarios of the packs that come with the program
	Words   Words
	Now     func() time.Time
	Life    time.Duration // of a play that nobody touches; 0: half an hour
}

const (
	maxPlays    = 4
	usualLife   = 30 * time.Minute
	maxSeedSize = 256 << 10
)

// session is a play of somebody.
type session struct {
	mu    sync.Mutex
	owner string
	play  *Play // nil once it is over
	until *time.Timer
}

// NewStage makes a stage with nothing on it.
func NewStage(o StageOptions) *Stage {
	sum := sha256.Sum256([]byte(o.Home))
	o.Temp = "kontora-play-" + hex.EncodeToString(sum[:6]) + "-"
	if o.Life == 0 {
		o.Life = usualLife
	}
	return &Stage{o: o, plays: map[string]*session{}}
}

// sweep removes what a server that was killed has left behind.
func (s *Stage) sweep() {
	left, err := filepath.Glob(filepath.Join(os.TempDir(), s.o.Temp+"*"))
	if err != nil {
		return
	}
	for _, dir := range left {
		_ = os.RemoveAll(dir)
	}
}

// opened is the answer to who opens a play.
type opened struct {
	*Seen
	Notes []string `json:"notes"`
}

// Open begins a play for somebody; the one they had ends.
func (s *Stage) Open(owner, lang string, files map[string][]byte, seed, at string) (any, error) {
	s.clean.Do(s.sweep)
	if len(seed) > maxSeedSize {
		return nil, fault.New(fault.Limit, "play_seed_size", fault.Params{"max": maxSeedSize >> 10}).At("seed")
	}
	begin, err := s.morning(at)
	if err != nil {
		return nil, err
	}
	s.drop(func(one *session) bool { return one.owner == owner })
	one := &session{owner: owner}
	id := security.RandomString(15)
	if err := s.place(id, one); err != nil {
		return nil, err
	}
	one.mu.Lock()
	defer one.mu.Unlock()
	one.play, err = Open(s.o.Options, Opening{Files: files, At: begin, Language: lang, Seed: seed, Words: s.o.Words})
	if err != nil {
		s.remove(id)
		return nil, err
	}
	one.until = time.AfterFunc(s.o.Life, func() { s.end(id) })
	seen := &Seen{Ok: true}
	if err := one.play.look(seen, Step{}); err != nil {
		return nil, err
	}
	seen.Play = id
	return opened{seen, []string{s.o.Words(lang, "play.note_world", nil), s.o.Words(lang, "play.note_hooks", nil)}}, nil
}

// morning is when a play begins: nine o'clock of the next working day, unless
// somebody says otherwise.
func (s *Stage) morning(at string) (time.Time, error) {
	if at != "" {
		begin, err := time.Parse(time.RFC3339, at)
		if err != nil {
			return begin, wrongStep("at", "play_wait", fault.Params{"value": at})
		}
		return begin, nil
	}
	now := s.o.Now().In(s.o.Zone)
	begin := time.Date(now.Year(), now.Month(), now.Day(), 9, 0, 0, 0, s.o.Zone)
	for begin.Weekday() == time.Saturday || begin.Weekday() == time.Sunday {
		begin = begin.AddDate(0, 0, 1)
	}
	return begin, nil
}

func (s *Stage) place(id string, one *session) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.plays) >= maxPlays {
		return fault.New(fault.Limit, "play_full", fault.Params{"max": maxPlays})
	}
	s.plays[id] = one
	return nil
}

func (s *Stage) remove(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.plays, id)
}

// end closes a play and forgets it.
func (s *Stage) end(id string) {
	s.mu.Lock()
	one := s.plays[id]
	delete(s.plays, id)
	s.mu.Unlock()
	if one != nil {
		one.close()
	}
}

func (one *session) close() {
	one.mu.Lock()
	defer one.mu.Unlock()
	if one.until != nil {
		one.until.Stop()
	}
	if one.play != nil {
		one.play.Close()
		one.play = nil
	}
}

func (s *Stage) drop(which func(*session) bool) {
	s.mu.Lock()
	var ids []string
	for id, one := range s.plays {
		if which(one) {
			ids = append(ids, id)
		}
	}
	s.mu.Unlock()
	for _, id := range ids {
		s.end(id)
	}
}

// Close ends all plays.
func (s *Stage) Close() { s.drop(func(*session) bool { return true }) }

// with does something in a play of somebody and lets it live on.
func (s *Stage) with(owner, id, lang string, do func(p *Play) error) error {
	gone := fault.New(fault.Missing, "play_gone", nil)
	s.mu.Lock()
	one := s.plays[id]
	s.mu.Unlock()
	if one == nil || one.owner != owner {
		return gone
	}
	one.mu.Lock()
	defer one.mu.Unlock()
	if one.play == nil {
		return gone
	}
	one.until.Reset(s.o.Life)
	one.play.speak(lang)
	return do(one.play)
}

// speak sets the language of the answers to come.
func (p *Play) speak(lang string) {
	p.opts.Language = lang
	if p.w != nil {
		p.w.language = lang
	}
}

// Step takes a step of a play; read decodes it.
func (s *Stage) Step(owner, id, lang string, read func(any) error) (any, error) {
	var step Step
	if err := read(&step); err != nil {
		return nil, err
	}
	return s.seen(owner, id, lang, func(p *Play) (*Seen, error) { return p.Take(step) })
}

// Back takes the last step back.
func (s *Stage) Back(owner, id, lang string) (any, error) {
	return s.seen(owner, id, lang, func(p *Play) (*Seen, error) { return p.Back() })
}

// Look tells how a play stands, with the steps that have been taken.
func (s *Stage) Look(owner, id, lang string) (any, error) {
	var done []Step
	seen, err := s.seen(owner, id, lang, func(p *Play) (*Seen, error) {
		done = []Step{}
		last := Step{}
		for _, t := range p.done {
			done = append(done, t.step)
			last = t.step
		}
		seen := &Seen{Ok: true}
		err := p.look(seen, last)
		seen.Types = p.types()
		return seen, err
	})
	if err != nil {
		return nil, err
	}
	return struct {
		*Seen
		Done []Step `json:"done"`
	}{seen, done}, nil
}

func (s *Stage) seen(owner, id, lang string, do func(p *Play) (*Seen, error)) (out *Seen, err error) {
	err = s.with(owner, id, lang, func(p *Play) error {
		if out, err = do(p); err == nil {
			out.Play = id
		}
		return err
	})
	return out, err
}

// saved is a play as a scenario.
type saved struct {
	Text   string `json:"text"`
	Passed bool   `json:"passed"` // it was played once more
	Output string `json:"output,omitempty"`
}

// Save writes a play as a scenario and proves it by playing it.
func (s *Stage) Save(owner, id, lang, title string) (any, error) {
	var out saved
	err := s.with(owner, id, lang, func(p *Play) error {
		text, proven, err := p.Save(title)
		if err != nil {
			return err
		}
		if out = (saved{Text: text, Passed: proven.Passed()}); !out.Passed {
			out.Output = proven.String()
		}
		return nil
	})
	return out, err
}

// End closes a play of somebody.
func (s *Stage) End(owner, id string) error {
	if err := s.with(owner, id, "ru", func(*Play) error { return nil }); err != nil {
		return err
	}
	s.end(id)
	return nil
}

// Serve answers a request within a play as one of its people: everything that is
// read, and the forms. What changes something is a step.
func (s *Stage) Serve(owner, id, lang, person, path string, w http.ResponseWriter, r *http.Request) error {
	if r.Method != http.MethodGet && !(r.Method == http.MethodPost && strings.HasPrefix(path, "forms/")) || strings.HasPrefix(path, "config") {
		return fault.New(fault.Denied, "play_reads_only", nil)
	}
	return s.with(owner, id, lang, func(p *Play) error {
		who := p.w.actors[person]
		if who == nil {
			return wrongStep("as", "play_nobody", fault.Params{"name": person})
		}
		inner := r.Clone(r.Context())
		inner.URL.Path, inner.URL.RawPath = "/api/kontora/"+path, ""
		inner.RequestURI = inner.URL.RequestURI()
		inner.Header.Set("Authorization", who.token)
		inner.Header.Del("Cookie")
		inner.Header.Del("Accept-Encoding")
		p.w.office.routes.ServeHTTP(w, inner)
		return nil
	})
}
