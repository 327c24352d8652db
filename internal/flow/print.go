package flow

import (
	"slices"
	"strings"
	"time"

	"kontora/internal/fault"
	"kontora/internal/model"
	"kontora/internal/money"
	"kontora/internal/paper"
	"kontora/internal/rule"

	"github.com/shopspring/decimal"
)

// Printing is one paper to be made of one record by somebody.
type Printing struct {
	Print  *model.Print
	Record *Record
	Actor  Actor
	Now    time.Time
	// Signed gives the stamps of the signatures of a record that stand, by step; nil
	// where there are none. It is asked only of records that the actor sees.
	Signed func(*Record) (map[string][]paper.Stamp, error)
	Say    func(key string, params map[string]any) string // the words that no declaration says
	// Kept gives the names of the files of a field as people read them, by those under
	// which they are stored; nil where nothing is issued.
	Kept func(*Record, *model.Field) (map[string]string, error)
}

// Prints lists the papers that an actor may make of a record. Whether a condition
// holds is judged by what they see.
func Prints(m *model.Model, snap Snapshot, rec *Record, prints []*model.Print, actor Actor, now time.Time) ([]*model.Print, error) {
	var out []*model.Print
	for _, p := range prints {
		w := newWriter(m, snap, &Printing{Print: p, Record: rec, Actor: actor, Now: now})
		may, err := w.offers()
		if err != nil {
			return nil, told(err)
		}
		if may {
			out = append(out, p)
		}
	}
	return out, nil
}

// Paper works out what stands on a paper, with the eyes of whoever makes it: what
// they do not see is not there. name is that of the file.
func Paper(m *model.Model, snap Snapshot, of *Printing) (doc *paper.Document, name string, err error) {
	w := newWriter(m, snap, of)
	may, err := w.offers()
	if err == nil && !may {
		err = fault.New(fault.Denied, "may_not_print", fault.Params{"print": of.Print.Title})
	}
	if err != nil {
		return nil, "", told(err)
	}
	return w.draw()
}

// Proof is a paper that somebody looks at while they design it.
type Proof struct {
	Doc    *paper.Document
	Name   string // of the file
	Offers bool   // by its condition it is made of the record
	May    bool   // whoever looks may make it
	Failed []FailedText
}

// FailedText is a place of a paper that stays empty because it cannot be worked out.
type FailedText struct {
	Block string // key
	Fault *fault.Fault
}

// Proofread works out a paper as Paper does, of any record and for anybody who
// sees it, and tells what could not be worked out.
func Proofread(m *model.Model, snap Snapshot, of *Printing) (*Proof, error) {
	w := newWriter(m, snap, of)
	out := &Proof{}
	w.failed = &out.Failed
	var err error
	if out.May, err = w.isMaker(); err != nil {
		return nil, told(err)
	}
	if out.Offers, err = w.holds(of.Print.When, nil); err != nil {
		return nil, told(err)
	}
	out.Doc, out.Name, err = w.draw()
	return out, err
}

func (w *writer) draw() (doc *paper.Document, name string, err error) {
	of := w.Printing
	name = fileName(w.text(of.Print.Name, nil))
	if name == "" {
		name = fileName(of.Print.Title + ", " + w.s.titleFor(of.Record, w.eyes))
	}
	if w.issued, err = w.isKept(name); err != nil {
		return nil, "", err
	}
	doc = &paper.Document{
		Title: of.Print.Title, Landscape: of.Print.Landscape, Size: float64(of.Print.Size), Mark: w.text(of.Print.Mark, nil), Made: of.Now,
		Pages: of.Say("page", nil), Sign: of.Say("sign", nil),
		Foot: of.Print.Title + ", " + w.s.titleFor(of.Record, w.eyes),
	}
	for _, b := range of.Print.Blocks {
		w.at = b.Key
		drawn, err := w.block(b)
		if err != nil {
			return nil, "", told(err)
		}
		doc.Blocks = append(doc.Blocks, drawn...)
	}
	return doc, name, nil
}

// fileName is a name without what file systems and headers take for more.
func fileName(name string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if r < ' ' || strings.ContainsRune(`/\:*?"<>|`, r) {
			return '-'
		}
		return r
	}, name))
}

