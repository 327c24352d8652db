package rule

func normFunctions() map[string]builtin {
	text, twoTexts := []Type{typeText}, []Type{typeText, typeText}
	valid := func(check func(string) bool) func(*frame, []any) (any, error) {
		return func(_ *frame, a []any) (any, error) { return check(a[0].(string)), nil }
	}
	return map[string]builtin{
		"phone": normaliser(strict(twoTexts, 0, typeText, func(f *frame, a []any) (any, error) {
			if err := f.spend(loadCost); err != nil {
				return nil, err
			}
			if number, ok := NormalizePhone(a[0].(string), a[1].(string)); ok {
				return number, nil
			}
			return nil, nil
		})),
		"normalize_serial": normaliser(strict(text, 0, typeText, func(_ *frame, a []any) (any, error) {
			if serial := NormalizeSerial(a[0].(string)); serial != "" {
				return serial, nil
			}
			return nil, nil
		})),
		"tax_id_valid": strict(twoTexts, 0, typeBool, func(_ *frame, a []any) (any, error) {
			return ValidTaxId(a[0].(string), a[1].(string)), nil
		}),
		"account_valid": strict(twoTexts, 0, typeBool, func(_ *frame, a []any) (any, error) {
			return ValidAccount(a[0].(string), a[1].(string)), nil
		}),
		"iban_valid":  strict(text, 0, typeBool, valid(ValidIBAN)),
		"snils_valid": strict(text, 0, typeBool, valid(ValidSnils)),
	}
}
