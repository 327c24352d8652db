package rule_test

import (
	"testing"

	"kontora/internal/rule"
)

func TestValidTaxId(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		country, id string
		want        bool
	}{
		// firms and persons with published numbers
		{"RU", "7707083893", true}, {"RU", "7736050003", true}, {"RU", "7704123450", true}, {"RU", "7812987658", true},
		{"RU", "500100732259", true}, {"RU", "500412345600", true}, {"ru", " 7707083893 ", true},
		{"RU", "7707083894", false}, {"RU", "500100732258", false}, {"RU", "500100732249", false}, {"RU", "770708389", false},
		{"RU", "77070838931", false}, {"RU", "0000000000", false}, {"RU", "77O7083893", false}, {"RU", "", false},
		{"BY", "200988541", true}, {"BY", "MA1953684", true}, {"BY", "100320487", true}, {"BY", "KE7810709", true},
		{"BY", "193123457", true}, {"BY", "100987656", true}, {"BY", "ma1953684", true},
		{"BY", "200988542", false}, {"BY", "MA1953685", false}, {"BY", "193123458", false}, {"BY", "ZA1953684", false},
		{"BY", "MZ1953684", false}, {"BY", "20098854", false}, {"BY", "2A0988541", false}, {"BY", "000000000", false},
		{"KZ", "190340001233", true}, {"KZ", "180540017770", true}, {"KZ", "220840049859", true}, {"KZ", "061211600012", true},
		{"KZ", "900400000400", true}, // weighed twice
		{"KZ", "190340001234", false}, {"KZ", "19034000123", false}, {"KZ", "000000000000", false},
		{"DE", "7707083893", false},
	} {
		if got := rule.ValidTaxId(c.id, c.country); got != c.want {
			t.Errorf("%s %q: got %v", c.country, c.id, got)
		}
	}
}

// One wrong digit of a УНП never passes: all weights differ from 0 modulo 11.
func TestOneWrongDigit(t *testing.T) {
	t.Parallel()
	const id = "200988541"
	for i := range id {
		for digit := byte('0'); digit <= '9'; digit++ {
			changed := []byte(id)
			changed[i] = digit
			if got := rule.ValidTaxId(string(changed), "BY"); got != (string(changed) == id) {
				t.Errorf("%s: got %v", changed, got)
			}
		}
	}
}

func TestBankNumbers(t *testing.T) {
	t.Parallel()
	for iban, want := range map[string]bool{
		"GB82 WEST 1234 5698 7654 32": true, "DE89370400440532013000": true, "BY13NBRB3600900000002Z00AB00": true,
		"KZ86125KZT5004100100": true, "KZ17722C000022014777": true, "KZ1796511F0008314222": true, "BY31BELB30120012345678901234": true,
		"kz86125kzt5004100100": true, "NO9386011117947": true,
		"KZ86125KZT5004100101": false, "KZ8612KZT5004100100": false, "DE8937040044053201300": false, "BY31BELB3012001234567890123": false,
		"": false, "K186125KZT5004100100": false, "KZ8X125KZT5004100100": false, "KZ86125KZT500410010Ж": false,
	} {
		if got := rule.ValidIBAN(iban); got != want {
			t.Errorf("iban %q: got %v", iban, got)
		}
	}
	for _, c := range []struct {
		account, bik string
		want         bool
	}{
		{"40702810938000012345", "044525225", true},
		{"30101810400000000225", "044525225", true}, // correspondent accounts of three banks
		{"30101810700000000187", "044525187", true},
		{"30101810200000000593", "044525593", true},
		{"40702810938000012346", "044525225", false},
		{"40702810938000012345", "044525187", false},
		{"30101810400000000226", "044525225", false},
		{"4070281093800001234", "044525225", false},
		{"40702810938000012345", "04452522", false},
		{"4070281093800001234X", "044525225", false},
	} {
		if got := rule.ValidAccount(c.account, c.bik); got != c.want {
			t.Errorf("account %s in %s: got %v", c.account, c.bik, got)
		}
	}
}

func TestSnils(t *testing.T) {
	t.Parallel()
	for snils, want := range map[string]bool{
		"112-233-445 95": true, "11223344595": true, "087-654-303 00": true, "001-001-998 99": true,
		"112-233-445 96": false, "112-233-44 95": false, "000-000-000 00": false, "112-233-445 9X": false, "": false,
	} {
		if got := rule.ValidSnils(snils); got != want {
			t.Errorf("%q: got %v", snils, got)
		}
	}
}

func TestNormalisers(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ text, country, want string }{
		{"8 (701) 234-56-78", "KZ", "+77012345678"}, {"+7 701 234 56 78", "RU", "+77012345678"},
		{"8 912 345-67-89", "RU", "+79123456789"}, {"80 29 123-45-67", "BY", "+375291234567"}, {"375291234567", "BY", "+375291234567"},
		{"12", "KZ", ""}, {"not a phone", "RU", ""}, {"", "KZ", ""}, {"+1", "", ""},
	} {
		got, ok := rule.NormalizePhone(c.text, c.country)
		if got != c.want || ok != (c.want != "") {
			t.Errorf("%q in %s: got %q, %v", c.text, c.country, got, ok)
		}
	}
	for text, want := range map[string]string{" sn-12/ab ": "SN12AB", "СН 7Х": "CH7X", "№ 5": "5", "--": ""} {
		if got := rule.NormalizeSerial(text); got != want {
			t.Errorf("%q: got %q", text, got)
		}
	}
}

func TestNormFunctions(t *testing.T) {
	t.Parallel()
	for src, want := range map[string]string{
		"phone('8 701 234 56 78', 'KZ')":                     "+77012345678",
		"phone('12', 'KZ')":                                  "nil",
		"phone(note, 'KZ')":                                  "nil",
		"normalize_serial('a-1')":                            "A1",
		"normalize_serial('--')":                             "nil",
		"tax_id_valid('7707083893', 'RU')":                   "true",
		"iban_valid('KZ86125KZT5004100100')":                 "true",
		"account_valid('40702810938000012345', '044525225')": "true",
		"snils_valid('112-233-445 95') and note == nil":      "true",
	} {
		got, err := compile(t, src, anyType, env(rule.PlaceCheck)).Eval(order(nil))
		if err != nil || show(got) != want {
			t.Errorf("%s: got %s, %v; want %s", src, show(got), err, want)
		}
	}
}
