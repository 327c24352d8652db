package scenario

import (
	"encoding/json"
	"fmt"
	"regexp/syntax"
	"slices"
	"strings"
	"time"

	"kontora/internal/model"
	"kontora/internal/rule"

	"github.com/shopspring/decimal"
)

// value makes one value up; nil when none can be. path is that of the row a
// column stands in.
func (f *filler) value(field *model.Field, values map[string]any, path string) (any, error) {
	f.tries[path+field.Key]++
	n := f.tries[path+field.Key] - 1
	switch field.Kind {
	case model.Ref:
		return f.reference(field, values, path)
	case model.Rows:
		return f.rows(field, values)
	case model.File:
		return f.file(field), nil
	}
	one := f.plain(field, n)
	if field.Many && one != nil {
		return []any{one}, nil
	}
	return one, nil
}

// plain makes up a value that needs nothing else. n counts the values that were
// not liked before.
func (f *filler) plain(field *model.Field, n int) any {
	switch field.Kind {
	case model.Text:
		return f.text(field, n)
	case model.Texts:
		return []any{f.text(field, n)}
	case model.Integer, model.Decimal, model.Money:
		return json.Number(f.amount(field, n).String())
	case model.Bool:
		return n%2 == 0
	case model.Date:
		return rule.DateOf(f.day(n).In(f.p.w.office.zone())).String()
	case model.Instant:
		return f.day(n).Format(time.RFC3339)
	case model.Enum:
		if len(field.Enum) > 0 {
			return field.Enum[(f.pick(len(field.Enum))+n)%len(field.Enum)].Key
		}
	case model.Geo:
		return map[string]any{"lon": json.Number("76.9"), "lat": json.Number("43.2")}
	case model.JSON:
		return map[string]any{}
	}
	return nil
}

// days to come are tried first, then days gone by.
func (f *filler) day(n int) time.Time {
	days := []int{14, 1, 60, -1, -30, 0}
	return f.p.Now().AddDate(-n/len(days)*7, 0, days[n%len(days)])
}

// checked are valid numbers with check digits, by what fields call them. Rules of
// packs ask for them too, so texts that are not liked are tried as such.
var checked = map[string][]string{
	"tax_id":  {"190340001233", "7707083893", "100582333"},
	"iban":    {"KZ86125KZT5004100100", "DE89370400440532013000"},
	"snils":   {"112-233-445 95"},
	"account": {"40702810400000000225", "40702810938000060473"},
}

// guesses are all of them.
var guesses = slices.Concat(checked["tax_id"], checked["iban"], checked["snils"], checked["account"])

func (f *filler) text(field *model.Field, n int) string {
	if list := checked[field.Check]; len(list) > 0 {
		return list[n%len(list)]
	}
	switch field.Format {
	case "email":
		return f.p.w.fresh("mail"+fmt.Sprint(n)) + "@example.test"
	case "uri":
		return "https://example.test/"
	case "phone":
		return "+77010000000"
	}
	text := field.Title
	switch {
	case n%2 == 1 && field.Pattern == "":
		text = guesses[n/2%len(guesses)]
	case n > 0:
		f.p.serial++
		text = fmt.Sprint(field.Title, " ", f.p.serial)
	}
	if field.Pattern != "" {
		text = matching(field.Pattern)
	}
	for len([]rune(text)) < field.MinLength {
		text += "."
	}
	if r := []rune(text); field.MaxLength > 0 && len(r) > field.MaxLength {
		text = string(r[:field.MaxLength])
	}
	return text
}

// amount tries numbers of several sizes within the bounds of the field.
func (f *filler) amount(field *model.Field, n int) decimal.Decimal {
	sizes := []int64{100, 1, 10_000, 1_000_000, 5, 0}
	v := decimal.NewFromInt(sizes[(f.pick(len(sizes))+n)%len(sizes)])
	low, high := bound(field.Min), bound(field.Max)
	if b := bound(field.Above); b != nil {
		step := b.Add(decimal.New(1, -int32(field.Scale)))
		low = &step
	}
	if b := bound(field.Below); b != nil {
		step := b.Sub(decimal.New(1, -int32(field.Scale)))
		high = &step
	}
	if low != nil && v.LessThan(*low) {
		v = *low
	}
	if high != nil && v.GreaterThan(*high) {
		v = *high
	}
	return v
}

