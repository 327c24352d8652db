package scenario

import (
	"context"
	"time"

	"kontora/internal/fault"
)

const (
	usualSteps = 300
	mostSteps  = 20_000
)

// Walk walks over a type of a configuration.
func (s *Stage) Walk(ctx context.Context, lang string, files map[string][]byte, typ string, steps int, seed int64, seconds int) (any, error) {
	s.clean.Do(s.sweep)
	if steps < 0 || steps > mostSteps {
		return nil, fault.New(fault.Invalid, "bad_parameter", fault.Params{"name": "steps", "min": 1, "max": mostSteps}).At("steps")
	}
	if !s.busy.TryLock() {
		return nil, fault.New(fault.Limit, "play_busy", nil)
	}
	defer s.busy.Unlock()
	within := usualPatience
	if seconds > 0 {
		within = min(time.Duration(seconds)*time.Second, mostPatience)
	}
	begin, err := s.morning("")
	if err != nil {
		return nil, err
	}
	if steps == 0 {
		steps = usualSteps
	}
	return Walk(ctx, s.o.Options, Opening{Files: files, At: begin, Language: lang, Words: s.o.Words},
		WalkOptions{Type: typ, Steps: steps, Seed: seed, Within: within, Now: s.o.Now})
}
