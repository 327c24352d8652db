package model

import "kontora/internal/rule"

// facts keeps what the old version declares beside records, in today's keys.
// Clocks and timers are of today.
func (p *pinning) facts() *Facts {
	out := &Facts{}
	if now := p.latest.Facts; now != nil {
		*out = *now
	}
	out.Ensures, out.Approvals, out.Postings = p.ensures(), nil, nil
	if was := p.old.Facts; was != nil {
		for _, old := range was.Postings {
			out.Postings = append(out.Postings, p.posting(old))
		}
		for _, a := range was.Approvals {
			out.Approvals = append(out.Approvals, p.approval(a))
		}
	}
	if len(out.All()) == 0 {
		return nil
	}
	return out
}

func (p *pinning) approval(old *Approval) *Approval {
	a := *old
	a.In, a.When = p.stateSet(old.In), p.rule(old.When)
	if today := p.latest.Facts.Approval(old.Key); today != nil {
		a.Title = today.Title
	}
	a.Steps = nil
	for _, s := range old.Steps {
		step := *s
		step.Who, step.When, step.Target = p.rule(s.Who), p.rule(s.When), p.rule(s.Target)
		step.Covers, step.Input = p.fieldSet(s.Covers), p.fieldSet(s.Input)
		step.Require = nil
		for _, r := range s.Require {
			if f := p.latest.Current(r.Field); f != nil {
				step.Require = append(step.Require, &Require{Field: f, When: p.rule(r.When), Message: p.text(r.Message)})
			}
		}
		if n := s.Notify; n != nil {
			p.text(n.Title)
			p.text(n.Body)
		}
		a.Steps = append(a.Steps, &step)
	}
	return &a
}

// ensures are the declarations of the old version in today's keys. What a child
// is made of is found in its present type when it is made.
func (p *pinning) ensures() []*Ensure {
	if p.old.Facts == nil {
		return nil
	}
	var out []*Ensure
	for _, was := range p.old.Facts.Ensures {
		e := *was
		e.In, e.When, e.ForEach = p.stateSet(was.In), p.rule(was.When), p.rule(was.ForEach)
		e.To, e.Until, e.Covers = p.rule(was.To), p.rule(was.Until), p.fieldSet(was.Covers)
		e.Set, e.Sync = p.formulasOf(was.Set), p.formulasOf(was.Sync)
		out = append(out, &e)
	}
	return out
}

// formulasOf takes over formulas of fields of another type.
func (p *pinning) formulasOf(old []Assign) []Assign {
	out := make([]Assign, len(old))
	for i, a := range old {
		a.Expr = p.rule(a.Expr)
		out[i] = a
	}
	return out
}

// frame is the sentence of an old declaration in today's states.
func (p *pinning) frame(old *Frame) Frame {
	return Frame{Key: old.Key, Title: old.Title, At: old.At, In: p.stateSet(old.In), When: p.rule(old.When)}
}

func (p *pinning) posting(old *Posting) *Posting {
	next := &Posting{
		Frame: p.frame(&old.Frame), Register: old.Register, Each: p.rule(old.Each), Day: p.rule(old.Day),
		Dimensions: make(map[string]*rule.Rule, len(old.Dimensions)),
	}
	for dim, value := range old.Dimensions {
		next.Dimensions[dim] = p.rule(value)
	}
	for _, a := range old.Post {
		next.Post = append(next.Post, Contribution{a.Resource, p.rule(a.Amount)})
	}
	return next
}
