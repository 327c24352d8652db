package rule

// Trace is an evaluation told part by part, for authors of rules who try them.
// It decides nothing: what a rule yields is what Eval says.
//
// Some of what a rule reads may not be for the eyes of whoever tries it. Whoever
// supplies the scope calls Hide while such a value is being read; then neither it
// nor anything that follows from it is told, not even by which parts were looked
// at.
type Trace struct {
	Root *Step // nil until the rule was evaluated

	stack []*Step
	muted int  // depth of parts that are evaluated but not told
	noted int  // parts told so far
	last  bool // whether the part evaluated last is hidden
	any   bool // whether anything was hidden
}

// Step is one part of an expression with what it yielded.
type Step struct {
	Text     string
	From, To int    // in characters of its source
	Rule     string // the named rule in whose source it stands; "" for the expression itself
	Type     Type
	Value    any    // nil when hidden, too
	Failed   *Error // it could not be evaluated
	Hidden   bool
	Element  any // the element of a list that it is about; nil for none
	Children []*Step
	Cut      bool // more elements were looked at than are told
}

// Bounds of what is told.
const (
	mostSteps    = 400
	mostElements = 20
)

// Hide says that what is read now is not for whoever reads the trace.
func (t *Trace) Hide() {
	t.any = true
	if n := len(t.stack); n > 0 {
		t.stack[n-1].Hidden = true
	}
}

// HidAny reports whether anything was hidden.
func (t *Trace) HidAny() bool { return t.any }

// Trace evaluates the rule once more and notes every part in t.
func (r *Rule) Trace(s *Scope, t *Trace) (err error) {
	defer recovered(&err)
	return within(r, s, func(f *frame) error {
		f.trace, f.of, f.hidden = t, r, make([]bool, r.slots)
		_, err := r.root.eval(f)
		if t.Root == nil && err == nil { // a literal
			v, _ := r.root.eval(f)
			t.Root = &Step{Type: r.typ, Value: v}
		}
		if t.Root != nil {
			t.Root.Text, t.Root.From, t.Root.To = r.src, 0, len([]rune(r.src))
		}
		return err
	})
}

// step evaluates one part and notes it.
func (t *Trace) step(f *frame, at span, typ Type, eval evaluator) (any, error) {
	runes := []rune(f.of.src)
	s := &Step{Text: string(runes[max(0, at.from):min(at.to, len(runes))]), From: at.from, To: at.to, Rule: f.named, Type: typ, Element: f.element}
	f.element = nil
	t.stack = append(t.stack, s)
	v, err := eval(f)
	t.stack = t.stack[:len(t.stack)-1]
	if s.Value = v; s.Hidden {
		s.Value = nil
	}
	if failed, ok := err.(*Error); ok && !s.Hidden {
		s.Failed = failed
	}
	t.attach(s)
	return v, err
}

// attach adds a finished step to the one around it, unless it is not told.
func (t *Trace) attach(s *Step) {
	t.last = s.Hidden
	if len(s.Children) == 1 && s.Children[0].From == s.From && s.Children[0].To == s.To && s.Children[0].Rule == s.Rule {
		s.Children = s.Children[0].Children
	}
	if len(t.stack) == 0 {
		t.Root = s
		return
	}
	around := t.stack[len(t.stack)-1]
	around.Hidden = around.Hidden || s.Hidden
	if t.muted > 0 || s.Text == "." || s.Text == "#" { // the element itself is told by its step
		return
	}
	if t.noted++; t.noted > mostSteps {
		around.Cut = true
		return
	}
	around.Children = append(around.Children, s)
}

// mute evaluates something without telling its parts: which one is looked at
// would tell what decided that.
func (t *Trace) mute(hidden bool, run evaluator, f *frame) (any, error) {
	if !hidden {
		return run(f)
	}
	t.muted++
	v, err := run(f)
	t.muted--
	return v, err
}

// reveal says that the part around is known from what is told alone.
func (t *Trace) reveal() { t.stack[len(t.stack)-1].Hidden = false }

// logic is "and" and "or" of which both sides are told.
func (t *Trace) logic(f *frame, l, r *term, decides bool) (any, error) {
	x, err := l.eval(f)
	known := !t.last
	y, failed := r.eval(f)
	switch {
	case err != nil:
		return nil, err
	case x == decides:
		if known {
			t.reveal()
		}
		return x, nil
	case failed != nil:
		return nil, failed
	case y == decides:
		if !t.last {
			t.reveal()
		}
		return y, nil
	case x == nil || y == nil:
		return nil, nil
	}
	return !decides, nil
}

// operands evaluates all of them, also those behind an empty one; empty reports
// that one was.
func (t *Trace) operands(f *frame, list []*term) (args []any, empty bool, err error) {
	args = make([]any, len(list))
	for i, o := range list {
		v, failed := o.eval(f)
		if err == nil && !empty {
			err, empty = failed, failed == nil && v == nil
		}
		args[i] = v
	}
	return args, empty, err
}

// traced tells a loop element by element, as long as nothing about them is hidden.
func (l *loop) traced(f *frame, list []any, visit func(element, found any) bool) error {
	t := f.trace
	around := t.stack[len(t.stack)-1]
	before, isHidden := len(around.Children), t.last
	f.hidden[l.slot] = isHidden
	for i, element := range list {
		if err := f.spend(1); err != nil {
			return err
		}
		found := element
		if l.body != nil {
			f.locals[l.slot], f.element = element, element
			var err error
			if found, err = t.mute(i >= mostElements, l.body.eval, f); err != nil {
				return err
			}
			f.element = nil
			isHidden = isHidden || t.last
			around.Cut = around.Cut || i >= mostElements
		}
		if !visit(element, found) {
			break
		}
	}
	if isHidden {
		around.Children, around.Cut = around.Children[:before], false
	}
	return nil
}