// isKept reports whether the paper has been issued: whether its field holds a file
// of its name. That is so whoever asks; else those who do not see the field would
// print what passes for the first.
func (w *writer) isKept(name string) (bool, error) {
	if w.Print.Into == nil || w.Kept == nil {
		return false, nil
	}
	kept, err := w.Kept(w.Record, w.Print.Into)
	for _, title := range kept {
		if title == name+".pdf" {
			return true, err
		}
	}
	return false, err
}

// writer fills in the texts of a paper.
type writer struct {
	*Printing
	s      *session
	eyes   *eyes
	rows   int           // drawn so far
	issued bool          // already
	at     string        // the block that is being drawn
	failed *[]FailedText // nil: nobody asks
}

func newWriter(m *model.Model, snap Snapshot, of *Printing) *writer {
	s := newSession(m, snap, of.Actor, of.Now)
	s.stored[of.Record.Reference()] = of.Record
	return &writer{Printing: of, s: s, eyes: s.eyesOf(of.Actor)}
}

// offers reports whether the paper is made of the record, and by this actor.
func (w *writer) offers() (bool, error) {
	if may, err := w.isMaker(); err != nil || !may {
		return false, err
	}
	return w.holds(w.Print.When, nil)
}

func (w *writer) isMaker() (bool, error) {
	if w.Print.Who == nil || w.eyes == nil {
		return true, nil
	}
	return w.s.isOne(w.Print.Who, w.Record)
}

// fails notes what could not be worked out, once for each block.
func (w *writer) fails(err error) {
	if w.failed == nil {
		return
	}
	f := faultOfRule(err)
	if f == nil {
		f = fault.New(fault.Invalid, "bad_value", nil)
	}
	for _, known := range *w.failed {
		if known.Block == w.at && known.Fault.Code == f.Code {
			return
		}
	}
	*w.failed = append(*w.failed, FailedText{w.at, f})
}

// line is a row of a table that a text is about.
type line struct {
	it rule.Record
	n  int
}

func (w *writer) scope(r *rule.Rule, of *line) *rule.Scope {
	sc := w.s.scope(r, w.Record, nil, nil)
	sc.Self, sc.Source = view{s: w.s, r: w.Record, eyes: w.eyes}, source{w.s, w.eyes}
	sc.Vars["issued"] = w.issued
	w.over(sc, of)
	return sc
}

func (w *writer) over(sc *rule.Scope, of *line) {
	if of != nil {
		sc.It, sc.Vars["n"] = of.it, decimal.NewFromInt(int64(of.n))
	}
}

// holds reports whether a condition holds as far as the reader can tell; one that
// is not there does.
func (w *writer) holds(r *rule.Rule, of *line) (bool, error) {
	if r == nil {
		return true, nil
	}
	yes, known, err := r.True(w.scope(r, of))
	if faultOfRule(err) != nil {
		w.fails(err)
		return false, nil
	}
	return yes && known, err
}

// text fills in a text; what cannot be worked out leaves it empty.
func (w *writer) text(t *rule.Template, of *line) string {
	if t == nil {
		return ""
	}
	text, err := t.Render(w.scope(nil, of), func(v any, typ rule.Type) string { return w.say(v, typ, of) })
	if err != nil {
		w.fails(err)
		return ""
	}
	return text
}

// say writes a value as papers do: amounts without their currency, which the paper
// names once.
func (w *writer) say(v any, typ rule.Type, of *line) string {
	switch x := v.(type) {
	case money.Amount:
		return grouped(x.Text())
	case string:
		if of != nil {
			if t := w.s.m.TypeByKey(of.it.Reference().Type); t != nil {
				if title := choiceTitle(t, typ.Enum, x); title != x {
					return title
				}
			}
		}
	}
	return w.s.say(v, typ, w.Record.Type, w.eyes)
}

