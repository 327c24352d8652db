package rule

import (
	"strings"
	"unicode"
)

// ibanLengths are the countries whose accounts this region meets most; others
// are held to the general form only.
var ibanLengths = map[string]int{
	"AE": 23, "AT": 20, "AZ": 28, "BE": 16, "BG": 22, "BY": 28, "CH": 21, "CY": 28, "CZ": 24, "DE": 22, "DK": 18,
	"EE": 20, "ES": 24, "FI": 18, "FR": 27, "GB": 22, "GE": 22, "GR": 27, "HR": 21, "HU": 28, "IE": 22, "IL": 23, "IT": 27,
	"KZ": 20, "LI": 21, "LT": 20, "LU": 20, "LV": 21, "MD": 24, "MT": 31, "NL": 18, "NO": 15, "PL": 28, "PT": 25, "RO": 24,
	"RS": 22, "RU": 33, "SE": 24, "SI": 19, "SK": 24, "TR": 26, "UA": 29,
}

// ValidIBAN checks length and remainder (ISO 13616: mod 97). Blanks are allowed.
func ValidIBAN(text string) bool {
	iban := strings.ToUpper(strings.ReplaceAll(text, " ", ""))
	if len(iban) < 15 || len(iban) > 34 {
		return false
	}
	if want, known := ibanLengths[iban[:2]]; known && want != len(iban) {
		return false
	}
	for i := range len(iban) {
		isDigit, isLetter := iban[i] >= '0' && iban[i] <= '9', iban[i] >= 'A' && iban[i] <= 'Z'
		if i < 2 && !isLetter || (i == 2 || i == 3) && !isDigit || !isDigit && !isLetter {
			return false
		}
	}
	rest := 0
	for _, c := range []byte(iban[4:] + iban[:4]) {
		if c >= 'A' {
			rest = (rest*100 + int(c-'A') + 10) % 97
		} else {
			rest = (rest*10 + int(c-'0')) % 97
		}
	}
	return rest == 1
}

// ValidAccount checks a RU account of 20 digits against the БИК of its bank:
// three digits of the БИК and the account, weighed 7, 1, 3, end in 0. A
// correspondent account is weighed with "0" and the БИК's branch digits.
func ValidAccount(account, bik string) bool {
	a, ok := digitsOf(account)
	if !ok || len(a) != 20 {
		return false
	}
	b, ok := digitsOf(bik)
	if !ok || len(b) != 9 {
		return false
	}
	head := b[6:9]
	if strings.HasPrefix(account, "301") || bik[6:8] == "00" {
		head = []int{0, b[4], b[5]}
	}
	sum := 0
	for i, digit := range append(append([]int(nil), head...), a...) {
		sum += digit * [3]int{7, 1, 3}[i%3] % 10
	}
	return sum%10 == 0
}

// NormalizeSerial makes serial numbers comparable: upper case, letters and
// digits only, Cyrillic letters that look like Latin ones made Latin.
func NormalizeSerial(text string) string {
	return strings.Map(func(r rune) rune {
		r = unicode.ToUpper(r)
		if latin, ok := lookalikes[r]; ok {
			return latin
		}
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			return -1
		}
		return r
	}, text)
}

var lookalikes = map[rune]rune{
	'А': 'A', 'В': 'B', 'Е': 'E', 'К': 'K', 'М': 'M', 'Н': 'H', 'О': 'O', 'Р': 'P', 'С': 'C', 'Т': 'T', 'У': 'Y', 'Х': 'X',
}
