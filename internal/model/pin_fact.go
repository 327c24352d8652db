package model

// facts keeps what the old version declares beside records, in today's keys.
// Kinds that do not concern a decision under way are of today.
func (p *pinning) facts() *Facts {
	out := &Facts{}
	if now := p.latest.Facts; now != nil {
		*out = *now
	}
	out.Approvals = nil
	if was := p.old.Facts; was != nil {
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
