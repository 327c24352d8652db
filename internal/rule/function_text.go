package rule

import "strings"

func textFunctions() map[string]builtin {
	texts := ListOf(typeText)
	return map[string]builtin{
		"upper": normaliser(textual("k_upper")),
		"lower": normaliser(textual("k_lower")),
		"trim":  normaliser(textual("k_trim")),
		"split": normaliser(strict([]Type{typeText, typeText}, 0, texts, split)),
		"join":  normaliser(strict([]Type{texts, typeText}, 0, typeText, join)),
	}
}

// SQLFunctions are what translations call beyond SQLite's own functions, which
// know the letters of English only. Each takes one text and is NULL for NULL;
// whoever opens the database registers them.
func SQLFunctions() map[string]func(string) string {
	return map[string]func(string) string{"k_lower": strings.ToLower, "k_upper": strings.ToUpper, "k_trim": strings.TrimSpace}
}

// textual makes a function that is the same in Go and in SQL.
func textual(name string) builtin {
	run := SQLFunctions()[name]
	return builtin{min: 1, max: 1, check: func(c *checker, k *call, _ Type) *term {
		x := c.arg(k, 0, typeText)
		if x.isBad() {
			return x
		}
		t := &term{typ: typeText, eval: func(f *frame) (any, error) {
			v, err := x.eval(f)
			if err != nil || v == nil {
				return nil, err
			}
			return boundedText(f, run(v.(string)))
		}}
		t.sql = with(x, func(x fragment) fragment { return glue(name+"(%s)", x).as(KindText) })
		return t
	}}
}

func split(f *frame, a []any) (any, error) {
	parts := strings.SplitN(a[0].(string), a[1].(string), maxList+2)
	if len(parts) > maxList {
		return nil, &Error{Code: "list_too_long", Params: map[string]any{"max": maxList}}
	}
	if err := f.spend(len(parts)); err != nil {
		return nil, err
	}
	out := make([]any, len(parts))
	for i, p := range parts {
		out[i] = p
	}
	return out, nil
}

// join puts texts together and leaves out those that are null.
func join(f *frame, a []any) (any, error) {
	var b strings.Builder
	for _, v := range a[0].([]any) {
		s, ok := v.(string)
		if !ok {
			continue
		}
		if b.Len() > 0 {
			b.WriteString(a[1].(string))
		}
		b.WriteString(s)
		if b.Len() > 4*maxText {
			return nil, &Error{Code: "text_too_long", Params: map[string]any{"max": maxText}}
		}
		if err := f.spend(1); err != nil {
			return nil, err
		}
	}
	return boundedText(f, b.String())
}
