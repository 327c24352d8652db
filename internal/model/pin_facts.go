package model

import "kontora/internal/rule"

// facts are those of today, except that the record goes on contributing to
// registers as it did.
func (p *pinning) facts() *Facts {
	if p.latest.Facts == nil && p.old.Facts == nil {
		return nil
	}
	facts := &Facts{}
	if p.latest.Facts != nil {
		*facts = *p.latest.Facts
	}
	facts.Postings = nil
	if p.old.Facts != nil {
		for _, old := range p.old.Facts.Postings {
			facts.Postings = append(facts.Postings, p.posting(old))
		}
	}
	return facts
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
