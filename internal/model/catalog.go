package model

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"kontora/internal/rule"
	"kontora/internal/spec"
)

func (c *compiler) uniques(t *Type, f *spec.TypeFile) {
	for key, d := range f.Unique.All() {
		u := &Unique{Key: t.Key + "." + key, Each: d.Each, Policy: or(d.OnConflict.Policy, "refuse")}
		env := c.env(t, d.Pos, rule.PlaceKey)
		for i := range d.Key {
			r := c.rule(&d.Key[i], rule.Type{}, env)
			if r == nil {
				continue
			}
			u.Parts = append(u.Parts, r)
			u.Fields = append(u.Fields, ownFields(t, r)...)
		}
		if d.Each && (len(u.Parts) != 1 || u.Parts[0].Type().Kind != rule.KindList) && len(u.Parts) == len(d.Key) {
			c.fail(d.Pos, "each_list", "unique %q with each needs exactly one key, which is a list", key)
		}
		if len(d.Key) == 0 {
			c.fail(d.Pos, "no_key", "unique %q needs a key", key)
		}
		u.While = c.rule(d.While, boolType, c.env(t, d.Pos, rule.PlaceCheck))
		u.Message = c.text(d.Pos, "message", d.Message, c.env(t, d.Pos, rule.PlaceText))
		if !d.OnConflict.Fire.IsZero() {
			u.Policy, u.Fire = "fire", d.OnConflict.Fire.Key
			if !has(transitionKeys(f), u.Fire) {
				c.unknown(d.OnConflict.Fire, "transition", transitionKeys(f))
			}
			c.noteTransition(t, d.OnConflict.Fire)
		}
		t.Uniques = append(t.Uniques, u)
	}
}

func (c *compiler) lookup(t *Type, f *spec.TypeFile) {
	d := f.Lookup
	if d == nil {
		return
	}
	t.Lookup = &Lookup{Keys: c.fieldSet(t, d.Keys), Any: d.Any}
	if d.Dated != nil {
		t.Lookup.From = c.dateField(t, d.Dated.From)
		if !d.Dated.To.IsZero() {
			t.Lookup.To = c.dateField(t, d.Dated.To)
		}
	}
}

func (c *compiler) dateField(t *Type, n spec.Name) *Field {
	f := c.fieldNamed(t, n)
	if f != nil && f.Kind != Date {
		c.fail(n.Pos, "not_a_date_field", "%q is not a date", n.Key)
	}
	return f
}

// display decides how a record is named in links and pickers.
func (c *compiler) display(t *Type, f *spec.TypeFile) {
	src := or(f.Display, namedBy(t))
	if src == "" {
		for _, fd := range t.Fields {
			if fd.Kind == Text && !fd.Engine {
				src = "{" + fd.Key + "}"
				break
			}
		}
	}
	t.Display = c.text(f.Pos, "display", or(src, "{id}"), c.env(t, f.Pos, rule.PlaceText))
}

// namedBy writes the display of a type that has a field everybody names things
// by.
func namedBy(t *Type) string {
	for _, key := range []string{"title", "name", "subject", "number", "code"} {
		if fd := t.byKey[key]; fd != nil && !fd.Many {
			return "{" + key + "}"
		}
	}
	return ""
}

// rowDisplay decides how a row is named where something refers to it: by its
// name, else by the first texts that are always filled in, else by the first
// column that says anything. References are left out: the record behind one may
// not be for everybody who sees the row.
func (c *compiler) rowDisplay(f *Field, at spec.Pos) {
	t := f.RowType
	src := namedBy(t)
	var always, any []string
	for _, col := range t.Fields {
		if col.Engine || !col.Stored() || col.Many || col.Kind == Ref || col.Kind == File || col.Kind == JSON {
			continue
		}
		any = append(any, "{"+col.Key+"}")
		if col.Required && col.Kind == Text {
			always = append(always, "{"+col.Key+"}")
		}
	}
	if src == "" {
		src = strings.Join(always[:min(2, len(always))], ", ")
	}
	if src == "" && len(any) > 0 {
		src = any[0]
	}
	t.Display = c.text(at, "display", or(src, "{id}"), c.env(t, at, rule.PlaceText))
}

