package rule

import "strings"

func textFunctions() map[string]builtin {
	texts := ListOf(typeText)
	return map[string]builtin{
		"upper": normaliser(strict([]Type{typeText}, 0, typeText, func(f *frame, a []any) (any, error) {
			return boundedText(f, strings.ToUpper(a[0].(string)))
		})),
		"lower": normaliser(strict([]Type{typeText}, 0, typeText, func(f *frame, a []any) (any, error) {
			return boundedText(f, strings.ToLower(a[0].(string)))
		})),
		"trim": normaliser(strict([]Type{typeText}, 0, typeText, func(_ *frame, a []any) (any, error) {
			return strings.TrimSpace(a[0].(string)), nil
		})),
		"split": normaliser(strict([]Type{typeText, typeText}, 0, texts, split)),
		"join":  normaliser(strict([]Type{texts, typeText}, 0, typeText, join)),
	}
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