func (w *writer) block(b *model.Block) ([]paper.Block, error) {
	if holds, err := w.holds(b.When, nil); err != nil || !holds {
		return nil, err
	}
	align, style := paper.Align(b.Align), paper.Style(b.Style)
	switch {
	case b.Page:
		return []paper.Block{paper.Break{}}, nil
	case b.Heading != nil:
		return texts(w.text(b.Heading, nil), align, paper.Title), nil
	case b.Code != nil:
		if holds := w.text(b.Code, nil); holds != "" {
			return []paper.Block{paper.Code{Holds: holds, Text: w.text(b.Text, nil)}}, nil
		}
	case b.Text != nil:
		return texts(w.text(b.Text, nil), align, style), nil
	case b.Pairs != nil:
		return w.pairs(b)
	case b.Rows != nil:
		return w.table(b)
	case b.Sides != nil:
		var out paper.Sides
		for _, side := range b.Sides {
			out = append(out, paper.Side{Title: w.text(side.Head, nil), Text: w.text(side.Text, nil)})
		}
		return []paper.Block{out}, nil
	case b.Sign != nil:
		var out paper.Signatures
		for _, one := range b.Sign {
			out = append(out, paper.Signature{Post: w.text(one.Post, nil), Name: w.text(one.Name, nil)})
		}
		return []paper.Block{out}, nil
	case b.Stamps != nil:
		return w.stamps(b)
	case len(b.Fields) > 0:
		return w.card(b.Fields)
	case b.Rounds:
		return w.rounds()
	case b.Boxes != nil:
		return w.blank(b.Boxes)
	}
	return nil, nil
}

// texts is a text, unless there is nothing to say.
func texts(text string, align paper.Align, style paper.Style) []paper.Block {
	if strings.TrimSpace(text) == "" {
		return nil
	}
	return []paper.Block{paper.Text{Text: text, Align: align, Style: style}}
}

func (w *writer) pairs(b *model.Block) ([]paper.Block, error) {
	var out paper.Pairs
	for _, p := range b.Pairs {
		holds, err := w.holds(p.When, nil)
		if err != nil {
			return nil, err
		}
		if holds {
			out = append(out, paper.Pair{Label: w.text(p.Label, nil), Text: w.text(p.Text, nil)})
		}
	}
	return []paper.Block{out}, nil
}