// sections divides the fields for form and card; what none names comes last.
func (c *compiler) sections(t *Type, f *spec.TypeFile) {
	placed := map[*Field]bool{}
	for key, d := range f.Sections.All() {
		s := &Section{Key: key, Title: d.Title}
		for _, fd := range c.fieldSet(t, d.Fields) {
			if placed[fd] {
				c.warn(d.Pos, "field_twice", "%q already stands in another section", fd.Key)
				continue
			}
			placed[fd] = true
			s.Fields = append(s.Fields, fd)
		}
		t.Sections = append(t.Sections, s)
	}
	rest := &Section{Key: "rest"}
	for _, fd := range t.Fields {
		if !placed[fd] && !fd.Engine && fd.Kind != Inverse {
			rest.Fields = append(rest.Fields, fd)
		}
	}
	if len(rest.Fields) > 0 {
		t.Sections = append(t.Sections, rest)
	}
}

// question is a condition on records of a type, each of them it.
type question struct {
	t    *Type
	rule *rule.Rule
	at   spec.Pos
}

// query compiles one. Whether it can be asked is seen when all formulas are known.
func (c *compiler) query(t *Type, e *spec.Expr, at spec.Pos) *rule.Rule {
	env := c.env(t, at, rule.PlaceQuery)
	env.Self = ""
	env.It = &rule.Type{Kind: rule.KindRef, Ref: t.Key}
	r := c.rule(e, boolType, env)
	if r != nil {
		c.asked = append(c.asked, question{t, r, e.Pos})
	}
	return r
}

// answerable refuses conditions on what no record keeps: formulas that are worked
// out when they are read. A list cannot be searched by them.
func (c *compiler) answerable() {
	for _, q := range c.asked {
		for _, p := range q.rule.Reads() {
			if p.Root != "it" {
				continue
			}
			for i, key := range p.Fields {
				for _, t := range c.m.targets(p.Types[i]) {
					if f := t.Field(key); f != nil && f.Live && f.Computed != nil {
						c.fail(q.at, "live_in_query", "%q is worked out when it is read: records cannot be looked up by it", key)
					}
				}
			}
		}
	}
}

func (c *compiler) lists(t *Type, f *spec.TypeFile) {
	for key, d := range f.Lists.All() {
		l := &List{Key: key, Title: d.Title, Columns: c.fieldSet(t, d.Columns)}
		l.Where = c.query(t, d.Where, d.Pos)
		l.Sort, l.Desc = t.byKey["created"], true
		if !d.Sort.IsZero() {
			name := strings.TrimPrefix(d.Sort.Key, "-")
			l.Desc = name != d.Sort.Key
			if s := c.fieldNamed(t, spec.Name{Pos: d.Sort.Pos, Key: name}); s != nil {
				l.Sort = s
				if !s.Sortable() {
					c.fail(d.Sort.Pos, "unsortable", "%q cannot be sorted by", name)
				}
				s.Index = true
			}
		}
		if !d.Group.IsZero() {
			if l.Group = c.fieldNamed(t, d.Group); l.Group != nil && !l.Group.IsChoice() {
				c.fail(d.Group.Pos, "ungroupable", "%q cannot be the columns of a board: they are the status or a choice of one", d.Group.Key)
			}
		}
		t.Lists = append(t.Lists, l)
	}
	if len(t.Lists) == 0 {
		t.Lists = []*List{{Key: "all", Title: "Все", Sort: t.byKey["created"], Desc: true}}
	}
	for _, l := range t.Lists {
		if len(l.Columns) == 0 {
			l.Columns = usualColumns(t, l.Group)
		}
	}
}

// usualColumns picks what a person looks for first: number, name, status and a
// handful of short fields. The cards of a board say how much, until when and
// whose before the rest, and not what the board is laid out by.
func usualColumns(t *Type, board *Field) []*Field {
	const most = 7
	var out []*Field
	add := func(f *Field) {
		if f != nil && f != board && len(out) < most && !slices.Contains(out, f) {
			out = append(out, f)
		}
	}
	for _, f := range t.Fields {
		if f.Kind == Number {
			add(f)
		}
	}
	for _, key := range []string{"title", "name", "subject", "status"} {
		add(t.byKey[key])
	}
	if board != nil {
		add(t.Work.Amount)
		add(t.Work.Deadline)
		add(t.Work.Assignee)
	}
	for _, f := range t.Fields {
		short := f.Kind == Money || f.Kind == Date || f.Kind == Enum || f.Kind == Ref || f.Kind == Integer || f.Kind == Text && f.Format == ""
		if short && !f.Engine && !f.Many {
			add(f)
		}
	}
	return out
}

