package model

import "fmt"

// lifecycle is the old graph in today's keys. States that today's version has
// besides stay known, so that every stored status means something.
func (p *pinning) lifecycle() (*Lifecycle, error) {
	was, now := p.old.Lifecycle, p.latest.Lifecycle
	if was == nil {
		return now, nil
	}
	if now == nil {
		return nil, fmt.Errorf("%s has no lifecycle any more", p.latest.Key)
	}
	l := &Lifecycle{states: map[string]*State{}, transitions: map[string]*Transition{}}
	for _, s := range now.States {
		l.add(&State{Key: s.Key, Title: s.Title, Phase: s.Phase, Was: s.Was})
	}
	for _, s := range was.States {
		if kept := l.states[p.stateKey(s.Key)]; kept != nil {
			kept.Phase = s.Phase
		} else {
			l.add(&State{Key: s.Key, Title: s.Title, Phase: s.Phase, Was: s.Was})
		}
	}
	l.Initial = l.states[p.stateKey(was.Initial.Key)]
	for _, tr := range was.Transitions {
		pinned := p.transition(tr, l)
		l.Transitions = append(l.Transitions, pinned)
		l.transitions[pinned.Key] = pinned
	}
	return l, nil
}

func (l *Lifecycle) add(s *State) {
	l.States = append(l.States, s)
	l.states[s.Key] = s
}

func (p *pinning) transition(old *Transition, l *Lifecycle) *Transition {
	tr := *old
	tr.Type = p.now
	if today := p.latest.Lifecycle.Transition(old.Key); today != nil {
		tr.Title, tr.About = today.Title, today.About
	}
	tr.From = p.stateSet(old.From)
	if old.To != nil {
		tr.To = l.states[p.stateKey(old.To.Key)]
	}
	tr.Who, tr.Auto = p.rule(old.Who), p.rule(old.Auto)
	tr.Input, tr.OnEdit = p.fieldSet(old.Input), p.fieldMap(old.OnEdit)
	tr.Require, tr.Guards, tr.Then = nil, nil, nil
	for _, r := range old.Require {
		if f := p.latest.Current(r.Field); f != nil {
			tr.Require = append(tr.Require, &Require{Field: f, When: p.rule(r.When), Message: p.text(r.Message)})
		}
	}
	for _, g := range old.Guards {
		tr.Guards = append(tr.Guards, &Guard{Check: p.rule(g.Check), When: p.rule(g.When), Message: p.text(g.Message), Passed: p.text(g.Passed), Fields: p.fieldSet(g.Fields)})
	}
	for _, e := range old.Then {
		tr.Then = append(tr.Then, p.effect(e))
	}
	return &tr
}

func (p *pinning) effect(old *Effect) *Effect {
	e := &Effect{When: p.rule(old.When), Set: p.assigns(old.Set), Append: p.assigns(old.Append), Notify: old.Notify, To: p.rule(old.To), Certificate: p.certificate(old.Certificate)}
	if c := old.Create; c != nil {
		e.Create = &Create{Type: c.Type, Via: c.Via}
		for _, a := range c.Set { // the fields of the other type are found when it happens
			a.Expr = p.rule(a.Expr)
			e.Create.Set = append(e.Create.Set, a)
		}
	}
	if f := old.Fire; f != nil {
		e.Fire = &Fire{Transition: f.Transition, On: p.rule(f.On), Where: p.rule(f.Where)}
	}
	if n := old.Notify; n != nil {
		p.text(n.Title)
		p.text(n.Body)
	}
	return e
}

// assigns keeps what fields of today get, in today's words.
func (p *pinning) assigns(old []Assign) []Assign {
	var out []Assign
	for _, a := range old {
		f := p.latest.Current(a.Field)
		if f == nil {
			continue
		}
		if !sameKind(f, a.Field) {
			p.lose(p.old, a.Field.Key)
			continue
		}
		next := Assign{Field: f, Literal: p.now.PresentValue(f, a.Literal), Expr: p.rule(a.Expr)}
		for _, col := range a.Row {
			if c := f.RowType.Current(col.Field); c != nil {
				next.Row = append(next.Row, Assign{Field: c, Literal: p.now.RowType(f).PresentValue(c, col.Literal), Expr: p.rule(col.Expr)})
			}
		}
		out = append(out, next)
	}
	return out
}