// records are those that an expression gives, as far as the reader knows of them.
func (w *writer) records(r *rule.Rule) ([]rule.Record, error) {
	v, err := r.Eval(w.scope(r, nil))
	if faultOfRule(err) != nil {
		w.fails(err)
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	items, many := v.([]any)
	if !many {
		items = []any{v}
	}
	var out []rule.Record
	for _, item := range items {
		var ref rule.Reference
		switch x := item.(type) {
		case rule.Record:
			ref = x.Reference()
		case rule.Reference:
			ref = x
		default:
			continue
		}
		rec, err := w.s.follow(ref)
		if err != nil {
			return nil, err
		}
		if rec != nil && w.eyes.knows(rec) {
			out = append(out, view{s: w.s, r: rec, eyes: w.eyes})
		}
	}
	return out, nil
}

// count keeps a paper from growing without end.
func (w *writer) count(rows int) error {
	if w.rows += rows; w.rows > paper.MaxRows {
		return fault.New(fault.Limit, "print_too_long", fault.Params{"max": paper.MaxRows})
	}
	return nil
}

func (w *writer) table(b *model.Block) ([]paper.Block, error) {
	rows, err := w.records(b.Rows)
	if err != nil {
		return nil, err
	}
	if err := w.count(len(rows)); err != nil {
		return nil, err
	}
	var out paper.Table
	var columns []*model.Column
	for _, c := range b.Columns {
		holds, err := w.holds(c.When, nil)
		if err != nil {
			return nil, err
		}
		if !holds {
			continue
		}
		columns = append(columns, c)
		out.Columns = append(out.Columns, paper.Column{Head: w.text(c.Head, nil), Width: c.Width, Align: paper.Align(c.Align)})
		if total := w.text(c.Total, nil); total != "" && out.Totals == nil {
			out.Totals = make([]string, len(b.Columns))
		}
	}
	for i, c := range columns {
		if out.Totals != nil {
			out.Totals[i] = w.text(c.Total, nil)
		}
	}
	if out.Totals != nil {
		out.Totals = out.Totals[:len(columns)]
	}
	if rows, err = w.sorted(b.Sort, rows); err != nil {
		return nil, err
	}
	for i, it := range rows {
		row, err := w.row(b, columns, &line{it, i + 1})
		if err != nil {
			return nil, err
		}
		out.Rows = append(out.Rows, row)
	}
	return []paper.Block{out}, nil
}

// sorted puts rows into the order of what an expression says of each; what the
// reader does not see orders nothing.
func (w *writer) sorted(by *rule.Rule, rows []rule.Record) ([]rule.Record, error) {
	if by == nil {
		return rows, nil
	}
	type keyed struct {
		it  rule.Record
		key any
	}
	all := make([]keyed, len(rows))
	for i, it := range rows {
		v, err := by.Eval(w.scope(by, &line{it, i + 1}))
		if err != nil && faultOfRule(err) == nil {
			return nil, err
		}
		all[i] = keyed{it, v}
	}
	slices.SortStableFunc(all, func(a, b keyed) int {
		switch {
		case a.key == nil && b.key == nil:
			return 0
		case a.key == nil:
			return -1
		case b.key == nil:
			return 1
		}
		n, err := rule.Compare(a.key, b.key)
		if err != nil { // two kinds that have no order stay as they are
			return 0
		}
		return n
	})
	for i, one := range all {
		rows[i] = one.it
	}
	return rows, nil
}

func (w *writer) row(b *model.Block, columns []*model.Column, of *line) (out paper.Row, err error) {
	if b.Struck != nil {
		if out.Struck, err = w.holds(b.Struck, of); err != nil {
			return out, err
		}
	}
	var signed map[string][]paper.Stamp
	for _, c := range columns {
		cell := paper.Cell{Text: w.text(c.Text, of)}
		if len(c.Stamps) > 0 && signed == nil {
			if signed, err = w.signed(of.it.(view).r); err != nil {
				return out, err
			}
		}
		for _, step := range c.Stamps {
			cell.Stamps = append(cell.Stamps, signed[step]...)
		}
		out.Cells = append(out.Cells, cell)
	}
	return out, nil
}

// signed are the stamps of a record by step: of its signatures, and of the votes
// that are none.
func (w *writer) signed(rec *Record) (map[string][]paper.Stamp, error) {
	out := map[string][]paper.Stamp{}
	if w.Signed != nil {
		of, err := w.Signed(rec)
		if err != nil {
			return nil, err
		}
		for step, stamps := range of {
			out[step] = append(out[step], stamps...)
		}
	}
	if rec.Type.Facts == nil {
		return out, nil
	}
	set, err := w.s.facts(rec.Reference())
	if err != nil {
		return nil, err
	}
	for _, d := range rec.Type.Facts.Approvals {
		var last *Round
		most := 0
		for n, r := range roundsOf(set, d.Key) {
			if n >= most {
				most, last = n, r
			}
		}
		if last == nil {
			continue
		}
		for _, v := range last.Votes {
			step := d.Step(v.Step)
			if v.Verdict != Approve || v.Signature != "" || v.Void || !v.Withdrawn.IsZero() || step == nil || v.Hash != w.s.hashOf(rec, step.Covers) {
				continue // it is about something else than what is printed
			}
			out[v.Step] = append(out[v.Step], w.vote(v))
		}
	}
	return out, nil
}

// vote is the stamp of an approval that is no signature of its own.
func (w *writer) vote(v *Vote) paper.Stamp {
	return paper.Stamp{Title: w.Say("vote", nil), Lines: []string{w.person(v.By), w.moment(v.At)}}
}

func (w *writer) stamps(b *model.Block) ([]paper.Block, error) {
	found, err := w.records(b.Stamps)
	if err != nil {
		return nil, err
	}
	var out paper.Stamps
	for _, one := range found {
		rec := one.(view).r
		signed, err := w.signed(rec)
		if err != nil {
			return nil, err
		}
		if rec.Type.Facts == nil {
			continue
		}
		for _, d := range rec.Type.Facts.Approvals {
			for _, step := range d.Steps {
				out = append(out, signed[step.Key]...)
			}
		}
	}
	return []paper.Block{out}, nil
}