// work finds the fields that lists across types show: declared ones, else those
// of the very names.
func (c *compiler) work(t *Type, f *spec.TypeFile) {
	var d spec.WorkDecl
	if f.Work != nil {
		d = *f.Work
	}
	pick := func(n spec.Name, usual string, kinds ...FieldKind) *Field {
		written := !n.IsZero()
		if !written {
			n.Key = usual
		}
		fd := t.byKey[n.Key]
		for _, k := range kinds {
			if fd != nil && fd.Kind == k && !fd.Many && fd.Stored() {
				c.noteField(t, n.Key, n.Pos, NamedByKey)
				return fd
			}
		}
		if written {
			c.fail(n.Pos, "work_field", "%q cannot be the %s", n.Key, usual)
		}
		return nil
	}
	t.Work = Work{
		Deadline:   pick(d.Deadline, "deadline", Date, Instant),
		Assignee:   pick(d.Assignee, "assignee", Ref),
		Department: pick(d.Department, "department", Ref),
		Amount:     pick(d.Amount, "amount", Money),
		Priority:   pick(d.Priority, "priority", Enum),
		Title:      pick(spec.Name{}, "title", Text),
	}
	for _, fd := range t.Fields {
		if fd.Kind == Number && t.Work.Number == nil {
			t.Work.Number = fd
		}
	}
}

// series resolves the number series of a field.
func (c *compiler) series(t *Type, f *Field, d *spec.NumberUse) *Series {
	if d.Series.IsZero() {
		return c.seriesOf(t, t.StableId+"."+f.StableId, &spec.NumberDecl{Pos: d.Pos, Format: d.Format, Reset: d.Reset, Per: d.Per, At: d.At})
	}
	pack, name := or(d.Series.Pos.Pack(), t.Pack), d.Series.Key
	if owner, rest, ok := strings.Cut(name, "/"); ok {
		pack, name = owner, rest
	}
	p := c.pack(pack)
	if p == nil {
		c.unknown(d.Series, "number series", nil)
		return nil
	}
	decl, ok := p.Numbers.Get(name)
	if !ok {
		c.unknown(d.Series, "number series", p.Numbers.Keys())
		return nil
	}
	c.note("series", "", pack+"/"+name, d.Series.Pos, NamedByKey)
	return c.seriesOf(t, pack+"/"+name, decl)
}

func (c *compiler) seriesOf(t *Type, key string, d *spec.NumberDecl) *Series {
	s := &Series{Key: key, Source: d.Format, Reset: d.Reset, At: c.stateSet(t, d.At)}
	s.Parts = c.numberParts(t, d)
	if s.Reset == "" {
		s.Reset = "never"
		for _, p := range s.Parts {
			if r, ok := resets[p.Word]; ok && rank(r) > rank(s.Reset) {
				s.Reset = r
			}
		}
	}
	env := c.env(t, d.Pos, rule.PlaceKey)
	for i := range d.Per {
		if r := c.rule(&d.Per[i], rule.Type{}, env); r != nil {
			s.Per = append(s.Per, r)
		}
	}
	return s
}

var resets = map[string]string{"yyyy": "year", "yy": "year", "mm": "month", "dd": "day"}

func rank(reset string) int {
	return map[string]int{"never": 0, "year": 1, "month": 2, "day": 3}[reset]
}

var numberPart = regexp.MustCompile(`\{([^{}]*)\}`)

// numberParts splits "RQ-{yyyy}-{seq:05}".
func (c *compiler) numberParts(t *Type, d *spec.NumberDecl) []NumberPart {
	var parts []NumberPart
	counted := false
	rest, format := d.Format, c.format(d)
	for {
		m := numberPart.FindStringSubmatchIndex(rest)
		if m == nil {
			break
		}
		if m[0] > 0 {
			parts = append(parts, NumberPart{Literal: rest[:m[0]]})
		}
		word, width, _ := strings.Cut(rest[m[2]:m[3]], ":")
		switch word {
		case "yyyy", "yy", "mm", "dd":
			parts = append(parts, NumberPart{Word: word})
		case "seq", "n":
			counted = true
			n, _ := strconv.Atoi(width)
			parts = append(parts, NumberPart{Word: "seq", Width: n})
		default:
			from := utf8.RuneCountInString(d.Format) - utf8.RuneCountInString(rest[m[2]:])
			x := format.Part(from, from+utf8.RuneCountInString(word))
			parts = append(parts, NumberPart{Expr: c.rule(&x, rule.Type{}, c.env(t, d.Pos, rule.PlaceKey))})
		}
		rest = rest[m[1]:]
	}
	if rest != "" {
		parts = append(parts, NumberPart{Literal: rest})
	}
	if !counted {
		c.fail(d.Pos, "number_without_count", "the format %q has no {seq}: every number would be the same", d.Format)
	}
	return parts
}