func bound(v any) *decimal.Decimal {
	if v == nil {
		return nil
	}
	if d, err := decimal.NewFromString(show(model.JSONValue(v))); err == nil {
		return &d
	}
	return nil
}

// rows makes up one row, with what its columns demand.
func (f *filler) rows(field *model.Field, values map[string]any) (any, error) {
	row := map[string]any{}
	if have, _ := values[field.Key].([]any); len(have) > 0 {
		row, _ = have[0].(map[string]any)
	}
	wrong, err := f.ask.form(f.as, f.want, merged(values, field.Key, []any{row}))
	if err != nil {
		return nil, err
	}
	for _, col := range field.RowType.Fields {
		if !isFillable(col) || !col.Required && !complains(wrong, field.Key+".0."+col.Key) {
			continue
		}
		if row[col.Key] != nil && !complains(wrong, field.Key+".0."+col.Key) {
			continue
		}
		v, err := f.value(col, merged(values, field.Key, []any{row}), field.Key+".")
		if err != nil {
			return nil, err
		}
		if v != nil {
			row[col.Key] = v
		}
	}
	return []any{row}, nil
}

func complains(wrong []wrongCell, at string) bool {
	for _, w := range wrong {
		if w.field == at {
			return true
		}
	}
	return false
}

func merged(values map[string]any, key string, v any) map[string]any {
	out := map[string]any{}
	for k, one := range values {
		out[k] = one
	}
	out[key] = v
	return out
}

// file makes up an upload that the field takes.
func (f *filler) file(field *model.Field) any {
	name := "file.txt"
	if l := field.Files; l != nil && len(l.Accept) > 0 {
		name = ""
		for _, ext := range []string{"pdf", "txt", "xml", "csv", "json"} {
			for _, accepted := range l.Accept {
				if name == "" && strings.Contains(accepted, ext) {
					name = "file." + ext
				}
			}
		}
		if name == "" {
			return nil
		}
	}
	one := map[string]any{"name": name, "text": contentOf(name)}
	if field.Many {
		return []any{one}
	}
	return one
}

// contentOf is what a file of this name has in it, as far as it is looked at.
func contentOf(name string) string {
	switch {
	case strings.HasSuffix(name, ".pdf"):
		return "%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n"
	case strings.HasSuffix(name, ".xml"):
		return "<?xml version=\"1.0\"?>\n<file/>\n"
	case strings.HasSuffix(name, ".json"):
		return "{}\n"
	}
	return "file\n"
}

// matching is a text that a pattern fits.
func matching(pattern string) string {
	re, err := syntax.Parse(pattern, syntax.Perl)
	if err != nil {
		return ""
	}
	var out strings.Builder
	write(re.Simplify(), &out)
	return out.String()
}

func write(re *syntax.Regexp, out *strings.Builder) {
	switch re.Op {
	case syntax.OpLiteral:
		out.WriteString(string(re.Rune))
	case syntax.OpCharClass:
		out.WriteRune(ofClass(re.Rune))
	case syntax.OpAnyChar, syntax.OpAnyCharNotNL:
		out.WriteByte('a')
	case syntax.OpAlternate:
		write(re.Sub[0], out)
	case syntax.OpRepeat:
		for range max(re.Min, 1) {
			write(re.Sub[0], out)
		}
	case syntax.OpConcat, syntax.OpCapture, syntax.OpPlus:
		for _, sub := range re.Sub {
			write(sub, out)
		}
	}
}

// ofClass prefers what can be read.
func ofClass(pairs []rune) rune {
	for _, want := range []rune{'A', 'a', '1', '0', 'А'} {
		for i := 0; i+1 < len(pairs); i += 2 {
			if want >= pairs[i] && want <= pairs[i+1] {
				return want
			}
		}
	}
	if len(pairs) == 0 {
		return 'a'
	}
	return pairs[0]
}
